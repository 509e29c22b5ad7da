"""Harm: crime weighed by how much harm a loaded, dated table gives each kind. Always an estimate, with its range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.harm_counts import (
    Weighed,
    estimate_figure,
    harm_sources,
    share_figure,
    weighed_categories,
)
from frith.assessment.chapters.harm_places import by_place
from frith.assessment.chapters.overview import ALL, Counted, counted, label
from frith.assessment.chapters.sourcing import SEPARATOR, dataset_ids
from frith.assessment.chapters.telling import chance_words, sureness_of, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import BarChart, Cell, Column, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.statistics.weighted_displacement import NOTHING, BeforeAfter, weighted_displacement_harm
from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence, HarmTable
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Cited, Figure, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "harm.estimate",
        1,
        "Estimated harm",
        "Recorded crimes of each category on the street map, multiplied by the days of harm that the loaded table "
        "gives an average offence of the category, and added. Offences mostly found by police work and anti-social "
        "behaviour are left out. The range takes for every category the lowest or the highest weight that the table "
        "gives it; it is no statistical interval. Never compare totals made with different editions of the table.",
        "days of harm",
    ),
    Definition(
        "harm.share",
        1,
        "Share of estimated harm",
        "Estimated harm of one category, or of some places, as a percentage of all estimated harm in the area.",
        "%",
    ),
    Definition(
        "harm.volume-share",
        1,
        "Share of the crimes that were weighed",
        "Recorded crimes of one category as a percentage of all crimes that the harm table weighs.",
        "%",
    ),
    Definition(
        "harm.change",
        1,
        "Change in estimated harm",
        "Estimated harm of a year less that of the year before, as a percentage of the latter, both by one edition "
        "of the table. Tested as a weighted sum of Poisson counts (Wheeler and Ratcliffe 2018), two-sided; the test "
        "knows the chance in the counts, not the doubt in the weights.",
        "%",
    ),
)

_MOST_NAMED = 3
_TWICE = 2
_THIRD = 1 / 3
_MILLION = 1_000_000
_FIGURES = 3
_FLOOR = 0.01
"""An estimate within this share of its lowest is told to be at the floor of its range."""


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return estimated harm by category and place, against volume; only a gap where no harm table is loaded."""
    result = ChapterResult(Chapter.HARM, "Harm")
    table = evidence.harm_table()
    if table is None:
        result.gaps.append("No harm table is loaded, so crimes are counted alike whatever harm they do.")
        return result
    table = replace(table, source=SEPARATOR.join(dataset_ids(evidence, Family.HARM, table.source)))
    counts = counted(evidence, area, period)
    weighed = weighed_categories(counts, table)
    total = sum(one.days for one in weighed)
    if not total:
        result.gaps.append(f"Harm was not estimated: {counts.years[-1].words} has a month that is not known.")
        return result
    _method(result, counts, table, weighed)
    _by_category(result, counts, table, weighed)
    _most_harmful(result, counts, table, weighed)
    _change(result, counts, table, weighed)
    by_place(result, evidence, counts, table, weighed)
    return result


def _method(result: ChapterResult, counts: Counted, table: HarmTable, weighed: list[Weighed]) -> None:
    found = [label(c) for c in counts.categories if BY_ID[c].mostly_found_by_police]
    unweighed = [
        label(c)
        for c in counts.categories
        if BY_ID[c].recorded_crime
        and not BY_ID[c].mostly_found_by_police
        and c not in {one.category for one in weighed}
    ]
    result.method.append(
        f"Harm is estimated with {table.name}, edition {table.edition}. The street map gives only broad categories, so "
        "each crime takes its category's average weight: an estimate, and never a measure of one person's harm. "
        + " ".join(f"{reason[:1].upper()}{reason[1:].rstrip('.')}." for reason in table.reasons)
        + " Totals made with different editions are never compared.",
    )
    if found:
        result.method.append(
            f"Left out of harm: {numbers.listed(found).lower()}, because these rise when the police look for them, and "
            "anti-social behaviour, which is not crime.",
        )
    if unweighed:
        result.gaps.append(f"The harm table gives no weight for {numbers.listed(unweighed).lower()}.")
    result.gaps.append(
        "The street map does not give offence codes. Harm could be weighed offence by offence, and not by broad "
        "category, if the police supplied depersonalised counts by offence code (the second prescribed data set).",
    )


