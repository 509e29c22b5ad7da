"""The made-up borough that other tests stand on is whole: its views agree with each other."""

from tests.assessment.fake_borough import BOROUGH, YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.evidence.dataset import Family
from frith.evidence.reading import Evidence
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.periods import Month


def test_every_level_counts_the_same_rows() -> None:
    evidence = FakeEvidence()
    borough = evidence.atlas.find(BOROUGH)
    totals = {evidence.street(borough, YEARS, level).total() for level in (AreaKind.LSOA11, AreaKind.WARD)}
    assert totals == {evidence.street(borough, YEARS, AreaKind.BOROUGH).total()}
    placed = evidence.street(borough, YEARS, AreaKind.LSOA11).counts.sum()
    assert evidence.map_points(borough, YEARS).counts.sum() == placed


def test_a_missing_month_is_unknown_and_never_zero() -> None:
    lost = Month.parse("2017-06")
    evidence = FakeEvidence(missing=(lost,))
    cube = evidence.street(evidence.atlas.find("Thornmere"), YEARS, AreaKind.LSOA11)
    assert cube.total() is None
    assert not cube.known[:, lost - YEARS.first].any()


def test_the_same_seed_gives_the_same_numbers_and_families_can_be_left_out() -> None:
    one, two = FakeEvidence(seed=5), FakeEvidence(seed=5)
    assert (one.counts == two.counts).all()
    poor: Evidence = FakeEvidence(without=frozenset({Family.STOPS.value, "harm"}))
    borough = poor.atlas.find(BOROUGH)
    assert poor.stops(borough, YEARS, ("month",)) is None
    assert poor.harm_table() is None
    assert poor.first_and_last(Family.STOPS, borough) is None
