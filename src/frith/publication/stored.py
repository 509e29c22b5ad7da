"""Papers and figures as text that can be kept and read back: an issued paper is rendered from it, years later.

Every value of the document model goes to JSON and comes back equal to what it was. Each dataclass and enum is written
with its name, so that a reader of an old paper is told, rather than guesses, when a kind is no longer known.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from enum import Enum
from typing import Any, TypeVar

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from frith.assessment import exhibits
from frith.publication import document as paper
from frith.publication.document import Document
from frith.vocabulary import disclosure, figures, periods
from frith.vocabulary.faults import Fault, IntegrityBroken
from frith.vocabulary.figures import Figure

DOCUMENT = "document.json"
"""The file of an assessment that holds the paper itself, from which the site shows it as a page."""

T = TypeVar("T")

_KINDS: dict[str, type] = {
    name: kind
    for module in (figures, disclosure, periods, exhibits, paper)
    for name, kind in vars(module).items()
    if isinstance(kind, type)
    and kind.__module__.startswith("frith.")
    and (dataclasses.is_dataclass(kind) or issubclass(kind, Enum))
}
"""Every dataclass and enum that a paper can be made of, by name."""


def document_text(document: Document) -> str:
    """Return a document as canonical JSON: the same document gives the same text, always."""
    return _text(document)


def document_from(text: str) -> Document:
    """Read back what :func:`document_text` wrote. Raises IntegrityBroken if it is something else."""
    return _read(text, Document)


def figure_text(figure: Figure) -> str:
    """Return a figure as canonical JSON."""
    return _text(figure)


def figure_from(text: str) -> Figure:
    """Read back what :func:`figure_text` wrote. Raises IntegrityBroken if it is something else."""
    return _read(text, Figure)


def _text(value: Document | Figure) -> str:
    return json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _read(text: str, kind: type[T]) -> T:
    try:
        value = _value(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise _not_readable(kind, str(error)) from error
    if not isinstance(value, kind):
        raise _not_readable(kind, type(value).__name__)
    return value


def _not_readable(kind: type, given: str) -> IntegrityBroken:
    return IntegrityBroken(
        Fault(
            "stored.unreadable",
            f"a stored {kind.__name__.lower()} cannot be read back",
            allowed="what this version of Frith, or an earlier one, stored",
            given=given,
            remedy="Restore it from a backup, or use the version of Frith that wrote it.",
        )
    )


def _plain(value: Any) -> Any:
    """Return a value of the document model as plain JSON values."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return {"is": type(value).__name__, "value": value.value}
    if isinstance(value, date):
        return {"is": "date", "value": value.isoformat()}
    if isinstance(value, BaseGeometry):
        return {"is": "shape", "value": value.wkb_hex}
    if isinstance(value, np.ndarray):
        return {"is": "numbers", "shape": list(value.shape), "value": [_plain_number(x) for x in value.flat]}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if dataclasses.is_dataclass(value) and _KINDS.get(type(value).__name__) is type(value):
        held = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"is": type(value).__name__, "value": held}
    message = f"a paper cannot hold a {type(value).__name__}"
    raise TypeError(message)


def _plain_number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def _value(plain: Any) -> Any:
    """Return the value that :func:`_plain` was given."""
    if isinstance(plain, list):
        return tuple(_value(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    kind, held = plain["is"], plain["value"]
    if kind == "date":
        return date.fromisoformat(held)
    if kind == "shape":
        return shapely.from_wkb(held)
    if kind == "numbers":
        numbers = [np.nan if number is None else number for number in held]
        return np.array(numbers, dtype=np.float64).reshape(plain["shape"])
    if issubclass(_KINDS[kind], Enum):
        return _KINDS[kind](held)
    return _KINDS[kind](**{name: _value(part) for name, part in held.items()})
