"""One small invention for all tests of the demonstration."""

from __future__ import annotations

from pathlib import Path

import pytest

from frith.demo.borough import invent


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented evidence with a tenth of its rows."""
    return invent(tmp_path_factory.mktemp("demo") / "invented", rows_a_year=2_000)
