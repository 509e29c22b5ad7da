"""Line charts: series over months, with an interval as a light band and gaps drawn as gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from frith.assessment.exhibits import Line, LineChart
from frith.publication.fonts import lines_of
from frith.publication.pictures.labels import Labels
from frith.publication.pictures.scales import Scale, scale, spread
from frith.publication.pictures.svg import AXIS, BAND, BLUE, GRID, INK, PALE, QUIET, SERIES, Drawing, Sheet
from frith.vocabulary.periods import Month

_MOST_COLOURS = 4
T = TypeVar("T")


@dataclass(slots=True)
class _Plot:
    """Where the lines are drawn: the sheet, its edges, and both scales."""

    sheet: Sheet
    left: float
    right: float
    top: float
    bottom: float
    y: Scale
    points: int

    def x(self, position: float) -> float:
        return self.left + (self.right - self.left) * (position + 0.5) / max(self.points, 1)


def draw_lines(chart: LineChart, width: float, height: float = 1) -> Drawing:
    """Draw a line chart; ``height`` is its share of the usual height."""
    sheet = Sheet(width)
    narrow = width < 500
    colours = _colours(chart.lines)
    beside = not narrow and len(chart.lines) > 1
    top = _key(sheet, chart, colours, lines_too=narrow and len(chart.lines) > 1)
    marks_top = top + (18 if chart.marks else 4)
    plot_height = 190.0 if narrow else 270 * height
    y = _y_scale(chart, marks_top + plot_height, marks_top)
    left = max(sheet.measure(label) for label in y.labels()) + 8
    right = width - (_label_room(sheet, chart.lines) if beside else 8)
    plot = _Plot(sheet, left, right, marks_top, marks_top + plot_height, y, len(chart.x))
    _grid(plot)
    _band(plot, chart)
    _marks(plot, chart, top + 12)
    for line, colour in sorted(zip(chart.lines, colours, strict=True), key=lambda pair: pair[0].emphasis):
        for run in _runs(line.values):
            points = [(plot.x(n), plot.y(value)) for n, value in run]
            sheet.curve(points, colour, 2.6 if line.emphasis else 1.9, dashed=line.dashed)
    _joins(plot, chart.lines, colours)
    if beside:
        _labels(plot, chart.lines, colours)
    bottom = _month_axis(plot, chart.x) if chart.x_is_month else _plain_axis(plot, chart.x)
    return sheet.drawing(bottom, chart.title)


def _colours(lines: Sequence[Line]) -> list[str]:
    """Colour four series at most; beyond that only those with emphasis, and leave the others pale."""
    if len(lines) == 1:
        return [BLUE]
    if len(lines) <= _MOST_COLOURS:
        return list(SERIES[: len(lines)])
    strong = iter(SERIES * (1 + len(lines) // len(SERIES)))
    return [next(strong) if line.emphasis else PALE for line in lines]


def _key(sheet: Sheet, chart: LineChart, colours: list[str], *, lines_too: bool) -> float:
    """Write what the y axis counts, and a key where labels cannot stand beside their lines; return where it ends."""
    sheet.text(0, 14, chart.y_label, colour=QUIET)
    entries = [(line.label, colour, line.dashed) for line, colour in zip(chart.lines, colours, strict=True)]
    x, y = 0.0, 14.0
    held: list[tuple[str, str, bool | None]] = list(entries) if lines_too else []
    if chart.band is not None and chart.band_label:
        held.append((chart.band_label, BAND, None))
    for label, colour, dashed in held:
        room = sheet.measure(label) + 42
        if x == 0 or x + room > sheet.width:
            x, y = 0.0, y + 19
        if dashed is None:
            sheet.box(x, y - 10, 22, 12, colour)
        else:
            sheet.line((x, y - 4), (x + 22, y - 4), colour, 2.6, dashed=dashed)
        sheet.text(x + 28, y, label)
        x += room
    return y + 8


def _y_scale(chart: LineChart, bottom: float, top: float) -> Scale:
    held = [v for line in chart.lines for v in line.values if v is not None]
    held += [v for limit in chart.band or () for v in limit if v is not None]
    whole = all(float(v).is_integer() for line in chart.lines for v in line.values if v is not None)
    return scale(held, bottom, top, from_zero=chart.from_zero, whole=whole)


def _label_room(sheet: Sheet, lines: Sequence[Line]) -> float:
    widest = max(
        sheet.measure(part, 600) for line in lines for part in lines_of(line.label, 130, sheet.size, 600)
    )
    return widest + 14


def _grid(plot: _Plot) -> None:
    for tick, label in zip(plot.y.ticks, plot.y.labels(), strict=True):
        at = plot.y(tick)
        plot.sheet.line((plot.left, at), (plot.right, at), AXIS if tick == 0 else GRID)
        plot.sheet.text(plot.left - 8, at + 4.5, label, anchor="end", colour=QUIET)


def _band(plot: _Plot, chart: LineChart) -> None:
    if chart.band is None:
        return
    low, high = chart.band
    pairs = [None if a is None or b is None else (a, b) for a, b in zip(low, high, strict=True)]
    for run in _runs(pairs):
        ring = [(plot.x(n), plot.y(b)) for n, (_, b) in run] + [
            (plot.x(n), plot.y(a)) for n, (a, _) in run[::-1]
        ]
        plot.sheet.shape([ring], BAND)


def _marks(plot: _Plot, chart: LineChart, base: float) -> None:
    """Draw a thin line at each mark; its words stand above the plot, kept inside the sheet."""
    end = -1e9
    for label, words in chart.marks:
        if label not in chart.x:
            continue
        at = plot.x(chart.x.index(label))
        plot.sheet.line((at, plot.top), (at, plot.bottom), QUIET, dashed=True)
        room = plot.sheet.measure(words, size=12)
        start = min(max(at - room / 2, plot.left), plot.sheet.width - room)
        if start > end:
            plot.sheet.text(start, base, words, colour=QUIET, size=12)
            end = start + room + 8


def _runs(values: Sequence[T | None]) -> Iterator[list[tuple[int, T]]]:
    run: list[tuple[int, T]] = []
    for n, value in enumerate(values):
        if value is not None:
            run.append((n, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _labels(plot: _Plot, lines: Sequence[Line], colours: list[str]) -> None:
    """Write each label beside the end of its line, moved apart where they would touch."""
    size = plot.sheet.size
    ends = [
        next(((n, v) for n, v in reversed(list(enumerate(line.values))) if v is not None), None)
        for line in lines
    ]
    inside = Labels(plot.sheet, plot.left, plot.top, plot.right, plot.bottom)
    for line in lines:
        _keep_clear(inside, plot, line)
    shown = [
        (line, colour, end)
        for line, colour, end in zip(lines, colours, ends, strict=True)
        if end is not None and not _at_its_end(inside, plot, line, colour, end)
    ]
    texts = [lines_of(line.label, 130, size, 600) for line, _, _ in shown]
    tallest = max((len(text) for text in texts), default=1)
    places = spread([plot.y(end[1]) for _, _, end in shown], tallest * 15 + 2, plot.top + 6, plot.bottom - 4)
    for (line, colour, (n, value)), text, place in zip(shown, texts, places, strict=True):
        ink = QUIET if colour == PALE else colour
        if abs(place - plot.y(value)) > 8 or n < plot.points - 1:
            plot.sheet.line((plot.x(n) + 3, plot.y(value)), (plot.right + 6, place), GRID)
        for k, part in enumerate(text):
            y = place + 4.5 + 15 * (k - (len(text) - 1) / 2)
            plot.sheet.text(plot.right + 8, y, part, colour=ink, weight=600 if line.emphasis else 400)


def _keep_clear(labels: Labels, plot: _Plot, line: Line) -> None:
    """Keep labels off a line: its points, and points between them."""
    for run in _runs(line.values):
        for (n, value), (after, then) in zip(run, run[1:] or run, strict=False):
            for share in (0.0, 0.5, 1.0):
                at = (
                    plot.x(n + share * (after - n)),
                    plot.y(value) + share * (plot.y(then) - plot.y(value)),
                )
                labels.keep_clear(at, 2)


def _at_its_end(labels: Labels, plot: _Plot, line: Line, colour: str, end: tuple[int, float]) -> bool:
    """Name a line that ends before the last point at that end, above or below it; say if there was room."""
    n, value = end
    if n >= plot.points - 1:
        return False
    ink, weight = QUIET if colour == PALE else colour, 600 if line.emphasis else 400
    x, y = plot.x(n), plot.y(value)
    return any(
        labels.place(x, y + away, line.label, anchor="end", colour=ink, weight=weight)
        for away in (-10, -20, -32, 20, 32)
    )


def _joins(plot: _Plot, lines: Sequence[Line], colours: list[str]) -> None:
    """Join a dashed line to the line that ends just before it begins: what is expected goes on from what was."""
    for line, colour in zip(lines, colours, strict=True):
        begins = next((n for n, value in enumerate(line.values) if value is not None), 0)
        first = line.values[begins] if line.values else None
        if not line.dashed or not begins or first is None:
            continue
        for other in lines:
            before = other.values[begins - 1]
            over = all(value is None for value in other.values[begins:])
            if not other.dashed and over and before is not None:
                points = [(plot.x(begins - 1), plot.y(before)), (plot.x(begins), plot.y(first))]
                plot.sheet.curve(points, colour, 1.9, dashed=True)


def _month_axis(plot: _Plot, x: Sequence[str]) -> float:
    """Write months under the plot and years under the months, as many as there is room for."""
    months = [Month.parse(label) for label in x]
    room = (plot.right - plot.left) / max(len(months), 1)
    step = next((n for n in (1, 2, 3, 6) if n * room >= 34), 12)
    sheet, base = plot.sheet, plot.bottom + 18
    for n, month in enumerate(months):
        if (month.number - 4) % step == 0 and step < 12:
            sheet.line((plot.x(n), plot.bottom), (plot.x(n), plot.bottom + 5), AXIS)
            sheet.text(plot.x(n), base, month.short[:3], anchor="middle", colour=QUIET)
    years = [(n, month.year) for n, month in enumerate(months) if n == 0 or month.number == 1]
    below = base + (16 if step < 12 else 0)
    for k, (n, year) in enumerate(years):
        end = years[k + 1][0] if k + 1 < len(years) else len(months)
        if n:  # the rule leaves out the line of months, whose names are wider than a month
            sheet.line((plot.x(n - 0.5), plot.bottom), (plot.x(n - 0.5), plot.bottom + 5), GRID)
            sheet.line((plot.x(n - 0.5), below - 11), (plot.x(n - 0.5), below + 4), GRID)
        if (end - n) * room >= 34:
            sheet.text(
                (plot.x(n - 0.5) + plot.x(end - 0.5)) / 2, below, str(year), anchor="middle", colour=INK
            )
    return below + 8


def _plain_axis(plot: _Plot, x: Sequence[str]) -> float:
    room = (plot.right - plot.left) / max(len(x), 1)
    widest = max((plot.sheet.measure(label) for label in x), default=1)
    step = max(1, -int(-(widest + 8) // room))
    for n, label in enumerate(x):
        if (len(x) - 1 - n) % step == 0:
            plot.sheet.line((plot.x(n), plot.bottom), (plot.x(n), plot.bottom + 5), AXIS)
            plot.sheet.text(plot.x(n), plot.bottom + 19, label, anchor="middle", colour=QUIET)
    return plot.bottom + 26
