"""What the site puts together from several rooms and can be taken away: indicators, evidence and assessments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from frith.evidence.catalogue import Catalogue
from frith.guard.acting import Acting
from frith.guard.listings import Lines, Listing, register
from frith.guard.protection.evidence_account import may_read_assessment
from frith.website.templatetags.words import printed
from frith.website.views.assessments import made_here
from frith.work.performance import queries as performance


def _indicators(by: Acting, asked: Mapping[str, str]) -> Lines:
    latest = [(each, performance.readings(each, by.today, 1)[-1]) for each in performance.indicators()]
    return Lines(
        title="Indicators: the latest finished quarter",
        headings=("Indicator", "Owner", "Quarter", "Figure", "Rating", "Rule", "Reason"),
        rows=[
            (
                indicator.title,
                indicator.owner.name,
                str(reading.quarter),
                printed(reading.figure),
                reading.rag.rating.value,
                reading.rag.rule,
                reading.rag.reason,
            )
            for indicator, reading in latest
        ],
    )


def _evidence(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Evidence",
        headings=(
            "Dataset",
            "Source",
            "Licence",
            "Grade",
            "Rows kept",
            "Months missing",
            "Invented",
            "Reference",
        ),
        rows=[
            (
                each.title,
                each.source,
                each.licence,
                each.grade or "none",
                each.kept,
                len(each.coverage.gaps),
                "invented" if each.invented else "",
                each.id,
            )
            for each in Catalogue(settings.FRITH_VAR).datasets()
        ],
    )


def _assessments(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Strategic assessments",
        headings=("Assessment", "Months", "Who may read it"),
        rows=[
            (each.title, each.period, each.audience)
            for each in made_here(Path(settings.FRITH_VAR))
            if may_read_assessment(by, each.audience)
        ],
    )


def register_all() -> None:
    """Let these lists be taken away."""
    register(
        Listing("indicators", ("performance:indicators",), "Indicators", _indicators),
        Listing("evidence", ("evidence",), "Evidence", _evidence),
        Listing("assessments", ("assessments",), "Assessments", _assessments),
    )
