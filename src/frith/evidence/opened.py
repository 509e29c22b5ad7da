"""Evidence opened for questions: the catalogue's datasets, with overlaps resolved before anything is counted."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from frith.evidence.catalogue import Catalogue
from frith.evidence.claims import with_claims
from frith.evidence.counts import CountCube, MapPoints, NamedPoints
from frith.evidence.dataset import Dataset, Family
from frith.evidence.denominator_shelf import DenominatorShelf
from frith.evidence.engine import connect
from frith.evidence.exactness import ExactQuestion, exact_datasets
from frith.evidence.geography import AreaAtlas
from frith.evidence.harm import harm_table
from frith.evidence.incident_counts import IncidentCounts
from frith.evidence.official_counts import OfficialCounts
from frith.evidence.peer_areas import peers
from frith.evidence.precedence import boroughs_of, covers, ranked, silent
from frith.evidence.reading import Denominator, HarmTable, OutcomeCounts, Peers, StopCounts
from frith.evidence.stops_and_outcomes import Outcomes, Stops
from frith.evidence.street_counts import StreetCounts
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.periods import Period


def open_evidence(state: Path) -> OpenEvidence:
    """Open the catalogue of a state folder for questions."""
    return OpenEvidence(Catalogue(state))


class OpenEvidence:
    """All that the catalogue can answer; it is what the assessment knows as :class:`frith.evidence.reading.Evidence`.

    It sees the catalogue as it was when it was opened.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._held = catalogue.datasets()
        self._connection = connect()

    def datasets(self) -> tuple[Dataset, ...]:
        """Return every dataset, ordered by id, with the boroughs that it covers."""
        return self._datasets

    @cached_property
    def _datasets(self) -> tuple[Dataset, ...]:
        return with_claims(self._held, self._catalogue, self.atlas, self._connection)

    @cached_property
    def atlas(self) -> AreaAtlas:
        """Areas and shapes of all boundaries and look-ups."""
        return AreaAtlas.from_files(
            areas=self._tables("areas.parquet"),
            nesting=self._tables("nesting.parquet"),
            shapes=self._tables("shapes.parquet"),
        )

    def street(self, area: Area, period: Period, level: AreaKind, *, transport: bool = True) -> CountCube:
        """Police-recorded crime and ASB from map points, counted in an area's parts of one kind.

        Without ``transport`` the rows of the British Transport Police are left out. Raises EvidenceMissing.
        """
        return self._street.cube(area, period, level, transport=transport)

    def map_points(self, area: Area, period: Period) -> MapPoints:
        """Counts at map points whose small area lies in the area. Raises EvidenceMissing."""
        return self._street.points(area, period)

    def named_points(self, area: Area) -> NamedPoints:
        """Every map point of the area that any loaded month holds, without counts."""
        return self._street.named_points(area)

    def official(
        self, area: Area, period: Period, level: AreaKind, *, detail: bool = False
    ) -> CountCube | None:
        """Official recorded crime: harmonised categories, then the force's own; None if none cover the area.

        With ``detail`` the force's own offence groups. Wards and small areas are those of the source's own year.
        """
        return self._official.cube(area, period, level, detail=detail)

    def official_apart(self, area: Area, period: Period, level: AreaKind) -> tuple[CountCube, ...]:
        """Official counts of each dataset that covers the area, by itself; the one that counts most first."""
        return self._official.apart(area, period, level)

    def stops(self, area: Area, period: Period, by: tuple[str, ...]) -> StopCounts | None:
        """Stop and search counted by the dimensions named; None if none cover the area."""
        return self._stops.counts(area, period, by)

    def outcomes(self, area: Area, period: Period) -> OutcomeCounts | None:
        """Last known outcomes of crimes by category; None if no source gives outcomes."""
        return self._outcomes.counts(area, period)

    def harm_table(self) -> HarmTable | None:
        """The harm table in force, or None."""
        return harm_table(
            [(d, self._catalogue.proved_folder(d)) for d in ranked(self._datasets, Family.HARM)]
        )

    def peers(self, area: Area, period: Period) -> Peers:
        """Areas of the same kind that street-level crime is known for as completely; none if it is not known here."""
        return peers(area, period, self._street, self.atlas)

    def incident_kinds(self, area: Area) -> tuple[str, ...]:
        """Kinds of incident that other agencies' tables cover in an area, in alphabetical order."""
        return self._incidents.kinds(area)

    def incidents(self, kind: str, area: Area, period: Period, level: AreaKind) -> CountCube | None:
        """Incidents of a kind by month in an area's parts; None if no table covers the area."""
        return self._incidents.cube(kind, area, period, level)

    def denominators(self, areas: tuple[Area, ...]) -> tuple[Denominator, ...]:
        """Every denominator known for the areas."""
        return self._shelf.denominators(areas)

    def population(self, area: Area, group: str) -> Denominator | None:
        """People of one group living in an area, where a denominator says."""
        return self._shelf.population(area, group)

    def exact_datasets(self, family: Family, area: Area, question: ExactQuestion) -> tuple[Dataset, ...]:
        """Return the datasets of a family that can bear a question about true places or times.

        Raises Refused, saying why, if all that cover the area are anonymised map points; EvidenceMissing if none does.
        """
        held = [d for d in self._datasets if d.family is family and covers(d, area)]
        return exact_datasets(held, question)

    def first_and_last(self, family: Family, area: Area) -> Period | None:
        """First and last month that a family holds for an area, or for the boroughs that it is part of or made of.

        A month in which a borough alone is absent or thin is not held for it.
        """
        boroughs = boroughs_of(area, self.atlas)
        held = sorted(
            {
                month
                for d in self._datasets
                for borough in boroughs
                if d.family is family and covers(d, borough)
                for month in set(d.coverage.months) - silent(d, borough)
            }
        )
        return Period(held[0], held[-1]) if held else None

    @cached_property
    def _street(self) -> StreetCounts:
        return StreetCounts(self._datasets, self._catalogue, self.atlas, self._connection)

    @cached_property
    def _official(self) -> OfficialCounts:
        return OfficialCounts(self._datasets, self._catalogue, self.atlas)

    @cached_property
    def _stops(self) -> Stops:
        return Stops(self._datasets, self._catalogue, self.atlas, self._connection)

    @cached_property
    def _outcomes(self) -> Outcomes:
        return Outcomes(self._datasets, self._catalogue, self._street, self._connection)

    @cached_property
    def _incidents(self) -> IncidentCounts:
        return IncidentCounts(
            self._datasets, lambda dataset: self._catalogue.table(dataset, "incidents.parquet"), self.atlas
        )

    @cached_property
    def _shelf(self) -> DenominatorShelf:
        found = ranked(self._datasets, Family.DENOMINATORS)
        return DenominatorShelf.from_files(
            [(self._catalogue.table(d, "denominators.parquet"), d.id) for d in found], self.atlas
        )

    def _tables(self, name: str) -> list[Path]:
        """Return every table of a name among look-ups and boundaries, the dataset that counts most first."""
        found = sorted(self._held, key=lambda dataset: (-dataset.precedence, dataset.id))
        return [self._catalogue.table(d, name) for d in found if name in d.tables]
