"""Peers: the area beside others like it, by more than one count of people, with the spread that is usual among them."""

from __future__ import annotations

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters import peer_categories
from frith.assessment.chapters.overview import CRIME
from frith.assessment.chapters.peer_counts import FEWEST, Base, Compared, compare
from frith.assessment.chapters.telling import LEVEL, spelled, sureness_of, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, FunnelChart, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.statistics.arguments import Floats
from frith.assessment.statistics.funnel import Funnel, widened_limits
from frith.evidence.reading import Evidence, Peers
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

DEFINITIONS = (
    Definition(
        "peers.rate",
        1,
        "Recorded crime per 1,000, beside peers",
        "Crimes on the street map in a year divided by a count of people, times 1,000. The street map is used for "
        "every area alike, so the levels are a little under those of official counts. Exact Poisson interval "
        "(Garwood 1936).",
        "per 1,000",
    ),
    Definition(
        "peers.ratio",
        1,
        "Rate against the peers' rate",
        "The area's rate divided by the rate of all its peers together, with the exact interval of two Poisson "
        "rates. Its p-value asks more: is the area further from its peers than peers usually are from each other? "
        "(Funnel plot with additive overdispersion, Spiegelhalter 2005.)",
        "times",
    ),
    Definition(
        "peers.change",
        1,
        "Change beside peers' change",
        "Incidents on the street map in a year against the year before: in the area, in all its peers together, or in "
        "the typical peer (the median of the peers' own changes).",
        "%",
    ),
)

_CURVE_POINTS = 40
_NEAREST = 5
_ALIKE = 1 / 3
"""Peers are alike if their people present for each resident are within this share of the area's."""
_ACTION = 0.002
"""Outside the 99.8% limits of the funnel; between these and the 95% limits an area is at the edge of the range."""
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
BOTH = 2
_FAMILY = "A published family of most similar areas is needed for a fair comparison of rates."


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return rates and changes beside peers; only a gap where there are too few peers or no count of people."""
    result = ChapterResult(Chapter.PEERS, "Beside other areas")
    found = compare(evidence, area, period)
    if isinstance(found, tuple):
        peers, why = found
        _chosen(result, peers, area.kind.words)
        result.gaps.append(why)
        return result
    _chosen(result, found.peers, found.kind)
    ratios = {}
    official = evidence.official(area, found.year, area.kind)
    differs = official is not None and official.total(found.year) is not None
    for base in found.bases:
        ratios[base.unit] = _one_base(result, found, base, differs=differs)
    _tell_rate(result, found, ratios)
    _nearest_peers(result, found)
    peer_categories.categories(result, found)
    peer_categories.changes(result, found)
    return result


def _chosen(result: ChapterResult, peers: Peers, kind: str) -> None:
    rule = peers.rule.rstrip(".")
    words = f"Peers are {rule[:1].lower()}{rule[1:]}: {numbers.listed([one.name for one in peers.areas])}."
    reasons: dict[str, list[str]] = {}
    for name, why in peers.left_out:
        reasons.setdefault(why, []).append(name)
    if reasons:
        left_out = "; ".join(f"{numbers.listed(names)} ({why})" for why, names in reasons.items())
        words += f" Left out: {left_out}."
    result.method.append(words)
    result.method.append(
        f"The spread between {kind}s is far more than chance, so the funnel is widened by the spread that peers "
        "themselves show (additive overdispersion, with the outer tenth of areas at each end pulled in). An area "
        "outside it differs from its peers more than peers differ from each other.",
    )
    result.method.append(
        "Totals beside peers are counted on the street map, like the categories, and not from the force's official "
        "counts: so the total and its parts rest on the same rows and the same areas. Official counts would add areas "
        "whose map is incomplete, for the total alone.",
    )


def _one_base(result: ChapterResult, found: Compared, base: Base, *, differs: bool) -> tuple[Figure, int]:
    """Table and funnel of all recorded crime by one count of people; return the ratio and the area's rank."""
    ratio, made = found.against(CRIME, base)
    result.add(ratio)
    rates = [result.add(found.rate(CRIME, base, n)) for n in range(len(found.areas))]
    order = sorted(range(len(rates)), key=lambda n: (-float(rates[n].value or 0), found.areas[n].code))
    rows: list[tuple[Cell, ...]] = []
    for place, n in enumerate(order, 1):
        limits = rates[n].interval
        rows.append(
            (
                place,
                found.areas[n].name,
                rates[n].numerator,
                float(base.values[n]),
                rates[n].value,
                limits.low if limits else None,
                limits.high if limits else None,
                float(made.ratio[n]),
                float(made.p[n]),
            ),
        )
    slug = base.unit.replace(" ", "-")
    sources = rates[0].sources
    result.exhibits.append(
        Table(
            id=f"peers-{slug}",
            title=f"{found.area.name} ranks {_place(order.index(0) + 1, len(order))} of {len(order)} {found.kinds} in "
            f"recorded crime per 1,000 {base.unit}, {found.year.words}",
            columns=(
                Column("rank", "Rank", "count"),
                Column("area", "Area"),
                Column("crimes", "Crimes on the street map", "count"),
                Column("base", base.unit.capitalize(), "count"),
                Column("rate", f"Per 1,000 {base.unit}", "rate"),
                Column("low", "95% interval from", "rate"),
                Column("high", "to", "rate"),
                Column("ratio", "Times the peers' rate", "decimal", 2),
                Column("p", "p (usual spread allowed)", "p"),
            ),
            rows=tuple(rows),
            sources=sources,
            note=f"{base.unit.capitalize()} of {base.year}."
            + (f" {base.caveat.rstrip('.')}." if base.caveat else "")
            + (" Counted on the street map, so it differs from the official rate in the overview." * differs),
            annex=True,
        ),
    )
    result.exhibits.append(_funnel_chart(found, base, made, ratio, slug, sources))
    return ratio, order.index(0) + 1


