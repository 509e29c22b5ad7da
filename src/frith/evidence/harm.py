"""Harm tables: days of harm for an average offence of each category. Always an estimate, with a range and its reasons.

The Cambridge Crime Harm Index weighs an offence by the days of prison that sentencing guidelines start from for a
first offence (Sherman, Neyroud and Neyroud 2016, "The Cambridge Crime Harm Index", Policing 10(3)). Open police data
names a category, not an offence, so a category's weight depends on the mix of offences in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from frith.evidence.dataset import Dataset, Family
from frith.evidence.read_result import ReadResult, rejects
from frith.evidence.reading import HarmTable, HarmWeight
from frith.evidence.text_table import read_with_note
from frith.vocabulary.categories import LABELS
from frith.vocabulary.faults import Fault, UnreadableInput

PLAIN = ("category", "days", "low", "high")
"""Headings of a table of one's own: category as data.police.uk writes it, weight, lowest and highest weight."""
BY_FORCE = ("force", "crime_type", "cchi_days")
SUBGROUPS = ("prc_offence_subgroup", "median_days", "mean_days")
RECORDED = ("Financial_Year", "Force_Name", "Offence_Subgroup", "Number_of_Offences", "Policeuk_Cat")
COLUMNS = {"category": pl.String, "days": pl.Float64, "low": pl.Float64, "high": pl.Float64}

SAME_SUBGROUP = {
    "domestic burglary": "residential burglary",
    "non-domestic burglary": "non-residential burglary",
    "miscellaneous crimes": "miscellaneous crimes against society",
    "theft from a vehicle": "vehicle offences",
    "theft of a motor vehicle": "vehicle offences",
    "vehicle interference": "vehicle offences",
}
"""What the recorded-crime tables call a sub-group, and what the table of sub-group weights calls it."""

ESTIMATE = "an estimate: days of prison that sentencing guidelines start from, not harm that anyone measured"
MIX = "a category holds offences of very different weight, and its weight follows the mix that was assumed"
FOUND = (
    "offences that police work finds (drugs, weapons) are left out of totals: more of them is more policing"
)
RANGE = (
    "the range runs from the lowest to the highest of three weights: the one given, and the force's recorded offences "
    "of {year} weighed by the median and by the mean offence of each sub-group"
)
NO_RANGE = "no range is given, so the weight stands alone and hides its own doubt"


def read_harm(
    path: Path, *, edition: str = "", name: str = "", force: str = "", reasons: Sequence[str] = ()
) -> ReadResult:
    """Read one file of a harm table: the weights, or what gives them a range.

    Weights (plain, or by force, of which ``force`` chooses one) become ``harm``: category, days, low, high; ``edition``
    dates them. Weights of sub-groups become ``subgroups`` and recorded crimes ``recorded``, which give weights without
    a range one when the evidence is opened. Raises UnreadableInput if the file is none of these, or has no such force.
    """
    table, note = read_with_note(path)
    numbered = table.with_row_index("line", offset=2)
    details = {
        "edition": edition or "not dated",
        "name": name or path.name,
        "reasons": [reasons] if isinstance(reasons, str) else list(reasons),
        "force": force,
    }
    return replace(_of_its_form(table, numbered, details, path.name), note=note)


def _of_its_form(
    table: pl.DataFrame, numbered: pl.DataFrame, details: dict[str, Any], file: str
) -> ReadResult:
    """Return what a table holds, in the form that its headings show."""
    if set(PLAIN) <= set(table.columns):
        kept, bad = _checked(numbered.select("line", *PLAIN), file)
        return _result("harm", kept, numbered.height, bad, details | {"ranged": True})
    if set(BY_FORCE) <= set(table.columns):
        rows = _of_force(numbered, str(details["force"]), file)
        rows = rows.with_columns(pl.col("days").alias("low"), pl.col("days").alias("high"))
        kept, bad = _checked(rows.select("line", *PLAIN), file)
        return _result("harm", kept, rows.height, bad, details | {"ranged": False})
    if set(SUBGROUPS) <= set(table.columns):
        kept, bad = _numeric(numbered.select("line", *SUBGROUPS), SUBGROUPS[1:], file)
        return _result("subgroups", kept, table.height, bad, details)
    if set(RECORDED) <= set(table.columns):
        kept, bad = _numeric(numbered.select("line", *RECORDED), ("Number_of_Offences",), file)
        return _result("recorded", kept, table.height, bad, details)
    raise UnreadableInput(
        Fault(
            "harm.columns",
            "the file holds no weights of harm",
            file,
            "; ".join(", ".join(headings) for headings in (PLAIN, BY_FORCE, SUBGROUPS, RECORDED)),
            ", ".join(table.columns[:8]),
            f"Name the columns {', '.join(PLAIN)}: days for an average offence of each category.",
        ),
    )


def harm_table(held: Sequence[tuple[Dataset, Path]]) -> HarmTable | None:
    """Return the harm table in force from the family's datasets, each with its folder, those that count first first.

    Weights without a range get one from the sub-group weights and recorded crimes, where both are loaded.
    """
    weights = _first_with("harm", held)
    if weights is None:
        return None
    dataset, table = weights
    reasons = [ESTIMATE, MIX, FOUND, *dataset.details["reasons"]]
    sources = [dataset.source]
    if not dataset.details["ranged"]:
        subgroups, recorded = _first_with("subgroups", held), _first_with("recorded", held)
        if subgroups and recorded:
            table, why = _with_range(table, subgroups[1], recorded[1], str(dataset.details["force"]))
            reasons += why
            sources += [subgroups[0].source, recorded[0].source]
        else:
            reasons.append(NO_RANGE)
    return HarmTable(
        edition=str(dataset.details["edition"]),
        name=str(dataset.details["name"]),
        weights=tuple(HarmWeight(*row) for row in table.sort("category").select(PLAIN).iter_rows()),
        reasons=tuple(reasons),
        source="; ".join(dict.fromkeys(source for source in sources if source)),
    )


