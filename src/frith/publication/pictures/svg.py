"""A sheet to draw on, which becomes SVG.

Small on purpose: presentation attributes only (a strict Content-Security-Policy refuses styles), coordinates rounded
to a tenth of a pixel, elements in the order they were drawn, so that the same picture is the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from frith.publication.fonts import STACK, text_width

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

INK = "#0B0C0C"
QUIET = "#595F63"
GRID = "#DEE0E2"
AXIS = "#8A9299"
PAPER = "#FFFFFF"
BLUE, TEAL, PLUM, ORANGE, CHARCOAL, LILAC = "#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1"
SERIES = (BLUE, TEAL, PLUM, ORANGE, CHARCOAL, LILAC)
PALE = "#9DB0C2"
COMPARED = "#D5DCE3"
BAND = "#DCE6EF"


def number(value: float) -> str:
    """Write a coordinate with at most one decimal and no negative zero."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: its elements and its size in pixels."""

    elements: str
    width: float
    height: float
    title: str

    def as_image(self, anchor: str, alt: str) -> str:
        """Return SVG to stand inside a page: an image with a name and a description for those who do not see it."""
        return (
            f'<svg viewBox="0 0 {number(self.width)} {number(self.height)}" role="img" '
            f'aria-labelledby="{escape(anchor)}-t {escape(anchor)}-d" xmlns="http://www.w3.org/2000/svg">'
            f'<title id="{escape(anchor)}-t">{escape(self.title)}</title>'
            f'<desc id="{escape(anchor)}-d">{escape(alt)}</desc>{self.elements}</svg>'
        )

    def as_file(self) -> str:
        """Return SVG that stands alone, for the PDF and for a picture in Word."""
        size = f'width="{number(self.width)}" height="{number(self.height)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}">{self.elements}</svg>'
        )


@dataclass(slots=True)
class Sheet:
    """Collects elements; ``size`` is the size of its text in pixels."""

    width: float
    size: float = 13
    parts: list[str] = field(default_factory=list)

    def drawing(self, height: float, title: str) -> Drawing:
        """Finish the picture. The font is set once, around everything."""
        body = (
            f'<g font-family="{STACK}" font-size="{number(self.size)}" fill="{INK}">{"".join(self.parts)}</g>'
        )
        return Drawing(body, self.width, height, title)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: Anchor = "start",
        colour: str = "",
        weight: int = 400,
        size: float = 0,
        halo: bool = False,
    ) -> None:
        """Write one line of text with its baseline at ``y``; a ``halo`` keeps it legible over lines and shading."""
        marks = [f'x="{number(x)}" y="{number(y)}"']
        marks += [f'text-anchor="{anchor}"'] if anchor != "start" else []
        marks += [f'fill="{colour}"'] if colour else []
        marks += [f'font-weight="{weight}"'] if weight != 400 else []
        marks += [f'font-size="{number(size)}"'] if size else []
        if halo:
            marks.append(f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"')
        self.parts.append(f"<text {' '.join(marks)}>{escape(words, quote=False)}</text>")

    def line(self, a: Point, b: Point, colour: str = GRID, width: float = 1, *, dashed: bool = False) -> None:
        """Draw a straight line."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        (x1, y1), (x2, y2) = a, b
        self.parts.append(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
            f'stroke="{colour}" stroke-width="{number(width)}"{dash}/>'
        )

    def curve(self, points: Sequence[Point], colour: str, width: float = 2, *, dashed: bool = False) -> None:
        """Draw a line through points; a single point is drawn as a dot, so that it does not vanish."""
        if len(points) == 1:
            self.dot(points[0], width * 1.25, colour)
            return
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(
            f'<path d="{outline_of(points)}" fill="none" stroke="{colour}" stroke-width="{number(width)}" '
            f'stroke-linejoin="round" stroke-linecap="{"butt" if dashed else "round"}"{dash}/>'
        )

    def shape(
        self,
        rings: Iterable[Sequence[Point]],
        fill: str,
        *,
        stroke: str = "",
        width: float = 1,
    ) -> None:
        """Fill closed rings; a ring inside another is a hole."""
        path = "".join(f"{outline_of(ring)}Z" for ring in rings)
        edge = f' stroke="{stroke}" stroke-width="{number(width)}" stroke-linejoin="round"' if stroke else ""
        self.parts.append(f'<path d="{path}" fill="{fill}" fill-rule="evenodd"{edge}/>')

    def box(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """Fill a rectangle."""
        self.parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" '
            f'height="{number(height)}" fill="{fill}"/>'
        )

    def dot(self, at: Point, radius: float, fill: str, *, stroke: str = "") -> None:
        """Fill a circle."""
        edge = f' stroke="{stroke}" stroke-width="1"' if stroke else ""
        self.parts.append(
            f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}" fill="{fill}"{edge}/>'
        )

    def measure(self, words: str, weight: int = 400, size: float = 0) -> float:
        """Return the width of a line of text on this sheet, with room for a page whose font is a little wider."""
        return text_width(words, size or self.size, weight) * 1.04


def outline_of(points: Sequence[Point]) -> str:
    """Return path data through points, dropping those that round to the one before."""
    kept = _distinct(points)
    (x, y), *rest = kept
    return f"M{x},{y}" + ("L" + " ".join(f"{x},{y}" for x, y in rest) if rest else "")


def _distinct(points: Sequence[Point]) -> list[tuple[str, str]]:
    kept: list[tuple[str, str]] = []
    for x, y in points:
        here = (number(x), number(y))
        if not kept or kept[-1] != here:
            kept.append(here)
    return kept
