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
from frith.assessment.peers_funnel import Funnel, widened_limits
from frith.evidence.reading import Evidence, Peers
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
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
_CROWDED = 1.5
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
BOTH = 2


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return rates and changes beside peers; only a gap where there are too few peers or no count of people."""
    result = ChapterResult(Chapter.PEERS, "Beside other areas")
    found = compare(evidence, area, period)
    if isinstance(found, tuple):
        peers, why = found
        _chosen(result, peers)
        result.gaps.append(why)
        return result
    _chosen(result, found.peers)
    ratios = {}
    for base in found.bases:
        ratios[base.unit] = _one_base(result, found, base)
    _tell_rate(result, found, ratios)
    _nearest_peers(result, found)
    peer_categories.categories(result, found)
    peer_categories.changes(result, found)
    return result


def _chosen(result: ChapterResult, peers: Peers) -> None:
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
        "The spread between boroughs is far more than chance, so the funnel is widened by the spread that peers "
        "themselves show (additive overdispersion, with the outer tenth of areas at each end pulled in). An area "
        "outside it differs from its peers more than peers differ from each other.",
    )
    result.method.append(
        "Totals beside peers are counted on the street map, like the categories, and not from the force's official "
        "counts: so the total and its parts rest on the same rows and the same areas. Official counts would add areas "
        "whose map is incomplete, for the total alone.",
    )


def _one_base(result: ChapterResult, found: Compared, base: Base) -> tuple[Figure, int]:
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
            title=f"Recorded crime per 1,000 {base.unit}, {found.year.words}",
            columns=(
                Column("rank", "Rank", "count"),
                Column("area", "Area"),
                Column("crimes", "Crimes on the map", "count"),
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
            + (f" {base.caveat.rstrip('.')}." if base.caveat else ""),
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
    outside = float(made.p[0]) <= LEVEL
    side = "above" if float(ratio.value or 0) > 1 else "below"
    where = f"{side} the range of its peers" if outside else "within the range of its peers"
    return FunnelChart(
        id=f"peers-{slug}-funnel",
        title=f"Counted against {base.unit}, {found.area.name} is {where}",
        alt=f"Funnel plot: each area's recorded crime against what the peers' rate per 1,000 {base.unit} would lead "
        "one to expect, with limits that allow for the usual spread. The numbers are in the table beside it.",
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
    )


def _floats(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(v) for v in values)


def _tell_rate(result: ChapterResult, found: Compared, ratios: dict[str, tuple[Figure, int]]) -> None:
    """Tell the area's place among its peers by each count of people, and that neither is a resident's risk."""
    of = len(found.areas)
    kind = "boroughs" if found.area.kind is AreaKind.BOROUGH else "areas"
    placed = [f"{_place(rank, of)} for each {_one(unit)}" for unit, (_, rank) in ratios.items()]
    values = [float(ratio.value or 1) for ratio, _ in ratios.values()]
    told = f"{found.area.name} has {placed[0].replace(' for each', ' recorded crime for each', 1)} of {of} {kind}"
    if len(placed) > 1:
        told += f" and {placed[1]}{_because(found, values)}. Neither rate shows the risk to a resident."
    else:
        told += ". The rate does not show the risk to a resident."
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
    """A rank in words, counted from the nearer end: ``the most``, ``the third least``."""
    end, place = ("most", rank) if 2 * rank <= of + 1 else ("least", of + 1 - rank)
    if place == 1:
        return f"the {end}"
    return (
        f"the {_ORDINALS[place - 2]} {end}"
        if place - 2 < len(_ORDINALS)
        else f"{end} but {spelled(place - 1)}"
    )


def _one(unit: str) -> str:
    """One of those counted."""
    return {"residents": "resident", "jobs": "job"}.get(unit, f"of its {unit}")


def _because(found: Compared, values: list[float]) -> str:
    """Why two counts of people disagree, where they do and people present outnumber residents."""
    residents, present = found.bases
    times = float(present.values[0] / residents.values[0])
    if not values[0] > 1 > values[1] or times < _CROWDED:
        return ""
    many = spelled(times) if abs(times - round(times)) < 0.1 else f"about {numbers.decimal(times)}"
    return f", because there are {many} {present.unit} here for every resident"


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
        result.gaps.append(
            f"Too few peers are like {found.area.name} in {present.unit} for each resident "
            f"({numbers.decimal(float(crowding[0]))}; the nearest, {found.areas[order[0]].name}, has "
            f"{numbers.decimal(float(crowding[order[0]]))}). A published family of most similar areas is needed for a "
            "fair comparison of rates.",
        )
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


def _people_caveat(found: Compared, values: list[float]) -> str:
    """What a reader must know of the count of people before believing the rate."""
    if len(found.bases) < BOTH:
        return (
            "Only residents are known for all the areas. Where many people come to work, shop or go out, a rate for "
            "residents is no measure of risk and ranks such an area too high."
        )
    if max(values) / max(min(values), 1e-9) < 1.25:
        return ""
    times = found.bases[1].values / found.bases[0].values
    return (
        f"For each resident {found.area.name} has {times[0]:.1f} {found.bases[1].unit}, its peers together "
        f"{found.bases[1].values[1:].sum() / found.bases[0].values[1:].sum():.1f}: the rate for residents misleads, "
        "and visitors are in neither."
    )
