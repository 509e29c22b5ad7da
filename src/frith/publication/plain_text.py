"""Text that every format can hold."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

T = TypeVar("T")

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 65534, 65535), "")
_CONTROLS.update({ord(char): " " for char in "\t\r\v\f"})
del _CONTROLS[ord("\n")]  # a note keeps its paragraphs


def without_controls(value: T) -> T:
    """Return a value, or a whole document, without control characters, which HTML and Word do not allow.

    They come in by pasting and by damaged files. A tab or a form feed becomes a space; the rest is left out.
    """
    cleaned: T = _cleaned(value)
    return cleaned


def _cleaned(value: Any) -> Any:
    if type(value) is str:
        return value if value.isprintable() else value.translate(_CONTROLS)
    if isinstance(value, tuple):
        parts = tuple(_cleaned(part) for part in value)
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        cleaned = {name: _cleaned(part) for name, part in held.items()}
        changed = {name: part for name, part in cleaned.items() if part is not held[name]}
        return dataclasses.replace(value, **changed) if changed else value
    return value
