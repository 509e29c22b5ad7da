"""A council's own Word template, opened as what it is: a file from outside, which may carry nothing that acts."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx import Document as NewWord
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from frith.vocabulary.faults import Fault, Refused, UnreadableInput

_LARGEST = 50_000_000
_ACTS = ("vbaproject", "vbadata", "activex", "embeddings/", "/oleobject", "customui", "attachedtoolbars")
_ALLOWED = "a .docx file without macros, embedded objects or links to other files"


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
            _fault("the template links to something elsewhere", target) for target in _outside(parts[name])
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
    except (zipfile.BadZipFile, OSError, EOFError) as trouble:
        raise _unreadable(path, "it cannot be opened as a Word file") from trouble


def _acts(name: str) -> bool:
    return any(word in name.lower() for word in _ACTS)


def _outside(relationships: bytes) -> list[str]:
    """Return the targets outside the file, ordinary hyperlinks apart: nothing is fetched through those."""
    return [
        str(link.get("Target"))
        for link in parse_xml(relationships)
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
