"""Mappings: a small TOML file that says which column of an incident table is what.

Ready mappings lie beside this module in ``mappings``; a mapping of one's own is checked against
``mappings/mapping.schema.json``. Its fields are fields of a JSON Table Schema (Frictionless Data), each with a role.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl

from frith.vocabulary.faults import Fault, UnknownName, UnreadableInput
from frith.vocabulary.periods import Month

PLACES: tuple[frozenset[str], ...] = (
    frozenset({"longitude", "latitude"}),
    frozenset({"easting", "northing"}),
    frozenset({"lsoa11"}),
    frozenset({"lsoa21"}),
    frozenset({"ward"}),
    frozenset({"borough"}),
    frozenset({"outward"}),
)
"""Ways to say where, the finest first: a row needs one, and coordinates need both."""
WHENS = ("date", "month", "quarter")
_TYPES = {"date": "date", "month": "yearmonth", "time": "time", "count": "integer"}
_NUMBERS = ("longitude", "latitude", "easting", "northing")
_MANY = {"detail", "ignore"}
_SOME_TIME = datetime(2016, 4, 1, 23, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MappedField:
    """One column: its heading, the part it plays, and what its values must be."""

    name: str
    role: str
    type: str
    formats: tuple[str, ...] = ()
    description: str = ""
    constraints: dict[str, Any] = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Whether every row needs a value."""
        return bool(self.constraints.get("required", False))


@dataclass(frozen=True, slots=True)
class CategoryRule:
    """One value of a table and the category it means between two months, both included."""

    given: str
    category: str
    first: Month | None
    last: Month | None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column of a table is what."""

    title: str
    kind: str
    unit: str
    sheet: str
    header: int
    encoding: str
    other: str
    fields: tuple[MappedField, ...]
    categories: tuple[CategoryRule, ...]

    def field_of(self, role: str) -> MappedField | None:
        """Return the first field that plays a role, or None."""
        return next((each for each in self.fields if each.role == role), None)

    def table_schema(self) -> dict[str, Any]:
        """Return the JSON Table Schema of the table, to check it with other tools."""
        fields = []
        for each in self.fields:
            described: dict[str, Any] = {"name": each.name, "type": each.type}
            if each.formats:
                described["format"] = each.formats[0]
            if each.description:
                described["description"] = each.description
            if each.constraints:
                described["constraints"] = each.constraints
            fields.append(described)
        return {
            "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
            "title": self.title,
            "fields": fields,
            "missingValues": [""],
        }


def whole_matches(pattern: str, texts: Sequence[str]) -> list[bool]:
    """Return which texts a regular expression matches from end to end.

    The engine is Rust's, which takes time in proportion to the text whatever the pattern: Python's own can be made to
    run for years. Raises polars.exceptions.ComputeError for what is no regular expression of it.
    """
    return pl.Series(texts, dtype=pl.String).str.contains(rf"\A(?:{pattern})\z").to_list()


def ready_mappings() -> tuple[str, ...]:
    """Return the names of the mappings that come with Frith, in alphabetical order."""
    files = resources.files("frith.evidence").joinpath("mappings").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def _titles() -> dict[str, str]:
    mappings = (parse_mapping(ready_mapping_text(name), name) for name in ready_mappings())
    return {mapping.kind: mapping.title for mapping in mappings}


def title_of(kind: str) -> str:
    """Return what a kind of incident is called: by its ready mapping, else its own words."""
    return _titles().get(kind) or kind.replace("-", " ").capitalize()


def ready_mapping_text(name: str) -> str:
    """Return the TOML of a ready mapping. Raises UnknownName."""
    if name not in ready_mappings():
        raise UnknownName(
            Fault("mapping.unknown", "no ready mapping has this name", "", ", ".join(ready_mappings()), name)
        )
    return resources.files("frith.evidence").joinpath("mappings", f"{name}.toml").read_text("utf-8")


def find_mapping(name_or_file: str, folder: Path) -> Mapping:
    """Return a mapping of one's own, a TOML file relative to a folder, or a ready one by its name."""
    return parse_mapping(mapping_text(name_or_file, folder), name_or_file)


