"""What changed since the previous assessment: two editions compared, finding by finding and figure by figure."""

from __future__ import annotations

from typing import Any

from frith.assessment import citing, ranking
from frith.assessment.chapters.overview import ALL, LABELS, label
from frith.assessment.chapters.telling import inside, opening
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.faults import Fault, UnreadableInput
from frith.vocabulary.figures import Cited, Figure, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "changes.findings",
        1,
        "Findings new, kept and gone",
        "Findings of this edition and of the previous one, matched by the finding's id. 'new' are in this edition "
        "alone, 'kept' in both, 'gone' in the previous one alone. 'not looked at then' rest on a comparison that the "
        "previous edition did not make, such as with a year that it did not hold: nobody can say whether they are new. "
        "'not looked at now' are the like of the previous edition.",
        "findings",
    ),
    Definition(
        "changes.restated",
        1,
        "Figures restated",
        "Figures with the same definition, area, period and breakdown in both editions whose value differs, because "
        "the evidence was revised or added to since: counts, and what is worked out from counts where it rests on "
        "other datasets than then. A figure that the same datasets give another value, because this edition looks at "
        "more of their months, is no restatement and is not counted.",
        "figures",
    ),
)

_TOLERANCE = 1e-9
MOST_TOLD = 5
"""Findings, new or gone, that are told on the page; the annex lists all."""
NEW, KEPT, GONE = "new", "kept", "gone"
NOT_THEN, NOT_NOW = "not looked at then", "not looked at now"
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
    groups = _groups(now, before, tuple(f for one in chapters for f in one.figures.values()), previous)
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
        if ids or name in (NEW, KEPT, GONE)
    }
    result.exhibits.append(_finding_table(now, before, groups))
    figures = {figure.id: figure for one in chapters for figure in one.figures.values()}
    _restated(result, area, period, figures, previous)
    _moved(result, figures, previous)
    sentence: Phrase = (
        f"Of the findings of this edition and of that of {_words(previous['period'])}, ",
        _few(counts[KEPT]),
        f" {_is(counts[KEPT])} told in both, ",
        _few(counts[NEW]),
        f" {_is(counts[NEW])} new and ",
        _few(counts[GONE]),
        f" {_is(counts[GONE])} told no more.",
        *_not_looked_at(counts),
    )
    result.story.insert(0, sentence)
    result.story[1:1] = [
        *(("New: ", *now[name].sentence) for name in groups[NEW][:MOST_TOLD]),
        *(
            (f"Told no more, as it stood then: {before[name]['sentence']}",)
            for name in groups[GONE][:MOST_TOLD]
        ),
    ]
    value, why = ranking.weight(share=None, movement=0.0)
    result.findings.append(
        Finding(
            id="changes.findings",
            chapter=Chapter.CHANGES,
            sentence=sentence,
            weight=value,
            why_it_ranks=why,
            figures=citing.cited_ids(sentence),
            duties=("regulation 7(b)",),
            exhibit="changes-findings",
        ),
    )
    return result


def _groups(
    now: dict[str, Finding],
    before: dict[str, dict[str, Any]],
    figures: tuple[Figure, ...],
    previous: dict[str, Any],
) -> dict[str, list[str]]:
    """Sort finding ids by what became of them. A finding is new only if the earlier edition made its comparison.

    A comparison is known by the definition and the category of a figure; the dates move with the edition.
    """
    kinds_now = {figure.id: _kind(figure.definition, dict(figure.breakdown)) for figure in figures}
    kinds_then = {f["id"]: _kind(f["definition"], f["breakdown"]) for f in previous["figures"]}
    made_now, made_then = set(kinds_now.values()), set(kinds_then.values())
    appeared, left = sorted(now.keys() - before.keys()), sorted(before.keys() - now.keys())
    compared_then = {n for n in appeared if {kinds_now[f] for f in now[n].figures} <= made_then}
    ids = {n: before[n].get("figures", ()) for n in left}
    compared_now = {n for n in left if {kinds_then[f] for f in ids[n] if f in kinds_then} <= made_now}
    return {
        NEW: [n for n in appeared if n in compared_then],
        NOT_THEN: [n for n in appeared if n not in compared_then],
        KEPT: sorted(now.keys() & before.keys()),
        GONE: [n for n in left if n in compared_now],
        NOT_NOW: [n for n in left if n not in compared_now],
    }


def _kind(definition: str, breakdown: dict[str, str]) -> tuple[str, str]:
    return definition, breakdown.get("category", "")


def _is(figure: Figure) -> str:
    """The verb for a count: one is, none is, two are."""
    return "is" if (figure.value or 0) <= 1 else "are"


def _few(figure: Figure) -> Cited:
    """Cite a count within a sentence; nought as ``none``."""
    return inside(figure) if figure.value else Cited("none", figure.id)


def _not_looked_at(counts: dict[str, Figure]) -> Phrase:
    """Say of how many findings one of the editions made no comparison, so that none passes for new or gone."""
    parts: list[str | Cited] = []
    if NOT_THEN in counts:
        one = counts[NOT_THEN].value == 1
        parts += [
            " Of ",
            inside(counts[NOT_THEN]),
            (
                f" more nobody can say whether {'it is' if one else 'they are'} new: the earlier edition made no such "
                "comparison, for want of an earlier year or of the evidence."
            ),
        ]
    if NOT_NOW in counts:
        parts += [
            " This edition makes no comparison that could tell ",
            inside(counts[NOT_NOW]),
            " of the earlier ones again.",
        ]
    return tuple(parts)


def _words(period: dict[str, str]) -> str:
    return Period.parse(period["from"], period["to"]).words


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
        if later is None or _same(later.value, earlier["value"]) or _over_more_months(later, earlier):
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
                *opening(count),
                " figure that the previous edition printed has been restated: the annex lists it with its value then "
                "and now."
                if len(rows) == 1
                else " figures that the previous edition printed have been restated: the annex lists each with its "
                "value then and now.",
            ),
        )
    else:
        result.story.append(("No figure that the previous edition printed has been restated.",))


def _over_more_months(now: Figure, before: dict[str, Any]) -> bool:
    """Whether a figure that is no plain count rests on the very datasets of then, so that no evidence was revised.

    A dataset's id comes from its content: the same ids are the same rows.
    """
    return now.value != now.numerator and sorted(now.sources) == sorted(before.get("sources", ()))


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
        for category, figure in sorted(
            latest_now.items(),
            key=lambda item: (item[0] in LABELS, item[0] == ALL, -float(item[1].value or 0), item[0]),
        )
        if category in latest_before
        and _months(latest_before[category]["period"]) == len(figure.period or ())
    ]
    if not rows:
        return
    result.exhibits.append(
        Table(
            id="changes-counts",
            title="The latest year of each edition, counted on the street map",
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
