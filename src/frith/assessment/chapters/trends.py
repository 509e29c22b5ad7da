"""Trends: what rose and what fell between years, and which changes are more than chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frith.assessment import citing, ranking
from frith.assessment.chapters.history import History, longest, whole_months
from frith.assessment.chapters.overview import ALL, CRIME, Counted, counted, label
from frith.assessment.chapters.telling import WITHIN_SCATTER, spelled
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import BarChart, Cell, Column, Line, LineChart, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.assessment.statistics.arguments import Floats
from frith.assessment.statistics.change import rate_change_p, rate_ratio
from frith.assessment.statistics.control_chart import ControlChart, control_chart
from frith.assessment.statistics.multiple_testing import adjusted_p
from frith.assessment.statistics.seasons import change_on_same_month_last_year, rolling_twelve_months
from frith.evidence.counts import CountCube
from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.categories import BREAKS, BY_ID, CAUTIONS
from frith.vocabulary.figures import Figure, Interval, Phrase
from frith.vocabulary.periods import Month, Period, spans

LEVEL = 0.05
YEAR = 12
SMALLEST_CHANGE_TOLD = 5.0
"""A change under 5% is not told as a finding, however sure: it would not change a decision."""
MOST_TOLD = 8
MOST_LINES = 4
CHARTED = 48
ACTION_LIMIT = 3.0

DEFINITIONS = (
    Definition(
        "trend.change",
        1,
        "Change between two years",
        "The later year's count divided by the earlier year's, less one. Tested with the E-test (Krishnamoorthy and "
        "Thomson 2004, unpooled variance), two-sided, adjusted over all categories by Benjamini and Hochberg (1995). "
        "The test allows for Poisson chance; 'more than chance' is said only if the change also exceeds the usual "
        "month-to-month scatter of the series (dispersion from the control chart). Interval: exact, by "
        "Clopper-Pearson limits of the later year's share.",
        "%",
    ),
    Definition(
        "trend.rolling-year",
        1,
        "Twelve months to a month",
        "The sum of twelve whole months that end with the month named. Not made where a month is missing or thin.",
        "incidents",
    ),
    Definition(
        "trend.same-month",
        1,
        "Change on the same month a year before",
        "The count of a month less the count of the same month of the year before.",
        "incidents",
    ),
    Definition(
        "trend.signals",
        1,
        "Months out of the ordinary",
        "Months beyond the action limits (three sigma) of a control chart whose centre line follows the season and "
        "whose limits allow for overdispersion (Laney 2002).",
        "months",
    ),
)


_FOUND_BY_LOOKING = {
    True: "The police find most of these by looking: a rise may be more searching, not more offending.",
    False: "The police find most of these by looking: a fall may be less searching, not less offending.",
}
"""What to mind of a category that police work finds, by whether it rose."""

RECORDED: dict[str, tuple[str, ...]] = {
    "anti-social-behaviour": (
        "Fewer police records need not mean less of the behaviour: what councils and landlords hear is not counted.",
    ),
    "violence-and-sexual-offences": (
        "How completely forces record violence, and how readily it is reported, have changed over these years.",
    ),
    "public-order": ("How forces record public order offences has changed over these years.",),
}
"""Cautions about how a category comes to be recorded at all, whatever the period."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One category in two years: counts, adjusted p, ratio limits, and whether it is beyond usual scatter."""

    category: str
    before: int
    after: int
    q: float
    low: float
    high: float
    beyond_scatter: bool

    @property
    def beyond_chance(self) -> bool:
        """More than Poisson chance after adjusting for all categories, and more than the usual scatter."""
        return self.q <= LEVEL and self.beyond_scatter

    @property
    def percent(self) -> float:
        """Change in percent of the earlier count; infinite from nothing."""
        return 100 * (self.after / self.before - 1) if self.before else float("inf")


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return changes between the last two years by category, rolling years and months out of the ordinary."""
    result = ChapterResult(Chapter.TRENDS, "What changed")
    counts = counted(evidence, area, period)
    history = _history(evidence, area, period)
    if len(counts.years) > 1:
        _years(result, counts, history)
    else:
        result.gaps.append(
            f"{period.words} has {len(period)} months, so no two whole years could be compared. Assess 24 or more.",
        )
    long = longest(evidence, area, period)
    if long is not None:
        _rolling(result, counts, long)
        _out_of_the_ordinary(result, counts, long)
    _gaps(result, history, period)
    result.method.append(
        "Each category of one year is compared with the year before by the E-test for two Poisson counts, two-sided, "
        "and the p-values are adjusted over all categories (Benjamini-Hochberg). Crimes come in bursts, so a series "
        "scatters more than Poisson chance; a change is called more than chance only if it also exceeds that scatter "
        "at the same level. Months that are missing or thin are left out and never compared over.",
    )
    return result


def _history(evidence: Evidence, area: Area, period: Period) -> CountCube:
    """Return the street map from the first month held to the end of the period: a longer look at the usual level."""
    held = evidence.first_and_last(Family.STREET, area)
    first = min(held.first, period.first) if held else period.first
    return whole_months(evidence.street(area, Period(first, period.last), area.kind))


def _years(result: ChapterResult, counts: Counted, history: CountCube) -> None:
    before, after = counts.years[-2], counts.years[-1]
    moves = movements(counts, history, before, after)
    figures = {move.category: result.add(_figure(move, counts, after)) for move in moves}
    _movement_table(result, counts, moves, before, after)
    _movement_chart(result, counts, moves, before, after)
    whole = counts.points(after, ALL) or 1
    told = [m for m in moves if m.category not in (ALL, CRIME) and abs(m.percent) >= SMALLEST_CHANGE_TOLD]
    told = [m for m in told if m.beyond_chance and m.before >= numbers.SMALL_BASE]
    told.sort(key=lambda m: (-_weight(m, whole)[0], m.category))
    told = told[:MOST_TOLD]
    if told:
        result.story.append(
            ("Each change told here is larger than chance and than the usual ups and downs.",)
        )
    for move in told:
        _movement_finding(
            result, counts, move, figures[move.category], before, after, whole, _recommendation(told)
        )
    _story(result, counts, told, figures, before, after)
    _quiet(result, moves, figures)


def movements(counts: Counted, history: CountCube, before: Period, after: Period) -> list[Movement]:
    """Compare two years in every category whose months are all known in both."""
    names = (*(c for c in counts.categories if _comparable(c, before, after)), CRIME, ALL)
    pairs = [(c, counts.points(before, c), counts.points(after, c)) for c in names]
    known = [(c, a, b) for c, a, b in pairs if a is not None and b is not None and a + b > 0]
    if not known:
        return []
    first = np.array([a for _, a, _ in known], dtype=float)
    second = np.array([b for _, _, b in known], dtype=float)
    p = rate_change_p(first, second)
    # The totals are made of the categories: they are tested by themselves and are no members of the family.
    part = np.array([c not in (ALL, CRIME) for c, _, _ in known])
    q = np.where(part, adjusted_p(np.where(part, p, np.nan)), p)
    ratio = rate_ratio(first, second)
    scatter = [_dispersion(history, c) for c, _, _ in known]
    z = np.abs(second - first) / np.sqrt((first + second) * np.array(scatter))
    return [
        Movement(c, a, b, float(q[n]), float(ratio.lower[n]), float(ratio.upper[n]), bool(z[n] > 1.96))
        for n, (c, a, b) in enumerate(known)
    ]


def moved_beyond_chance(
    evidence: Evidence, area: Area, period: Period, before: Period, after: Period
) -> frozenset[str]:
    """Return the categories that changed between two years by this chapter's verdict: the one of the whole document."""
    found = movements(counted(evidence, area, period), _history(evidence, area, period), before, after)
    return frozenset(move.category for move in found if move.beyond_chance)


