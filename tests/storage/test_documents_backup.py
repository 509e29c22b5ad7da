"""Documents come back with a backup, and those that were erased since do not, on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from tests.storage.installed import BOTH, address_on, another_database, environment, frith

pytestmark = pytest.mark.slow
PROGRAM = "tests.storage.keeping_documents"


def done(installed: dict[str, str], *arguments: str) -> str:
    result = frith(installed, *arguments, program=PROGRAM)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize("kind", BOTH)
def test_a_restore_brings_documents_back_but_not_what_was_erased_since(kind: str, tmp_path: Path) -> None:
    with address_on(kind) as address:
        here = environment(tmp_path / "var", address)
        done(here, "database", "prepare")
        stays, goes = done(here, "keep", "a plan that stays"), done(here, "keep", "a letter by mistake")
        backup = tmp_path / "monday.frith"
        done(here, "backup", "--out", str(backup))
        for secret in (b"a plan that stays", b"a letter by mistake"):
            assert secret not in backup.read_bytes()
        done(here, "erase", goes)
        fresh = environment(tmp_path / "fresh", another_database(address, "fresh"))
        ledger = str(tmp_path / "var" / "erasures.jsonl")
        assert "Erased again: 1." in done(fresh, "restore", str(backup), "--erasures", ledger)
        assert done(fresh, "open", stays) == "a plan that stays.txt a plan that stays"
        assert "documents.not-visible" in frith(fresh, "open", goes, program=PROGRAM).stderr
        done(fresh, "audit", "verify")
