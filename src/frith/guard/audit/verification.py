"""Checks the audit trail against its seals and its checkpoints, and says where it is broken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from frith.guard.audit import chain
from frith.guard.audit.checkpoints import Checkpoint, is_genuine
from frith.guard.audit.events import Act
from frith.guard.audit.models import AuditEvent, AuditSeal

_AT_ONCE = 500
_UNGUARDED = (
    "The database no longer refuses changes to the trail, because triggers are gone or switched off ({}). "
    "Once it is known who did it, frith database prepare puts them back."
)


class Harm(StrEnum):
    """What was done to the trail."""

    ALTERED = "altered"
    REMOVED = "removed"
    REORDERED = "reordered"
    TRUNCATED = "truncated"
    RECOMPUTED = "recomputed"
    FORGED = "checkpoint forged"
    NO_CHECKPOINT = "checkpoint missing"
    UNGUARDED = "unguarded"


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the trail does not hold: the entry (1 is the first, 0 the trail as a whole), and a sentence."""

    harm: Harm
    entry: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found.

    ``tail`` events are not sealed yet, the oldest since ``tail_since``: they can still be altered unseen, so a long or
    old tail means that the sealer is not running. ``covered`` entries are covered by a checkpoint; the one of
    no entries, from before the first seal, is not counted.
    """

    sealed: int
    head: str
    checkpoints: int
    covered: int
    tail: int
    tail_since: datetime | None
    breaks: tuple[Break, ...]


def verify(
    checkpoints: list[Checkpoint],
    key: str,
    expected: tuple[int, str] | None = None,
    *,
    people: Collection[str] = (),
    unguarded: Collection[str] = (),
) -> Verification:
    """Read the whole trail once and compare it with its seals, its checkpoints, and one kept elsewhere if given.

    ``people`` and ``unguarded`` are as :func:`frith.guard.audit.keeping.verified` takes them.
    """
    heads = {0: chain.START}
    wanted = {checkpoint.count for checkpoint in checkpoints} | ({expected[0]} if expected else set())
    breaks: list[Break] = []
    for seal_breaks, sequence, digest in _links():
        breaks.extend(seal_breaks)
        if sequence in wanted:
            heads[sequence] = digest
    sealed, head = chain.head()
    breaks.extend(_against_checkpoints(checkpoints, key, heads, sealed))
    if expected:
        breaks.extend(_against_expected(expected, heads, sealed))
    breaks.extend(_against_people(people))
    if unguarded:
        breaks.append(Break(Harm.UNGUARDED, 0, _UNGUARDED.format(", ".join(sorted(unguarded)))))
    tail = chain.unsealed()
    oldest = tail.first()
    return Verification(
        sealed=sealed,
        head=head,
        checkpoints=sum(1 for checkpoint in checkpoints if checkpoint.count),
        covered=max((checkpoint.count for checkpoint in checkpoints), default=0),
        tail=tail.count(),
        tail_since=oldest.at if oldest else None,
        breaks=tuple(breaks),
    )


def against_last(checkpoints: list[Checkpoint], key: str) -> tuple[Break, ...]:
    """Return why nothing may be signed after the last checkpoint: quicker than to read the whole trail."""
    last = checkpoints[-1].count if checkpoints else 0
    return tuple(_against_checkpoints(checkpoints, key, {last: chain.digest_at(last)}, chain.head()[0]))


def _links() -> Iterator[tuple[list[Break], int, str]]:
    """Yield what is wrong with each seal and its event, in order, with the chain's hash there."""
    expected, before = 1, chain.START
    for seals in _in_batches():
        events = {event.key: event for event in AuditEvent.objects.filter(key__in=[s.event for s in seals])}
        for seal in seals:
            found = list(_wrong_with_event(seal, events.get(seal.event)))
            if seal.sequence > expected:
                found.append(Break(Harm.REMOVED, expected, _missing(expected, seal.sequence - 1)))
            elif seal.digest != chain.link(before, seal.sequence, seal.event_digest):
                found.append(
                    Break(
                        Harm.REORDERED,
                        seal.sequence,
                        f"Entry {seal.sequence} does not follow from the entry before it: entries were put in another "
                        "order, or replaced, here.",
                    )
                )
            yield found, seal.sequence, seal.digest
            expected, before = seal.sequence + 1, seal.digest


def _in_batches() -> Iterator[list[AuditSeal]]:
    last = 0
    while seals := list(AuditSeal.objects.filter(sequence__gt=last).order_by("sequence")[:_AT_ONCE]):
        yield seals
        last = seals[-1].sequence


def _wrong_with_event(seal: AuditSeal, event: AuditEvent | None) -> Iterator[Break]:
    if event is None:
        yield Break(
            Harm.REMOVED, seal.sequence, f"Entry {seal.sequence} was sealed and is gone ({seal.event})."
        )
    elif event.digest() != seal.event_digest:
        yield Break(
            Harm.ALTERED,
            seal.sequence,
            f"Entry {seal.sequence} no longer says what it said when it was sealed ({seal.event}).",
        )


def _missing(first: int, last: int) -> str:
    return f"Entry {first} is gone." if first == last else f"Entries {first} to {last} are gone."


def _against_checkpoints(
    checkpoints: list[Checkpoint], key: str, heads: Mapping[int, str | None], sealed: int
) -> Iterator[Break]:
    before, agreed = "", 0
    for checkpoint in checkpoints:
        if not is_genuine(checkpoint, before, key):
            yield Break(
                Harm.FORGED,
                checkpoint.count,
                f"The checkpoint of {checkpoint.count} entries was not signed with this installation's key, or not "
                "in this place.",
            )
        elif checkpoint.count > sealed:
            yield Break(
                Harm.TRUNCATED,
                sealed + 1,
                f"A checkpoint counted {checkpoint.count} entries at {checkpoint.at}, and {sealed} are left.",
            )
        elif checkpoint.count in heads and heads[checkpoint.count] != checkpoint.head:
            yield Break(
                Harm.RECOMPUTED,
                agreed + 1,
                f"The chain was computed anew somewhere in entries {agreed + 1} to {checkpoint.count}: it holds, but "
                f"not with the checkpoint of {checkpoint.at}.",
            )
        else:
            agreed = checkpoint.count
        before = checkpoint.signature
    if sealed and not checkpoints:
        yield Break(Harm.NO_CHECKPOINT, 1, f"{sealed} entries are sealed and no checkpoint of them is left.")


def _against_expected(expected: tuple[int, str], heads: dict[int, str], sealed: int) -> Iterator[Break]:
    count, head = expected
    if count > sealed:
        yield Break(Harm.TRUNCATED, sealed + 1, f"{count} entries were expected, and {sealed} are left.")
    elif heads.get(count) != head:
        yield Break(Harm.RECOMPUTED, 1, f"The chain up to entry {count} is not the one expected.")


def _against_people(people: Collection[str]) -> Iterator[Break]:
    """Yield a break if anybody is here of whose coming no event tells: a trail that was emptied holds otherwise."""
    told = AuditEvent.objects.filter(subject_type="person", act=Act.COLLECTED.value)
    strangers = set(people) - set(told.values_list("subject", flat=True)) if people else set()
    if strangers:
        yield Break(
            Harm.REMOVED,
            0,
            f"The trail does not say who added {len(strangers)} of the {len(people)} people that are here: entries are "
            "gone.",
        )