def rank_range(weighed: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """Return the best and the worst rank (1 is most) that each (low, high) range could take among the others."""
    low, high = np.array(weighed, dtype=np.float64).reshape(-1, 2).T
    best = 1 + (low[None, :] > high[:, None]).sum(axis=1)
    worst = (high[None, :] >= low[:, None]).sum(axis=1)
    return [(int(b), int(w)) for b, w in zip(best, worst, strict=True)]


def _by_category(result: ChapterResult, counts: Counted, table: HarmTable, weighed: list[Weighed]) -> None:
    year = counts.years[-1]
    result.add(estimate_figure(counts, table, weighed, year))
    by_volume = sorted(weighed, key=lambda one: (-one.count, one.category))
    ranges = rank_range([(one.count * one.weight.low, one.count * one.weight.high) for one in weighed])
    rows: list[tuple[Cell, ...]] = []
    for place, (one, (best, worst)) in enumerate(zip(weighed, ranges, strict=True), 1):
        days = result.add(estimate_figure(counts, table, weighed, year, one.category))
        harm_share = result.add(share_figure(counts, table, weighed, one, harm=True))
        volume = result.add(share_figure(counts, table, weighed, one, harm=False))
        spread = f"{best} to {worst}" if best != worst else str(best)
        limits = days.interval
        rows.append(
            (
                label(one.category),
                one.count,
                volume.value,
                one.weight.days,
                days.value,
                limits.low if limits else None,
                limits.high if limits else None,
                harm_share.value,
                by_volume.index(one) + 1,
                place,
                spread,
            ),
        )
    result.exhibits.append(
        Table(
            id="harm-categories",
            title=f"Estimated harm beside volume, {counts.area.name}, {year.words}",
            columns=(
                Column("category", "Category"),
                Column("count", "Crimes on the street map", "count"),
                Column("volume", "Share of crimes", "percent"),
                Column("weight", "Days of harm for one", "decimal"),
                Column("days", "Days of harm (estimate)", "count"),
                Column("low", "lowest", "count"),
                Column("high", "highest", "count"),
                Column("share", "Share of harm", "percent"),
                Column("by_volume", "Rank by volume", "count"),
                Column("by_harm", "Rank by harm", "count"),
                Column("range", "Rank could be"),
            ),
            rows=tuple(rows),
            sources=harm_sources(counts, table),
            note=f"{table.name}, edition {table.edition}. Lowest and highest: by the lowest and the highest weight "
            "that the table gives the category.",
            annex=True,
        ),
    )
    top = weighed[0]
    result.exhibits.append(
        BarChart(
            id="harm-categories-chart",
            title=f"Most estimated harm in {counts.area.name}, {year.words}: {label(top.category).lower()}",
            alt="Bars of each category's share of estimated harm, with its share of crimes beside it. The numbers are "
            "in the table of harm.",
            labels=tuple(label(one.category) for one in weighed),
            values=tuple(share_figure(counts, table, weighed, one, harm=True).value for one in weighed),
            value_label="Share of estimated harm (%)",
            decimals=1,
            compare=tuple(share_figure(counts, table, weighed, one, harm=False).value for one in weighed),
            compare_label="Share of crimes (%)",
            highlight=(label(top.category),),
            table="harm-categories",
            sources=harm_sources(counts, table),
        ),
    )


def _most_harmful(result: ChapterResult, counts: Counted, table: HarmTable, weighed: list[Weighed]) -> None:
    year = counts.years[-1]
    top = weighed[0]
    sentence: Phrase = (
        f"{label(top.category)} made up ",
        citing.percent(share_figure(counts, table, weighed, top, harm=False)),
        f" of the crimes on the street map that were weighed in {year.words}, but an estimated ",
        citing.percent(share_figure(counts, table, weighed, top, harm=True)),
        f" of the harm{_share_range(weighed, top)}.",
    )
    ranges = rank_range([(one.count * one.weight.low, one.count * one.weight.high) for one in weighed])
    sure = ranges[0] == (1, 1)
    doubt = (
        f"{label(top.category)}: first in harm whatever weight in the table's range is taken."
        if sure
        else (
            f"{label(top.category)}: within the table's range its rank by harm could be anything from {ranges[0][0]} "
            f"to {ranges[0][1]}: an estimate to guide attention, not a measurement."
        )
    )
    tell(
        result,
        f"harm.most.{top.category}",
        sentence,
        share=_of_incidents(counts, [top]),
        caveats=(doubt,),
        duties=("regulation 7(a)", "regulation 7(d)"),
        exhibit="harm-categories-chart",
    )
    _out_of_proportion(result, counts, table, weighed)


def _of_incidents(counts: Counted, some: list[Weighed]) -> float:
    """The share of all incidents on the street map that some weighed categories are, in the last year."""
    whole = counts.points(counts.years[-1], ALL)
    return sum(one.count for one in some) / whole if whole else 1.0


def _out_of_proportion(
    result: ChapterResult, counts: Counted, table: HarmTable, weighed: list[Weighed]
) -> None:
    """Beyond the most harmful category, tell those whose share of harm is at least twice their share of crimes."""
    crimes = sum(one.count for one in weighed)
    days = sum(one.days for one in weighed)
    heavy = [one for one in weighed[1:] if one.count and one.days / days >= _TWICE * one.count / crimes][
        :_MOST_NAMED
    ]
    if not heavy:
        return
    parts: list[Phrase] = [
        (
            f"{label(one.category) if n == 0 else label(one.category).lower()} (",
            citing.percent(share_figure(counts, table, weighed, one, harm=False)),
            " of the crimes weighed, ",
            citing.percent(share_figure(counts, table, weighed, one, harm=True)),
            " of the estimated harm)",
        )
        for n, one in enumerate(heavy)
    ]
    verb = "weighs" if len(heavy) == 1 else "weigh"
    sentence: Phrase = (*citing.joined(parts), f" also {verb} far more than the number shows.")
    tell(
        result,
        "harm.understated",
        sentence,
        share=_of_incidents(counts, heavy),
        recommendation="Set estimated harm beside the number of crimes wherever the plan's measures are counts.",
        exhibit="harm-categories-chart",
    )


def _change(result: ChapterResult, counts: Counted, table: HarmTable, weighed: list[Weighed]) -> None:
    if any(one.before is None for one in weighed):
        return
    year, earlier = counts.years[-1], counts.years[-2]
    before = result.add(estimate_figure(counts, table, weighed, earlier))
    after = result.add(estimate_figure(counts, table, weighed, year))
    if not before.value:
        return
    tested = weighted_displacement_harm(
        [(NOTHING, BeforeAfter(one.before or 0, one.count)) for one in weighed],
        [one.weight.days for one in weighed],
    )
    change = result.add(
        Figure(
            definition="harm.change",
            value=100 * (float(after.value or 0) - before.value) / before.value,
            numerator=after.value,
            denominator=before.value,
            unit="%",
            area=counts.area.code,
            period=year,
            breakdown=(("against", str(earlier)), ("edition", table.edition)),
            p_value=tested.p,
            test="weighted sum of Poisson counts, two-sided",
            sources=after.sources,
            note="an estimate",
        ),
    )
    sentence: Phrase = (
        "Harm, with each crime on the street map weighed by how serious it is, was ",
        citing.change(change),
        (
            f" in {year.words} on {earlier.words}{chance_words(tested.p)}{_drivers(weighed)}. The weight of a crime is "
            "the days of prison from which its sentence starts; the weights of all these crimes add up to an estimated "
        ),
        Cited(_days(float(after.value or 0)), after.id),
        f" days{_range(after)}.",
    )
    size = abs(float(change.value or 0)) / 100
    sure = sureness_of(tested.p)
    tell(
        result,
        "harm.change",
        sentence,
        share=_of_incidents(counts, weighed),
        movement=size,
        sureness=sure,
        caveats=(
            (
                "Harm is an estimate: the street map does not say which offence of its kind a crime was, so each takes "
                "the weight of its kind."
            ),
            (
                "The test of the change in harm allows for chance in the counts alone, not for doubt in the weights or "
                "for crimes that come in bursts. Both years are weighed by one fixed mix of offences in each kind."
            ),
        ),
        duties=("regulation 7(b)",),
        exhibit="harm-categories",
        also=(before, after),
    )


def _days(days: float) -> str:
    """Write days of harm as the estimate that they are, to three figures: ``3.95 million``, ``782,000``, ``431``."""
    if days < _MILLION:
        step = 10 ** max(0, len(str(int(days))) - _FIGURES)
        return numbers.count(round(days / step) * step)
    millions = days / _MILLION
    return f"{numbers.decimal(millions, max(0, _FIGURES - len(str(int(millions)))))} million"


def _range(figure: Figure) -> str:
    limits = figure.interval
    if limits is None or limits.low == limits.high:
        return ""
    if float(figure.value or 0) <= limits.low * (1 + _FLOOR):
        return f", near the lowest that the weights allow ({_days(limits.high)} by the highest)"
    return f" ({_days(limits.low)} by the lowest weights, {_days(limits.high)} by the highest)"


def _share_range(weighed: list[Weighed], one: Weighed) -> str:
    """The share of harm with this category's lowest weight beside the others' highest, and the other way round."""
    low, high = (_share_of(mine, others) for mine, others in _extremes(weighed, one))
    return f" (from {numbers.percent(low)} to {numbers.percent(high)})" if high - low >= 1 else ""


def _extremes(weighed: list[Weighed], one: Weighed) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return days of harm (of one category, of all others): once as low as can be, once as high as can be."""
    others = [other for other in weighed if other is not one]
    return (
        (one.count * one.weight.low, sum(other.count * other.weight.high for other in others)),
        (one.count * one.weight.high, sum(other.count * other.weight.low for other in others)),
    )


def _share_of(mine: float, others: float) -> float:
    return 100 * mine / (mine + others) if mine + others else 0.0


def _drivers(weighed: list[Weighed]) -> str:
    """Name every category that made over a third of the change of all, the largest first; the largest if none did."""
    moved = {one.category: (one.count - (one.before or 0)) * one.weight.days for one in weighed}
    total = sum(moved.values())
    if not total:
        return ""
    order = sorted(moved, key=lambda c: (-moved[c] / total, c))
    heavy = [c for c in order if moved[c] / total > _THIRD]
    way = "rise" if total > 0 else "fall"
    named = numbers.listed([label(c).lower() for c in heavy or order[:1]])
    if not heavy:
        return f"; {named} made the largest part of the {way}"
    return f"; {named} {'each ' if len(heavy) > 1 else ''}made over a third of the {way}"
