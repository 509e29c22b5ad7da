"""A council's own Word template, opened as what it is: a file from outside, which may carry nothing that acts."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

from docx import Document as NewWord
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from frith.vocabulary.faults import Fault, Refused, UnreadableInput

_LARGEST = 50_000_000
_ACTS = ("vbaproject", "vbadata", "activex", "embeddings/", "/oleobject", "customui", "attachedtoolbars")
_ALLOWED = (
    "a .docx file without macros, embedded objects, links to other files or fields that fetch or compute"
)
_FIELDS = frozenset(
    {
        *(
            "AUTHOR",
            "COMMENTS",
            "CREATEDATE",
            "DATE",
            "HYPERLINK",
            "KEYWORDS",
            "NUMPAGES",
            "NUMWORDS",
            "PAGE",
        ),
        *("PAGEREF", "PRINTDATE", "REF", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ", "STYLEREF", "SUBJECT"),
        *("TIME", "TITLE", "TOC"),
    }
)
"""Fields that show what the file itself holds. DDEAUTO, INCLUDETEXT, INCLUDEPICTURE and all others may reach outside
it, and QUOTE can spell one of those in character codes."""


def open_template(path: Path) -> WordFile:
    """Open a template and empty its body, keeping its styles, page set-up, header and footer.

    Raises UnreadableInput if it is no Word file, Refused if it carries macros, embedded objects or links elsewhere.
    """
    parts = _parts(path)
    faults = [_fault("the template carries something that acts", name) for name in parts if _acts(name)]
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        faults.append(_fault("the template is a file with macros", path.name))
    for name in sorted(name for name in parts if name.endswith(".rels")):
        faults += [
            _fault("the template links to something elsewhere", target)
            for target in _outside(_parsed(path, parts[name]))
        ]
    if faults:
        raise Refused(*faults)
    for name in sorted(name for name in parts if name.endswith(".xml")):
        faults += [
            _fault("the template has a field that may fetch or run something", f"{field} in {name}")
            for field in _fields(_parsed(path, parts[name]))
            if field not in _FIELDS
        ]
    if faults:
        raise Refused(*faults)
    try:
        file = NewWord(io.BytesIO(path.read_bytes()))
    except (KeyError, ValueError, SyntaxError) as trouble:
        raise _unreadable(path, "it is not a Word document") from trouble
    body = file.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return file


def _parts(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                raise _unreadable(path, "it is larger than 50 MB when unpacked")
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError) as trouble:
        raise _unreadable(path, "it cannot be opened as a Word file") from trouble
    except RuntimeError as trouble:
        # zipfile says so of a password, and of a kind of compression that it does not know
        raise _unreadable(path, "it is encrypted, or compressed in a way that Word does not use") from trouble


def _parsed(path: Path, part: bytes) -> Any:
    try:
        return parse_xml(part)
    except SyntaxError as trouble:
        raise _unreadable(path, "one of its parts is not well-formed XML") from trouble


def _fields(part: Any) -> list[str]:
    """Return the names of a part's fields, in capitals; a name may be split over several runs of text."""
    done: list[str] = []
    open_: list[str] = []
    for element in part.iter("{*}fldSimple", "{*}fldChar", "{*}instrText", "{*}delInstrText"):
        kind = element.tag.rpartition("}")[2]
        said = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        if kind == "fldSimple":
            done.append(said.get("instr", ""))
        elif kind != "fldChar":
            open_ = open_ or [""]
            open_[-1] += element.text or ""
        elif said.get("fldCharType") == "begin":
            open_.append("")
        elif said.get("fldCharType") == "end" and open_:
            done.append(open_.pop())
    return [(text.split() or ["(without a name)"])[0].upper() for text in (*done, *open_)]


def _acts(name: str) -> bool:
    return any(word in name.lower() for word in _ACTS)


def _outside(relationships: Any) -> list[str]:
    """Return the targets outside the file, ordinary hyperlinks apart: nothing is fetched through those."""
    return [
        str(link.get("Target"))
        for link in relationships
        if link.get("TargetMode") == "External" and not str(link.get("Type")).endswith("/hyperlink")
    ]


def _fault(what: str, given: str) -> Fault:
    return Fault(
        "template.unsafe",
        what,
        "Word template",
        _ALLOWED,
        given,
        "Save the template as .docx without it and try again.",
    )


def _unreadable(path: Path, why: str) -> UnreadableInput:
    return UnreadableInput(
        Fault("template.unreadable", f"the Word template cannot be used: {why}", path.name, _ALLOWED)
    )