def _result(
    name: str, table: pl.DataFrame, rows_in: int, bad: pl.DataFrame, details: dict[str, Any]
) -> ReadResult:
    return ReadResult(
        family=Family.HARM, tables={name: table}, rows_in=rows_in, rejected=bad, details=details
    )


def _numeric(rows: pl.DataFrame, columns: Sequence[str], file: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows whose columns are numbers, as numbers, and the rejected rows."""
    read = rows.with_columns(
        pl.col(columns).str.replace_all(",", "", literal=True).cast(pl.Float64, strict=False)
    )
    broken = pl.any_horizontal(pl.col(columns).is_null())
    bad = [
        (
            file,
            int(line),
            "harm.number",
            ", ".join(value or "" for value in rows.row(index)[1:]),
            "a number cannot be read",
        )
        for index, line in read.with_row_index().filter(broken).select("index", "line").iter_rows()
    ]
    return read.filter(~broken).drop("line"), rejects(bad)


def _first_with(name: str, held: Sequence[tuple[Dataset, Path]]) -> tuple[Dataset, pl.DataFrame] | None:
    for dataset, folder in held:
        if f"{name}.parquet" in dataset.tables:
            return dataset, pl.read_parquet(folder / f"{name}.parquet")
    return None


def _of_force(table: pl.DataFrame, force: str, file: str) -> pl.DataFrame:
    rows = table.filter(pl.col("force").str.to_lowercase() == force.lower())
    if not rows.height:
        raise UnreadableInput(
            Fault(
                "harm.force",
                "the table has no weights for this force",
                file,
                ", ".join(table["force"].unique(maintain_order=True).drop_nulls()),
                force or "no force",
                "State the force beside the file, for example force = 'Metropolitan Police'.",
            ),
        )
    return rows.rename({"crime_type": "category", "cchi_days": "days"})


def _with_range(
    weights: pl.DataFrame, subgroups: pl.DataFrame, recorded: pl.DataFrame, force: str
) -> tuple[pl.DataFrame, list[str]]:
    """Return the weights with ``low`` and ``high`` from a force's mix of offences, and the reasons behind them."""
    mixes, unknown = _weighed_by_mix(subgroups, recorded, force)
    wide = weights.join(mixes, on="category", how="left").with_columns(
        pl.min_horizontal("days", "median", "mean").round(2).alias("low"),
        pl.max_horizontal("days", "median", "mean").round(2).alias("high"),
    )
    reasons = [RANGE.format(year=", ".join(recorded["Financial_Year"].unique().sort()))]
    if unknown:
        reasons.append(f"these sub-groups have no weight and are left out of the range: {', '.join(unknown)}")
    return wide, reasons


def _weighed_by_mix(
    subgroups: pl.DataFrame, recorded: pl.DataFrame, force: str
) -> tuple[pl.DataFrame, list[str]]:
    """Return per category the mean weight over a force's recorded offences, by sub-group median and by mean."""
    weights = subgroups.select(
        pl.col("prc_offence_subgroup").str.to_lowercase().alias("subgroup"),
        "median_days",
        "mean_days",
    )
    offences = recorded.filter(pl.col("Force_Name").str.to_lowercase() == force.lower()).select(
        pl.col("Policeuk_Cat").str.to_lowercase().replace_strict(LABELS, default=None).alias("category"),
        pl.col("Offence_Subgroup").str.to_lowercase().replace(SAME_SUBGROUP).alias("subgroup"),
        pl.col("Number_of_Offences").alias("offences"),
    )
    joined = offences.join(weights, on="subgroup", how="left")
    unknown = (
        joined.filter(pl.col("median_days").is_null() & (pl.col("offences") > 0))["subgroup"].unique().sort()
    )
    counted = (
        joined.filter(pl.col("median_days").is_not_null())
        .group_by("category")
        .agg(
            ((pl.col("offences") * pl.col("median_days")).sum() / pl.col("offences").sum()).alias("median"),
            ((pl.col("offences") * pl.col("mean_days")).sum() / pl.col("offences").sum()).alias("mean"),
        )
    )
    return counted.sort("category"), unknown.to_list()


def _checked(rows: pl.DataFrame, file: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    bad: list[tuple[str, int, str, str, str]] = []
    kept: dict[str, tuple[str, float, float, float]] = {}
    for line, label, *weights in rows.iter_rows():
        category = LABELS.get((label or "").lower())
        numbers = [_number(text) for text in weights]
        if category is None:
            bad.append(
                (file, line, "harm.category", label or "", "the category is not one of data.police.uk")
            )
        elif category in kept:
            bad.append((file, line, "harm.repeated", label, "the category has a weight already"))
        elif any(number is None or number < 0 for number in numbers):
            bad.append(
                (
                    file,
                    line,
                    "harm.days",
                    ", ".join(map(str, weights)),
                    "a weight is not a number of 0 or more",
                )
            )
        else:
            days, low, high = (number or 0.0 for number in numbers)
            if low <= days <= high:
                kept[category] = (category, days, low, high)
            else:
                bad.append(
                    (file, line, "harm.range", f"{low}, {days}, {high}", "the weight lies outside its range")
                )
    table = pl.DataFrame(sorted(kept.values()), schema=COLUMNS, orient="row")
    return table, rejects(bad)


def _number(text: str | None) -> float | None:
    try:
        number = float((text or "").replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
