"""Pictures: charts and maps drawn as small, plain SVG with real text. Titles stand outside, as captions."""

from __future__ import annotations

from frith.assessment.exhibits import (
    AreaMap,
    BarChart,
    FunnelChart,
    IntervalChart,
    LineChart,
    LorenzChart,
    Picture,
    SurfaceMap,
)
from frith.publication.pictures.bars import draw_bars
from frith.publication.pictures.lines import draw_lines
from frith.publication.pictures.maps import draw_area_map, draw_surface_map
from frith.publication.pictures.scatter import draw_funnel, draw_intervals, draw_lorenz
from frith.publication.pictures.svg import Drawing

WIDE = 680
"""Width in pixels of a picture across a page."""
NARROW = 320
"""Width in pixels of the same picture laid out for a phone."""
TALLEST, BETWEEN, LOW, ANNEXED = 400.0, 350.0, 300.0, 250.0
"""How tall a map may be in pixels, where it shares its page with more or much else, and in an annex; charts in
proportion."""


def draw(picture: Picture, width: float = WIDE, tallest: float = TALLEST) -> Drawing:
    """Draw a picture at a width; its height follows from what it shows and from how tall a map may be."""
    match picture:
        case LineChart():
            return draw_lines(picture, width, tallest / TALLEST)
        case BarChart():
            return draw_bars(picture, width, tallest / TALLEST)
        case IntervalChart():
            return draw_intervals(picture, width, tallest / TALLEST)
        case FunnelChart():
            return draw_funnel(picture, width, tallest / TALLEST)
        case LorenzChart():
            return draw_lorenz(picture, width, tallest / TALLEST)
        case AreaMap():
            return draw_area_map(picture, width, tallest)
        case SurfaceMap():
            return draw_surface_map(picture, width, tallest)
