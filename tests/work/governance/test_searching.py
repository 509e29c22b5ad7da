"""Searching: the same scopes as the lists, recorded without the words, and nothing of sealed boards for others."""

import json

import pytest
from tests.made_governance import Governed
from tests.made_partnership import PEOPLE, Made

from frith.guard.audit.models import AuditEvent
from frith.guard.searching import search
from frith.work.governance.meetings import services as meetings

pytestmark = pytest.mark.django_db


def lines(made: Made, name: str, words: str) -> list[str]:
    return [hit.line for found in search(by=made.acting(name), words=words) for hit in found.hits]


def test_minutes_decisions_and_actions_are_found_by_their_words(made: Made, governed: Governed) -> None:
    meetings.save_minute(by=made.acting("dilys"), item=governed.item, text="Alleys were named.", read_with=0)
    assert lines(made, "dilys", "alleys") == ["Autumn meeting"]
    assert lines(made, "dilys", "priority") == ["Make burglary a priority."]
    assert lines(made, "gwen", "Map the") == ["Map the burglaries."]


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"gwen"}))
def test_nothing_of_a_sealed_board_is_found_outside_it(made: Made, governed: Governed, name: str) -> None:
    for words in ("protect", "crowded", "hostile", "square"):
        assert lines(made, name, words) == []
    assert lines(made, "gwen", "crowded") == ["Walk the crowded square.", "Crowded places review"]


@pytest.mark.parametrize("words", ["", " ", "a", "%", "  x "])
def test_too_little_finds_nothing(made: Made, governed: Governed, words: str) -> None:
    assert lines(made, "dilys", words) == []


def test_signs_of_the_database_are_letters_like_others(made: Made, governed: Governed) -> None:
    assert lines(made, "dilys", "%%") == []
    assert lines(made, "dilys", "__") == []


def test_a_search_is_recorded_without_its_words(made: Made, governed: Governed) -> None:
    search(by=made.acting("gwen"), words="crowded")
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject_type) == ("searched", "site")
    assert "crowded" not in event.detail
    assert json.loads(event.detail)["found"] == 0  # of open boards


def test_a_letter_that_no_database_takes_is_left_out_of_what_is_asked(made: Made, governed: Governed) -> None:
    found = search(by=made.acting("dilys"), words="Execu\0")
    assert [hit.line for kind in found for hit in kind.hits if kind.kind == "Boards"] == ["Executive Group"]
    assert search(by=made.acting("dilys"), words="\0" * 9) == ()
