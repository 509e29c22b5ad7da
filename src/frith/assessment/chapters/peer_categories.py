"""Beside peers, category by category: rates out of line however people are counted, and changes of the area's own."""

from __future__ import annotations

import numpy as np

from frith.assessment import citing
from frith.assessment.chapters.overview import CRIME, label
from frith.assessment.chapters.peer_counts import Compared
from frith.assessment.chapters.telling import LEVEL, spelled, tell
from frith.assessment.exhibits import Cell, Column, Table
from frith.assessment.findings import ChapterResult
from frith.assessment.statistics.change import rate_change_p
from frith.assessment.statistics.multiple_testing import adjusted_p
from frith.vocabulary import numbers
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Cited, Figure, Phrase
from frith.vocabulary.numbers import SMALL_BASE

_MOST_NAMED = 4
OWN, NEAR, BESIDE_ONE, SHARED = (
    "peers.rose-more",
    "peers.rose-near",
    "peers.rose-beside-one",
    "peers.rose-alike",
)
_FEWEST_NEAR = 2
"""Neighbours that a rise must be shared with before it is told as a pattern nearby."""
_MOST_NEAR = 2
_NO_CHANGE = 0.05
"""A change under this many % is told as none."""


def categories(result: ChapterResult, found: Compared) -> None:
    """Add every category by every count of people, and tell those out of line whichever way they are counted."""
    held = [c for c in found.counts if c in BY_ID and BY_ID[c].recorded_crime]
    names = [c for c in held if found.counts[c][1:].sum() > 0]
    alone = [label(c).lower() for c in held if c not in names and found.counts[c][0] > 0]
    if alone:
        result.gaps.append(
            f"No peer has {numbers.listed(alone)} in {found.year.words}, so the area's own cannot be set beside it."
        )
    figures = {(c, b.unit): result.add(found.against(c, b)[0]) for c in names for b in found.bases}
    adjusted = adjusted_p([_p(f) for f in figures.values()])
    q = dict(zip(figures, (float(v) for v in adjusted), strict=True))
    first = found.bases[0].unit
    names.sort(key=lambda c: (-float(figures[c, first].value or 0), c))
    rows: list[tuple[Cell, ...]] = []
    for c in names:
        row: list[Cell] = [label(c), int(found.counts[c][0])]
        for base in found.bases:
            figure = figures[c, base.unit]
            limits = figure.interval
            row += [
                figure.value,
                limits.low if limits else None,
                limits.high if limits else None,
                q[c, base.unit],
            ]
        rows.append(tuple(row))
    columns = [Column("category", "Category"), Column("count", "Crimes on the street map", "count")]
    for n, base in enumerate(found.bases):
        columns += [
            Column(f"ratio{n}", f"Times peers, by {base.unit}", "decimal", 2),
            Column(f"low{n}", "95% from", "decimal", 2),
            Column(f"high{n}", "to", "decimal", 2),
            Column(f"p{n}", "p (adjusted)", "p"),
        ]
    result.exhibits.append(
        Table(
            id="peers-categories",
            title=f"{label(names[0])} is furthest above the peers' rate for {found.bases[0].unit}, {found.year.words}"
            if names
            else f"No category could be set beside the peers' rate, {found.year.words}",
            columns=tuple(columns),
            rows=tuple(rows),
            sources=found.sources,
            note="p allows for the usual spread between areas and for the number of categories looked at.",
            annex=True,
        ),
    )
    for way in ("above", "below"):
        _tell_categories(result, found, names, figures, q, way)


