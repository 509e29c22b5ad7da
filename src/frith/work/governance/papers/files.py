"""The files of a paper: the same document as web page, PDF and Word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from frith.evidence.whole_files import write_file
from frith.publication.document import Document
from frith.publication.html import render_html


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what people call it, its type, and how it is rendered."""

    name: str
    media_type: str
    render: Callable[[Document], bytes]


def _pdf(document: Document) -> bytes:
    from frith.publication.pdf import render_pdf

    return render_pdf(document)


def _word(document: Document) -> bytes:
    from frith.publication.word import render_word

    return render_word(document)


KINDS: dict[str, FileKind] = {
    "html": FileKind("Web page", "text/html; charset=utf-8", lambda document: render_html(document).encode()),
    "pdf": FileKind("PDF", "application/pdf", _pdf),
    "docx": FileKind(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _word,
    ),
}
"""Kinds of file by ending."""


def write_files(document: Document, folder: Path, name: str) -> tuple[Path, ...]:
    """Write a document in every kind, each file whole or not at all, and return the files."""
    return tuple(
        write_file(folder / f"{name}.{ending}", kind.render(document)) for ending, kind in KINDS.items()
    )
