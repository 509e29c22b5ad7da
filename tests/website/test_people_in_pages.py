"""The list of people comes a page at a time and is searched by words, however many people there are."""

import pytest
from tests.made_partnership import TODAY, Made
from tests.website.test_pages import browser

from frith.guard.access import services
from frith.guard.access.queries import ON_A_PAGE
from frith.guard.roles import Role

pytestmark = pytest.mark.django_db


def add_many(made: Made) -> None:
    for number in range(ON_A_PAGE):
        services.add_person(
            by=made.operator,
            name=f"Zelda {number:02d}",
            email=f"zelda-{number}@council.example",
            agency=made.agencies["council"],
            roles=[Role.MEMBER],
            starts=TODAY,
        )


def test_a_page_shows_some_and_leads_to_the_others(made: Made) -> None:
    add_many(made)
    flora = browser(made, "flora")
    first, second = (flora.get(f"/people/?page={number}").content.decode() for number in (1, 2))
    assert "58 people who have not left" in first
    assert "Amina" in first
    assert "Zelda 49" not in first
    assert "?page=2" in first
    assert "Amina" not in second
    assert "Zelda 49" in second


def test_words_find_people_by_name_and_address_in_any_case(made: Made) -> None:
    add_many(made)
    flora = browser(made, "flora")
    page = flora.get("/people/?q=ZELDA+07").content.decode()
    assert "1 person who has not left" in page
    assert "Zelda 07" in page
    assert "Amina" not in page
    assert "Beth" in flora.get("/people/?q=beth@rowan").content.decode()
    assert "Nobody who has not left" in flora.get("/people/?q=nobody+here").content.decode()


def test_what_is_taken_away_is_what_was_found(made: Made) -> None:
    add_many(made)
    flora = browser(made, "flora")
    assert "/lists/people.csv?q=zelda" in flora.get("/people/?q=zelda&page=1").content.decode()
    lines = flora.get("/lists/people.csv?q=zelda").content.decode()
    assert lines.count("zelda-") == ON_A_PAGE
    assert "Amina" not in lines


def test_nobody_else_finds_anybody(made: Made) -> None:
    assert browser(made, "gwen").get("/people/?q=amina").status_code == 403
