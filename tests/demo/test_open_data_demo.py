"""The demonstration on the real open data: Westminster, its two financial years, and figures that are known.

Known figures: counted in the published files (data.police.uk street files of Westminster; Metropolitan Police Service
counts by borough), independently of Frith.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.demo.command_line import frith

pytestmark = [pytest.mark.slow, pytest.mark.open_data]


@pytest.fixture(scope="module")
def assessment(open_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The assessment that the demonstration makes when FRITH_DATA names the open data."""
    var = tmp_path_factory.mktemp("westminster") / "var"
    done = frith("demo", "--no-serve", var=var, timeout=900, FRITH_DATA=str(open_data.resolve()))
    assert done.code == 0, done.said
    assert "because FRITH_DATA names it" in done.printed
    folder = var / "assessments" / "E09000033_2016-04_2018-03"
    return json.loads((folder / "assessment.json").read_text(encoding="utf-8"))


def value(assessment: dict[str, Any], definition: str, first: str, last: str, **breakdown: str) -> float:
    found = [
        figure["value"]
        for figure in assessment["figures"]
        if figure["definition"] == definition
        and figure["period"] == {"from": first, "to": last}
        and figure["breakdown"] == breakdown
    ]
    assert len(found) == 1, (definition, breakdown, found)
    return float(found[0])


@pytest.mark.parametrize(
    ("category", "before", "after"),
    [
        ("theft-from-the-person", 6_730, 9_563),
        ("robbery", 1_730, 2_302),
        ("burglary", 2_975, 3_590),
        ("anti-social-behaviour", 15_224, 12_546),
    ],
)
def test_the_mapped_counts_are_those_of_the_files(
    assessment: dict[str, Any], category: str, before: int, after: int
) -> None:
    assert value(assessment, "recorded.points", "2016-04", "2017-03", category=category) == before
    assert value(assessment, "recorded.points", "2017-04", "2018-03", category=category) == after


def test_the_official_total_is_that_of_the_police(assessment: dict[str, Any]) -> None:
    assert value(assessment, "recorded.official", "2016-04", "2017-03", category="all") == 49_971


def test_nothing_in_it_is_called_invented(assessment: dict[str, Any]) -> None:
    assert '"invented": true' not in json.dumps(assessment)
