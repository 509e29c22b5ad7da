"""The audit trail verifies; every way of tampering with it is found, named and placed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from frith.cli.audit import FAILURES_IN_A_ROW, seal_until_stopped
from frith.guard.audit import append_only, chain, checkpoints
from frith.guard.audit.events import Act, Event
from frith.guard.audit.keeping import look_back_from, seal_and_checkpoint, verified
from frith.guard.audit.models import AuditEvent, AuditSeal
from frith.guard.audit.recording import record
from frith.guard.audit.verification import Harm, Verification, verify
from frith.vocabulary.faults import IntegrityBroken

KEY = "made up for the tests"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def add(number: int) -> None:
    for n in range(number):
        record(
            Event(
                act=Act.CONSULTED,
                at=AT,
                person="p",
                agency="a",
                channel="site",
                subject_type="record",
                subject=str(n),
                purpose="é “quoted”",
                detail={"n": n},
            )
        )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trail of three checkpoints after 4, 8 and 10 entries, with 2 not sealed yet."""
    for number in (4, 4, 2):
        add(number)
        seal_and_checkpoint(tmp_path, KEY, at=AT)
    add(2)
    return tmp_path


def found(folder: Path, **more: object) -> Verification:
    return verify(checkpoints.read(folder), KEY, **more)  # type: ignore[arg-type]


