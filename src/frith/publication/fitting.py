"""How wide each column of a printed table is, and how small its text must be, so that no word is cut."""

from __future__ import annotations

from collections.abc import Sequence

from frith.publication.fonts import text_width

SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
READABLE = 8.0
"""The text size in points below which a table is turned on its side."""
_MOST_OF_A_LINE = 0.5
_LINES_OF_A_LABEL = 2.5


def fitted(
    columns: Sequence[Sequence[str]], line: float, padding: float, wider: float = 1.0
) -> tuple[float, list[float]]:
    """Return the largest text size at which no word is cut, and the width of each column, filling the line.

    ``columns`` hold every text of a column, its label first; ``line`` and ``padding`` are in points; ``wider`` is how
    much wider than the document font the text will be set. A column is never narrower than its longest word; what is
    left goes first to columns whose text would otherwise break, then to all alike. If even the smallest size is too
    wide, the line is shared in proportion and long words break.
    """
    size, least = SIZES[-1], [0.0] * len(columns)
    for size in SIZES:
        least = [_widest(column, size * wider, words=True) + padding for column in columns]
        if sum(least) <= line:
            break
    else:
        return size, [width / sum(least) * line for width in least]
    whole = [min(_unbroken(column, size * wider) + padding, line * _MOST_OF_A_LINE) for column in columns]
    more = [max(0.0, full - low) for full, low in zip(whole, least, strict=True)]
    spare = line - sum(least)
    part = min(1.0, spare / sum(more)) if sum(more) else 0.0
    widths = [low + part * extra for low, extra in zip(least, more, strict=True)]
    left = line - sum(widths)
    return size, [width + left / len(widths) for width in widths]


def _unbroken(column: Sequence[str], size: float) -> float:
    """Return the width at which no text of a column breaks but its label, which may break once or twice."""
    label, *texts = column
    return max(_widest(texts, size), text_width(label, size, 600) / _LINES_OF_A_LABEL)


def _widest(texts: Sequence[str], size: float, *, words: bool = False) -> float:
    parts = (part for text in texts for part in (text.split() or [""] if words else [text]))
    return max((text_width(part, size, 600) for part in parts), default=0.0)
