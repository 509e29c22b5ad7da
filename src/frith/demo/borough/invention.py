"""Writes the whole invention into a folder, at once or not at all."""

from __future__ import annotations

import shutil
from importlib import resources
from pathlib import Path

import numpy as np

from frith.demo.borough import names
from frith.demo.borough.council import write_council
from frith.demo.borough.crimes import invent_crimes
from frith.demo.borough.ground import write_boundaries, write_lookups
from frith.demo.borough.land import invent_land
from frith.demo.borough.official import write_official
from frith.demo.borough.people import write_harm, write_people
from frith.demo.borough.police import street_rows, write_outcomes, write_street
from frith.demo.borough.searches import write_searches
from frith.demo.borough.streets import invent_streets
from frith.evidence.whole_files import fresh_folder
from frith.vocabulary.faults import Fault, StorageTrouble
from frith.vocabulary.periods import Period

AREA = names.code("09", 1)
"""The main borough's code."""

PERIOD = Period.parse("2016-01", "2018-03")
"""The months of the police files."""

ROWS_A_YEAR = 20_000
"""Rows that the main borough would have in 2016/17 from its streets by nature; hot spots and stations add a third."""

SEED = 2018

EDITION = 1
"""Goes up when the same seed would give other bytes."""

MARK = "INVENTED.txt"
"""The file by which an invention is known. It is written last."""


def invent(folder: Path, *, seed: int = SEED, rows_a_year: int = ROWS_A_YEAR) -> Path:
    """Write the invented evidence into ``folder`` and return it; one that holds the same invention is left alone.

    The same seed and rows give the same bytes. The files are written beside the folder and renamed into place, so a
    call that was cut short leaves nothing that could be taken for the whole. A folder that holds anything else is
    refused with StorageTrouble, except an empty one.
    """
    if _holds(folder, seed, rows_a_year):
        return folder
    with fresh_folder(folder) as staging:
        write_all(staging, seed, rows_a_year)
    return folder


def _holds(folder: Path, seed: int, rows_a_year: int) -> bool:
    """Return whether a folder holds this very invention already."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    mark = folder / MARK
    if mark.is_file() and mark.read_text(encoding="utf-8") == _mark(seed, rows_a_year):
        return True
    raise StorageTrouble(
        Fault(
            "demo.foreign-folder",
            "the folder holds something that is not this invention",
            str(folder),
            "a folder that is not there, or is empty",
            remedy="Name another folder, or remove this one if nobody needs it.",
        ),
    )


def _mark(seed: int, rows_a_year: int) -> str:
    return f"Invented by Frith: nothing in it is real. Edition {EDITION}, seed {seed}, {rows_a_year} rows a year.\n"


def write_all(folder: Path, seed: int, rows_a_year: int) -> None:
    """Write every file of the invention."""
    land = invent_land(seed)
    streets = invent_streets(seed, land)
    crimes = invent_crimes(seed, land, streets, PERIOD, rows_a_year)
    rows = street_rows(seed, land, streets, crimes)
    weight = np.bincount(crimes.point, minlength=len(streets.xy)) / len(PERIOD)
    write_street(rows, crimes, folder / "police")
    write_outcomes(rows, crimes, folder / "police")
    write_searches(seed, land, streets, weight, PERIOD, folder / "police")
    write_official(seed, land, streets, crimes, rows_a_year, folder / "official")
    write_boundaries(land, folder / "boundaries")
    write_lookups(land, folder / "lookups")
    write_people(seed, land, folder / "denominators")
    write_harm(folder / "harm")
    write_council(seed, land, streets, weight, folder / "council")
    shutil.copyfile(str(resources.files("frith.demo.borough") / "evidence.toml"), folder / "evidence.toml")
    (folder / MARK).write_text(_mark(seed, rows_a_year), encoding="utf-8")
