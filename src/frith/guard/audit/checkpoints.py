"""Checkpoints: how long the chain is and where it ends, signed, and kept outside the database.

Whoever can rewrite the whole database can recompute the whole chain. They cannot make a checkpoint that was written
before agree with it, nor forge one without the key. Each checkpoint also covers the one before it. The end of the
file can still be cut off together with the end of the chain: a checkpoint copied elsewhere shows that
(``frith audit verify --expect``). Nothing is signed over a chain that does not agree with the last checkpoint, or that
has lost all of them: the sealer would vouch for a forgery otherwise.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from frith.guard.audit.events import canonical, moment
from frith.vocabulary.faults import Fault, IntegrityBroken

_log = logging.getLogger(__name__)

FILE = Path("audit/checkpoints.jsonl")
"""Where checkpoints are kept, below the state folder."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``count`` entries were sealed and the chain ended in ``head``, at a time; ``signature`` says so."""

    count: int
    head: str
    at: str
    signature: str


def signed(count: int, head: str, at: datetime, before: str, key: str) -> Checkpoint:
    """Return a checkpoint signed with HMAC-SHA256 (RFC 2104) over itself and the signature before it."""
    return Checkpoint(count, head, moment(at), _signature(count, head, moment(at), before, key))


def is_genuine(checkpoint: Checkpoint, before: str, key: str) -> bool:
    """Return whether a checkpoint was signed with the key, right after the one before it."""
    expected = _signature(checkpoint.count, checkpoint.head, checkpoint.at, before, key)
    return hmac.compare_digest(expected, checkpoint.signature)


def read(folder: Path) -> list[Checkpoint]:
    """Return every checkpoint, oldest first. Raises IntegrityBroken naming each line that cannot be read.

    A last line without its end is what a power cut leaves: it is no checkpoint, unless all of it is there.
    """
    path = folder / FILE
    if not path.exists():
        return []
    held: list[Checkpoint] = []
    faults: list[Fault] = []
    text = path.read_bytes().decode("utf-8", errors="replace")
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1] if text.endswith("\n") or not text else lines, start=1):
        try:
            held.append(Checkpoint(**json.loads(line)))
        except (ValueError, TypeError):
            if number == len(lines):
                continue
            faults.append(
                Fault(
                    "audit.checkpoint",
                    "a checkpoint cannot be read",
                    f"{FILE.name}, line {number}",
                    "one checkpoint a line, as Frith wrote it",
                    line[:60],
                    "Restore the file from a backup and compare.",
                )
            )
    if faults:
        raise IntegrityBroken(*faults)
    return held


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep others who seal waiting, and mend first what a power cut left."""
    path = folder / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _end_the_last_line(path)
        yield


def append(folder: Path, count: int, head: str, at: datetime, key: str) -> Checkpoint | None:
    """Add a checkpoint and put it on disk; return None if the chain has not grown since the last.

    Call it inside :func:`locked`: two who seal at once add their checkpoints one after the other.
    """
    held = read(folder)
    if held and held[-1].count >= count:
        return None
    fresh = signed(count, head, at, held[-1].signature if held else "", key)
    path = folder / FILE
    size = path.stat().st_size
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(canonical(asdict(fresh)) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.truncate(path, size)
        raise
    return fresh


def _end_the_last_line(path: Path) -> None:
    """Mend what a power cut left: end a last line that is whole, put a torn one aside, and say so in the log."""
    held = path.read_bytes()
    whole, _, tail = held.rpartition(b"\n")
    if not tail:
        return
    try:
        Checkpoint(**json.loads(tail))
    except (ValueError, TypeError):
        with path.with_suffix(".torn").open("ab") as aside:
            aside.write(tail + b"\n")
        os.truncate(path, len(held) - len(tail))
        _log.warning(
            "The last line of %s was torn, as by a power cut. It was put aside in %s, and sealing goes on after line "
            "%s. If there was no power cut, compare with a backup.",
            path.name,
            path.with_suffix(".torn").name,
            whole.count(b"\n") + bool(whole),
        )
    else:
        with path.open("ab") as file:
            file.write(b"\n")


def _signature(count: int, head: str, at: str, before: str, key: str) -> str:
    said = canonical([count, head, at, before])
    return hmac.new(key.encode(), said.encode(), hashlib.sha256).hexdigest()
