"""Invented police files, with the columns and the oddities of data.police.uk: street, outcomes, stop and search."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from frith.demo.borough import names
from frith.demo.borough.chance import Whole, choose, hexadecimal, stream
from frith.demo.borough.crimes import Crimes
from frith.demo.borough.land import Land
from frith.demo.borough.rates import CRIMES, DRUGS_DEALT_WITH, NOBODY_DEALT_WITH, OFFENDER_DEALT_WITH
from frith.demo.borough.streets import Streets
from frith.evidence.projection import lonlat_from_grid
from frith.vocabulary.periods import Month

MISSING_MONTH = Month.of(2016, 3)
"""The invented police published nothing for this month."""

THIN_MONTH = Month.of(2016, 2)
"""Nor the transport police for this one."""

SHARED_ID = 0.02
"""Share of rows that carry the Crime ID of the row before: one record, several offences."""

UNPLACED = 0.015
STRAYED = 0.01
STRAY_METRES = 120.0
STILL_OPEN = {0: 0.45, 1: 0.25, 2: 0.12}
"""Share still under investigation by the number of months before the end of the files."""

NO_UPDATE = "Status update unavailable"
OPEN = "Under investigation"


@dataclass(frozen=True, slots=True)
class StreetRows:
    """The street rows as published, with the month of each row's outcome (an ordinal, -1 where none is known)."""

    table: pl.DataFrame
    outcome_month: Whole


def street_rows(seed: int, land: Land, streets: Streets, crimes: Crimes) -> StreetRows:
    """Return every row of the street files, in the order of the crimes given."""
    chance = stream(seed, "street")
    rows = len(crimes.point)
    labels = np.array([crime.category for crime in CRIMES])[crimes.category]
    outcome, outcome_month = _outcomes(chance, crimes)
    longitude, latitude = _positions(chance, streets, crimes)
    placed = (chance.uniform(size=rows) >= UNPLACED) | crimes.transport
    reporter = np.where(crimes.transport, names.TRANSPORT_POLICE, names.FORCE[1])
    area = streets.area[crimes.point]
    table = pl.DataFrame(
        {
            "Crime ID": _ids(chance, crimes, labels),
            "Month": np.array([str(month) for month in crimes.period])[crimes.month],
            "Reported by": reporter,
            "Falls within": reporter,
            "Longitude": longitude,
            "Latitude": latitude,
            "Location": np.where(placed, streets.names[crimes.point], "No Location"),
            "LSOA code": np.array(land.area_codes)[area],
            "LSOA name": np.array(land.areas)[area],
            "Crime type": labels,
            "Last outcome category": outcome,
            "Context": pl.repeat(None, rows, dtype=pl.String, eager=True),
        },
    )
    where = ["Longitude", "Latitude", "LSOA code", "LSOA name"]
    return StreetRows(
        table.with_columns(
            pl.when(pl.Series(placed)).then(pl.col(column)).alias(column) for column in where
        ).with_columns(
            pl.when(pl.col(column) != "").then(pl.col(column)).alias(column)
            for column in ("Crime ID", "Last outcome category")
        ),
        outcome_month,
    )


def _ids(chance: np.random.Generator, crimes: Crimes, labels: NDArray[np.str_]) -> NDArray[np.str_]:
    """Return Crime IDs: none for anti-social behaviour or the transport police, some shared with the row before."""
    ids = hexadecimal(chance, len(labels))
    same_place = (np.diff(crimes.point, prepend=-1) == 0) & (np.diff(crimes.month, prepend=-1) == 0)
    repeat = np.flatnonzero(same_place & (chance.uniform(size=len(labels)) < 2 * SHARED_ID))
    ids[repeat] = ids[repeat - 1]
    return np.where(crimes.transport | (labels == "Anti-social behaviour"), "", ids)


def _outcomes(chance: np.random.Generator, crimes: Crimes) -> tuple[NDArray[np.str_], Whole]:
    """Return the last outcome of each row, and the month (ordinal) in which it was reached."""
    rows = len(crimes.point)
    detected = np.array([crime.detected for crime in CRIMES])[crimes.category]
    drugs = np.array([crime.category == "Drugs" for crime in CRIMES])[crimes.category]
    dealt = np.where(drugs, choose(chance, DRUGS_DEALT_WITH, rows), choose(chance, OFFENDER_DEALT_WITH, rows))
    outcome = np.where(
        chance.uniform(size=rows) < detected, dealt, choose(chance, NOBODY_DEALT_WITH, rows)
    ).astype("<U60")
    reached = crimes.period.first.ordinal + crimes.month + chance.geometric(0.45, rows) - 1
    age = crimes.period.last.ordinal - crimes.period.first.ordinal - crimes.month
    open_share = np.array([STILL_OPEN.get(months, 0.01) for months in range(len(crimes.period))])[age]
    still_open = (chance.uniform(size=rows) < open_share) | (reached > crimes.period.last.ordinal)
    outcome[still_open] = OPEN
    outcome[crimes.transport] = NO_UPDATE
    asb = np.array([crime.category == "Anti-social behaviour" for crime in CRIMES])[crimes.category]
    outcome[asb] = ""
    return outcome, np.where(still_open | crimes.transport | asb, -1, reached)


def _positions(
    chance: np.random.Generator, streets: Streets, crimes: Crimes
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return longitude and latitude; a few points have strayed out of the area they are counted in."""
    strayed = chance.uniform(size=len(streets.xy)) < STRAYED
    published = streets.xy + strayed[:, None] * chance.normal(0, STRAY_METRES, streets.xy.shape)
    longitude, latitude = lonlat_from_grid(published[:, 0], published[:, 1])
    return longitude[crimes.point], latitude[crimes.point]


def write_street(rows: StreetRows, crimes: Crimes, folder: Path) -> None:
    """Write one street file a month, in a folder a month, leaving out what was never published."""
    for number, month in enumerate(crimes.period):
        if month == MISSING_MONTH:
            continue
        chosen = crimes.month == number
        if month == THIN_MONTH:
            chosen &= ~crimes.transport
        write_month(rows.table.filter(pl.Series(chosen)), folder, month, "street")


def write_outcomes(rows: StreetRows, crimes: Crimes, folder: Path) -> None:
    """Write one outcomes file a month, for the outcomes reached in it."""
    columns = [
        name for name in rows.table.columns if name not in {"Crime type", "Last outcome category", "Context"}
    ]
    table = rows.table.with_columns(
        pl.col("Last outcome category").alias("Outcome type"),
        pl.Series("reached", rows.outcome_month),
    ).filter(pl.col("Crime ID").is_not_null())
    for month in crimes.period:
        if month == MISSING_MONTH:
            continue
        reached = table.filter(pl.col("reached") == month.ordinal)
        stated = reached.with_columns(pl.lit(str(month)).alias("Month"))
        write_month(stated.select(*columns, "Outcome type"), folder, month, "outcomes")


def write_month(table: pl.DataFrame, folder: Path, month: Month, kind: str) -> None:
    """Write one month's file under the name that data.police.uk would give it."""
    place = folder / str(month) / f"{month}-doggerland-{kind}.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    table.write_csv(place, float_precision=6)
