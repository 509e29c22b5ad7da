"""The demonstration assesses the busiest borough over its last two whole financial years."""

from __future__ import annotations

import pytest

from frith.demo.subject import last_years
from frith.vocabulary.periods import Period


@pytest.mark.parametrize(
    ("held", "chosen"),
    [
        (("2016-01", "2018-03"), ("2016-04", "2018-03")),
        (("2016-04", "2018-09"), ("2016-04", "2018-03")),
        (("2016-02", "2017-12"), ("2016-04", "2017-03")),
        (("2017-06", "2017-12"), ("2017-06", "2017-12")),
    ],
)
def test_the_last_whole_years_are_taken(held: tuple[str, str], chosen: tuple[str, str]) -> None:
    assert last_years(Period.parse(*held)) == Period.parse(*chosen)
