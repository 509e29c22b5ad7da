"""Small evidence that tests make: street rows in the published layout, a look-up of four small areas in two boroughs.

The codes are invented: letter X, which no country has.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Dataset
from frith.evidence.entry import Entry
from frith.evidence.loading import load_all
from frith.evidence.opened import OpenEvidence

HEADINGS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name",
    "Crime type", "Last outcome category", "Context",
)  # fmt: skip
FORCE = "Invented Constabulary"
TRANSPORT = "British Transport Police"

NORTH, SOUTH = "X09000001", "X09000002"
PLACES = {"X01000001": NORTH, "X01000002": NORTH, "X01000003": SOUTH, "X01000004": SOUTH}
"""Small area and the borough that it lies in."""


@dataclass(frozen=True, slots=True)
class Crime:
    """One street row; the defaults are a sound one."""

    id: str = ""
    month: str = "2016-04"
    reporter: str = FORCE
    longitude: str = "-1.500000"
    latitude: str = "53.500000"
    location: str = "On or near Invented Road"
    lsoa: str = "X01000001"
    kind: str = "Burglary"
    outcome: str = ""

    def values(self) -> tuple[str, ...]:
        """Return the row's values in the order of the headings."""
        return (
            self.id, self.month, self.reporter, self.reporter, self.longitude, self.latitude, self.location,
            self.lsoa, "Invented 001A", self.kind, self.outcome, "",
        )  # fmt: skip


def street_text(crimes: Iterable[Crime], *, end: str = "\n") -> str:
    """The text of a street file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(HEADINGS)
    writer.writerows(crime.values() for crime in crimes)
    return out.getvalue()


def street_file(folder: Path, crimes: Iterable[Crime], name: str = "2016-04-invented-street.csv") -> Path:
    """Write a street file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(street_text(crimes), encoding="utf-8")
    return path


def lookup_entries(folder: Path) -> list[Entry]:
    """Write the look-ups of :data:`PLACES` and return entries for them."""
    folder.mkdir(parents=True, exist_ok=True)
    small = folder / "lsoa11_ward16.csv"
    rows = [
        f"{lsoa},Invented {n:03d}A,X0500000{1 + (borough == SOUTH)},{'North' if borough == NORTH else 'South'} ward,"
        f"{borough},{'Northham' if borough == NORTH else 'Southham'}"
        for n, (lsoa, borough) in enumerate(PLACES.items(), 1)
    ]
    small.write_text("LSOA11CD,LSOA11NM,WD16CD,WD16NM,LAD16CD,LAD16NM\n" + "\n".join(rows) + "\n")
    large = folder / "lad17_csp17_pfa17.csv"
    large.write_text(
        "LAD17CD,LAD17NM,CSP17CD,CSP17NM,PFA17CD,PFA17NM\n"
        f"{NORTH},Northham,X22000001,Northham,X23000001,Invented\n"
        f"{SOUTH},Southham,X22000002,Southham,X23000001,Invented\n"
    )
    return [entry(small, family="lookup", title="small"), entry(large, family="lookup", title="large")]


def entry(*paths: Path, family: str | None = "police.street", **rest: object) -> Entry:
    """Return an entry with a stated source."""
    from frith.evidence.dataset import Family

    said: dict[str, object] = {"source": "a test", "licence": "none needed", "title": "made"}
    return Entry(paths=paths, family=Family(family) if family else None, **{**said, **rest})  # type: ignore[arg-type]


def load_one(state: Path, given: Entry, **terms: object) -> Dataset:
    """Load one entry that makes one dataset, and return it."""
    (loaded,) = load_all(Catalogue(state), [given], **terms)  # type: ignore[arg-type]
    return loaded.dataset


def opened(state: Path, *entries: Entry) -> OpenEvidence:
    """Load look-ups and entries into a state folder, and open it."""
    catalogue = Catalogue(state)
    load_all(catalogue, [*lookup_entries(state.parent / "lookups"), *entries])
    return OpenEvidence(catalogue)
