"""What every test may ask for."""

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def open_data() -> Path:
    """Return the folder of real open data; skip the test, and say why, where it is not there."""
    folder = Path(os.environ.get("FRITH_DATA", PROJECT.parent / "shared" / "data"))
    if not (folder / "police_uk").is_dir():
        pytest.skip(
            f"needs the real open data: there is no police_uk folder in {folder}; set FRITH_DATA to it"
        )
    return folder
