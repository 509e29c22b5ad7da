"""How unevenly stop and search falls on ethnic groups: two views, each with its limits, and neither a verdict.

The first counts stops against residents; it misleads where many people present do not live there. The second needs no
residents: it asks how often a stop of each group led to action. A group stopped on weaker grounds should show a lower
share of action, though other things can cause that too.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

from frith.assessment import citing
from frith.assessment.chapters.sourcing import sourced
from frith.assessment.chapters.stop_counts import UNSTATED, Stops, action_figure, stop_figure
from frith.assessment.chapters.telling import LEVEL, sureness_of, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, IntervalChart, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.change import rate_change_p, rate_ratio
from frith.assessment.statistics.multiple_testing import adjusted_p
from frith.assessment.statistics.proportions import proportion_change_p
from frith.evidence.reading import Denominator, Evidence
from frith.vocabulary import numbers
from frith.vocabulary.figures import Figure, Interval, Phrase

DEFINITIONS = (
    Definition(
        "stops.rate",
        1,
        "Stops per 1,000 residents a year",
        "Stops of people whom the officer took to be of an ethnic group, for every 1,000 residents of that group, "
        "scaled to a year of twelve comparable months. Residents are not the people present.",
        "per 1,000 residents",
    ),
    Definition(
        "stops.ratio",
        1,
        "Stop rate against White people",
        "The rate of stops per resident of an ethnic group divided by that of White people, with its exact 95% "
        "interval (conditional on the total; Przyborowski and Wilenski 1940). 1 means equal rates against residents.",
        "times",
    ),
)

WHITE = "White"
GROUPS = ("Black", "Asian", "Other")
ALL_OTHERS = "Black, Asian and other"
EQUALITY = "Equality Act 2010, section 149"
_RESIDENTS_LIMIT = (
    "Residents are not the people on the street: where many come to work, shop or go out, a ratio to residents can be "
    "far from the ratio to those present, in either direction."
)
_REVIEW = (
    "Ask the community monitoring group for stop and search to review a sample of the recorded grounds and report to "
    "the partnership"
)
_OFFICER_LIMIT = "Ethnicity is what the officer saw, not what the person said."


@dataclass(frozen=True, slots=True)
class _Group:
    """A group compared with White people: its stops, its residents, and the same of White people."""

    name: str
    members: tuple[str, ...]
    residents: Denominator


def uneven(result: ChapterResult, evidence: Evidence, stops: Stops) -> None:
    """Add both views of disproportionality to the chapter."""
    unknown = stops.count(group=(UNSTATED,))
    if unknown:
        result.method.append(
            f"{numbers.count(unknown)} of {numbers.count(stops.count())} stops have no officer-defined ethnic group "
            "and are in no group.",
        )
    lower = _by_action(result, stops)
    _against_residents(result, evidence, stops, review=not lower)


def _residents(evidence: Evidence, stops: Stops) -> tuple[Denominator | None, list[_Group]]:
    """White residents, and every group that a denominator gives: one by one, or all others together."""
    white = _people(evidence, stops, WHITE)
    one_by_one = [(name, _people(evidence, stops, name)) for name in GROUPS]
    groups = [_Group(name, (name,), people) for name, people in one_by_one if people is not None]
    if not groups:
        together = _people(evidence, stops, ALL_OTHERS)
        groups = [_Group(ALL_OTHERS, GROUPS, together)] if together is not None else []
    return white, groups


def _people(evidence: Evidence, stops: Stops, group: str) -> Denominator | None:
    people = evidence.population(stops.area, group)
    return None if people is None else sourced(evidence, people)


def _against_residents(result: ChapterResult, evidence: Evidence, stops: Stops, *, review: bool) -> None:
    white, groups = _residents(evidence, stops)
    if white is None or not groups:
        result.gaps.append(
            f"No count of residents of {stops.area.name} by ethnic group is loaded, so stops cannot be set against the "
            "people who live there.",
        )
        return
    if len(groups) == 1 and groups[0].name == ALL_OTHERS:
        result.gaps.append(
            "Residents are known here only as White and all other groups together; census counts by ethnic group would "
            "show each.",
        )
    base = stops.count(group=(WHITE,))
    rows: list[tuple[Cell, ...]] = []
    ratios: list[Figure] = []
    first = result.add(_rate(stops, WHITE, base, white))
    rows.append((WHITE, base, white.value, first.value, None, None, None, white.year))
    for group in groups:
        count = stops.count(group=group.members)
        rate = result.add(_rate(stops, group.name, count, group.residents))
        ratio = result.add(_ratio(stops, group, count, base, white))
        ratios.append(ratio)
        limits = ratio.interval
        rows.append(
            (
                group.name,
                count,
                group.residents.value,
                rate.value,
                ratio.value,
                limits.low if limits else None,
                limits.high if limits else None,
                group.residents.year,
            ),
        )
    _show_ratios(result, stops, rows, ratios, white)
    _tell_ratios(result, ratios, white, review=review)


def _rate(stops: Stops, name: str, count: int, residents: Denominator) -> Figure:
    return stop_figure(
        stops,
        "stops.rate",
        1000 * count / residents.value * 12 / len(stops.compared),
        "per 1,000 residents",
        numerator=count,
        denominator=residents.value,
        breakdown=(("ethnic group", name),),
        sources=(*stops.sources, residents.source),
    )


def _ratio(stops: Stops, group: _Group, count: int, base: int, white: Denominator) -> Figure:
    people, theirs = white.value, group.residents.value
    known = base > 0 and count > 0
    limits = rate_ratio(base, count, exposure_before=people, exposure_after=theirs)
    return stop_figure(
        stops,
        "stops.ratio",
        float(limits.value) if known else None,
        "times",
        numerator=count,
        denominator=base,
        breakdown=(("ethnic group", group.name),),
        interval=Interval(float(limits.lower), float(limits.upper), 0.95, "exact conditional")
        if known
        else None,
        p_value=float(rate_change_p(base, count, exposure_before=people, exposure_after=theirs))
        if known
        else None,
        test="E-test of the two rates, two-sided",
        sources=(*stops.sources, white.source, group.residents.source),
    )


def _show_ratios(
    result: ChapterResult,
    stops: Stops,
    rows: list[tuple[Cell, ...]],
    ratios: list[Figure],
    white: Denominator,
) -> None:
    sources = tuple(dict.fromkeys(source for ratio in ratios for source in ratio.sources))
    result.exhibits.append(
        Table(
            id="stops-ratios",
            title="Stops and searches against residents, by officer-defined ethnic group",
            columns=(
                Column("group", "Ethnic group"),
                Column("stops", "Stops", "count"),
                Column("residents", "Residents", "count"),
                Column("rate", "Stops a year per 1,000 residents", "rate"),
                Column("ratio", "Times the rate of White people", "decimal"),
                Column("low", "95% interval from", "decimal"),
                Column("high", "to", "decimal"),
                Column("year", "Residents of"),
            ),
            rows=tuple(rows),
            sources=sources,
            note=f"{white.caveat.rstrip('.')}. {_RESIDENTS_LIMIT}" if white.caveat else _RESIDENTS_LIMIT,
        ),
    )
    known = [(r, r.interval) for r in ratios if r.interval is not None and r.value is not None]
    if len(known) > 1:
        result.exhibits.append(
            IntervalChart(
                id="stops-ratios-chart",
                title="Against residents, stop rates differ by ethnic group",
                alt="Dots with intervals: each group's stop rate as a multiple of White people's. The numbers are in "
                "the table of stops against residents.",
                labels=tuple(dict(ratio.breakdown)["ethnic group"] for ratio, _ in known),
                values=tuple(float(ratio.value or 0) for ratio, _ in known),
                low=tuple(limits.low for _, limits in known),
                high=tuple(limits.high for _, limits in known),
                value_label="Times the stop rate of White residents",
                reference=1.0,
                table="stops-ratios",
                sources=sources,
            ),
        )


def _distance_from_one(ratio: Figure) -> tuple[float, str]:
    """How far a ratio is from 1, up or down alike: twice and half are equally far."""
    value = float(ratio.value or 0)
    return (abs(log(value)) if value > 0 else inf, ratio.id)


def _tell_ratios(result: ChapterResult, ratios: list[Figure], white: Denominator, *, review: bool) -> None:
    """Tell the group whose ratio is furthest from 1 and more than chance; else that none is."""
    known = [r for r in ratios if r.value is not None and r.interval is not None]
    if not known:
        return
    q = adjusted_p([1.0 if r.p_value is None else r.p_value for r in known])
    uneven_ones = [r for r, adjusted in zip(known, q, strict=True) if adjusted <= LEVEL]
    if not uneven_ones:
        result.story.append(
            ("Counted against residents, no ethnic group was stopped more or less than chance explains.",)
        )
        return
    worst = max(uneven_ones, key=_distance_from_one)
    name = dict(worst.breakdown)["ethnic group"]
    pooled = (
        " The figure for Black people alone cannot be worked out here and may be quite different."
        if name == ALL_OTHERS
        else ""
    )
    sentence: Phrase = (
        f"Counted against residents, {_named(name)} were stopped at ",
        citing.decimal(worst),
        f" times the rate of White people.{pooled}",
    )
    more = float(worst.value or 0) > 1
    tell(
        result,
        "stops.disproportionality",
        sentence,
        movement=0.0,
        sureness=sureness_of(float(min(q))),
        caveats=(
            _RESIDENTS_LIMIT,
            f"{_OFFICER_LIMIT} Residents are counted by what people said of themselves, in {white.year}.",
            (
                "A ratio of stop rates does not say why: it is a reason to look at the grounds of searches, not a "
                "finding of bias."
            ),
        ),
        duties=(EQUALITY, "regulation 7(a)"),
        recommendation=f"{_REVIEW}." if more and review else "",
        data_gap="Count the people present, not only residents, by ethnic group and age, before this ratio is used "
        "alone.",
        exhibit="stops-ratios",
    )


def _named(group: str) -> str:
    """A group of people in a sentence."""
    together = {
        "Other": "people of other ethnic groups",
        ALL_OTHERS: "people of Black, Asian and other ethnic groups together",
    }
    return together.get(group, f"{group} people")


def _by_action(result: ChapterResult, stops: Stops) -> list[str]:
    """Add the second view; return the groups whose stops led to action less often than chance explains."""
    groups = [name for name in (WHITE, *GROUPS) if stops.count(group=(name,))]
    if WHITE not in groups or len(groups) < 2:
        return []
    figures, adjusted = _rates(result, stops, groups)
    sought = max(
        sorted(set(stops.object) - {UNSTATED}), key=lambda name: stops.count(object=name), default=None
    )
    searched = [g for g in groups if sought and stops.count(group=(g,), object=sought)]
    alike = _rates(result, stops, searched, sought) if WHITE in searched and len(searched) > 1 else None
    tested = {"anything": (figures, adjusted), **({sought.lower(): alike} if sought and alike else {})}
    result.exhibits.append(
        Table(
            id="stops-action",
            title="How often a stop led to action, by officer-defined ethnic group",
            columns=(
                Column("group", "Ethnic group"),
                Column("sought", "Looked for"),
                Column("known", "Stops with an outcome", "count"),
                Column("action", "Led to action", "count"),
                Column("rate", "Share", "percent"),
                Column("low", "95% interval from", "percent"),
                Column("high", "to", "percent"),
                Column("p", "p against White (adjusted)", "p"),
            ),
            rows=tuple(
                (
                    g,
                    kind,
                    f.denominator,
                    f.numerator,
                    f.value,
                    f.interval.low if f.interval else None,
                    f.interval.high if f.interval else None,
                    adjusted.get(g),
                )
                for kind, (figures_of, adjusted) in tested.items()
                for g, f in figures_of.items()
            ),
            sources=stops.sources,
            note=_OFFICER_LIMIT,
            annex=True,
        ),
    )
    return _tell_action(result, figures, adjusted, sought if alike else None, alike)


def _rates(
    result: ChapterResult, stops: Stops, groups: list[str], sought: str | None = None
) -> tuple[dict[str, Figure], dict[str, float]]:
    """Return each group's share of stops with action, and the adjusted p of each group against White people."""
    pairs = {
        g: (
            stops.count(group=(g,), action=True, object=sought),
            stops.count(group=(g,), action=False, object=sought),
        )
        for g in groups
    }
    acted, known = pairs[WHITE][0], sum(pairs[WHITE])
    others = [g for g in groups if g != WHITE]
    p = [float(proportion_change_p(acted, known, pairs[g][0], sum(pairs[g]))) for g in others]
    adjusted = dict(zip(others, (float(q) for q in adjusted_p(p)), strict=True))
    return {g: result.add(action_figure(stops, (g,), g, adjusted.get(g), sought)) for g in groups}, adjusted


