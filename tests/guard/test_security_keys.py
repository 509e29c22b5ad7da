"""Security keys: which answers hold, and who adds and removes them. The browser's part is in the browser's tests."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.guard.software_key import SoftwareKey
from tests.made_partnership import WALL, Made

from frith.guard.access import sign_in
from frith.guard.access.models import OpenSession, SecurityKey
from frith.guard.access.second_factor import queries, security_keys, services
from frith.guard.acting import Acting
from frith.guard.audit.models import AuditEvent
from frith.vocabulary.faults import Refused, RowsRejected

pytestmark = pytest.mark.django_db
HOST = "localhost"


def add(by: Acting, key: SoftwareKey, **changes: object) -> SecurityKey:
    held = queries.credentials_of(queries.security_keys_of(by.person))
    asked = security_keys.to_register(HOST, by.person, "a@b.example", by.name, held)
    given = {"name": "blue key", "host": HOST, "state": asked.state, "answer": key.made_for(asked.options)}
    return services.add_security_key(by=by, **(given | changes))


def asked_of(made: Made, name: str = "amina", host: str = HOST) -> security_keys.Question:
    keys = queries.security_keys_of(made.persons[name].id)
    return security_keys.to_use(host, queries.credentials_of(keys))


def give(made: Made, state: object, answer: str, name: str = "amina", host: str = HOST) -> OpenSession | None:
    return sign_in.check_security_key(
        made.persons[name], host=host, state=state, answer=answer, device="a test", at=WALL
    )


def test_a_key_is_added_and_opens_a_session(made: Made) -> None:
    key = SoftwareKey()
    held = add(made.acting("amina"), key)
    assert (held.name, held.counter, held.person_id) == ("blue key", 1, made.persons["amina"].id)
    asked = asked_of(made)
    session = give(made, asked.state, key.used_for(asked.options))
    assert session is not None
    assert session.means == "security key"
    assert SecurityKey.objects.get().counter == 2


def test_an_answer_holds_once_and_for_its_own_question(made: Made) -> None:
    key = SoftwareKey()
    add(made.acting("amina"), key)
    asked, other = asked_of(made), asked_of(made)
    answer = key.used_for(asked.options)
    assert give(made, other.state, answer) is None
    assert give(made, asked.state, answer) is not None
    assert give(made, asked.state, answer) is None
    assert give(made, None, key.used_for(other.options)) is None
    failed = AuditEvent.objects.filter(act="sign-in failed", subject=str(made.persons["amina"].id))
    assert [event.purpose for event in failed] == ["security key"] * 3


@pytest.mark.parametrize(
    "origin",
    ["https://localhost.elsewhere.example", "https://elsewhere.example", "http://localhost:8001", "null"],
)
def test_an_answer_to_another_site_does_not_hold(made: Made, origin: str) -> None:
    by, key = made.acting("amina"), SoftwareKey()
    with pytest.raises(RowsRejected) as rejected:
        add(by, replace(key, origin=origin))
    assert rejected.value.code == "access.security-key"
    add(by, key)
    asked = asked_of(made)
    assert give(made, asked.state, replace(key, origin=origin).used_for(asked.options)) is None
    assert OpenSession.objects.count() == 0


def test_a_key_that_somebody_copied_is_found_by_its_counter(made: Made) -> None:
    key = SoftwareKey()
    add(made.acting("amina"), key)
    copied = replace(key)
    asked = asked_of(made)
    assert give(made, asked.state, key.used_for(asked.options)) is not None
    asked = asked_of(made)
    assert give(made, asked.state, copied.used_for(asked.options)) is None


def test_a_key_that_does_not_count_works_again_and_again(made: Made) -> None:
    key = SoftwareKey(counts=False)
    add(made.acting("amina"), key)
    for _ in range(2):
        asked = asked_of(made)
        assert give(made, asked.state, key.used_for(asked.options)) is not None


def test_another_s_key_and_another_key_do_not_hold(made: Made) -> None:
    mine, theirs = SoftwareKey(), SoftwareKey()
    add(made.acting("amina"), mine)
    add(made.acting("beth"), theirs)
    asked = asked_of(made)
    assert give(made, asked.state, theirs.used_for(asked.options)) is None
    forged = replace(theirs, id=mine.id)
    assert give(made, asked.state, forged.used_for(asked.options)) is None


@pytest.mark.parametrize(
    "answer",
    ["", "{", "[]", "null", '"x"', "{}", '{"id": 1}', '{"rawId": "AA", "response": {}}', "9" * 30_000]
    + [
        json.dumps({"rawId": "AA", "id": "AA", "type": "public-key", "response": response})
        for response in (
            {"clientDataJSON": "AA", "attestationObject": "AA", "authenticatorData": "AA", "signature": "AA"},
            {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "", "signature": ""},
            {"clientDataJSON": 1, "attestationObject": [], "authenticatorData": {}, "signature": None},
        )
    ],
)
def test_an_answer_that_is_none_is_a_wrong_one_and_no_more(made: Made, answer: str) -> None:
    by = made.acting("amina")
    with pytest.raises(RowsRejected):
        add(by, SoftwareKey(), answer=answer)
    add(by, SoftwareKey())
    assert give(made, asked_of(made).state, answer) is None


def test_one_key_is_one_person_s(made: Made) -> None:
    key = SoftwareKey()
    held = add(made.acting("amina"), key)
    with pytest.raises(RowsRejected) as rejected:
        add(made.acting("beth"), key)
    assert rejected.value.code == "record.taken"
    services.remove_security_key(by=made.acting("amina"), key=held.id)
    add(made.acting("beth"), key)


def test_a_key_is_removed_by_its_person_alone(made: Made) -> None:
    key = SoftwareKey()
    held = add(made.acting("amina"), key)
    told = []
    for by, wanted in ((made.acting("beth"), held.id), (made.acting("flora"), uuid4())):
        with pytest.raises(Refused) as refusal:
            services.remove_security_key(by=by, key=wanted)
        told.append(refusal.value.faults)
    assert told[0] == told[1]
    asked = asked_of(made)
    services.remove_security_key(by=made.acting("amina"), key=held.id)
    assert give(made, asked.state, key.used_for(asked.options)) is None


def test_keys_go_with_a_reset_and_wrong_ones_close_sign_in(made: Made) -> None:
    key = SoftwareKey()
    add(made.acting("amina"), key)
    for _ in range(5):
        assert give(made, asked_of(made).state, "{}") is None
    asked = asked_of(made)
    with pytest.raises(Refused) as refusal:
        give(made, asked.state, key.used_for(asked.options))
    assert refusal.value.code == "access.sign-in-locked"
    flora = replace(made.acting("flora"), at=WALL + timedelta(minutes=1))
    services.reset_second_factor(by=flora, person=made.persons["amina"])
    assert queries.security_keys_of(made.persons["amina"].id) == []


def test_the_operator_account_has_no_key(made: Made) -> None:
    with pytest.raises(Refused) as refusal:
        add(made.operator, SoftwareKey())
    assert refusal.value.code == "access.operator-account"
