"""Invented stop and search: one file a month with the columns of data.police.uk and the small area of each stop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.demo.borough.chance import Whole, choose, stream
from frith.demo.borough.land import Land
from frith.demo.borough.police import MISSING_MONTH, write_month
from frith.demo.borough.streets import Streets
from frith.evidence.projection import lonlat_from_grid
from frith.vocabulary.periods import Month, Period

STOPS_PER_CRIME = 0.09
"""Stops for each row of recorded crime and anti-social behaviour."""

UNPLACED = 0.08
ALMOST_ALL_UNPLACED = {Month.of(2018, 2): 0.95, Month.of(2018, 3): 0.95}
"""Months whose coordinates the invented force lost."""

OBJECTS: dict[str, tuple[float, float, str]] = {
    "Controlled drugs": (0.6, 0.27, "Misuse of Drugs Act 1971 (section 23)"),
    "Stolen goods": (0.17, 0.2, "Police and Criminal Evidence Act 1984 (section 1)"),
    "Offensive weapons": (0.13, 0.17, "Police and Criminal Evidence Act 1984 (section 1)"),
    "Articles for use in criminal damage": (0.05, 0.15, "Police and Criminal Evidence Act 1984 (section 1)"),
    "Anything to threaten or harm anyone": (
        0.04,
        0.04,
        "Criminal Justice and Public Order Act 1994 (section 60)",
    ),
    "Firearms": (0.01, 0.15, "Firearms Act 1968 (section 47)"),
}
"""Object of search: its share of stops, the share in which something was found, the power used."""

GROUPS: dict[str, tuple[float, str]] = {
    "White": (1.0, "White - Any other White background"),
    "Black": (3.1, "Black/African/Caribbean/Black British - African"),
    "Asian": (1.2, "Asian/Asian British - Any other Asian background"),
    "Other": (1.5, "Other ethnic group - Any other ethnic group"),
}
"""Officer-defined group: how many times the White rate it is stopped at, and a self-defined ethnicity."""

RESIDENTS: dict[str, float] = {"White": 0.68, "Black": 0.11, "Asian": 0.13, "Other": 0.08}
"""Share of residents in each group, in every invented borough."""

AGES = {"10-17": 0.16, "18-24": 0.38, "25-34": 0.24, "over 34": 0.22}
FOUND = {
    "Arrest": 0.42,
    "Community resolution": 0.16,
    "Khat or Cannabis warning": 0.26,
    "Penalty Notice for Disorder": 0.08,
    "Summons / charged by post": 0.08,
}
NOTHING = "A no further action disposal"


def write_searches(
    seed: int, land: Land, streets: Streets, weight: NDArray[np.float64], period: Period, folder: Path
) -> None:
    """Write one stop-and-search file a month; ``weight`` is each map point's recorded rows a month."""
    chance = stream(seed, "searches")
    for month in period:
        if month == MISSING_MONTH:
            continue
        stops = chance.poisson(STOPS_PER_CRIME * weight.sum())
        point = chance.choice(len(weight), size=stops, p=weight / weight.sum())
        write_month(_rows(chance, land, streets, point, month), folder, month, "stop-and-search")


def _rows(
    chance: np.random.Generator, land: Land, streets: Streets, point: Whole, month: Month
) -> pl.DataFrame:
    """Return the month's stops in order of time."""
    rows = len(point)
    officer, own = _ethnicity(chance, rows)
    objects = choose(chance, {name: share for name, (share, _, _) in OBJECTS.items()}, rows)
    found_share = np.array([OBJECTS[name][1] for name in objects])
    outcome = np.where(chance.uniform(size=rows) < found_share, choose(chance, FOUND, rows), NOTHING)
    longitude, latitude = lonlat_from_grid(*streets.xy[point].T)
    placed = chance.uniform(size=rows) >= ALMOST_ALL_UNPLACED.get(month, UNPLACED)
    table = pl.DataFrame(
        {
            "Type": choose(
                chance,
                {"Person search": 0.86, "Person and Vehicle search": 0.13, "Vehicle search": 0.01},
                rows,
            ),
            "Date": _moments(chance, month, rows),
            "Part of a policing operation": "False",
            "Policing operation": pl.repeat(None, rows, dtype=pl.String, eager=True),
            "Latitude": latitude,
            "Longitude": longitude,
            "Gender": choose(chance, {"Male": 0.93, "Female": 0.07}, rows),
            "Age range": choose(chance, AGES, rows),
            "Self-defined ethnicity": own,
            "Officer-defined ethnicity": officer,
            "Legislation": np.array([OBJECTS[name][2] for name in objects]),
            "Object of search": objects,
            "Outcome": outcome,
            "Outcome linked to object of search": pl.repeat(None, rows, dtype=pl.String, eager=True),
            "Removal of more than just outer clothing": pl.repeat(None, rows, dtype=pl.String, eager=True),
            "LSOA code": np.array(land.area_codes)[streets.area[point]],
            "LSOA name": np.array(land.areas)[streets.area[point]],
        },
    )
    where = ["Latitude", "Longitude", "LSOA code", "LSOA name"]
    return table.with_columns(
        pl.when(pl.Series(placed)).then(pl.col(name)).alias(name) for name in where
    ).sort("Date", maintain_order=True)


def _ethnicity(chance: np.random.Generator, rows: int) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Return the group an officer noted and the one the person gave; one person in eight does not say."""
    officer = choose(chance, {group: RESIDENTS[group] * times for group, (times, _) in GROUPS.items()}, rows)
    own = np.array([GROUPS[group][1] for group in officer])
    silent = chance.uniform(size=rows) < 1 / 8
    return officer, np.where(silent, "Other ethnic group - Not stated", own)


def _moments(chance: np.random.Generator, month: Month, rows: int) -> NDArray[np.str_]:
    """Return moments of the month, more in the afternoon and evening; none so late that London has the next day."""
    day = chance.integers(1, month.last_day.day + 1, rows)
    hour = np.clip(chance.normal(18, 4.5, rows), 0, 22.99).astype(int)
    minute = chance.integers(0, 12, rows) * 5
    return np.array(
        [f"{month}-{d:02d}T{h:02d}:{m:02d}:00+00:00" for d, h, m in zip(day, hour, minute, strict=True)]
    )
