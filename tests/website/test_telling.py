"""What was done is told once, on the page that follows, to the person who did it."""

from pathlib import Path

import pytest
from tests.made_partnership import Made
from tests.website.test_pages import browser, fill, meeting

pytestmark = pytest.mark.django_db


def test_what_was_done_is_told_once_on_the_next_page(made: Made, installation: Path) -> None:
    client = browser(fill(made, installation), "dilys")
    address = f"/meetings/{meeting().pk}/"
    answer = client.get(f"{address}interests/new/")
    once = answer.context["form"]["once"].value()
    sent = {"once": once, "name": "Grace Wood", "nature": "Her sister owns the shop"}
    done = client.post(f"{address}interests/new/", sent, follow=True)
    page = done.content.decode()
    assert done.status_code == 200
    assert "Declare an interest: saved." in page
    assert 'role="alert"' in page
    assert "Declare an interest: saved." not in client.get(address).content.decode()


def test_a_fault_is_not_told_as_done(made: Made, installation: Path) -> None:
    client = browser(fill(made, installation), "dilys")
    address = f"/meetings/{meeting().pk}/"
    answer = client.post(f"{address}interests/new/", {})
    assert answer.status_code == 400
    assert "saved." not in client.get(address).content.decode()
