"""The checklist of regulations 6 and 7: every matter is there, and notes and a comparison change its state."""

from dataclasses import replace

import pytest
from tests.assessment.fake_borough import BOROUGH, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import checklist, overview, trends
from frith.assessment.exhibits import Table
from frith.assessment.findings import Chapter, ChapterResult
from frith.assessment.notes import Note, Notes

MATTERS = ["6"] * 6 + ["7(a)", "7(b)", "7(c)", "7(d)", "7(e)", "7(f)", "7(g)"]


def rising(category: str, place: int, month: int) -> float:
    return 2.0 if category == "burglary" and month >= 12 else 1.0


@pytest.fixture(scope="module")
def evidence() -> FakeEvidence:
    return FakeEvidence(multiplier=rising)


@pytest.fixture(scope="module")
def chapters(evidence: FakeEvidence) -> tuple[ChapterResult, ...]:
    return tuple(one.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS) for one in (overview, trends))


def _rows(
    evidence: FakeEvidence, chapters: tuple[ChapterResult, ...], notes: Notes
) -> dict[str, tuple[object, ...]]:
    result = checklist.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS, chapters, notes)
    table = next(one for one in result.exhibits if isinstance(one, Table))
    assert [row[0] for row in table.rows] == MATTERS
    return {str(row[0]): row for row in table.rows}


def test_open_data_alone_leaves_the_views_and_the_plan_to_the_partnership(
    evidence: FakeEvidence, chapters: tuple[ChapterResult, ...]
) -> None:
    rows = _rows(evidence, chapters, Notes())
    for matter in ("7(c)", "7(e)", "7(f)"):
        assert rows[matter][2] == checklist.TO_ADD
    assert rows["7(g)"][2] == checklist.NOT_HERE
    assert rows["7(c)"][4] == "an analyst's note on burglary"
    assert "--" not in str(rows)


def test_the_analysts_notes_answer_why(evidence: FakeEvidence, chapters: tuple[ChapterResult, ...]) -> None:
    moved = [f.id for one in chapters for f in one.findings if f.id.startswith("trend.")]
    notes = Notes({name: Note(name, "Because.") for name in moved})
    assert _rows(evidence, chapters, notes)["7(c)"][2] == checklist.ANSWERED


def test_a_comparison_with_the_previous_assessment_answers_what_changed(
    evidence: FakeEvidence, chapters: tuple[ChapterResult, ...]
) -> None:
    compared = (*chapters, ChapterResult(Chapter.CHANGES, "What changed since"))
    assert _rows(evidence, compared, Notes())["7(b)"][2] == checklist.ANSWERED
    assert _rows(evidence, chapters, Notes())["7(b)"][2] == checklist.PART


def test_the_count_is_of_matters_that_apply(
    evidence: FakeEvidence, chapters: tuple[ChapterResult, ...]
) -> None:
    result = checklist.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS, chapters, Notes())
    figure = next(iter(result.figures.values()))
    assert figure.denominator == len(MATTERS) - 1
    assert replace(figure, value=0).id == figure.id


def test_only_sources_that_figures_rest_on_are_credited(
    evidence: FakeEvidence, chapters: tuple[ChapterResult, ...]
) -> None:
    """No chapter on stops was made, so stops are held and not considered."""
    answered = str(_rows(evidence, chapters, Notes())["6"])
    result = checklist.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS, chapters, Notes())
    table = next(one for one in result.exhibits if isinstance(one, Table))
    assert "stop and search" not in str(table.rows[0])
    assert "official counts" in str(table.rows[0])
    assert answered


def test_a_district_of_a_county_is_asked_for_the_countys_matters(
    evidence: FakeEvidence, chapters: tuple[ChapterResult, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    district = replace(evidence.atlas.find(BOROUGH), code="E07000001")
    monkeypatch.setattr(type(evidence.atlas), "holding", lambda *_: district)
    assert _rows(evidence, chapters, Notes())["7(g)"][2] == checklist.TO_ADD
