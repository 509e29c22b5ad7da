"""What must hold of every chapter, whatever it is about: figures registered and cited, exhibits whole, runs alike."""

from functools import cache
from types import ModuleType

import pytest
from tests.assessment.fake_borough import BOROUGH, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import (
    checklist,
    harm,
    outcomes,
    overview,
    peers,
    places,
    priorities,
    stops,
    trends,
)
from frith.assessment.exhibits import Table
from frith.assessment.findings import ChapterResult
from frith.assessment.notes import Notes
from frith.vocabulary.figures import Cited
from frith.vocabulary.periods import Month

ALONE = (harm, stops, outcomes, peers, places)
MOST_FINDINGS = 6


def run(module: ModuleType, evidence: FakeEvidence) -> ChapterResult:
    area = evidence.atlas.find(BOROUGH)
    if module in ALONE:
        return module.chapter(evidence, area, YEARS)
    others = tuple(one.chapter(evidence, area, YEARS) for one in (overview, trends, *ALONE))
    if module is priorities:
        return priorities.chapter(evidence, area, YEARS, others)
    return checklist.chapter(evidence, area, YEARS, others, Notes())


@cache
def once(module: ModuleType) -> ChapterResult:
    return run(module, FakeEvidence())


@pytest.fixture(params=[*ALONE, priorities, checklist], ids=lambda module: module.__name__.rpartition(".")[2])
def made(request: pytest.FixtureRequest) -> tuple[ModuleType, ChapterResult]:
    return request.param, once(request.param)


def test_every_figure_has_a_registered_definition_and_sources(made: tuple[ModuleType, ChapterResult]) -> None:
    module, result = made
    registered = {definition.id for definition in module.DEFINITIONS}
    assert {figure.definition for figure in result.figures.values()} <= registered
    assert all(figure.sources for figure in result.figures.values() if module is not checklist)


def test_every_cited_figure_is_known(made: tuple[ModuleType, ChapterResult]) -> None:
    module, result = made
    cited = {part.figure for phrase in result.story for part in phrase if isinstance(part, Cited)}
    cited |= {figure for finding in result.findings for figure in finding.figures}
    if module is priorities:  # cites the figures of other chapters
        assert all(figure.startswith("fig-") for figure in cited)
    else:
        assert cited <= set(result.figures)


def test_findings_are_few_unique_and_weighed(made: tuple[ModuleType, ChapterResult]) -> None:
    _, result = made
    ids = [finding.id for finding in result.findings]
    assert len(ids) == len(set(ids)) <= MOST_FINDINGS
    assert all(
        0 <= finding.weight <= 1 and finding.why_it_ranks and finding.text.endswith(".")
        for finding in result.findings
    )


def test_every_picture_has_an_alternative_and_a_table_that_is_there(
    made: tuple[ModuleType, ChapterResult],
) -> None:
    _, result = made
    tables = {one.id for one in result.exhibits if isinstance(one, Table)}
    pictures = [one for one in result.exhibits if not isinstance(one, Table)]
    assert all(one.table in tables and one.alt and one.title for one in pictures)
    assert all(
        finding.exhibit in {one.id for one in result.exhibits}
        for finding in result.findings
        if "plan" not in finding.id
    )
    for table in (one for one in result.exhibits if isinstance(one, Table)):
        assert all(len(row) == len(table.columns) for row in table.rows), table.id


def test_the_same_evidence_gives_the_same_chapter(made: tuple[ModuleType, ChapterResult]) -> None:
    module, result = made
    again = run(module, FakeEvidence())
    assert again.findings == result.findings
    assert again.figures == result.figures
    assert again.story == result.story


@pytest.mark.parametrize("module", ALONE, ids=lambda module: module.__name__.rpartition(".")[2])
def test_without_its_evidence_a_chapter_says_what_is_missing(module: ModuleType) -> None:
    lacking = {
        harm: {"harm"},
        stops: {"police.stops"},
        outcomes: {"police.outcomes"},
    }
    without = frozenset(lacking.get(module, set()))
    missing = () if without else tuple(Month.parse(m) for m in ("2017-06", "2018-01"))
    result = run(module, FakeEvidence(without=without, missing=missing))
    assert result.gaps
    assert not result.findings
