"""Invented denominators: who lives in the boroughs, who is there by day and by night; and a small harm table.

The plain form of a denominators file is used, because the forms of the real files name real publishers.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import shapely

from frith.demo.borough.chance import Real, stream
from frith.demo.borough.land import Land
from frith.demo.borough.searches import RESIDENTS

YEAR = "2016"
SOURCE = "Invented by Frith"
CAVEATS: dict[str, str] = {
    "residents": "",
    "households": "",
    "workday people": "people who live or work in the area on a working day; visitors are not in it",
    "night-time workers": "people at work between six in the evening and six in the morning; guests are not in it",
}

HARM_DAYS: dict[str, tuple[float, float, float]] = {
    "Bicycle theft": (2.0, 1.0, 3.0),
    "Burglary": (240.0, 180.0, 280.0),
    "Criminal damage and arson": (10.0, 5.0, 15.0),
    "Drugs": (4.0, 2.0, 6.0),
    "Other crime": (10.0, 5.0, 20.0),
    "Other theft": (2.0, 1.0, 3.0),
    "Possession of weapons": (270.0, 200.0, 300.0),
    "Public order": (8.0, 5.0, 12.0),
    "Robbery": (365.0, 300.0, 400.0),
    "Shoplifting": (1.0, 1.0, 2.0),
    "Theft from the person": (2.0, 1.0, 3.0),
    "Vehicle crime": (5.0, 3.0, 8.0),
    "Violence and sexual offences": (200.0, 120.0, 320.0),
}
"""Invented days of harm for one crime, lowest and highest: round, so that nobody takes them for a published index."""


def write_people(seed: int, land: Land, folder: Path) -> None:
    """Write one row per small area and unit: residents, households, people by day and by night, ethnic groups."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = stream(seed, "people")
    residents = np.rint(chance.gamma(40, 1_680 / 40, len(land.areas)))
    jobs = _jobs(chance, land, residents)
    counts = {
        "residents": residents,
        "households": residents / chance.normal(2.25, 0.12, len(residents)),
        "workday people": 0.52 * residents + jobs,
        "night-time workers": 0.11 * jobs,
    }
    groups = residents[:, None] * chance.dirichlet(30 * np.array(list(RESIDENTS.values())), len(residents))
    tables = [_rows(land, unit, people, "denominator", CAVEATS[unit]) for unit, people in counts.items()]
    tables += [_rows(land, group, groups[:, index], "group", "") for index, group in enumerate(RESIDENTS)]
    pl.concat(tables).write_csv(folder / "denominators.csv")


def _jobs(chance: np.random.Generator, land: Land, residents: Real) -> Real:
    """Return jobs by small area: near the town centres, and in the main borough far more than it has workers."""
    middles = shapely.get_coordinates(shapely.centroid(land.shapes))
    distance = np.sqrt(((middles - land.centres[land.borough]) ** 2).sum(axis=1))
    draw = np.exp(-distance / 700.0) * chance.gamma(4, 1 / 4, len(middles)) + 0.04
    people = np.bincount(land.borough, residents)
    wanted = people * np.where(np.arange(len(people)) == 0, 1.15, chance.uniform(0.28, 0.5, len(people)))
    return np.asarray(draw * (wanted / np.bincount(land.borough, draw))[land.borough])


def _rows(land: Land, unit: str, people: Real, use: str, caveat: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "area": land.area_codes,
            "unit": unit,
            "value": np.rint(people).astype(np.int64),
            "year": YEAR,
            "use": use,
            "caveat": caveat,
            "source": SOURCE,
        },
    )


def write_harm(folder: Path) -> None:
    """Write the invented harm table: category, days, lowest and highest."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(category, *days) for category, days in HARM_DAYS.items()]
    table = pl.DataFrame(rows, schema=["category", "days", "low", "high"], orient="row")
    table.write_csv(folder / "invented_harm_by_category.csv")
