"""Overview: how much is recorded, of what, and per how many people; the official total beside the mapped total."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frith.assessment import citing, ranking
from frith.assessment.chapters import official_grades
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import BarChart, Cell, Column, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.assessment.statistics.arguments import Floats
from frith.assessment.statistics.change import poisson_interval, rate_change_p
from frith.assessment.statistics.control_chart import control_chart
from frith.evidence.counts import CountCube
from frith.evidence.reading import Denominator, Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Figure, Interval, Phrase
from frith.vocabulary.periods import Period

HEADLINE = "overview.volume"
ALL = "all"
CRIME = "recorded-crime"
ASB = "anti-social-behaviour"
YEAR = 12
_LEVEL, _SIGMAS = 0.05, 1.96
HOMES = ("domestic burglary", "burglary - residential", "residential burglary", "burglary in a dwelling")
"""What official counts call burglary of homes; burglary of all kinds is no measure of a household's risk."""

DEFINITIONS = (
    Definition(
        "recorded.points",
        1,
        "Incidents on the street map",
        "Rows published on data.police.uk for the area, counted by the small area (LSOA) that the police gave them. "
        "Category 'all' is every row; 'recorded-crime' leaves out anti-social behaviour, which is not crime.",
        "incidents",
    ),
    Definition(
        "recorded.official",
        1,
        "Officially recorded crime",
        "The police force's own published count of crimes recorded in the area, by its own headings. It holds "
        "crimes that are never put on the street map, so it is used for totals.",
        "crimes",
    ),
    Definition(
        "recorded.share",
        1,
        "Share of all recorded incidents",
        "Rows of one category as a percentage of all rows of the street map, same area and period.",
        "%",
    ),
    Definition(
        "recorded.map-coverage",
        1,
        "How much of the official count is on the map",
        "Mapped crimes recorded by the local force divided by the official count, same months. Anti-social behaviour "
        "and the transport police's crimes, which the official count does not hold, are left out of both.",
        "%",
    ),
    Definition(
        "recorded.rate",
        1,
        "Recorded crimes per 1,000",
        "Recorded crimes in a year divided by a count of people or households, times 1,000. The official count is "
        "used where there is one. The interval is the exact Poisson interval (Garwood 1936) of the count.",
        "per 1,000",
    ),
)

LABELS = {ALL: "All incidents", CRIME: "All recorded crime (without anti-social behaviour)"}

# Rates in the order in which a reader should meet them: who lives here, then who is here.
_UNITS = ("residents", "households")
# Units that stand for the people who are in an area by day.
_PRESENT = ("workday", "daytime", "jobs")


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts of an area that several chapters share: the years compared, and the cubes.

    ``force`` is ``street`` without the transport police: what the local force's official count can be held against.
    """

    area: Area
    period: Period
    years: tuple[Period, ...]
    street: CountCube
    force: CountCube
    official: CountCube | None
    force_name: str = ""

    @property
    def categories(self) -> tuple[str, ...]:
        """Categories of the street map, in order."""
        return self.street.categories

    def points(self, year: Period, category: str) -> int | None:
        """Count on the street map; ``all`` and ``recorded-crime`` are sums. None where any month is not known."""
        return _total(self.street, year, category)

    def of_the_force(self, year: Period) -> int | None:
        """Recorded crime on the street map without the transport police."""
        return _total(self.force, year, CRIME)

    def point_figure(self, year: Period, category: str) -> Figure:
        """The ``recorded.points`` figure of a year and category."""
        value = self.points(year, category)
        return Figure(
            definition="recorded.points",
            value=value,
            numerator=value,
            unit="incidents",
            area=self.area.code,
            period=year,
            breakdown=(("category", category),),
            sources=self.street.sources,
        )

    def official_figure(self, year: Period, category: str = ALL) -> Figure | None:
        """The ``recorded.official`` figure of a year and heading, or None where nothing official covers it."""
        if self.official is None:
            return None
        value = self.official.total(year, None if category == ALL else category)
        if value is None:
            return None
        return Figure(
            definition="recorded.official",
            value=value,
            numerator=value,
            unit="crimes",
            area=self.area.code,
            period=year,
            breakdown=(("category", category),),
            sources=self.official.sources,
        )


def _total(cube: CountCube, year: Period, category: str) -> int | None:
    if category == ALL:
        return cube.total(year)
    if category == CRIME:
        parts = [cube.total(year, c) for c in cube.categories if BY_ID[c].recorded_crime]
        return None if any(part is None for part in parts) else sum(part or 0 for part in parts)
    return cube.total(year, category)


def counted(evidence: Evidence, area: Area, period: Period) -> Counted:
    """Ask the evidence once for what the chapters share. Years are the whole financial years, else the period."""
    return Counted(
        area,
        period,
        period.years,
        evidence.street(area, period, area.kind),
        evidence.street(area, period, area.kind, transport=False),
        evidence.official(area, period, area.kind),
        force.name if (force := evidence.atlas.holding(area, AreaKind.FORCE)) else "",
    )


def _force(name: str) -> str:
    """Return a police force's name as a sentence begins with it."""
    if not name:
        return "The police"
    return f"The {name}" if name.endswith("Police") else f"{name} Police"


