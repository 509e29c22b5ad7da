"""What changed since the previous assessment: two editions compared, finding by finding and figure by figure."""

from __future__ import annotations

from typing import Any

from frith.assessment import citing, ranking
from frith.assessment.chapters.overview import label
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "changes.findings",
        1,
        "Findings new, kept and gone",
        "Findings of this edition and of the previous one, matched by the finding's id. 'new' are in this edition "
        "alone, 'kept' in both, 'gone' in the previous one alone.",
        "findings",
    ),
    Definition(
        "changes.restated",
        1,
        "Figures restated",
        "Figures with the same definition, area, period and breakdown in both editions whose value differs, because "
        "the evidence was revised or added to since.",
        "figures",
    ),
)

_TOLERANCE = 1e-9
MADE_ANEW = "forecast."
"""Definitions that are worked out afresh from a longer series each time: another value is no restatement."""


def chapter(
    area: Area, period: Period, chapters: tuple[ChapterResult, ...], previous: dict[str, Any]
) -> ChapterResult:
    """Compare this edition's findings and figures with those of an earlier assessment.json.

    Raises UnreadableInput when the earlier edition is of another area or not an assessment.
    """
    _check(area, period, previous)
    result = ChapterResult(Chapter.CHANGES, "What changed since the previous assessment")
    now = {finding.id: finding for one in chapters for finding in one.findings}
    before = {
        finding["id"]: finding for finding in (*previous["findings"], *previous.get("other_findings", ()))
    }
    groups = {
        "new": sorted(now.keys() - before.keys()),
        "kept": sorted(now.keys() & before.keys()),
        "gone": sorted(before.keys() - now.keys()),
    }
    counts = {
        name: result.add(
            Figure(
                definition="changes.findings",
                value=len(ids),
                numerator=len(ids),
                unit="findings",
                area=area.code,
                period=period,
                breakdown=(("which", name),),
                sources=(f"assessment {previous['id']}",),
            ),
        )
        for name, ids in groups.items()
    }
    result.exhibits.append(_finding_table(now, before, groups))
    figures = {figure.id: figure for one in chapters for figure in one.figures.values()}
    _restated(result, area, period, figures, previous)
    _moved(result, figures, previous)
    earlier = f"{previous['period']['from']} to {previous['period']['to']}"
    sentence: Phrase = (
        f"Against the assessment of {earlier}, new findings number ",
        citing.count(counts["new"]),
        ", those that still stand ",
        citing.count(counts["kept"]),
        " and those that no longer stand ",
        citing.count(counts["gone"]),
        ".",
    )
    result.story.append(sentence)
    result.findings.append(
        Finding(
            id="changes.findings",
            chapter=Chapter.CHANGES,
            sentence=sentence,
            weight=ranking.LIMIT_OF_EVIDENCE,
            why_it_ranks="Required by regulation 7(b): changes since the previous assessment.",
            figures=citing.cited_ids(sentence),
            duties=("regulation 7(b)",),
            exhibit="changes-findings",
        ),
    )
    return result


def _check(area: Area, period: Period, previous: dict[str, Any]) -> None:
    wanted = {"id", "area", "period", "findings", "figures"}
    if not wanted <= previous.keys():
        raise UnreadableInput(
            Fault(
                "compare.not-an-assessment",
                "the file to compare with is not an assessment",
                allowed="an assessment.json that frith assess wrote",
                given=f"without {', '.join(sorted(wanted - previous.keys()))}",
            ),
        )
    if previous["period"]["to"] > str(period.last):
        raise UnreadableInput(
            Fault(
                "compare.later",
                "the assessment to compare with is of a later period",
                allowed=f"one that ends by {period.last.words}",
                given=previous["period"]["to"],
            ),
        )
    if previous["area"]["code"] != area.code:
        raise UnreadableInput(
            Fault(
                "compare.other-area",
                "the assessment to compare with is of another area",
                allowed=f"{area.name} ({area.code})",
                given=f"{previous['area']['name']} ({previous['area']['code']})",
            ),
        )


