"""The strategic assessment: every chapter over the same evidence, the findings ranked, the analyst's notes beside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.assessment import joining, recommending
from frith.assessment import notes as analyst
from frith.assessment.chapters import (
    changes,
    checklist,
    forecasts,
    harm,
    outcomes,
    overview,
    partners,
    peers,
    places,
    priorities,
    seasons,
    stops,
    trends,
)
from frith.assessment.definitions import Definition
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.assessment.matrix.configuration import Matrix
from frith.assessment.ranking import ranked
from frith.assessment.recommending import Recommendation
from frith.evidence.dataset import Dataset
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.faults import EvidenceMissing, Fault
from frith.vocabulary.figures import Figure
from frith.vocabulary.periods import Period

ANALYSES = (overview, trends, forecasts, places, harm, stops, outcomes, partners, peers)
"""Chapters made from evidence alone, in the order printed; priorities, changes and the checklist build on them."""

DEFINITIONS: dict[str, Definition] = {
    definition.id: definition
    for module in (*ANALYSES, changes, priorities, checklist)
    for definition in module.DEFINITIONS
}
"""Every definition that an assessment's figures can name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One strategic assessment. ``id`` comes from the evidence, the question, the notes and the version alone."""

    id: str
    area: Area
    period: Period
    version: str
    chapters: tuple[ChapterResult, ...]
    findings: tuple[Finding, ...]
    notes: analyst.Notes
    datasets: tuple[Dataset, ...]

    @property
    def as_at(self) -> date:
        """The last day of the period: what the document is dated by."""
        return self.period.last.last_day

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure of every chapter, by id."""
        return {figure.id: figure for chapter in self.chapters for figure in chapter.figures.values()}

    @property
    def other_findings(self) -> tuple[Finding, ...]:
        """Findings told on their theme's page alone: what follows from others, and what ranks below the cut."""
        shown = {finding.id for finding in self.findings}
        rest = (
            finding for chapter in self.chapters for finding in chapter.findings if finding.id not in shown
        )
        return tuple(sorted(rest, key=lambda finding: (-finding.weight, finding.id)))

    @property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Each recommendation once, with the findings it follows from, who leads and what success looks like."""
        findings = tuple(finding for chapter in self.chapters for finding in chapter.findings)
        return recommending.recommendations(self.area, findings)

    @property
    def invented(self) -> bool:
        """Whether any of the evidence is invented."""
        return any(dataset.invented for dataset in self.datasets)


def assess(
    evidence: Evidence,
    area: Area,
    period: Period,
    *,
    version: str,
    notes_folder: Path | None = None,
    previous: dict[str, Any] | None = None,
    matrix: Matrix | None = None,
    progress: Callable[[str], None] = lambda _step: None,
) -> Assessment:
    """Make the assessment of an area over a period.

    ``previous`` is the content of an earlier assessment.json to compare with; ``matrix`` is the partnership's own, in
    place of the one that Frith brings. ``progress`` is called with the title of each step. Raises EvidenceMissing when
    nothing is known of the area in the period.
    """
    _require_evidence(evidence, area, period)
    chapters: list[ChapterResult] = []
    for analysis in ANALYSES:
        progress(analysis.__name__.rpartition(".")[2])
        chapters.append(analysis.chapter(evidence, area, period))
        if analysis is forecasts:
            seasons.judge(chapters[-1], evidence, area, period)
    joining.join(tuple(chapters))
    progress("priorities")
    chapters.append(priorities.chapter(evidence, area, period, tuple(chapters), matrix))
    if previous is not None:
        progress("changes")
        chapters.append(changes.chapter(area, period, tuple(chapters), previous))
    # What follows from findings (a plan to open) is told under priorities and would only repeat them in the ranking.
    findings = ranked(
        f for chapter in chapters for f in chapter.findings if f.chapter is not Chapter.PRIORITIES
    )
    figures = {figure.id: figure for chapter in chapters for figure in chapter.figures.values()}
    notes = analyst.read(notes_folder, [f for chapter in chapters for f in chapter.findings], figures)
    chapters.append(checklist.chapter(evidence, area, period, tuple(chapters), notes))
    used = {source for figure in figures.values() for source in figure.sources}
    used |= {source for chapter in chapters for exhibit in chapter.exhibits for source in exhibit.sources}
    datasets = tuple(dataset for dataset in evidence.datasets() if dataset.id in used)
    return Assessment(
        id=_identity(area, period, version, datasets, notes, previous, matrix),
        area=area,
        period=period,
        version=version,
        chapters=tuple(chapters),
        findings=findings,
        notes=notes,
        datasets=datasets,
    )


def _require_evidence(evidence: Evidence, area: Area, period: Period) -> None:
    cube = evidence.street(area, period, area.kind)
    if not cube.known.any():
        raise EvidenceMissing(
            Fault(
                "period.no-evidence",
                f"no evidence covers {area.name} in {period.words}",
                remedy="See which areas and months are held with: frith evidence list",
            ),
        )
    if area.kind in (AreaKind.PARTNERSHIP, AreaKind.FORCE):
        cube = evidence.street(area, period, AreaKind.BOROUGH)
    crimes = [n for n, name in enumerate(cube.categories) if BY_ID[name].recorded_crime]
    known = [n for n in crimes if cube.known[:, :, n].any()]
    # a few boroughs or categories may be missing, and are told as gaps; a few categories are no recorded crime
    if 2 * len(known) <= len(crimes):
        held = [BY_ID[cube.categories[n]].name for n in known]
        raise EvidenceMissing(
            Fault(
                "period.part-of-crime",
                f"an assessment speaks of all recorded crime, and little of it is held for {area.name} in "
                f"{period.words}",
                area.code,
                "street files with every category",
                f"{numbers.listed(held)} alone" if held else "anti-social behaviour alone",
                "Add the street files that were not cut to categories, or choose other months.",
            )
        )


def _identity(
    area: Area,
    period: Period,
    version: str,
    datasets: tuple[Dataset, ...],
    notes: analyst.Notes,
    previous: dict[str, Any] | None,
    matrix: Matrix | None,
) -> str:
    parts = [version, area.code, str(period), *(dataset.id for dataset in datasets)]
    parts += [f"{note.finding}:{note.words}" for note in (*notes.by_finding.values(), *notes.unplaced)]
    parts.append("" if previous is None else str(previous.get("id", "")))
    parts.append("" if matrix is None else repr(matrix))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