def _comparable(category: str, before: Period, after: Period) -> bool:
    """Say whether a category kept its meaning from the first month compared to the last."""
    return not any(name == category and before.first < month <= after.last for month, name, _ in BREAKS)


def _series(history: CountCube, category: str) -> Floats:
    if category == ALL:
        return history.series()
    if category == CRIME:
        crimes = [history.series(c) for c in history.categories if BY_ID[c].recorded_crime]
        return np.asarray(np.sum(crimes, axis=0))
    return history.series(category)


def _chart(history: CountCube, category: str) -> ControlChart | None:
    series = _series(history, category)
    known = ~np.isnan(series)
    # with under one a month on average whole seasons are empty, and no usual spread can be measured
    if known.sum() < 2 * YEAR or np.nansum(series) < known.sum():
        return None
    return control_chart(series, first_month=history.months[0].number)


def _dispersion(history: CountCube, category: str) -> float:
    chart = _chart(history, category)
    return 1.0 if chart is None else chart.dispersion


def _figure(move: Movement, counts: Counted, after: Period) -> Figure:
    return Figure(
        definition="trend.change",
        value=None if move.before == 0 else move.percent,
        numerator=move.after,
        denominator=move.before,
        unit="%",
        area=counts.area.code,
        period=after,
        breakdown=(("category", move.category),),
        interval=Interval(100 * (move.low - 1), 100 * (move.high - 1), 0.95, "exact (Clopper-Pearson)")
        if move.before
        else None,
        p_value=move.q,
        test="E-test, unpooled variance, two-sided; adjusted by Benjamini-Hochberg over all categories",
        sources=counts.street.sources,
        note="" if move.beyond_scatter else WITHIN_SCATTER,
    )


