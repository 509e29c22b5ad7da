"""Maps in British National Grid: areas shaded by class, and density surfaces, with legend and scale bar."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from frith.assessment.exhibits import AreaMap, SurfaceMap
from frith.publication.fonts import lines_of
from frith.publication.pictures.contours import rings_above
from frith.publication.pictures.labels import Labels
from frith.publication.pictures.svg import INK, LILAC, ORANGE, PLUM, QUIET, TEAL, Drawing, Point, Sheet
from frith.vocabulary import numbers

LIGHT_TO_DARK = ("#E3EDF6", "#B4D0EA", "#6BACE6", "#2073BC", "#12436D")
_KINDS = ("#12436D", TEAL, ORANGE, PLUM, LILAC, "#6F777B")
_NUDGES = ((0, 0), (0, -7), (0, 7), (-8, 0), (8, 0), (-8, -7), (8, 7), (-8, 7), (8, -7))
"""How far, in pixels, a name may stand from its point: no further than stays in a small ward."""
_STEP, _FARTHEST, _TURNS = 12, 400, 16
"""In pixels, how far apart the places are that are tried for a name that must be written, and how far they go."""
_UNKNOWN = "#FFFFFF"
_NOTHING = "#E4E9ED"
_GROUND = "#F1F4F7"
_ROUNDING = 1e-9
_EDGE = "#FFFFFF"
_OUTLINE = "#5B6770"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the ground falls on the sheet: metres east and north to pixels."""

    west: float
    north: float
    pixels: float
    left: float
    top: float
    width: float
    height: float

    def at(self, east: float, north: float) -> Point:
        return self.left + (east - self.west) * self.pixels, self.top + (self.north - north) * self.pixels

    def rings(self, shape: BaseGeometry) -> Iterator[list[Point]]:
        """Yield the rings of a polygon or several; anything that is no polygon has none."""
        for polygon in shapely.get_parts(shape):
            if polygon.geom_type != "Polygon" or polygon.is_empty:
                continue
            for ring in (polygon.exterior, *polygon.interiors):
                yield [self.at(east, north) for east, north in ring.coords]


