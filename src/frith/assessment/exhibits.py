"""Tables and pictures as data: what is shown, not how it is drawn. Publication draws them.

Every picture names the table that holds its numbers, says its finding in its title, and has a text alternative.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frith.vocabulary.disclosure import DisclosurePolicy

Cell = str | int | float | None
ColumnKind = Literal["text", "count", "decimal", "rate", "percent", "p", "month"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``kind`` decides alignment and how a number is written; percentages are held as 0 to 100."""

    key: str
    label: str
    kind: ColumnKind = "text"
    decimals: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns. None in a cell means not known (never zero). ``annex`` tables are not printed in chapters.

    ``counts_people`` columns (keys) are those that disclosure control must look at; ``disclosure`` is the strictest
    policy of the sources.
    """

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sources: tuple[str, ...]
    disclosure: DisclosurePolicy = DisclosurePolicy.ALREADY_PUBLIC
    note: str = ""
    annex: bool = False
    counts_people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a line chart: None where not known. ``emphasis`` is drawn strong, others light."""

    label: str
    values: tuple[float | None, ...]
    emphasis: bool = False
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """Lines over months (or other ordered labels), with an optional band (interval) and marks (label, text)."""

    id: str
    title: str
    alt: str
    x: tuple[str, ...]
    y_label: str
    lines: tuple[Line, ...]
    table: str
    sources: tuple[str, ...]
    x_is_month: bool = True
    band: tuple[tuple[float | None, ...], tuple[float | None, ...]] | None = None
    band_label: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    from_zero: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Horizontal bars from zero; ``compare`` gives a second, lighter bar (the year before), labelled."""

    id: str
    title: str
    alt: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    value_label: str
    table: str
    sources: tuple[str, ...]
    compare: tuple[float | None, ...] = ()
    compare_label: str = ""
    highlight: tuple[str, ...] = ()
    decimals: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalChart:
    """Dots with intervals, one row a label; ``reference`` draws a line (1 for a ratio)."""

    id: str
    title: str
    alt: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    value_label: str
    table: str
    sources: tuple[str, ...]
    reference: float | None = None
    highlight: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelChart:
    """A funnel plot: expected (x), ratio or rate (y), target and two pairs of limits along x."""

    id: str
    title: str
    alt: str
    labels: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    x_label: str
    y_label: str
    target: float
    limit_x: tuple[float, ...]
    limits_95: tuple[tuple[float, ...], tuple[float, ...]]
    limits_998: tuple[tuple[float, ...], tuple[float, ...]]
    table: str
    sources: tuple[str, ...]
    highlight: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LorenzChart:
    """Share of crime (y) held by the share of places (x), both 0 to 1, with the line of equality.

    ``x_label`` says what the places are.
    """

    id: str
    title: str
    alt: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    x_label: str
    table: str
    sources: tuple[str, ...]
    marks: tuple[tuple[float, float, str], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMap:
    """Areas shaded by class, shapes in British National Grid metres.

    ``classes[i]`` indexes ``class_labels``, light to dark, -1 for not known. ``outlines`` are drawn unfilled over it
    (wards); ``labels`` are (x, y, text), those that matter most first: the first ``must`` of them are always written.
    """

    id: str
    title: str
    alt: str
    shapes: tuple[BaseGeometry, ...]
    codes: tuple[str, ...]
    classes: tuple[int, ...]
    class_labels: tuple[str, ...]
    legend_title: str
    table: str
    sources: tuple[str, ...]
    categorical: bool = False
    outlines: tuple[BaseGeometry, ...] = ()
    labels: tuple[tuple[float, float, str], ...] = ()
    must: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceMap:
    """A density surface on a regular grid inside an outline.

    ``values[row, column]`` with row 0 at the south; ``west``, ``south`` and ``cell`` in metres. ``breaks`` are the
    lower bounds of the shaded classes, light to dark; below the first nothing is drawn.
    """

    id: str
    title: str
    alt: str
    values: NDArray[np.float64]
    west: float
    south: float
    cell: float
    breaks: tuple[float, ...]
    class_labels: tuple[str, ...]
    outline: BaseGeometry
    legend_title: str
    table: str
    sources: tuple[str, ...]
    outlines: tuple[BaseGeometry, ...] = field(default=())
    labels: tuple[tuple[float, float, str], ...] = ()
    note: str = ""


Picture = LineChart | BarChart | IntervalChart | FunnelChart | LorenzChart | AreaMap | SurfaceMap
Exhibit = Table | Picture
