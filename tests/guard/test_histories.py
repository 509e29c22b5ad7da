"""The history of a record: whole for who may read the trail, changes for who may open it, nothing for the others."""

import re
from uuid import uuid4

import pytest
from tests.made_governance import Governed, govern
from tests.made_partnership import PEOPLE, Made
from tests.website.test_pages import browser

from frith.guard.audit.models import AuditEvent
from frith.guard.histories import History, history_of, kinds_of
from frith.vocabulary.faults import Refused, UnknownName
from frith.work.casework import queries as casework

pytestmark = pytest.mark.django_db


@pytest.fixture
def governed(made: Made) -> Governed:
    return govern(made)


def read(made: Made, name: str, kind: str, key: object) -> History:
    return history_of(by=made.acting(name), kind=kind, key=str(key))


def acts(found: History) -> list[tuple[str, str]]:
    return [(each.act, each.subject_type) for each in found.page]


def test_whoever_may_open_a_record_reads_its_changes_and_an_officer_the_looks_too(made: Made) -> None:
    closed = made.close(reference="LA-1")
    for name in ("amina", "beth"):
        try:
            casework.closure_record(by=made.acting(name), record_id=closed.id, purpose="read")
        except Refused:
            assert name == "beth"
    hers = read(made, "amina", "closure", closed.id)
    assert acts(hers) == [("collected", "casework.closure-record")]
    assert not hers.looks
    his = read(made, "edwin", "closure", closed.id)
    assert his.looks
    assert {act for act, _ in acts(his)} == {"collected", "consulted"}
    assert his.address == ""  # he may not open it
    latest = AuditEvent.objects.latest("id")
    assert (latest.act, latest.subject, latest.purpose) == ("consulted", str(closed.id), "history")


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_nobody_else_reads_it_and_a_record_that_is_not_there_is_refused_alike(made: Made, name: str) -> None:
    closed = made.close(reference="LA-1")
    if name in ("amina", "edwin"):
        assert read(made, name, "closure", closed.id)
        return
    said = set()
    for key in (closed.id, uuid4()):
        with pytest.raises(Refused) as refusal:
            read(made, name, "closure", key)
        said.add(str(refusal.value))
    assert len(said) == 1


def test_a_meeting_s_history_holds_what_lies_within_it(made: Made, governed: Governed) -> None:
    found = read(made, "dilys", "meeting", governed.meeting.pk)
    assert {kind for _, kind in acts(found)} >= {"meeting", "agenda item"}


def test_the_history_of_a_sealed_board_is_its_members_alone(made: Made, governed: Governed) -> None:
    members = {name for name in PEOPLE if may_open(made, name, governed)}
    assert members
    for name in PEOPLE:
        if name in members:
            found = read(made, name, "board", governed.protect.pk)
            assert found.title == governed.protect.name
            assert set(acts(found)) == {("collected", "sealed record")}
        elif name == "edwin":
            known, unknown = (read(made, name, "board", key) for key in (governed.protect.pk, uuid4()))
            # what others were refused, and his own looks, stand under the key that they gave: there or not
            assert {act for act, _ in acts(known)} <= {"refused", "consulted"}
            assert {act for act, _ in acts(unknown)} <= {"refused", "consulted"}
            assert governed.protect.name not in known.title
        else:
            with pytest.raises(Refused):
                read(made, name, "board", governed.protect.pk)


def may_open(made: Made, name: str, governed: Governed) -> bool:
    from frith.work.governance.boards.queries import board

    try:
        return bool(board(by=made.acting(name), key=governed.protect.pk))
    except Refused:
        return False


def test_each_reads_their_own_account_s_history_and_those_who_look_after_people_all(made: Made) -> None:
    amina = made.persons["amina"].id
    assert acts(read(made, "amina", "person", amina))[-1] == ("collected", "person")
    assert acts(read(made, "flora", "person", amina))[-1] == ("collected", "person")
    with pytest.raises(Refused):
        read(made, "beth", "person", amina)


def test_the_page_says_it_in_words_with_names_and_no_ids(made: Made, governed: Governed) -> None:
    page = browser(made, "dilys").get(f"/history/meeting/{governed.meeting.pk}/").content.decode()
    table = page[page.index("<tbody") : page.index("</tbody>")]
    assert "Agenda item recorded" in table
    assert "Dilys, " in table
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", table)


def test_every_kind_has_a_page_and_an_unknown_one_is_named(made: Made) -> None:
    assert len(kinds_of("governance")) == 13
    with pytest.raises(UnknownName) as unknown:
        history_of(by=made.acting("amina"), kind="person", key="x", area="casework")
    assert unknown.value.faults[0].allowed == "closure"
    with pytest.raises(UnknownName):
        read(made, "amina", "closure", "no-id")


@pytest.mark.parametrize("key", ["", "x" * 81, "a/b", "a\x00b", "\u00b2", "1 2"])
def test_what_is_no_id_is_none_for_anybody(made: Made, key: str) -> None:
    for name in ("amina", "edwin"):
        with pytest.raises(UnknownName) as unknown:
            read(made, name, "paper", key)
        assert unknown.value.faults[0].code == "history.key"
