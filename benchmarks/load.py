"""Checked load of 36 monthly street files beside DuckDB's own plain conversion, and a later question beside DuckDB's.

Gate: at most 1.5 times DuckDB's ``COPY (SELECT * FROM read_csv(…, all_varchar = true)) TO … (FORMAT parquet)`` of the
same files. Aim: no slower; and a question by area, month and type 10 times faster than DuckDB answers it from that
Parquet. Both get two threads and run in turn, each in a fresh process, several rounds; the smallest time counts.
``--rows 20000000`` is the national run: aim 60 s and 3 GB.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Family
from frith.evidence.engine import connect
from frith.evidence.entry import Entry
from frith.evidence.loading import load_all
from frith.evidence.opened import open_evidence
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.categories import CATEGORIES
from frith.vocabulary.periods import Month, Period

SEED = 20160401
MONTHS = 36
PERIOD = Period(Month.of(2016, 4), Month.of(2019, 3))
ROWS_IN_AN_AREA = 550
"""The 35,000 small areas of England and Wales have about 18 million rows in 36 months."""
POINTS_IN_AN_AREA = 15
AREAS_IN_A_BOROUGH = 110
GATE = 1.5
OUTCOMES = (
    "Investigation complete; no suspect identified",
    "Unable to prosecute suspect",
    "Local resolution",
    "",
)


# ------------------------------------------------------------------ the files


def make_files(folder: Path, rows: int) -> None:
    """Write seeded street files of so many rows, and a look-up of their small areas.

    Map points of very different weight; no Crime ID for anti-social behaviour; every fiftieth Crime ID comes again.
    """
    rng = np.random.default_rng(SEED)
    areas = rows // ROWS_IN_AN_AREA
    weight = rng.lognormal(0, 1, areas * POINTS_IN_AN_AREA)
    area = np.arange(weight.size) // POINTS_IN_AN_AREA
    connection = connect(folder / "spill")
    connection.register(
        "points",
        pl.DataFrame(
            {"point": range(weight.size), "area": area, "x": rng.uniform(-2.5, 0.5, weight.size),
             "y": rng.uniform(51.0, 54.0, weight.size)}
        ),
    )  # fmt: skip
    names = np.array([category.name for category in CATEGORIES])
    for number, month in enumerate(PERIOD):
        n = rows // MONTHS + (number < rows % MONTHS)
        crimes = pl.DataFrame(
            {
                "point": rng.choice(weight.size, n, p=weight / weight.sum()),
                "kind": rng.choice(names, n, p=rng.dirichlet(np.full(names.size, 20.0))),
                "outcome": rng.choice(np.array(OUTCOMES), n),
                "transport": rng.random(n) < 0.02,
                "id": [number * rows + k - (k % 50 == 1) for k in range(n)],
            }
        )
        connection.register("crimes", crimes)
        connection.execute(
            f"""COPY (
                SELECT CASE WHEN kind = 'Anti-social behaviour' OR transport THEN '' ELSE sha256(id::VARCHAR) END
                        AS "Crime ID", '{month}' AS "Month",
                    CASE WHEN transport THEN 'British Transport Police' ELSE 'Invented Constabulary' END
                        AS "Reported by", "Reported by" AS "Falls within",
                    printf('%.6f', x) AS "Longitude", printf('%.6f', y) AS "Latitude",
                    'On or near Invented Road ' || point AS "Location", printf('X01%06d', area) AS "LSOA code",
                    printf('Invented %03dA', area) AS "LSOA name", kind AS "Crime type",
                    outcome AS "Last outcome category", NULL AS "Context"
                FROM crimes JOIN points USING (point)
            ) TO '{folder}/{month}-invented-street.csv' (FORMAT csv, HEADER)"""
        )
    code = [f"X01{k:06d}" for k in range(areas)]
    borough = [f"X09{k // AREAS_IN_A_BOROUGH:06d}" for k in range(areas)]
    pl.DataFrame(
        {"LSOA11CD": code, "LSOA11NM": code, "LAD17CD": borough, "LAD17NM": borough,
         "PFA17CD": ["X23000001"] * areas, "PFA17NM": ["Invented"] * areas}
    ).write_csv(folder / "lookup.csv")  # fmt: skip


def street_files(folder: Path) -> list[Path]:
    """Return the street files of a folder."""
    return sorted(folder.glob("*-street.csv"))


# ------------------------------------------------------------------ what is measured, each in a process of its own


def plain_load(folder: Path) -> dict[str, object]:
    """DuckDB's own conversion: every column text; nothing checked, digested or counted."""
    files = [str(path) for path in street_files(folder)]
    started = time.perf_counter()
    connection = duckdb.connect(config={"threads": 2})
    found = connection.execute(
        f"COPY (SELECT * FROM read_csv({files}, all_varchar = true)) TO '{folder}/plain.parquet' (FORMAT parquet)"
    ).fetchone()
    return {"seconds": time.perf_counter() - started, "answer": found[0] if found else 0}