def _finding_table(
    now: dict[str, Finding], before: dict[str, dict[str, Any]], groups: dict[str, list[str]]
) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, ids in groups.items():
        for finding_id in ids:
            earlier = before[finding_id]["sentence"] if finding_id in before else ""
            later = now[finding_id].text if finding_id in now else ""
            rows.append((name, earlier, later))
    return Table(
        id="changes-findings",
        title="Findings of the previous edition and of this one",
        columns=(
            Column("which", "Finding is"),
            Column("before", "Previous edition"),
            Column("now", "This edition"),
        ),
        rows=tuple(rows),
        sources=(),
        annex=True,
    )


def _restated(
    result: ChapterResult, area: Area, period: Period, figures: dict[str, Figure], previous: dict[str, Any]
) -> None:
    rows: list[tuple[Cell, ...]] = []
    for earlier in previous["figures"]:
        later = figures.get(earlier["id"])
        if earlier["definition"].startswith(MADE_ANEW):
            continue
        if later is None or _same(later.value, earlier["value"]):
            continue
        what = ", ".join(label(v) if k == "category" else f"{k} {v}" for k, v in later.breakdown)
        when = later.period.words if later.period else ""
        rows.append((later.definition, what, when, earlier["value"], later.value))
    count = result.add(
        Figure(
            definition="changes.restated",
            value=len(rows),
            numerator=len(rows),
            unit="figures",
            area=area.code,
            period=period,
            sources=(f"assessment {previous['id']}",),
        ),
    )
    if rows:
        result.exhibits.append(
            Table(
                id="changes-restated",
                title="Figures restated since the previous edition",
                columns=(
                    Column("definition", "Definition"),
                    Column("what", "Of"),
                    Column("when", "Period"),
                    Column("before", "Printed then", "decimal", 2),
                    Column("now", "Now", "decimal", 2),
                ),
                rows=tuple(rows),
                sources=(),
                annex=True,
            ),
        )
        result.story.append(
            (
                citing.count(count),
                " figures that the previous edition printed have been restated: see the annex.",
            ),
        )


def _months(period: dict[str, str]) -> int:
    return len(Period.parse(period["from"], period["to"]))


def _same(now: float | int | None, before: float | int | None) -> bool:
    if now is None or before is None:
        return now is before
    return abs(now - before) <= _TOLERANCE * max(1.0, abs(before))


def _moved(result: ChapterResult, figures: dict[str, Figure], previous: dict[str, Any]) -> None:
    """Set the latest year's count of each category beside the latest year of the previous edition."""
    latest_now: dict[str, Figure] = {}
    for figure in figures.values():
        if figure.definition == "recorded.points" and figure.period and figure.value is not None:
            category = dict(figure.breakdown)["category"]
            held = latest_now.get(category)
            if held is None or (held.period and held.period.last < figure.period.last):
                latest_now[category] = figure
    latest_before: dict[str, dict[str, Any]] = {}
    for earlier in previous["figures"]:
        if earlier["definition"] == "recorded.points" and earlier["value"] is not None:
            category = earlier["breakdown"]["category"]
            if (
                category not in latest_before
                or latest_before[category]["period"]["to"] < earlier["period"]["to"]
            ):
                latest_before[category] = earlier
    rows: list[tuple[Cell, ...]] = [
        (
            label(category),
            latest_before[category]["value"],
            figure.value,
            numbers.change(float(latest_before[category]["value"]), float(figure.value or 0)),
        )
        for category, figure in sorted(latest_now.items())
        if category in latest_before
        and _months(latest_before[category]["period"]) == len(figure.period or ())
    ]
    if not rows:
        return
    result.exhibits.append(
        Table(
            id="changes-counts",
            title="The latest year of each edition",
            columns=(
                Column("category", "Category"),
                Column("before", "Previous edition", "count"),
                Column("now", "This edition", "count"),
                Column("change", "Change"),
            ),
            rows=tuple(rows),
            sources=tuple(dict.fromkeys(s for figure in latest_now.values() for s in figure.sources)),
        ),
    )
