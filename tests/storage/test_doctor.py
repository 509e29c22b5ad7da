"""The doctor finds what is wrong with an installation and says what to do, on SQLite and on PostgreSQL."""

import json
import sqlite3
from pathlib import Path

import pytest
from tests.storage import postgresql
from tests.storage.installed import BOTH, KEYS, address_on, environment, frith

pytestmark = pytest.mark.slow
RIGHT = [
    *("Python", "fetched files", "state folder", "disk"),
    *("keys", "database", "audit trail", "checkpoints", "worker", "mail", "clocks"),
]


def told(installed: dict[str, str]) -> dict[str, str]:
    """Each line by its name; the command has to succeed."""
    result = frith(installed, "doctor")
    assert result.returncode == 0, result.stdout + result.stderr
    return dict(line.split(": ", 1) for line in result.stdout.splitlines())


def ails(installed: dict[str, str], name: str, *words: str) -> None:
    result = frith(installed, "doctor")
    assert (result.returncode, f"{name}: not right" in result.stdout) == (18, True), (
        result.stdout + result.stderr
    )
    assert [each for each in words if each not in result.stderr] == [], result.stderr
    assert "What to do:" in result.stderr
    assert "Traceback" not in result.stderr


def sql(var: Path, *statements: str) -> None:
    with sqlite3.connect(var / "frith.sqlite3") as opened:
        for statement in statements:
            opened.execute(statement)
    opened.close()


@pytest.mark.parametrize("kind", BOTH)
def test_a_sound_installation_is_right_throughout(kind: str, tmp_path: Path) -> None:
    with address_on(kind) as address:
        installed = environment(tmp_path / "var", address)
        ails(installed, "database", "Run: frith database prepare")
        assert frith(installed, "database", "prepare").returncode == 0
        found = told(installed | {"FRITH_TODAY": "2018-04-16"})
    assert list(found) == RIGHT
    assert {line.partition(".")[0] for line in found.values()} == {"right"}
    assert "The business clock stands at 2018-04-16, and the wall clock shows 2" in found["clocks"]
    assert "letters are files" in found["mail"]
    assert "None runs, and nothing waits for one" in found["worker"]


def test_evidence_alone_needs_no_database(tmp_path: Path) -> None:
    bare = {name: value for name, value in environment(tmp_path / "var").items() if name not in KEYS}
    assert list(told(bare)) == RIGHT[:4]
    assert list(tmp_path.iterdir()) == []


def test_each_fault_is_found_and_says_what_to_do(tmp_path: Path) -> None:
    var = tmp_path / "var"
    installed = environment(var)
    assert frith(installed, "database", "prepare").returncode == 0
    assert frith(installed, "audit", "seal").returncode == 0

    ails(installed | {"FRITH_AUDIT_KEY": "short"}, "keys", "FRITH_AUDIT_KEY is too short")
    nobody = f"postgresql://frith@127.0.0.1:{postgresql.free_port()}/frith"
    ails(installed | {"DATABASE_URL": nobody}, "database", "the database does not answer")
    ails(installed | {"DATABASE_URL": "mysql://x/y"}, "database", "a database that Frith does not use")
    mail = {"FRITH_SMTP_URL": f"smtp+plain://127.0.0.1:{postgresql.free_port()}"}
    ails(installed | mail, "mail", "The mail server does not let Frith in")
    ails(installed | {"FRITH_AUDIT_KEY": "another text " * 4}, "checkpoints", "was not signed with this")

    sql(var, "INSERT INTO jobs_worker (name, seen_at) VALUES ('w', '2026-01-01 10:00:00')")
    ails(installed, "worker", "fell silent", "the last was at 2026-01-01 10:00 UTC")
    sql(
        var,
        "DELETE FROM jobs_worker",
        "INSERT INTO jobs_job (id, kind, title, parameters, person, asked_at) VALUES ('a', 'k', 't', '{}', 'p', "
        "'2026-01-01 10:00:00')",
        "INSERT INTO jobs_run (job_id, state, attempts, worker, words, result, fault, changed_at) VALUES ('a', "
        "'waiting', 0, '', '', '', '', '2026-01-01 10:00:00')",
    )
    ails(installed, "worker", "Jobs wait, and there is no worker to do them")
    sql(var, "DELETE FROM jobs_run", "DELETE FROM jobs_job", "DROP TRIGGER audit_auditevent_no_update")
    ails(installed, "audit trail", "no longer refuses changes", "audit_auditevent_no_update")
    sql(
        var,
        "INSERT INTO audit_auditevent (key, at, act, person, agency, channel, subject_type, subject, purpose, detail) "
        "VALUES ('0123456789abcdef0123456789abcdef', '2026-01-01 10:00:00', 'searched', '', '', 's', 's', '', '', "
        "'{}')",
    )
    ails(installed, "audit trail", "have waited long to be sealed")
    (var / "audit/checkpoints.jsonl").write_text("no checkpoint\nat all\n")
    ails(installed, "checkpoints", "a checkpoint cannot be read")
    (var / "frith.sqlite3").write_bytes(b"no database at all" * 500)
    ails(installed, "database", "the database does not answer")
    (var / "demonstration.json").write_text(json.dumps({"demonstration": True})[:-3])
    ails(installed, "keys", "the demonstration's settings cannot be read")
