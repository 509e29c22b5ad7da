"""Outcomes of crimes: kinds, bounds where outcomes are not published, and outcomes that nobody has seen before."""

from dataclasses import replace

import pytest
from tests.assessment.fake_borough import BOROUGH, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import outcomes
from frith.evidence.dataset import Coverage, Dataset, Family
from frith.evidence.reading import OutcomeCounts
from frith.vocabulary.areas import Area
from frith.vocabulary.periods import Month, Period

PUBLISHED = "Status update unavailable"


class Told(FakeEvidence):
    """Outcomes as a test says them."""

    def __init__(self, counts: dict[tuple[str, str], int]) -> None:
        super().__init__(peers=0)
        self.told = OutcomeCounts(tuple(counts), tuple(counts.values()), "2018-05", ("toy-police.outcomes",))

    def outcomes(self, area: Area, period: Period) -> OutcomeCounts | None:
        return self.told


COUNTS = {
    ("burglary", "Suspect charged"): 30,
    ("burglary", "Investigation complete; no suspect identified"): 170,
    ("burglary", PUBLISHED): 100,
    ("robbery", "Offender given a caution"): 20,
    ("robbery", "Under investigation"): 80,
    ("anti-social-behaviour", ""): 500,
}


def test_the_share_with_action_is_of_ended_investigations_with_bounds_for_the_rest() -> None:
    evidence = Told(COUNTS)
    result = outcomes.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    action = next(
        f
        for f in result.figures.values()
        if f.definition == "outcomes.action-share" and dict(f.breakdown)["category"] == "all"
    )
    # by hand: 50 with action of 220 ended; of all 400 crimes at least 12.5%, at most (50 + 180) / 400 = 57.5%
    assert (action.numerator, action.denominator) == (50, 220)
    finding = next(one for one in result.findings if one.id == "outcomes.action")
    assert "between 13% and 58%" in finding.caveats[0]  # halves round up


def test_a_large_share_not_published_is_a_finding_about_the_evidence() -> None:
    evidence = Told(COUNTS)
    result = outcomes.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    gap = next(one for one in result.findings if one.id == "outcomes.action")
    assert gap.data_gap
    assert "45%" in gap.text  # by hand: 100 not published and 80 still open, of 400


def test_an_outcome_never_seen_before_is_named_and_not_guessed() -> None:
    evidence = Told({**COUNTS, ("burglary", "Resolved by oracle"): 7})
    result = outcomes.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert any("Resolved by oracle (7)" in gap for gap in result.gaps)


@pytest.mark.parametrize("kind", sorted(set(outcomes.KIND_OF.values())))
def test_every_kind_is_printed(kind: str) -> None:
    assert kind in outcomes.KINDS


def test_a_file_of_outcomes_that_is_not_used_is_said_to_be() -> None:
    class WithFile(Told):
        def datasets(self) -> tuple[Dataset, ...]:
            months = (Month.parse("2012-01"), Month.parse("2012-02"))
            cover = Coverage(areas=(BOROUGH,), months=months, categories=("burglary",))
            held = next(one for one in super().datasets() if one.family is Family.OUTCOMES)
            return (replace(held, id="another", coverage=cover),)

    evidence = WithFile(COUNTS)
    result = outcomes.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert any(
        "outcomes for burglary" in gap and "January 2012 to February 2012" in gap for gap in result.gaps
    )


def test_rows_of_anti_social_behaviour_alone_are_no_outcomes() -> None:
    evidence = Told({("anti-social-behaviour", ""): 500})
    result = outcomes.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    assert not result.findings
    assert "No outcomes of crimes are loaded" in result.gaps[0]


def test_one_sentence_has_one_base_and_says_when_it_takes_another() -> None:
    evidence = Told(COUNTS)
    result = outcomes.chapter(evidence, evidence.atlas.find(BOROUGH), YEARS)
    told = next(one for one in result.findings if one.id == "outcomes.action").text
    # 400 crimes: 50 with action, 170 without a suspect, 180 not published or open; 50 of the 220 that ended
    assert told.startswith(
        f"Of 400 crimes on the street map in {YEARS.words}, 13% led to court or to action out of court, in 43% no "
        "suspect"
    )
    assert "of 45% the outcome is not published" in told
    assert "Of those that ended with a published outcome 23% led to action" in told