def _tell_categories(
    result: ChapterResult,
    found: Compared,
    names: list[str],
    figures: dict[tuple[str, str], Figure],
    q: dict[tuple[str, str], float],
    way: str,
) -> None:
    sign = 1 if way == "above" else -1
    units = [base.unit for base in found.bases]
    out = [
        c
        for c in names
        if all(q[c, u] <= LEVEL and sign * (float(figures[c, u].value or 1) - 1) > 0 for u in units)
    ]
    if not out:
        return
    cautious = {
        c: min((figures[c, u] for u in units), key=lambda f: (abs(float(f.value or 1) - 1), f.id))
        for c in out
    }
    out.sort(key=lambda c: (-abs(float(cautious[c].value or 1) - 1), c))
    parts: list[Phrase] = [
        (f"{label(c).lower()} (", citing.decimal(cautious[c]), " times)") for c in out[:_MOST_NAMED]
    ]
    others = ", among others in the table of categories" if len(out) > _MOST_NAMED else ""
    counted = "whichever way people are counted" if len(units) > 1 else f"counted against {units[0]}"
    sentence: Phrase = (
        f"On the street map further {way} its peers than peers usually are from each other, {counted}: ",
        *citing.joined(parts),
        f"{others}.",
    )
    tell(
        result,
        f"peers.{way}",
        sentence,
        share=_of_incidents(found, out),
        movement=0.0,
        sureness=1.0,
        caveats=("Of the ratios to peers by different counts of people, the smaller is given.",)
        if len(units) > 1
        else (),
        exhibit="peers-categories",
    )


def changes(result: ChapterResult, found: Compared) -> None:
    """Add the area's change beside its peers': whether a rise is the area's own, or everybody's."""
    if found.earlier is None:
        return
    names = [c for c in found.counts if found.before[c][0] >= numbers.SMALL_BASE]
    here = {c: result.add(_change(found, c, peers=False)) for c in names}
    there = {c: result.add(_change(found, c, peers=True)) for c in names}
    middle = {c: result.add(_median(found, c)) for c in names}
    drivers = {c: _driver(found, c) for c in names}
    rank = {c: _rank(found, c) for c in names}
    compared = int(np.isfinite(found.before[CRIME]).sum())
    order = sorted(names, key=lambda c: (c != CRIME, -abs(found.counts[c][0] - found.before[c][0]), c))
    beyond = [c for c in order if c != CRIME and c in found.beyond_chance]
    rose = [c for c in beyond if found.counts[c][0] > found.before[c][0]]
    own = [
        c for c in rose if rank[c] - 1 < (compared - 1) / 4 and _more_than_peers(here[c], middle[c], there[c])
    ]
    result.exhibits.append(
        Table(
            id="peers-changes",
            title=_changes_title(found, own, beyond),
            columns=(
                Column("category", "Category"),
                Column("before", f"On the street map, {found.earlier.words}", "count"),
                Column("after", f"On the street map, {found.year.words}", "count"),
                Column("here", f"Change in {found.area.name}", "percent"),
                Column("middle", f"Change in the typical {found.kind} (the median)", "percent"),
                Column("there", "Change in peers together", "percent"),
                Column("driver", "Peer that moves it most"),
                Column("without", "Peers together without it", "percent"),
                Column("rank", f"Rank of the change (1 rose most of {compared})", "count"),
            ),
            rows=tuple(
                (
                    "All recorded crime" if c == CRIME else label(c),
                    int(found.before[c][0]),
                    int(found.counts[c][0]),
                    here[c].value,
                    middle[c].value,
                    there[c].value,
                    *drivers[c],
                    rank[c],
                )
                for c in order
            ),
            sources=found.sources,
            note=_note(found),
        ),
    )
    if not beyond:
        result.story.append((f"No category changed in {found.area.name} by more than chance explains.",))
        return
    nearby = {c: _as_much_nearby(found, c) for c in rose}
    for c in rose:
        result.beside[f"trend.{c}"] = _beside_peers(
            result, found, c, nearby[c], middle[c], (rank[c], compared)
        )
    _tell_rises(result, found, {c: [] for c in own if not nearby[c]}, here, middle, OWN)
    some = {c: nearby[c] for c in own if nearby[c]}
    wide = {c: near for c, near in some.items() if len(near) >= _FEWEST_NEAR}
    _tell_rises(result, found, wide, here, middle, NEAR)
    _tell_rises(result, found, {c: some[c] for c in some if c not in wide}, here, middle, BESIDE_ONE)
    _tell_rises(result, found, {c: nearby[c] for c in rose if c not in own}, here, middle, SHARED)


