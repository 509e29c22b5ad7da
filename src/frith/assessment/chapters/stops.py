"""Stop and search: how many, for what, with what result, and how unevenly; each with the limits of what it can say."""

from __future__ import annotations

from frith.assessment import citing
from frith.assessment.chapters import stop_ratios
from frith.assessment.chapters.stop_counts import (
    Stops,
    action_figure,
    led_to_action,
    read_stops,
    stop_figure,
    usual_scatter,
)
from frith.assessment.chapters.stop_objects import objects
from frith.assessment.chapters.telling import LEVEL, WITHIN_SCATTER, chance_words, sureness_of, tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Column, Line, LineChart, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.statistics.change import rate_change_p
from frith.evidence.reading import Evidence, StopCounts
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.figures import Phrase
from frith.vocabulary.periods import Month, Period

DEFINITIONS = (
    Definition(
        "stops.count",
        1,
        "Stops and searches",
        "Rows of the police's published stop and search file whose map point lies in the area, in months that can be "
        "compared. A stop without coordinates belongs to no area and is not in it.",
        "stops",
    ),
    Definition(
        "stops.change",
        1,
        "Change in stops and searches",
        "Stops in the last year against the same calendar months of the year before, using only months that can be "
        "compared in both. Tested by the E-test (Krishnamoorthy and Thomson 2004), two-sided; more than chance only if "
        "it also exceeds the usual scatter from month to month (moving ranges, Laney 2002).",
        "%",
    ),
    Definition(
        "stops.action-rate",
        1,
        "Stops that led to action",
        "Stops whose outcome is anything but no further action, as a percentage of stops with an outcome. Action is "
        "not the same as finding what was looked for, which the published file does not say. 95% Wilson interval.",
        "%",
    ),
    Definition(
        "stops.object-share",
        1,
        "Share of stops by what was looked for",
        "Stops with one object of search as a percentage of all stops, in the longest run of months compared over "
        "which the police's published headings did not change.",
        "%",
    ),
    *stop_ratios.DEFINITIONS,
)

