"""The made-up partnership, for the tests of this room."""

from tests.made_partnership import installation, made

__all__ = ["installation", "made"]
