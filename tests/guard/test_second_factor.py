"""The second factor: what is taken, how often, what is kept of it, and who may take it away."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from tests.made_partnership import PASSWORD, WALL, Made

from frith.guard import encryption
from frith.guard.access import sign_in
from frith.guard.access.models import OPERATOR_EMAIL, OpenSession, Person, RecoveryCode, TimeCode
from frith.guard.access.second_factor import codes, queries, services
from frith.guard.access.sessions import queries as sessions
from frith.guard.audit.models import AuditEvent
from frith.vocabulary.faults import IntegrityBroken, Refused, RowsRejected, WrongSettings

pytestmark = pytest.mark.django_db

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238, appendix B, in base 32."""
LATER = WALL + timedelta(minutes=5)


def shown(at=WALL, secret: str = SECRET) -> str:
    """What the app shows at a moment."""
    return pyotp.TOTP(secret).at(at)


def set_up(made: Made, name: str = "amina") -> tuple[str, ...]:
    return services.set_up_time_code(by=made.acting(name), secret=SECRET, code=shown())


def give(made: Made, code: str, at=LATER, name: str = "amina") -> OpenSession | None:
    return sign_in.check_code(made.persons[name], code, device="a test", at=at)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    """Appendix B of the RFC, of whose eight figures an app shows the last six."""
    assert codes.code_of(SECRET, seconds // 30) == code


def test_a_code_is_taken_a_step_early_or_late_and_no_further(made: Made) -> None:
    for steps, taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = shown(WALL + timedelta(seconds=30 * steps))
        assert (codes.step_taken(SECRET, code, at=WALL, after=0) is not None) == taken, steps
    assert codes.step_taken(SECRET, f"{shown()[:3]} {shown()[3:]}", at=WALL, after=0) == codes.step_of(WALL)
    for wrong in ("", "12345", "é" * 6, "0" * 40):
        assert codes.step_taken(SECRET, wrong, at=WALL, after=0) is None


def test_setting_up_keeps_the_secret_encrypted_and_gives_ten_recovery_codes(made: Made) -> None:
    given = set_up(made)
    assert len(set(given)) == 10
    held = TimeCode.objects.get()
    assert SECRET not in held.secret
    assert encryption.decrypted(held.secret) == SECRET
    kept = set(RecoveryCode.objects.values_list("hashed", flat=True))
    assert len(kept) == 10
    assert not kept & set(given)
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject) == ("altered", str(made.persons["amina"].id))
    assert json.loads(event.detail) == {"field": "time code"}


def test_a_wrong_first_code_sets_nothing_up(made: Made) -> None:
    with pytest.raises(RowsRejected) as rejected:
        services.set_up_time_code(by=made.acting("amina"), secret=SECRET, code="000000")
    assert rejected.value.code == "access.wrong-code"
    assert not queries.has_second_factor(made.persons["amina"].id)


def test_a_second_factor_is_replaced_on_purpose_only(made: Made) -> None:
    first = set_up(made)
    with pytest.raises(Refused) as refusal:
        set_up(made)
    assert refusal.value.code == "access.second-factor-there"
    other = codes.new_secret()
    services.set_up_time_code(by=made.acting("amina"), secret=other, code=shown(secret=other), replacing=True)
    assert give(made, shown(LATER)) is None
    assert give(made, first[0]) is None
    assert give(made, shown(LATER, other)) is not None