def _movement_table(
    result: ChapterResult, counts: Counted, moves: list[Movement], before: Period, after: Period
) -> None:
    rows: list[tuple[Cell, ...]] = [
        (
            label(m.category),
            m.before,
            m.after,
            m.after - m.before,
            m.percent if m.before >= numbers.SMALL_BASE else None,
            100 * (m.low - 1) if m.before >= numbers.SMALL_BASE else None,
            100 * (m.high - 1) if m.before >= numbers.SMALL_BASE else None,
            m.q,
            "more than chance" if m.beyond_chance else "within chance",
        )
        for m in moves
    ]
    result.exhibits.append(
        Table(
            id="trends-years",
            title=f"Counts on the street map, {after.words} against {before.words}, {counts.area.name}",
            columns=(
                Column("category", "Category"),
                Column("before", before.words, "count"),
                Column("after", after.words, "count"),
                Column("difference", "Difference", "count"),
                Column("change", "Change", "percent"),
                Column("low", "95% interval from", "percent"),
                Column("high", "to", "percent"),
                Column("q", "Adjusted p", "p"),
                Column("verdict", "Verdict"),
            ),
            rows=tuple(rows),
            sources=counts.street.sources,
            note="No percentage is given where the earlier count is under 20.",
            annex=True,
        ),
    )


def _movement_chart(
    result: ChapterResult, counts: Counted, moves: list[Movement], before: Period, after: Period
) -> None:
    shown = sorted(
        (m for m in moves if m.category not in (ALL, CRIME)),
        key=lambda m: (-(m.after - m.before), m.category),
    )
    if not shown:
        return
    title = movement_title(shown)
    result.exhibits.append(
        BarChart(
            id="trends-years-chart",
            title=f"{title}: the street map, {after.words} against {before.words}",
            alt=f"{title}. Bars of the difference in count by category, largest rise first; falls are below zero.",
            labels=tuple(label(m.category) for m in shown),
            values=tuple(float(m.after - m.before) for m in shown),
            value_label=f"Difference in count on the street map, {after.words} less {before.words}",
            highlight=tuple(label(m.category) for m in shown if m.beyond_chance),
            table="trends-years",
            sources=counts.street.sources,
            note="Strong bars are more than chance; light bars are within chance.",
        ),
    )


def movement_title(moves: list[Movement]) -> str:
    """Say which category moved most of those that moved by more than chance: a rise within chance is no headline."""
    sure = [move for move in moves if move.beyond_chance]
    if not sure:
        return "No category moved by more than chance"
    rise, fall = max(sure, key=lambda m: m.after - m.before), min(sure, key=lambda m: m.after - m.before)
    if rise.after > rise.before:
        return f"{label(rise.category)} rose most, by {numbers.count(rise.after - rise.before)}"
    most = f"{label(fall.category)} fell most, by {numbers.count(fall.before - fall.after)}"
    return f"{most}, and no category rose by more than chance"


