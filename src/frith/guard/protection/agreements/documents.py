"""Files of agreements in the state folder, each under the digest of its bytes, so that a change shows."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.conf import settings

from frith.vocabulary.faults import Fault, IntegrityBroken

LARGEST = 10_000_000
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".docx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".odt": (b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
}
"""The kinds of file that are taken: how each begins, and what browsers call it."""


def folder() -> Path:
    """Return where files of agreements are kept."""
    return Path(settings.FRITH_VAR) / "protection" / "documents"


def safe_name(name: str) -> str:
    """Return a file's name without any folder, and short enough to keep."""
    return PurePosixPath(PureWindowsPath(name).name).name[-120:]


def faults_of(name: str, content: bytes) -> Iterator[Fault]:
    """Yield what keeps a file from being taken: too large, empty, or another kind than its name says."""
    ending = Path(safe_name(name)).suffix.lower()
    allowed = f"PDF, Word or OpenDocument text, up to {LARGEST // 1_000_000} megabytes"
    if ending not in KINDS or not content.startswith(KINDS[ending][0]):
        yield Fault("protection.document-kind", "this file is not of a kind that is kept", "file", allowed)
    if len(content) > LARGEST:
        yield Fault("protection.document-size", "the file is too large", "file", allowed)


def store(content: bytes) -> str:
    """Keep a file and return its digest. The same bytes are kept once."""
    digest = hashlib.sha256(content).hexdigest()
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = place / digest
    if not target.exists():
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as fresh:
            fresh.write(content)
            fresh.flush()
            os.fsync(fresh.fileno())
        Path(fresh.name).replace(target)
    return digest


def content_of(digest: str) -> bytes:
    """Return a file that was kept. Raises IntegrityBroken if it is gone or its bytes changed."""
    path = folder() / digest
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise IntegrityBroken(
            Fault(
                "protection.document-changed",
                "the stored file is not what was stored, or is gone",
                digest,
                remedy="Put it back from a backup of the state folder.",
            )
        )
    return content


def type_of(name: str) -> str:
    """Return what browsers call a file's kind."""
    return KINDS.get(Path(name).suffix.lower(), (b"", "application/octet-stream"))[1]
