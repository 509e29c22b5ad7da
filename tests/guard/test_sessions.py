"""Sessions: who sees and ends them, and what ends them without being asked."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.made_partnership import WALL, Made

from frith.guard.access import services, sign_in
from frith.guard.access.models import OpenSession
from frith.guard.access.sessions import queries
from frith.guard.access.sessions.devices import UNKNOWN, in_words
from frith.guard.access.sessions.services import end_session, end_sessions
from frith.guard.audit.models import AuditEvent
from frith.vocabulary.faults import Refused, RowsRejected

pytestmark = pytest.mark.django_db


def opened(made: Made, name: str = "amina", minutes: int = 0) -> OpenSession:
    at = WALL + timedelta(minutes=minutes)
    return sign_in.open_session(made.persons[name], device="a test", means="a test", at=at)


def left(made: Made, name: str = "amina", at=WALL + timedelta(minutes=10)) -> list[OpenSession]:
    return queries.sessions_of(made.persons[name].id, at)


def test_sessions_are_listed_latest_first_and_end_of_themselves(made: Made) -> None:
    first, second = opened(made), opened(made, minutes=5)
    opened(made, "beth")
    assert left(made) == [second, first]
    assert left(made, at=WALL + timedelta(hours=8)) == [second]
    assert not queries.session_is_open(first.id, first.person_id, WALL + timedelta(hours=8))
    assert not queries.session_is_open(first.id, made.persons["beth"].id, WALL + timedelta(minutes=1))


def test_one_is_ended_and_it_is_recorded(made: Made) -> None:
    first, second = opened(made), opened(made, minutes=5)
    by = replace(made.acting("amina"), at=WALL + timedelta(minutes=6))
    end_session(by=by, session=first.id)
    assert left(made) == [second]
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject_type, event.subject) == ("signed out", "session", str(first.id))


@pytest.mark.parametrize("name", ["beth", "colin", "dilys", "edwin", "flora"])
def test_nobody_ends_another_s_session_or_learns_whether_it_is_there(made: Made, name: str) -> None:
    session = opened(made)
    by = replace(made.acting(name), at=WALL + timedelta(minutes=1))
    told = []
    for key in (session.id, uuid4()):
        with pytest.raises(Refused) as refusal:
            end_session(by=by, session=key)
        told.append(refusal.value.faults)
    assert told[0] == told[1]
    assert left(made) == [session]


def test_signing_out_everywhere_ends_one_s_own(made: Made) -> None:
    opened(made)
    opened(made, minutes=5)
    other = opened(made, "beth")
    assert end_sessions(by=replace(made.acting("amina"), at=WALL + timedelta(minutes=6))) == 2
    assert left(made) == []
    assert left(made, "beth") == [other]


def test_a_changed_password_ends_the_other_sessions(made: Made) -> None:
    here, elsewhere = opened(made), opened(made, minutes=5)
    by = replace(made.acting("amina"), at=WALL + timedelta(minutes=6))
    with pytest.raises(RowsRejected):
        services.change_own_password(by=by, password="too short", session=here.id)
    assert left(made) == [elsewhere, here]
    services.change_own_password(by=by, password="another one entirely", session=here.id)
    assert left(made) == [here]
    assert OpenSession.objects.get(pk=elsewhere.id).ended_why == "password changed"
    assert sign_in.check_credentials("amina@lantern.example", "another one entirely", at=WALL)
    with pytest.raises(Refused) as refusal:
        services.change_own_password(by=made.operator, password="another one entirely", session=None)
    assert refusal.value.code == "access.operator-account"


def test_a_password_that_an_administrator_gives_and_leaving_end_all_sessions(made: Made) -> None:
    flora = replace(made.acting("flora"), at=WALL + timedelta(minutes=6))
    opened(made)
    services.set_password(by=flora, person=made.persons["amina"], password="another one entirely")
    assert left(made) == []
    opened(made)
    services.record_leaving(by=flora, person=made.persons["amina"], on=WALL.date() + timedelta(days=1))
    assert len(left(made)) == 1
    services.record_leaving(by=flora, person=made.persons["amina"])
    assert left(made) == []


def test_signing_out_ends_the_session(made: Made) -> None:
    session = opened(made)
    sign_in.record_sign_out(made.persons["amina"], at=WALL + timedelta(minutes=1), session=session)
    assert left(made) == []
    assert OpenSession.objects.get().ended_why == "signed out"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Windows",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("curl/8.0", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_devices_in_words(said: str, words: str) -> None:
    assert in_words(said) == words
