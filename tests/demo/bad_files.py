"""Files as they arrive when something has gone wrong, each made from a few sound rows of a street file."""

from __future__ import annotations

import gzip
import hashlib
import io
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

HEADINGS = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context"
)
MONTH = "2016-04"


def row(
    number: int,
    *,
    month: str = MONTH,
    longitude: str = "-0.178952",
    latitude: str = "51.536675",
    location: str = "On or near Loudoun Road",
    category: str = "Burglary",
) -> str:
    """One row of a street file; the number makes its Crime ID."""
    force = "Metropolitan Police Service"
    identity = hashlib.sha256(str(number).encode()).hexdigest()
    return (
        f"{identity},{month},{force},{force},{longitude},{latitude},{location},E01004646,Westminster 002A,"
        f"{category},Under investigation,"
    )


def street(rows: Iterable[str] | None = None, *, end: str = "\n") -> str:
    """The text of a street file: twenty sound rows unless others are given."""
    chosen = [row(number) for number in range(1, 21)] if rows is None else rows
    return end.join([HEADINGS, *chosen]) + end


def write(path: Path, content: str | bytes) -> Path:
    """Write text as UTF-8, or bytes as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def name(folder: Path, suffix: str = ".csv", kind: str = "street") -> Path:
    """A file name as data.police.uk gives it."""
    return folder / f"{MONTH}-metropolitan-{kind}{suffix}"


# --- files that are not what they should be -------------------------------------------------------------------------


def wrong_columns(folder: Path) -> Path:
    return write(name(folder), "Reference,When,Where\n1,2016-04,Loudoun Road\n")


def web_page(folder: Path) -> Path:
    return write(name(folder), "<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head></html>\n")


def empty(folder: Path) -> Path:
    return write(name(folder), b"")


def cut_gzip(folder: Path) -> Path:
    packed = gzip.compress(street(row(number) for number in range(5_000)).encode(), mtime=0)
    return write(name(folder, ".csv.gz"), packed[: len(packed) // 2])


def wide_text(folder: Path) -> Path:
    """UTF-16, as some spreadsheets save “Unicode text”."""
    return write(name(folder), street().encode("utf-16"))


def zip_of(folder: Path, members: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return write(name(folder, ".zip"), held.getvalue())


def climbing_zip(folder: Path) -> Path:
    return zip_of(folder, [(f"../../{MONTH}-metropolitan-street.csv", street().encode())])


def absolute_zip(folder: Path) -> Path:
    return zip_of(folder, [(f"/etc/{MONTH}-metropolitan-street.csv", street().encode())])


def linking_zip(folder: Path) -> Path:
    link = zipfile.ZipInfo(f"{MONTH}-metropolitan-street.csv")
    link.create_system = 3  # Unix, whose file modes the next line sets
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zip_of(folder, [(link, b"/etc/passwd")])


def bomb_zip(folder: Path) -> Path:
    """A zip that unpacks to more than a thousand times its size."""
    filler = (row(1) + "\n").encode()
    return zip_of(
        folder, [(f"{MONTH}-metropolitan-street.csv", HEADINGS.encode() + b"\n" + filler * 600_000)]
    )


def cut_zip(folder: Path) -> Path:
    whole = zip_of(folder, [(f"{MONTH}-metropolitan-street.csv", street().encode())])
    return write(whole, whole.read_bytes()[:-40])


# --- files that look odd and are sound ------------------------------------------------------------------------------


def marked_crlf(folder: Path) -> Path:
    """A byte-order mark and Windows line ends."""
    return write(name(folder), b"\xef\xbb\xbf" + street(end="\r\n").encode())


def oddly_named_zip(folder: Path) -> Path:
    return zip_of(
        folder,
        [
            (f"Crime data (final) – café/{MONTH}/{MONTH}-metropolitan-street.csv", street().encode()),
            (f"__MACOSX/{MONTH}/._{MONTH}-metropolitan-street.csv", b"\x00\x05\x16\x07\x00\x02\x00\x00"),
            ("readme.txt", b"Downloaded on Tuesday\n"),
        ],
    )


# --- rows that break a rule -----------------------------------------------------------------------------------------


def future(folder: Path) -> Path:
    return write(name(folder), street([row(1), row(2), row(3, month="2999-01")]))


def africa(folder: Path) -> Path:
    return write(name(folder), street([row(1), row(2), row(3, longitude="36.82", latitude="-1.29")]))


def unknown_category(folder: Path) -> Path:
    return write(name(folder), street([row(1), row(2), row(3, category="Piracy")]))


def short_row(folder: Path) -> Path:
    return write(name(folder), street([row(1), "only,three,fields", row(2)]))


def windows_text(folder: Path) -> Path:
    """One row in the old Windows encoding: é as a single byte."""
    text = street([row(1), row(2), row(3, location="On or near Café Row")])
    return write(name(folder), text.encode("cp1252"))


def million_bad_rows(folder: Path, rows: int = 1_000_000) -> Path:
    bad = (row(7, longitude="36.82", latitude="-1.29") + "\n").encode()
    return write(name(folder), (HEADINGS + "\n" + row(1) + "\n").encode() + bad * rows)
