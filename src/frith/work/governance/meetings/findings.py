"""What decisions can rest on: findings of the assessments that were made here, and figures that were stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from frith.guard.acting import Acting
from frith.guard.protection.evidence_account import may_read_assessment
from frith.vocabulary.disclosure import Audience
from frith.vocabulary.faults import Fault, UnknownName
from frith.work.governance.meetings.services import Rests
from frith.work.governance.papers import queries as papers

_DAMAGED = (OSError, ValueError, KeyError, TypeError)


@dataclass(frozen=True, slots=True)
class Citable:
    """Something that can be cited: under which key, in which group, and what a decision says that it rests on."""

    key: str
    group: str
    rests: Rests


def citable_by(by: Acting, state: Path) -> list[Citable]:
    """Return the findings and figures that this person may read, newest assessments first.

    ``state`` is the folder where assessments are kept. A folder that cannot be read is left out here; the page of
    assessments names it.
    """
    return [*_findings(by, state), *_figures(by)]


def chosen(by: Acting, state: Path, key: str) -> Rests:
    """Return what a list of :func:`citable_by` was answered with. Raises UnknownName if it is not in it."""
    for each in citable_by(by, state):
        if each.key == key:
            return each.rests
    raise UnknownName(Fault("governance.evidence", "there is no such finding or figure", given=key))


def _findings(by: Acting, state: Path) -> list[Citable]:
    found = []
    for folder in sorted((state / "assessments").glob("*/"), reverse=True):
        try:
            manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            audience = str(manifest.get("audience", Audience.PUBLIC.value))
            if not may_read_assessment(by, audience):
                continue
            said = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
            group = f"{said['area']['name']}, {manifest['period']['from']} to {manifest['period']['to']}"
            for finding in said["findings"]:
                rests = Rests(
                    kind="finding",
                    source=folder.name,
                    reference=finding["id"],
                    words=finding["sentence"],
                    public=audience == Audience.PUBLIC.value,
                )
                found.append(Citable(f"finding/{folder.name}/{finding['id']}", group, rests))
        except _DAMAGED:
            continue
    return found


def _figures(by: Acting) -> list[Citable]:
    found = {}
    for issued in papers.latest_issues(by):
        for figure, edition in papers.figures_cited_by(issued):
            words = f"{issued.paper.title}: {papers.words_of(figure)}"
            rests = Rests(kind="figure", reference=figure.id, words=words, edition=edition, public=True)
            found[figure.id] = Citable(f"figure//{figure.id}", "Figures of issued papers", rests)
    return list(found.values())
