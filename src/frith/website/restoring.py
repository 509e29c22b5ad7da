"""Restoring a backup: into an installation that holds nothing, or in the place of what it holds.

Everything is unpacked and proved in a folder beside its place, on SQLite the database too: every digest, the changes
of the tables, the audit trail against its checkpoints. Then what was erased after the backup is erased again, and only
then does it take its place, so that a restore that fails leaves what was there. On PostgreSQL the database is filled in
one transaction, and taken back if what came does not hold.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from frith.guard.access.queries import acting_as, everyone
from frith.guard.access.services import install_operator
from frith.guard.acting import Acting, Channel
from frith.guard.audit import append_only, erasures
from frith.guard.audit.keeping import seal_and_checkpoint, verified
from frith.guard.backups import record_restore
from frith.guard.encryption import decrypted
from frith.vocabulary.faults import Fault, StorageTrouble, WrongSettings
from frith.website import database_copies as copies
from frith.website.backing_up import DATABASE, FOLDERS
from frith.website.backup_archive import Manifest, extract, read_manifest, unreadable
from frith.website.installation import SQLITE
from frith.website.starting import LOCK

STAGING = ".being-restored-"
ASIDE = "replaced-"
PLACES = (*FOLDERS, str(erasures.FILE), SQLITE, f"{SQLITE}-wal", f"{SQLITE}-shm")
"""What a restore takes the place of in the state folder; a damaged database may have left a log beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is restored, and how: ``ledger`` is the newest copy of the ledger of erasures.

    ``nothing_erased_since`` says that there is none because nothing was erased since the backup was made.
    """

    path: Path
    replace: bool = False
    ledger: Path | None = None
    nothing_erased_since: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: how far its audit trail is sealed, how many records were erased again, what was put aside."""

    manifest: Manifest
    sealed: int
    erased_again: int
    aside: Path | None


def check_can_restore(path: Path) -> Manifest:
    """Return what a backup holds. Raises unless it is whole, of this version, and this installation has its keys."""
    with _opened(path) as archive:
        manifest = read_manifest(archive, settings.FRITH_AUDIT_KEY)
    decrypted(manifest.keys)
    if manifest.database != connection.vendor:
        raise WrongSettings(
            Fault(
                "backup.other-database",
                "the backup is of another kind of database than this installation has",
                "DATABASE_URL",
                connection.vendor,
                manifest.database,
                "Set DATABASE_URL to a PostgreSQL database, or leave it out for SQLite, as it was there.",
            )
        )
    here = {f"{app} {name}" for app, name in MigrationLoader(None).disk_migrations}
    strange, lacking = set(manifest.migrations) - here, here - set(manifest.migrations)
    if strange or lacking:
        raise WrongSettings(
            Fault(
                "backup.other-version",
                "the tables of the backup are not those of this version of Frith",
                allowed="the changes of the tables that this version makes",
                given=f"{len(strange)} that it does not know, and without {len(lacking)} of its own",
                remedy=f"Restore it with the version that made it (Frith {manifest.frith}), and update Frith then.",
            )
        )
    return manifest


def is_empty() -> bool:
    """Return whether this installation holds nothing that a restore would take the place of."""
    state = Path(settings.FRITH_VAR)
    if any((state / name).exists() for name in (*FOLDERS, SQLITE)):
        return False
    return connection.vendor == "sqlite" or not copies.tables()


def restore(wanted: Wanted, *, at: datetime, tell: Callable[[str], None] = lambda _step: None) -> Restored:
    """Restore a backup and return what came back.

    Raises what :func:`check_can_restore` raises; StorageTrouble if something is here and is not to be replaced, if the
    database is in use, or if nothing says what was erased since; IntegrityBroken if the backup does not hold.
    """
    manifest = check_can_restore(wanted.path)
    state = Path(settings.FRITH_VAR)
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(state):
        _check_room(wanted)
        with _staging(state) as staging:
            tell("unpacking")
            with _opened(wanted.path) as archive:
                extract(archive, manifest, staging)
            copy = staging / DATABASE / copies.COPIES[manifest.database]
            ledger = _ledger(wanted, state, staging)
            aside = state / f"{ASIDE}{at:%Y%m%dT%H%M%SZ}"
            with _database_in(copy, staging, aside, replace=wanted.replace):
                tell("checking the audit trail")
                expected = (manifest.sealed, manifest.head)
                _verified(staging, expected)
                by = _operator(at)
                tell("erasing again")
                again = erasures.replay(ledger, by=by)
                with wanted.path.open("rb") as read:
                    digest = hashlib.file_digest(read, "sha256").hexdigest()
                record_restore(by=by, digest=digest, made_at=manifest.made_at, erased_again=again)
                seal_and_checkpoint(staging, settings.FRITH_AUDIT_KEY, at=at)
                sealed = _verified(staging, expected)
                _end_what_ran()
                connection.close()
                _put_in_place(staging, state, aside)
    return Restored(manifest, sealed, again, aside if aside.exists() else None)