def label(category: str) -> str:
    """Return a category's name as printed."""
    if category in BY_ID:
        return BY_ID[category].name
    return LABELS.get(category) or category.replace("-", " ").capitalize()


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return volume, shares and rates of recorded crime, with the official total beside the mapped total."""
    counts = counted(evidence, area, period)
    result = ChapterResult(Chapter.OVERVIEW, "What is recorded")
    _record(result, counts)
    _tabulate(result, counts)
    _official(result, counts)
    official_grades.told(result, evidence, area, counts.official)
    _rates(result, counts, evidence.denominators((area,)), _burglary_of_homes(evidence, counts))
    _mix(result, counts)
    result.method.append(
        "Trends, places and shares come from the street map (data.police.uk), which holds anti-social behaviour and "
        "transport police crimes but not every recorded crime. Totals come from the force's official count where "
        "one is loaded. The two are printed side by side, category by category, and never added. A count of a category "
        "in the text is always that of the street map, and says so.",
    )
    return result


def _record(result: ChapterResult, counts: Counted) -> None:
    for year in counts.years:
        for category in (ALL, CRIME, *counts.categories):
            result.add(counts.point_figure(year, category))
        if counts.official is not None:
            for heading in (ALL, *counts.official.categories):
                official = counts.official_figure(year, heading)
                if official is not None:
                    result.add(official)


def _tabulate(result: ChapterResult, counts: Counted) -> None:
    years = counts.years
    last = years[-1]
    whole = counts.points(last, ALL)
    order = sorted(counts.categories, key=lambda c: (-(counts.points(last, c) or 0), c))
    rows: list[tuple[Cell, ...]] = []
    for category in (*order, CRIME, ALL):
        values = [counts.points(year, category) for year in years]
        part = values[-1]
        share = None if part is None or not whole else 100 * part / whole
        rows.append((label(category), *values, share))
    columns = [Column("category", "Category")]
    columns += [Column(f"y{n}", year.words, "count") for n, year in enumerate(years)]
    columns.append(Column("share", f"Share of {last.words}", "percent"))
    result.exhibits.append(
        Table(
            id="overview-categories",
            title=f"Incidents on the street map by category, {counts.area.name}",
            columns=tuple(columns),
            rows=tuple(rows),
            sources=counts.street.sources,
            note="Anti-social behaviour is recorded by the police but is not crime.",
        ),
    )
    before = years[-2] if len(years) > 1 else None
    result.exhibits.append(
        BarChart(
            id="overview-categories-chart",
            title=f"On the street map {label(order[0]).lower()} is the largest category in {counts.area.name}, "
            f"{last.words}",
            alt="Bars of incidents on the street map by category, largest first. The numbers are in the table of "
            "categories.",
            labels=tuple(label(c) for c in order),
            values=tuple(counts.points(last, c) for c in order),
            value_label=f"Incidents on the street map, {last.words}",
            compare=tuple(counts.points(before, c) for c in order) if before else (),
            compare_label=before.words if before else "",
            highlight=(label(order[0]),),
            table="overview-categories",
            sources=counts.street.sources,
        ),
    )


def _official(result: ChapterResult, counts: Counted) -> None:
    pairs = [(year, counts.official_figure(year)) for year in counts.years]
    known = [(year, figure) for year, figure in pairs if figure is not None]
    if not known or counts.official is None:
        result.gaps.append(
            f"No official count of recorded crime covers {counts.area.name} for the whole period, so totals rest on "
            "the street map alone, which leaves some crimes out.",
        )
        _volume_from_points(result, counts)
        return
    rows: list[tuple[Cell, ...]] = []
    for year, figure in known:
        mapped = counts.of_the_force(year)
        cover = None if mapped is None or not figure.value else 100 * mapped / figure.value
        if mapped is not None and figure.value:
            result.add(
                Figure(
                    definition="recorded.map-coverage",
                    value=cover,
                    numerator=mapped,
                    denominator=figure.value,
                    unit="%",
                    area=counts.area.code,
                    period=year,
                    sources=(*counts.street.sources, *counts.official.sources),
                ),
            )
        rows.append((year.words, figure.value, mapped, counts.points(year, ALL), cover))
    result.exhibits.append(
        Table(
            id="overview-official",
            title="The official total beside the mapped total",
            columns=(
                Column("year", "Year"),
                Column("official", "Official count of crime (used for totals)", "count"),
                Column("mapped", "The force's crime on the street map", "count"),
                Column("rows", "Everything on the street map", "count"),
                Column("cover", "Share of the official count that is on the map", "percent"),
            ),
            rows=tuple(rows),
            sources=(*counts.official.sources, *counts.street.sources),
            note="The map also holds anti-social behaviour and transport police crimes; the official count does not. "
            "The annex sets the official count of each category beside the map's, year by year.",
        ),
    )
    _official_categories(result, counts, tuple(year for year, _ in known))
    _volume(result, counts, [figure for _, figure in known])


def _official_categories(result: ChapterResult, counts: Counted, years: tuple[Period, ...]) -> None:
    """Set the official count of every category beside that of the street map, year by year, each by its name."""
    official = counts.official
    if official is None:
        return
    order = sorted(official.categories, key=lambda c: (-(official.total(years[-1], c) or 0), c))
    rows: list[tuple[Cell, ...]] = []
    for category in (*order, ALL):
        on_map = CRIME if category == ALL else category
        pairs: list[Cell] = []
        for year in years:
            figure = counts.official_figure(year, category)
            pairs.append(None if figure is None else figure.value)
            pairs.append(counts.points(year, on_map) if on_map in (CRIME, *counts.categories) else None)
        rows.append((label(on_map if category == ALL else category), *pairs))
    columns = [Column("category", "Category")]
    for n, year in enumerate(years):
        columns.append(Column(f"official{n}", f"Official count, {year.words}", "count"))
        columns.append(Column(f"map{n}", f"On the street map, {year.words}", "count"))
    result.exhibits.append(
        Table(
            id="overview-official-categories",
            title=f"Official count of each category beside the street map, {counts.area.name}",
            columns=tuple(columns),
            rows=tuple(rows),
            sources=(*official.sources, *counts.street.sources),
            note="The two differ: the street map also holds the transport police's crimes, leaves out crimes without a "
            "place, and a crime can be put in another category on it. Trends, places and comparisons in this paper use "
            "the street map.",
        ),
    )


def _volume(result: ChapterResult, counts: Counted, official: list[Figure]) -> None:
    """Tell the headline: the last year's official total, against the year before where that is known."""
    last = official[-1]
    year = last.period or counts.years[-1]
    sentence: Phrase = (
        f"{_force(counts.force_name)} recorded ",
        citing.count(last),
        f" crimes in {counts.area.name} in {year.words}",
    )
    movement, sureness = 0.0, ranking.UNTESTED
    before = next((figure for figure in official if figure.period == year.shifted(-YEAR)), None)
    if before is not None:
        sentence = (
            *sentence,
            f", {numbers.change(float(before.value or 0), float(last.value or 0))} on the ",
            citing.count(before),
            " of the year before",
        )
        movement = abs(float(last.value or 0) - float(before.value or 0)) / max(float(before.value or 0), 1.0)
        sureness = _sureness(before, last, counts.official.series() if counts.official else None)
    if ASB in counts.categories and counts.points(year, ASB) is not None:
        asb = counts.point_figure(year, ASB)
        sentence = (
            *sentence,
            "; on the street map there were ",
            citing.count(asb),
            " incidents of anti-social behaviour, which the official count does not hold",
        )
    _add_finding(result, HEADLINE, (*sentence, "."), share=1.0, movement=movement, sureness=sureness)


