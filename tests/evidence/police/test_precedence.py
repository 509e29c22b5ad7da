"""Where datasets overlap one of them counts, by a stated rule, whatever the order in which they were loaded."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.catalogue.test_catalogue import made
from tests.evidence.made_files import NORTH, SOUTH, Crime, entry, opened, street_file

from frith.evidence.dataset import Coverage, Dataset, Family
from frith.evidence.precedence import NOBODY, ranked, winners
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.periods import Month, Period

BOROUGHS = (Area(NORTH, "Northham", AreaKind.BOROUGH), Area(SOUTH, "Southham", AreaKind.BOROUGH))
MONTHS = Period.parse("2016-01", "2016-04").months
KINDS = ("burglary", "robbery")
APRIL = Period.parse("2016-04", "2016-04")

COVERAGES = st.builds(
    Coverage,
    areas=st.lists(st.sampled_from([NORTH, "Northham", SOUTH]), max_size=2).map(tuple),
    months=st.lists(st.sampled_from(MONTHS), max_size=4).map(tuple),
    categories=st.lists(st.sampled_from(KINDS), max_size=2).map(tuple),
    thin=st.lists(st.tuples(st.sampled_from(MONTHS), st.just("few rows")), max_size=2).map(tuple),
)
DATASETS = st.lists(st.tuples(COVERAGES, st.integers(-2, 2)), max_size=5).map(
    lambda pairs: [
        made(f"police-street-{n}", coverage=coverage, precedence=precedence)
        for n, (coverage, precedence) in enumerate(pairs)
    ]
)


@given(DATASETS, st.randoms())
def test_each_cell_has_the_best_dataset_that_knows_it(datasets: list[Dataset], random: object) -> None:
    """Held to the rule spelled out, cell by cell, and to any order of loading."""
    order = ranked(datasets, Family.STREET)
    shuffled = list(datasets)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranked(shuffled, Family.STREET) == order
    won = winners(order, BOROUGHS, MONTHS, KINDS)
    for b, borough in enumerate(BOROUGHS):
        for m, month in enumerate(MONTHS):
            for k, kind in enumerate(KINDS):
                knowing = [
                    d
                    for d in datasets
                    if {borough.code, borough.name} & set(d.coverage.areas)
                    and month in d.coverage.months
                    and month not in dict(d.coverage.thin)
                    and kind in d.coverage.categories
                ]
                best = min(knowing, key=lambda d: (-d.precedence, d.id), default=None)
                winner = order[won[b, m, k]] if won[b, m, k] != NOBODY else None
                assert winner == best


def test_the_same_crimes_in_two_sources_are_counted_once(tmp_path: Path) -> None:
    fine = street_file(tmp_path, [Crime(month=m) for m in ("2016-04", "2016-05")], "fine.csv")
    coarse = street_file(
        tmp_path, [Crime(month=m) for m in ("2016-04", "2016-05", "2016-06")] * 2, "coarse.csv"
    )
    period = Period.parse("2016-04", "2016-06")
    entries = [entry(fine, areas=(NORTH,), precedence=2), entry(coarse, areas=(NORTH,), precedence=1)]
    for n, order in enumerate(permutations(entries)):
        evidence = opened(tmp_path / str(n) / "var", *order)
        cube = evidence.street(evidence.atlas.find(NORTH), period, AreaKind.BOROUGH)
        assert cube.series().tolist() == [1, 1, 2]
        assert len(cube.sources) == 2
        points = evidence.map_points(evidence.atlas.find(NORTH), period)
        assert points.counts.sum(axis=(0, 2)).tolist() == [1, 1, 2]


def test_a_thin_month_of_the_better_source_is_taken_from_the_next(tmp_path: Path) -> None:
    fine = street_file(tmp_path, [Crime()], "fine.csv")
    coarse = street_file(tmp_path, [Crime()] * 3, "coarse.csv")
    evidence = opened(
        tmp_path / "var",
        entry(fine, areas=(NORTH,), precedence=2, thin=((Month.of(2016, 4), "few rows"),)),
        entry(coarse, areas=(NORTH,), precedence=1),
    )
    assert evidence.street(evidence.atlas.find(NORTH), APRIL, AreaKind.BOROUGH).total() == 3


def test_a_long_history_of_one_category_fills_only_that_category(tmp_path: Path) -> None:
    street = street_file(tmp_path, [Crime(), Crime(kind="Robbery")], "street.csv")
    history = tmp_path / "history.csv"
    history.write_text("month,lsoa_code,n\n2016-03,X01000001,5\n2016-03,X01000002,0\n2016-04,X01000001,9\n")
    evidence = opened(
        tmp_path / "var",
        entry(street, areas=(NORTH,), precedence=1),
        entry(history, areas=(NORTH,), reading={"category": "burglary"}),
    )
    cube = evidence.street(evidence.atlas.find(NORTH), Period.parse("2016-03", "2016-04"), AreaKind.LSOA11)
    np.testing.assert_array_equal(cube.series("burglary"), [5, 1])
    np.testing.assert_array_equal(cube.series("robbery"), [np.nan, 1])
    assert (
        evidence.map_points(evidence.atlas.find(NORTH), Period.parse("2016-03", "2016-04")).counts.sum() == 2
    )


def test_peers_are_the_boroughs_known_as_completely(tmp_path: Path) -> None:
    crimes = [Crime(), Crime(lsoa="X01000003")]
    path = street_file(tmp_path, crimes)
    both = opened(tmp_path / "a" / "var", entry(path, areas=(NORTH, SOUTH)))
    peers = both.peers(both.atlas.find(NORTH), APRIL)
    assert [area.code for area in peers.areas] == [SOUTH]
    assert "each month of April 2016" in peers.rule
    one = opened(tmp_path / "b" / "var", entry(path, areas=(NORTH,)))
    peers = one.peers(one.atlas.find(NORTH), APRIL)
    assert peers.areas == ()
    assert peers.left_out == (("Southham", "no source holds it completely"),)
    assert one.peers(one.atlas.find(SOUTH), APRIL).areas == ()


def test_a_peer_with_a_missing_month_is_left_out_with_the_reason(tmp_path: Path) -> None:
    north = street_file(tmp_path, [Crime(month=f"2016-0{m}") for m in (4, 5, 6)], "north.csv")
    south = street_file(tmp_path, [Crime(lsoa="X01000003", month=f"2016-0{m}") for m in (4, 6)], "south.csv")
    evidence = opened(tmp_path / "var", entry(north, areas=(NORTH,)), entry(south, areas=(SOUTH,)))
    peers = evidence.peers(evidence.atlas.find(NORTH), Period.parse("2016-04", "2016-06"))
    assert peers.left_out == (("Southham", "1 of 3 months are missing or thin"),)


@pytest.mark.parametrize("precedence", [0, 5])
def test_renewing_a_precedence_changes_the_answer_without_a_load(tmp_path: Path, precedence: int) -> None:
    from frith.evidence.catalogue import Catalogue
    from frith.evidence.opened import open_evidence

    fine = street_file(tmp_path, [Crime()], "fine.csv")
    coarse = street_file(tmp_path, [Crime()] * 3, "coarse.csv")
    opened(
        tmp_path / "var",
        entry(fine, areas=(NORTH,), precedence=1),
        entry(coarse, areas=(NORTH,), precedence=0),
    )
    catalogue = Catalogue(tmp_path / "var")
    three = next(d for d in catalogue.datasets() if d.kept == 3)
    catalogue.describe(replace(three, precedence=precedence))
    evidence = open_evidence(tmp_path / "var")
    total = evidence.street(evidence.atlas.find(NORTH), APRIL, AreaKind.BOROUGH).total()
    assert total == (3 if precedence > 1 else 1)