def checked_load(folder: Path) -> dict[str, object]:
    """Frith's load: digests, every rule on every row, typed columns, counts, quality, an atomic end."""
    street = Entry(
        paths=tuple(street_files(folder)), title="made", source="made", licence="none", family=Family.STREET,
        areas=tuple(sorted(set(pl.read_csv(folder / "lookup.csv")["LAD17CD"]))),
    )  # fmt: skip
    shutil.rmtree(folder / "var", ignore_errors=True)
    started = time.perf_counter()
    (loaded,) = load_all(Catalogue(folder / "var"), [street])
    return {"seconds": time.perf_counter() - started, "answer": loaded.dataset.kept}


def plain_question(folder: Path) -> dict[str, object]:
    """Count by area, month and type from DuckDB's Parquet; the second asking is measured."""
    connection = duckdb.connect(config={"threads": 2})
    query = f"""SELECT "LSOA code" AS area, "Month" AS month, "Crime type" AS kind, count(*) AS n
        FROM '{folder}/plain.parquet' GROUP BY ALL"""
    connection.execute(query).fetchnumpy()
    started = time.perf_counter()
    found = connection.execute(query).pl()
    seconds = time.perf_counter() - started
    kinds = {category.name: category.id for category in CATEGORIES}
    return {"seconds": seconds, "answer": digest(found.with_columns(pl.col("kind").replace_strict(kinds)))}


def later_question(folder: Path) -> dict[str, object]:
    """Ask Frith the same for the whole police-force area; the second asking is measured."""
    load_all(
        Catalogue(folder / "var"), [Entry(paths=(folder / "lookup.csv",), title="made", family=Family.LOOKUP)]
    )
    evidence = open_evidence(folder / "var")
    force = evidence.atlas.find("X23000001")
    evidence.street(force, PERIOD, AreaKind.LSOA11)
    started = time.perf_counter()
    cube = evidence.street(force, PERIOD, AreaKind.LSOA11)
    seconds = time.perf_counter() - started
    area, month, kind = np.nonzero(cube.counts)
    cells = {
        "area": np.array(cube.areas)[area],
        "month": np.array([str(each) for each in cube.months])[month],
        "kind": np.array(cube.categories)[kind],
        "n": cube.counts[area, month, kind],
    }
    return {"seconds": seconds, "answer": digest(pl.DataFrame(cells))}


def digest(cells: pl.DataFrame) -> str:
    """Return what two answers are compared by: every cell with its count, in one order."""
    rows = cells.select("area", "month", "kind", pl.col("n").cast(pl.Int64)).sort("area", "month", "kind")
    return hashlib.sha256(rows.write_csv().encode()).hexdigest()


MEASURED: dict[str, Callable[[Path], dict[str, object]]] = {
    "plain-load": plain_load,
    "checked-load": checked_load,
    "plain-question": plain_question,
    "later-question": later_question,
}


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Run one measurement in a process of its own; return seconds, answer and peak memory in GB."""
    ran = subprocess.run(
        [sys.executable, __file__, "--measure", name, "--folder", str(folder)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def in_turn(names: tuple[str, str], folder: Path, rounds: int) -> list[dict[str, Any]]:
    """Measure two things in turn, several rounds; return the quickest of each, whose answers must be equal."""
    ran = [[measure(name, folder) for name in names] for _ in range(rounds)]
    answers = {json.dumps(each["answer"]) for both in ran for each in both}
    if len(answers) != 1:
        message = f"{' and '.join(names)} do not give the same answer"
        raise SystemExit(message)
    return [min((both[k] for both in ran), key=lambda each: each["seconds"]) for k in range(2)]


def main() -> None:
    """Measure both, and print seconds, memory and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measure", choices=MEASURED, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        found = MEASURED[args.measure](args.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(json.dumps(found | {"gigabytes": peak}))
        return
    with tempfile.TemporaryDirectory(prefix="frith-load-") as name:
        folder = Path(name)
        make_files(folder, args.rows)
        size = sum(path.stat().st_size for path in street_files(folder)) / 1024**3
        print(f"  {args.rows:,} rows in {MONTHS} files, {size:.2f} GB")
        plain, checked = in_turn(("plain-load", "checked-load"), folder, args.rounds)
        ratio = checked["seconds"] / plain["seconds"]
        print(f"  DuckDB, plain conversion   {plain['seconds']:7.2f} s  {plain['gigabytes']:5.2f} GB")
        print(f"  Frith, checked load        {checked['seconds']:7.2f} s  {checked['gigabytes']:5.2f} GB")
        verdict = "kept" if ratio <= GATE else "NOT KEPT"
        print(
            f"  {ratio:.2f} times the plain conversion (gate: at most {GATE}, {verdict}; aim: 1.0); same rows kept"
        )
        plain, later = in_turn(("plain-question", "later-question"), folder, args.rounds)
        print(f"  DuckDB, area by month by type from Parquet  {plain['seconds']:6.3f} s")
        print(f"  Frith, the same                             {later['seconds']:6.3f} s")
        print(f"  {plain['seconds'] / later['seconds']:.1f} times faster (aim: 10); same answer")


if __name__ == "__main__":
    main()