def mapping_text(name_or_file: str, folder: Path) -> str:
    """Return the TOML of a mapping. Raises UnknownName or UnreadableInput if there is none."""
    if not name_or_file.endswith(".toml"):
        return ready_mapping_text(name_or_file)
    path = folder / name_or_file
    if not path.is_file():
        raise UnreadableInput(
            Fault("mapping.missing", "there is no such mapping file", str(path), remedy="Check the name.")
        )
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise UnreadableInput(Fault("mapping.toml", "the mapping is not UTF-8 text", path.name)) from None


def parse_mapping(text: str, name: str) -> Mapping:
    """Return the mapping that a TOML text holds. Raises UnreadableInput with every fault."""
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableInput(Fault("mapping.toml", f"the mapping is not TOML: {error}", name)) from None
    schema = json.loads(
        resources.files("frith.evidence").joinpath("mappings", "mapping.schema.json").read_text("utf-8")
    )
    faults = [
        Fault(
            "mapping.schema",
            error.message,
            f"{name}, {'/'.join(map(str, error.absolute_path)) or 'at the top'}",
        )
        for error in jsonschema.Draft202012Validator(schema).iter_errors(values)
    ]
    if faults:
        raise UnreadableInput(*faults)
    mapping = _mapping(values)
    faults = [
        Fault("mapping.fields", what, name, remedy="See docs/how-to/map-your-own-table.md")
        for what in _gaps(mapping)
    ]
    if faults:
        raise UnreadableInput(*faults)
    return mapping


def _mapping(values: dict[str, Any]) -> Mapping:
    return Mapping(
        title=values["title"],
        kind=values["kind"],
        unit=values.get("unit", "incident"),
        sheet=values.get("sheet", ""),
        header=values.get("header", 1),
        encoding=values.get("encoding", ""),
        other=values.get("other", ""),
        fields=tuple(_field(each) for each in values["fields"]),
        categories=tuple(
            CategoryRule(each["given"], each["is"], *(_month(each.get(end)) for end in ("from", "until")))
            for each in values.get("categories", ())
        ),
    )


def _field(each: dict[str, Any]) -> MappedField:
    role = each["role"]
    usual = "number" if role in _NUMBERS else _TYPES.get(role, "string")
    return MappedField(
        name=each["name"],
        role=role,
        type=each.get("type", usual),
        formats=tuple(each.get("formats", ())),
        description=each.get("description", ""),
        constraints=each.get("constraints", {}),
    )


def _month(text: str | None) -> Month | None:
    return Month.parse(text) if text else None


def _gaps(mapping: Mapping) -> list[str]:
    """Return what a mapping lacks to make sense."""
    roles = [each.role for each in mapping.fields]
    gaps = []
    if sum(roles.count(role) for role in WHENS) != 1:
        gaps.append(f"exactly one field must say when, with the role {', '.join(WHENS)}")
    if not any(place <= set(roles) for place in PLACES):
        gaps.append("no field says where: " + "; ".join(" and ".join(sorted(place)) for place in PLACES))
    repeated = sorted({role for role in roles if roles.count(role) > 1} - _MANY)
    if repeated:
        gaps.append(f"several fields have the role {', '.join(repeated)}")
    names = [each.name.lower() for each in mapping.fields]
    if len(set(names)) < len(names):
        gaps.append("two fields have the same name")
    if mapping.categories and "category" not in roles:
        gaps.append("categories are listed and no field has the role category")
    return gaps + [what for each in mapping.fields for what in _unusable(each)]


def _unusable(each: MappedField) -> list[str]:
    """Return which patterns and formats of a field cannot be read by."""
    faults = []
    pattern = each.constraints.get("pattern")
    if pattern:
        try:
            whole_matches(pattern, [""])
        except pl.exceptions.ComputeError:
            faults.append(
                f"the pattern {pattern!r} of {each.name} is no regular expression that Frith can use"
            )
    for form in each.formats:
        try:
            datetime.strptime(_SOME_TIME.strftime(form), form)  # noqa: DTZ007 - only whether it can be read
        except (ValueError, re.error):
            faults.append(
                f"the format {form!r} of {each.name} is no form of a date or time, such as %d/%m/%Y"
            )
    return faults
