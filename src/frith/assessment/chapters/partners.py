"""What other agencies record: the council's own reports, fires, ambulance calls, admissions, treatment, probation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from frith.assessment import citing, ranking
from frith.assessment.definitions import Definition
from frith.assessment.exhibits import BarChart, Cell, Column, Table
from frith.assessment.findings import Chapter, ChapterResult, Finding
from frith.assessment.statistics.change import rate_change_p
from frith.assessment.statistics.control_chart import control_chart
from frith.assessment.statistics.multiple_testing import adjusted_p
from frith.evidence.counts import CountCube
from frith.evidence.incident_mapping import title_of
from frith.evidence.reading import Evidence
from frith.vocabulary import numbers
from frith.vocabulary.areas import Area
from frith.vocabulary.disclosure import DisclosurePolicy, DisclosureState
from frith.vocabulary.figures import Figure, Phrase
from frith.vocabulary.periods import Period

LEVEL = 0.05
FEWEST_SHOWN = 5
"""Counts of 1 to 4 from a source about people are withheld from sentences (domain practice; tables have more rules)."""
_BEYOND = 1.96
_YEARS_MONTHS = 24

DEFINITIONS = (
    Definition(
        "partners.incidents",
        1,
        "Incidents that another agency records",
        "Rows (or counts) of the agency's own table for the area and period. An agency counts by its own rules, so "
        "kinds are never added together or to recorded crime.",
        "incidents",
    ),
    Definition(
        "partners.change",
        1,
        "Change in what another agency records",
        "The later year's count divided by the earlier year's, less one. Tested like recorded crime: E-test, "
        "two-sided, adjusted over all kinds (Benjamini and Hochberg 1995), and beyond the series' own scatter.",
        "%",
    ),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of incident over two years. ``open_to_all`` is False where its small counts must be protected."""

    id: str
    title: str
    cube: CountCube
    before: int
    after: int
    scatter: float
    open_to_all: bool


def chapter(evidence: Evidence, area: Area, period: Period) -> ChapterResult:
    """Compare the last two years of every kind of incident that other agencies gave, in the agencies' own counts."""
    result = ChapterResult(Chapter.PARTNERS, "What other agencies record")
    names = evidence.incident_kinds(area)
    if not names:
        result.gaps.append(
            "No agency but the police has given data: nothing here says what the council, the fire brigade, the "
            "ambulance service, hospitals, drug treatment or probation know.",
        )
        return result
    years = tuple(year.period for year in period.financial_years[-2:])
    kinds = [] if len(years) < 2 else [kind for name in names if (kind := _kind(evidence, name, area, years))]
    compared = {kind.id for kind in kinds}
    for name in names:
        if name not in compared:
            result.gaps.append(f"{title_of(name)}: not held whole for two financial years, so not compared.")
    if not kinds:
        return result
    _compare(result, area, years, kinds)
    result.method.append(
        "Each agency counts by its own rules and for its own purposes; kinds are not added to one another or to "
        "recorded crime. A change is called more than chance by the same rule as for recorded crime.",
    )
    return result


def _kind(evidence: Evidence, name: str, area: Area, years: tuple[Period, ...]) -> Kind | None:
    cube = evidence.incidents(name, area, Period(years[0].first, years[-1].last), area.kind)
    if cube is None:
        return None
    before, after = cube.total(years[0]), cube.total(years[1])
    if before is None or after is None or before + after == 0:
        return None
    policies = {d.disclosure for d in evidence.datasets() if d.id in cube.sources}
    return Kind(
        name,
        title_of(name),
        cube,
        before,
        after,
        _scatter(cube),
        policies == {DisclosurePolicy.ALREADY_PUBLIC},
    )


def _scatter(cube: CountCube) -> float:
    series = cube.series()
    if (~np.isnan(series)).sum() < _YEARS_MONTHS or np.nansum(series) < len(series):
        return 1.0
    return control_chart(series, first_month=cube.months[0].number, seasonal=False).dispersion