def _beside_peers(
    result: ChapterResult,
    found: Compared,
    category: str,
    near: list[int],
    middle: Figure,
    rank: tuple[int, int],
) -> Phrase:
    """What the finding of a rise says of the peers: the typical one, how many rose more, and those next door."""
    place, of = rank
    more = "none" if place == 1 else spelled(place - 1)
    shown = near[:_MOST_NEAR] or _largest_nearby(found, category)
    parts: list[Phrase] = [(_moved(middle), f" in the typical {found.kind}")]
    parts += [
        (_moved(result.add(_change_of(found, category, n))), f" in neighbouring {found.areas[n].name}")
        for n in shown
    ]
    return (" Elsewhere: ", *citing.joined(parts), f"; {more} of {spelled(of - 1)} {found.kinds} rose more.")


def _more_than_peers(here: Figure, *others: Figure) -> bool:
    """Whether a change is more than the typical peer's and that of the peers together."""
    return all(other.value is None or float(here.value or 0) > float(other.value) for other in others)


def _changes_title(found: Compared, own: list[str], beyond: list[str]) -> str:
    """What the table of changes shows."""
    years = f"{found.earlier.words if found.earlier else ''} to {found.year.words}"
    if not beyond:
        return f"No category changed in {found.area.name} by more than chance explains, {years}"
    some = f"{spelled(len(own)).capitalize() if own else 'None'} of {spelled(len(beyond))}"
    return (
        f"{some} categories that changed in {found.area.name} by more than chance rose by more than in three quarters "
        f"of {found.kinds}, {years}"
    )


def _p(figure: Figure) -> float:
    """A figure's p-value; NaN where it was not tested, which no adjustment takes for a sure thing."""
    return float("nan") if figure.p_value is None else float(figure.p_value)


def _as_much_nearby(found: Compared, category: str) -> list[int]:
    """Peers that border on the area and rose at least as much, the largest rise first."""
    moved = _peer_changes(found, category)
    own = 100 * float(found.counts[category][0] / found.before[category][0] - 1)
    near = [
        n for n in found.adjoining if moved.get(n, -100.0) >= own and found.before[category][n] >= SMALL_BASE
    ]
    return sorted(near, key=lambda n: (-moved[n], found.areas[n].code))


def _tell_rises(
    result: ChapterResult,
    found: Compared,
    nearby: dict[str, list[int]],
    here: dict[str, Figure],
    middle: dict[str, Figure],
    kind: str,
) -> None:
    """Tell rises beyond chance: the area's own (more than in three quarters of its peers), shared nearby, or shared.

    ``nearby`` has, for each category, the bordering peers that rose as much or more. Where there are some, the rise is
    a pattern of more than one area, and nobody is sent to look for what is local.
    """
    categories = list(nearby)
    if not categories:
        return
    shown = categories[:_MOST_NAMED]
    parts = [_beside(result, found, c, nearby[c], (here[c], middle[c]), first=c == shown[0]) for c in shown]
    rest = ", among others in the table of changes" if len(categories) > _MOST_NAMED else ""
    moved = sum(float(found.counts[c][0] - found.before[c][0]) for c in categories)
    tell(
        result,
        kind,
        (_opening(found, kind), *citing.joined(parts), f"{rest}."),
        share=_of_incidents(found, categories),
        movement=moved / sum(float(found.before[c][0]) for c in categories),
        sureness=1.0,
        duties=("regulation 7(b)", "regulation 7(c)"),
        caveats=(
            (
                f"The typical {found.kind} is the median: half of the peers moved by more and half by less."
                f"{_without_the_year_before(found)}"
            ),
        ),
        recommendation=_what_to_do(found, {c: nearby[c] for c in shown}, kind),
        exhibit="peers-changes",
        within=tuple(f"trend.{c}" for c in categories),
    )


def _of_incidents(found: Compared, categories: list[str]) -> float:
    """The share of all incidents on the street map of the area that some categories are, in the last year."""
    whole = sum(float(counts[0]) for name, counts in found.counts.items() if name != CRIME)
    return sum(float(found.counts[c][0]) for c in categories) / whole if whole else 0.0


