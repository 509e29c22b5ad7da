"""Small evidence of Thornmere, a made-up borough: answers every question of frith.evidence.reading.Evidence.

Counts are Poisson draws from a stated seed, so that every test sees the same numbers; a test bends them with
``multiplier`` (a hot spot, a rise) or ``missing`` months, and so knows what should be found.

    evidence = FakeEvidence(multiplier=lambda category, place, month: 3.0 if place == 7 else 1.0)
    borough = evidence.atlas.find("Thornmere")
    cube = evidence.street(borough, YEARS, AreaKind.LSOA11)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from tests.assessment.fake_borough import (
    BOROUGH,
    CRIME_OUTCOMES,
    FORCE,
    GROUPS,
    HARM_DAYS,
    OBJECTS,
    OUTCOMES,
    POINTS,
    RATES,
    ROWS,
    SIDE,
    STOP_SHARES,
    YEARS,
    FakeAtlas,
    Multiplier,
    crowded_centre,
)

from frith.evidence.counts import CountCube, MapPoints, NamedPoints
from frith.evidence.dataset import Coverage, Dataset, Family
from frith.evidence.reading import (
    Denominator,
    HarmTable,
    HarmWeight,
    OutcomeCounts,
    Peers,
    StopCounts,
)
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import EvidenceMissing, Fault
from frith.vocabulary.periods import Month, Period


class FakeEvidence:
    """``without`` leaves out families, "groups", "workday" or "shapes", so that their absence can be tested."""

    def __init__(
        self,
        *,
        seed: int = 1,
        held: Period = YEARS,
        missing: tuple[Month, ...] = (),
        multiplier: Multiplier = crowded_centre,
        peers: int = 11,
        rows: int = ROWS,
        peer_multiplier: Callable[[str, int], float] = lambda category, number: 1.0,
        thin_stops: tuple[Month, ...] = (),
        stop_shares: Mapping[str, float] = STOP_SHARES,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self._atlas = FakeAtlas(peers, shapes="shapes" not in without, rows=rows)
        self.held, self.missing, self.without = held, frozenset(missing), without
        self.thin_stops, self.stop_shares = thin_stops, stop_shares
        self.places = self._atlas.within(self._atlas.find(FORCE), AreaKind.LSOA11)
        self.category_ids = tuple(category.id for category in CATEGORIES)
        rng = np.random.default_rng(seed)
        mean = self._means(multiplier, peer_multiplier)
        self.counts = rng.poisson(mean)
        self.boroughs = self._atlas.within(self._atlas.find(FORCE), AreaKind.BOROUGH)
        self.unplaced = rng.poisson(0.2, size=(len(self.boroughs), len(held), len(self.category_ids)))
        self.not_at_points = rng.poisson(mean * 0.06)
        shares = rng.dirichlet(np.full(POINTS, 0.5), size=len(self.places))
        self.at_points = rng.multinomial(self.counts, shares[:, None, None, :])
        spots = rng.uniform(20, SIDE - 20, size=(len(self.places), POINTS, 2))
        corners = np.array([self._atlas.boxes[a.code].bounds[:2] for a in self.places])
        self.spots = corners[:, None, :] + spots
        self.stop_rows = self._stops(rng)

    def _means(self, multiplier: Multiplier, peer: Callable[[str, int], float]) -> np.ndarray:
        home = {
            a.code: n for n, a in enumerate(self._atlas.within(self._atlas.find(BOROUGH), AreaKind.LSOA11))
        }
        mean = np.empty((len(self.places), len(self.held), len(self.category_ids)))
        for p, place in enumerate(self.places):
            number = int(place.code[3:6])
            for k, category in enumerate(self.category_ids):
                for m in range(len(self.held)):
                    times = (
                        multiplier(category, home[place.code], m)
                        if place.code in home
                        else peer(category, number)
                    )
                    mean[p, m, k] = RATES[category] * times
        return mean

    def _stops(self, rng: np.random.Generator) -> list[tuple[Any, ...]]:
        rows = []
        for month in self.held:
            n = int(rng.poisson(300))
            lost = 0.95 if month in self.thin_stops else 0.05
            drawn = [
                rng.choice(list(shares), size=n, p=np.array(list(shares.values())) / sum(shares.values()))
                for shares in (
                    self.stop_shares,
                    OBJECTS,
                    OUTCOMES,
                    {"18-24": 0.5, "25-34": 0.3, "over 34": 0.2},
                )
            ]
            placed = rng.random(n) >= lost
            rows += [(str(month), *map(str, row), bool(at)) for *row, at in zip(*drawn, placed, strict=True)]
        return rows

    @property
    def atlas(self) -> FakeAtlas:
        return self._atlas

    def datasets(self) -> tuple[Dataset, ...]:
        families = [f for f in Family if f.value not in self.without and f is not Family.LOOKUP]
        return tuple(
            Dataset(
                id=f"toy-{family.value}",
                family=family,
                title=f"Thornmere {family.value}",
                source="made up by the tests",
                licence="none needed: invented",
                attribution="Invented",
                disclosure=DisclosurePolicy.ALREADY_PUBLIC,
                coverage=Coverage(months=tuple(m for m in self.held if m not in self.missing)),
                map_points=family is Family.STREET,
                invented=True,
                grade="A",
                grade_rule="made whole",
            )
            for family in families
        )

    def street(self, area: Area, period: Period, level: AreaKind, *, transport: bool = True) -> CountCube:
        return self._cube(self.counts, area, period, level, self.category_ids, "toy-police.street")

    def official(
        self, area: Area, period: Period, level: AreaKind, *, detail: bool = False
    ) -> CountCube | None:
        if "police.official" in self.without or level in (AreaKind.LSOA11, AreaKind.LSOA21):
            return None
        crimes = tuple(c.id for c in CATEGORIES if c.recorded_crime)
        return self._cube(
            self.counts + self.not_at_points, area, period, level, crimes, "toy-police.official"
        )

    def official_apart(self, area: Area, period: Period, level: AreaKind) -> tuple[CountCube, ...]:
        cube = self.official(area, period, level)
        return () if cube is None else (cube,)

    def _cube(
        self,
        counts: np.ndarray,
        area: Area,
        period: Period,
        level: AreaKind,
        kinds: tuple[str, ...],
        source: str,
    ) -> CountCube:
        parts = (area,) if level is area.kind else self._atlas.within(area, level)
        if not any(m in self.held for m in period):
            raise EvidenceMissing(
                Fault("period.no-evidence", "no evidence covers the period", "", "", str(period))
            )
        months = [m - self.held.first for m in period if m in self.held]
        at = [i for i, m in enumerate(period) if m in self.held]
        columns = [self.category_ids.index(k) for k in kinds]
        table = np.zeros((len(parts), len(period), len(kinds)), dtype=np.int64)
        unplaced = np.zeros(table.shape[1:], dtype=np.int64)
        for i, part in enumerate(parts):
            rows = [n for n, place in enumerate(self.places) if part.code in self._atlas.above(place.code)]
            table[i][at] = counts[np.ix_(rows, months, columns)].sum(axis=0)
            if part.kind is not AreaKind.LSOA11 and part.kind is not AreaKind.WARD:
                table[i][at] += self._unplaced(part, months, columns)
        if level in (AreaKind.LSOA11, AreaKind.WARD):
            unplaced[at] = self._unplaced(area, months, columns)
        known = np.zeros(table.shape, dtype=np.bool_)
        known[:, [i for i in at if period.months[i] not in self.missing], :] = True
        table[~known] = 0
        unplaced[~known[0]] = 0
        codes = tuple(part.code for part in parts)
        return CountCube(codes, period.months, kinds, table, known, unplaced, (source,))

    def _unplaced(self, area: Area, months: list[int], columns: list[int]) -> np.ndarray:
        rows = [n for n, b in enumerate(self.boroughs) if area.code in self._atlas.above(b.code)]
        return np.asarray(self.unplaced[np.ix_(rows, months, columns)].sum(axis=0))

    def map_points(self, area: Area, period: Period) -> MapPoints:
        rows = [n for n, place in enumerate(self.places) if area.code in self._atlas.above(place.code)]
        months = [m for m in period if m in self.held]
        cut = self.at_points[rows][:, [m - self.held.first for m in months]]
        counts = (
            np.moveaxis(cut, 3, 1).reshape(len(rows) * POINTS, len(months), len(self.category_ids)).copy()
        )
        counts[:, [i for i, m in enumerate(months) if m in self.missing]] = 0
        where = self.spots[rows].reshape(-1, 2)
        streets = tuple(f"On or near {'ABCDEFGH'[p]} Street {n + 1}" for n in rows for p in range(POINTS))
        lsoas = tuple(self.places[n].code for n in rows for _ in range(POINTS))
        return MapPoints(
            where[:, 0],
            where[:, 1],
            streets,
            lsoas,
            tuple(months),
            self.category_ids,
            counts,
            ("toy-police.street",),
        )

    def named_points(self, area: Area) -> NamedPoints:
        held = self.map_points(area, self.held)
        return NamedPoints(held.easting, held.northing, held.names, held.lsoa)

    def stops(self, area: Area, period: Period, by: tuple[str, ...]) -> StopCounts | None:
        if "police.stops" in self.without or BOROUGH not in self._atlas.above(area.code):
            return None
        names = ("month", "ethnicity", "object", "outcome", "age")
        inside = [row for row in self.stop_rows if Month.parse(row[0]) in period]
        counted = Counter(tuple(row[names.index(b)] for b in by) for row in inside if row[-1])
        keys = sorted(counted)
        months = tuple(m for m in period if m in self.held)
        lost = tuple(
            (m, sum(r[0] == str(m) for r in inside), sum(r[0] == str(m) and not r[-1] for r in inside))
            for m in months
        )
        thin = tuple((m, "most rows have no coordinates") for m in months if m in self.thin_stops)
        counts = tuple(counted[k] for k in keys)
        return StopCounts(by, tuple(keys), counts, months, thin, lost, ("toy-police.stops",))

    def outcomes(self, area: Area, period: Period) -> OutcomeCounts | None:
        if "police.outcomes" in self.without:
            return None
        cube = self.street(area, period, area.kind)
        keys, counts = [], []
        for category in CATEGORIES:
            if category.recorded_crime:
                left = int(cube.select(categories=(category.id,)).counts.sum())
                for outcome, share in CRIME_OUTCOMES.items():
                    keys.append((category.id, outcome))
                    counts.append(round(left * share))
        return OutcomeCounts(tuple(keys), tuple(counts), "2018-05", ("toy-police.outcomes",))

    def incident_kinds(self, area: Area) -> tuple[str, ...]:
        return () if "incidents" in self.without else ("council-noise",)

    def incidents(self, kind: str, area: Area, period: Period, level: AreaKind) -> CountCube | None:
        """Noise is a tenth of anti-social behaviour, so that a test can bend it with the multiplier."""
        cube = self.street(area, period, level).select(categories=("anti-social-behaviour",))
        noise = cube.counts // 10
        return CountCube(
            cube.areas, cube.months, ("party",), noise, cube.known, cube.unplaced * 0, ("toy-incidents",)
        )

    def denominators(self, areas: tuple[Area, ...]) -> tuple[Denominator, ...]:
        units = {"residents": 1_500, "households": 700}
        if "workday" not in self.without:
            units["workday people"] = 2_500
        found = []
        for area in areas:
            places = sum(area.code in self._atlas.above(place.code) for place in self.places)
            for unit, each in units.items():
                if unit != "workday people" or area.kind is not AreaKind.LSOA11:
                    found.append(
                        Denominator(area.code, unit, float(places * each), "2016", "toy-denominators")
                    )
        return tuple(found)

    def population(self, area: Area, group: str) -> Denominator | None:
        if "groups" in self.without or group not in GROUPS or area.kind is not AreaKind.BOROUGH:
            return None
        people = next(d.value for d in self.denominators((area,)) if d.unit == "residents")
        return Denominator(
            area.code, group, people * GROUPS[group], "2011", "toy-denominators", "Census 2011"
        )

    def harm_table(self) -> HarmTable | None:
        if "harm" in self.without:
            return None
        weights = tuple(HarmWeight(category, *map(float, days)) for category, days in HARM_DAYS.items())
        reasons = ("a category mixes offences of very different harm",)
        return HarmTable("2026", "Thornmere invented harm table", weights, reasons, "toy-harm")

    def peers(self, area: Area, period: Period) -> Peers:
        others = tuple(b for b in self.boroughs if b.code != area.code)
        rule = "boroughs of the same force whose map points hold at least 90% of the official count"
        return Peers(others[:-1], rule, tuple((b.name, "incomplete") for b in others[-1:]))

    def first_and_last(self, family: Family, area: Area) -> Period | None:
        return None if family.value in self.without else self.held
