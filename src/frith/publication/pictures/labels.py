"""Names placed on a picture so that none covers another."""

from __future__ import annotations

from dataclasses import dataclass, field

from frith.publication.pictures.svg import Anchor, Point, Sheet

Box = tuple[float, float, float, float]
_APART, _ABOVE = 5.0, 3.0
"""Pixels kept free at the sides of a name on a map, and above and below it, so that no two read as one."""


@dataclass(slots=True)
class Labels:
    """Remembers what is already taken on a sheet, between its edges."""

    sheet: Sheet
    left: float
    top: float
    right: float
    bottom: float
    taken: list[Box] = field(default_factory=list)

    def keep_clear(self, at: Point, radius: float) -> None:
        """Keep names off a dot."""
        self.taken.append((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))

    def place(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: Anchor = "start",
        colour: str = "",
        weight: int = 400,
        size: float = 0,
        must: bool = False,
    ) -> bool:
        """Write a name with its baseline at a point if it touches nothing there, or if it ``must``; say if it was."""
        width = self.sheet.measure(words, weight, size)
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width
        high = size or self.sheet.size
        box = (left - 1, y - high * 0.8, left + width + 1, y + high * 0.25)
        if not must and not self._free(box):
            return False
        self.taken.append(box)
        self.sheet.text(x, y, words, anchor=anchor, colour=colour, weight=weight, size=size, halo=True)
        return True

    def stack(
        self,
        x: float,
        y: float,
        parts: tuple[str, ...],
        *,
        size: float,
        weight: int,
        colour: str,
        from_: Point | None = None,
    ) -> bool:
        """Write a name of several lines around a point if it touches nothing there; say if it was.

        A line leads to it from another point, if one is given.
        """
        width = max(self.sheet.measure(part, weight, size) for part in parts)
        step = size * 1.12
        first = y + size * 0.35 - step * (len(parts) - 1) / 2
        box = (
            x - width / 2 - _APART,
            first - size * 0.8 - _ABOVE,
            x + width / 2 + _APART,
            first + step * (len(parts) - 1) + size * 0.25 + _ABOVE,
        )
        if not self._free(box):
            return False
        self.taken.append(box)
        if from_ is not None:
            self.sheet.line(from_, (x, y), colour, 1)
            self.sheet.dot(from_, 2.2, colour)
        for n, part in enumerate(parts):
            self.sheet.text(
                x, first + n * step, part, anchor="middle", colour=colour, weight=weight, size=size, halo=True
            )
        return True

    def beside(
        self, at: Point, words: str, *, weight: int = 400, colour: str = "", must: bool = False
    ) -> bool:
        """Write a name beside a dot: right, left, above or below, whichever is free first."""
        x, y = at
        tries: tuple[tuple[float, float, Anchor], ...] = (
            (x + 9, y + 4.5, "start"),
            (x - 9, y + 4.5, "end"),
            (x, y - 10, "middle"),
            (x, y + 19, "middle"),
        )
        for a, b, anchor in tries:
            if self.place(a, b, words, anchor=anchor, colour=colour, weight=weight):
                return True
        if must:
            a, b, anchor = tries[0] if x + 9 + self.sheet.measure(words, weight) <= self.right else tries[1]
            return self.place(a, b, words, anchor=anchor, colour=colour, weight=weight, must=True)
        return False

    def _free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < self.left or right > self.right or top < self.top or bottom > self.bottom:
            return False
        return not any(
            left < other[2] and right > other[0] and top < other[3] and bottom > other[1]
            for other in self.taken
        )
