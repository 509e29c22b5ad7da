"""The document font: Source Sans 3, which ``make setup`` fetches (SIL Open Font Licence 1.1).

Charts are laid out with the font's own advance widths, so that labels are placed without overlap and every machine
draws the same picture.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path

import typst

from frith.vocabulary.faults import Fault, WrongSettings

FAMILY = "Source Sans 3"
STACK = "'Source Sans 3','Source Sans Pro',Arial,Helvetica,sans-serif"
"""Families for pages that cannot carry the font."""
PAGE_WEIGHTS = (400, 600, 700)
"""Weights that pages use."""
_FILES = {400: "SourceSans3-Regular.ttf", 600: "SourceSans3-SemiBold.ttf", 700: "SourceSans3-Bold.ttf"}


def folder() -> Path:
    """Return the folder that holds the font files. Raises WrongSettings if set-up has not put them there."""
    place = Path(__file__).parent / "fonts"
    wanted = (*_FILES.values(), *(_page_file(weight) for weight in PAGE_WEIGHTS))
    missing = [name for name in wanted if not (place / name).is_file()]
    if missing:
        raise WrongSettings(
            Fault(
                "settings.fonts",
                "the document font is not installed",
                "frith/publication/fonts",
                "the font files that set-up fetches",
                f"missing: {', '.join(missing)}",
                "Run make setup.",
            ),
        )
    return place


def page_font(weight: int) -> bytes:
    """Return the font of a weight as WOFF2, Latin letters alone, for pages and for papers that are one HTML file."""
    return (folder() / _page_file(weight)).read_bytes()


@cache
def typst_fonts() -> typst.Fonts:
    """Return the document font for Typst, and Typst's own for signs that it lacks; never a font of the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder())])


def _page_file(weight: int) -> str:
    return f"SourceSans3-{weight}.woff2"


@cache
def _widths(weight: int) -> tuple[dict[int, int], int]:
    """Read advance widths by character, in font units, and the units of an em (OpenType cmap 4, hmtx)."""
    data = (folder() / _FILES[weight]).read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack_from(">II", data, at + 8)
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    em = struct.unpack_from(">H", data, tables[b"head"][0] + 18)[0]
    measured = struct.unpack_from(">H", data, tables[b"hhea"][0] + 34)[0]
    advances = struct.unpack_from(">" + "Hh" * measured, data, tables[b"hmtx"][0])[::2]
    glyphs = _glyphs_by_character(data, tables[b"cmap"][0])
    return {char: advances[min(glyph, measured - 1)] for char, glyph in glyphs.items()}, em


def _glyphs_by_character(data: bytes, cmap: int) -> dict[int, int]:
    """Read the format 4 character map (OpenType specification, "cmap")."""
    starts = (
        cmap + struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)[2]
        for n in range(struct.unpack_from(">H", data, cmap + 2)[0])
    )
    at = next(start for start in starts if struct.unpack_from(">H", data, start)[0] == 4)
    segments = struct.unpack_from(">H", data, at + 6)[0] // 2
    read = [
        struct.unpack_from(
            f">{segments}{'h' if part == 2 else 'H'}", data, at + 14 + 2 * segments * part + pad
        )
        for part, pad in ((0, 0), (1, 2), (2, 2), (3, 2))
    ]
    glyphs: dict[int, int] = {}
    for n, (last, first, delta, offset) in enumerate(zip(*read, strict=True)):
        for char in range(first, min(last, 0xFFFE) + 1):
            glyph = char
            if offset:
                place = at + 16 + 6 * segments + 2 * n + offset + 2 * (char - first)
                glyph = struct.unpack_from(">H", data, place)[0]
                if not glyph:
                    continue
            glyphs[char] = (glyph + delta) & 0xFFFF
    return glyphs


@cache
def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return the width of a line of text in the unit of ``size``. Characters the font lacks count as one em."""
    widths, em = _widths(weight)
    return sum(widths.get(ord(char), em) for char in text) * size / em


class _Printable(dict[int, str | int]):
    """A translation table, worked out as characters are met: see :func:`printable`."""

    def __missing__(self, char: int) -> str | int:
        kind = unicodedata.category(chr(char))
        if char in _widths(400)[0]:
            self[char] = char
        elif kind in ("Zs", "Zl", "Zp") or char in (9, 10, 13):
            self[char] = " "
        else:
            self[char] = "" if kind in ("Cc", "Cf") else f"[U+{char:04X}]"
        return self[char]


_PRINTABLE = _Printable()


def printable(text: str) -> str:
    """Return text in which a character that the document font lacks is written by its number, as ``[U+6F22]``.

    A tagged PDF may hold no character that cannot be drawn. Pages and Word keep the text as it is.
    """
    return text.translate(_PRINTABLE)


def lines_of(text: str, width: float, size: float, weight: int = 400) -> tuple[str, ...]:
    """Break text at spaces into lines no wider than ``width``; a single word that is wider stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size, weight) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)
