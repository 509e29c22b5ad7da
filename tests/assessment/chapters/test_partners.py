"""What other agencies record, on a made-up borough."""

import dataclasses

from tests.assessment.fake_borough import YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import partners
from frith.assessment.exhibits import Table
from frith.assessment.findings import ChapterResult
from frith.evidence.dataset import Dataset
from frith.publication.disclosure import publishable
from frith.vocabulary.disclosure import Audience, DisclosurePolicy
from frith.vocabulary.periods import Month


class Guarded(FakeEvidence):
    """Evidence whose incident table is about people and not public."""

    def datasets(self) -> tuple[Dataset, ...]:
        return tuple(
            dataclasses.replace(d, disclosure=DisclosurePolicy.THRESHOLD) if d.id == "toy-incidents" else d
            for d in super().datasets()
        )


def made(evidence: FakeEvidence) -> ChapterResult:
    return partners.chapter(evidence, evidence.atlas.find("Thornmere"), YEARS)


def doubled(category: str, _place: int, month: int) -> float:
    return 2.0 if category == "anti-social-behaviour" and month >= 12 else 1.0


def test_a_doubled_kind_is_a_finding_in_the_agency_s_own_counts() -> None:
    result = made(FakeEvidence(multiplier=doubled))
    (finding,) = result.findings
    assert finding.id == "partners.council-noise"
    assert finding.text.startswith("Noise complaints to the council: ")
    assert "more than chance" in finding.text
    assert {figure.definition for figure in result.figures.values()} <= {d.id for d in partners.DEFINITIONS}


def test_without_other_agencies_it_says_so() -> None:
    result = made(FakeEvidence(without=frozenset({"incidents"})))
    assert result.findings == []
    assert "No agency but the police" in result.gaps[0]


def test_a_kind_with_a_missing_month_is_not_compared() -> None:
    result = made(FakeEvidence(missing=(Month.of(2017, 2),)))
    assert result.figures == {}
    assert "not held whole" in result.gaps[0]


def test_few_incidents_of_a_guarded_source_reach_no_sentence_and_no_public_table() -> None:
    result = made(Guarded(multiplier=lambda c, p, m: 0.9 if p == 7 and m % 12 == 0 else 0.01))
    cells = [cell for e in result.exhibits if isinstance(e, Table) for row in e.rows for cell in row[1:3]]
    assert any(isinstance(cell, int) and 0 <= cell < partners.FEWEST_SHOWN for cell in cells) or not cells
    assert result.story == []
    for exhibit in result.exhibits:
        assert isinstance(exhibit, Table)
        shown = publishable(exhibit, Audience.PUBLIC).table
        for row, before in zip(shown.rows, exhibit.rows, strict=True):
            for now, true in zip(row[1:3], before[1:3], strict=True):
                if isinstance(true, int) and 0 < true < partners.FEWEST_SHOWN:
                    assert not isinstance(now, int)
