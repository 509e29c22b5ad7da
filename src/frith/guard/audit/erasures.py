"""The ledger of erasures: what was erased, kept outside the database, so that a restored backup forgets it again.

A backup still holds what was erased after it was made. Restoring it replays the ledger. Each line names a record by its
type and id and never by its contents; those who are named in no other place any more must not be named here.

A line is on disk before the act that erases commits. An act that fails after that leaves a line for a record that is
still there, and a restore then erases what somebody had decided to erase. The other way round, a power cut between the
two would let a restore bring back what was erased in law.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from frith.guard.acting import Acting
from frith.guard.audit.events import canonical, moment
from frith.guard.audit.models import SUBJECT_LENGTH
from frith.vocabulary.faults import Fault, IntegrityBroken

FILE = Path("erasures.jsonl")
"""Where the ledger is kept, below the state folder."""

Eraser = Callable[[Acting, str], bool]
"""Erases a record of one type by its id, with an audit event and no new note, and returns whether it was there."""

_erasers: dict[str, Eraser] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """One record that was erased: its type, its id, when, and by which rule (a code, no words of anybody's)."""

    record_type: str
    record: str
    at: str
    rule: str


def register(record_type: str, erase: Eraser) -> None:
    """Say how records of a type are erased, so that a restore can do it again."""
    _erasers[record_type] = erase


def note(folder: Path, *, by: Acting, record_type: str, record: str, rule: str) -> Erasure:
    """Put an erasure on disk. Call it last in the act that erases, when nothing can refuse any more."""
    if record_type not in _erasers:
        message = f"{record_type} is noted as erased, and nothing says how a restore erases it again"
        raise LookupError(message)
    if not 0 < len(record) <= SUBJECT_LENGTH:
        message = f"an erasure names a record by an id of 1 to {SUBJECT_LENGTH} characters"
        raise ValueError(message)
    fresh = Erasure(record_type=record_type, record=record, at=moment(by.at), rule=rule)
    with _open_alone(folder / FILE) as file:
        _take_away_a_torn_line(file)
        size = os.lseek(file, 0, os.SEEK_END)
        try:
            os.write(file, f"{canonical(asdict(fresh))}\n".encode())
            os.fsync(file)
        except BaseException:
            os.ftruncate(file, size)
            raise
    return fresh


def read(path: Path) -> tuple[Erasure, ...]:
    """Return the erasures of a ledger, oldest first; none if there is no ledger. Raises IntegrityBroken.

    A last line without its end is what a power cut leaves, of an act that did not commit: it is no erasure.
    """
    if not path.exists():
        return ()
    whole, _, _torn = path.read_text(encoding="utf-8", errors="replace").rpartition("\n")
    held: list[Erasure] = []
    faults: list[Fault] = []
    for number, line in enumerate(whole.split("\n") if whole else [], start=1):
        try:
            held.append(Erasure(**json.loads(line)))
        except (ValueError, TypeError):
            faults.append(
                Fault(
                    "erasures.unreadable",
                    "an erasure cannot be read",
                    f"{path.name}, line {number}",
                    "one erasure a line, as Frith wrote it",
                    line[:60],
                    "Take the newest copy of the ledger that is whole.",
                )
            )
    if faults:
        raise IntegrityBroken(*faults)
    return tuple(held)


def check_continues(earlier: Sequence[Erasure], ledger: Sequence[Erasure]) -> None:
    """Raise IntegrityBroken unless a ledger begins with all that an earlier copy of it held."""
    if tuple(ledger[: len(earlier)]) != tuple(earlier):
        raise IntegrityBroken(
            Fault(
                "erasures.other-ledger",
                "the ledger of erasures does not go on from the one in the backup: it is another installation's, or an "
                "older copy",
                allowed=f"one that begins with the {len(earlier)} erasures that were made before the backup",
                given=f"{len(ledger)} erasures",
                remedy="Take the newest copy of this installation's erasures.jsonl.",
            )
        )


def replay(ledger: Sequence[Erasure], *, by: Acting) -> int:
    """Erase again what a ledger says was erased, and return how many records had come back.

    Raises IntegrityBroken, before anything is erased, if there is a type of record that nothing here can erase.
    """
    unknown = sorted({each.record_type for each in ledger} - _erasers.keys())
    if unknown:
        raise IntegrityBroken(
            *(
                Fault(
                    "erasures.record-type",
                    "records of this type were erased, and this version of Frith cannot erase them again",
                    name,
                    ", ".join(sorted(_erasers)) or "none",
                    remedy="Restore with the version of Frith that erased them.",
                )
                for name in unknown
            )
        )
    return sum(_erasers[each.record_type](by, each.record) for each in ledger)


@contextmanager
def _open_alone(path: Path) -> Iterator[int]:
    """Open the ledger to add to it, with others who erase waiting."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _take_away_a_torn_line(file: int) -> None:
    """Cut off what a power cut left of a line: its act did not commit."""
    held = os.pread(file, os.fstat(file).st_size, 0)
    os.ftruncate(file, len(held) - len(held.rpartition(b"\n")[2]))
