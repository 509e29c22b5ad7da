"""Invented official counts by borough and ward: months as columns, as the Metropolitan Police publishes them.

The official count holds what the map points hold, less anti-social behaviour and the transport police, and a little
more: crimes that could not be put on a map.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from frith.demo.borough.chance import Real, Whole, stream
from frith.demo.borough.crimes import HISTORY, Crimes, expected
from frith.demo.borough.land import Land
from frith.demo.borough.rates import CRIMES
from frith.demo.borough.streets import Streets

BEYOND_THE_MAP = 0.07
"""Official crimes that are on no map, for each one that is."""

HEADINGS: dict[str, dict[tuple[str, str], float]] = {
    "Bicycle theft": {("THEFT", "BICYCLE THEFT"): 1.0},
    "Burglary": {
        ("BURGLARY", "BURGLARY BUSINESS AND COMMUNITY"): 0.34,
        ("BURGLARY", "DOMESTIC BURGLARY"): 0.66,
    },
    "Criminal damage and arson": {
        ("ARSON AND CRIMINAL DAMAGE", "ARSON"): 0.04,
        ("ARSON AND CRIMINAL DAMAGE", "CRIMINAL DAMAGE"): 0.96,
    },
    "Drugs": {
        ("DRUG OFFENCES", "POSSESSION OF DRUGS"): 0.88,
        ("DRUG OFFENCES", "TRAFFICKING OF DRUGS"): 0.12,
    },
    "Other crime": {("MISCELLANEOUS CRIMES AGAINST SOCIETY", "MISC CRIMES AGAINST SOCIETY"): 1.0},
    "Other theft": {("THEFT", "OTHER THEFT"): 1.0},
    "Possession of weapons": {("POSSESSION OF WEAPONS", "POSSESSION OF WEAPONS"): 1.0},
    "Public order": {
        ("PUBLIC ORDER OFFENCES", "OTHER OFFENCES PUBLIC ORDER"): 0.08,
        ("PUBLIC ORDER OFFENCES", "PUBLIC FEAR ALARM OR DISTRESS"): 0.72,
        ("PUBLIC ORDER OFFENCES", "RACE OR RELIGIOUS AGG PUBLIC FEAR"): 0.18,
        ("PUBLIC ORDER OFFENCES", "VIOLENT DISORDER"): 0.02,
    },
    "Robbery": {
        ("ROBBERY", "ROBBERY OF BUSINESS PROPERTY"): 0.07,
        ("ROBBERY", "ROBBERY OF PERSONAL PROPERTY"): 0.93,
    },
    "Shoplifting": {("THEFT", "SHOPLIFTING"): 1.0},
    "Theft from the person": {("THEFT", "THEFT FROM THE PERSON"): 1.0},
    "Vehicle crime": {
        ("VEHICLE OFFENCES", "AGGRAVATED VEHICLE TAKING"): 0.01,
        ("VEHICLE OFFENCES", "INTERFERING WITH A MOTOR VEHICLE"): 0.12,
        ("VEHICLE OFFENCES", "THEFT FROM A VEHICLE"): 0.6,
        ("VEHICLE OFFENCES", "THEFT OR UNAUTH TAKING OF A MOTOR VEH"): 0.27,
    },
    "Violence and sexual offences": {
        ("SEXUAL OFFENCES", "OTHER SEXUAL OFFENCES"): 0.055,
        ("SEXUAL OFFENCES", "RAPE"): 0.035,
        ("VIOLENCE AGAINST THE PERSON", "STALKING AND HARASSMENT"): 0.24,
        ("VIOLENCE AGAINST THE PERSON", "VIOLENCE WITH INJURY"): 0.3,
        ("VIOLENCE AGAINST THE PERSON", "VIOLENCE WITHOUT INJURY"): 0.37,
    },
}
"""Major and minor headings of the official counts, and each one's share of a category."""


def write_official(
    seed: int, land: Land, streets: Streets, crimes: Crimes, rows_a_year: int, folder: Path
) -> None:
    """Write borough and ward counts; every ward sum equals its borough."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = stream(seed, "official")
    wards = _mapped(land, streets, crimes)
    share = _ward_share(land, wards)
    wanted = expected(seed, land, HISTORY.months, rows_a_year)
    first = crimes.period.first - HISTORY.first
    keys, parts = [], []
    for index, crime in enumerate(CRIMES):
        if crime.category not in HEADINGS:
            continue
        before = chance.poisson(
            (1 + BEYOND_THE_MAP) * wanted[land.ward_borough, :first, index] * share[:, None, index]
        )
        within = wards[:, :, index] + chance.poisson(BEYOND_THE_MAP * wards[:, :, index])
        minor = HEADINGS[crime.category]
        keys += list(minor)
        parts.append(chance.multinomial(np.hstack([before, within]), list(minor.values())))
    counts = np.concatenate(parts, axis=2)
    _write_wards(land, keys, counts, folder / "recorded-crime-ward.csv")
    _write_boroughs(land, keys, counts, folder / "recorded-crime-borough.csv")


def _mapped(land: Land, streets: Streets, crimes: Crimes) -> Whole:
    """Count the territorial force's mapped rows by ward, month and category."""
    shape = (len(land.wards), len(crimes.period), len(CRIMES))
    own = ~crimes.transport
    ward = land.ward[streets.area[crimes.point[own]]]
    flat = np.ravel_multi_index((ward, crimes.month[own], crimes.category[own]), shape)
    return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)


def _ward_share(land: Land, wards: Whole) -> Real:
    """Return each ward's share of its borough's rows by category."""
    by_ward = wards.sum(axis=1).astype(np.float64)
    whole = np.zeros((len(land.boroughs), len(CRIMES)))
    np.add.at(whole, land.ward_borough, by_ward)
    return np.asarray(by_ward / np.maximum(whole, 1)[land.ward_borough])


def _months() -> list[str]:
    return [str(month).replace("-", "") for month in HISTORY]


def _write_wards(land: Land, keys: list[tuple[str, str]], counts: Whole, path: Path) -> None:
    wards, months, minors = counts.shape
    table = pl.DataFrame(
        {
            "wardname": np.repeat(land.wards, minors),
            "wardcode": np.repeat(land.ward_codes, minors),
            "majortext": [major for major, _ in keys] * wards,
            "minortext": [minor for _, minor in keys] * wards,
            "lookup_boroughname": np.repeat(np.array(land.boroughs)[land.ward_borough], minors),
        },
    )
    _with_months(table, counts.transpose(0, 2, 1).reshape(wards * minors, months)).write_csv(path)


def _write_boroughs(land: Land, keys: list[tuple[str, str]], counts: Whole, path: Path) -> None:
    boroughs = len(land.boroughs)
    _, months, minors = counts.shape
    sums = np.zeros((boroughs, months, minors), dtype=np.int64)
    np.add.at(sums, land.ward_borough, counts)
    table = pl.DataFrame(
        {
            "majortext": [major for major, _ in keys] * boroughs,
            "minortext": [minor for _, minor in keys] * boroughs,
            "boroughname": np.repeat(land.boroughs, minors),
        },
    )
    _with_months(table, sums.transpose(0, 2, 1).reshape(boroughs * minors, months)).write_csv(path)


def _with_months(table: pl.DataFrame, counts: Whole) -> pl.DataFrame:
    return table.hstack(pl.DataFrame(counts, schema=_months(), orient="row"))
