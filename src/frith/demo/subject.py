"""What the demonstration assesses: the busiest borough of its evidence, over the last two whole financial years."""

from __future__ import annotations

from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import EvidenceMissing, Fault
from frith.vocabulary.periods import Month, Period

YEARS = 2


def subject(evidence: Evidence, added: frozenset[str]) -> tuple[Area, Period]:
    """Return the borough and the period to assess, from the street datasets whose ids are in ``added``.

    Only datasets with the most categories count: a long history of burglary alone is no basis for an assessment. The
    busiest borough has the most rows in the period; of two alike the first by code. Where fewer than two whole
    financial years are held, one is taken, or else all months. Raises EvidenceMissing if no street dataset names a
    borough that it covers.
    """
    spans = {
        evidence.atlas.find(code, AreaKind.BOROUGH): span for code, span in _spans(evidence, added).items()
    }
    if not spans:
        raise EvidenceMissing(
            Fault(
                "demo.no-borough",
                "the evidence names no borough whose recorded crime it covers",
                allowed="a street dataset with areas in evidence.toml",
                remedy="Name the boroughs that the street files hold completely, as docs/reference/evidence.md says.",
            ),
        )
    rows = {area: _rows(evidence, area, last_years(span)) for area, span in spans.items()}
    busiest = max(sorted(rows), key=lambda area: rows[area])
    return busiest, last_years(spans[busiest])


def _spans(evidence: Evidence, added: frozenset[str]) -> dict[str, Period]:
    """Return the months from first to last that each borough's widest street datasets hold, ordered by code."""
    street = [
        dataset.coverage
        for dataset in evidence.datasets()
        if dataset.id in added and dataset.family is Family.STREET and dataset.coverage.months
    ]
    most = max((len(coverage.categories) for coverage in street), default=0)
    months: dict[str, set[Month]] = {}
    for coverage in street:
        if len(coverage.categories) == most:
            for code in coverage.areas:
                months.setdefault(code, set()).update(coverage.months)
    return {code: Period(min(held), max(held)) for code, held in sorted(months.items())}


def last_years(span: Period) -> Period:
    """Return the last two whole financial years of a span, the last one, or the span."""
    years = span.financial_years[-YEARS:]
    return Period(years[0].period.first, years[-1].period.last) if years else span


def _rows(evidence: Evidence, area: Area, period: Period) -> int:
    cube = evidence.street(area, period, AreaKind.BOROUGH)
    return int(cube.counts[cube.known].sum() + cube.unplaced.sum())
