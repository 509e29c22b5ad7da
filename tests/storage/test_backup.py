"""The drill: everything is backed up, lost, restored and proved, on SQLite and on PostgreSQL."""

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.storage.installed import BOTH, KEYS, PROJECT, address_on, another_database, environment, frith

pytestmark = pytest.mark.slow
SAMPLES = PROJECT / "docs" / "samples" / "mine" / "police"
FORGETTING = "tests.storage.forgetting"
SINCE = "--nothing-erased-since"


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    with address_on(request.param) as found:
        yield found


@pytest.fixture
def here(address: str, tmp_path: Path) -> dict[str, str]:
    """An installation with people, evidence, an assessment's folder, a document, and a trail."""
    var = tmp_path / "var"
    installed = environment(var, address)
    done(installed, "database", "prepare")
    for name in ("ann", "bob"):
        add_person(installed, name)
    done(installed, "evidence", "add", str(SAMPLES), "--source", "a test", "--licence", "none")
    for place in (
        "assessments/made-up/manifest.json",
        "papers/one.pdf",
        "protection/documents/abc",
        "mail/1.log",
    ):
        (var / place).parent.mkdir(parents=True, exist_ok=True)
        (var / place).write_text(f"made up: {place}")
    return installed


def done(installed: dict[str, str], *arguments: str, program: str = "frith.cli") -> str:
    result = frith(installed, *arguments, program=program)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def refused(installed: dict[str, str], code: int, words: str, *arguments: str) -> None:
    result = frith(installed, *arguments)
    assert (result.returncode, words in result.stderr) == (code, True), result.stdout + result.stderr


def add_person(installed: dict[str, str], name: str) -> None:
    words = ("--name", name.title(), "--agency", "A council", "--role", "analyst", "--make-password")
    done(installed, "person", "add", "--email", f"{name}@council.example", *words)


def people(installed: dict[str, str]) -> set[str]:
    return set(re.findall(r"(\w+)@", done(installed, "person", "list")))


