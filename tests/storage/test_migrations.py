"""Every change of the tables can be taken back and made again, on SQLite and on PostgreSQL."""

import json
from pathlib import Path

import pytest
from tests.storage.installed import BOTH, address_on, environment, frith

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", BOTH)
def test_every_app_goes_back_to_nothing_and_forth_to_the_same_tables(kind: str, tmp_path: Path) -> None:
    with address_on(kind) as address:
        result = frith(environment(tmp_path / "var", address), program="tests.storage.migrating")
    assert result.returncode == 0, result.stderr[-3000:]
    said = json.loads(result.stdout)
    assert {"audit", "access", "protection", "jobs", "performance", "governance", "casework"} <= set(
        said["apps"]
    )
    assert len(said["made"]) > 100
    assert said["nothing"] == ["django_migrations"]
    for label, looks in said["each"].items():
        assert looks == said["made"], label
    assert said["all"] == said["made"]
