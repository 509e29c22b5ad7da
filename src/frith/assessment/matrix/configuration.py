"""The matrix as a file says it: factors with their scales and weights, themes, and scores that people gave."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from math import isfinite
from pathlib import Path
from typing import Any

from frith.vocabulary.categories import BY_ID
from frith.vocabulary.faults import Fault, UnreadableInput

HARM, LIKELIHOOD, POSITION = "harm", "likelihood", "organisational position"
SECTIONS = (HARM, LIKELIHOOD, POSITION)
PARTNERSHIP = "partnership"
RULES = ("harm-per-offence", "share-of-incidents", "change", "beside-peers", PARTNERSHIP)
LOWEST, HIGHEST = 1, 4


@dataclass(frozen=True, slots=True)
class Factor:
    """One column of the matrix. ``cuts`` are where scores 2, 3 and 4 begin; ``anchors`` say what 1 to 4 mean.

    ``within_chance`` is the score of a change that chance explains; 0 where the rule knows no chance.
    """

    id: str
    section: str
    title: str
    weight: float
    rule: str
    cuts: tuple[float, ...]
    anchors: tuple[str, ...]
    within_chance: int = 0

    def score(self, value: float) -> int:
        """Return the score of a measured value."""
        return LOWEST + sum(value >= cut for cut in self.cuts)


@dataclass(frozen=True, slots=True)
class Theme:
    """One row. ``category`` is the harmonised category that evidence is taken from, or '' for people's scores alone."""

    id: str
    name: str
    category: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenScore:
    """A score that a person gave to one cell, with the reason and the day."""

    theme: str
    factor: str
    score: int
    scorer: str
    rationale: str
    dated: date


@dataclass(frozen=True, slots=True)
class Matrix:
    """A whole matrix: what is scored, on which scales, by which formula, and what people scored."""

    id: str
    version: int
    dated: date
    title: str
    statement: str
    source: str
    formula: str
    emphasis: tuple[tuple[str, float], ...]
    factors: tuple[Factor, ...]
    themes: tuple[Theme, ...]
    given: tuple[GivenScore, ...]

    @property
    def name(self) -> str:
        """How figures name it: id and version."""
        return f"{self.id} {self.version}"


def brought_text() -> str:
    """Return the matrix file that Frith brings, as text to copy and change."""
    return (files("frith.assessment.matrix") / "matrix.toml").read_text(encoding="utf-8")


