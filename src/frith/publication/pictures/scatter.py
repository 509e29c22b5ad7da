"""Dots: values with intervals, funnel plots and Lorenz curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from frith.assessment.exhibits import FunnelChart, IntervalChart, LorenzChart
from frith.publication.fonts import lines_of
from frith.publication.pictures.labels import Labels
from frith.publication.pictures.scales import Scale, scale
from frith.publication.pictures.svg import AXIS, BLUE, GRID, ORANGE, PALE, QUIET, Drawing, Sheet


def draw_intervals(chart: IntervalChart, width: float, tall: float = 1) -> Drawing:
    """Draw a dot and its interval on a row for each label; ``tall`` under 1 sets the rows closer."""
    sheet = Sheet(width)
    above = width < 500
    labels = [lines_of(label, width - 4 if above else width * 0.32, sheet.size) for label in chart.labels]
    left = 6.0 if above else max(sheet.measure(part) for label in labels for part in label) + 14
    values = [*chart.low, *chart.high, *([chart.reference] if chart.reference is not None else [])]
    x = scale(values, left, width - 14, ticks=4 if above else 6)
    heights = [16 * len(label) + (16 if above else max(2.0, 8 * (2 * tall - 1))) for label in labels]
    sheet.text(0, 14, chart.value_label, colour=QUIET)
    top = 28.0
    bottom = top + sum(heights)
    _vertical_grid(sheet, x, top, bottom, chart.reference)
    y = top
    for n, label in enumerate(labels):
        strong = not chart.highlight or chart.labels[n] in chart.highlight
        middle = y + 16 * len(label) + 6 if above else y + heights[n] / 2
        for k, part in enumerate(label):
            if above:
                sheet.text(
                    0, y + 13 + 16 * k, part, weight=600 if strong and chart.highlight else 400, halo=True
                )
            else:
                base = middle + 4.5 + 16 * (k - (len(label) - 1) / 2)
                sheet.text(
                    left - 14, base, part, anchor="end", weight=600 if strong and chart.highlight else 400
                )
        colour = BLUE if strong else "#6F8598"
        sheet.line((x(chart.low[n]), middle), (x(chart.high[n]), middle), colour, 2.4)
        sheet.dot((x(chart.values[n]), middle), 4.6, colour, stroke="#FFFFFF")
        y += heights[n]
    return sheet.drawing(bottom + 26, chart.title)


def _vertical_grid(sheet: Sheet, x: Scale, top: float, bottom: float, reference: float | None) -> None:
    for tick, label in zip(x.ticks, x.labels(), strict=True):
        sheet.line((x(tick), top), (x(tick), bottom + 4), AXIS if tick == 0 else GRID)
        sheet.text(x(tick), bottom + 19, label, anchor="middle", colour=QUIET)
    if reference is not None:
        sheet.line((x(reference), top - 4), (x(reference), bottom + 4), ORANGE, 1.6)


def draw_funnel(chart: FunnelChart, width: float, tall: float = 1) -> Drawing:
    """Draw a funnel plot: limits as lines, areas as dots, names where they fit; ``tall`` shares the height."""
    sheet = Sheet(width)
    narrow = width < 500
    top, height = 28.0, 230.0 if narrow else 330.0 * tall
    y = scale(
        [*chart.y, *chart.limits_998[0], *chart.limits_998[1], chart.target],
        top + height,
        top,
        from_zero=False,
    )
    left = max(sheet.measure(label) for label in y.labels()) + 8
    right = width - 8
    x = scale([*chart.x, *chart.limit_x], left, right, ticks=4 if narrow else 6)
    sheet.text(0, 14, chart.y_label, colour=QUIET)
    for tick, label in zip(y.ticks, y.labels(), strict=True):
        sheet.line((left, y(tick)), (right, y(tick)), GRID)
        sheet.text(left - 8, y(tick) + 4.5, label, anchor="end", colour=QUIET)
    for tick, label in zip(x.ticks, x.labels(), strict=True):
        room = sheet.measure(label) / 2
        sheet.text(min(x(tick), width - room), top + height + 19, label, anchor="middle", colour=QUIET)
    sheet.text(right, top + height + 37, chart.x_label, anchor="end", colour=QUIET)
    sheet.line((left, y(chart.target)), (right, y(chart.target)), AXIS, 1.4)
    _limits(sheet, chart.limit_x, chart.limits_998, x, y, dashed=False)
    _limits(sheet, chart.limit_x, chart.limits_95, x, y, dashed=True)
    labels = Labels(sheet, left, top, right, top + height)
    for limit in (*chart.limits_95, *chart.limits_998, [chart.target] * len(chart.limit_x)):
        for a, b in zip(chart.limit_x, limit, strict=True):
            labels.keep_clear((x(a), y(b)), 1)
    _name_limits(labels, chart, x, y)
    _dots(sheet, labels, chart, x, y)
    return sheet.drawing(top + height + 44, chart.title)


def _limits(
    sheet: Sheet,
    at: Sequence[float],
    limits: tuple[Sequence[float], Sequence[float]],
    x: Scale,
    y: Scale,
    *,
    dashed: bool,
) -> None:
    for limit in limits:
        points = [(x(a), y(b)) for a, b in zip(at, limit, strict=True) if y.low <= b <= y.high]
        if points:
            sheet.curve(points, "#7C8B99", 1.4, dashed=dashed)


def _name_limits(labels: Labels, chart: FunnelChart, x: Scale, y: Scale) -> None:
    """Name the limits at the right-hand end of the upper curves."""
    end = x(chart.limit_x[-1])
    for limits, words in ((chart.limits_998, "99.8% limits"), (chart.limits_95, "95% limits")):
        labels.place(end, y(limits[1][-1]) - 5, words, anchor="end", colour=QUIET, size=12)


def _dots(sheet: Sheet, labels: Labels, chart: FunnelChart, x: Scale, y: Scale) -> None:
    """Draw highlighted areas last and name them first; then those outside the 95% limits, where a name touches none."""
    places = [(x(a), y(b)) for a, b in zip(chart.x, chart.y, strict=True)]
    for at in places:
        labels.keep_clear(at, 5)
    order = sorted(range(len(places)), key=lambda n: (chart.labels[n] in chart.highlight, n))
    for n in order:
        strong = chart.labels[n] in chart.highlight
        sheet.dot(places[n], 6 if strong else 4.4, BLUE if strong else PALE, stroke="#FFFFFF")
    named = [n for n in order if chart.labels[n] in chart.highlight or _outside(chart, n)]
    for n in sorted(
        named, key=lambda n: (chart.labels[n] not in chart.highlight, -abs(chart.y[n] - chart.target))
    ):
        strong = chart.labels[n] in chart.highlight
        labels.beside(
            places[n],
            chart.labels[n],
            weight=600 if strong else 400,
            colour=BLUE if strong else QUIET,
            must=strong,
        )


def _outside(chart: FunnelChart, n: int) -> bool:
    low, high = (float(np.interp(chart.x[n], chart.limit_x, limit)) for limit in chart.limits_95)
    return not low <= chart.y[n] <= high


def draw_lorenz(chart: LorenzChart, width: float, tall: float = 1) -> Drawing:
    """Draw a Lorenz curve in a square, with the line on which crime would lie if every place had the same."""
    sheet = Sheet(width)
    side = min(width - 72, 300.0 * tall)
    left, top = 50.0, 28.0
    x = scale([0, 1], left, left + side)
    y = scale([0, 1], top + side, top)
    sheet.text(0, 14, "Share of crime", colour=QUIET)
    for tick in (0, 0.25, 0.5, 0.75, 1):
        label = f"{round(100 * tick)}%"
        sheet.line((left, y(tick)), (left + side, y(tick)), AXIS if tick == 0 else GRID)
        sheet.text(left - 8, y(tick) + 4.5, label, anchor="end", colour=QUIET)
        sheet.text(x(tick), top + side + 19, label, anchor="middle", colour=QUIET)
    sheet.text(left + side, top + side + 37, chart.x_label, anchor="end", colour=QUIET)
    sheet.line((x(0), y(0)), (x(1), y(1)), "#7C8B99", 1.4, dashed=True)
    sheet.curve([(x(a), y(b)) for a, b in zip(chart.x, chart.y, strict=True)], BLUE, 2.6)
    labels = Labels(sheet, left, top, width, top + side)
    labels.place(x(0.72), y(0.62), "if spread evenly", colour=QUIET, size=12)
    for a, b, words in chart.marks:
        sheet.dot((x(a), y(b)), 5, BLUE, stroke="#FFFFFF")
        parts = lines_of(words, max((left + side - x(a)) * 0.55, 120), sheet.size, 600)
        for k, part in enumerate(parts):
            sheet.text(x(a) + 10, y(b) + 16 + 16 * k, part, weight=600, colour=BLUE, halo=True)
    return sheet.drawing(top + side + 44, chart.title)