def _beside(
    result: ChapterResult,
    found: Compared,
    category: str,
    near: list[int],
    changes_of: tuple[Figure, Figure],
    *,
    first: bool,
) -> Phrase:
    """A category with its change here, next door and in the typical peer."""
    here, middle = changes_of
    shown = near[:_MOST_NEAR] or _largest_nearby(found, category)
    beside = [
        (", ", _moved(result.add(_change_of(found, category, n))), f" in {found.areas[n].name}")
        for n in shown
    ]
    return (
        f"{label(category).lower()} (",
        citing.change(here),
        " here",
        *(part for phrase in beside for part in phrase),
        ", ",
        _moved(middle),
        f" in the typical {'(median) ' if first else ''}{found.kind})",
    )


def _largest_nearby(found: Compared, category: str) -> list[int]:
    """The bordering peer that rose most, if any rose: the first to ask, though it rose by less than this area."""
    moved = _peer_changes(found, category)
    rose = [n for n in found.adjoining if moved.get(n, 0.0) > 0 and found.before[category][n] >= SMALL_BASE]
    return sorted(rose, key=lambda n: (-moved[n], found.areas[n].code))[:1]


def _opening(found: Compared, kind: str) -> str:
    name = found.area.name
    return {
        OWN: f"On the street map these rose in {name} by more than in three quarters of its peers: ",
        NEAR: f"On the street map these rose in {name} and at least as much in more than one neighbour, unlike in most "
        "peers: ",
        BESIDE_ONE: f"On the street map these rose in {name} by more than in most peers, but at least as much in one "
        "neighbour: ",
        SHARED: f"On the street map these rose in {name} beyond chance, but at least a quarter of its peers rose as "
        "much: ",
    }[kind]


def _what_to_do(found: Compared, nearby: dict[str, list[int]], kind: str) -> str:
    """The recommendation: local causes only where no bordering peer rose as much."""
    named = numbers.listed([label(c).lower() for c in nearby])
    if kind == OWN:
        return f"Look for what is local to the rise in {named}: more of it happened here than the wider trend explains."
    order = dict.fromkeys(n for near in nearby.values() for n in near[:_MOST_NEAR])
    neighbours = [found.areas[n].name for n in order]
    whom = _whom(found, neighbours)
    if kind == SHARED:
        among = f", {numbers.listed(neighbours)} among them" if neighbours and not found.whole else ""
        return f"Raise {named} with {whom}: at least a quarter of the {found.kinds} compared rose as much{among}."
    rises = numbers.listed([f"{label(c).lower()} in {_listed_rises(found, c)}" for c in nearby])
    if kind == NEAR:
        return f"Raise {named} with {whom}, as a pattern of more than one {found.kind}: {rises}."
    one = "each rise is" if len(nearby) > 1 else "the rise is"
    return (
        f"Ask {whom} whether {one} one pattern with theirs, before looking for a local cause: {rises}. One neighbour "
        "alone is no pattern yet."
    )


def _without_the_year_before(found: Compared) -> str:
    """Which peers stand in no comparison of changes, since a month of the earlier year is not known."""
    unknown = _unknown_before(found)
    if not unknown or found.earlier is None:
        return ""
    are = "is" if len(unknown) == 1 else "are"
    return f" {numbers.listed(unknown)} {are} left out of the changes, for want of a month of {found.earlier.words}."


def _unknown_before(found: Compared) -> list[str]:
    counts = zip(found.areas, found.before[CRIME], strict=True)
    return [area.name for area, count in counts if not np.isfinite(count)]


def _whom(found: Compared, neighbours: list[str]) -> str:
    """Whom to ask: the force and the neighbours; a ward asks the partnership that it belongs to, for all wards."""
    if not found.whole:
        return "the community safety partnership and the neighbourhood policing team"
    return numbers.listed(["the force", *(neighbours or [f"neighbouring {found.kinds}"])])


def _listed_rises(found: Compared, category: str) -> str:
    """The bordering peers that rose as much or more, each with its rise: ``Camden (up 122%)``."""
    near = _as_much_nearby(found, category)[:_MOST_NEAR]
    return numbers.listed(
        [
            f"{found.areas[n].name} ({numbers.change(found.before[category][n], found.counts[category][n])})"
            for n in near
        ]
    )


