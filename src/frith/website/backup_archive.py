"""The file of a backup: a zip archive whose last part says what all the others are, signed.

``manifest.json`` names every file with its bytes and SHA-256, the version of Frith, the changes that had been made to
the database's tables, and where the audit trail ended. It is signed with the installation's audit key, and holds words
that its field keys encrypted, so that a restore knows whether it was given the right keys. The keys are never in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from frith.guard.audit.events import canonical
from frith.vocabulary.faults import Fault, IntegrityBroken, Trouble, UnreadableInput

MANIFEST = "manifest.json"
FORM = 1
"""The version of the archive's form."""
LARGEST_MANIFEST = 64_000_000
_AT_ONCE = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup: its name in the archive, its bytes and its SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. ``migrations`` are changes of the tables, as app and name.

    ``sealed`` and ``head`` say where the audit trail ended just before the database was copied; ``keys`` is a word that
    the field keys encrypted; ``left_out`` is what lay in the state folder and is not in the backup.
    """

    form: int
    frith: str
    made_at: str
    database: str
    migrations: tuple[str, ...]
    sealed: int
    head: str
    keys: str
    left_out: tuple[str, ...]
    parts: tuple[Part, ...]


def add(archive: zipfile.ZipFile, name: str, source: Path) -> Part:
    """Add a file to an archive, and return what it was while it was read."""
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with source.open("rb") as read, archive.open(entry, "w", force_zip64=True) as written:
        while chunk := read.read(_AT_ONCE):
            digest.update(chunk)
            size += len(chunk)
            written.write(chunk)
    return Part(name, size, digest.hexdigest())


def add_manifest(archive: zipfile.ZipFile, manifest: Manifest, key: str) -> None:
    """Add what says what the archive is, signed."""
    said = json.loads(canonical(asdict(manifest)))
    text = json.dumps({"manifest": said, "signature": _signature(said, key)}, indent=1, ensure_ascii=False)
    archive.writestr(zipfile.ZipInfo(MANIFEST, _EPOCH), text + "\n", zipfile.ZIP_DEFLATED)


def read_manifest(archive: zipfile.ZipFile, key: str) -> Manifest:
    """Return what an archive says it is.

    Raises UnreadableInput if it is no backup that this version reads, IntegrityBroken if another key signed it.
    """
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise ValueError(MANIFEST)
        told = json.loads(archive.read(MANIFEST))
        said, signature = told["manifest"], str(told["signature"])
        if said["form"] != FORM:
            raise ValueError(said["form"])
        manifest = _manifest(said)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise unreadable() from error
    if not hmac.compare_digest(signature, _signature(said, key)):
        raise IntegrityBroken(
            Fault(
                "backup.other-key",
                "the backup was not signed with this installation's audit key, or it was changed since",
                "FRITH_AUDIT_KEY",
                "the keys of the installation that the backup was made in, which are kept apart from it",
                remedy="Set FRITH_SECRET_KEY, FRITH_AUDIT_KEY and FRITH_FIELD_KEYS as they were there.",
            )
        )
    return manifest


def unreadable() -> Trouble:
    """Return what is raised for a file that is no backup."""
    return UnreadableInput(
        Fault(
            "backup.unreadable",
            "the file is not a backup that this version of Frith can read",
            allowed="a whole file that frith backup wrote",
            remedy="Check the file, or use the version of Frith that wrote it.",
        )
    )


def extract(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Write every part into a folder. Raises IntegrityBroken naming each that is missing, strange or changed."""
    faults = list(_strangers(archive, manifest))
    if not faults:
        faults = [fault for part in manifest.parts for fault in _extract(archive, part, folder)]
    if faults:
        raise IntegrityBroken(*faults)


def _extract(archive: zipfile.ZipFile, part: Part, folder: Path) -> Iterator[Fault]:
    target = folder / part.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=0o600)
    try:
        with archive.open(part.name) as read, target.open("wb") as written:
            digest = _copy(read, written, part.bytes)
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        yield _damaged(part.name, str(error))
        return
    if digest != part.sha256:
        yield _damaged(part.name, "other bytes than were backed up")


def _copy(read: IO[bytes], written: IO[bytes], size: int) -> str:
    """Copy what should be ``size`` bytes, and no more than that, and return the SHA-256."""
    digest, left = hashlib.sha256(), size
    while chunk := read.read(min(_AT_ONCE, left + 1)):
        left -= len(chunk)
        if left < 0:
            raise ValueError("more bytes than were backed up")
        digest.update(chunk)
        written.write(chunk)
    return digest.hexdigest()


def _strangers(archive: zipfile.ZipFile, manifest: Manifest) -> Iterator[Fault]:
    """Yield a fault for each part that should not be there, is there twice, is missing, or would lead elsewhere."""
    held = archive.namelist()
    named = {part.name for part in manifest.parts} | {MANIFEST}
    for name in sorted(set(held) | named):
        path = PurePosixPath(name)
        if name not in named or held.count(name) != 1 or path.is_absolute() or ".." in path.parts:
            yield _damaged(name, "missing" if name not in held else "a part that should not be there")


def _damaged(name: str, given: str) -> Fault:
    return Fault(
        "backup.damaged",
        "a part of the backup is not what was backed up",
        name,
        given=given,
        remedy="Take another copy of the backup, or an earlier one. Nothing was restored.",
    )


def _manifest(said: dict[str, Any]) -> Manifest:
    parts = tuple(Part(str(p["name"]), int(p["bytes"]), str(p["sha256"])) for p in said["parts"])
    lists = {name: tuple(str(each) for each in said[name]) for name in ("migrations", "left_out")}
    words = {name: str(said[name]) for name in ("frith", "made_at", "database", "head", "keys")}
    return Manifest(form=FORM, sealed=int(said["sealed"]), parts=parts, **lists, **words)  # type: ignore[arg-type]


def _signature(said: dict[str, Any], key: str) -> str:
    return hmac.new(key.encode(), f"backup {canonical(said)}".encode(), hashlib.sha256).hexdigest()
