"""Text as it is printed."""

from __future__ import annotations

import pytest

from frith.publication.document import Paragraph
from frith.publication.plain_text import as_printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("the peers' rate", "the peers’ rate"),
        ("St James's", "St James’s"),
        ("it's 'on or near' a street", "it’s ‘on or near’ a street"),
        ('called "hot spot" ("hot")', "called “hot spot” (“hot”)"),
        ("a\tb\x00c\x0bd", "a bc d"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("plain", "plain"),
    ],
)
def test_text_is_set_as_a_printer_sets_it(typed: str, printed: str) -> None:
    assert as_printed(typed) == printed
    assert as_printed(printed) == printed


def test_a_value_that_needs_no_change_is_the_same_value() -> None:
    block = Paragraph(("Nothing to change.",))
    assert as_printed(block) is block
    assert as_printed(Paragraph(("It's",))) == Paragraph(("It’s",))