def read_matrix(path: Path | None = None) -> Matrix:
    """Read a matrix file, or the one that Frith brings.

    Raises UnreadableInput with every fault of the file at once: not TOML, something missing, an unknown section, rule,
    theme or factor, a score off the scale.
    """
    where = "matrix.toml" if path is None else path.name
    try:
        held = tomllib.loads(brought_text() if path is None else path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as trouble:
        remedy = "Start from the matrix that Frith brings: see docs/how-to/prioritise.md."
        fault = Fault("matrix.unreadable", f"the matrix could not be read: {trouble}", where, remedy=remedy)
        raise UnreadableInput(fault) from trouble
    faults = [
        *_missing(held, where),
        *_wrong_factors(held, where),
        *_wrong_themes(held, where),
        *_wrong_scores(held, where),
        *_repeated(held, where),
    ]
    if faults:
        raise UnreadableInput(*faults)
    return Matrix(
        held["id"],
        held["version"],
        held["dated"],
        held["title"],
        held["statement"],
        held["source"],
        held["formula"],
        tuple((section, float(held["emphasis"][section])) for section in (HARM, LIKELIHOOD)),
        tuple(_factor(one) for one in held["factor"]),
        tuple(_theme(one) for one in held["theme"]),
        tuple(GivenScore(**{key: one[key] for key in _SCORE}) for one in held.get("score", [])),
    )


_SHOWN = 80
_WHOLE = {
    "id": str,
    "version": int,
    "dated": date,
    "title": str,
    "statement": str,
    "source": str,
    "formula": str,
    "emphasis": dict,
    "factor": list,
    "theme": list,
}
_FACTOR = {"id": str, "section": str, "title": str, "weight": (int, float), "rule": str, "anchors": list}
_SCORE = {"theme": str, "factor": str, "score": int, "scorer": str, "rationale": str, "dated": date}


def _factor(one: dict[str, Any]) -> Factor:
    return Factor(
        one["id"],
        one["section"],
        one["title"],
        float(one["weight"]),
        one["rule"],
        tuple(float(cut) for cut in one.get("cuts", [])),
        tuple(one["anchors"]),
        one.get("within_chance", 0),
    )


def _theme(one: dict[str, Any]) -> Theme:
    category = one.get("category", one["id"] if one["id"] in BY_ID else "")
    name = one.get("name") or (BY_ID[category].name if category in BY_ID else one["id"])
    return Theme(one["id"], name, category, tuple(one.get("doubts", [])))


def _lacking(one: dict[str, Any], wanted: dict[str, Any], where: str) -> list[Fault]:
    return [
        Fault(
            "matrix.missing",
            f"{key} is missing or of the wrong kind",
            where,
            given=repr(one.get(key, "nothing")),
        )
        for key, kind in wanted.items()
        if not _is(one.get(key), kind)
    ]


def _is(value: object, kind: Any) -> bool:
    """Whether a value is of a kind; a truth value is no number, and neither is nan or infinity."""
    if isinstance(value, bool):
        return False
    return isinstance(value, kind) and not (isinstance(value, float) and not isfinite(value))


def _missing(held: dict[str, Any], where: str) -> list[Fault]:
    faults = _lacking(held, _WHOLE, where)
    emphasis = held.get("emphasis", {})
    if isinstance(emphasis, dict):
        faults += _lacking(emphasis, {HARM: (int, float), LIKELIHOOD: (int, float)}, f"{where}, emphasis")
        faults += [
            Fault(
                "matrix.scale", "an emphasis must be above 0", f"{where}, emphasis", given=str(emphasis[key])
            )
            for key in (HARM, LIKELIHOOD)
            if _is(emphasis.get(key), (int, float)) and emphasis[key] <= 0
        ]
    return faults


def _wrong_factors(held: dict[str, Any], where: str) -> list[Fault]:
    faults: list[Fault] = []
    for number, one in enumerate(_tables(held, "factor"), 1):
        place = f"{where}, factor {number} ({one.get('id', 'without id')})"
        faults += _lacking(one, _FACTOR, place)
        for key, allowed in (("section", SECTIONS), ("rule", RULES)):
            if isinstance(one.get(key), str) and one[key] not in allowed:
                faults.append(
                    Fault("matrix.unknown", f"{key} is not known", place, ", ".join(allowed), one[key])
                )
        cuts = one.get("cuts", [])
        numeric = isinstance(cuts, list) and all(_is(cut, (int, float)) for cut in cuts)
        if one.get("rule") not in (None, PARTNERSHIP) and not (
            numeric and len(cuts) == HIGHEST - LOWEST and cuts == sorted(cuts)
        ):
            faults.append(Fault("matrix.cuts", "cuts must be three rising numbers", place, given=str(cuts)))
        if _is(one.get("weight"), (int, float)) and one["weight"] < 0:
            faults.append(
                Fault("matrix.scale", "a weight must be 0 or more", place, given=str(one["weight"]))
            )
        chance = one.get("within_chance", 0)
        if not _is(chance, int) or not 0 <= chance <= HIGHEST:
            faults.append(
                Fault("matrix.scale", "within_chance is off the scale", place, f"0 to {HIGHEST}", str(chance))
            )
        if isinstance(one.get("anchors"), list) and len(one["anchors"]) != HIGHEST:
            faults.append(Fault("matrix.anchors", "anchors must say what 1, 2, 3 and 4 mean", place))
    return faults


def _wrong_themes(held: dict[str, Any], where: str) -> list[Fault]:
    faults: list[Fault] = []
    for number, one in enumerate(_tables(held, "theme"), 1):
        place = f"{where}, theme {number}"
        faults += _lacking(one, {"id": str}, place)
        category = one.get("category", "")
        if category and category not in BY_ID:
            faults.append(
                Fault("matrix.unknown", "category is not known", place, ", ".join(BY_ID), str(category))
            )
    return faults


def _wrong_scores(held: dict[str, Any], where: str) -> list[Fault]:
    factors = {one.get("id") for one in _tables(held, "factor")}
    themes = {one.get("id") for one in _tables(held, "theme")}
    faults: list[Fault] = []
    for number, one in enumerate(_tables(held, "score"), 1):
        place = f"{where}, score {number}"
        faults += _lacking(one, _SCORE, place)
        for key, known in (("factor", factors), ("theme", themes)):
            if isinstance(one.get(key), str) and one[key] not in known:
                faults.append(Fault("matrix.unknown", f"{key} is not in this matrix", place, given=one[key]))
        if isinstance(one.get("score"), int) and not LOWEST <= one["score"] <= HIGHEST:
            faults.append(
                Fault("matrix.scale", "a score is off the scale", place, "1 to 4", str(one["score"]))
            )
    return faults


def _repeated(held: dict[str, Any], where: str) -> list[Fault]:
    """Find what may be there once alone: an id of a factor or theme, and a score of one theme for one factor."""
    keys: dict[str, list[Any]] = {
        "factor": [one.get("id") for one in _tables(held, "factor")],
        "theme": [one.get("id") for one in _tables(held, "theme")],
        "score": [(one.get("theme"), one.get("factor")) for one in _tables(held, "score")],
    }
    faults = [
        Fault("matrix.twice", f"a {kind} is there twice", where, "once", str(key))
        for kind, found in keys.items()
        for key in sorted({str(key) for key in found if found.count(key) > 1})
    ]
    return faults + [
        Fault("matrix.missing", f"{kind} must be a list of tables", where, given=repr(held[kind])[:_SHOWN])
        for kind in keys
        if kind in held and (not isinstance(held[kind], list) or len(_tables(held, kind)) != len(held[kind]))
    ]


def _tables(held: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = held.get(key, [])
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
