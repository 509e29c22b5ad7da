"""What a page or an operation asks of the database does not grow with the rows that it shows or passes over."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from tests.made_partnership import Made
from tests.website.api.conftest import add_dataset
from tests.website.api.programs import MATRIX as OPERATIONS
from tests.website.api.programs import ROOT, program
from tests.website.growing import Growing
from tests.website.test_pages import MATRIX, NOBODY, browser, fill, read_to_the_end

pytestmark = pytest.mark.django_db
FEW, MANY = range(3), range(3, 20)
LOOKERS = ("amina", "dilys", "edwin", "flora", "gwen")
"""A caseworker, a partnership officer, a data-protection officer, an administrator and a member: together they get
every page that anybody gets."""


def looked_at(made: Made) -> Iterator[tuple[str, Client, str]]:
    """Every page and every operation that reads, for everybody who looks and gets it: its name, and how to ask."""
    programs = {name: program(made, name) for name in LOOKERS}
    for pattern, (address, allowed) in MATRIX.items():
        for name in LOOKERS:
            if name in allowed:
                yield f"{pattern} for {name}", browser(made, name), address()
    for operation, example in OPERATIONS.items():
        for name in LOOKERS:
            if name in example.allowed and example.method == "GET":
                yield f"{operation} for {name}", programs[name], ROOT + example.address()


def asked(client: Client, address: str) -> list[str]:
    """The queries of one look, after another look that filled what is kept between two."""
    for _ in range(2):
        found: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any, found: list[str] = found) -> Any:
            found.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            response = client.get(address)
            read_to_the_end(response)
        assert response.status_code == 200, address
    return found


def grown(few: list[str], many: list[str]) -> str:
    """What was asked more often, for whoever reads the failure."""
    shapes = lambda found: [each[:160] for each in found]  # noqa: E731
    more = [
        each for each in dict.fromkeys(shapes(many)) if shapes(many).count(each) > shapes(few).count(each)
    ]
    return f"{len(few)} queries became {len(many)}:\n    " + "\n    ".join(more[:6])


def test_queries_do_not_grow_with_rows(made: Made, installation: Path, settings) -> None:
    settings.FRITH_API_A_MINUTE = 1_000_000
    cache.clear()
    add_dataset(installation, "made-up")
    fill(made, installation)
    growing = Growing(made)
    looks = list(looked_at(made))
    growing.grow(FEW)
    before = {name: asked(client, address) for name, client, address in looks}
    growing.grow(MANY)
    more = {}
    for name, client, address in looks:
        after = asked(client, address)
        if len(after) != len(before[name]):
            more[name] = grown(before[name], after)
    assert not more, "\n".join(f"{name}: {what}" for name, what in more.items())


def test_together_they_get_every_page() -> None:
    got = {pattern for pattern, (_, allowed) in MATRIX.items() if allowed & set(LOOKERS)}
    assert got | {"jobs/<uuid:key>/"} >= {
        pattern for pattern, (_, allowed) in MATRIX.items() if allowed - {NOBODY}
    }
