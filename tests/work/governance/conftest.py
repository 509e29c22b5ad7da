"""A governed partnership for every test of governance."""

import pytest
from tests.made_governance import Governed, govern
from tests.made_partnership import Made, installation, made

__all__ = ["installation", "made"]


@pytest.fixture
def governed(made: Made) -> Governed:
    return govern(made)