def _movement_finding(
    result: ChapterResult,
    counts: Counted,
    move: Movement,
    figure: Figure,
    before: Period,
    after: Period,
    whole: int,
    recommendation: str,
) -> None:
    earlier, later = counts.point_figure(before, move.category), counts.point_figure(after, move.category)
    way = "rose" if move.after > move.before else "fell"
    sentence: Phrase = (
        f"On the street map {label(move.category).lower()} {way} from ",
        citing.count(earlier),
        " to ",
        citing.count(later),
        " (",
        citing.change(figure),
        f") between {before.words} and {after.words}.",
    )
    caveats = tuple(
        words
        for month, name, words in CAUTIONS
        if name == move.category and before.first < month <= after.last
    )
    if move.category in BY_ID and BY_ID[move.category].mostly_found_by_police:
        caveats = (
            *caveats,
            _FOUND_BY_LOOKING[move.after > move.before],
        )
    caveats = (*caveats, *RECORDED.get(move.category, ()))
    value, why = _weight(move, whole)
    result.findings.append(
        Finding(
            id=f"trend.{move.category}",
            chapter=Chapter.TRENDS,
            sentence=sentence,
            weight=value,
            why_it_ranks=why,
            figures=citing.cited_ids(sentence),
            caveats=caveats,
            duties=("regulation 7(a)", "regulation 7(b)"),
            recommendation=recommendation if move.after > move.before else "",
            exhibit="trends-years-chart",
        ),
    )


def _story(
    result: ChapterResult,
    counts: Counted,
    told: list[Movement],
    figures: dict[str, Figure],
    before: Period,
    after: Period,
) -> None:
    """Tell the rises in one sentence and the falls in another; the findings tell them one by one."""
    for way in ("rose", "fell"):
        some = [move for move in told if (move.after > move.before) == (way == "rose")]
        alone = len(some) == 1
        parts: list[Phrase] = [
            (
                f"{label(move.category).lower()} {f'{way} ' if alone else ''}from ",
                citing.count(counts.point_figure(before, move.category)),
                " to ",
                citing.count(counts.point_figure(after, move.category)),
                " (",
                citing.change(figures[move.category]),
                ")",
            )
            for move in some
        ]
        years = f"between {before.words} and {after.words}"
        if alone:
            result.story.append(("On the street map ", *parts[0], f" {years}."))
        elif parts:
            result.story.append((f"On the street map these {way} {years}: ", *citing.joined(parts), "."))


def _weight(move: Movement, whole: int) -> tuple[float, str]:
    """Weigh a change by the one rule: its size is the category's, in the busier of the two years."""
    return ranking.weight(
        share=max(move.before, move.after) / whole, movement=move.percent / 100, sureness=1.0
    )


def _recommendation(told: list[Movement]) -> str:
    """Return one recommendation for every rise told: regulation 7(c) asks why, and the data cannot say."""
    rose = [label(move.category).lower() for move in told if move.after > move.before]
    if not rose:
        return ""
    each = "each of " if len(rose) > 1 else ""
    return f"Name the agency that leads on {each}{numbers.listed(rose)}, and have it explain the rise."


def _quiet(result: ChapterResult, moves: list[Movement], figures: dict[str, Figure]) -> None:
    """Say which categories did not change beyond chance, so that nobody reads movement into them."""
    quiet = [m for m in moves if not m.beyond_chance and m.category not in (ALL, CRIME)]
    if not quiet:
        return
    parts: list[Phrase] = [
        (f"{label(m.category).lower()} (", citing.change(figures[m.category]), ")") for m in quiet
    ]
    result.story.append(
        ("Within chance on the street map, so not a change to act on: ", *citing.joined(parts), ".")
    )