def _sureness(before: Figure, after: Figure, series: Floats | None) -> float:
    """Return 1 if a change of the total is more than chance and than the months' usual scatter, 0 if it is not.

    Untested where the months are too few, or not all known, to say how they scatter.
    """
    if series is None or len(series) < 2 * YEAR or np.isnan(series).any() or series.sum() < len(series):
        return ranking.UNTESTED
    first, second = float(before.value or 0), float(after.value or 0)
    scatter = control_chart(series, first_month=1, seasonal=False).dispersion
    beyond = abs(second - first) > _SIGMAS * (scatter * (first + second)) ** 0.5
    return 1.0 if beyond and float(rate_change_p(first, second)) <= _LEVEL else 0.0


def _volume_from_points(result: ChapterResult, counts: Counted) -> None:
    last = counts.point_figure(counts.years[-1], CRIME)
    if last.value is None:
        return
    sentence: Phrase = (
        f"On the street map {counts.area.name} had ",
        citing.count(last),
        f" crimes in {counts.years[-1].words}",
    )
    movement, sureness = 0.0, ranking.UNTESTED
    before = counts.point_figure(counts.years[-2], CRIME) if len(counts.years) > 1 else None
    if before is not None and before.value:
        change = numbers.change(float(before.value), float(last.value))
        sentence = (*sentence, f", {change} on the ", citing.count(before), " of the year before")
        movement = abs(float(last.value) - float(before.value)) / float(before.value)
        crimes = tuple(c for c in counts.categories if BY_ID[c].recorded_crime)
        sureness = _sureness(before, last, counts.street.select(categories=crimes).series())
    _add_finding(result, HEADLINE, (*sentence, "."), share=1.0, movement=movement, sureness=sureness)