def test_a_right_code_among_tries_of_one_moment_opens_nothing_once_five_wrong_ones_are_recorded(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(made)
    used = sign_in._used

    def slowly(person: Person, code: str, at: datetime) -> tuple[TimeCode | RecoveryCode | None, str]:
        if code == shown(LATER):
            for _ in range(5):
                assert give(made, "000000") is None
        return used(person, code, at)

    monkeypatch.setattr(sign_in, "_used", slowly)
    with pytest.raises(Refused) as refusal:
        give(made, shown(LATER))
    assert refusal.value.code == "access.sign-in-locked"
    assert not OpenSession.objects.exists()
    assert TimeCode.objects.get().last_step < codes.step_of(LATER)


def test_a_code_works_once_and_none_before_it_does(made: Made) -> None:
    set_up(made)
    assert give(made, shown(), WALL) is None
    code, earlier = shown(LATER), shown(LATER - timedelta(seconds=30))
    session = give(made, code)
    assert session is not None
    assert (session.means, session.device, session.opened_at) == ("time code", "a test", LATER)
    assert give(made, code) is None
    assert give(made, earlier) is None
    acts = AuditEvent.objects.filter(subject=str(made.persons["amina"].id)).order_by("-id")[:3]
    assert [(event.act, event.purpose) for event in acts] == [
        ("sign-in failed", "second factor"),
        ("sign-in failed", "second factor"),
        ("signed in", "time code"),
    ]


def test_of_two_who_give_one_code_at_once_one_is_let_in(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(made)
    read_before = queries.time_code_of(made.persons["amina"].id)
    assert give(made, shown(LATER)) is not None
    monkeypatch.setattr(queries, "time_code_of", lambda person: read_before)
    assert give(made, shown(LATER)) is None
    assert OpenSession.objects.count() == 1


def test_each_recovery_code_works_once_however_it_is_written(made: Made) -> None:
    given = set_up(made)
    session = give(made, given[3].upper().replace("-", " "))
    assert session is not None
    assert session.means == "recovery code"
    assert give(made, given[3]) is None
    assert len(queries.recovery_codes_left(made.persons["amina"].id)) == 9
    assert give(made, given[4], name="beth") is None


def test_new_recovery_codes_end_the_old(made: Made) -> None:
    old = set_up(made)
    new = services.make_recovery_codes(by=made.acting("amina"))
    assert give(made, old[0]) is None
    assert give(made, new[0]) is not None
    assert len(queries.recovery_codes_left(made.persons["amina"].id)) == 9


def test_wrong_codes_and_wrong_passwords_count_together_and_close_both_steps(made: Made) -> None:
    person, given = made.persons["amina"], set_up(made)
    for minute in range(3):
        assert give(made, "000000", WALL + timedelta(minutes=minute)) is None
    assert not sign_in.confirm_password(person, "wrong", at=WALL + timedelta(minutes=3))
    assert sign_in.check_credentials(person.email, "wrong", at=WALL + timedelta(minutes=4)) is None
    for each in (
        lambda: give(made, shown(LATER)),
        lambda: give(made, given[0]),
        lambda: sign_in.check_credentials(person.email, PASSWORD, at=LATER),
        lambda: sign_in.confirm_password(person, PASSWORD, at=LATER),
    ):
        with pytest.raises(Refused) as refusal:
            each()
        assert refusal.value.code == "access.sign-in-locked"
    assert AuditEvent.objects.filter(act="sign-in locked").count() == 1
    assert OpenSession.objects.count() == 0
    assert give(made, given[0], WALL + timedelta(minutes=16)) is not None


def test_an_administrator_resets_a_second_factor_which_ends_sessions(made: Made) -> None:
    person, given = made.persons["amina"], set_up(made)
    assert give(made, shown(LATER)) is not None
    services.reset_second_factor(by=replace(made.acting("flora"), at=LATER), person=person)
    assert not queries.has_second_factor(person.id)
    assert TimeCode.objects.get().secret == ""
    assert sessions.sessions_of(person.id, LATER) == []
    assert give(made, given[0]) is None
    event = AuditEvent.objects.filter(act="altered").latest("id")
    assert (event.person, json.loads(event.detail)) == (
        str(made.persons["flora"].id),
        {"field": "second factor"},
    )
    set_up(made)
    assert queries.has_second_factor(person.id)


@pytest.mark.parametrize("name", ["amina", "beth", "colin", "dilys", "edwin"])
def test_only_administrators_reset_a_second_factor(made: Made, name: str) -> None:
    set_up(made)
    with pytest.raises(Refused) as refusal:
        services.reset_second_factor(by=made.acting(name), person=made.persons["amina"])
    assert refusal.value.code == "access.manage-people"
    assert queries.has_second_factor(made.persons["amina"].id)


def test_the_operator_account_has_no_second_factor(made: Made) -> None:
    operator = Person.objects.get(email=OPERATOR_EMAIL)
    for each in (
        lambda: services.set_up_time_code(by=made.operator, secret=SECRET, code=shown()),
        lambda: services.make_recovery_codes(by=made.operator),
        lambda: services.reset_second_factor(by=made.acting("flora"), person=operator),
    ):
        with pytest.raises(Refused) as refusal:
            each()
        assert refusal.value.code == "access.operator-account"


def test_a_new_key_is_put_first_and_the_old_one_still_opens(settings) -> None:
    old, new = "an old key that is long enough", "a new key that is long enough"
    settings.FRITH_FIELD_KEYS = (old,)
    held = encryption.encrypted("told")
    assert encryption.encrypted("told") != held
    settings.FRITH_FIELD_KEYS = (new, old)
    assert encryption.decrypted(held) == "told"
    settings.FRITH_FIELD_KEYS = (new,)
    with pytest.raises(IntegrityBroken) as broken:
        encryption.decrypted(held)
    assert (broken.value.code, "told" in str(broken.value)) == ("encryption.unreadable", False)
    settings.FRITH_FIELD_KEYS = ()
    with pytest.raises(WrongSettings) as wrong:
        encryption.encrypted("told")
    assert wrong.value.code == "encryption.no-keys"
