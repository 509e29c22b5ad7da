"""The walls between the rooms stand, and no engine room is left outside them."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
ENGINE = ["vocabulary", "evidence", "linkage", "assessment", "publication"]


def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_the_arrows_point_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("contract", ["engine", "network"])
def test_every_engine_room_is_held(contract: str) -> None:
    built = {f"frith.{room}" for room in ENGINE if (PROJECT / "src/frith" / room / "__init__.py").exists()}
    assert set(contracts()[contract]["source_modules"]) == built


def test_every_room_has_its_place_in_the_order() -> None:
    layers = " ".join(contracts()["rooms"]["layers"])
    rooms = [path.parent.name for path in (PROJECT / "src/frith").glob("*/__init__.py")]
    assert [room for room in rooms if f"frith.{room}" not in layers] == []
