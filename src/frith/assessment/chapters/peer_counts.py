"""What the comparison with peers is made from: each area's crimes, and each count of people that all of them have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frith.assessment.chapters.overview import CRIME
from frith.assessment.chapters.sourcing import sourced
from frith.assessment.chapters.trends import moved_beyond_chance
from frith.assessment.statistics.arguments import Floats
from frith.assessment.statistics.change import poisson_interval, rate_ratio
from frith.assessment.statistics.funnel import Funnel, funnel
from frith.evidence.counts import CountCube
from frith.evidence.reading import Denominator, Evidence, Peers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Baseline, Figure, Interval
from frith.vocabulary.periods import Period

FEWEST = 3
_GAP_METRES = 50
PRESENT = ("workday", "daytime", "jobs")
"""Words in the unit of a denominator that counts people present rather than residents, the best first."""


@dataclass(frozen=True, slots=True)
class Base:
    """One way of counting people that every compared area has: the values run along the areas."""

    unit: str
    values: Floats
    year: str
    source: str
    caveat: str


@dataclass(frozen=True, slots=True)
class Compared:
    """The area (first) and its peers: crimes of the year and of the year before, category by category.

    ``counts`` and ``before`` map a category, or ``recorded-crime``, to one count an area; ``before`` is NaN for an
    area whose earlier year is not wholly known, and empty where that leaves too few to compare.
    """

    areas: tuple[Area, ...]
    year: Period
    earlier: Period | None
    counts: dict[str, Floats]
    before: dict[str, Floats]
    bases: tuple[Base, ...]
    peers: Peers
    sources: tuple[str, ...]
    adjoining: tuple[int, ...] = ()
    """Positions of the peers that border on the area, or of the nearest where none does; boundaries must be known."""
    beyond_chance: frozenset[str] = frozenset()
    """Categories that changed in the area itself, by the verdict of the chapter on trends."""

    @property
    def whole(self) -> bool:
        """Whether the area has a community safety partnership of its own; a ward or a small area has none."""
        return self.area.kind in (AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE)

    @property
    def kind(self) -> str:
        """What one of the areas is called: ``borough``, ``ward``."""
        return self.area.kind.words

    @property
    def kinds(self) -> str:
        """What several of the areas are called: ``boroughs``, ``wards``."""
        return f"{self.kind}s"

    @property
    def area(self) -> Area:
        """The area that the assessment is about."""
        return self.areas[0]

    def rate(self, category: str, base: Base, position: int) -> Figure:
        """The ``peers.rate`` figure of one area."""
        count, size = float(self.counts[category][position]), float(base.values[position])
        limits = poisson_interval(count)
        scale = 1000 / size
        return Figure(
            definition="peers.rate",
            value=count * scale,
            numerator=int(count),
            denominator=size,
            unit=f"per 1,000 {base.unit}",
            area=self.areas[position].code,
            period=self.year,
            breakdown=(("category", category), ("denominator", base.unit)),
            interval=Interval(
                float(limits.lower) * scale, float(limits.upper) * scale, 0.95, "exact Poisson (Garwood)"
            ),
            sources=(*self.sources, base.source),
            note=base.caveat,
        )

    def against(self, category: str, base: Base) -> tuple[Figure, Funnel]:
        """The ``peers.ratio`` figure of the area, and the funnel that its p-value comes from."""
        counts, sizes = self.counts[category], base.values
        others, people = float(counts[1:].sum()), float(sizes[1:].sum())
        made = funnel(counts, sizes, target_rate=others / people, overdispersion="additive")
        limits = rate_ratio(others, counts[0], exposure_before=people, exposure_after=sizes[0])
        figure = Figure(
            definition="peers.ratio",
            value=float(limits.value),
            numerator=int(counts[0]),
            denominator=float(made.expected[0]),
            unit="times the peers' rate",
            area=self.area.code,
            period=self.year,
            breakdown=(("category", category), ("denominator", base.unit)),
            interval=Interval(float(limits.lower), float(limits.upper), 0.95, "exact conditional"),
            p_value=float(made.p[0]),
            test="funnel score widened for spread between areas (Spiegelhalter 2005), two-sided",
            baseline=Baseline(
                1000 * others / people, self.year.words, f"{len(self.areas) - 1} peers together"
            ),
            sources=(*self.sources, base.source),
            note=base.caveat,
        )
        return figure, made

    def against_some(self, category: str, base: Base, positions: list[int]) -> Figure:
        """The ``peers.ratio`` figure of the area against some of its peers, named in the breakdown; not tested."""
        counts, sizes = self.counts[category], base.values
        others, people = float(counts[positions].sum()), float(sizes[positions].sum())
        limits = rate_ratio(others, counts[0], exposure_before=people, exposure_after=sizes[0])
        return Figure(
            definition="peers.ratio",
            value=float(limits.value),
            numerator=int(counts[0]),
            denominator=float(sizes[0]) * others / people,
            unit="times the peers' rate",
            area=self.area.code,
            period=self.year,
            breakdown=(
                ("category", category),
                ("denominator", base.unit),
                ("peers", ", ".join(self.areas[n].code for n in positions)),
            ),
            interval=Interval(float(limits.lower), float(limits.upper), 0.95, "exact conditional"),
            baseline=Baseline(1000 * others / people, self.year.words, f"{len(positions)} peers together"),
            sources=(*self.sources, base.source),
            note=base.caveat,
        )


def compare(evidence: Evidence, area: Area, period: Period) -> Compared | tuple[Peers, str]:
    """Gather what the comparison needs, or return the peers and, in a sentence, why there is none."""
    years = period.years
    year, earlier = years[-1], years[-2] if len(years) > 1 else None
    peers = evidence.peers(area, year)
    cubes = {one: evidence.street(one, period, one.kind) for one in (area, *peers.areas)}
    held = {one: cube for one, cube in cubes.items() if cube.total(year) is not None}
    if area not in held:
        return (
            peers,
            f"{area.name} has a month of {year.words} that is not known, so it is not set beside its peers.",
        )
    if len(held) < FEWEST + 1:
        return peers, f"Fewer than {FEWEST} peers of {area.name} are known for the whole of {year.words}."
    areas = tuple(held)
    bases = _bases(evidence, areas, year)
    if not bases:
        return (
            peers,
            "No count of people is loaded for the area and all its peers, so rates cannot be compared.",
        )
    both = {one for one, cube in held.items() if earlier and cube.total(earlier) is not None}
    known = earlier if area in both and len(both) > FEWEST else None
    return Compared(
        areas,
        year,
        known,
        _counts(held, year),
        _counts(held, known) if known else {},
        bases,
        peers,
        tuple(sorted({source for cube in held.values() for source in cube.sources})),
        _adjoining(evidence, areas),
        moved_beyond_chance(evidence, area, period, known, year) if known else frozenset(),
    )


def _adjoining(evidence: Evidence, areas: tuple[Area, ...]) -> tuple[int, ...]:
    """Return the positions of the areas that border on the first, or else of the one nearest to it.

    Generalised boundaries leave small gaps between areas that do border on each other.
    """
    first, *others = (evidence.atlas.shape(area) for area in areas)
    if first is None:
        return ()
    gaps = {n: float(first.distance(shape)) for n, shape in enumerate(others, start=1) if shape is not None}
    bordering = tuple(n for n, gap in gaps.items() if gap <= _GAP_METRES)
    return bordering or ((min(gaps, key=lambda n: (gaps[n], n)),) if gaps else ())


def _counts(cubes: dict[Area, CountCube], year: Period) -> dict[str, Floats]:
    """Counts per category that every cube has, and the sum of the crimes; NaN where a cube's year is not known."""
    shared = set.intersection(*(set(cube.categories) for cube in cubes.values()))
    names = sorted(c for c in shared if c in BY_ID)
    counts = {
        name: np.array([_total(cube, year, name) for cube in cubes.values()], dtype=np.float64)
        for name in names
    }
    counts[CRIME] = np.sum([counts[c] for c in names if BY_ID[c].recorded_crime], axis=0)
    return counts