def _lower(figures: dict[str, Figure], adjusted: dict[str, float]) -> list[str]:
    """Groups whose share is lower than White people's by more than chance."""
    return [
        g
        for g, q in adjusted.items()
        if q <= LEVEL and float(figures[g].value or 0) < float(figures[WHITE].value or 0)
    ]


def _tell_action(
    result: ChapterResult,
    figures: dict[str, Figure],
    adjusted: dict[str, float],
    sought: str | None,
    alike: tuple[dict[str, Figure], dict[str, float]] | None,
) -> list[str]:
    """Tell the shares of all stops, then of stops for one object; lower groups are those lower in both where known."""
    lower = _lower(figures, adjusted)
    opening: Phrase = ("The share of stops that led to action was ", *_compared(figures))
    if lower:
        named = numbers.listed([_named(g) for g in lower])
        ending: Phrase = (f"; the share for {named} is lower by more than chance.",)
    elif any(q <= LEVEL for q in adjusted.values()):
        ending = ("; no group's share is lower by more than chance.",)
    else:
        ending = ("; the differences are within chance.",)
    if alike is not None and sought is not None:
        still = _lower(*alike)
        words = f"lower for {numbers.listed([_named(g) for g in still])}" if still else "lower for no group"
        ending = (
            *ending,
            f" Among stops for {sought.lower()} alone it was ",
            *_compared(alike[0]),
            f": {words} by more than chance.",
        )
        lower = [g for g in lower if g in still]
    tell(
        result,
        "stops.action-by-group",
        (*opening, *ending),
        movement=0.0,
        sureness=1.0 if lower else 0.0,
        caveats=(
            "A lower share of stops that led to action can be a sign of weaker grounds; it is no proof.",
            "Groups were searched for different things; comparing one object of search allows for that in part.",
        ),
        duties=(EQUALITY,),
        recommendation=f"{_REVIEW}, beginning with stops of {numbers.listed([_named(g) for g in lower])}."
        if lower
        else "",
        exhibit="stops-action",
    )
    return lower


def _compared(figures: dict[str, Figure]) -> Phrase:
    """The share of White people, then of each other group."""
    parts: list[Phrase] = [(citing.percent(figures[g]), f" for {_named(g)}") for g in figures if g != WHITE]
    return (citing.percent(figures[WHITE]), " for White people, against ", *citing.joined(parts))
