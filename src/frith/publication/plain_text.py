"""Text as it is printed: nothing that a format cannot hold, and quotation marks as a printer sets them."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

T = TypeVar("T")

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160), 65534, 65535), "")
_CONTROLS.update({ord(char): " " for char in "\t\r\v\f"})
del _CONTROLS[ord("\n")]  # a note keeps its paragraphs


def as_printed(value: T) -> T:
    """Return a text, or a whole document, as it is printed.

    Control characters, which come in by pasting and which HTML and Word do not allow, are left out; a tab becomes a
    space. Straight quotation marks become curly ones.
    """
    cleaned: T = _cleaned(value)
    return cleaned


def _curly(text: str) -> str:
    """Open a quotation at the start of a word and close it elsewhere; an apostrophe closes."""
    if "'" not in text and '"' not in text:
        return text
    for straight, opening, closing in (("'", "‘", "’"), ('"', "“", "”")):
        text = re.sub(rf"(^|[\s(\[–—/“‘]){straight}(?=\S)", rf"\1{opening}", text).replace(straight, closing)
    return text


def _cleaned(value: Any) -> Any:
    if type(value) is str:
        return _curly(value if value.isprintable() else value.translate(_CONTROLS))
    if isinstance(value, tuple):
        parts = tuple(_cleaned(part) for part in value)
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        cleaned = {name: _cleaned(part) for name, part in held.items()}
        changed = {name: part for name, part in cleaned.items() if part is not held[name]}
        return dataclasses.replace(value, **changed) if changed else value
    return value
