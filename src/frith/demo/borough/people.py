"""Invented denominators: who lives in the boroughs, who works there by day and by night; and a small harm table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import shapely

from frith.demo.borough import names
from frith.demo.borough.chance import Whole, stream
from frith.demo.borough.land import Land
from frith.demo.borough.searches import RESIDENTS

HARM_DAYS: dict[str, float] = {
    "Bicycle theft": 2.0,
    "Burglary": 240.0,
    "Criminal damage and arson": 10.0,
    "Drugs": 4.0,
    "Other crime": 10.0,
    "Other theft": 2.0,
    "Possession of weapons": 270.0,
    "Public order": 8.0,
    "Robbery": 365.0,
    "Shoplifting": 1.0,
    "Theft from the person": 2.0,
    "Vehicle crime": 5.0,
    "Violence and sexual offences": 200.0,
}
"""Invented days of harm for one crime; round numbers, so that nobody takes them for a published index."""

CENSUS_HEADINGS = (
    "Region code,Region name,Local authority code,Local authority name,MSOA Code,MSOA Name,LSOA Code,LSOA Name,"
    ",Persons,Persons,Persons,Hectares,Persons per hectare,Households,Persons per household"
)
"""Three columns are called Persons (all, in households, in communal places), as in the real table."""

POPULATION_YEARS = range(2011, 2019)


def write_people(seed: int, land: Land, folder: Path) -> None:
    """Write census residents and households, ward populations by year, and a profile of each borough."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = stream(seed, "people")
    residents = np.rint(chance.gamma(40, 1_680 / 40, len(land.areas))).astype(np.int64)
    _write_census(chance, land, residents, folder / "census2011_lsoa_population_households.csv")
    _write_wards(land, residents, folder / "ward_population.csv")
    _write_profiles(chance, land, residents, folder / "borough_profiles_2015.csv")


def _write_census(chance: np.random.Generator, land: Land, residents: Whole, path: Path) -> None:
    """Write the census table, thousands commas and all."""
    hectares = shapely.area(land.shapes) / 10_000
    households = np.rint(residents / chance.normal(2.25, 0.12, len(residents))).astype(np.int64)
    communal = np.rint(residents * chance.uniform(0, 0.02, len(residents))).astype(np.int64)
    first_ward = np.searchsorted(land.ward_borough, np.arange(len(land.boroughs)))
    middle = [
        f"{land.boroughs[land.ward_borough[ward]]} {ward + 1 - first_ward[land.ward_borough[ward]]:03d}"
        for ward in land.ward
    ]
    lines = [CENSUS_HEADINGS]
    for index, code in enumerate(land.area_codes):
        owner = land.borough[index]
        place = (
            f"{names.REGION[0]},{names.REGION[1].upper()},{land.borough_codes[owner]},{land.boroughs[owner]}"
        )
        area = f"{names.code('02', int(land.ward[index]) + 1)},{middle[index]},{code},{land.areas[index]}"
        people = [residents[index], residents[index] - communal[index], communal[index]]
        counted = ",".join(f'"{count:,}"' if count > 999 else str(count) for count in people)
        rates = f"{hectares[index]:.0f},{residents[index] / hectares[index]:.1f},{households[index]}"
        lines.append(f"{place},{area},,{counted},{rates},{residents[index] / households[index]:.1f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _write_wards(land: Land, residents: Whole, path: Path) -> None:
    """Write each ward's population by year, growing by one per cent a year from the census."""
    people = np.bincount(land.ward, residents, minlength=len(land.wards))
    square_km = np.bincount(land.ward, shapely.area(land.shapes), minlength=len(land.wards)) / 1e6
    tables = [
        pl.DataFrame(
            {
                "Code": land.ward_codes,
                "Borough": np.array(land.boroughs)[land.ward_borough],
                "Ward_Name": land.wards,
                "Year": [year] * len(land.wards),
                "Population": np.rint(people * 1.01 ** (year - 2011)).astype(np.int64),
                "Square_Kilometres": square_km.round(3),
            },
        )
        for year in POPULATION_YEARS
    ]
    pl.concat(tables).sort("Code", "Year").write_csv(path)


def _write_profiles(chance: np.random.Generator, land: Land, residents: Whole, path: Path) -> None:
    """Write one row per borough: people, households, jobs. The main borough is where the island works."""
    people = np.bincount(land.borough, residents, minlength=len(land.boroughs))
    jobs = people * np.where(np.arange(len(people)) == 0, 1.15, chance.uniform(0.28, 0.5, len(people)))
    pl.DataFrame(
        {
            "gss": land.borough_codes,
            "name": land.boroughs,
            "gla_population_estimate_2017": np.rint(people * 1.01**6 / 100).astype(np.int64) * 100,
            "gla_household_estimate_2017": np.rint(people * 1.01**6 / 2.25).astype(np.int64),
            "pc_of_population_from_bame_groups_2016": [round(100 * (1 - RESIDENTS["White"]), 1)]
            * len(people),
            "number_of_jobs_by_workplace_2014": np.rint(jobs / 100).astype(np.int64) * 100,
        },
    ).write_csv(path)


def write_harm(folder: Path) -> None:
    """Write the invented harm table: force, category, days."""
    folder.mkdir(parents=True, exist_ok=True)
    pl.DataFrame(
        {"force": names.FORCE[1], "crime_type": list(HARM_DAYS), "cchi_days": list(HARM_DAYS.values())},
    ).write_csv(folder / "invented_harm_by_category.csv")
