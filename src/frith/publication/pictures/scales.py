"""Axes: round ticks, and where a value falls on the sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from frith.vocabulary import numbers

NEGLIGIBLE = 1e-9
"""A span smaller than this cannot be drawn and is taken for none."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear scale from values ``low``–``high`` to pixels ``start``–``end``, with round ticks."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def __call__(self, value: float) -> float:
        """Return where a value falls, in pixels."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def labels(self) -> tuple[str, ...]:
        """Return the ticks as they are written, all with the same number of decimals."""
        step = self.ticks[1] - self.ticks[0] if len(self.ticks) > 1 else 1.0
        places = max(0, -math.floor(math.log10(step) + 1e-9))
        places += 0 if math.isclose(round(step, places), step) else 1
        return tuple(numbers.decimal(tick, places) for tick in self.ticks)


def step_for(span: float, at_most: int) -> float:
    """Return the smallest round step (1, 2, 2.5 or 5 times a power of ten) that makes at most so many steps."""
    rough = span / at_most
    power = 10.0 ** math.floor(math.log10(rough))
    return next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= rough * (1 - 1e-9))


def scale(
    values: Iterable[float],
    start: float,
    end: float,
    *,
    from_zero: bool = True,
    ticks: int = 5,
    whole: bool = False,
) -> Scale:
    """Return a scale that holds the values and ends on a tick at both ends. ``whole`` allows whole ticks only."""
    held = [value for value in values if math.isfinite(value)]
    low, high = (min(held), max(held)) if held else (0.0, 1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < NEGLIGIBLE * max(1.0, abs(high), abs(low)):
        high = low + max(1.0, abs(low))
    step = step_for(high - low, ticks)
    if whole:
        step = max(1.0, math.ceil(step))
    first, last = math.floor(low / step + 1e-12), math.ceil(high / step - 1e-12)
    marks = tuple(round(n * step, 10) for n in range(first, last + 1))
    return Scale(marks[0], marks[-1], start, end, marks)


def spread(places: list[float], gap: float, low: float, high: float) -> list[float]:
    """Move labels apart until each is ``gap`` from the next, as little as possible, within limits. Keeps order."""
    order = sorted(range(len(places)), key=lambda n: (places[n], n))
    moved = [places[n] for n in order]
    for n in range(1, len(moved)):
        moved[n] = max(moved[n], moved[n - 1] + gap)
    if moved and moved[-1] > high:
        moved[-1] = high
        for n in range(len(moved) - 2, -1, -1):
            moved[n] = min(moved[n], moved[n + 1] - gap)
    overlap = low - moved[0] if moved and moved[0] < low else 0.0
    back = [0.0] * len(places)
    for rank, n in enumerate(order):
        back[n] = moved[rank] + overlap
    return back
