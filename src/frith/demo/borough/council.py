"""Invented tables as a council and a fire brigade would send them: Excel and CSV, read through the ready mappings."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

from frith.demo.borough.chance import Real, Whole, choose, stream
from frith.demo.borough.land import Land
from frith.demo.borough.streets import Streets

FIRST_DAY, DAYS = date(2016, 4, 1), 730
WRITTEN = datetime(2018, 4, 10)  # noqa: DTZ001 - Excel knows no time zone
"""What the workbooks say of when they were written, so that their bytes are the same every time."""

REPORTS = {"asb": 2_600, "noise": 3_400, "fires": 260}
"""Rows of each table over the two years."""

ASB = {
    "Street drinking": 0.2,
    "Rowdy behaviour": 0.27,
    "Begging": 0.13,
    "Graffiti": 0.12,
    "Fly-tipping": 0.18,
    "Drug litter": 0.1,
}
NOISE = {"Loud music": 0.38, "Party": 0.22, "Building work": 0.16, "Licensed premises": 0.15, "Alarm": 0.09}
FIRES = {
    "Deliberate primary fire, not a vehicle": 0.24,
    "Deliberate primary fire, vehicle": 0.16,
    "Deliberate secondary fire, not a vehicle": 0.5,
    "Violence to fire and rescue staff": 0.03,
    "Fire in a dwelling without a smoke alarm": 0.07,
}


def write_council(seed: int, land: Land, streets: Streets, weight: Real, folder: Path) -> None:
    """Write the main borough's tables; ``weight`` is each map point's recorded rows a month."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = stream(seed, "council")
    point = {name: _points(chance, streets, weight, rows) for name, rows in REPORTS.items()}
    asb = _table(chance, ASB, point["asb"]).hstack(_metres(chance, streets, point["asb"]))
    found_by = choose(chance, {"Council": 0.35, "Public": 0.65}, REPORTS["asb"])
    _write_workbook(asb.with_columns(pl.Series("Found by", found_by)), folder / "anti_social_behaviour.xlsx")
    ward = np.array(land.ward_codes)[land.ward[streets.area[point["noise"]]]]
    outcome = choose(
        chance, {"Advice given": 0.62, "Warning letter": 0.25, "Notice served": 0.13}, REPORTS["noise"]
    )
    noise = _table(chance, NOISE, point["noise"]).with_columns(
        pl.Series("Ward code", ward), pl.Series("Outcome", outcome)
    )
    _write_workbook(noise, folder / "noise.xlsx")
    fires = _table(chance, FIRES, point["fires"]).hstack(_metres(chance, streets, point["fires"]))
    fires.with_columns(pl.col("Date").dt.strftime("%d/%m/%Y")).write_csv(folder / "fires.csv")


def _points(chance: np.random.Generator, streets: Streets, weight: Real, rows: int) -> Whole:
    own = np.where(streets.borough == 0, np.sqrt(weight), 0.0)
    return chance.choice(len(own), size=rows, p=own / own.sum())


def _table(chance: np.random.Generator, shares: dict[str, float], point: Whole) -> pl.DataFrame:
    """Return day, time and category of each row, in order of time."""
    rows = len(point)
    day = np.sort(chance.integers(0, DAYS, rows))
    minute = (np.clip(chance.normal(20, 4, rows), 0, 23.99) * 60).astype(int) // 5 * 5
    return pl.DataFrame(
        {
            "Date": [FIRST_DAY + timedelta(days=int(number)) for number in day],
            "Time": [f"{value // 60:02d}:{value % 60:02d}" for value in minute],
            "Category": choose(chance, shares, rows),
        },
    )


def _metres(chance: np.random.Generator, streets: Streets, point: Whole) -> pl.DataFrame:
    """Return whole metres within some 40 of a map point: councils and brigades may say where a thing happened."""
    places = np.rint(streets.xy[point] + chance.normal(0, 40, (len(point), 2))).astype(np.int64)
    return pl.DataFrame({"Easting": places[:, 0], "Northing": places[:, 1]})


def _write_workbook(table: pl.DataFrame, path: Path) -> None:
    """Write a workbook with one sheet, real dates in its date column."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": WRITTEN, "author": "Invented by Frith"})
        sheet = book.add_worksheet("Data")
        sheet.write_row(0, 0, table.columns, book.add_format({"bold": True}))
        for number, row in enumerate(table.iter_rows(), start=1):
            sheet.write_row(number, 0, row)