def colours_for(classes: int) -> tuple[str, ...]:
    """Return so many blues, light to dark, taken from the five of the house."""
    picks = {1: (4,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
    if classes in picks:
        return tuple(LIGHT_TO_DARK[n] for n in picks[classes])
    places = np.linspace(0, len(LIGHT_TO_DARK) - 1, classes)
    channels = np.array([[int(c[n : n + 2], 16) for n in (1, 3, 5)] for c in LIGHT_TO_DARK])
    mixed = np.column_stack([np.interp(places, range(len(LIGHT_TO_DARK)), channels[:, k]) for k in range(3)])
    return tuple("#" + "".join(f"{round(float(v)):02X}" for v in colour) for colour in mixed)


def _kinds(labels: Sequence[str]) -> tuple[str, ...]:
    """Return a colour for each kind; the kind that says nothing was found stays pale."""
    strong = iter(_KINDS * (1 + len(labels) // len(_KINDS)))
    return tuple(
        _NOTHING
        if label.lower().split(" ")[0] in ("no", "none", "not", "never", "neither", "other")
        else next(strong)
        for label in labels
    )


def draw_area_map(chart: AreaMap, width: float, tallest: float) -> Drawing:
    """Draw areas shaded by class."""
    sheet = Sheet(width)
    colours = _kinds(chart.class_labels) if chart.categorical else colours_for(len(chart.class_labels))
    frame = _frame(sheet, [*chart.shapes, *chart.outlines], chart.class_labels, chart.legend_title, tallest)
    for shape, kind in zip(_simplified(chart.shapes, frame), chart.classes, strict=True):
        sheet.shape(frame.rings(shape), colours[kind] if kind >= 0 else _UNKNOWN, stroke=_EDGE, width=0.6)
    _outlines(sheet, frame, chart.outlines)
    _names(sheet, frame, chart.labels, chart.must)
    entries = list(zip(chart.class_labels, colours, strict=True))
    if not chart.categorical:
        entries.reverse()
    if any(kind < 0 for kind in chart.classes):
        entries.append(("Not known", _UNKNOWN))
    return sheet.drawing(_legend(sheet, frame, chart.legend_title, entries), chart.title)


def draw_surface_map(chart: SurfaceMap, width: float, tallest: float) -> Drawing:
    """Draw a density surface as smooth bands inside its outline."""
    sheet = Sheet(width)
    frame = _frame(sheet, [chart.outline], chart.class_labels, chart.legend_title, tallest)
    colours = colours_for(len(chart.class_labels))
    (outline,) = _simplified((chart.outline,), frame)
    sheet.shape(frame.rings(outline), _GROUND)
    for level, colour in zip(chart.breaks, colours, strict=True):
        above = rings_above(chart.values, level, chart.west, chart.south, chart.cell)
        sheet.shape(frame.rings(_inside(above, outline, frame)), colour)
    _outlines(sheet, frame, chart.outlines)
    sheet.shape(frame.rings(outline), "none", stroke=_OUTLINE, width=1.2)
    _names(sheet, frame, chart.labels)
    entries = list(zip(chart.class_labels, colours, strict=True))[::-1]
    return sheet.drawing(_legend(sheet, frame, chart.legend_title, entries), chart.title)


def _inside(above: BaseGeometry, outline: BaseGeometry, frame: _Frame) -> BaseGeometry:
    return shapely.simplify(shapely.intersection(above, outline), 0.3 / frame.pixels)


def _legend_width(sheet: Sheet, labels: Sequence[str], title: str) -> float:
    widest = max([sheet.measure(label) + 28 for label in labels], default=0.0)
    return max(widest, *(sheet.measure(part, 600) for part in lines_of(title, 150, sheet.size, 600))) + 4


def _frame(
    sheet: Sheet, shapes: Sequence[BaseGeometry], labels: Sequence[str], title: str, tallest: float
) -> _Frame:
    """Fit the ground to the sheet, with the legend beside it where there is room and below it where there is not."""
    west, south, east, north = (float(v) for v in shapely.total_bounds(list(shapes)))
    room = sheet.width if sheet.width < 500 else sheet.width - _legend_width(sheet, labels, title) - 24
    pixels = min((room - 2) / max(east - west, 1.0), tallest / max(north - south, 1.0))
    width, height = (east - west) * pixels, (north - south) * pixels
    left = 1 + max(0.0, (room - 2 - width) / 2)
    return _Frame(west, north, pixels, left, 1.0, width, height)


def _simplified(shapes: Sequence[BaseGeometry], frame: _Frame) -> list[BaseGeometry]:
    """Drop detail finer than half a pixel, the same on both sides of a shared boundary."""
    if not shapes:
        return []
    return list(shapely.coverage_simplify(list(shapes), 0.5 / frame.pixels))


def _outlines(sheet: Sheet, frame: _Frame, outlines: Sequence[BaseGeometry]) -> None:
    for shape in _simplified(outlines, frame):
        sheet.shape(frame.rings(shape), "none", stroke=_OUTLINE, width=0.8)


def _names(sheet: Sheet, frame: _Frame, names: Sequence[tuple[float, float, str]], must: int = 0) -> None:
    """Write names that touch no other name, in the order given: the first matter most.

    The first ``must`` of them are always written: where there is no room at its place, a name stands where there is and
    a line leads from it. Others are left out.
    """
    labels = Labels(sheet, 0, 0, sheet.width, frame.top + frame.height)
    sizes = (10.5, 9.5) if sheet.width < 500 else (11.5, 10.0)
    shapes = ((sizes[0], 90.0), (sizes[1], 90.0), (sizes[1], 60.0))
    for east, north, words in names[:must]:
        at = frame.at(east, north)
        if not any(_named(labels, at, words, size, width) for size, width in shapes):
            _led_to(labels, at, words, sizes[1])
    left_out = names[must:]
    for size, width in shapes:
        left_out = [
            name for name in left_out if not _named(labels, frame.at(*name[:2]), name[2], size, width)
        ]


def _led_to(labels: Labels, at: Point, words: str, size: float) -> None:
    """Write a name at the nearest free place around its point, with a line that leads there."""
    parts = lines_of(words, 90.0, size, 600)
    for away in range(_STEP, _FARTHEST, _STEP):
        for turn in range(_TURNS):
            angle = 2 * math.pi * turn / _TURNS
            to = at[0] + away * math.cos(angle), at[1] + away * math.sin(angle)
            if labels.stack(*to, parts, size=size, weight=600, colour=INK, from_=at):
                return


def _named(labels: Labels, at: Point, words: str, size: float, width: float) -> bool:
    """Write a name at its point or a little beside it; say if there was room."""
    parts = lines_of(words, width, size, 600)
    return any(
        labels.stack(at[0] + east, at[1] + south, parts, size=size, weight=600, colour=INK)
        for east, south in _NUDGES
    )


def _legend(sheet: Sheet, frame: _Frame, title: str, entries: Sequence[tuple[str, str]]) -> float:
    """Write the legend and the scale bar; return how tall the picture is."""
    beside = sheet.width >= 500
    map_bottom = frame.top + frame.height
    x = sheet.width - _legend_width(sheet, [label for label, _ in entries], title) if beside else 0.0
    y = frame.top + 14 if beside else map_bottom + 24
    for part in lines_of(title, 150 if beside else sheet.width, sheet.size, 600):
        sheet.text(x, y, part, weight=600)
        y += 17
    for label, colour in entries:
        sheet.box(x, y - 8, 18, 14, colour)
        if colour in (_UNKNOWN, _NOTHING, LIGHT_TO_DARK[0]):
            sheet.parts.append(
                f'<rect x="{x + 0.5:.1f}" y="{y - 7.5:.1f}" width="17" height="13" fill="none" stroke="#8A9299"/>'
            )
        sheet.text(x + 26, y + 4, label)
        y += 20
    y += 12
    _scale_bar(sheet, frame, x, y if not beside else max(y, map_bottom - 22))
    return max(map_bottom + 2, y + 24)


def _scale_bar(sheet: Sheet, frame: _Frame, x: float, y: float) -> None:
    most = 110 / frame.pixels
    power = 10.0 ** math.floor(math.log10(most))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most * (1 + _ROUNDING))
    length = metres * frame.pixels
    for a, b in (
        ((x, y), (x + length, y)),
        ((x, y - 4), (x, y + 4)),
        ((x + length, y - 4), (x + length, y + 4)),
    ):
        sheet.line(a, b, QUIET, 1.4)
    words = (
        f"{numbers.decimal(metres / 1000, 0 if metres % 1000 == 0 else 1)} km"
        if metres >= 500
        else f"{metres:.0f} m"
    )
    sheet.text(x, y + 18, words, colour=QUIET, size=12)