def _rolling(result: ChapterResult, counts: Counted, long: History) -> None:
    """Chart the rolling years of the four headings that moved most over the months held."""
    sums = {name: rolling_twelve_months(long.counts[n]) for n, name in enumerate(long.names) if name != ALL}
    usable = {name: sum_ for name, sum_ in sums.items() if not np.isnan(sum_[-1])}
    if not usable:
        return
    start = min(int(np.flatnonzero(~np.isnan(one))[0]) for one in usable.values())
    shown = long.months[start:]
    # the year assessed decides which are shown; a series that was not known a year before cannot have moved
    known = {c: one for c, one in usable.items() if len(one) > YEAR and not np.isnan(one[-1 - YEAR])}
    if len(shown) <= 1 or not known:
        return
    size = {c: float(one[-1] - one[-1 - YEAR]) for c, one in known.items()}
    moved = sorted(known, key=lambda c: (-abs(size[c]), c))[:MOST_LINES]
    title = _rolling_title(moved, size, counts.area.name)
    moved.sort(key=lambda c: (-usable[c][-1], c))
    for name in moved:
        result.add(
            Figure(
                definition="trend.rolling-year",
                value=_cell(usable[name][-1]),
                unit="crimes",
                area=counts.area.code,
                period=Period(long.months[-1] + (1 - YEAR), long.months[-1]),
                breakdown=(("category", name),),
                sources=long.sources,
            ),
        )
    result.exhibits.append(
        LineChart(
            id="trends-rolling",
            title=title,
            alt=f"{title}. Lines of the sums of twelve months to each month.",
            x=tuple(str(month) for month in shown),
            y_label=f"{long.what.capitalize()} in the twelve months",
            lines=tuple(Line(label(c), tuple(_float(v) for v in usable[c][start:])) for c in moved),
            table="trends-rolling-table",
            sources=long.sources,
        ),
    )
    result.exhibits.append(
        Table(
            id="trends-rolling-table",
            title="Twelve months to each month",
            columns=(
                Column("month", "Twelve months to", "month"),
                *(Column(c, label(c), "count") for c in moved),
            ),
            rows=tuple(
                (str(month), *(_cell(usable[c][start + n]) for c in moved)) for n, month in enumerate(shown)
            ),
            sources=long.sources,
            annex=True,
        ),
    )


def _rolling_title(moved: list[str], size: dict[str, float], where: str) -> str:
    """Say which heading moved most in the last year, and the largest move the other way, if one is shown."""
    first = moved[0]
    other = next((c for c in moved if size[c] * size[first] < 0), None)
    way = {True: "rose", False: "fell"}
    words = f"{label(first)} {way[size[first] > 0]} most in {where} over the last twelve months"
    return words if other is None else f"{words}; {label(other).lower()} {way[size[other] > 0]}"


