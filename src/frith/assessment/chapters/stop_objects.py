"""What stops looked for, over the months in which the police used one and the same set of headings."""

from __future__ import annotations

from itertools import pairwise
from math import exp

from frith.assessment import citing
from frith.assessment.chapters.stop_counts import UNSTATED, Stops, stop_figure
from frith.assessment.exhibits import BarChart, Column, Table
from frith.assessment.findings import ChapterResult
from frith.vocabulary import numbers
from frith.vocabulary.periods import Month

FEWEST_MONTHS = 6
"""Over fewer months of one set of headings the objects of search are not shown."""
_STEADY = 0.8
"""A heading is in steady use if it has stops in this share of the months from its first to its last."""
_BY_CHANCE = 0.001


def same_headings(stops: Stops) -> tuple[Month, ...]:
    """Return the longest run of compared months over which no heading of the object began or ended.

    A heading began (or ended) inside the period if it was in steady use from (or up to) a month, and its absence from
    all months before (or after) is beyond chance (0.1%, Poisson), given its share of stops while in use. Of two runs
    of one length the later is returned. Rule of 22 November 2026.
    """
    months = stops.compared
    total = [stops.count(months=(m,)) for m in months]
    cuts = {0, len(months)}
    for name in sorted(set(stops.object) - {UNSTATED}):
        held = [stops.count(months=(m,), object=name) for m in months]
        used = [n for n, count in enumerate(held) if count]
        if not used:
            continue
        first, end = used[0], used[-1] + 1
        share = sum(held) / sum(total[first:end])
        if len(used) < _STEADY * (end - first):
            continue
        if end == len(months) and exp(-share * sum(total[:first])) < _BY_CHANCE:
            cuts.add(first)
        if first == 0 and exp(-share * sum(total[end:])) < _BY_CHANCE:
            cuts.add(end)
    edges = sorted(cuts)
    runs = [months[a:b] for a, b in pairwise(edges)]
    return max(runs, key=lambda run: (len(run), run[0].ordinal))


def _doubt(stops: Stops, months: tuple[Month, ...]) -> str:
    """Say which headings were given up for others just outside the months shown: they held more than they say.

    A heading of these months that no later month has, where later months have headings that these lack, was split into
    them: what it counted is not what its name says.
    """
    later = tuple(month for month in stops.compared if month > months[-1])
    if not later:
        return ""
    now = {name for name in set(stops.object) if stops.count(months=months, object=name)}
    then = {name for name in set(stops.object) if stops.count(months=later, object=name)}
    gone, fresh = sorted(now - then - {UNSTATED}), sorted(then - now - {UNSTATED})
    if not (gone and fresh):
        return ""
    return (
        f" From {later[0].words} the police used {numbers.listed([f'“{name}”' for name in fresh])} and no longer "
        f"{numbers.listed([f'“{name}”' for name in gone])}, which is likely to have held those searches too: it is not "
        "a count of what its name says."
    )


def objects(result: ChapterResult, stops: Stops) -> None:
    """Add the objects of search over the months of one set of headings; a gap says which months are left out."""
    months = same_headings(stops)
    left = [m for m in stops.compared if m not in months]
    if left:
        result.gaps.append(
            "Stop and search: the police changed their headings for what was looked for, so "
            f"{numbers.listed([m.words for m in left])} cannot be pooled with the other months and "
            f"{'is' if len(left) == 1 else 'are'} left out of the objects of search.",
        )
    if len(months) < FEWEST_MONTHS:
        result.gaps.append(
            f"No {FEWEST_MONTHS} months share one set of headings, so what stops looked for is not shown."
        )
        return
    span = f"{months[0].words} to {months[-1].words}"
    doubt = _doubt(stops, months)
    counts = {name: stops.count(months=months, object=name) for name in sorted(set(stops.object))}
    order = sorted((name for name in counts if counts[name]), key=lambda name: (-counts[name], name))
    total = stops.count(months=months)
    shares = [
        result.add(
            stop_figure(
                stops,
                "stops.object-share",
                100 * counts[name] / total,
                "%",
                numerator=counts[name],
                denominator=total,
                breakdown=(("object", name),),
                note=f"{len(months)} months of one set of headings, {span}",
            ),
        )
        for name in order
    ]
    result.exhibits.append(
        Table(
            id="stops-objects",
            title=f"What stops and searches looked for, {span}",
            columns=(
                Column("object", "Object, as published"),
                Column("stops", "Stops", "count"),
                Column("share", "Share", "percent"),
            ),
            rows=tuple((name, counts[name], share.value) for name, share in zip(order, shares, strict=True)),
            sources=stops.sources,
            note=f"The {len(months)} months compared in which the police's headings did not change.{doubt}",
            annex=True,
        ),
    )
    result.exhibits.append(
        BarChart(
            id="stops-objects-chart",
            title=f"Most stops looked for {order[0].lower()}"
            if counts[order[0]] > total / 2
            else "What stops looked for",
            alt="Bars of stops by object of search, most first. The numbers are in the table of objects.",
            labels=tuple(order),
            values=tuple(float(counts[name]) for name in order),
            value_label="Stops and searches",
            highlight=(order[0],),
            table="stops-objects",
            sources=stops.sources,
            note=f"{span}, while the police's headings did not change.{doubt}",
        ),
    )
    result.story.append(
        (
            f"The object searched for most was {order[0].lower()} (",
            citing.percent(shares[0]),
            f" of stops, {span}).",
        )
    )
