"""Outcomes: what became of recorded crimes, as far as the published snapshot says, with what it does not say."""

from __future__ import annotations

from dataclasses import dataclass

from frith.assessment import citing
from frith.assessment.chapters.history import months_not_whole
from frith.assessment.chapters.overview import label
from frith.assessment.chapters.telling import tell
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import Cell, Column, IntervalChart, Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.statistics.proportions import wilson_interval
from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence, OutcomeCounts
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.categories import BY_ID
from frith.vocabulary.figures import Figure, Interval, Phrase
from frith.vocabulary.periods import Period, spans

COURT = "Taken to court"
OUT_OF_COURT = "Dealt with out of court"
NAMED = "Suspect known, no action taken"
NOBODY = "No suspect identified"
OPEN = "Still being investigated"
UNKNOWN = "Outcome not published"
KINDS = (COURT, OUT_OF_COURT, NAMED, NOBODY, OPEN, UNKNOWN)

KIND_OF = {
    "awaiting court outcome": COURT,
    "court case unable to proceed": COURT,
    "court result unavailable": COURT,
    "defendant found not guilty": COURT,
    "defendant sent to crown court": COURT,
    "offender deprived of property": COURT,
    "offender fined": COURT,
    "offender given absolute discharge": COURT,
    "offender given community sentence": COURT,
    "offender given conditional discharge": COURT,
    "offender given suspended prison sentence": COURT,
    "offender ordered to pay compensation": COURT,
    "offender otherwise dealt with": COURT,
    "offender sent to prison": COURT,
    "suspect charged": COURT,
    "suspect charged as part of another case": COURT,
    "local resolution": OUT_OF_COURT,
    "offender given a caution": OUT_OF_COURT,
    "offender given a drugs possession warning": OUT_OF_COURT,
    "offender given penalty notice": OUT_OF_COURT,
    "action to be taken by another organisation": NAMED,
    "formal action is not in the public interest": NAMED,
    "further action is not in the public interest": NAMED,
    "further investigation is not in the public interest": NAMED,
    "unable to prosecute suspect": NAMED,
    "investigation complete; no suspect identified": NOBODY,
    "under investigation": OPEN,
    "": UNKNOWN,
    "status update unavailable": UNKNOWN,
}
"""Outcome as data.police.uk publishes it, in lower case, and the kind that it is counted as here (November 2026)."""

DEFINITIONS = (
    Definition(
        "outcomes.share",
        1,
        "Outcomes of recorded crimes",
        "Crimes on the street map of the period, by the kind of the last outcome published for each when the files "
        "were made: a snapshot. Recent crimes have had less time to reach an outcome, so years are not compared.",
        "%",
    ),
    Definition(
        "outcomes.action-share",
        1,
        "Crimes with action against somebody",
        "Crimes taken to court or dealt with out of court as a percentage of crimes whose outcome is published and "
        "whose investigation has ended. 95% Wilson interval.",
        "%",
    ),
)

_LEAST_BASE = 100
_UNCERTAIN = "With so many outcomes unknown, any statement on outcomes is uncertain."


