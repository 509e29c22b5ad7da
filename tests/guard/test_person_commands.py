"""The commands by which an operator lets people in, moves them, and resets a second factor."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from tests.made_partnership import TODAY, WALL, Made

from frith.cli import acting as of_commands
from frith.cli.entry import build_parser
from frith.cli.person import run
from frith.guard.access.invitations.queries import invitation_for
from frith.guard.access.models import Person
from frith.guard.access.second_factor import codes
from frith.guard.access.second_factor.queries import has_second_factor
from frith.guard.access.second_factor.services import set_up_time_code
from frith.vocabulary.faults import Refused

pytestmark = pytest.mark.django_db
INVITE = (
    "invite",
    "--email",
    "ned@navy.example",
    "--name",
    "Ned",
    "--agency",
    "The navy",
    "--role",
    "member",
)


@pytest.fixture
def told(made: Made, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run an act of ``frith person`` as the operator, or as somebody, and return what it prints."""

    def tell(*words: str, by: str = "") -> str:
        monkeypatch.setattr(of_commands, "acting", lambda _: made.acting(by) if by else made.operator)
        assert run(build_parser().parse_args(["person", *words])) == 0
        return capsys.readouterr().out

    return tell


def test_inviting(told) -> None:
    said = told(*INVITE, "--site", "https://frith.example/")
    assert said == "ned@navy.example was sent a link that works once, and for 7 days.\n"
    token = re.search(r"https://frith\.example/invitation/([\w-]+)/", mail.outbox[0].body)
    assert token is not None
    assert invitation_for(token[1], WALL).person.name == "Ned"


def test_moving(told, made: Made) -> None:
    day = (TODAY + timedelta(days=3)).isoformat()
    said = told("move", "amina@lantern.example", "--agency", "The rowan", "--on", day, "--role", "caseworker")
    assert said == f"amina@lantern.example works for The rowan from {day} on, as caseworker.\n"
    assert made.acting("amina", TODAY + timedelta(days=3)).agency_name == "The rowan"


def test_resetting_a_second_factor(told, made: Made) -> None:
    secret = codes.new_secret()
    set_up_time_code(by=made.acting("amina"), secret=secret, code=codes.code_of(secret, codes.step_of(WALL)))
    assert "sets up a second factor when they sign in next" in told(
        "second-factor", "reset", "amina@lantern.example"
    )
    assert not has_second_factor(made.persons["amina"].id)


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "dilys", "edwin"])
def test_others_than_administrators_are_refused(told, name: str) -> None:
    for words in (INVITE, ("second-factor", "reset", "amina@lantern.example")):
        with pytest.raises(Refused):
            told(*words, by=name)
    assert not Person.objects.filter(email="ned@navy.example").exists()