def _cell(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _out_of_the_ordinary(result: ChapterResult, counts: Counted, long: History) -> None:
    """Judge the last twelve months against the usual level and season of the three years before them."""
    window = slice(max(0, len(long.months) - CHARTED), None)
    months, series = long.months[window], long.whole[window]
    baseline = np.arange(len(months)) < len(months) - YEAR
    if (~np.isnan(series[baseline])).sum() < 2 * YEAR or np.nansum(series[baseline]) == 0:
        result.gaps.append(
            f"Fewer than 24 months are known before {months[-YEAR].words if len(months) >= YEAR else months[0].words}, "
            "so the last twelve months could not be held against their usual level.",
        )
        return
    chart = control_chart(series, first_month=months[0].number, baseline=baseline)
    judged = [n for n in np.flatnonzero(~baseline) if not np.isnan(chart.z[n])]
    outside = [int(n) for n in judged if abs(chart.z[n]) > ACTION_LIMIT]
    _same_month(result, counts, long)
    signals = result.add(
        Figure(
            definition="trend.signals",
            value=len(outside),
            numerator=len(outside),
            denominator=len(judged),
            unit="months",
            area=counts.area.code,
            period=Period(months[-YEAR], months[-1]),
            breakdown=(("category", ALL),),
            sources=long.sources,
        ),
    )
    result.exhibits.append(
        _control_picture(long, months, series, chart, _control_title(outside, chart, months))
    )
    result.exhibits.append(_months_table(long, months, series, chart))
    result.story.append(
        (
            "Of the last ",
            f"{len(judged)} months, ",
            citing.count(signals),
            " stood outside the range in which the monthly total usually moves for its season",
            f": {spans(months[n] for n in outside)}{_begun(chart, months, outside)}." if outside else ".",
        ),
    )


def _begun(chart: ControlChart, months: tuple[Month, ...], outside: list[int]) -> str:
    """Say where months on the same side just before the twelve judged were outside already."""
    first = len(months) - YEAR
    if outside[0] != first:
        return ""
    earlier = first
    while (
        earlier > 0 and chart.z[earlier - 1] * chart.z[first] > 0 and abs(chart.z[earlier - 1]) > ACTION_LIMIT
    ):
        earlier -= 1
    return f"; the shift began by {months[earlier].words}" if earlier < first else ""


def _same_month(result: ChapterResult, counts: Counted, long: History) -> None:
    """Set the last month beside the same month of the year before."""
    difference = change_on_same_month_last_year(long.whole)[-1]
    if np.isnan(difference):
        return
    month = long.months[-1]
    figure = result.add(
        Figure(
            definition="trend.same-month",
            value=int(difference),
            numerator=int(long.whole[-1]),
            denominator=int(long.whole[-1] - difference),
            unit="crimes",
            area=counts.area.code,
            period=Period(month, month),
            breakdown=(("category", ALL),),
            sources=long.sources,
        ),
    )
    result.story.append(
        (
            f"{month.words} had {numbers.count(long.whole[-1])} {long.what}, ",
            citing.change(figure),
            " on the same month of the year before.",
        ),
    )


def _control_picture(
    long: History, months: tuple[Month, ...], series: Floats, chart: ControlChart, title: str
) -> LineChart:
    return LineChart(
        id="trends-control",
        title=title,
        alt=f"{title}. A line of crimes a month against the band in which this series usually moves.",
        x=tuple(str(m) for m in months),
        y_label=f"{long.what.capitalize()} a month",
        lines=(
            Line("Recorded", tuple(_float(v) for v in series), emphasis=True),
            Line("Usual for the month", tuple(_float(v) for v in chart.expected), dashed=True),
        ),
        band=(tuple(_float(v) for v in chart.lower_action), tuple(_float(v) for v in chart.upper_action)),
        band_label="Where months usually fall (three sigma)",
        table="trends-months",
        sources=long.sources,
        note="The usual level comes from the months before the last twelve."
        + (" Gaps are months that are missing." if np.isnan(series).any() else ""),
    )


def _control_title(outside: list[int], chart: ControlChart, months: tuple[Month, ...]) -> str:
    if not outside:
        return "No month of the last year was out of the ordinary for its season"
    above = sum(chart.z[n] > 0 for n in outside)
    if above == len(outside):
        return f"{spelled(len(outside)).capitalize()} of the last twelve months were above what is usual for the season"
    if above == 0:
        return f"{spelled(len(outside)).capitalize()} of the last twelve months were below what is usual for the season"
    return f"{spans(months[n] for n in outside)} stood out from what is usual"


def _float(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _months_table(long: History, months: tuple[Month, ...], series: Floats, chart: ControlChart) -> Table:
    rows: list[tuple[Cell, ...]] = []
    held = dict(zip(long.months, long.whole, strict=True))
    for n, month in enumerate(months):
        before = float(held.get(month + -YEAR, np.nan))
        rows.append(
            (
                str(month),
                _cell(series[n]),
                _cell(before),
                _cell(series[n] - before),
                _float(chart.expected[n]),
                _float(chart.z[n]),
            ),
        )
    return Table(
        id="trends-months",
        title="Month by month, against the same month a year before and the usual level",
        columns=(
            Column("month", "Month", "month"),
            Column("count", long.what.capitalize(), "count"),
            Column("before", "Same month, year before", "count"),
            Column("difference", "Difference", "count"),
            Column("usual", "Usual for the month", "decimal"),
            Column("z", "Sigmas from usual", "decimal", 2),
        ),
        rows=tuple(rows),
        sources=long.sources,
        annex=True,
    )


def _gaps(result: ChapterResult, history: CountCube, period: Period) -> None:
    series = history.series()
    known = {month for n, month in enumerate(history.months) if not np.isnan(series[n])}
    unknown = [month for month in period.months if month not in known]
    if unknown:
        result.gaps.append(
            f"{spans(unknown)} could not be used: missing from the street map, too thin to compare, or held for some "
            "categories alone."
        )
    for month, category, what in BREAKS:
        if history.months[0] < month <= history.months[-1]:
            result.gaps.append(f"{label(category)} changed meaning in {month.words}: {what}.")
