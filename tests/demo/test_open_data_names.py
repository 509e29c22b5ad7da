"""No invented area bears the name or the code of a real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from frith.demo.borough import names
from frith.demo.borough.land import invent_land
from frith.evidence.text_table import read_text_table

pytestmark = pytest.mark.open_data


def test_names_and_codes_are_nobodys(open_data: Path) -> None:
    districts = read_text_table(open_data / "lookups/lad17_csp17_pfa17_ew.csv")
    small = read_text_table(open_data / "lookups/lsoa11_ward16_ew.csv.gz")
    land = invent_land(1)
    real_names = {
        name.lower() for name in [*districts["LAD17NM"], *districts["CSP17NM"], *districts["PFA17NM"]]
    }
    assert not real_names & {name.lower() for name in (*land.boroughs, "doggerland", names.FORCE[1])}
    real_codes = {
        *districts["LAD17CD"],
        *districts["CSP17CD"],
        *districts["PFA17CD"],
        *small["LSOA11CD"],
        *small["WD16CD"],
    }
    assert not real_codes & {*land.area_codes, *land.ward_codes, *land.borough_codes, names.FORCE[0]}