def _check_room(wanted: Wanted) -> None:
    if not is_empty():
        if not wanted.replace:
            raise StorageTrouble(
                Fault(
                    "restore.not-empty",
                    "this installation holds something already",
                    str(settings.FRITH_VAR),
                    "an empty state folder and an empty database",
                    remedy="Restore elsewhere, or say --replace: what is here is then put aside.",
                )
            )
        copies.check_nobody_uses_it()
    strange = set(copies.tables()) - _own_tables() if connection.vendor == "postgresql" else set()
    if strange:
        raise StorageTrouble(
            Fault(
                "restore.strange-tables",
                "the database holds tables that are not of this version of Frith",
                allowed="a database of Frith's own",
                given=", ".join(sorted(strange)[:5]),
                remedy="Restore into a new database.",
            )
        )


def _own_tables() -> set[str]:
    return {*connection.introspection.django_table_names(include_views=False), "django_migrations"}


def _ledger(wanted: Wanted, state: Path, staging: Path) -> tuple[erasures.Erasure, ...]:
    """Return what was erased, by the newest ledger, and put that ledger where it will be kept."""
    here, backed_up = state / erasures.FILE, staging / erasures.FILE
    chosen = wanted.ledger or (here if here.exists() else None)
    if chosen is None and not wanted.nothing_erased_since:
        raise StorageTrouble(
            Fault(
                "restore.ledger",
                "nothing says what was erased since the backup was made, and it would come back",
                allowed="the newest copy of erasures.jsonl, which is kept apart from backups",
                remedy="Name it with --erasures, or say --nothing-erased-since if nothing was.",
            )
        )
    if wanted.ledger is not None and not wanted.ledger.is_file():
        raise StorageTrouble(
            Fault("restore.ledger", "there is no such ledger of erasures", str(wanted.ledger))
        )
    if chosen is None:
        return erasures.read(backed_up)
    held = erasures.read(chosen)
    erasures.check_continues(erasures.read(backed_up), held)
    erasures.check_continues(erasures.read(here), held)
    backed_up.unlink(missing_ok=True)
    shutil.copyfile(chosen, backed_up)
    backed_up.chmod(0o600)
    return held


@contextmanager
def _database_in(copy: Path, staging: Path, aside: Path, *, replace: bool) -> Iterator[None]:
    """Let the database be the one of the backup. If the block fails it is what it was, or holds nothing."""
    state, place = settings.FRITH_VAR, connection.settings_dict["NAME"]
    settings.FRITH_VAR = staging
    try:
        if connection.vendor == "sqlite":
            copy.rename(staging / SQLITE)
            copies.check_sound(staging / SQLITE)
            connection.close()
            connection.settings_dict["NAME"] = staging / SQLITE
            yield
        else:
            with _postgresql_in(copy, aside, replace=replace and bool(copies.tables())):
                yield
    finally:
        connection.close()
        settings.FRITH_VAR = state
        connection.settings_dict["NAME"] = place


@contextmanager
def _postgresql_in(copy: Path, aside: Path, *, replace: bool) -> Iterator[None]:
    """Fill the database in one transaction, and take back what came if it does not hold."""
    before = None
    if replace:
        aside.mkdir(mode=0o700)
        before = copies.copy_database(aside)
    copies.put_back_on_postgresql(copy, replace=replace)
    try:
        yield
    except BaseException:
        copies.empty_postgresql()
        if before is not None:
            # kept in its folder should this fail too
            copies.put_back_on_postgresql(before, replace=False)
            shutil.rmtree(aside)
        raise


def _verified(staging: Path, expected: tuple[int, str]) -> int:
    """Return how many entries of the trail are sealed. Raises IntegrityBroken if it is not what was backed up."""
    found = verified(
        staging,
        settings.FRITH_AUDIT_KEY,
        expected,
        people=everyone(),
        unguarded=append_only.missing(),
    )
    return found.sealed


def _operator(at: datetime) -> Acting:
    return acting_as(
        install_operator(at=at), at=at, standing_at=settings.FRITH_STANDING_AT, channel=Channel.COMMAND_LINE
    )


def _end_what_ran() -> None:
    """Sign everybody out, since sessions that ended later are open in the backup, and forget the workers of then."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
        cursor.execute("DELETE FROM jobs_worker")


def _put_in_place(staging: Path, state: Path, aside: Path) -> None:
    """Move what is here aside and what came into its place; everything goes back if anything stops that."""
    shutil.rmtree(staging / DATABASE)
    moved: list[tuple[Path, Path]] = []
    try:
        for name in PLACES:
            if (state / name).exists():
                aside.mkdir(mode=0o700, exist_ok=True)
                _move(state / name, aside / name, moved)
        for path in sorted(staging.iterdir()):
            _move(path, state / path.name, moved)
    except BaseException:
        for source, target in reversed(moved):
            target.rename(source)
        raise


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    source.rename(target)
    moved.append((source, target))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except zipfile.BadZipFile as error:
        raise unreadable() from error


@contextmanager
def _staging(state: Path) -> Iterator[Path]:
    """Give a folder to unpack into, and take away those that killed restores left."""
    for left in state.glob(f"{STAGING}*"):
        shutil.rmtree(left)
    folder = Path(tempfile.mkdtemp(dir=state, prefix=STAGING))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    """Keep others who restore or prepare a database waiting."""
    lock = os.open(state / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
