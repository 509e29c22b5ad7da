"""Making a backup: the database as it is at one moment, with what the state folder keeps beside it, as one file."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from frith import __version__
from frith.evidence.whole_files import new_file
from frith.guard.acting import Acting
from frith.guard.audit import chain, checkpoints, erasures
from frith.guard.audit.events import moment
from frith.guard.backups import ask_to_back_up, record_backup
from frith.guard.encryption import encrypted
from frith.vocabulary.faults import Fault, StorageTrouble
from frith.website.backup_archive import FORM, Manifest, Part, add, add_manifest
from frith.website.database_copies import copy_database
from frith.website.installation import SQLITE
from frith.website.starting import LOCK

FOLDERS = ("evidence", "assessments", "papers", "audit", "protection")
"""The folders of the state folder that a backup holds."""
DATABASE = "database"
"""The folder of a backup that holds the copy of the database."""
WITHIN = (str(checkpoints.FILE), str(erasures.FILE))
"""Files that grow while the site is used. They are copied before the database, which then holds what they speak of."""
KEYS_WORD = "the right keys"
"""What is encrypted with the field keys, so that a restore can tell whether it has them."""
ATTEMPTS = 3
_NOT_KEPT = ("evidence/staging/", "evidence/lock")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: its file, its SHA-256, and what it holds."""

    path: Path
    digest: str
    manifest: Manifest

    @property
    def size(self) -> int:
        """How many bytes the file has."""
        return self.path.stat().st_size


def back_up(out: Path, *, by: Acting, tell: Callable[[str], None] = lambda _step: None) -> Backup:
    """Write a backup to a new file, whole or not at all, and record that it was made.

    Raises Refused, StorageTrouble if the file is there already or the state folder never held still, and what
    :func:`frith.website.database_copies.copy_database` raises.
    """
    ask_to_back_up(by=by)
    if out.exists():
        raise StorageTrouble(
            Fault(
                "backup.there",
                "a backup overwrites nothing, and there is something of this name already",
                str(out),
                remedy="Name a file that is not there.",
            )
        )
    with new_file(out) as fresh:
        manifest = _fill(fresh, Path(settings.FRITH_VAR), by.at, tell)
    with out.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    made = Backup(out, digest, manifest)
    record_backup(by=by, digest=made.digest, size=made.size)
    return made


def _fill(fresh: Path, state: Path, at: datetime, tell: Callable[[str], None]) -> Manifest:
    """Write the archive, again from the start if files came or went meanwhile."""
    for _ in range(ATTEMPTS):
        before = _held(state)
        with tempfile.TemporaryDirectory(dir=fresh.parent, prefix=".copy-of-the-database-") as beside:
            manifest = _write(fresh, state, Path(beside), at, tell)
        if _held(state) == before:
            return manifest
    raise StorageTrouble(
        Fault(
            "backup.changed-meanwhile",
            "the state folder changed while it was read, three times in a row",
            str(state),
            remedy="Wait until evidence is loaded and assessments are made, and run the command again.",
        )
    )


def _write(fresh: Path, state: Path, beside: Path, at: datetime, tell: Callable[[str], None]) -> Manifest:
    growing = {name: _copy_of(state / name, beside) for name in WITHIN if (state / name).exists()}
    sealed, head = chain.head()
    migrations = tuple(
        sorted(f"{app} {name}" for app, name in MigrationRecorder(connection).applied_migrations())
    )
    tell("copying the database")
    database = copy_database(beside)
    parts: list[Part] = []
    with zipfile.ZipFile(fresh, "w", compresslevel=1) as archive:
        parts.append(add(archive, f"{DATABASE}/{database.name}", database))
        parts += [add(archive, name, copied) for name, copied in growing.items()]
        for name in _held(state):
            tell(f"adding {name}")
            parts.append(add(archive, name, state / name))
        manifest = Manifest(
            form=FORM,
            frith=__version__,
            made_at=moment(at),
            database=connection.vendor,
            migrations=migrations,
            sealed=sealed,
            head=head,
            keys=encrypted(KEYS_WORD),
            left_out=tuple(_left_out(state)),
            parts=tuple(parts),
        )
        add_manifest(archive, manifest, settings.FRITH_AUDIT_KEY)
    return manifest


def _copy_of(path: Path, beside: Path) -> Path:
    """Copy a file to which others may be adding; what they write is there by whole lines, or mended when it is read."""
    copied = beside / path.name
    copied.write_bytes(path.read_bytes())
    return copied


def _held(state: Path) -> dict[str, tuple[int, int, int]]:
    """Return each file that a backup holds as it lies there, with what tells that it is another one by now."""
    found = {}
    for path in sorted(each for name in FOLDERS for each in (state / name).rglob("*")):
        name = path.relative_to(state).as_posix()
        unfinished = any(part.startswith(".") for part in path.relative_to(state).parts)
        if path.is_file() and not unfinished and name not in WITHIN and not name.startswith(_NOT_KEPT):
            told = path.stat()
            found[name] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return found


def _left_out(state: Path) -> Iterator[str]:
    """Yield what lies in the state folder and stays out: keys, letters, and what others put there."""
    for path in sorted(state.iterdir()):
        if path.name not in (*FOLDERS, *WITHIN, LOCK) and not path.name.startswith((SQLITE, ".")):
            yield path.name