def _add_finding(
    result: ChapterResult,
    name: str,
    sentence: Phrase,
    *,
    share: float,
    movement: float,
    sureness: float = ranking.UNTESTED,
) -> None:
    value, why = ranking.weight(share=share, movement=movement, sureness=sureness)
    result.findings.append(
        Finding(
            id=name,
            chapter=Chapter.OVERVIEW,
            sentence=sentence,
            weight=value,
            why_it_ranks=why,
            figures=citing.cited_ids(sentence),
            duties=("regulation 7(a)",),
            exhibit="overview-categories-chart",
        ),
    )
    result.story.append(sentence)


def _rates(
    result: ChapterResult, counts: Counted, denominators: tuple[Denominator, ...], homes: Figure | None
) -> None:
    year = counts.years[-1]
    numerator = counts.official_figure(year) or counts.point_figure(year, CRIME)
    if numerator.value is None:
        return
    rates: list[tuple[Denominator, Figure]] = []
    for denominator in _chosen(denominators, year):
        counting = homes if denominator.unit == "households" else numerator
        if counting is None or counting.value is None:
            continue
        rates.append((denominator, result.add(_rate(counting, denominator, counts.area, year))))
    if homes is None and any(one.unit == "households" for one in denominators):
        result.gaps.append(
            "No official count of burglaries of homes is loaded by itself, so no rate for each household is given: "
            "burglary of shops and offices would be in it."
        )
    if not rates:
        result.gaps.append(
            f"No count of residents, households or workday people is loaded for {counts.area.name}."
        )
        return
    result.exhibits.append(_rate_table(rates, year))
    _rate_finding(result, counts.area.name, rates)


def _burglary_of_homes(evidence: Evidence, counts: Counted) -> Figure | None:
    """Return the official count of burglaries of homes, which alone a rate for each household makes sense of."""
    year = counts.years[-1]
    cube = evidence.official(counts.area, year, counts.area.kind, detail=True)
    held = [name for name in (cube.categories if cube else ()) if any(word in name.lower() for word in HOMES)]
    if cube is None or len(held) != 1 or cube.total(year, held[0]) is None:
        return None
    return Figure(
        definition="recorded.official",
        value=cube.total(year, held[0]),
        numerator=cube.total(year, held[0]),
        unit="crimes",
        area=counts.area.code,
        period=year,
        breakdown=(("category", held[0]),),
        sources=cube.sources,
    )


def _chosen(denominators: tuple[Denominator, ...], year: Period) -> list[Denominator]:
    """For each unit that a rate makes sense of, the denominator nearest in time; residents and households first."""
    nearest: dict[str, Denominator] = {}
    for one in denominators:
        if one.unit not in _UNITS and not one.unit.startswith(_PRESENT):
            continue
        held = nearest.get(one.unit)
        if held is None or _distance(one, year) < _distance(held, year):
            nearest[one.unit] = one
    rank = {unit: n for n, unit in enumerate(_UNITS)}
    return sorted(nearest.values(), key=lambda d: (rank.get(d.unit, len(rank)), d.unit))


def _distance(denominator: Denominator, year: Period) -> int:
    digits = "".join(ch for ch in denominator.year[:4] if ch.isdigit())
    return abs(int(digits or 0) - year.first.year)