def _funnel_chart(
    found: Compared, base: Base, made: Funnel, ratio: Figure, slug: str, sources: tuple[str, ...]
) -> FunnelChart:
    curve = np.linspace(float(made.expected.min()) * 0.8, float(made.expected.max()) * 1.1, _CURVE_POINTS)
    warning = widened_limits(curve, made, confidence=0.95)
    action = widened_limits(curve, made, confidence=0.998)
    where = _where(float(made.p[0]), above=float(ratio.value or 0) > 1)
    return FunnelChart(
        id=f"peers-{slug}-funnel",
        title=f"Counted against {base.unit}, {found.area.name} is {where}",
        alt=f"Funnel plot: counted against {base.unit}, {found.area.name} has {numbers.decimal(ratio.value)} times the "
        f"recorded crime that its peers' rate would lead one to expect, {where}. The numbers are in the table.",
        labels=tuple(one.name for one in found.areas),
        x=tuple(float(v) for v in made.expected),
        y=tuple(float(v) for v in made.ratio),
        x_label=f"Crimes expected at the peers' rate per 1,000 {base.unit}",
        y_label="Times the peers' rate",
        target=1.0,
        limit_x=tuple(float(v) for v in curve),
        limits_95=(_floats(warning[0]), _floats(warning[1])),
        limits_998=(_floats(action[0]), _floats(action[1])),
        table=f"peers-{slug}",
        sources=sources,
        highlight=(found.area.name,),
        note=f"Of {found.kinds} like the others nineteen in twenty would lie between the dashed lines (95% limits), "
        "and nearly all between the full lines (99.8% limits).",
    )


def _where(p: float, *, above: bool) -> str:
    """Where an area stands by the lines of the funnel: outside both, between them, or within both."""
    if p <= _ACTION:
        return f"{'above' if above else 'below'} the range of its peers"
    if p <= LEVEL:
        return f"at the {'high' if above else 'low'} edge of the range of its peers"
    return "within the range of its peers"


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(v) for v in values)


def _tell_rate(result: ChapterResult, found: Compared, ratios: dict[str, tuple[Figure, int]]) -> None:
    """Tell the area's place among its peers by each count of people, and that neither is a resident's risk."""
    of = len(found.areas)
    placed = [f"{_place(rank, of)} for each {_one(unit)}" for unit, (_, rank) in ratios.items()]
    values = [float(ratio.value or 1) for ratio, _ in ratios.values()]
    left = len(found.peers.left_out) + len(found.peers.areas) + 1 - of
    gaps = (
        f" ({spelled(left)} more {'have' if left > 1 else 'has'} gaps in it and cannot be compared)"
        if left
        else ""
    )
    told = f"In crimes on the street map {found.area.name} ranks {placed[0]}"
    told += f" and {placed[1]}" if len(placed) > 1 else ""
    told += f", of the {of} {found.kinds} whose map of {found.year.words} is whole{gaps}. "
    told += (
        f"{_present(found)}, so neither rate is a person's risk."
        if len(placed) > 1
        else "The rate is not a person's risk."
    )
    surest = min(float(ratio.p_value or 1) for ratio, _ in ratios.values())
    caveats = [_people_caveat(found, values)]
    caveats += [
        f"{base.unit.capitalize()}: {base.caveat.rstrip('.')}." for base in found.bases if base.caveat
    ]
    tell(
        result,
        "peers.rate",
        (told,),
        share=1.0,
        movement=0.0,
        sureness=sureness_of(surest),
        caveats=tuple(c for c in caveats if c),
        exhibit=f"peers-{found.bases[-1].unit.replace(' ', '-')}-funnel",
        also=tuple(ratio for ratio, _ in ratios.values()),
    )