def _total(cube: CountCube, year: Period, category: str) -> float:
    total = cube.total(year, category)
    return np.nan if total is None else float(total)


def _bases(evidence: Evidence, areas: tuple[Area, ...], year: Period) -> tuple[Base, ...]:
    """Residents, then the best count of people present: each only if every area has it for one and the same year."""
    denominators = evidence.denominators(areas)
    units = {d.unit for d in denominators}
    present = [unit for word in PRESENT for unit in sorted(units) if word in unit]
    found = []
    for unit in [u for u in ("residents", *present[:1]) if u in units]:
        by_year: dict[str, dict[str, Denominator]] = {}
        for d in denominators:
            if d.unit == unit and d.value > 0:
                by_year.setdefault(d.year, {})[d.area] = d
        whole = [y for y, held in by_year.items() if all(a.code in held for a in areas)]
        if whole:
            nearest = min(whole, key=lambda y: (abs(_number(y) - year.first.year), y))
            rows = [by_year[nearest][a.code] for a in areas]
            values = np.array([d.value for d in rows])
            first = sourced(evidence, rows[0])
            found.append(Base(unit, values, nearest, first.source, first.caveat))
    return tuple(found)


def _number(year: str) -> int:
    digits = "".join(ch for ch in year[:4] if ch.isdigit())
    return int(digits or 0)
