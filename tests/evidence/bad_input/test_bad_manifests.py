"""A manifest that is wrong in any way is refused with a sentence, and nothing outside its folder is read by it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.evidence.made_files import Crime, entry, load_one, lookup_entries, street_file

from frith.evidence.loading import add_folder
from frith.evidence.manifest import read_manifest
from frith.vocabulary.faults import Trouble, UnreadableInput

ONE = '[[evidence]]\ntitle = "x"\nfiles = ["street/*.csv"]\n'
PLACING = '[evidence.placing]\nfile = "placed.csv"\nmonth = "m"\nrows = "r"\nwithout = "w"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    street_file(tmp_path / "inside" / "street", [Crime()])
    lookup_entries(tmp_path / "inside" / "lookups")
    return tmp_path / "inside"


def refused(folder: Path, text: str | bytes) -> list[str]:
    """The codes of what is wrong with a manifest."""
    path = folder / "evidence.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(UnreadableInput) as caught:
        read_manifest(path)
    assert len(str(caught.value)) < 5_000
    return [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ONE.replace("street/*.csv", "."), "manifest.files"),
        (ONE.replace("street/*.csv", "**good.csv"), "manifest.files"),
        (ONE.replace("street/*.csv", "a\\u0000b"), "manifest.files"),
        (ONE + 'areas = ["<script>"]\n', "manifest.areas"),
        (ONE + 'areas = ["E09000033\\n"]\n', "manifest.areas"),
        (ONE + 'months = ["1066-01..2016-04"]\n', "month.early"),
        (ONE + 'thin = [{ month = "0001-01", reason = "x" }]\n', "month.early"),
        (ONE + "precedence = " + "9" * 5_000, "manifest.toml"),
        ("x = " + "[" * 5_000 + "]" * 5_000, "manifest.toml"),
        ("x = " + '"a' * 5_000, "manifest.toml"),
        (ONE.encode("utf-16"), "manifest.toml"),
        (b"\xff\xfe\xfa", "manifest.toml"),
        (ONE + f'hue = "{"red" * 5_000}"', "manifest.schema"),
    ],
)
def test_what_no_manifest_may_say(folder: Path, text: str | bytes, code: str) -> None:
    assert refused(folder, text) == [code]


def test_a_folder_is_no_manifest(folder: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        read_manifest(folder)
    assert caught.value.code == "manifest.missing"


@pytest.mark.parametrize(
    ("table", "said", "codes"),
    [
        ("m,r,w\n2016-04,5,2\n", PLACING.replace('"r"', '"m"').replace('"w"', '"m"'), ["manifest.placing"]),
        ("m,r,w\nApril,5,2\n2016-05,many,2\n2016-06,2,5\n,,\n", PLACING, ["manifest.placing"] * 4),
        ("m,r\n2016-04,5\n", PLACING, ["columns.missing"]),
    ],
)
def test_a_table_of_places_that_says_nothing(folder: Path, table: str, said: str, codes: list[str]) -> None:
    (folder / "placed.csv").write_text(table)
    assert refused(folder, ONE + said) == codes


@pytest.mark.parametrize("pattern", ["link.csv", "*.csv", "linked", "linked/*.csv", "holds"])
def test_a_link_that_leads_out_of_the_folder(folder: Path, pattern: str) -> None:
    secret = street_file(folder.parent / "secret", [Crime()])
    (folder / "link.csv").symlink_to(secret)
    (folder / "linked").symlink_to(secret.parent)
    (folder / "holds").mkdir()
    (folder / "holds" / "link.csv").symlink_to(secret)
    assert refused(folder, ONE.replace("street/*.csv", pattern)) == ["manifest.outside"]


def test_a_link_to_a_table_of_places(folder: Path) -> None:
    (folder.parent / "secret.csv").write_text("m,r,w\n2016-04,5,2\n")
    (folder / "placed.csv").symlink_to(folder.parent / "secret.csv")
    assert refused(folder, ONE + PLACING) == ["manifest.outside"]


def test_a_link_inside_the_folder_and_a_folder_that_is_a_link_are_sound(folder: Path) -> None:
    (folder / "link.csv").symlink_to(folder / "street" / "2016-04-invented-street.csv")
    (folder / "evidence.toml").write_text(ONE.replace("street/*.csv", "link.csv"))
    (folder.parent / "another").symlink_to(folder)
    assert len(read_manifest(folder.parent / "another" / "evidence.toml")) == 1


@pytest.mark.parametrize(
    ("family", "file", "reading"),
    [
        ("incidents", "street/2016-04-invented-street.csv", "mapping = []"),
        ("incidents", "street/2016-04-invented-street.csv", "mapping = 5"),
        ("incidents", "street/2016-04-invented-street.csv", 'mapping = "folder.toml"'),
        ("lookup", "lookups/lsoa11_ward16.csv", 'year = "soon"'),
        ("lookup", "lookups/lsoa11_ward16.csv", "year = -5"),
        ("boundaries", "lookups/lsoa11_ward16.csv", "kind = {}"),
        ("boundaries", "lookups/lsoa11_ward16.csv", "code = [1]"),
        ("harm", "lookups/lsoa11_ward16.csv", "reasons = [1]"),
        ("police.street", "street/2016-04-invented-street.csv", "snapshot = [1]"),
        ("police.street", "counts.csv", "category = [1]"),
        ("police.street", "counts.csv", "category = 5"),
    ],
)
def test_a_reader_told_what_it_cannot_take(folder: Path, family: str, file: str, reading: str) -> None:
    (folder / "street" / "folder.toml").mkdir()
    (folder / "counts.csv").write_text("month,lsoa_code,n\n2016-04,X01000001,3\n")
    text = f'[[evidence]]\ntitle = "x"\nfamily = "{family}"\nfiles = ["{file}"]\nreading = {{ {reading} }}\n'
    (folder / "evidence.toml").write_text(text)
    with pytest.raises(Trouble) as caught:
        add_folder(folder, folder / "var", today=date(2018, 4, 16))
    assert caught.value.code in {
        "manifest.reading",
        "manifest.category",
        "mapping.unknown",
        "mapping.missing",
    }


def test_an_area_that_is_no_code_is_refused_without_a_manifest_too(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput) as caught:
        load_one(tmp_path / "var", entry(street_file(tmp_path, [Crime()]), areas=("<script>",)))
    assert caught.value.code == "manifest.areas"
