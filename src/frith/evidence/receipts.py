"""The register of prescribed data: what came, from whom, for which quarter, and what is late.

Receipts are lines of JSON in ``<state>/evidence/receipts.jsonl``. Nothing in it is changed: a receipt entered in error
is withdrawn by a further line.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from frith.evidence.prescribed import SETS, due, find_set, quarters_due
from frith.vocabulary.faults import Fault, IntegrityBroken, Refused, UnreadableInput
from frith.vocabulary.periods import Month, Quarter

FILE = "receipts.jsonl"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One set that came for one quarter. ``dataset`` is its id in the catalogue, '' while it is not loaded.

    ``withdraws`` is True where the line takes an earlier receipt of the same set, quarter and sender back.
    """

    set: str
    quarter: str
    sender: str
    received: str
    dataset: str = ""
    note: str = ""
    withdraws: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How one set stands for one quarter: when it was due, what came, and in which state it is."""

    number: int
    set: str
    holder: str
    quarter: str
    due: str
    state: str
    receipts: tuple[Receipt, ...]


class Register:
    """The register of a state folder."""

    def __init__(self, state: Path) -> None:
        self._path = state / "evidence" / FILE

    def receipts(self) -> tuple[Receipt, ...]:
        """Return the receipts that stand, in the order in which they were entered. Raises IntegrityBroken."""
        standing: list[Receipt] = []
        for receipt in self._lines():
            if receipt.withdraws:
                standing = [held for held in standing if _key(held) != _key(receipt)]
            else:
                standing.append(receipt)
        return tuple(standing)

    def enter(self, receipt: Receipt) -> Receipt:
        """Write a receipt into the register. Raises UnknownName for a set that is not prescribed.

        Raises UnreadableInput if nobody is named who sent it, Refused if a receipt of the same set, quarter and sender
        stands already, or none does to withdraw.
        """
        find_set(receipt.set)
        if not receipt.sender.strip():
            raise UnreadableInput(
                Fault(
                    "register.sender",
                    "the receipt does not say who sent the set",
                    "--from",
                    "a name",
                    repr(receipt.sender),
                    "Say who sent it, as its letter or e-mail does.",
                )
            )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            held = [_key(each) for each in self.receipts()]
            if (_key(receipt) in held) is not receipt.withdraws:
                raise Refused(_refusal(receipt))
            handle.write(json.dumps(asdict(receipt), ensure_ascii=False, sort_keys=True) + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        return receipt

    def standings(self, first: Quarter, day: date) -> tuple[Standing, ...]:
        """Return how each set stands on a day for every quarter from a first one that has ended.

        States: ``received``, ``received late``, ``late`` (due and not here), ``not due yet``.
        """
        by_key: dict[tuple[str, str], list[Receipt]] = {}
        for receipt in self.receipts():
            by_key.setdefault((receipt.set, receipt.quarter), []).append(receipt)
        quarters = {str(quarter): quarter for quarter in quarters_due(first, day)}
        ended = Quarter.holding(Quarter.holding(Month.holding(day)).period.first + (-3))
        if ended.period.first >= first.period.first:
            quarters.setdefault(str(ended), ended)
        ordered = sorted(quarters.values(), key=lambda quarter: quarter.period.first)
        return tuple(
            Standing(
                each.number,
                each.mapping,
                each.holder,
                str(quarter),
                due(quarter).isoformat(),
                state_of(by_key.get((each.mapping, str(quarter)), []), quarter, day),
                tuple(by_key.get((each.mapping, str(quarter)), [])),
            )
            for quarter in ordered
            for each in SETS
        )

    def _lines(self) -> list[Receipt]:
        if not self._path.is_file():
            return []
        receipts = []
        for number, line in enumerate(self._path.read_bytes().splitlines(), 1):
            try:
                values: dict[str, Any] = json.loads(line.decode("utf-8"))
                receipts.append(Receipt(**values))
            except (ValueError, TypeError) as error:
                raise IntegrityBroken(
                    Fault(
                        "register.broken",
                        f"a line of the register cannot be read ({error})",
                        f"{FILE} line {number}",
                        remedy="Restore the file from a backup, or take that line out and enter the receipt again.",
                    )
                ) from None
        return receipts


def state_of(receipts: Sequence[Receipt], quarter: Quarter, day: date) -> str:
    """Return the state of a set for a quarter on a day; the first receipt decides whether it came in time."""
    last = due(quarter)
    if receipts:
        first = min(date.fromisoformat(receipt.received) for receipt in receipts)
        return "received" if first <= last else "received late"
    return "late" if last < day else "not due yet"


def _key(receipt: Receipt) -> tuple[str, str, str]:
    return receipt.set, receipt.quarter, receipt.sender


def _refusal(receipt: Receipt) -> Fault:
    given = f"{receipt.set}, {receipt.quarter}, from {receipt.sender}"
    if receipt.withdraws:
        return Fault("register.none", "no such receipt stands, so it cannot be withdrawn", given=given)
    return Fault(
        "register.twice",
        "this receipt stands already",
        given=given,
        remedy="Withdraw it first if it was wrong, and enter it again.",
    )