def _compare(result: ChapterResult, area: Area, years: tuple[Period, ...], kinds: list[Kind]) -> None:
    q = adjusted_p(rate_change_p([k.before for k in kinds], [k.after for k in kinds]))
    rows: list[tuple[Cell, ...]] = []
    for kind, p in zip(kinds, q, strict=True):
        spread = np.sqrt((kind.before + kind.after) * kind.scatter)
        sure = bool(p <= LEVEL and abs(kind.after - kind.before) / spread > _BEYOND)
        rows.append(
            (kind.title, kind.before, kind.after, float(p), "more than chance" if sure else "within chance")
        )
        if not kind.open_to_all and min(kind.before, kind.after) < FEWEST_SHOWN:
            result.gaps.append(f"{kind.title}: too few to print in a public paper.")
            continue
        _tell(result, area, years, kind, float(p), sure=sure)
    sources = tuple(dict.fromkeys(source for kind in kinds for source in kind.cube.sources))
    policy = (
        DisclosurePolicy.ALREADY_PUBLIC if all(k.open_to_all for k in kinds) else DisclosurePolicy.THRESHOLD
    )
    result.exhibits.append(
        Table(
            id="partners-years",
            title=f"What other agencies recorded, {years[1].words} against {years[0].words}",
            columns=(
                Column("kind", "Kind"),
                Column("before", years[0].words, "count"),
                Column("after", years[1].words, "count"),
                Column("p", "Adjusted p", "p"),
                Column("verdict", "Verdict"),
            ),
            rows=tuple(rows),
            sources=sources,
            disclosure=policy,
            counts_people=("before", "after"),
        ),
    )
    # A picture would give away a count that its table hides, so it is drawn only where nothing is hidden.
    if all(kind.open_to_all or min(kind.before, kind.after) >= FEWEST_SHOWN for kind in kinds):
        result.exhibits.append(_picture(area, years, kinds))


def _picture(area: Area, years: tuple[Period, ...], kinds: list[Kind]) -> BarChart:
    ordered = sorted(kinds, key=lambda kind: (-kind.after, kind.id))
    return BarChart(
        id="partners-chart",
        title=f"What other agencies recorded in {area.name}, {years[1].words} beside {years[0].words}",
        alt="Bars of incidents by kind for two years. The numbers are in the table beside it.",
        labels=tuple(kind.title for kind in ordered),
        values=tuple(float(kind.after) for kind in ordered),
        value_label=f"Incidents, {years[1].words}",
        compare=tuple(float(kind.before) for kind in ordered),
        compare_label=years[0].words,
        table="partners-years",
        sources=tuple(dict.fromkeys(source for kind in ordered for source in kind.cube.sources)),
    )


def _tell(
    result: ChapterResult, area: Area, years: tuple[Period, ...], kind: Kind, p: float, *, sure: bool
) -> None:
    before, after = (
        result.add(_count(area, year, kind, value))
        for year, value in zip(years, (kind.before, kind.after), strict=True)
    )
    change = result.add(
        Figure(
            definition="partners.change",
            value=100 * (kind.after / kind.before - 1) if kind.before else None,
            numerator=kind.after,
            denominator=kind.before,
            unit="%",
            area=area.code,
            period=years[1],
            breakdown=(("kind", kind.id),),
            p_value=p,
            test="E-test, unpooled variance, two-sided; adjusted by Benjamini-Hochberg over all kinds",
            sources=kind.cube.sources,
            disclosure=DisclosureState.EXEMPT if kind.open_to_all else DisclosureState.SHOWN,
        ),
    )
    sentence: Phrase = (
        f"{kind.title}: ",
        citing.count(before),
        f" in {years[0].words}, ",
        citing.count(after),
        f" in {years[1].words} (",
        citing.change(change),
        "), more than chance." if sure else "), within chance.",
    )
    result.story.append(sentence)
    if not sure or kind.before < numbers.SMALL_BASE:
        return
    weight, why = ranking.weight(share=None, movement=kind.after / kind.before - 1, sureness=1.0)
    result.findings.append(
        Finding(
            id=f"partners.{kind.id}",
            chapter=Chapter.PARTNERS,
            sentence=sentence,
            weight=weight,
            why_it_ranks=why,
            figures=citing.cited_ids(sentence),
            caveats=("An agency's count also moves with how it takes reports and how it counts them.",),
            duties=("regulation 6", "regulation 7(a)", "regulation 7(b)"),
            exhibit="partners-years",
        ),
    )


def _count(area: Area, year: Period, kind: Kind, value: int) -> Figure:
    return Figure(
        definition="partners.incidents",
        value=value,
        numerator=value,
        unit="incidents",
        area=area.code,
        period=year,
        breakdown=(("kind", kind.id),),
        sources=kind.cube.sources,
        disclosure=DisclosureState.EXEMPT if kind.open_to_all else DisclosureState.SHOWN,
    )