def files(var: Path) -> dict[str, str]:
    folders = ("evidence", "assessments", "papers", "protection")
    return {
        path.relative_to(var).as_posix(): path.read_bytes().hex()
        for folder in folders
        for path in sorted((var / folder).rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_the_drill(here: dict[str, str], address: str, tmp_path: Path) -> None:
    var, backup = tmp_path / "var", tmp_path / "kept" / "monday.frith"
    said = json.loads(done(here, "backup", "--out", str(backup), "--json"))
    assert said["bytes"] == backup.stat().st_size
    assert backup.stat().st_mode & 0o777 == 0o600
    before, held = files(var), people(here)
    add_person(here, "cal")  # after the backup, so that it is lost with the disk

    fresh = environment(tmp_path / "fresh", another_database(address, "fresh"))
    refused(fresh, 15, "nothing says what was erased since", "restore", str(backup))
    told = done(fresh, "restore", str(backup), SINCE)
    assert "The audit trail holds." in told
    assert files(tmp_path / "fresh") == before
    assert people(fresh) == held
    assert left_over(tmp_path / "fresh") == []
    assert not (tmp_path / "fresh" / "mail").exists()
    done(fresh, "audit", "verify")
    add_person(fresh, "dee")
    done(fresh, "audit", "verify")
    assert done(fresh, "database", "prepare") == "The tables are up to date.\n"
    refused(fresh, 15, "this installation holds something already", "restore", str(backup), SINCE)


def test_what_is_here_is_replaced_after_asking_and_put_aside(here: dict[str, str], tmp_path: Path) -> None:
    var, backup = tmp_path / "var", tmp_path / "monday.frith"
    done(here, "backup", "--out", str(backup))
    held = people(here)
    add_person(here, "cal")
    replace = ("restore", str(backup), SINCE, "--replace")
    refused(here, 15, "nobody agreed to it", *replace)
    assert "cal" in people(here)
    done(here, *replace, "--yes")
    assert people(here) == held
    (aside,) = var.glob("replaced-*")
    assert (aside / "evidence").is_dir()
    assert [path.name for path in aside.glob("frith.*")] in (["frith.sqlite3"], ["frith.pgdump"])
    done(here, "audit", "verify")


def test_what_was_erased_after_the_backup_is_erased_again(
    here: dict[str, str], address: str, tmp_path: Path
) -> None:
    backup, ledger = tmp_path / "monday.frith", tmp_path / "var" / "erasures.jsonl"
    done(here, "backup", "--out", str(backup))
    done(here, "note", "bob@council.example", program=FORGETTING)
    assert "bob" not in people(here)
    assert "bob" not in ledger.read_text()

    fresh = environment(tmp_path / "fresh", another_database(address, "fresh"))
    restore = ("restore", str(backup), "--erasures", str(ledger))
    # a version that cannot erase them again restores nothing
    refused(fresh, 16, "cannot erase them again", *restore)
    assert [path.name for path in (tmp_path / "fresh").iterdir()] == ["database.lock"]
    assert "Erased again: 1." in done(fresh, *restore, program=FORGETTING)
    assert people(fresh) == people(here)
    assert (tmp_path / "fresh" / "erasures.jsonl").read_bytes() == ledger.read_bytes()
    done(fresh, "audit", "verify")

    # a ledger that does not go on from the one in the backup is not this installation's
    done(here, "backup", "--out", str(tmp_path / "tuesday.frith"))
    (tmp_path / "other.jsonl").write_text("")
    third = environment(tmp_path / "third", another_database(address, "third"))
    other = ("restore", str(tmp_path / "tuesday.frith"), "--erasures", str(tmp_path / "other.jsonl"))
    refused(third, 16, "does not go on from the one in the backup", *other)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> dict[str, str]:
    installed = environment(tmp_path / "var")
    done(installed, "database", "prepare")
    add_person(installed, "ann")
    return installed


def test_a_backup_overwrites_nothing_and_holds_no_key(on_sqlite: dict[str, str], tmp_path: Path) -> None:
    var, backup = tmp_path / "var", tmp_path / "monday.frith"
    (var / "demonstration.json").write_text(json.dumps({"secret_key": "never " * 9}))
    assert "demonstration.json" in done(on_sqlite, "backup", "--out", str(backup))
    whole = backup.read_bytes()
    refused(on_sqlite, 15, "a backup overwrites nothing", "backup", "--out", str(backup))
    assert backup.read_bytes() == whole
    with zipfile.ZipFile(backup) as archive:
        assert sorted(archive.namelist()) == [
            "audit/checkpoints.jsonl",
            "database/frith.sqlite3",
            "manifest.json",
        ]
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert [key for key in (*KEYS.values(), "never never") if key.encode() in held] == []
    analyst = ("backup", "--out", str(tmp_path / "other"), "--as", "ann@council.example")
    refused(on_sqlite, 14, "Only an administrator or the operator", *analyst)
    assert left_over(tmp_path) == []


def test_a_backup_is_in_the_trail_by_its_digest(on_sqlite: dict[str, str], tmp_path: Path) -> None:
    said = json.loads(done(on_sqlite, "backup", "--out", str(tmp_path / "monday.frith"), "--json"))
    fresh = environment(tmp_path / "fresh")
    done(fresh, "restore", str(tmp_path / "monday.frith"), SINCE)
    for var, act in (("var", "disclosed"), ("fresh", "collected")):
        with sqlite3.connect(tmp_path / var / "frith.sqlite3") as opened:
            found = opened.execute("SELECT act, subject FROM audit_auditevent WHERE subject_type = 'backup'")
            assert found.fetchall() == [(act, said["sha256"])]
        opened.close()


def changed(backup: Path, name: str, content: bytes | None) -> Path:
    """A copy of a backup in which one part is another, or missing."""
    out = backup.with_name(f"changed-{len(list(backup.parent.glob('changed-*')))}")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        if content is not None:
            new.writestr(name, content)
    return out


def test_what_does_not_hold_restores_nothing(on_sqlite: dict[str, str], tmp_path: Path) -> None:
    backup = tmp_path / "monday.frith"
    done(on_sqlite, "backup", "--out", str(backup))
    fresh = environment(tmp_path / "fresh")
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        checkpoints = archive.read("audit/checkpoints.jsonl")
    manifest["manifest"]["sealed"] = 0
    torn = tmp_path / "torn"
    torn.write_bytes(backup.read_bytes()[:-200])
    bad = [
        (changed(backup, "audit/checkpoints.jsonl", checkpoints[:-9] + b"\n"), 16, "not what was backed up"),
        (changed(backup, "audit/checkpoints.jsonl", None), 16, "Given: missing"),
        (changed(backup, "papers/more.pdf", b"more"), 16, "a part that should not be there"),
        (changed(backup, "../outside", b"more"), 16, "a part that should not be there"),
        (changed(backup, "manifest.json", json.dumps(manifest).encode()), 16, "it was changed since"),
        (changed(backup, "manifest.json", b"{}"), 10, "not a backup"),
        (torn, 10, "not a backup"),
        (PROJECT / "README.md", 10, "not a backup"),
    ]
    for path, code, words in bad:
        refused(fresh, code, words, "restore", str(path), SINCE)
        assert not (tmp_path / "fresh" / "frith.sqlite3").exists()
    refused(fresh, 15, "No such file", "restore", str(tmp_path / "absent"), SINCE)
    other_audit = fresh | {"FRITH_AUDIT_KEY": "another text " * 4}
    refused(other_audit, 16, "not signed with this installation's audit key", "restore", str(backup), SINCE)
    other_field = fresh | {"FRITH_FIELD_KEYS": "another text " * 4}
    refused(other_field, 16, "its key is not in the ring", "restore", str(backup), SINCE)
    assert not (tmp_path / "outside").exists()
    done(fresh, "restore", str(backup), SINCE)


def test_a_database_in_use_is_not_replaced_and_a_damaged_one_is(
    on_sqlite: dict[str, str], tmp_path: Path
) -> None:
    place, backup = tmp_path / "var" / "frith.sqlite3", tmp_path / "monday.frith"
    done(on_sqlite, "backup", "--out", str(backup))
    replace = ("restore", str(backup), SINCE, "--replace", "--yes")
    opened = sqlite3.connect(place)
    opened.execute("SELECT count(*) FROM audit_auditevent").fetchone()
    refused(on_sqlite, 15, "the database is in use", *replace)
    opened.close()
    place.write_bytes(b"no database at all" * 500)
    refused(on_sqlite, 18, "the database does not answer", "audit", "verify")
    done(on_sqlite, *replace)
    done(on_sqlite, "audit", "verify")
    assert people(on_sqlite) == {"ann", "operator"}


def test_a_backup_of_other_tables_or_another_database_is_told(
    on_sqlite: dict[str, str], tmp_path: Path
) -> None:
    backup, place = tmp_path / "monday.frith", tmp_path / "var" / "frith.sqlite3"
    with sqlite3.connect(place) as opened:
        opened.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('access', '0999_later', '2026-01-01')"
        )
    opened.close()
    done(on_sqlite, "backup", "--out", str(backup))
    fresh = environment(tmp_path / "fresh")
    refused(fresh, 18, "1 that it does not know, and without 0 of its own", "restore", str(backup), SINCE)
    other = environment(tmp_path / "fresh", "postgresql://frith@127.0.0.1:1/frith")
    refused(other, 18, "another kind of database", "restore", str(backup), SINCE)


def test_the_state_that_nobody_thought_of_is_named(on_sqlite: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "var" / "somebodys-own").mkdir()
    said = done(on_sqlite, "backup", "--out", str(tmp_path / "monday.frith"))
    assert "Not in it: the keys, letters, and whatever else this is: somebodys-own." in said
