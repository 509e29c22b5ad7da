"""Datasets written as JSON and read back: the catalogue's record, and what the command line lists."""

from __future__ import annotations

from typing import Any

from frith.evidence.dataset import Coverage, Dataset, Family, SourceFile
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.periods import Month

_PLAIN = (
    "id", "title", "source", "licence", "attribution", "precedence", "rows_in", "kept", "rejected",
    "missing_coordinates", "repeated_ids", "rows_without_id", "map_points", "invented", "grade", "grade_rule",
    "details",
)  # fmt: skip
"""Fields of a dataset that JSON holds as they are."""

_WHOLE_NUMBERS = (
    "precedence", "rows_in", "kept", "rejected", "missing_coordinates", "repeated_ids", "rows_without_id"
)  # fmt: skip


def dataset_as_json(dataset: Dataset) -> dict[str, Any]:
    """Return a dataset as plain JSON values; ``gaps`` is added for the reader."""
    coverage = dataset.coverage
    return {name: getattr(dataset, name) for name in _PLAIN} | {
        "family": dataset.family.value,
        "disclosure": dataset.disclosure.value,
        "coverage": {
            "areas": list(coverage.areas),
            "months": [str(month) for month in coverage.months],
            "categories": list(coverage.categories),
            "thin": [[str(month), reason] for month, reason in coverage.thin],
            "thin_by_area": _named_as_json(coverage.thin_by_area),
            "thin_by_force": _named_as_json(coverage.thin_by_force),
            "silent_categories": [
                [borough, category, str(month), reason]
                for borough, category, month, reason in coverage.silent_categories
            ],
        },
        "gaps": [str(month) for month in coverage.gaps],
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in dataset.files],
        "tables": list(dataset.tables),
    }


def dataset_from_json(values: dict[str, Any]) -> Dataset:
    """Read back what :func:`dataset_as_json` wrote. Raises KeyError, TypeError or ValueError for something else."""
    coverage = values["coverage"]
    for name in _WHOLE_NUMBERS:
        if type(values[name]) is not int:
            raise TypeError(f"{name} is no whole number")
    return Dataset(
        **{name: values[name] for name in _PLAIN},
        family=Family(values["family"]),
        disclosure=DisclosurePolicy(values["disclosure"]),
        coverage=Coverage(
            areas=tuple(coverage["areas"]),
            months=tuple(Month.parse(month) for month in coverage["months"]),
            categories=tuple(coverage["categories"]),
            thin=tuple((Month.parse(month), reason) for month, reason in coverage["thin"]),
            thin_by_area=_named(coverage.get("thin_by_area", [])),
            thin_by_force=_named(coverage.get("thin_by_force", [])),
            silent_categories=tuple(
                (borough, category, Month.parse(month), reason)
                for borough, category, month, reason in coverage.get("silent_categories", [])
            ),
        ),
        files=tuple(SourceFile(**file) for file in values["files"]),
        tables=tuple(values["tables"]),
    )


def _named_as_json(thin: tuple[tuple[str, Month, str], ...]) -> list[list[str]]:
    return [[name, str(month), reason] for name, month, reason in thin]


def _named(values: list[list[str]]) -> tuple[tuple[str, Month, str], ...]:
    return tuple((name, Month.parse(month), reason) for name, month, reason in values)