def sql(statement: str, *values: object) -> None:
    """Tamper as somebody would who owns the database."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_sound_trail_verifies_and_its_tail_is_reported(folder: Path) -> None:
    result = found(folder)
    assert result.breaks == ()
    assert (result.sealed, result.checkpoints, result.covered, result.tail, result.tail_since) == (
        10,
        3,
        10,
        2,
        AT,
    )
    assert verified(folder, KEY, (result.sealed, result.head)).breaks == ()


def test_an_empty_trail_verifies(tmp_path: Path) -> None:
    assert found(tmp_path).breaks == ()
    assert seal_and_checkpoint(tmp_path, KEY, at=AT) == 0
    assert checkpoints.read(tmp_path) == []


def test_sealing_again_adds_nothing(folder: Path) -> None:
    assert seal_and_checkpoint(folder, KEY, at=AT) == 2
    assert seal_and_checkpoint(folder, KEY, at=AT, after_id=look_back_from()) == 0
    assert [held.count for held in checkpoints.read(folder)] == [0, 4, 8, 10, 12]


def test_an_event_that_committed_late_is_sealed_after_those_before_it(tmp_path: Path) -> None:
    add(3)
    first = AuditEvent.objects.order_by("id").first()
    assert first is not None
    AuditEvent.objects.filter(pk=first.pk)._raw_delete("default")
    seal_and_checkpoint(tmp_path, KEY, at=AT)
    first._state.adding = True
    first.save(force_insert=True)
    assert seal_and_checkpoint(tmp_path, KEY, at=AT) == 1
    assert found(tmp_path).breaks == ()


def recompute() -> None:
    """Compute the whole chain anew, as somebody could who knows how it is made."""
    events = {event.key: event for event in AuditEvent.objects.all()}
    before = chain.START
    for seal in AuditSeal.objects.order_by("sequence"):
        digest = events[seal.event].digest()
        before = chain.link(before, seal.sequence, digest)
        sql(
            "UPDATE audit_auditseal SET event_digest = %s, digest = %s WHERE sequence = %s",
            digest,
            before,
            seal.sequence,
        )


def alter(entry: int) -> None:
    key = AuditSeal.objects.get(sequence=entry).event
    sql(
        "UPDATE audit_auditevent SET person = 'somebody else' WHERE id = %s",
        AuditEvent.objects.get(key=key).id,
    )


def remove_event(entry: int) -> None:
    AuditEvent.objects.filter(key=AuditSeal.objects.get(sequence=entry).event)._raw_delete("default")


def alter_and_recompute() -> None:
    alter(6)
    recompute()


def remove_with_seal() -> None:
    remove_event(6)
    sql("DELETE FROM audit_auditseal WHERE sequence = 6")


def reorder() -> None:
    """Let entries 5 and 7 change places in the chain."""
    five, seven = (AuditSeal.objects.get(sequence=n) for n in (5, 7))
    for entry in (5, 7):
        AuditSeal.objects.filter(sequence=entry)._raw_delete("default")
    AuditSeal(sequence=5, event=seven.event, event_digest=seven.event_digest, digest=five.digest).save()
    AuditSeal(sequence=7, event=five.event, event_digest=five.event_digest, digest=seven.digest).save()


def truncate() -> None:
    for entry in (9, 10):
        remove_event(entry)
    sql("DELETE FROM audit_auditseal WHERE sequence >= 9")


@pytest.mark.parametrize(
    ("tamper", "harm", "entry"),
    [
        (lambda: alter(6), Harm.ALTERED, 6),
        (lambda: alter(1), Harm.ALTERED, 1),
        (lambda: alter(10), Harm.ALTERED, 10),
        (lambda: remove_event(6), Harm.REMOVED, 6),
        (remove_with_seal, Harm.REMOVED, 6),
        (reorder, Harm.REORDERED, 5),
        (reorder, Harm.REORDERED, 7),
        (truncate, Harm.TRUNCATED, 9),
        (alter_and_recompute, Harm.RECOMPUTED, 5),
    ],
    ids=[
        "altered",
        "first altered",
        "last altered",
        "removed",
        "removed with seal",
        "reordered",
        "reordered too",
        "truncated",
        "recomputed",
    ],
)
def test_tampering_is_found_and_placed(
    folder: Path, tamper: Callable[[], None], harm: Harm, entry: int
) -> None:
    tamper()
    assert (harm, entry) in [(item.harm, item.entry) for item in found(folder).breaks]
    with pytest.raises(IntegrityBroken) as broken:
        verified(folder, KEY)
    assert broken.value.exit_code == 16
    assert f"entry {entry}" in str(broken.value)


def test_a_chain_recomputed_without_its_checkpoints_is_found_by_one_kept_elsewhere(folder: Path) -> None:
    kept = (10, found(folder).head)
    alter_and_recompute()
    (folder / checkpoints.FILE).unlink()
    count, head = chain.head()
    with checkpoints.locked(folder):
        checkpoints.append(folder, count, head, AT, KEY)
    assert found(folder).breaks == ()
    assert [item.harm for item in found(folder, expected=kept).breaks] == [Harm.RECOMPUTED]


def test_a_trail_cut_with_its_checkpoints_is_found_by_one_kept_elsewhere(folder: Path) -> None:
    kept = (10, found(folder).head)
    truncate()
    path = folder / checkpoints.FILE
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    assert found(folder).breaks == ()
    assert [item.harm for item in found(folder, expected=kept).breaks] == [Harm.TRUNCATED]


def test_a_forged_checkpoint_is_found(folder: Path) -> None:
    path = folder / checkpoints.FILE
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], lines[3]]) + "\n")
    assert [(item.harm, item.entry) for item in found(folder).breaks] == [(Harm.FORGED, 10)]


def test_another_key_signs_nothing(folder: Path) -> None:
    breaks = verify(checkpoints.read(folder), "another key").breaks
    assert {item.harm for item in breaks} == {Harm.FORGED}


def test_missing_checkpoints_are_found(folder: Path) -> None:
    (folder / checkpoints.FILE).unlink()
    assert [item.harm for item in found(folder).breaks] == [Harm.NO_CHECKPOINT]


def test_nothing_is_sealed_or_signed_over_a_chain_without_its_checkpoints(folder: Path) -> None:
    alter_and_recompute()
    (folder / checkpoints.FILE).unlink()
    with pytest.raises(IntegrityBroken) as broken:
        seal_and_checkpoint(folder, KEY, at=AT)
    assert broken.value.code == "audit.checkpoint-missing"
    assert chain.head()[0] == 10
    assert checkpoints.read(folder) == []


@pytest.mark.parametrize(
    ("tamper", "code"),
    [(alter_and_recompute, "audit.recomputed"), (truncate, "audit.truncated")],
    ids=["recomputed", "truncated"],
)
def test_nothing_is_signed_over_a_chain_that_the_last_checkpoint_contradicts(
    folder: Path, tamper: Callable[[], None], code: str
) -> None:
    tamper()
    before = (folder / checkpoints.FILE).read_bytes()
    for after_id in (0, 1):
        with pytest.raises(IntegrityBroken) as broken:
            seal_and_checkpoint(folder, KEY, at=AT, after_id=after_id)
        assert broken.value.code == code
    assert (folder / checkpoints.FILE).read_bytes() == before


@pytest.mark.parametrize("first", [True, False], ids=["the first seal", "a later seal"])
def test_a_seal_that_ends_before_its_checkpoint_is_taken_up_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    if not first:
        add(4)
        seal_and_checkpoint(tmp_path, KEY, at=AT)
    add(2)
    before = [] if first else checkpoints.read(tmp_path)
    real = checkpoints.append

    def killed(folder: Path, count: int, *rest: object) -> object:
        if count:
            raise KeyboardInterrupt
        return real(folder, count, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(checkpoints, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            seal_and_checkpoint(tmp_path, KEY, at=AT)
    assert len(checkpoints.read(tmp_path)) == max(1, len(before))
    assert verified(tmp_path, KEY).tail == 0
    seal_and_checkpoint(tmp_path, KEY, at=AT)
    assert verified(tmp_path, KEY).covered == chain.head()[0]


def test_no_checkpoint_speaks_of_seals_that_are_not_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(2)
    counts: list[tuple[int, int]] = []
    real = checkpoints.append

    def noted(folder: Path, count: int, *rest: object) -> object:
        counts.append((count, len(connection.savepoint_ids)))
        return real(folder, count, *rest)  # type: ignore[arg-type]

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(checkpoints, "append", noted)
    seal_and_checkpoint(tmp_path, KEY, at=AT)
    assert counts == [(0, outside), (2, outside)]


def test_a_full_disk_leaves_the_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = (folder / checkpoints.FILE).read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space left"):
            seal_and_checkpoint(folder, KEY, at=AT)
    assert (folder / checkpoints.FILE).read_bytes() == before
    seal_and_checkpoint(folder, KEY, at=AT)
    assert verified(folder, KEY).covered == 12


def test_people_of_whose_coming_no_entry_tells_are_found(folder: Path) -> None:
    with pytest.raises(IntegrityBroken, match="does not say who added 1 of the 1 people"):
        verified(folder, KEY, people=["6a0b"])


def test_triggers_that_are_gone_are_reported(folder: Path) -> None:
    append_only.install()
    assert append_only.missing() == ()
    on = " ON audit_auditseal" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER audit_auditseal_no_update{on}")
    assert append_only.missing() == ("audit_auditseal_no_update",)
    with pytest.raises(IntegrityBroken) as broken:
        verified(folder, KEY, unguarded=append_only.missing())
    assert broken.value.code == "audit.unguarded"
    append_only.install()
    assert append_only.missing() == ()


def test_checkpoints_that_cannot_be_read_are_all_named(folder: Path) -> None:
    path = folder / checkpoints.FILE
    path.write_text("rubbish\n{}\n")
    with pytest.raises(IntegrityBroken) as broken:
        checkpoints.read(folder)
    assert [fault.where for fault in broken.value.faults] == [
        "checkpoints.jsonl, line 1",
        "checkpoints.jsonl, line 2",
    ]


def test_the_database_refuses_changes_too(folder: Path) -> None:
    append_only.install()
    append_only.install()
    for statement in (
        "UPDATE audit_auditevent SET person = 'x'",
        "DELETE FROM audit_auditevent",
        "UPDATE audit_auditseal SET digest = 'x'",
        "DELETE FROM audit_auditseal",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            sql(statement)
    add(1)
    assert found(folder).breaks == ()


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_line_torn_by_a_power_cut_is_told_and_sealing_goes_on(
    folder: Path, caplog: pytest.LogCaptureFixture, cut: int
) -> None:
    path = folder / checkpoints.FILE
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    assert len(checkpoints.read(folder)) == (4 if cut == 1 else 3)
    assert seal_and_checkpoint(folder, KEY, at=AT) == 2
    result = found(folder)
    assert (result.breaks, result.covered) == ((), 12)
    assert ("was torn, as by a power cut" in caplog.text) == (cut > 1)
    aside = path.with_suffix(".torn")
    assert (aside.read_bytes().strip() in whole) if cut > 1 else not aside.exists()


def test_a_sealer_tells_what_failed_tries_again_and_gives_up_in_the_end(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fails(*_: object, **__: object) -> int:
        tried.append(1)
        raise DatabaseError("made to fail")

    monkeypatch.setattr("frith.guard.audit.keeping.seal_and_checkpoint", fails)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    with pytest.raises(DatabaseError, match="made to fail"):
        seal_until_stopped(folder, KEY, 0)
    assert len(tried) == FAILURES_IN_A_ROW
    said = capsys.readouterr().err.splitlines()
    assert said == ["frith: The audit trail could not be sealed and it is tried again: made to fail"] * (
        len(tried) - 1
    )
