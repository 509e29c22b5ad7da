"""A regulator's export of the trail: who may, what is in it, and that whoever has the folder can prove it."""

import csv
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.made_partnership import WALL, Made

from frith.cli.entry import main
from frith.guard.access.trail import ask_to_export
from frith.guard.audit import exported
from frith.guard.audit.events import Act, Event
from frith.guard.audit.exporting import Chosen, write
from frith.guard.audit.keeping import seal_and_checkpoint
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import record
from frith.vocabulary.faults import (
    IntegrityBroken,
    Refused,
    StorageTrouble,
    Trouble,
    UnreadableInput,
    WrongSettings,
)

KEY = "made up for the tests"
DAY = date(2026, 6, 30)

pytestmark = pytest.mark.django_db


def add(at: datetime, **said: str) -> None:
    record(
        Event(
            act=Act.CONSULTED,
            at=at,
            person=said.get("person", "p"),
            agency=said.get("agency", "a"),
            channel="site",
            subject_type=said.get("kind", "meeting"),
            subject=said.get("subject", "1"),
            purpose=said.get("purpose", ""),
        )
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trail of seven entries around one day in London, which in June ends at 23:00 by UTC."""
    add(datetime(2026, 6, 29, 22, 59, 59, tzinfo=UTC), subject="the day before")
    add(datetime(2026, 6, 29, 23, tzinfo=UTC), subject="first moment")
    add(datetime(2026, 6, 30, 9, tzinfo=UTC), person="q", purpose='=cmd("x"), “quoted”\r\nand a line')
    add(datetime(2026, 6, 30, 9, tzinfo=UTC), kind="person", subject="q", purpose="'tis")
    add(datetime(2026, 6, 30, 9, tzinfo=UTC), kind="sealed record", subject="0123abcd")
    seal_and_checkpoint(tmp_path, KEY, at=WALL)
    add(datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC), agency="b", subject="last moment")
    add(datetime(2026, 6, 30, 23, tzinfo=UTC), subject="the day after")
    seal_and_checkpoint(tmp_path, KEY, at=WALL)
    return tmp_path


def rows(out: Path) -> list[dict[str, str]]:
    with (out / exported.ENTRIES).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ({}, [2, 3, 4, 5, 6]),
        ({"person": "q"}, [3, 4]),
        ({"record": ("meeting", "first moment")}, [2]),
        ({"agency": "b"}, [6]),
        ({"agency": "b", "person": "q"}, []),
    ],
)
def test_the_entries_of_a_day_in_london_and_of_what_was_chosen(
    folder: Path, more: dict[str, object], places: list[int]
) -> None:
    out = folder / "out"
    made = write(out, Chosen(first=DAY, last=DAY, **more), folder=folder, at=WALL)  # type: ignore[arg-type]
    assert [int(row["sequence"]) for row in rows(out)] == places
    assert (made.entries, made.sealed) == (len(places), 7)
    assert exported.check(out, (made.sealed, made.head)) == made


def test_cells_are_no_formulas_and_the_schema_names_every_column(folder: Path) -> None:
    write(folder / "out", Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
    held = rows(folder / "out")
    purposes = {row["purpose"] for row in held}
    assert purposes == {"", '\'=cmd("x"), “quoted”\r\nand a line', "''tis"}
    schema = json.loads((folder / "out" / exported.SCHEMA).read_text("utf-8"))
    assert [field["name"] for field in schema["fields"]] == list(held[0])


def test_of_a_sealed_board_it_holds_what_the_trail_holds(folder: Path) -> None:
    write(folder / "out", Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
    (row,) = [row for row in rows(folder / "out") if row["subject_type"] == "sealed record"]
    assert (row["subject"], row["purpose"], row["detail"]) == ("0123abcd", "", "{}")


def changed(out: Path, name: str, before: str, after: str) -> None:
    """Change a file as somebody would who knows the form: the manifest's digest of it too."""
    text = (out / name).read_bytes().decode()
    assert before in text
    (out / name).write_bytes(text.replace(before, after, 1).encode())
    manifest = json.loads((out / exported.MANIFEST).read_text("utf-8"))
    manifest["files"] = {each: exported.digest_of_file(out / each) for each in exported.FILES}
    (out / exported.MANIFEST).write_text(json.dumps(manifest), "utf-8")


def test_a_changed_export_is_found_out(folder: Path) -> None:
    made = write(folder / "out", Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
    out = folder / "out"
    (out / exported.ENTRIES).write_bytes((out / exported.ENTRIES).read_bytes() + b"\r\n")
    with pytest.raises(IntegrityBroken, match="not the one that was exported"):
        exported.check(out)
    for number, (name, before, after, said) in enumerate(
        [
            (exported.ENTRIES, "last moment", "another", "entry 6 is not what was sealed there"),
            (exported.ENTRIES, "\r\n2,", "\r\n1,", "entry 1 is not what was sealed there"),
            (exported.POSITIONS, "\r\n3,", "\r\n9,", "entry 3 should stand here, and 9 does"),
            (exported.CHECKPOINTS, made.head, "0" * 64, "does not agree with the checkpoint of 7 entries"),
        ]
    ):
        fresh = folder / f"out-{number}"
        write(fresh, Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
        changed(fresh, name, before, after)
        with pytest.raises(IntegrityBroken, match=said):
            exported.check(fresh)


def test_a_chain_made_anew_does_not_meet_the_checkpoint_kept_elsewhere(folder: Path) -> None:
    made = write(folder / "out", Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
    with pytest.raises(IntegrityBroken, match="not the one expected"):
        exported.check(folder / "out", (made.sealed, "0" * 64))
    with pytest.raises(IntegrityBroken, match="not the one expected"):
        exported.check(folder / "out", (made.sealed + 1, made.head))


def test_what_was_altered_in_the_database_is_not_exported(folder: Path) -> None:
    event = AuditEvent.objects.get(subject="last moment")
    AuditEvent.objects.filter(pk=event.pk)._raw_delete("default")
    event._state.adding, event.subject = True, "another"
    event.save(force_insert=True)
    with pytest.raises(IntegrityBroken, match="entry 6 is not what was sealed there"):
        write(folder / "out", Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
    assert [path.name for path in folder.iterdir() if "export" in path.name or path.name == "out"] == []


def test_nothing_is_overwritten_and_another_folder_is_no_export(folder: Path) -> None:
    (folder / "out").mkdir()
    with pytest.raises(StorageTrouble, match="overwrites nothing"):
        write(folder / "out", Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
    with pytest.raises(StorageTrouble, match="could not be written"):
        write(folder / "no" / "out", Chosen(first=DAY, last=DAY), folder=folder, at=WALL)
    with pytest.raises(UnreadableInput, match="no export of an audit trail"):
        exported.check(folder / "out")


def test_a_data_protection_officer_and_the_operator_may_and_it_is_recorded(made: Made) -> None:
    may, codes = set(), set()
    for name in made.persons:
        before = AuditEvent.objects.count()
        try:
            ask_to_export(by=made.acting(name), first=DAY, last=DAY)
            may.add(name)
        except Refused as refusal:
            codes.add(refusal.code)
        assert AuditEvent.objects.count() == before + 1
    assert (may, codes) == ({"edwin"}, {"access.read-audit"})
    ask_to_export(by=made.operator, first=DAY, last=DAY, person=made.persons["colin"].email)
    last = AuditEvent.objects.order_by("-id")[0]
    assert (last.act, last.subject_type, str(made.persons["colin"].id) in last.detail) == (
        "disclosed",
        "audit trail",
        True,
    )


def test_days_the_wrong_way_round_and_strangers_are_told(made: Made) -> None:
    with pytest.raises(WrongSettings, match="the last day is before the first"):
        ask_to_export(by=made.operator, first=DAY, last=date(2026, 6, 1))
    with pytest.raises(Trouble, match="or ever had"):
        ask_to_export(by=made.operator, first=DAY, last=DAY, person="nobody@council.example")


def test_the_command_exports_its_own_entry_and_the_folder_is_verified_without_an_installation(
    made: Made, capsys: pytest.CaptureFixture[str], installation: Path
) -> None:
    out = installation / "for the regulator"
    day = ["--from", "2020-01-01", "--to", "2100-01-01"]
    assert main(["audit", "export", *day, "--out", str(out), "--as", made.persons["edwin"].email]) == 0
    printed = capsys.readouterr().out
    assert rows(out)[-1]["purpose"] == "export for the regulator"
    assert len(rows(out)) == int(rows(out)[-1]["sequence"])
    expected = printed.split("--expect ")[1].strip()
    bare = {"PATH": os.environ["PATH"], "HOME": str(installation), "FRITH_VAR": str(installation / "nothing")}
    found = subprocess.run(
        [sys.executable, "-m", "frith.cli", "audit", "verify", "--export", str(out), "--expect", expected],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, "The chain is the one expected." in found.stdout) == (0, True), found.stderr
    assert not (installation / "nothing").exists()
