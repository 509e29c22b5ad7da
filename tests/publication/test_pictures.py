"""Pictures: everything inside its frame, no label over another, gaps as gaps, bars from zero, and small files."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import get_args
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont
from tests.publication.sample import AREAS

from frith.assessment.exhibits import AreaMap, BarChart, Line, LineChart, Picture, SurfaceMap
from frith.publication.document import Document, PictureBlock
from frith.publication.fonts import folder, lines_of, text_width
from frith.publication.pictures import ANNEXED, BETWEEN, LOW, NARROW, WIDE, draw
from frith.publication.pictures.bitmap import bitmaps
from frith.publication.pictures.contours import rings_above
from frith.publication.pictures.maps import LIGHT_TO_DARK, colours_for
from frith.publication.pictures.scales import scale, spread, step_for
from frith.publication.pictures.svg import Drawing
from frith.vocabulary.periods import Month, Period

SVG = "{http://www.w3.org/2000/svg}"
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}
Box = tuple[float, float, float, float, str]


def text_boxes(drawing: Drawing) -> list[Box]:
    """Return the box of every line of text, by the font's own widths."""
    boxes = []
    root = ElementTree.fromstring(drawing.as_file())
    (group,) = root.findall(f"{SVG}g")
    for element in group.iter(f"{SVG}text"):
        words = element.text or ""
        size = float(element.get("font-size", group.get("font-size", "13")))
        width = text_width(words, size, int(element.get("font-weight", "400")))
        left = (
            float(element.get("x", "0"))
            - {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")] * width
        )
        base = float(element.get("y", "0"))
        boxes.append((left, base - size * 0.68, left + width, base + size * 0.18, words))
    return boxes


def assert_whole(drawing: Drawing) -> None:
    """No text is cut by the frame and none lies over another."""
    boxes = text_boxes(drawing)
    for left, top, right, bottom, words in boxes:
        assert left >= -0.5, words
        assert right <= drawing.width + 0.5, words
        assert top >= -0.5, words
        assert bottom <= drawing.height + 0.5, words
    for a, b in itertools.combinations(boxes, 2):
        over = a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5
        assert not over, (a, b)


def _pictures(sample: Document) -> list[Picture]:
    return [block.picture for block in sample.body if isinstance(block, PictureBlock)]


def test_the_sample_has_every_kind_of_picture(sample: Document) -> None:
    assert {type(picture) for picture in _pictures(sample)} == set(get_args(Picture))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_picture_is_whole_small_and_plain(sample: Document, width: float) -> None:
    for picture in _pictures(sample):
        drawing = draw(picture, width)
        assert_whole(drawing)
        assert len(drawing.as_file()) < 300_000, picture.id
        assert "style=" not in drawing.as_file()
        assert "nan" not in drawing.as_file().lower()
        assert draw(picture, width) == drawing


@pytest.mark.parametrize("tallest", [BETWEEN, LOW, ANNEXED])
def test_a_picture_on_a_full_page_is_lower_and_still_whole(sample: Document, tallest: float) -> None:
    for picture in _pictures(sample):
        drawing = draw(picture, WIDE, tallest)
        assert_whole(drawing)
        assert drawing.height <= draw(picture, WIDE).height, picture.id
        if not isinstance(picture, SurfaceMap | AreaMap):
            assert drawing.height < draw(picture, WIDE).height, picture.id


labels = st.lists(
    st.text("abcdefghij klmnop", min_size=1, max_size=38).map(str.strip).filter(bool),
    min_size=1,
    max_size=12,
    unique=True,
)
counts = st.one_of(st.none(), st.integers(0, 9999))
values = st.one_of(st.none(), st.floats(-5000, 90000, allow_nan=False))


@settings(max_examples=60, deadline=None)
@given(st.data(), labels, st.booleans(), st.sampled_from([WIDE, NARROW]))
def test_bars_with_any_labels_and_values_are_whole(
    data: st.DataObject, names: list[str], compare: bool, width: float
) -> None:
    held = tuple(data.draw(values) for _ in names)
    chart = BarChart(
        id="b",
        title="t",
        alt="a",
        labels=tuple(names),
        values=held,
        value_label="How many",
        compare=tuple(data.draw(values) for _ in names) if compare else (),
        compare_label="The year before" if compare else "",
        table="t",
        sources=(),
    )
    assert_whole(draw(chart, width))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 6), st.integers(1, 150), st.sampled_from([WIDE, NARROW]))
def test_lines_over_any_months_are_whole(data: st.DataObject, lines: int, months: int, width: float) -> None:
    period = Period(Month.of(2010, data.draw(st.integers(1, 12))), Month.of(2010, 12) + months)
    x = tuple(str(month) for month in period)
    series = tuple(
        Line(
            f"Series number {n}",
            tuple(data.draw(st.one_of(st.none(), st.integers(0, 9999))) for _ in x),
            emphasis=n == 0,
        )
        for n in range(lines)
    )
    chart = LineChart(
        id="l", title="t", alt="a", x=x, y_label="How many", lines=series, table="t", sources=()
    )
    assert_whole(draw(chart, width))


def test_a_gap_is_a_gap() -> None:
    x = tuple(str(Month.of(2016, 1) + n) for n in range(6))
    chart = LineChart(
        id="l",
        title="t",
        alt="a",
        x=x,
        y_label="n",
        lines=(Line("a", (1, 2, None, 3, None, 4)),),
        table="t",
        sources=(),
    )
    drawn = draw(chart).as_file()
    assert len(re.findall(r'<path d="M[^"]*" fill="none"', drawn)) == 1  # the first two months
    assert drawn.count("<circle") == 2  # each lone month is a dot


