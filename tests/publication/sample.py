"""A made-up paper that holds every kind of block and picture. All of it is invented."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import shapely

from frith.assessment.exhibits import (
    AreaMap,
    BarChart,
    Column,
    FunnelChart,
    IntervalChart,
    Line,
    LineChart,
    LorenzChart,
    SurfaceMap,
    Table,
)
from frith.publication.disclosure import publishable
from frith.publication.document import (
    Bullets,
    Callout,
    Document,
    FindingBlock,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    PictureBlock,
    SourceNote,
    TableBlock,
)
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.figures import Baseline, Cited, Figure, Interval
from frith.vocabulary.periods import FinancialYear, Month, Period

YEAR = FinancialYear(2017).period
BEFORE = FinancialYear(2016).period
MONTHS = tuple(str(m) for m in Period(Month.of(2015, 4), Month.of(2018, 3)))
CATEGORIES = (
    ("Theft from the person", 9563, 6730),
    ("Anti-social behaviour", 12546, 15224),
    ("Violence and sexual offences", 8421, 8177),
    ("Other theft", 7102, 6880),
    ("Burglary", 3590, 2975),
    ("Robbery", 2302, 1730),
    ("Public order", 2212, 1999),
    ("Criminal damage and arson", 1604, 1652),
    ("Bicycle theft", 1101, 1188),
)


def _figure(definition: str, value: float, unit: str, **more: object) -> Figure:
    return Figure(
        definition=definition,
        value=value,
        unit=unit,
        area="X09000001",
        period=YEAR,
        sources=("ds-street",),
        **more,  # type: ignore[arg-type]
    )


TOTAL = _figure("recorded.points", 64812, "crimes", breakdown=(("category", "all"),))
THEFT = _figure(
    "trend.change",
    42.1,
    "%",
    breakdown=(("category", "theft from the person"),),
    numerator=9563,
    denominator=6730,
    interval=Interval(37.5, 46.9, 0.95, "exact, two Poisson counts"),
    p_value=1e-9,
    test="exact test of two counts (Przyborowski and Wilenski 1940)",
    baseline=Baseline(3.1, "2015/16", "the same evidence"),
)
ASB = _figure(
    "trend.change",
    -17.6,
    "%",
    breakdown=(("category", "anti-social behaviour"),),
    numerator=12546,
    denominator=15224,
)
SHARE = _figure("places.half-share", 3.4, "%", numerator=62, denominator=1838)
FEW = _figure("outcomes.share", 25.0, "%", numerator=3, denominator=12, note="Few cases: read with care.")
RATE = _figure(
    "recorded.rate",
    264.6,
    "per 1,000 residents",
    numerator=64812,
    denominator=244800,
    interval=Interval(262.6, 266.7, 0.95, "exact Poisson (Garwood)"),
)


def cite(figure: Figure, text: str) -> Cited:
    return Cited(text, figure.id)


def _months(level: float, season: float, trend: float, seed: int) -> tuple[float | None, ...]:
    rng = np.random.default_rng(seed)
    values = [
        round(float(level + trend * n + season * math.sin(n / 6 * math.pi) + rng.normal(0, season / 3)))
        for n in range(len(MONTHS))
    ]
    return tuple(None if n in (11, 12) else v for n, v in enumerate(values))


LINES = LineChart(
    id="trend-lines",
    title="Theft from the person has risen for two years while anti-social behaviour has fallen",
    alt="Four lines by month. Theft from the person rises from about 480 to about 880 a month; anti-social behaviour "
    "falls from about 1,300 to about 1,000. Two months are missing.",
    x=MONTHS,
    y_label="Incidents a month",
    lines=(
        Line("Anti-social behaviour", _months(1350, 120, -9, 1), emphasis=True),
        Line("Theft from the person", _months(480, 40, 11, 2), emphasis=True),
        Line("Burglary", _months(240, 20, 1.5, 3)),
        Line("Robbery", _months(170, 15, 1.2, 4)),
    ),
    table="months",
    sources=("ds-street",),
    marks=(("2016-11", "New recording rule"),),
    note="Gaps in the lines are months that are missing.",
)
CONTROL = LineChart(
    id="control",
    title="Robbery was above its usual range in four months",
    alt="One line of robberies a month inside a band; four months lie above the band.",
    x=MONTHS,
    y_label="Robberies a month",
    lines=(
        Line("Recorded", _months(170, 18, 1.4, 9), emphasis=True),
        Line(
            "Usual for the month", tuple(170 + 20 * math.sin(n / 6 * math.pi) for n in range(36)), dashed=True
        ),
    ),
    band=(
        tuple(130.0 + 20 * math.sin(n / 6 * math.pi) for n in range(36)),
        tuple(210.0 + 20 * math.sin(n / 6 * math.pi) for n in range(36)),
    ),
    band_label="Where months usually fall",
    table="months",
    sources=("ds-street",),
)
BARS = BarChart(
    id="categories-bars",
    title="Anti-social behaviour and theft from the person are the largest categories",
    alt="Bars by category, this year and last.",
    labels=tuple(name for name, _, _ in CATEGORIES),
    values=tuple(float(now) for _, now, _ in CATEGORIES),
    value_label="Incidents, 2017/18",
    compare=tuple(float(then) for _, _, then in CATEGORIES),
    compare_label="2016/17",
    highlight=("Theft from the person", "Anti-social behaviour"),
    table="categories",
    sources=("ds-street",),
)
DIFFERENCES = BarChart(
    id="differences",
    title="Theft from the person rose by far the most",
    alt="Bars of the difference by category; falls are below zero.",
    labels=tuple(name for name, _, _ in sorted(CATEGORIES, key=lambda c: c[2] - c[1])),
    values=tuple(float(now - then) for _, now, then in sorted(CATEGORIES, key=lambda c: c[2] - c[1])),
    value_label="Difference in count, 2017/18 less 2016/17",
    highlight=("Theft from the person",),
    table="categories",
    sources=("ds-street",),
)
INTERVALS = IntervalChart(
    id="ratios",
    title="Against residents, Black people were stopped 3.9 times as often as White people",
    alt="Dots with intervals for four groups, against a line at 1.",
    labels=("Asian", "Black", "Mixed", "Other ethnic group"),
    values=(1.2, 3.9, 0.8, 2.1),
    low=(1.1, 3.7, 0.6, 1.9),
    high=(1.3, 4.1, 1.05, 2.3),
    value_label="Times the stop rate of White residents",
    reference=1.0,
    highlight=("Black",),
    table="categories",
    sources=("ds-street",),
)


def _funnel() -> FunnelChart:
    rng = np.random.default_rng(5)
    x = np.sort(rng.uniform(900, 9000, 24))
    grid = np.linspace(700, 9400, 60)
    y = 1 + rng.normal(0, 1.4, 24) / np.sqrt(x) * 6
    y[20] = 1.55
    return FunnelChart(
        id="funnel",
        title="Invented borough’s robbery is above what chance and ordinary differences explain",
        alt="A funnel plot of 24 boroughs; one lies above the upper 99.8% limit.",
        labels=tuple(f"Borough {chr(65 + n)}" for n in range(24)),
        x=tuple(float(v) for v in x),
        y=tuple(float(v) for v in y),
        x_label="Expected robberies",
        y_label="Recorded over expected",
        target=1.0,
        limit_x=tuple(float(v) for v in grid),
        limits_95=(
            tuple(float(v) for v in 1 - 12 / np.sqrt(grid)),
            tuple(float(v) for v in 1 + 12 / np.sqrt(grid)),
        ),
        limits_998=(
            tuple(float(v) for v in 1 - 19 / np.sqrt(grid)),
            tuple(float(v) for v in 1 + 19 / np.sqrt(grid)),
        ),
        table="categories",
        sources=("ds-street",),
        highlight=("Borough U",),
    )


_share = np.linspace(0, 1, 80)
LORENZ = LorenzChart(
    x_label="Share of map points",
    id="lorenz",
    title="One map point in thirty holds half of all incidents",
    alt="A Lorenz curve far above the line of equality.",
    x=tuple(float(v) for v in _share),
    y=tuple(float(v) for v in _share**0.22),
    table="categories",
    sources=("ds-street",),
    marks=((0.034, 0.5, "3.4% of points hold 50% of incidents"),),
)


def _cells() -> tuple[shapely.Geometry, ...]:
    """A borough of 48 uneven areas, cut from a wobbling outline."""
    rng = np.random.default_rng(8)
    turn = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    reach = 2600 + 500 * np.sin(3 * turn) + 260 * np.cos(7 * turn)
    outline = shapely.Polygon(
        np.column_stack([528000 + 1.5 * reach * np.cos(turn), 180500 + reach * np.sin(turn)])
    )
    seeds = shapely.MultiPoint(
        np.column_stack([rng.uniform(524000, 532500, 110), rng.uniform(177500, 183500, 110)])
    )
    parts = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=outline))
    cut = [shapely.intersection(p, outline) for p in parts]
    return tuple(
        sorted((p for p in cut if p.area > 30000 and p.geom_type == "Polygon"), key=lambda p: p.bounds)
    )


CELLS = _cells()
WARDS = tuple(
    shapely.union_all([c for c in CELLS if k * 1500 <= c.centroid.x - 524000 < (k + 1) * 1500])
    for k in range(6)
)
_LABELS = tuple(
    (float(w.representative_point().x), float(w.representative_point().y), name)
    for w, name in zip(
        WARDS,
        ("Westbrook", "Canal Side", "Market", "St Anne’s and the Old Town", "Eastfield", "Docks"),
        strict=True,
    )
    if not w.is_empty
)
AREAS = AreaMap(
    id="area-map",
    title="Crime is highest in the areas around the market",
    alt="A map of small areas shaded light to dark by crimes; the darkest lie in the middle.",
    shapes=CELLS,
    codes=tuple(f"X010{n:05d}" for n in range(len(CELLS))),
    classes=tuple(
        -1 if n == 7 else max(0, min(4, int(5 - c.centroid.distance(shapely.Point(528200, 180600)) / 700)))
        for n, c in enumerate(CELLS)
    ),
    class_labels=("0 to 199", "200 to 499", "500 to 999", "1,000 to 2,999", "3,000 or more"),
    legend_title="Incidents, 2017/18",
    table="areas",
    sources=("ds-street", "ds-boundaries"),
    outlines=WARDS,
    labels=_LABELS,
)
KINDS = AreaMap(
    id="kinds-map",
    title="Three areas were hot spots throughout; two are new",
    alt="A map of small areas by kind of hot spot.",
    shapes=CELLS,
    codes=tuple(f"X010{n:05d}" for n in range(len(CELLS))),
    classes=tuple(n % 11 if n % 11 < 4 else 4 for n in range(len(CELLS))),
    class_labels=("Persistent", "New", "Emerging", "Fading", "None"),
    legend_title="Kind of hot spot",
    table="areas",
    sources=("ds-street", "ds-boundaries"),
    categorical=True,
    outlines=WARDS,
    labels=_LABELS,
)


def _surface() -> SurfaceMap:
    x, y = np.meshgrid(np.arange(523000, 533500, 75.0), np.arange(176500, 184500, 75.0))
    values = np.zeros_like(x)
    for east, north, height, wide in (
        (528200, 180600, 1.0, 420),
        (526900, 179900, 0.55, 300),
        (529900, 181400, 0.4, 380),
    ):
        values += height * np.exp(-((x - east) ** 2 + (y - north) ** 2) / (2 * wide**2))
    return SurfaceMap(
        id="surface",
        title="Incidents are densest around the market and along two streets",
        alt="A density map with one strong centre and two weaker ones.",
        values=values,
        west=523000 - 37.5,
        south=176500 - 37.5,
        cell=75.0,
        breaks=(0.05, 0.15, 0.3, 0.5, 0.75),
        class_labels=("Lower", "", "Middle", "", "Highest"),
        outline=shapely.union_all(list(CELLS)),
        legend_title="Density of incidents mapped to street points",
        table="areas",
        sources=("ds-street", "ds-boundaries"),
        outlines=WARDS,
        labels=_LABELS,
    )


def _tables() -> tuple[Table, ...]:
    categories = Table(
        id="categories",
        title="Incidents by category, 2016/17 and 2017/18",
        columns=(
            Column("category", "Category"),
            Column("before", "2016/17", "count"),
            Column("after", "2017/18", "count"),
            Column("change", "Change", "percent"),
            Column("p", "p-value", "p"),
            Column("reading", "Reading"),
        ),
        rows=tuple(
            (
                name,
                then,
                now,
                100 * (now - then) / then,
                0.0001 if abs(now - then) > 400 else 0.21,
                "More than chance" if abs(now - then) > 400 else "Within chance",
            )
            for name, now, then in CATEGORIES
        ),
        sources=("ds-street",),
        note="Counts of points on the street map.",
    )
    months = Table(
        id="months",
        title="Incidents by month",
        columns=(
            Column("month", "Month", "month"),
            *(Column(line.label, line.label, "count") for line in LINES.lines),
        ),
        rows=tuple((m, *(line.values[n] for line in LINES.lines)) for n, m in enumerate(MONTHS)),
        sources=("ds-street",),
        annex=True,
    )
    areas = Table(
        id="areas",
        title="Small areas with the most incidents",
        columns=(
            Column("code", "Area"),
            Column("name", "Where"),
            Column("n", "Incidents", "count"),
            Column("rate", "Rate per 1,000", "rate"),
        ),
        rows=tuple(
            (f"X010{n:05d}", "on or near Market Street", 7915 - 311 * n, 512.25 - 20 * n) for n in range(12)
        ),
        sources=("ds-street",),
        annex=True,
    )
    wide = Table(
        id="wide",
        title="Every measure for every ward: a wide table",
        columns=(
            Column("ward", "Ward"),
            *(Column(f"m{n}", f"Measure number {n}", "count") for n in range(9)),
        ),
        rows=tuple(
            (w, *(1000 * k + n for n in range(9)))
            for k, w in enumerate(("Westbrook", "St Anne’s and the Old Town", "Docks"))
        ),
        sources=("ds-street",),
        annex=True,
    )
    return categories, months, areas, wide


def document() -> Document:
    """Return the sample paper."""
    categories, months, areas, wide = (TableBlock(publishable(t, Audience.PUBLIC)) for t in _tables())
    return Document(
        id="sample",
        title="Strategic assessment: Invented Borough",
        subtitle="Crime, disorder and anti-social behaviour, April 2016 to March 2018",
        publisher="Invented Borough Community Safety Partnership",
        as_at=date(2018, 4, 16),
        marking=Marking.OFFICIAL,
        audience=Audience.PUBLIC,
        front=(
            ("Area", "Invented Borough (X09000001)"),
            ("Period", "April 2016 to March 2018"),
            ("As at", "16 April 2018"),
            ("Purpose", "Helps the partnership revise its plan"),
            ("Contact", "The community safety team"),
            ("Status", "Draft for the Executive Group"),
        ),
        body=(
            Heading(1, "Summary", "summary"),
            Paragraph(
                (
                    "The police recorded ",
                    cite(TOTAL, "64,812"),
                    " crimes in 2017/18. Theft from the person rose by ",
                    cite(THEFT, "42%"),
                    "; anti-social behaviour fell by ",
                    cite(ASB, "18%"),
                    ".",
                ),
                lead=True,
            ),
            KeyFigures(
                (
                    KeyFigure(
                        (cite(TOTAL, "64,812"),), "crimes recorded, 2017/18", ("as mapped to streets",)
                    ),
                    KeyFigure(
                        (cite(THEFT, "up 42%"),),
                        "theft from the person",
                        ("9,563, from 6,730 the year before",),
                    ),
                    KeyFigure((cite(ASB, "down 18%"),), "anti-social behaviour"),
                    KeyFigure((cite(SHARE, "3.4%"),), "of map points hold half of all incidents"),
                )
            ),
            Heading(2, "What matters most", "matters", numbered=False),
            Bullets(
                (
                    (
                        "Theft from the person rose by ",
                        cite(THEFT, "42%"),
                        ", more than chance, and most of it is in three areas.",
                    ),
                    ("Half of all incidents are mapped to ", cite(SHARE, "3.4%"), " of points."),
                    ("Of twelve closed cases, ", cite(FEW, "3 of 12"), " had an outcome."),
                )
            ),
            PictureBlock(AREAS),
            Callout("note", ("The map shows where incidents are mapped to, not addresses.",)),
            PageBreak(),
            Heading(1, "Findings in order of importance", "findings"),
            Paragraph(("Each finding is weighed by its size, its movement and how sure it is.",)),
            FindingBlock(
                "trend.theft",
                1,
                (
                    "Theft from the person rose by ",
                    cite(THEFT, "42%"),
                    " to 9,563, more than chance would give.",
                ),
                ("The points on the street map hold 92% of the official count.",),
                "Phone snatches on mopeds grew from the spring.\n\nThe operation in the market began in January.",
                "The figure under this note has moved since it was written: from 38% to 42%.",
            ),
            FindingBlock(
                "rate",
                2,
                ("That is ", cite(RATE, "264.6"), " recorded crimes for every 1,000 residents."),
                (
                    "The rate for residents misleads here: many more people are in the borough by day than live in it.",
                ),
            ),
            FindingBlock("asb", 3, ("Anti-social behaviour fell by ", cite(ASB, "18%"), ".")),
            PageBreak(),
            Heading(1, "Trends", "trends"),
            Paragraph(
                (
                    "Robbery and burglary also rose. A new recording rule in November 2016 may explain part of it.",
                )
            ),
            PictureBlock(LINES),
            PictureBlock(CONTROL),
            Heading(2, "By category", "by-category"),
            PictureBlock(BARS),
            categories,
            PictureBlock(DIFFERENCES),
            Heading(1, "Places", "places"),
            PictureBlock(_surface()),
            PictureBlock(KINDS),
            PictureBlock(LORENZ),
            Heading(1, "Peers and stops", "peers"),
            Callout(
                "caution",
                ("Residents are not the people whom the police meet: many who are stopped live elsewhere.",),
            ),
            PictureBlock(INTERVALS),
            PictureBlock(_funnel()),
            Heading(2, "Committee style", "committee"),
            Paragraph(
                ("Of twelve cases, ", cite(FEW, "3 of 12"), " closed with less abuse reported."), number="3.1"
            ),
            Paragraph(("The Executive Group is asked to note the figures.",), number="3.2"),
            Bullets((("First, agree the plan.",), ("Then publish it.",)), ordered=True),
        ),
        annex=(
            Heading(1, "How this was made", "method"),
            Heading(2, "Tests", "method-tests"),
            Paragraph(("Exact tests for counts.",)),
            Heading(1, "Tables", "tables"),
            months,
            areas,
            wide,
        ),
        figures=(TOTAL, THEFT, ASB, SHARE, FEW, RATE),
        definitions=(
            (
                "recorded.points",
                "Crimes recorded by the police and mapped to a street point, counted by month of record.",
            ),
            ("trend.change", "The later year’s count less the earlier year’s, as a share of the earlier."),
            (
                "places.half-share",
                "The smallest share of map points that together hold half of all incidents.",
            ),
            ("outcomes.share", "Closed cases with an outcome, as a share of all closed cases."),
            ("recorded.rate", "Crimes recorded in the year for every 1,000 people."),
        ),
        sources=(
            SourceNote(
                "ds-street",
                "Street-level crime",
                "Invented Police",
                "Open Government Licence v3.0",
                "Invented for tests.",
                "April 2015 to March 2018",
                "B: two months are missing",
            ),
            SourceNote(
                "ds-boundaries",
                "Small-area boundaries",
                "Invented Survey",
                "Open Government Licence v3.0",
                "Contains invented survey data © Invented copyright 2018.",
                "",
                "A",
            ),
        ),
        invented="Invented data: no figure here is about a real place or person",
        areas=(("X09000001", "Invented Borough"),),
        edition="frith 0.1.0, sample",
    )
