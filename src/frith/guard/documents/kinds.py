"""Which files are kept: told by what is in them, whatever they are called, and refused if they could run something.

Signatures and parts are as in ISO 32000-1 (PDF), ECMA-376 (Word and Excel), the PNG specification (third edition) and
ITU-T T.81 (JPEG). A file is not cleaned or changed: what could run is refused, what is kept is what was handed in.
Pictures keep the place and time that a camera wrote into them.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from frith.vocabulary.faults import Fault, RowsRejected

NAME_LENGTH = 120
_ENDING = re.compile(r"\.[0-9]{0,4}[A-Za-z][A-Za-z0-9]{0,4}$")
UNPACKED = 300_000_000
"""Bytes that a Word or Excel file may unpack to."""
MEMBERS = 5_000
"""Parts that a Word or Excel file may have."""
LOOKED_INTO = 16_000_000
"""Bytes that a list of objects inside a PDF may unpack to."""
NESTED = 2
"""How deep a Word or Excel file may hold others, such as the workbook behind a chart."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its id, what people call it, the ending of its names, and its media type."""

    id: str
    words: str
    ending: str
    media_type: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS = {
    kind.id: kind
    for kind in (
        Kind("pdf", "PDF", ".pdf", "application/pdf"),
        Kind("word", "Word document", ".docx", f"{_OFFICE}.wordprocessingml.document"),
        Kind("excel", "Excel workbook", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Kind("csv", "CSV table", ".csv", "text/csv; charset=utf-8"),
        Kind("text", "plain text", ".txt", "text/plain; charset=utf-8"),
        Kind("png", "PNG picture", ".png", "image/png"),
        Kind("jpeg", "JPEG picture", ".jpg", "image/jpeg"),
    )
}
KINDS_IN_WORDS = "PDF, Word (.docx), Excel (.xlsx), CSV, plain text, PNG or JPEG"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its name, cleaned and with the ending of its kind, and its kind."""

    name: str
    kind: Kind


class _Unfit(Exception):
    """What keeps a file from being kept: the fault's code, what is wrong, and what to do."""

    def __init__(self, code: str, what: str, remedy: str) -> None:
        super().__init__(what)
        self.fault = Fault(code, what, "file", KINDS_IN_WORDS, remedy=remedy)


def examined(name: str, content: bytes, *, largest: int) -> Examined:
    """Return what a file is, if it may be kept.

    CSV and plain text are told apart by the name's ending, since nothing else tells them. ``largest`` is in bytes.
    Raises RowsRejected with every fault, each at the place ``file``.
    """
    faults = list(_faults_of_size(content, largest))
    kind = None
    try:
        kind = _kind_of(name, content) if content else None
    except _Unfit as unfit:
        faults.append(unfit.fault)
    if faults or kind is None:
        raise RowsRejected(*faults)
    return Examined(clean_name(name, kind), kind)


def clean_name(name: str, kind: Kind) -> str:
    """Return a file's name without folders or odd letters, with the ending of its kind, and short enough to keep."""
    plain = PurePosixPath(PureWindowsPath(name.replace("\0", "")).name).name
    stem = _ENDING.sub("", " ".join(plain.split()))
    kept = re.sub(r"[^\w .(),&+'-]", "_", stem)
    return f"{kept[: NAME_LENGTH - len(kind.ending)].strip(' .') or 'file'}{kind.ending}"


def _faults_of_size(content: bytes, largest: int) -> Iterator[Fault]:
    if not content:
        yield Fault(
            "documents.empty", "the file is empty", "file", KINDS_IN_WORDS, "0 bytes", "Choose another file."
        )
    if len(content) > largest:
        yield Fault(
            "documents.too-large",
            "the file is too large",
            "file",
            f"up to {largest // 1_000_000} megabytes",
            f"{len(content) / 1_000_000:,.1f} megabytes",
            "Make it smaller, or hand it in as several files.",
        )


def _kind_of(name: str, content: bytes) -> Kind:
    for start, look in _STARTS:
        if content.startswith(start):
            return KINDS[look(content)]
    return KINDS[_text(name, content)]


# ---------------------------------------------------------------- PDF
_LIST_OF_OBJECTS = re.compile(
    rb"<<(?=[^>]*/ObjStm)(?:\s*/(?:Type\s*/ObjStm|(?:N|First)\s+\d+|Length\s+\d+(?:\s+\d+\s+R)?|Extends\s+\d+\s+\d+\s+R"
    rb"|Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])))+\s*>>\s*stream\r?\n"
)
"""How a list of objects begins that can be looked into: unpacked in one step, with nothing else said of it."""
_ANY_LIST = re.compile(rb"/ObjStm\b")
_HEX_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_RUNS = re.compile(rb"/(JavaScript|Launch)\b")
_PROTECTED = re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")


def _pdf(content: bytes) -> str:
    if b"%%EOF" not in content[-2048:]:
        raise _Unfit(
            "documents.broken", "the PDF ends before its end", "Save it again, and choose that file."
        )
    if _PROTECTED.search(content):
        raise _protected()
    for text in (content, *_lists_of_objects(content)):
        if _RUNS.search(_plain_names(text)):
            raise _macros("a script, or a command that starts a program")
    return "pdf"


def _plain_names(text: bytes) -> bytes:
    """Return a part of a PDF with the letters of its names written as themselves, not by their numbers."""
    return _HEX_IN_NAME.sub(lambda found: bytes([int(found[1], 16)]), text)


def _lists_of_objects(content: bytes) -> Iterator[bytes]:
    """Yield what a PDF keeps in compressed lists, where the start of a script may be, too."""
    lists = list(_LIST_OF_OBJECTS.finditer(content))
    if len(lists) != len(_ANY_LIST.findall(_plain_names(content))):
        raise _Unfit(
            "documents.protected",
            "the PDF packs its parts in a way that cannot be looked into",
            "Print it to a new PDF, and choose that.",
        )
    for found in lists:
        opened = zlib.decompressobj()
        try:
            held = opened.decompress(content[found.end() :], LOOKED_INTO)
        except zlib.error:
            held = content[found.end() : found.end() + LOOKED_INTO]
        if opened.unconsumed_tail and not opened.eof:
            raise _Unfit(
                "documents.too-much-inside",
                "the PDF unpacks to too much",
                "Print it to a new PDF, and choose that.",
            )
        yield held


# ---------------------------------------------------------------- Word and Excel
_TYPES = "[Content_Types].xml"
_MAIN = {
    b"wordprocessingml.document.main+xml": "word",
    b"spreadsheetml.sheet.main+xml": "excel",
}
_RUNNING_PARTS = re.compile(
    r"vbaproject|vbadata|macrosheets|/activex/|oleobject|\.(xlsm|xlsb|docm|dotm|xltm|exe)$", re.I
)
_RUNNING_TYPES = re.compile(rb"macroEnabled|vbaProject|activeX|oleObject", re.I)
_TEMPLATE_ELSEWHERE = re.compile(
    rb"relationships/attachedTemplate\"[^>]*TargetMode=\"External\"|"
    rb"TargetMode=\"External\"[^>]*relationships/attachedTemplate\""
)


def _office(content: bytes, depth: int = 0) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _office_kind(archive, len(content), depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise _Unfit(
            "documents.broken",
            "the file is a damaged or protected archive",
            "Save it again, and choose that file.",
        ) from error


def _office_kind(archive: zipfile.ZipFile, size: int, depth: int) -> str:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MEMBERS or unpacked > UNPACKED or depth > NESTED:
        raise _Unfit(
            "documents.too-much-inside",
            f"the file unpacks to too much: {unpacked / 1_000_000:,.0f} megabytes in {len(members):,} parts, "
            f"from {size / 1_000_000:,.1f}",
            "Copy what matters into a new file.",
        )
    names = {member.filename for member in members}
    if _TYPES not in names:
        raise _not_kept("a zip archive that is no Word document or Excel workbook")
    types = archive.read(_TYPES)
    if _RUNNING_TYPES.search(types) or any(_RUNNING_PARTS.search(each) for each in names):
        raise _macros("macros, controls or embedded programs")
    for member in members:
        if member.filename.endswith("settings.xml.rels") and _TEMPLATE_ELSEWHERE.search(archive.read(member)):
            raise _macros("a template that it fetches from elsewhere")
        if member.filename.lower().endswith((".docx", ".xlsx")):
            _office(archive.read(member), depth + 1)
    kinds = {kind for main, kind in _MAIN.items() if main in types and (depth or _root(kind) in names)}
    if len(kinds) != 1:
        raise _not_kept("neither a Word document nor an Excel workbook")
    return kinds.pop()


def _root(kind: str) -> str:
    return {"word": "word/document.xml", "excel": "xl/workbook.xml"}[kind]


def _old_office(_content: bytes) -> str:
    raise _Unfit(
        "documents.old-office",
        "the file is of an old Office format, or protected by a password",
        "Save it without a password as .docx or .xlsx, and choose that file.",
    )


# ---------------------------------------------------------------- pictures and text
def _png(content: bytes) -> str:
    if content[12:16] != b"IHDR" or b"IEND" not in content[-12:]:
        raise _Unfit("documents.broken", "the picture is damaged", "Save it again, and choose that file.")
    return "png"


def _jpeg(content: bytes) -> str:
    if b"\xff\xd9" not in content[-64:]:
        raise _Unfit("documents.broken", "the picture is damaged", "Save it again, and choose that file.")
    return "jpeg"


_BYTE_ORDERS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NO_PLAIN_TEXT = ("<", "{\\rtf", "#!", "%!PS")


def _text(name: str, content: bytes) -> str:
    for encoding in [_BYTE_ORDERS[content[:2]]] if content[:2] in _BYTE_ORDERS else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text) and not text.lstrip().startswith(_NO_PLAIN_TEXT):
            return "csv" if name.lower().endswith(".csv") else "text"
    raise _not_kept("of a kind that is not kept")


def _not_kept(given: str) -> _Unfit:
    return _Unfit(
        "documents.kind",
        f"the file is {given}",
        f"Save it as one of these, and choose that file: {KINDS_IN_WORDS}.",
    )


def _macros(what: str) -> _Unfit:
    return _Unfit(
        "documents.macros",
        f"the file holds {what}",
        "Save it without, or print it to a PDF, and choose that file.",
    )


def _protected() -> _Unfit:
    return _Unfit(
        "documents.protected",
        "the PDF is protected, so that it cannot be looked into",
        "Print it to a PDF without protection, and choose that file.",
    )


_STARTS: tuple[tuple[bytes, Callable[[bytes], str]], ...] = (
    (b"%PDF-", _pdf),
    (b"PK\x03\x04", _office),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _old_office),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
)
"""How each kind of file begins, and what looks at the rest of it."""
