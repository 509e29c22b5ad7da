"""Writes a file or a folder whole or not at all, and clears away what a killed run left half-written.

What is being written lies beside its place, under a name of its own, and its writer holds a lock on it. The operating
system lets go of the lock when the writer dies, so the next writer of the same place knows what it may take away.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

UNFINISHED = "being-written"
REPLACED = "replaced"


def write_file(path: Path, content: bytes) -> Path:
    """Write a file in one step and return its path. A failure leaves the earlier file, and nothing else."""
    fresh = _beside(path, UNFINISHED)
    try:
        with _begun(path, fresh, fresh.touch):
            with fresh.open("wb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
            fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return path


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give an empty file of its owner's alone that becomes ``path`` when the block ends, or is gone if the block fails.

    Nothing is overwritten: raises FileExistsError if something lies at ``path`` by then.
    """
    fresh = _beside(path, UNFINISHED)
    try:
        with _begun(path, fresh, lambda: fresh.touch(mode=0o600)):
            yield fresh
            with fresh.open("rb") as handle:
                os.fsync(handle.fileno())
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


@contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of ``out`` when the block ends, or is gone if the block fails."""
    staging = _beside(out, UNFINISHED)
    try:
        with _begun(out, staging, staging.mkdir):
            yield staging
            with _locked(out.parent):
                _swap(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _begun(place: Path, fresh: Path, create: Callable[[], None]) -> Iterator[None]:
    """Clear up beside a place, create what is to take it, and hold the lock on that."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        with _locked(place.parent):
            _clear_up(place)
            create()
            held.enter_context(_locked(fresh))
        yield


def _swap(staging: Path, out: Path) -> None:
    """Put the new folder in the place of the old one; the old one comes back if anything stops that."""
    old = _beside(out, REPLACED)
    if out.exists():
        out.rename(old)
    try:
        staging.rename(out)
    except BaseException:
        if old.exists() and not out.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _clear_up(place: Path) -> None:
    """Take away what dead writers of a place left beside it; give back an edition that was moved and not replaced."""
    for moved in _all_beside(place, REPLACED):
        if not place.exists():
            moved.rename(place)
        shutil.rmtree(moved, ignore_errors=True)
    for left in _all_beside(place, UNFINISHED):
        with suppress(FileNotFoundError, BlockingIOError), _locked(left, wait=False):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def _beside(place: Path, state: str) -> Path:
    return place.with_name(f".{place.name}.{state}-{secrets.token_hex(4)}")


def _all_beside(place: Path, state: str) -> list[Path]:
    start = f".{place.name}.{state}-"
    return sorted(path for path in place.parent.iterdir() if path.name.startswith(start))


@contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock on a file or folder. Raises BlockingIOError if another holds it and we do not ``wait``."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(handle)
