"""Horizontal bars from zero, each with its number at its end."""

from __future__ import annotations

from frith.assessment.exhibits import BarChart
from frith.publication.fonts import lines_of
from frith.publication.pictures.scales import NEGLIGIBLE
from frith.publication.pictures.svg import AXIS, BLUE, COMPARED, PALE, QUIET, Drawing, Sheet
from frith.vocabulary import numbers

_MANY = 10
"""More bars than this stand closer, so that a chart of every category leaves room for words on its page."""


def draw_bars(chart: BarChart, width: float, tall: float = 1) -> Drawing:
    """Draw a bar chart. On a narrow sheet the label stands above its bar; ``tall`` under 1 sets the bars closer."""
    sheet = Sheet(width)
    above = width < 500
    top = _key(sheet, chart)
    labels = [lines_of(label, width - 4 if above else width * 0.3, sheet.size) for label in chart.labels]
    left = 0.0 if above else max(sheet.measure(part) for label in labels for part in label) + 10
    zero, scale = _reach(sheet, chart, left, width)
    many = len(chart.labels) > _MANY
    close = max(0.0, 2 * tall - 1)
    thick = max(11.0, tall * (14 if chart.compare else 16 if many else 18))
    second, between = max(9.0, 10 * tall), max(2.0, close * (6 if many else 8))
    y = top
    for n, label in enumerate(labels):
        text_height = 16 * len(label)
        bars_height = thick + (second + 1 if chart.compare else 0)
        if above:
            for k, part in enumerate(label):
                sheet.text(0, y + 13 + 16 * k, part)
            y += text_height + 3
            start, row = y, bars_height
        else:
            row = max(text_height, bars_height)
            first = y + row / 2 + 4.5 - 8 * (len(label) - 1)
            for k, part in enumerate(label):
                sheet.text(left - 10, first + 16 * k, part, anchor="end")
            start = y + (row - bars_height) / 2
        strong = not chart.highlight or chart.labels[n] in chart.highlight
        _bar(
            sheet, chart, chart.values[n], zero, scale, start, thick, BLUE if strong else PALE, strong=strong
        )
        if chart.compare:
            _bar(
                sheet, chart, chart.compare[n], zero, scale, start + thick + 1, second, COMPARED, strong=False
            )
        y += row + (10 if above else between)
    sheet.line((zero, top - 3), (zero, y - 5), AXIS)
    return sheet.drawing(y, chart.title)


def _key(sheet: Sheet, chart: BarChart) -> float:
    """Say what the bars count, and what the thinner bar is; return where the bars may begin."""
    if not chart.compare:
        sheet.text(0, 14, chart.value_label, colour=QUIET)
        return 28
    x, y = 0.0, 14.0
    for label, colour, height in ((chart.value_label, BLUE, 12), (chart.compare_label, COMPARED, 8)):
        room = sheet.measure(label) + 40
        if x and x + room > sheet.width:
            x, y = 0.0, y + 19
        sheet.box(x, y - 4 - height / 2, 18, height, colour)
        sheet.text(x + 25, y, label, colour=QUIET)
        x += room
    return y + 14


def _written(chart: BarChart, value: float | None) -> str:
    return numbers.decimal(value, chart.decimals)


def _reach(sheet: Sheet, chart: BarChart, left: float, width: float) -> tuple[float, float]:
    """Return where zero stands and how many pixels one unit is, leaving room for every number at its bar's end."""
    held = [v for v in (*chart.values, *chart.compare) if v is not None]
    room = (
        max((sheet.measure(_written(chart, v), 600) for v in (*chart.values, *chart.compare)), default=0) + 8
    )
    high, low = max([0.0, *held]), min([0.0, *held])
    before = room if low < 0 else 0.0
    unit = (width - left - before - room) / (high - low if high - low > NEGLIGIBLE else 1)
    return left + before - low * unit, unit


def _bar(
    sheet: Sheet,
    chart: BarChart,
    value: float | None,
    zero: float,
    unit: float,
    y: float,
    thick: float,
    colour: str,
    *,
    strong: bool,
) -> None:
    length = (value or 0) * unit
    sheet.box(min(zero, zero + length), y, abs(length), thick, colour)
    small = 11.5 if colour == COMPARED else 0
    at = zero + length - 5 if length < 0 else zero + length + 5
    sheet.text(
        at,
        y + thick / 2 + (4 if small else 4.5),
        _written(chart, value),
        anchor="end" if length < 0 else "start",
        weight=600 if strong else 400,
        colour="" if not small else QUIET,
        size=small,
    )
