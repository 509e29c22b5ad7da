"""The demonstration assesses the busiest borough over its last two whole financial years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.demo import bad_files

from frith.demo.subject import last_years, subject
from frith.evidence.loading import add_folder
from frith.evidence.opened import open_evidence
from frith.vocabulary.faults import EvidenceMissing
from frith.vocabulary.periods import Period

TODAY = date(2020, 1, 1)


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


def test_the_busiest_borough_of_the_widest_evidence_is_chosen(invented: Path, tmp_path: Path) -> None:
    """A dataset of one category with a longer history does not decide the period."""
    history = [bad_files.row(n, month=f"{2011 + n // 12}-{n % 12 + 1:02d}") for n in range(90)]
    bad_files.write(tmp_path / "history" / "2018-06-burglary-street.csv", bad_files.street(history))
    (tmp_path / "history" / "evidence.toml").write_text(
        '[[evidence]]\ntitle = "Burglary alone"\nsource = "a test"\nlicence = "none"\nfiles = ["*.csv"]\n'
        'family = "police.street"\nareas = ["X09000002"]\n',
        encoding="utf-8",
    )
    state = tmp_path / "var"
    added = {*add_folder(invented, state, today=TODAY), *add_folder(tmp_path / "history", state, today=TODAY)}
    evidence = open_evidence(state)
    area, period = subject(evidence, frozenset(added))
    assert (area.code, area.name) == ("X09000001", "Frithholm")
    assert period == Period.parse("2016-04", "2018-03")
    with pytest.raises(EvidenceMissing) as caught:
        subject(evidence, frozenset())
    assert caught.value.code == "demo.no-borough"