_SIGMAS = 1.96


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return volume, object, result and disproportionality of stops; only a gap where no stops are loaded."""
    result = ChapterResult(Chapter.STOPS, "Stop and search")
    found = evidence.stops(area, period, ("month", "object", "outcome", "ethnicity"))
    if found is None or not found.months:
        result.gaps.append(f"No stop and search file covers {area.name} in {period.words}.")
        return result
    stops = read_stops(found, area, period)
    _months_left_out(result, stops, found)
    if not stops.count():
        result.gaps.append(f"No month of stop and search in {area.name} is whole enough to be compared.")
        return result
    _volume(result, stops)
    _actions(result, stops)
    objects(result, stops)
    stop_ratios.uneven(result, evidence, stops)
    return result


def _months_left_out(result: ChapterResult, stops: Stops, found: StopCounts) -> None:
    rows = sum(n for m, n, _ in found.unplaced_by_month if m in stops.compared)
    lost = sum(n for m, _, n in found.unplaced_by_month if m in stops.compared)
    words = "Stops are counted in the area by the map point published for them."
    if rows:
        words += (
            f" In the months compared {numbers.percent(100 * lost / rows)} of the rows in the police's file have no "
            "coordinates and belong to no area, so the true number is somewhat higher."
        )
    result.method.append(words)
    if stops.left_out:
        by_reason: dict[str, list[Month]] = {}
        for month, reason in stops.left_out:
            by_reason.setdefault(reason, []).append(month)
        parts = [f"{numbers.listed([m.words for m in months])} ({why})" for why, months in by_reason.items()]
        result.gaps.append(f"Stop and search: left out of every comparison: {'; '.join(parts)}.")


def _volume(result: ChapterResult, stops: Stops) -> None:
    total = stops.count()
    whole = result.add(stop_figure(stops, "stops.count", total, "stops", numerator=total))
    by_month = [stops.count(months=(m,)) if m in stops.compared else None for m in stops.period]
    result.exhibits.append(
        Table(
            id="stops-months",
            title=f"Stops and searches by month, {stops.area.name}",
            columns=(
                Column("month", "Month", "month"),
                Column("stops", "Stops", "count"),
                Column("why", "If left out, why"),
            ),
            rows=tuple(
                (str(m), n, dict(stops.left_out).get(m, ""))
                for m, n in zip(stops.period, by_month, strict=True)
            ),
            sources=stops.sources,
            annex=True,
        ),
    )
    known = [(n, m) for m, n in zip(stops.period, by_month, strict=True) if n is not None]
    most = max(known, key=lambda pair: (pair[0], -pair[1].ordinal))[1]
    result.exhibits.append(
        LineChart(
            id="stops-months-chart",
            title=f"Stops and searches peaked in {most.words}",
            alt="Line of stops and searches by month; months that cannot be compared are gaps. The numbers are in "
            "the table of stops by month.",
            x=tuple(str(m) for m in stops.period),
            y_label="Stops and searches",
            lines=(Line("Stops", tuple(None if n is None else float(n) for n in by_month), emphasis=True),),
            table="stops-months",
            sources=stops.sources,
        ),
    )
    sentence: Phrase = (
        "The police made ",
        citing.count(whole),
        f" stops and searches that were mapped to {stops.area.name} in the ",
        f"{len(stops.compared)} months of {stops.period.words} with usable data",
    )
    _compare_years(result, stops, sentence)


def _compare_years(result: ChapterResult, stops: Stops, sentence: Phrase) -> None:
    """Add the change between like months of the last two years, where any month is comparable in both."""
    last = [m for m in stops.compared if stops.period.last - m < 12]
    pairs = [m for m in last if m + -12 in stops.compared]
    movement, sureness = 0.0, sureness_of(None)
    if pairs:
        after = stops.count(months=tuple(pairs))
        before = stops.count(months=tuple(m + -12 for m in pairs))
        p = float(rate_change_p(before, after)) if before + after else None
        beyond = abs(after - before) > _SIGMAS * (usual_scatter(stops) * (before + after)) ** 0.5
        change = result.add(
            stop_figure(
                stops,
                "stops.change",
                100 * (after - before) / before if before else None,
                "%",
                numerator=after,
                denominator=before,
                p_value=p,
                test="E-test, two-sided",
                breakdown=(("months", ", ".join(str(m) for m in pairs)),),
                note=stops.note if beyond else WITHIN_SCATTER,
            ),
        )
        movement = abs(after - before) / before if before else 0.0
        within = p is not None and p <= LEVEL and not beyond
        words = ", no more than they usually vary from month to month" if within else chance_words(p)
        sureness = 0.0 if within else sureness_of(p)
        span = f"{len(pairs)} like months" if len(pairs) < 12 else "twelve months"
        sentence = (
            *sentence,
            ". Against the same months a year earlier they were ",
            citing.change(change),
            f" ({span} compared){words}",
        )
    tell(
        result,
        "stops.volume",
        (*sentence, "."),
        movement=movement,
        sureness=sureness,
        caveats=("The number of stops measures what the police did, not how much crime there was.",),
        exhibit="stops-months-chart",
    )


def _actions(result: ChapterResult, stops: Stops) -> None:
    rate = result.add(action_figure(stops))
    names = sorted(set(stops.outcome))
    held = set(stops.compared)
    counts = {
        name: sum(
            n
            for m, o, n in zip(stops.month, stops.outcome, stops.counts, strict=True)
            if o == name and m in held
        )
        for name in names
    }
    order = sorted((name for name in names if counts[name]), key=lambda name: (-counts[name], name))
    result.exhibits.append(
        Table(
            id="stops-outcomes",
            title="What stops and searches led to",
            columns=(
                Column("outcome", "Outcome, as published"),
                Column("stops", "Stops", "count"),
                Column("share", "Share", "percent"),
                Column("action", "Counted as action"),
            ),
            rows=tuple(
                (
                    name,
                    counts[name],
                    100 * counts[name] / sum(counts.values()),
                    {True: "yes", False: "no", None: "not known"}[led_to_action(name)],
                )
                for name in order
            ),
            sources=stops.sources,
            annex=True,
        ),
    )
    if rate.value is None or rate.interval is None:
        return
    sentence: Phrase = (
        "Of all stops, ",
        citing.percent(rate),
        " led to some action (an arrest, a warning, a penalty); the rest ended with no further action.",
    )
    tell(
        result,
        "stops.action",
        sentence,
        caveats=(
            (
                "The published outcome does not say whether the thing looked for was found, so the share of stops with "
                "action is not a find rate."
            ),
        ),
        exhibit="stops-outcomes",
    )
