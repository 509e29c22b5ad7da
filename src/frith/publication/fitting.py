"""How wide each column of a printed table is, and how small its text must be, so that no word is cut."""

from __future__ import annotations

from collections.abc import Sequence

from frith.publication.fonts import lines_of, text_width

SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
READABLE = 8.0
"""The text size in points below which a table is turned on its side."""
_STEPS = 60
_LINES_OF_A_LABEL = 2.5
_LINE_HEIGHT, _ROW_PADDING = 1.18, 8.8


def fitted(
    columns: Sequence[Sequence[str]], line: float, padding: float, wider: float = 1.0
) -> tuple[float, list[float]]:
    """Return the largest text size at which no word is cut, and the width of each column, filling the line.

    ``columns`` hold every text of a column, its label first; ``line`` and ``padding`` are in points; ``wider`` is how
    much wider than the document font the text will be set. A column is never narrower than its longest word; what is
    left goes bit by bit to the column whose texts take most lines more than one, and then to all alike. If even the
    smallest size is too wide, the line is shared in proportion and long words break.
    """
    size, least = SIZES[-1], [0.0] * len(columns)
    for size in SIZES:
        least = [_longest_word(column, size * wider) + padding for column in columns]
        if sum(least) <= line:
            break
    else:
        return size, [width / sum(least) * line for width in least]
    widths, spare = list(least), line - sum(least)
    texts = [_text_widths(column, size * wider) for column in columns]
    for _ in range(_STEPS):
        breaks = [_extra_lines(held, width - padding) for held, width in zip(texts, widths, strict=True)]
        if not any(breaks):
            break
        widths[breaks.index(max(breaks))] += spare / _STEPS
    left = line - sum(widths)
    return size, [width + left / len(widths) for width in widths]


def _text_widths(column: Sequence[str], size: float) -> list[float]:
    """Return the width of each text of a column on one line; a label may take two or three."""
    label, *texts = column
    return [text_width(label, size, 600) / _LINES_OF_A_LABEL, *(text_width(text, size) for text in texts)]


def _extra_lines(widths: Sequence[float], room: float) -> float:
    """Return how many lines more than one the texts of a column take together."""
    return sum(width / max(room, 1.0) - 1 for width in widths if width > max(room, 1.0))


def _longest_word(texts: Sequence[str], size: float) -> float:
    """Return the width of the widest word; a word may break after a hyphen."""
    words = (word for text in texts for word in text.replace("-", "- ").split())
    return max((text_width(word, size, 600) for word in words), default=0.0)


def row_heights(
    columns: Sequence[Sequence[str]], widths: Sequence[float], size: float, padding: float
) -> list[float]:
    """Return about how tall each row of a table is in points, its header first; at least as tall as it will be."""
    heights = []
    for n in range(len(columns[0]) if columns else 0):
        cells = zip((column[n] for column in columns), widths, strict=True)
        lines = max(_lines(text, width - padding, size, 400 if n else 600) for text, width in cells)
        heights.append(lines * size * _LINE_HEIGHT + _ROW_PADDING)
    return heights


def _lines(text: str, room: float, size: float, weight: int) -> int:
    return max(1, len(lines_of(text.replace("-", "- "), room, size, weight)))