def _place(rank: int, of: int) -> str:
    """A rank in words, 1 first: ``first``, ``third``, ``last``, ``second lowest``, and in digits between, ``14th``."""
    behind = of + 1 - rank
    if rank == 1:
        return "first"
    if behind == 1:
        return "last"
    if rank <= behind and rank - 2 < len(_ORDINALS):
        return _ORDINALS[rank - 2]
    if behind - 2 < len(_ORDINALS):
        return f"{_ORDINALS[behind - 2]} lowest"
    ending = "th" if rank % 100 in range(11, 14) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def _one(unit: str) -> str:
    """One of those counted."""
    return {"residents": "resident", "jobs": "job"}.get(unit, f"of its {unit}")


def _present(found: Compared) -> str:
    """How many people present there are for every resident, each with its year, since the two can differ."""
    residents, present = found.bases
    times = float(present.values[0] / residents.values[0])
    near = round(times) if round(times) and abs(times - round(times)) < 0.1 else None
    many = f"about {numbers.decimal(times)}" if near is None else f"about {spelled(near)}"
    one = near == 1 and present.unit.endswith("s")
    unit = present.unit[:-1] if one else present.unit
    return (
        f"There {'is' if one else 'are'} {many} {unit} ({present.year}) for every resident ({residents.year})"
    )


def _nearest_peers(result: ChapterResult, found: Compared) -> None:
    """Set the area beside the peers like it in people present for each resident, or say that there are too few."""
    if len(found.bases) < BOTH:
        return
    residents, present = found.bases
    crowding = present.values / residents.values
    gaps = np.abs(crowding / crowding[0] - 1)
    order = sorted(range(1, len(found.areas)), key=lambda n: (float(gaps[n]), found.areas[n].code))
    near = [n for n in order if gaps[n] <= _ALIKE][:_NEAREST]
    if len(near) < FEWEST:
        result.gaps.append(f"{_alike(found, crowding, near, order)} {_FAMILY}")
        return
    ratio = result.add(found.against_some(CRIME, present, near))
    names = numbers.listed([found.areas[n].name for n in near])
    sentence: Phrase = (
        f"Beside the {spelled(len(near))} peers most like it in {present.unit} for each resident ({names}), its rate ",
        f"per 1,000 {present.unit} was ",
        citing.decimal(ratio, 2),
        " times theirs.",
    )
    tell(
        result,
        "peers.nearest",
        sentence,
        share=1.0,
        movement=0.0,
        caveats=(
            f"The nearest peers are alike in one thing only: {present.unit} for each resident, within a third.",
            "A published family of most similar areas would be a better choice of peers.",
        ),
        exhibit=f"peers-{present.unit.replace(' ', '-')}",
    )


def _alike(found: Compared, crowding: Floats, near: list[int], order: list[int]) -> str:
    """Which peers are like the area in people present for each resident, where they are too few to compare with."""
    unit = found.bases[1].unit
    own = numbers.decimal(float(crowding[0]))
    some = [f"{found.areas[n].name} ({numbers.decimal(float(crowding[n]))})" for n in near or order[:1]]
    if not near:
        return (
            f"No other {found.kind} is like {found.area.name} in {unit} for each resident ({own}); the nearest is "
            f"{some[0]}."
        )
    kind, verb = (found.kind, "is") if len(near) == 1 else (found.kinds, "are")
    return (
        f"Only {spelled(len(near))} other {kind} {verb} like {found.area.name} in {unit} for each resident ({own}, "
        f"within a third): {numbers.listed(some)}."
    )


def _people_caveat(found: Compared, values: list[float]) -> str:
    """What a reader must know of the count of people before believing the rate."""
    if len(found.bases) < BOTH:
        return (
            "Only residents are known for all the areas. Where many people come to work, shop or go out, a rate for "
            "residents is no measure of risk and ranks such an area too high."
        )
    if max(values) / max(min(values), 1e-9) < 1.25:
        return ""
    residents, present = found.bases
    here = float(present.values[0] / residents.values[0])
    there = float(present.values[1:].sum() / residents.values[1:].sum())
    # the rate by the count of which there are few here, beside peers, is the one that looks too high
    high = residents.unit if here > there else present.unit
    return (
        f"For each resident {found.area.name} has {here:.1f} {present.unit}, its peers together {there:.1f}: the rate "
        f"for {high} misleads, and visitors are in neither."
    )