@dataclass(frozen=True, slots=True)
class _Tally:
    """Crimes of one category (or of all) by kind of outcome."""

    name: str
    by_kind: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())

    @property
    def acted(self) -> int:
        return self.by_kind[COURT] + self.by_kind[OUT_OF_COURT]

    @property
    def ended(self) -> int:
        """Crimes whose investigation has ended with a published outcome."""
        return self.total - self.by_kind[OPEN] - self.by_kind[UNKNOWN]


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Return the outcomes of crimes recorded in the period; only a gap where no source gives outcomes."""
    result = ChapterResult(Chapter.OUTCOMES, "Outcomes of crimes")
    found = evidence.outcomes(area, period)
    if found is None or not sum(found.counts):
        result.gaps.append(f"No outcomes of crimes are loaded for {area.name} in {period.words}.")
        return result
    _longer_files(result, evidence, area, found)
    tallies = _tallies(result, found)
    every = _Tally("all", {kind: sum(one.by_kind[kind] for one in tallies) for kind in KINDS})
    if not every.total:
        result.gaps.append(f"No outcomes of crimes are loaded for {area.name} in {period.words}.")
        return result
    lacking = months_not_whole(evidence.street(area, period, area.kind), period)
    if lacking:
        result.gaps.append(
            f"The outcomes are of crimes of the other months: {spans(lacking)} is not held whole."
        )
    shares = _overall(result, found, area, period, every)
    _by_category(result, found, area, period, tallies)
    _tell(result, found, area, period, every, shares)
    return result


def _tallies(result: ChapterResult, found: OutcomeCounts) -> list[_Tally]:
    """Crimes by category and kind; an outcome that is not in the list counts as not published, and is named."""
    held: dict[str, dict[str, int]] = {}
    strange: dict[str, int] = {}
    for (category, outcome), count in zip(found.keys, found.counts, strict=True):
        if category in BY_ID and not BY_ID[category].recorded_crime:
            continue
        kind = KIND_OF.get(outcome.strip().lower(), UNKNOWN)
        if outcome.strip().lower() not in KIND_OF:
            strange[outcome] = strange.get(outcome, 0) + count
        row = held.setdefault(category, dict.fromkeys(KINDS, 0))
        row[kind] += count
    if strange:
        listed = numbers.listed([f"{name} ({numbers.count(n)})" for name, n in sorted(strange.items())])
        result.gaps.append(f"Outcomes not in the published list are counted as not published: {listed}.")
    return [_Tally(name, by_kind) for name, by_kind in sorted(held.items())]


def _share(found: OutcomeCounts, area: Area, period: Period, tally: _Tally, kind: str) -> Figure:
    part = tally.by_kind[kind]
    return Figure(
        definition="outcomes.share",
        value=100 * part / tally.total,
        numerator=part,
        denominator=tally.total,
        unit="%",
        area=area.code,
        period=period,
        breakdown=(("category", tally.name), ("outcome", kind)),
        sources=found.sources,
        note=f"snapshot of {found.snapshot}" if found.snapshot else "a snapshot without a date",
    )


def _unsettled(found: OutcomeCounts, area: Area, period: Period, every: _Tally) -> Figure:
    """Crimes whose outcome is not published or that were still being investigated."""
    return _share_of_kinds(found, area, period, every, (UNKNOWN, OPEN))


def _share_of_kinds(
    found: OutcomeCounts, area: Area, period: Period, every: _Tally, kinds: tuple[str, ...]
) -> Figure:
    """Crimes of several kinds of outcome together, as a share of all."""
    part = sum(every.by_kind[kind] for kind in kinds)
    return Figure(
        definition="outcomes.share",
        value=100 * part / every.total,
        numerator=part,
        denominator=every.total,
        unit="%",
        area=area.code,
        period=period,
        breakdown=(("category", every.name), ("outcome", " or ".join(kinds).lower())),
        sources=found.sources,
        note=f"snapshot of {found.snapshot}" if found.snapshot else "a snapshot without a date",
    )


def _longer_files(result: ChapterResult, evidence: Evidence, area: Area, found: OutcomeCounts) -> None:
    """Say of files of outcomes why they are not set beside the snapshot."""
    for one in evidence.datasets():
        unused = one.family is Family.OUTCOMES and one.id not in found.sources
        if unused and area.code in one.coverage.areas and one.coverage.months and one.coverage.categories:
            kinds = numbers.listed([label(c).lower() for c in one.coverage.categories])
            first, last = min(one.coverage.months), max(one.coverage.months)
            result.gaps.append(
                f"A file of outcomes for {kinds} in {area.name} ({first.words} to {last.words}) is loaded and not used "
                "here: it counts outcomes in the month when they were given and not by the month of the crime, so a "
                "share of the year's crimes cannot be read from it alone.",
            )


def _action(found: OutcomeCounts, area: Area, period: Period, tally: _Tally) -> Figure:
    limits = wilson_interval(tally.acted, tally.ended)
    known = tally.ended > 0
    return Figure(
        definition="outcomes.action-share",
        value=100 * tally.acted / tally.ended if known else None,
        numerator=tally.acted,
        denominator=tally.ended,
        unit="%",
        area=area.code,
        period=period,
        breakdown=(("category", tally.name),),
        interval=Interval(100 * float(limits.lower), 100 * float(limits.upper), 0.95, "Wilson")
        if known
        else None,
        sources=found.sources,
    )


def _overall(
    result: ChapterResult, found: OutcomeCounts, area: Area, period: Period, every: _Tally
) -> dict[str, Figure]:
    shares = {kind: result.add(_share(found, area, period, every, kind)) for kind in KINDS}
    result.exhibits.append(
        Table(
            id="outcomes-kinds",
            title=f"Last published outcome of crimes, {area.name}, {period.words}",
            columns=(
                Column("kind", "Outcome"),
                Column("crimes", "Crimes on the street map", "count"),
                Column("share", "Share", "percent"),
            ),
            rows=tuple((kind, every.by_kind[kind], shares[kind].value) for kind in KINDS),
            sources=found.sources,
            note="A snapshot of the day the files were made. Anti-social behaviour and, in some years, the transport "
            "police's crimes have no published outcome.",
            annex=True,
        ),
    )
    result.method.append(
        "Outcomes are the last one published for each crime when the files were made"
        + (f" (snapshot: {found.snapshot})" if found.snapshot else "")
        + ". Later crimes have had less time, so one year's outcomes are not compared with another's, and 'taken to "
        "court' includes cases whose result was still to come, was not published, or was an acquittal.",
    )
    return shares


def _by_category(
    result: ChapterResult, found: OutcomeCounts, area: Area, period: Period, tallies: list[_Tally]
) -> None:
    figures = [(one, result.add(_action(found, area, period, one))) for one in tallies]
    figures.sort(key=lambda pair: (-float(pair[1].value or 0), pair[0].name))
    rows: list[tuple[Cell, ...]] = []
    for one, figure in figures:
        limits = figure.interval
        counts = [one.by_kind[kind] for kind in KINDS]
        small = one.ended < numbers.SMALL_BASE
        rows.append(
            (
                label(one.name),
                one.total,
                *counts,
                None if small else figure.value,
                None if small or limits is None else limits.low,
                None if small or limits is None else limits.high,
            ),
        )
    result.exhibits.append(
        Table(
            id="outcomes-categories",
            title="Crimes by category and last published outcome",
            columns=(
                Column("category", "Category"),
                Column("crimes", "Crimes on the street map", "count"),
                *(Column(f"k{n}", kind, "count") for n, kind in enumerate(KINDS)),
                Column("action", "Action, of those ended", "percent"),
                Column("low", "95% interval from", "percent"),
                Column("high", "to", "percent"),
            ),
            rows=tuple(rows),
            sources=found.sources,
            annex=True,
        ),
    )
    drawn = [
        (one, f, f.interval) for one, f in figures if f.interval is not None and one.ended >= _LEAST_BASE
    ]
    if len(drawn) > 1:
        result.exhibits.append(
            IntervalChart(
                id="outcomes-categories-chart",
                title=_title(drawn[0], drawn[-1]),
                alt="Of crimes whose investigation ended with a published outcome, the share with action against "
                f"somebody runs from {numbers.percent(float(drawn[0][1].value or 0))} for "
                f"{label(drawn[0][0].name).lower()} to {numbers.percent(float(drawn[-1][1].value or 0))} for "
                f"{label(drawn[-1][0].name).lower()}.",
                labels=tuple(label(one.name) for one, _, _ in drawn),
                values=tuple(float(f.value or 0) for _, f, _ in drawn),
                low=tuple(limits.low for _, _, limits in drawn),
                high=tuple(limits.high for _, _, limits in drawn),
                value_label="Taken to court or dealt with out of court (%)",
                table="outcomes-categories",
                sources=found.sources,
                note="Categories with fewer than 100 ended investigations are in the table only.",
            ),
        )


def _title(most: tuple[_Tally, Figure, Interval], least: tuple[_Tally, Figure, Interval]) -> str:
    """Name the ends of a chart, where their intervals are apart."""
    if most[2].low <= least[2].high:
        return "How often a category ends with action against somebody differs little"
    return f"{label(most[0].name)} most often ends with action, {label(least[0].name).lower()} least"


def _tell(
    result: ChapterResult,
    found: OutcomeCounts,
    area: Area,
    period: Period,
    every: _Tally,
    shares: dict[str, Figure],
) -> None:
    action = result.add(_action(found, area, period, every))
    if action.value is None:
        return
    unknown = result.add(_unsettled(found, area, period, every))
    acted = result.add(_share_of_kinds(found, area, period, every, (COURT, OUT_OF_COURT)))
    sentence: Phrase = (
        f"Of {numbers.count(every.total)} crimes on the street map in {period.words}, ",
        citing.percent(acted),
        " led to court or to action out of court, in ",
        citing.percent(shares[NOBODY]),
        " no suspect was identified, and of ",
        citing.percent(unknown),
        " the outcome is not published or the investigation goes on. Of those that ended with a published outcome ",
        citing.percent(action),
        " led to action; they may not be typical of the rest.",
    )
    low = numbers.percent(100 * every.acted / every.total)
    high = numbers.percent(100 * (every.acted + every.by_kind[UNKNOWN] + every.by_kind[OPEN]) / every.total)
    bounds = (
        f"Of all crimes, the share with action is between {low} and {high}: some outcomes are not published."
    )
    much = every.total - every.ended >= every.total / 10
    tell(
        result,
        "outcomes.action",
        sentence,
        share=1.0,
        caveats=(bounds, _UNCERTAIN) if much else (bounds,),
        data_gap="Ask the police for outcomes of all crimes in the area, by offence and month."
        if much
        else "",
        exhibit="outcomes-kinds",
    )