def test_bars_begin_at_zero_and_are_as_long_as_their_values() -> None:
    chart = BarChart(
        id="b",
        title="t",
        alt="a",
        labels=("x", "y", "z"),
        values=(100.0, 50.0, -25.0),
        value_label="n",
        table="t",
        sources=(),
    )
    bars = [
        (float(x), float(w))
        for x, w in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', draw(chart).as_file())
    ]
    (zero, longest), (start, half), (left, quarter) = bars
    assert start == zero
    assert half == pytest.approx(longest / 2, abs=0.1)
    assert left + quarter == pytest.approx(zero, abs=0.11)
    assert quarter == pytest.approx(longest / 4, abs=0.1)


def test_a_contour_of_a_cone_is_a_circle() -> None:
    """A cone of height 1 and radius 1,000 m, cut at one half, gives a circle of radius 500 m."""
    cell = 25.0
    side = np.arange(-1200, 1200, cell) + cell / 2
    east, north = np.meshgrid(side, side)
    cone = 1 - np.hypot(east, north) / 1000
    found = rings_above(cone, 0.5, -1200, -1200, cell)
    assert found.area == pytest.approx(np.pi * 500**2, rel=0.002)
    assert found.centroid.distance(shapely.Point(0, 0)) < 1
    assert rings_above(cone, 2.0, -1200, -1200, cell).is_empty


def test_a_surface_with_unknown_cells_is_drawn_around_them() -> None:
    values = np.ones((6, 6))
    values[2:4, 2:4] = np.nan
    found = rings_above(values, 0.5, 0, 0, 10)
    assert not found.contains(shapely.Point(30, 30))
    assert found.contains(shapely.Point(15, 15))


def test_colours_run_from_light_to_dark() -> None:
    def light(colour: str) -> float:
        return sum(int(colour[n : n + 2], 16) for n in (1, 3, 5))

    for classes in range(2, 10):
        colours = colours_for(classes)
        assert len(set(colours)) == classes
        assert sorted(colours, key=light, reverse=True) == list(colours)
        assert colours[-1] == LIGHT_TO_DARK[-1]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(2, 8))
def test_a_scale_holds_its_values_between_round_ticks(held: list[float], ticks: int) -> None:
    made = scale(held, 0, 100, ticks=ticks)
    assert made.low <= min(held) + 1e-6
    assert made.high >= max(held) - 1e-6
    assert len(made.ticks) <= ticks + 3
    assert all(-1e-6 <= made(value) <= 100 + 1e-6 for value in held)


def test_steps_are_round() -> None:
    assert [step_for(span, 5) for span in (1, 4, 7, 12, 30, 99, 1500)] == [0.2, 1, 2, 2.5, 10, 20, 500]


@given(st.lists(st.floats(0, 300), min_size=1, max_size=10))
def test_labels_moved_apart_keep_their_distance_and_order(places: list[float]) -> None:
    moved = spread(places, 20, 0, 300)
    inorder = [moved[n] for n in sorted(range(len(places)), key=lambda n: (places[n], n))]
    assert all(b - a >= 20 - 1e-6 for a, b in itertools.pairwise(inorder))
    if len(places) <= 10:
        assert min(moved) >= -1e-6


def test_text_is_measured_as_the_font_says() -> None:
    """A second engine, FreeType, reads the same advance widths from the file."""
    for weight, name in ((400, "Regular"), (600, "SemiBold"), (700, "Bold")):
        font = ImageFont.truetype(str(folder() / f"SourceSans3-{name}.ttf"), 1000)
        for char in "WiM .,0123456789%−–’éÀ£abcxyz":
            assert text_width(char, 1000, weight) == pytest.approx(font.getlength(char), abs=0.6)
    assert lines_of("one two three", text_width("one two", 10), 10) == ("one two", "three")


def test_bitmaps_are_sharp_and_the_same_each_time(sample: Document) -> None:
    drawings = [draw(picture) for picture in _pictures(sample)[:2]]
    first = bitmaps(drawings)
    assert first == bitmaps(drawings)
    assert all(image.startswith(b"\x89PNG") for image in first)
    width = int.from_bytes(first[0][16:20], "big")
    assert width == pytest.approx(WIDE / 96 * 200, abs=2)
    assert bitmaps([]) == []


def test_a_title_in_a_picture_is_escaped(sample: Document) -> None:
    picture = _pictures(sample)[3]
    assert isinstance(picture, BarChart)
    nasty = replace(picture, title='<b>"&', labels=("<script>", *picture.labels[1:]))
    image = draw(nasty).as_image("x", "<alt>")
    ElementTree.fromstring(image)
    assert "<script>" not in image


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_names_that_a_map_must_write_are_all_written_however_crowded(width: float) -> None:
    """Twelve names around one point: a line leads to each that has no room there, and none touches another."""
    names = [f"Saint {letter}" for letter in "ABCDEFGHJKLM"]
    at = shapely.Point(528200, 180600)
    crowded = replace(AREAS, labels=tuple((at.x + n, at.y, name) for n, name in enumerate(names)))
    drawing = draw(replace(crowded, must=len(names)), width)
    assert_whole(drawing)
    assert drawing.as_file().count("Saint ") == len(names)
    assert draw(crowded, width).as_file().count("Saint ") < len(names)
