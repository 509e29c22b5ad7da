"""Files as people have them: plain, gzip, zip, folders; and as nobody should have them."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.made_files import Crime, entry, load_one, street_file, street_text

from frith.evidence import archives
from frith.evidence.archives import open_files
from frith.evidence.catalogue import Catalogue
from frith.evidence.loading import load_all
from frith.evidence.plain_files import EvidenceFile
from frith.vocabulary.faults import Fault, UnreadableInput, WrongSettings

SOUND = street_text([Crime()])


def opened(tmp_path: Path, *paths: Path) -> tuple[tuple[EvidenceFile, ...], list[Fault]]:
    return open_files(paths, Path(tempfile.mkdtemp(dir=tmp_path)))


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zipped(path: Path, members: dict[str | zipfile.ZipInfo, bytes]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def only_fault(tmp_path: Path, path: Path) -> Fault:
    files, faults = opened(tmp_path, path)
    assert files == ()
    (fault,) = faults
    assert fault.remedy, "a person must know what to do"
    assert path.name in fault.where
    return fault


# ------------------------------------------------------------------ sound


@pytest.mark.parametrize("packing", ["plain", "gzip", "zip", "zip of folders"])
def test_each_packing_gives_the_same_file(tmp_path: Path, packing: str) -> None:
    name = "2016-04-invented-street.csv"
    path = {
        "plain": lambda: written(tmp_path / name, SOUND),
        "gzip": lambda: written(tmp_path / f"{name}.gz", gzip.compress(SOUND.encode(), mtime=0)),
        "zip": lambda: zipped(tmp_path / "a.zip", {name: SOUND.encode()}),
        "zip of folders": lambda: zipped(
            tmp_path / "b.zip", {f"2016-04/{name}": SOUND.encode(), "read me.txt": b"x"}
        ),
    }[packing]()
    (file,), faults = opened(tmp_path, path)
    assert faults == []
    assert file.sha256 == hashlib.sha256(SOUND.encode()).hexdigest()
    assert (file.size, file.lines) == (len(SOUND), 2)
    assert file.header[0] == "Crime ID"
    assert file.path.read_text() == SOUND


def test_a_folder_of_months_with_files_of_several_families(tmp_path: Path) -> None:
    folder = tmp_path / "download"
    street_file(folder / "2016-04", [Crime()], "2016-04-invented-street.csv")
    street_file(folder / "2016-05", [Crime(month="2016-05")], "2016-05-invented-street.csv")
    written(
        folder / "2016-04" / "2016-04-invented-outcomes.csv",
        "Crime ID,Month,Outcome type\nab,2016-04,Local resolution\n",
    )
    written(folder / "read me.txt", "not evidence")
    written(folder / ".DS_Store", "not evidence")
    loaded = load_all(Catalogue(tmp_path / "var"), [entry(folder, family=None)])
    assert [(each.dataset.family.value, each.dataset.kept) for each in loaded] == [
        ("police.outcomes", 1),
        ("police.street", 2),
    ]


def test_a_file_given_twice_is_taken_once(tmp_path: Path) -> None:
    written(tmp_path / "d" / "a.csv", SOUND)
    written(tmp_path / "d" / "b.csv.gz", gzip.compress(SOUND.encode(), mtime=0))
    files, _ = opened(tmp_path, tmp_path / "d")
    assert len(files) == 1


def test_two_bad_files_are_both_named(tmp_path: Path) -> None:
    written(tmp_path / "d" / "a.csv", "x,y\n1,2\n")
    written(tmp_path / "d" / "b.csv", "<html></html>")
    with pytest.raises(UnreadableInput) as caught:
        load_one(tmp_path / "var", entry(tmp_path / "d"))
    assert sorted((f.code, f.where) for f in caught.value.faults) == [
        ("columns.missing", "a.csv"),
        ("file.html", "b.csv"),
    ]


ALIKE, CONVERTED = "line ends made alike", "read as cp1252"


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"\xef\xbb\xbf" + SOUND.encode(), ""),
        (SOUND.replace("\n", "\r\n").encode(), ""),
        (b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode(), ""),
        (SOUND.rstrip("\n").encode(), ""),
        (SOUND.replace("\n", "\r").encode(), ALIKE),
        (street_text([Crime(), Crime()]).replace("\n", "\r\n", 2).encode(), ALIKE),
        (street_text([Crime(location="On or near Café Rue")]).encode("cp1252"), CONVERTED),
    ],
    ids=["mark", "CRLF", "mark and CRLF", "no last line end", "CR", "mixed line ends", "Windows-1252"],
)
def test_odd_text_loads_whole_and_what_was_done_to_it_is_said(
    tmp_path: Path, content: bytes, note: str
) -> None:
    path = written(tmp_path / "odd.csv", content)
    dataset = load_one(tmp_path / "var", entry(path))
    assert dataset.rejected == 0
    assert dataset.kept == content.count(b"Burglary")
    assert dataset.details.get("read_as", {}) == ({"odd.csv": note} if note else {})


def test_windows_letters_are_read_right(tmp_path: Path) -> None:
    import polars as pl

    path = written(
        tmp_path / "odd.csv", street_text([Crime(location="On or near Café Rue")]).encode("cp1252")
    )
    dataset = load_one(tmp_path / "var", entry(path))
    rows = pl.read_parquet(Catalogue(tmp_path / "var").table(dataset, "rows.parquet"))
    assert rows["location"].to_list() == ["On or near Café Rue"]
    assert dataset.details["read_as"] == {"odd.csv": "read as cp1252"}


def test_odd_names_in_an_archive_are_only_names(tmp_path: Path) -> None:
    names = ["mär 2016/…-street.csv", "a'b;c$(d).CSV", "con.csv", " .csv", "x" * 200 + ".csv"]
    path = zipped(
        tmp_path / "odd.zip", {name: street_text([Crime(id=str(n))]).encode() for n, name in enumerate(names)}
    )
    files, faults = opened(tmp_path, path)
    assert faults == []
    assert len(files) == len(names)
    places = [file.path.relative_to(tmp_path).parts for file in files]
    assert sorted(place[1:] for place in places) == [("00000", f"{n:05d}.csv") for n in range(5)], (
        "not by their names"
    )


def test_what_macs_and_git_leave_in_archives_is_passed_over(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", {"__MACOSX/._a.csv": b"\0\0", ".hidden/b.csv": b"x", "a.csv": SOUND.encode()}
    )
    files, faults = opened(tmp_path, path)
    assert [file.name for file in files] == ["a.zip/a.csv"]
    assert faults == []


# ------------------------------------------------------------------ not sound


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "file.empty"),
        ("spaces.csv", b" \n\n ", "file.empty"),
        ("empty.csv.gz", gzip.compress(b"", mtime=0), "file.empty"),
        ("page.csv", b"<!DOCTYPE html><html>", "file.html"),
        ("page.csv.gz", gzip.compress(b"\n <HTML>", mtime=0), "file.html"),
        ("error.csv", b'<?xml version="1.0"?><Error/>', "file.html"),
        ("cut.csv.gz", gzip.compress(SOUND.encode() * 500, mtime=0)[:-40], "file.damaged"),
        ("bent.csv.gz", gzip.compress(SOUND.encode(), mtime=0)[:-8] + b"\0" * 8, "file.damaged"),
        ("utf16.csv", SOUND.encode("utf-16"), "file.encoding"),
        ("binary.csv", b"\0\x81\x8d" * 50, "file.encoding"),
        ("cut.parquet", b"PAR1 and no more", "file.damaged"),
        ("cut.zip", b"PK\x03\x04 and no more", "file.damaged"),
    ],
)
def test_a_file_that_is_not_what_it_should_be(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    assert only_fault(tmp_path, written(tmp_path / name, content)).code == code


def test_a_cut_zip(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", {"a.csv": SOUND.encode() * 1_000}).read_bytes()
    assert only_fault(tmp_path, written(tmp_path / "cut.zip", whole[:-30])).code == "file.damaged"


def test_a_zip_whose_bytes_changed(tmp_path: Path) -> None:
    whole = bytearray(zipped(tmp_path / "whole.zip", {"a.csv": SOUND.encode() * 1_000}).read_bytes())
    whole[60] ^= 0xFF
    assert only_fault(tmp_path, written(tmp_path / "bent.zip", bytes(whole))).code == "file.damaged"


@pytest.mark.parametrize(
    "trick",
    ["../up.csv", "a/../../up.csv", "/etc/passwd.csv", "C:\\windows\\a.csv", "..\\up.csv", "\\\\host\\a.csv"],
)
def test_a_name_that_points_outside(tmp_path: Path, trick: str) -> None:
    path = zipped(tmp_path / "trick.zip", {trick: SOUND.encode(), "sound.csv": SOUND.encode()})
    fault = only_fault(tmp_path, path)
    assert fault.code == "archive.path"
    assert fault.given


def test_a_link_in_an_archive(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert only_fault(tmp_path, zipped(tmp_path / "link.zip", {link: b"/etc/passwd"})).code == "archive.path"


def test_a_bomb_in_a_zip_and_in_a_gzip(tmp_path: Path) -> None:
    bomb = b"0" * (64 << 20)
    for path in (
        zipped(tmp_path / "bomb.zip", {"bomb.csv": bomb}),
        written(tmp_path / "bomb.csv.gz", gzip.compress(bomb, mtime=0)),
    ):
        fault = only_fault(tmp_path, path)
        assert fault.code == "archive.too-large"
        assert "200 times" in fault.allowed
        assert "FRITH_UNPACK_LIMIT" in fault.remedy


def test_the_limit_can_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": SOUND.encode()})
    monkeypatch.setenv("FRITH_UNPACK_LIMIT", "0")
    assert only_fault(tmp_path, path).code == "archive.too-large"
    monkeypatch.setenv("FRITH_UNPACK_LIMIT", "lots")
    with pytest.raises(WrongSettings):
        opened(tmp_path, path)


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    """The size that the archive states is not believed: what comes out is counted."""
    whole = bytearray(zipped(tmp_path / "whole.zip", {"a.csv": b"0" * (64 << 20)}).read_bytes())
    stated = (64 << 20).to_bytes(4, "little")
    while (at := whole.find(stated)) >= 0:
        whole[at : at + 4] = (100).to_bytes(4, "little")
    assert only_fault(tmp_path, written(tmp_path / "liar.zip", bytes(whole))).code in {
        "archive.too-large",
        "file.damaged",
    }


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBER_LIMIT", 3)
    path = zipped(tmp_path / "many.zip", {f"{n}.csv": b"x" for n in range(4)})
    assert only_fault(tmp_path, path).code == "archive.too-many"


def test_a_locked_zip(tmp_path: Path) -> None:
    whole = bytearray(zipped(tmp_path / "open.zip", {"a.csv": SOUND.encode()}).read_bytes())
    whole[6] |= 1
    whole[whole.index(b"PK\x01\x02") + 8] |= 1
    fault = only_fault(tmp_path, written(tmp_path / "locked.zip", bytes(whole)))
    assert fault.code == "file.damaged"
    assert "password" in fault.what


def test_nothing_there(tmp_path: Path) -> None:
    assert only_fault(tmp_path, tmp_path / "gone.csv").code == "file.missing"
    (tmp_path / "hollow").mkdir()
    assert only_fault(tmp_path, tmp_path / "hollow").code == "file.none"
    assert only_fault(tmp_path, zipped(tmp_path / "hollow.zip", {"read me.txt": b"x"})).code == "file.none"


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_the_opening_fail_in_another_way(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.csv", "a.zip", "a.csv.gz"):
        files, faults = opened(folder, written(folder / name, content))
        assert files or faults


@given(st.binary(max_size=300))
def test_damage_inside_a_zip_never_gets_further(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", SOUND)
    whole = bytearray(out.getvalue())
    for n, byte in enumerate(noise):
        whole[(n * 37) % len(whole)] ^= byte
    files, faults = opened(folder, written(folder / "a.zip", bytes(whole)))
    assert files or faults


@pytest.mark.parametrize("inner", ["more.zip", "b.csv.gz", "points.parquet"])
def test_a_packed_file_inside_a_zip_is_not_passed_over(tmp_path: Path, inner: str) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": SOUND.encode(), inner: b"x"})
    assert only_fault(tmp_path, path).code == "archive.inner"


def test_two_files_of_one_name_in_a_zip_are_not_both_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.csv": SOUND.encode()})
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.csv", SOUND.replace("2016-04", "2016-05"))
    assert only_fault(tmp_path, path).code == "archive.repeated"


def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert only_fault(tmp_path, tmp_path / "pipe.csv").code == "file.irregular"
