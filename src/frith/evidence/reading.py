"""Questions that an assessment may ask of the evidence. The one way from the catalogue into the analysis."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from shapely.geometry.base import BaseGeometry

from frith.evidence.counts import CountCube, MapPoints, NamedPoints
from frith.evidence.dataset import Dataset, Family
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.periods import Month, Period


@dataclass(frozen=True, slots=True)
class Denominator:
    """How many of something an area has; ``unit`` is "residents", "households", "workday people" or the like."""

    area: str
    unit: str
    value: float
    year: str
    source: str
    caveat: str = ""


@dataclass(frozen=True, slots=True)
class HarmWeight:
    """Days of harm for one recorded offence of a category. ``low`` and ``high`` give the range; always an estimate."""

    category: str
    days: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class HarmTable:
    """A loaded, dated harm table. ``edition`` names the revision: totals are never compared across editions."""

    edition: str
    name: str
    weights: tuple[HarmWeight, ...]
    reasons: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class StopCounts:
    """Stops in an area and period, counted one way: rows of ``keys`` with counts; ``unplaced`` had no coordinates.

    ``by`` names the dimensions of each key: month, ethnicity (officer-defined), self_ethnicity, age, gender, object,
    outcome, legislation. ``thin`` months could not be placed well enough to be compared.
    """

    by: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    counts: tuple[int, ...]
    months: tuple[Month, ...]
    thin: tuple[tuple[Month, str], ...]
    unplaced_by_month: tuple[tuple[Month, int, int], ...]
    """Month, rows in the whole file, rows without coordinates."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    """Last known outcomes of crimes recorded in a period: ``counts`` of (category, outcome). A snapshot, dated."""

    keys: tuple[tuple[str, str], ...]
    counts: tuple[int, ...]
    snapshot: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Peers:
    """Areas that can fairly be set beside this one, and how they were chosen."""

    areas: tuple[Area, ...]
    rule: str
    left_out: tuple[tuple[str, str], ...] = field(default=())


class Atlas(Protocol):
    """Areas, how they nest, and their shapes."""

    def find(self, code_or_name: str, kind: AreaKind | None = None) -> Area:
        """Return the area of a code or (unambiguous) name. Raises UnknownName with near matches."""

    def areas(self, kind: AreaKind) -> tuple[Area, ...]:
        """Return every area of a kind, ordered by code."""

    def within(self, area: Area, kind: AreaKind) -> tuple[Area, ...]:
        """Return the areas of a smaller kind that make up an area, by official look-up, ordered by code."""

    def holding(self, area: Area, kind: AreaKind) -> Area | None:
        """Return the larger area that an area belongs to, or None if no look-up says."""

    def shape(self, area: Area) -> BaseGeometry | None:
        """Return an area's shape in British National Grid metres: its own boundary or its parts dissolved."""


class Evidence(Protocol):
    """What the catalogue answers. Overlapping datasets are resolved by precedence before any count is made."""

    @property
    def atlas(self) -> Atlas:
        """Areas and shapes."""

    def datasets(self) -> tuple[Dataset, ...]:
        """Every dataset, ordered by id."""

    def street(self, area: Area, period: Period, level: AreaKind, *, transport: bool = True) -> CountCube:
        """Police-recorded crime and ASB from map points, counted in an area's parts of one kind (`level`).

        Without ``transport`` the rows of the British Transport Police are left out.
        """

    def official(
        self, area: Area, period: Period, level: AreaKind, *, detail: bool = False
    ) -> CountCube | None:
        """Official recorded crime totals, harmonised categories plus the force's own; None if none cover the area.

        With ``detail`` the force's own offence groups.
        """

    def official_apart(self, area: Area, period: Period, level: AreaKind) -> tuple[CountCube, ...]:
        """Official counts of each dataset that covers the area, by itself, so that one can be checked by another."""

    def map_points(self, area: Area, period: Period) -> MapPoints:
        """Counts at map points whose small area lies in the area."""

    def named_points(self, area: Area) -> NamedPoints:
        """Every map point of the area that any loaded month holds, without counts."""

    def stops(self, area: Area, period: Period, by: tuple[str, ...]) -> StopCounts | None:
        """Stop and search counted by the dimensions named; None if none cover the area."""

    def outcomes(self, area: Area, period: Period) -> OutcomeCounts | None:
        """Last outcomes of crimes by category; None if no source gives outcomes."""

    def incident_kinds(self, area: Area) -> tuple[str, ...]:
        """Kinds of incident that other agencies' tables cover in an area, in alphabetical order."""

    def incidents(self, kind: str, area: Area, period: Period, level: AreaKind) -> CountCube | None:
        """Incidents of a kind by month in an area's parts; None if no table covers the area."""

    def denominators(self, areas: tuple[Area, ...]) -> tuple[Denominator, ...]:
        """Every denominator known for the areas; small areas are summed up by look-up where the whole has none."""

    def population(self, area: Area, group: str) -> Denominator | None:
        """People of one group (an ethnic group, an age band) living in an area, where a denominator says."""

    def harm_table(self) -> HarmTable | None:
        """The harm table in force, or None."""

    def peers(self, area: Area, period: Period) -> Peers:
        """Complete areas of the same kind in the same source."""

    def first_and_last(self, family: Family, area: Area) -> Period | None:
        """First and last month that a family holds for an area."""
