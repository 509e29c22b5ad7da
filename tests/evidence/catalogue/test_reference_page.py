"""The reference of evidence names every field, family and rule that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from frith.evidence.dataset import Family
from frith.evidence.manifest import schema
from frith.evidence.police.official import HEADINGS
from frith.evidence.police.outcomes import outcomes_layout
from frith.evidence.police.stops import stops_layout
from frith.evidence.police.street_layout import street_layout
from frith.evidence.police.street_totals import totals_layout
from frith.evidence.quarantine import LOST, STRUCTURE
from frith.evidence.rules import END_OF_TIME

PAGE = (Path(__file__).resolve().parents[3] / "docs/reference/evidence.md").read_text(encoding="utf-8")
LAYOUTS = [make(END_OF_TIME) for make in (street_layout, totals_layout, outcomes_layout, stops_layout)]
RULES = sorted(
    {rule.id for layout in LAYOUTS for rule in layout.rules} | {rule.id for rule in (*STRUCTURE, LOST)}
)


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_named(rule: str) -> None:
    assert f"`{rule}`" in PAGE


@pytest.mark.parametrize("family", [family.value for family in Family])
def test_every_family_is_named(family: str) -> None:
    assert f"| `{family}` |" in PAGE


@pytest.mark.parametrize("field", sorted(schema()["$defs"]["entry"]["properties"]))
def test_every_field_of_an_entry_is_named(field: str) -> None:
    assert f"`{field}`" in PAGE


def test_every_rule_says_what_to_do() -> None:
    for layout in LAYOUTS:
        for rule in layout.rules:
            assert rule.sentence[0].islower()
            assert rule.remedy.endswith(".")
    assert set(HEADINGS) >= {"major", "minor", "borough", "month", "count"}
