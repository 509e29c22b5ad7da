"""The page of operations is current."""

from pathlib import Path

from frith.website.api.reference import api_reference

PROJECT = Path(__file__).resolve().parents[3]


def test_the_page_of_operations_is_current() -> None:
    page = (PROJECT / "docs/reference/api.md").read_text(encoding="utf-8")
    assert page == api_reference(), "Run: make reference"
