"""The manifest says what is evidence; what is wrong with it is said all at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import jsonschema
import pytest
from tests.evidence.made_files import NORTH, Crime, lookup_entries, street_file

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Family
from frith.evidence.loading import add_folder
from frith.evidence.manifest import read_manifest, schema
from frith.evidence.opened import open_evidence
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import UnreadableInput
from frith.vocabulary.periods import Month, Period

TODAY = date(2018, 4, 16)
WHOLE = """
title = "made"
source = "a test"
licence = "none needed"
invented = true

[[evidence]]
title = "street"
files = ["street/*.csv"]
family = "police.street"
areas = ["X09000001"]
months = ["2016-04..2016-05", "2016-07"]
categories = ["burglary"]
precedence = 3
disclosure = "threshold"
thin = [{ month = "2016-05", reason = "few rows" }]

[[evidence]]
title = "small"
files = ["lookups/lsoa11_ward16.csv", "lookups/lad17_csp17_pfa17.csv"]
family = "lookup"
source = "another"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    street_file(tmp_path / "street", [Crime(), Crime(month="2016-05"), Crime(month="2016-07")])
    lookup_entries(tmp_path / "lookups")
    (tmp_path / "evidence.toml").write_text(WHOLE)
    return tmp_path


def test_every_field_is_read(folder: Path) -> None:
    street, lookup = read_manifest(folder / "evidence.toml")
    assert street.family is Family.STREET
    assert street.paths == (folder / "street" / "2016-04-invented-street.csv",)
    assert (street.source, street.licence, street.invented) == ("a test", "none needed", True)
    assert street.months == (Month.of(2016, 4), Month.of(2016, 5), Month.of(2016, 7))
    assert (street.areas, street.categories, street.precedence) == ((NORTH,), ("burglary",), 3)
    assert street.disclosure is DisclosurePolicy.THRESHOLD
    assert street.thin == ((Month.of(2016, 5), "few rows"),)
    assert (lookup.source, lookup.licence, len(lookup.paths)) == ("another", "none needed", 2)


def test_a_folder_is_added_by_its_manifest_and_again_without_change(folder: Path) -> None:
    said: list[str] = []
    first = add_folder(folder, folder / "var", today=TODAY, progress=said.append)
    assert add_folder(folder, folder / "var", today=TODAY) == first
    assert said[0] == "Reading street"
    held = Catalogue(folder / "var").datasets()
    assert sorted(first) == [dataset.id for dataset in held]
    assert {dataset.title for dataset in held} == {
        "street",
        "small: lsoa11_ward16.csv",
        "small: lad17_csp17_pfa17.csv",
    }
    evidence = open_evidence(folder / "var")
    cube = evidence.street(evidence.atlas.find(NORTH), Period.parse("2016-04", "2016-07"), AreaKind.BOROUGH)
    assert cube.known[0, :, 0].tolist() == [True, False, False, True], "thin in May, not there in June"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("not TOML", ["manifest.toml"]),
        ("", ["manifest.schema"]),
        ("evidence = []", ["manifest.schema"]),
        ('[[evidence]]\ntitle = "x"\nfiles = ["gone.csv", "street/*.csv"]', ["manifest.files"]),
        ('[[evidence]]\ntitle = "x"\nfiles = ["../x.csv"]', ["manifest.schema"]),
        ('[[evidence]]\ntitle = "x"\nfiles = ["/x.csv"]', ["manifest.schema"]),
        ('[[evidence]]\nfiles = ["street/*.csv"]\nfamily = "gossip"', ["manifest.schema", "manifest.schema"]),
        ('[[evidence]]\ntitle = "x"\nfiles = ["street/*.csv"]\nmonths = ["2016-13"]', ["manifest.schema"]),
        ('[[evidence]]\ntitle = "x"\nfiles = ["street/*.csv"]\ntypo = 1', ["manifest.schema"]),
        (
            '[[evidence]]\ntitle = "x"\nfiles = ["a"]\n[[evidence]]\ntitle = "y"\nfiles = ["b"]',
            ["manifest.files", "manifest.files"],
        ),
        (
            WHOLE + '[evidence.placing]\nfile = "x"\nmonth = "m"\nrows = "r"\nwithout = "w"\n',
            ["manifest.files"],
        ),
    ],
)
def test_what_is_wrong_is_said_all_at_once(folder: Path, text: str, codes: list[str]) -> None:
    (folder / "evidence.toml").write_text(text)
    with pytest.raises(UnreadableInput) as caught:
        read_manifest(folder / "evidence.toml")
    assert [fault.code for fault in caught.value.faults] == codes
    assert "evidence.toml" in str(caught.value) or codes == ["manifest.files"]


def test_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_manifest(tmp_path / "evidence.toml")
    assert caught.value.code == "manifest.missing"


def test_an_unknown_setting_for_a_reader_is_refused(folder: Path) -> None:
    (folder / "evidence.toml").write_text(
        '[[evidence]]\ntitle = "x"\nfamily = "lookup"\nfiles = ["lookups/lsoa11_ward16.csv"]\nreading = { hue = "red" }'
    )
    with pytest.raises(UnreadableInput) as caught:
        add_folder(folder, folder / "var", today=TODAY)
    assert caught.value.code == "manifest.reading"


def test_one_bad_entry_does_not_keep_the_others_out(folder: Path) -> None:
    (folder / "bad.csv").write_text("a,b\n1,2\n")
    text = WHOLE + '[[evidence]]\ntitle = "bad"\nfiles = ["bad.csv"]\nfamily = "police.street"\n'
    (folder / "evidence.toml").write_text(text)
    with pytest.raises(UnreadableInput, match=r"bad\.csv"):
        add_folder(folder, folder / "var", today=TODAY)
    assert len(Catalogue(folder / "var").datasets()) == 3


def test_the_schema_is_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_the_manifest_of_the_open_data_keeps_to_the_schema() -> None:
    import tomllib
    from importlib import resources

    text = resources.files("frith.demo").joinpath("open_data.toml").read_text("utf-8")
    values = tomllib.loads(text)
    jsonschema.Draft202012Validator(schema()).validate(values)
    assert not any("bench" in pattern for each in values["evidence"] for pattern in each["files"])
    assert all(each.get("source") and each.get("licence") for each in values["evidence"])


def test_a_month_to_come_is_rejected_for_whoever_adds_the_folder(folder: Path) -> None:
    """The same bytes have the same id, so every way of adding them must judge them alike."""
    street_file(folder / "street", [Crime(), Crime(month="2018-05")])
    add_folder(folder, folder / "var", today=TODAY)
    street = next(d for d in Catalogue(folder / "var").datasets() if d.family is Family.STREET)
    assert [(each["rule"], each["rows"]) for each in street.details["rules_broken"]] == [("month.future", 1)]
