"""What every test may ask for."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).resolve().parent.parent


settings.register_profile(
    "frith", deadline=None
)  # machines are noisy: no test may depend on how quick one is
settings.load_profile("frith")


def pytest_configure() -> None:
    """Let Ctrl-C be Ctrl-C for the commands that tests start, also where the tests were started in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """A test that leaves Ctrl-C changed would change what the tests after it see, whichever they happen to be."""
    yield
    left = signal.getsignal(signal.SIGINT)
    if left is not signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        pytest.fail(f"this test left Ctrl-C to {left}; call frith.cli.entry.main, which gives it back")


@pytest.fixture(scope="session")
def open_data() -> Path:
    """Return the folder of real open data; skip the test, and say why, where it is not there."""
    folder = Path(os.environ.get("FRITH_DATA", PROJECT.parent / "shared" / "data"))
    if not (folder / "police_uk").is_dir():
        pytest.skip(
            f"needs the real open data: there is no police_uk folder in {folder}; set FRITH_DATA to it"
        )
    return folder