def _change(found: Compared, category: str, *, peers: bool) -> Figure:
    part = slice(1, None) if peers else slice(0, 1)
    known = np.isfinite(found.before[category])
    after = float(found.counts[category][part][known[part]].sum())
    before = float(found.before[category][part][known[part]].sum())
    return Figure(
        definition="peers.change",
        value=100 * (after - before) / before if before else None,
        numerator=int(after),
        denominator=int(before),
        unit="%",
        area=found.area.code,
        period=found.year,
        breakdown=(("category", category), ("of", "peers together" if peers else "the area")),
        p_value=float(rate_change_p(before, after)) if before + after and not peers else None,
        test="" if peers else "E-test (Krishnamoorthy and Thomson 2004), two-sided",
        sources=found.sources,
    )


def _peer_changes(found: Compared, category: str) -> dict[int, float]:
    """Change in % of each peer, by position, where its earlier year is known and had any such crime."""
    before, after = found.before[category], found.counts[category]
    return {
        n: 100 * float(after[n] - before[n]) / float(before[n])
        for n in range(1, len(before))
        if before[n] > 0
    }


def _change_of(found: Compared, category: str, position: int) -> Figure:
    """The change of one peer."""
    before, after = float(found.before[category][position]), float(found.counts[category][position])
    return Figure(
        definition="peers.change",
        value=100 * (after - before) / before,
        numerator=int(after),
        denominator=int(before),
        unit="%",
        area=found.areas[position].code,
        period=found.year,
        breakdown=(("category", category), ("of", found.areas[position].name)),
        sources=found.sources,
    )


def _median(found: Compared, category: str) -> Figure:
    """The change of the typical peer, which one borough cannot move as it can move the peers together."""
    changes = list(_peer_changes(found, category).values())
    return Figure(
        definition="peers.change",
        value=float(np.median(changes)) if changes else None,
        unit="%",
        area=found.area.code,
        period=found.year,
        breakdown=(("category", category), ("of", "the typical peer")),
        sources=found.sources,
        note=f"median of {len(changes)} peers",
    )


def _driver(found: Compared, category: str) -> tuple[str, float | None]:
    """The peer without which the peers' pooled change would move most, and what it would be without it."""
    before, after = found.before[category], found.counts[category]
    peers = list(_peer_changes(found, category))
    if len(peers) < 2:
        return "", None
    pooled = float(after[peers].sum() / before[peers].sum())
    without = {
        n: float((after[peers].sum() - after[n]) / (before[peers].sum() - before[n]))
        for n in peers
        if before[peers].sum() > before[n]
    }
    most = max(without, key=lambda n: (abs(without[n] - pooled), found.areas[n].code))
    return found.areas[most].name, 100 * (without[most] - 1)


def _moved(figure: Figure) -> Cited:
    """Cite a change held in %: ``up 3%``, ``no change`` under 0.05%."""
    value = float(figure.value or 0)
    if figure.value is None:
        return Cited(numbers.NOT_KNOWN, figure.id)
    if abs(value) < _NO_CHANGE:
        return Cited("no change", figure.id)
    size = numbers.percent(abs(value), 0 if abs(value) >= 0.95 else 1)
    return Cited(f"{'up' if value > 0 else 'down'} {size}", figure.id)


def _note(found: Compared) -> str:
    """What the columns mean, and which peers are left out of the changes."""
    words = f"The typical {found.kind} is the median of the peers' own changes, which no single {found.kind} can pull."
    return words + _without_the_year_before(found)


def _rank(found: Compared, category: str) -> int:
    """Rank of the area's relative change among all areas that had any such crime before; 1 rose most."""
    before = np.nan_to_num(found.before[category])
    ratio = np.where(before > 0, found.counts[category] / np.where(before > 0, before, 1), -np.inf)
    # a peer that had none of it before and has some now rose by more than any ratio can say
    fresh = (found.before[category] == 0) & (found.counts[category] > 0)
    return int(((ratio > ratio[0]) | fresh).sum()) + 1