def _rate(counting: Figure, denominator: Denominator, area: Area, year: Period) -> Figure:
    count = float(counting.value or 0)
    limits = poisson_interval(count)
    scale = 1000 / denominator.value
    return Figure(
        definition="recorded.rate",
        value=count * scale,
        numerator=counting.value,
        denominator=denominator.value,
        unit=f"per 1,000 {denominator.unit}",
        area=area.code,
        period=year,
        breakdown=(
            ("category", dict(counting.breakdown)["category"]),
            ("count", counting.definition),
            ("denominator", denominator.unit),
        ),
        interval=Interval(
            float(limits.lower) * scale, float(limits.upper) * scale, 0.95, "exact Poisson (Garwood)"
        ),
        sources=(*counting.sources, denominator.source),
        note=denominator.caveat,
    )


def _rate_table(rates: list[tuple[Denominator, Figure]], year: Period) -> Table:
    return Table(
        id="overview-rates",
        title=f"Rates per 1,000, {year.words}",
        columns=(
            Column("what", "What is counted"),
            Column("per", "Per 1,000"),
            Column("rate", "Rate", "rate"),
            Column("low", "95% interval from", "rate"),
            Column("high", "to", "rate"),
            Column("base", "Base", "count"),
            Column("year", "Base of"),
            Column("caveat", "Note"),
        ),
        rows=tuple(
            (
                "Recorded crime"
                if dict(figure.breakdown)["category"] == ALL
                else label(
                    dict(figure.breakdown)["category"].partition(": ")[2]
                    or dict(figure.breakdown)["category"]
                ),
                denominator.unit,
                float(figure.value or 0),
                figure.interval.low if figure.interval else None,
                figure.interval.high if figure.interval else None,
                denominator.value,
                denominator.year,
                denominator.caveat[:1].upper() + denominator.caveat[1:],
            )
            for denominator, figure in rates
        ),
        sources=tuple(dict.fromkeys(source for _, figure in rates for source in figure.sources)),
    )


def _rate_finding(result: ChapterResult, where: str, rates: list[tuple[Denominator, Figure]]) -> None:
    resident = next(((d, f) for d, f in rates if d.unit == "residents"), None)
    present = next(((d, f) for d, f in rates if d.unit.startswith(_PRESENT)), None)
    if resident is None:
        return
    when = resident[1].period.words if resident[1].period else ""
    sentence: Phrase = (
        f"{where} had ",
        citing.decimal(resident[1]),
        f" {_what(resident[1])} for every 1,000 residents in {when}",
    )
    caveats: tuple[str, ...] = ()
    if present is not None and present[0].value > resident[0].value:
        sentence = (*sentence, ", but ", citing.decimal(present[1]), f" for every 1,000 {present[0].unit}")
        times = present[0].value / resident[0].value
        caveats = (
            (
                f"The rate for residents misleads here: there are {numbers.decimal(times)} times as many "
                f"{present[0].unit} in the area as people who live in it, and visitors come on top."
            ),
        )
    elif present is None:
        caveats = (
            (
                "A rate for residents says little where many people come to work, shop or go out: no count of the "
                "people present is loaded, so this rate is no measure of a resident's risk."
            ),
        )
    sentence = (*sentence, ".")
    result.story.append(sentence)
    value, why = ranking.weight(share=1.0, movement=0.0)
    result.findings.append(
        Finding(
            id="overview.rate",
            chapter=Chapter.OVERVIEW,
            sentence=sentence,
            weight=value,
            why_it_ranks=why,
            figures=citing.cited_ids(sentence),
            caveats=caveats,
            duties=("regulation 7(a)",),
            exhibit="overview-rates",
        ),
    )


def _what(rate: Figure) -> str:
    """What a rate counts, since the force's own count and the street map differ."""
    official = dict(rate.breakdown)["count"] == "recorded.official"
    return "officially recorded crimes" if official else "crimes on the street map"


def _mix(result: ChapterResult, counts: Counted) -> None:
    year = counts.years[-1]
    whole = counts.points(year, ALL)
    if not whole:
        return
    order = sorted(counts.categories, key=lambda c: (-(counts.points(year, c) or 0), c))
    shares = [
        result.add(
            Figure(
                definition="recorded.share",
                value=100 * (counts.points(year, c) or 0) / whole,
                numerator=counts.points(year, c),
                denominator=whole,
                unit="%",
                area=counts.area.code,
                period=year,
                breakdown=(("category", c),),
                sources=counts.street.sources,
            ),
        )
        for c in order
    ]
    parts: list[Phrase] = [
        (label(c).lower(), " (", citing.percent(figure), ")")
        for c, figure in zip(order[:3], shares[:3], strict=True)
    ]
    sentence: Phrase = ("The largest categories on the street map are ", *citing.joined(parts), ".")
    top = sum(float(figure.value or 0) for figure in shares[:3]) / 100
    _add_finding(result, "overview.mix", sentence, share=top, movement=0.0)
