"""An assessment as JSON, in the shape of the published schema (assessment.schema.json beside this file)."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from frith.assessment.strategic import DEFINITIONS, Assessment
from frith.evidence.dataset import Dataset
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.figures import Figure

SCHEMA_VERSION = "1"


def schema() -> dict[str, Any]:
    """Return the published JSON Schema of assessment.json."""
    text = resources.files("frith.assessment").joinpath("assessment.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def as_json(assessment: Assessment) -> dict[str, Any]:
    """Return the whole assessment as plain JSON values, in a stable order."""
    figures = assessment.figures
    return {
        "schema": SCHEMA_VERSION,
        "id": assessment.id,
        "software": f"frith {assessment.version}",
        "area": {
            "code": assessment.area.code,
            "name": assessment.area.name,
            "kind": assessment.area.kind.value,
        },
        "period": {"from": str(assessment.period.first), "to": str(assessment.period.last)},
        "as_at": str(assessment.as_at),
        "invented": assessment.invented,
        "findings": [
            {
                "id": finding.id,
                "rank": rank,
                "chapter": finding.chapter.value,
                "sentence": finding.text,
                "weight": finding.weight,
                "why_it_ranks": finding.why_it_ranks,
                "figures": list(finding.figures),
                "caveats": list(finding.caveats),
                "duties": list(finding.duties),
                "recommendation": finding.recommendation,
                "data_gap": finding.data_gap,
                "note": _note(assessment, finding.id),
            }
            for rank, finding in enumerate(assessment.findings, 1)
        ],
        "other_findings": [
            {
                "id": finding.id,
                "chapter": finding.chapter.value,
                "sentence": finding.text,
                "figures": list(finding.figures),
                "note": _note(assessment, finding.id),
            }
            for finding in assessment.other_findings
        ],
        "figures": [_figure(figures[key]) for key in sorted(figures, key=lambda k: _order(figures[k]))],
        "definitions": [
            {
                "id": one.id,
                "version": one.version,
                "title": one.title,
                "words": one.words,
                "unit": one.unit,
            }
            for one in sorted(
                (DEFINITIONS[name] for name in {figure.definition for figure in figures.values()}),
                key=lambda one: one.id,
            )
        ],
        "recommendations": [
            {
                "recommendation": one.words,
                "findings": list(one.rests_on),
                "lead": one.lead,
                "success": one.success,
            }
            for one in assessment.recommendations
        ],
        "gaps": [
            {"chapter": chapter.chapter.value, "gap": gap}
            for chapter in assessment.chapters
            for gap in chapter.gaps
        ],
        "notes_without_finding": [
            {"finding": note.finding, "words": note.words} for note in assessment.notes.unplaced
        ],
        "sources": [_source(dataset) for dataset in assessment.datasets],
    }


def text(assessment: Assessment) -> str:
    """Return assessment.json as text."""
    return json.dumps(as_json(assessment), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_previous(path: Path) -> dict[str, Any]:
    """Read an earlier assessment.json, or the folder that holds one. Raises UnreadableInput."""
    file = path / "assessment.json" if path.is_dir() else path
    fault = Fault(
        "compare.unreadable",
        "the assessment to compare with cannot be read",
        str(path),
        "a folder that frith assess wrote, or its assessment.json",
        remedy="Name the output folder of the earlier assessment.",
    )
    try:
        loaded = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableInput(fault) from error
    if not isinstance(loaded, dict):
        raise UnreadableInput(fault)
    return loaded


def _order(figure: Figure) -> tuple[str, ...]:
    return (
        figure.definition,
        figure.area,
        str(figure.period or ""),
        *(f"{k}={v}" for k, v in figure.breakdown),
    )


def _figure(figure: Figure) -> dict[str, Any]:
    category = dict(figure.breakdown).get("category", "")
    words = BY_ID[category].name if category in BY_ID else category or None
    return {**figure.as_json(), "category": words}


def _note(assessment: Assessment, finding: str) -> dict[str, str] | None:
    note = assessment.notes.by_finding.get(finding)
    return None if note is None else {"words": note.words, "warning": note.warning}


def _source(dataset: Dataset) -> dict[str, Any]:
    months = dataset.coverage.months
    return {
        "id": dataset.id,
        "family": dataset.family.value,
        "title": dataset.title,
        "publisher": dataset.source,
        "licence": dataset.licence,
        "attribution": dataset.attribution,
        "disclosure": dataset.disclosure.value,
        "from": str(min(months)) if months else None,
        "to": str(max(months)) if months else None,
        "rows_in": dataset.rows_in,
        "kept": dataset.kept,
        "rejected": dataset.rejected,
        "grade": dataset.grade,
        "invented": dataset.invented,
    }
