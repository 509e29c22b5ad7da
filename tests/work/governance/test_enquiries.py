"""Enquiries: a link that works once, a code by another way, and an answer that only those who may see it see."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.core import mail
from django.test import Client
from tests.guard.test_documents import PDF, with_macros
from tests.made_enquiries import filled
from tests.made_governance import Governed, govern
from tests.made_partnership import PEOPLE, WALL, Made

from frith.guard.acting import Acting
from frith.guard.audit.models import AuditEvent
from frith.guard.documents import queries as documents
from frith.guard.documents import services as kept
from frith.guard.searching import search
from frith.vocabulary.faults import ChangedMeanwhile, Refused, RowsRejected, UnknownName
from frith.work.governance.boards import services as boards
from frith.work.governance.boards.models import Capacity
from frith.work.governance.enquiries import contents, queries, services, warning, word_form
from frith.work.governance.enquiries.contents import Contents, Question
from frith.work.governance.enquiries.models import (
    DataAsked,
    Enquiry,
    EnquiryAnswer,
    EnquiryKind,
    EnquiryLink,
    QuestionKind,
)
from frith.work.governance.enquiries.services import Asking, Sent, Tried
from frith.work.governance.enquiries.standing import State, standing_of
from frith.work.governance.waiting import waiting_for

pytestmark = pytest.mark.django_db
SECRET = "Does Ann come to school?"
QUESTIONS = (
    Question(SECRET, QuestionKind.YES_NO),
    Question("Since when?", QuestionKind.DATE),
    Question("What do you see?", QuestionKind.TEXT),
)
WRITTEN = ("yes", "27 3 2016", "She is often late.")
OTHERS = ["amina", "beth", "colin", "edwin", "flora", "gwen", "ivor"]


@pytest.fixture
def governed(made: Made) -> Governed:
    return govern(made)


def asking(governed: Governed, **changed: Any) -> Asking:
    held = Asking(
        partnership=governed.partnership,
        respondent="Mr Invented",
        organisation="Made-up School",
        email="head@school.example",
        kind=EnquiryKind.QUESTIONS,
        contents=Contents("To plan support for the family.", QUESTIONS),
        gateway="cda-1998-s115",
        data_asked=(DataAsked.PERSONAL,),
        days=14,
    )
    return replace(held, **changed)


def file_asked(governed: Governed) -> Asking:
    return asking(governed, kind=EnquiryKind.FILE, contents=Contents("For the board.", file="The fire plan"))


def ask(made: Made, governed: Governed, name: str = "dilys", **changed: Any) -> Sent:
    return services.ask(by=made.acting(name), asking=asking(governed, **changed))


def later(by: Acting, **by_how_much: int) -> Acting:
    return replace(by, at=by.at + timedelta(**by_how_much))


def respondent(sent: Sent, **by_how_much: int) -> Acting:
    link = EnquiryLink.objects.filter(enquiry=sent.enquiry).latest("made_at")
    at = WALL + timedelta(**by_how_much)
    return queries.acting_as_respondent(link, at, at)


def opened(sent: Sent) -> Acting:
    by = respondent(sent)
    assert services.try_code(by=by, token=sent.token, code=sent.code) is Tried.RIGHT
    return by


def answered(sent: Sent) -> EnquiryAnswer:
    return services.answer_questions(by=opened(sent), token=sent.token, written=WRITTEN)


# ---------------------------------------------------------------- asking


def test_what_is_asked_and_answered_is_encrypted_and_in_no_event(made: Made, governed: Governed) -> None:
    sent = ask(made, governed)
    answer = answered(sent)
    held = Enquiry.objects.get()
    assert "Ann" not in held.asked
    assert "late" not in answer.answers
    assert contents.contents_of(held).questions == QUESTIONS
    assert contents.answers_of(held, answer) == [
        (SECRET, "Yes"),
        ("Since when?", "27 March 2016"),
        ("What do you see?", "She is often late."),
    ]
    link = EnquiryLink.objects.get()
    assert sent.token not in (link.hashed, link.hashed_code)
    assert sent.code not in link.hashed_code
    trail = " ".join(AuditEvent.objects.values_list("detail", flat=True))
    assert not any(secret in trail for secret in ("Ann", "late", sent.token, sent.code, "Invented"))


def test_asking_keeps_law_and_data_in_the_trail(made: Made, governed: Governed) -> None:
    sent = ask(made, governed, data_asked=(DataAsked.PERSONAL, DataAsked.SPECIAL))
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject_type, event.subject) == ("disclosed", "enquiry", str(sent.enquiry.pk))
    said = json.loads(event.detail)
    assert (said["gateway"], said["data"]) == ("cda-1998-s115", "personal,special")


def test_every_fault_of_asking_is_told_at_once(made: Made, governed: Governed) -> None:
    wrong = asking(
        governed,
        respondent=" ",
        organisation="",
        email="nowhere",
        contents=Contents("", (Question(" ", QuestionKind.TEXT),)),
        gateway="localism-2011-s1",
        data_asked=(DataAsked.CRIMINAL,),
        days=99,
    )
    with pytest.raises(RowsRejected) as rejected:
        services.ask(by=made.acting("dilys"), asking=wrong)
    assert [(fault.code, fault.where) for fault in rejected.value.faults] == [
        ("enquiry.whom", "respondent"),
        ("enquiry.whom", "organisation"),
        ("enquiry.email", "email"),
        ("enquiry.purpose", "purpose"),
        ("enquiry.days", "days"),
        ("enquiry.question", "words1"),
        ("enquiry.gateway", "gateway"),
    ]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"gateway": "pcsca-2022-s16"}, "enquiry.gateway"),  # no law yet on the business day
        ({"data_asked": ()}, "enquiry.data"),
        ({"data_asked": (DataAsked.NONE, DataAsked.PERSONAL)}, "enquiry.data"),
        ({"contents": Contents("Why")}, "enquiry.questions"),
        ({"contents": Contents("Why", QUESTIONS * 3)}, "enquiry.questions"),
        ({"kind": EnquiryKind.FILE}, "enquiry.file"),
    ],
)
def test_what_cannot_be_asked(made: Made, governed: Governed, changed: dict[str, Any], code: str) -> None:
    with pytest.raises(RowsRejected) as rejected:
        ask(made, governed, **changed)
    assert [fault.code for fault in rejected.value.faults] == [code]


def test_a_form_sent_twice_asks_once(made: Made, governed: Governed) -> None:
    key, by = uuid4(), made.acting("dilys")
    first, second = (services.ask(by=by, asking=asking(governed), key=key) for _ in range(2))
    assert (first.enquiry.pk, second.token, second.code) == (second.enquiry.pk, "", "")
    assert EnquiryLink.objects.count() == 1


@pytest.mark.parametrize("name", list(PEOPLE))
def test_who_may_ask(made: Made, governed: Governed, name: str) -> None:
    for board, allowed in (
        (None, {"colin", "dilys", "gwen"}),
        (governed.executive, {"colin", "dilys", "gwen"}),
        (governed.protect, {"gwen"}),
    ):
        if name in allowed:
            assert ask(made, governed, name, board=board).token
        else:
            with pytest.raises(Refused) as refused:
                ask(made, governed, name, board=board)
            assert refused.value.code == "enquiry.ask"


# ---------------------------------------------------------------- who sees it


@pytest.mark.parametrize("name", OTHERS)
def test_absent_and_forbidden_are_one_answer(made: Made, governed: Governed, name: str) -> None:
    sent, by = ask(made, governed), made.acting(name)
    answered(sent)
    absent = Enquiry(pk=uuid4())
    for enquiry in (sent.enquiry, absent):
        for attempt in (
            lambda e=enquiry: queries.enquiry(by=by, key=e.pk),
            lambda e=enquiry: services.read_answer(by=by, enquiry=e),
            lambda e=enquiry: services.send_again(by=by, enquiry=e, days=7),
            lambda e=enquiry: services.withdraw(by=by, enquiry=e),
            lambda e=enquiry: services.hand_form_out(by=by, enquiry=e),
            lambda e=enquiry: services.bring_form_in(by=by, enquiry=e, name="a", content=PDF),
            lambda e=enquiry: services.read_form(by=by, enquiry=e, document=uuid4()),
        ):
            with pytest.raises(Refused) as refused:
                attempt()
            assert refused.value.code == "enquiry.not-visible"
    assert not queries.cut_of(by, "all").exists()
    assert not any(found.kind == "Enquiries" for found in search(by=by, words="Invented"))
    assert not any("Invented" in each.title for each in waiting_for(by))


def test_a_sealed_board_s_enquiry_is_for_those_who_run_it(made: Made, governed: Governed) -> None:
    sent = ask(made, governed, "gwen", board=governed.protect, action=governed.sealed_action)
    answered(sent)
    gwen = made.acting("gwen")
    assert queries.enquiry(by=gwen, key=sent.enquiry.pk) == sent.enquiry
    services.read_answer(by=gwen, enquiry=sent.enquiry)
    for name in set(PEOPLE) - {"gwen"}:
        by = made.acting(name)
        assert not queries.cut_of(by, "all").exists()
        with pytest.raises(Refused):
            queries.enquiry(by=by, key=sent.enquiry.pk)
    # the trail, which others read, names neither the enquiry nor what it holds
    events = AuditEvent.objects.exclude(act="refused")
    assert not events.filter(subject=str(sent.enquiry.pk)).exists()
    assert not any("gateway" in event.detail for event in events)


def test_who_asked_sees_it_no_more_when_the_sealed_board_is_left(made: Made, governed: Governed) -> None:
    sent = ask(made, governed, "gwen", board=governed.protect)
    gwen = made.acting("gwen")
    boards.add_member(
        by=gwen,
        board=governed.protect,
        person=made.persons["dilys"],
        capacity=Capacity.VICE_CHAIR,
        starts=gwen.today,
    )
    seat = governed.protect.members.get(person=made.persons["gwen"])
    boards.end_seat(by=gwen, seat=seat, on=gwen.today - timedelta(days=1))
    with pytest.raises(Refused):
        queries.enquiry(by=made.acting("gwen"), key=sent.enquiry.pk)


@pytest.mark.parametrize("name", list(PEOPLE))
def test_the_page_of_an_action_lists_its_enquiries_to_those_who_see_them(
    made: Made, governed: Governed, name: str
) -> None:
    sent = ask(made, governed, "gwen", board=governed.executive, action=governed.action)
    ask(made, governed, "dilys", board=governed.executive)
    by = made.acting(name)
    shown = [each for each, _ in queries.enquiries_about(by, action=governed.action.pk)]
    assert shown == ([sent.enquiry] if name in {"dilys", "gwen"} else [])
    page = signed_in(made, name).get(f"/actions/{governed.action.pk}/").content.decode()
    assert ("Mr Invented" in page) == (name in {"dilys", "gwen"})


def test_those_who_may_see_it_and_why(made: Made, governed: Governed) -> None:
    sent = ask(made, governed, "gwen", board=governed.executive)
    assert queries.why_visible(made.acting("gwen"), sent.enquiry.pk) == ("You made this enquiry.",)
    assert len(queries.why_visible(made.acting("dilys"), sent.enquiry.pk)) == 2
    assert any(found.kind == "Enquiries" for found in search(by=made.acting("gwen"), words="invented"))


# ---------------------------------------------------------------- the link and the code


def unfit(sent: Sent, made: Made, how: str) -> str:
    """Make a link unfit in a way, and return its token."""
    dilys, by = made.acting("dilys"), respondent(sent)
    match how:
        case "used":
            answered(sent)
        case "replaced":
            services.send_again(by=dilys, enquiry=sent.enquiry, days=7)
        case "withdrawn":
            services.withdraw(by=dilys, enquiry=sent.enquiry)
        case "locked":
            for n in range(5):
                services.try_code(by=later(by, minutes=n), token=sent.token, code="no")
        case "unknown":
            return "made-up-token"
    return sent.token


@pytest.mark.parametrize("how", ["used", "replaced", "withdrawn", "locked", "unknown", "expired"])
def test_a_link_that_does_not_work_says_the_same_whatever_it_lacks(
    made: Made, governed: Governed, how: str, django_assert_num_queries: Any
) -> None:
    sent = ask(made, governed)
    token = unfit(sent, made, how)
    at = WALL + timedelta(days=15) if how == "expired" else WALL + timedelta(hours=1)
    with pytest.raises(UnknownName) as unknown, django_assert_num_queries(1):
        queries.link_that_works(token, at)
    assert unknown.value.faults[0].what.startswith("This link was used already, has expired")
    by = replace(respondent(sent), at=at)
    with pytest.raises(UnknownName):
        services.try_code(by=by, token=token, code=sent.code)
    with pytest.raises(UnknownName):
        services.answer_questions(by=by, token=token, written=WRITTEN)


def test_five_wrong_codes_lock_the_link_and_the_right_one_comes_too_late(
    made: Made, governed: Governed
) -> None:
    sent, by = ask(made, governed), None
    by = respondent(sent)
    wrong = "000000" if sent.code != "000000" else "111111"
    tried = [services.try_code(by=later(by, minutes=n), token=sent.token, code=wrong) for n in range(5)]
    assert tried == [Tried.WRONG] * 4 + [Tried.LOCKED]
    with pytest.raises(UnknownName):
        services.try_code(by=later(by, hours=1), token=sent.token, code=sent.code)
    assert standing_of(Enquiry.objects.get(), by.at).state is State.LOCKED
    acts = (
        AuditEvent.objects.filter(subject=str(sent.enquiry.pk)).order_by("id").values_list("act", flat=True)
    )
    assert list(acts)[-5:] == ["sign-in failed"] * 4 + ["sign-in locked"]


def test_codes_in_quick_succession_are_not_looked_at(made: Made, governed: Governed) -> None:
    sent = ask(made, governed)
    by = respondent(sent)
    assert services.try_code(by=by, token=sent.token, code="x") is Tried.WRONG
    assert services.try_code(by=later(by, seconds=1), token=sent.token, code=sent.code) is Tried.TOO_SOON
    assert services.try_code(by=later(by, seconds=3), token=sent.token, code=sent.code) is Tried.RIGHT
    assert EnquiryLink.objects.get().wrong_codes == 1


def test_a_code_is_read_as_it_is_spoken(made: Made, governed: Governed) -> None:
    sent = ask(made, governed)
    spoken = f" {sent.code[:3]} {sent.code[3:]}"
    assert services.try_code(by=respondent(sent), token=sent.token, code=spoken) is Tried.RIGHT


def test_a_code_opens_its_own_link_alone(made: Made, governed: Governed) -> None:
    one, another = ask(made, governed), ask(made, governed)
    if one.code != another.code:
        assert services.try_code(by=respondent(one), token=one.token, code=another.code) is Tried.WRONG
    with pytest.raises(Refused):
        services.answer_questions(by=respondent(another), token=another.token, written=WRITTEN)


def test_an_answer_is_given_once(made: Made, governed: Governed) -> None:
    sent = ask(made, governed)
    answered(sent)
    with pytest.raises(UnknownName):
        services.answer_questions(by=respondent(sent), token=sent.token, written=WRITTEN)
    for attempt in (
        lambda: services.send_again(by=made.acting("dilys"), enquiry=sent.enquiry, days=7),
        lambda: services.withdraw(by=made.acting("dilys"), enquiry=sent.enquiry),
    ):
        with pytest.raises(Refused, match="answered already"):
            attempt()
    assert (
        standing_of(queries.enquiry(by=made.acting("dilys"), key=sent.enquiry.pk), WALL).state
        is State.ANSWERED
    )


def test_of_two_answers_at_once_one_counts(made: Made, governed: Governed, monkeypatch: Any) -> None:
    sent = ask(made, governed)
    by = opened(sent)
    stale = queries.link_that_works(sent.token, by.at)
    services.answer_questions(by=by, token=sent.token, written=WRITTEN)
    monkeypatch.setattr(queries, "link_that_works", lambda *_: stale)
    with pytest.raises(ChangedMeanwhile):
        services.answer_questions(by=by, token=sent.token, written=WRITTEN)
    assert EnquiryAnswer.objects.count() == 1


def test_every_question_that_is_not_answered_is_told_at_once(made: Made, governed: Governed) -> None:
    sent = ask(made, governed)
    by = opened(sent)
    with pytest.raises(RowsRejected) as rejected:
        services.answer_questions(by=by, token=sent.token, written=("perhaps", "soon", " "))
    assert [fault.where for fault in rejected.value.faults] == ["q1", "q2", "q3"]
    services.answer_questions(by=by, token=sent.token, written=("Don’t know", "", "Nothing"))


def test_a_file_comes_by_the_link_and_is_read_by_those_who_see_the_enquiry(
    made: Made, governed: Governed
) -> None:
    sent = services.ask(by=made.acting("dilys"), asking=file_asked(governed))
    by = opened(sent)
    with pytest.raises(RowsRejected):
        services.answer_with_file(by=by, token=sent.token, name="plan.docx", content=with_macros())
    answer = services.answer_with_file(by=by, token=sent.token, name="plan.pdf", content=PDF)
    assert answer.document is not None
    assert b"".join(documents.open_document(by=made.acting("dilys"), key=answer.document).pieces) == PDF
    for name in OTHERS:
        with pytest.raises(Refused):
            documents.open_document(by=made.acting(name), key=answer.document)
    with pytest.raises(Refused):
        documents.open_document(by=by, key=answer.document)


def test_somebody_who_was_asked_hands_a_file_to_no_other_enquiry(made: Made, governed: Governed) -> None:
    one, another = (services.ask(by=made.acting("dilys"), asking=file_asked(governed)) for _ in range(2))
    with pytest.raises(Refused):
        kept.keep(by=opened(one), record_type="enquiry", record=another.enquiry.pk, name="a.pdf", content=PDF)


# ---------------------------------------------------------------- what waits


def test_what_waits_for_the_asker(made: Made, governed: Governed) -> None:
    dilys, sent = made.acting("dilys"), ask(made, governed)

    def titles(by: Acting) -> list[str]:
        return [each.title for each in waiting_for(by) if "Invented" in each.title]

    assert titles(dilys) == []
    assert titles(later(dilys, days=13)) == ["The link of Mr Invented ends soon"]
    assert titles(later(dilys, days=14)) == ["The link of Mr Invented has ended"]
    answered(sent)
    assert titles(dilys) == ["Mr Invented has answered"]
    services.read_answer(by=dilys, enquiry=queries.enquiry(by=dilys, key=sent.enquiry.pk))
    assert titles(dilys) == []
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject, event.purpose) == ("consulted", str(sent.enquiry.pk), "answer")


def test_the_list_in_its_cuts(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    waits, done, back = (ask(made, governed).enquiry for _ in range(3))
    answered(Sent(done, *_again(dilys, done)))
    services.withdraw(by=dilys, enquiry=back)
    assert {
        wanted: set(queries.cut_of(dilys, wanted)) for wanted in ("waiting", "answered", "ended", "all")
    } == {"waiting": {waits}, "answered": {done}, "ended": {back}, "all": {waits, done, back}}
    assert set(queries.cut_of(later(dilys, days=20), "ended")) == {waits, back}


def _again(by: Acting, enquiry: Enquiry) -> tuple[str, str]:
    sent = services.send_again(by=by, enquiry=enquiry, days=7)
    return sent.token, sent.code


def test_an_asker_is_written_to_once_before_the_link_ends_and_not_told_what_it_is_about(
    made: Made, governed: Governed
) -> None:
    ask(made, governed, "gwen", board=governed.protect)
    dilys = made.acting("dilys")
    assert warning.warn(by=dilys, address="https://frith.example/") == (0, [])
    for _ in range(2):
        warning.warn(by=later(dilys, days=13), address="https://frith.example/")
    assert [letter.to for letter in mail.outbox] == [["gwen@police.example"]]
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert "https://frith.example/enquiries/" in said
    assert not any(word in said for word in ("Invented", "EN-", "Protect", "school"))


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_only_an_officer_has_askers_warned(made: Made, governed: Governed, name: str) -> None:
    with pytest.raises(Refused):
        warning.warn(by=made.acting(name), address="x")


def test_a_warning_that_could_not_be_sent_is_sent_the_next_time(
    made: Made, governed: Governed, monkeypatch: Any
) -> None:
    def fails(*_given: object) -> None:
        raise ConnectionRefusedError

    ask(made, governed)
    soon = later(made.acting("dilys"), days=13)
    with monkeypatch.context() as patch:
        patch.setattr(warning, "send_mail", fails)
        written, faults = warning.warn(by=soon, address="x")
    assert (written, faults[0].code) == (0, "enquiry.warning-not-sent")
    assert warning.warn(by=soon, address="x") == (1, [])


# ---------------------------------------------------------------- the Word form


def test_the_form_goes_out_and_comes_in(made: Made, governed: Governed) -> None:
    dilys, sent = made.acting("dilys"), ask(made, governed)
    form = services.hand_form_out(by=dilys, enquiry=sent.enquiry)
    text = "\n".join(each.text for each in docx.Document(io.BytesIO(form)).paragraphs)
    assert "Why we ask" in text
    styles = {p.style.name for p in docx.Document(io.BytesIO(form)).paragraphs if p.text == "Why we ask"}
    assert styles == {"Heading 1"}
    held = services.bring_form_in(
        by=dilys,
        enquiry=sent.enquiry,
        name="back.docx",
        content=filled(form, ("Yes", "27 March 2016", "Late.")),
    )
    assert not EnquiryAnswer.objects.exists()
    assert services.read_form(by=dilys, enquiry=sent.enquiry, document=held.pk) == (
        "yes",
        "2016-03-27",
        "Late.",
    )
    answer = services.take_form(by=dilys, enquiry=sent.enquiry, document=held.pk)
    assert (answer.way, answer.document, answer.recorded_by) == ("word", held.pk, dilys.person)
    with pytest.raises(UnknownName):
        queries.link_that_works(sent.token, WALL)


def test_every_fault_of_a_form_is_told_at_once(made: Made, governed: Governed) -> None:
    dilys, sent = made.acting("dilys"), ask(made, governed)
    form = services.hand_form_out(by=dilys, enquiry=sent.enquiry)
    with pytest.raises(RowsRejected) as rejected:
        services.bring_form_in(
            by=dilys,
            enquiry=sent.enquiry,
            name="back.docx",
            content=filled(form, ("maybe", "soon", word_form.PLACE), change="Is Ann well?"),
        )
    assert [fault.code for fault in rejected.value.faults] == [
        "enquiry.form-question",
        *["enquiry.answer"] * 3,
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PDF, "enquiry.form"),
        (with_macros(), "documents.macros"),
        (b"", "documents.empty"),
    ],
)
def test_a_form_that_is_none(made: Made, governed: Governed, content: bytes, code: str) -> None:
    sent = ask(made, governed)
    with pytest.raises(RowsRejected) as rejected:
        services.bring_form_in(by=made.acting("dilys"), enquiry=sent.enquiry, name="a.docx", content=content)
    assert rejected.value.code == code


def test_the_form_of_another_enquiry_is_not_taken(made: Made, governed: Governed) -> None:
    dilys = made.acting("dilys")
    one, another = ask(made, governed), ask(made, governed)
    form = filled(services.hand_form_out(by=dilys, enquiry=one.enquiry), ("yes", "", "x"))
    with pytest.raises(RowsRejected) as rejected:
        services.bring_form_in(by=dilys, enquiry=another.enquiry, name="a.docx", content=form)
    assert rejected.value.code == "enquiry.form-reference"
    held = services.bring_form_in(by=dilys, enquiry=one.enquiry, name="a.docx", content=form)
    with pytest.raises(Refused):
        services.take_form(by=dilys, enquiry=another.enquiry, document=held.pk)
    services.throw_form_away(by=dilys, enquiry=one.enquiry, document=held.pk)
    with pytest.raises(Refused):
        services.take_form(by=dilys, enquiry=one.enquiry, document=held.pk)


# ---------------------------------------------------------------- the pages


def signed_in(made: Made, name: str) -> Client:
    client = Client()
    client.force_login(made.persons[name])
    return client


FORM = {
    "respondent": "Mr Invented",
    "organisation": "Made-up School",
    "email": "head@school.example",
    "kind": "questions",
    "purpose": "To plan support.",
    "gateway": "cda-1998-s115",
    "data_asked": ["personal"],
    "days": "14",
    "words1": SECRET,
    "kind1": "yes-no",
}


def asked_by_page(
    made: Made, governed: Governed, query: str = "", **changed: Any
) -> tuple[Client, str, str, str]:
    """Ask on the page; return the browser, the address of the enquiry, the link and the code."""
    client = signed_in(made, "dilys")
    answers = {**FORM, "partnership": str(governed.partnership.pk), "once": str(uuid4()), **changed}
    response = client.post(f"/enquiries/new/{query}", answers)
    assert response.status_code == 302, response.content.decode()
    page = client.get(response["Location"]).content.decode()
    code = re.search(r"notification-banner__heading\">(\d{3}) (\d{3})<", page)
    assert code
    link = re.search(r"http://testserver(/answer/\S+/)", str(mail.outbox[-1].body))
    assert link
    return client, response["Location"], link[1], code[1] + code[2]


def test_the_whole_way_by_pages(made: Made, governed: Governed) -> None:
    asker, address, link, code = asked_by_page(made, governed)
    letter = mail.outbox[-1]
    assert letter.to == ["head@school.example"]
    assert not any(word in letter.subject + str(letter.body) for word in ("Ann", code, "support"))
    assert code[:3] + " " + code[3:] not in asker.get(address).content.decode()  # shown once
    browser = Client()
    first = browser.get(link).content.decode()
    assert "Enter your code" in first
    assert "Ann" not in first
    assert "<nav" not in first
    assert browser.post(link, {"code": code}).status_code == 302
    page = browser.get(link).content.decode()
    assert SECRET in page
    assert "To plan support." in page
    wrong = browser.post(link, {"q1": ""})
    assert wrong.status_code == 400
    assert "Question 1 is not answered" in wrong.content.decode()
    sent = browser.post(link, {"q1": "don't know"})
    receipt = browser.get(sent["Location"]).content.decode()
    assert Enquiry.objects.get().reference in receipt
    assert browser.get(link).status_code == 404
    assert Client().get(sent["Location"]).status_code == 404
    assert "has answered" in asker.get("/").content.decode()
    assert "Don&#x27;t know" in asker.get(f"{address}answer/").content.decode()


def test_a_used_a_locked_and_an_unknown_link_have_one_page(made: Made, governed: Governed) -> None:
    pages = set()
    sent = ask(made, governed)
    for how in ("used", "unknown"):
        response = Client().get(f"/answer/{unfit(sent, made, how)}/")
        assert response.status_code == 404
        pages.add(response.content)
        pages.add(Client().post(f"/answer/{unfit(sent, made, 'unknown')}/", {"code": "123456"}).content)
    assert len(pages) == 1


def test_typing_is_kept_when_the_code_must_be_given_again(made: Made, governed: Governed) -> None:
    _, _, link, code = asked_by_page(made, governed, words1="What do you see?", kind1="text")
    browser = Client()
    browser.post(link, {"code": code})
    session = browser.session
    session["frith_enquiry_opened"] = [session["frith_enquiry_opened"][0], "2016-01-01T00:00:00+00:00"]
    session.save()
    away = browser.post(link, {"q1": "A long tale."}).content.decode()
    assert "What you typed is kept" in away
    assert "A long tale" not in away
    browser.post(link, {"code": code})
    assert "A long tale." in browser.get(link).content.decode()


def test_another_browser_needs_the_code_too(made: Made, governed: Governed) -> None:
    _, _, link, code = asked_by_page(made, governed)
    Client().post(link, {"code": code})
    other = Client().post(link, {"q1": "yes"})
    assert "Enter your code" in other.content.decode()
    assert not EnquiryAnswer.objects.exists()


def test_a_file_by_the_pages(made: Made, governed: Governed) -> None:
    asker, address, link, code = asked_by_page(made, governed, kind="file", file="The fire plan", words1="")
    browser = Client()
    browser.post(link, {"code": code})
    assert "The fire plan" in browser.get(link).content.decode()
    bad = browser.post(link, {"file": io.BytesIO(b"MZ\0")})
    assert bad.status_code == 400
    assert "of a kind that is not kept" in bad.content.decode()
    held = io.BytesIO(PDF)
    held.name = "plan.pdf"
    assert browser.post(link, {"file": held}).status_code == 302
    page = asker.get(f"{address}answer/").content.decode()
    document = re.search(r"/documents/[0-9a-f-]+/", page)
    assert document
    assert b"".join(asker.get(document[0]).streaming_content) == PDF  # type: ignore[attr-defined]
    assert signed_in(made, "edwin").get(document[0]).status_code == 403


def test_the_form_by_the_pages(made: Made, governed: Governed) -> None:
    asker, address, link, _ = asked_by_page(made, governed)
    form = asker.get(f"{address}form.docx").content
    held = io.BytesIO(filled(form, ("No",)))
    held.name = "back.docx"
    preview = asker.post(f"{address}forms/new/", {"file": held, "once": str(uuid4())})
    assert "Nothing is taken yet" in asker.get(preview["Location"]).content.decode()
    assert signed_in(made, "edwin").get(preview["Location"]).status_code == 403
    taken = asker.post(preview["Location"], {"form": "take"})
    assert taken["Location"] == f"{address}answer/"
    assert "On the Word form" in asker.get(taken["Location"]).content.decode()
    assert Client().get(link).status_code == 404


def test_asking_from_a_board_a_meeting_and_an_action(made: Made, governed: Governed) -> None:
    for name, key in (
        ("board", governed.executive.pk),
        ("meeting", governed.meeting.pk),
        ("action", governed.action.pk),
    ):
        asked_by_page(made, governed, f"?{name}={key}")
        held = Enquiry.objects.latest("asked_at")
        assert held.board == governed.executive
    client = signed_in(made, "dilys")
    assert client.get(f"/enquiries/new/?board={governed.protect.pk}").status_code == 403
    assert client.get("/enquiries/new/?board=x").status_code == 404


def test_a_letter_that_cannot_be_sent_is_told(made: Made, governed: Governed, monkeypatch: Any) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("frith.work.governance.enquiries.letters.send_mail", refuse)
    client = signed_in(made, "dilys")
    answers = {**FORM, "partnership": str(governed.partnership.pk), "once": str(uuid4())}
    response = client.post("/enquiries/new/", answers)
    assert "The letter could not be sent" in client.get(response["Location"]).content.decode()


def test_faults_stand_beside_their_questions(made: Made, governed: Governed) -> None:
    response = signed_in(made, "dilys").post("/enquiries/new/", {"kind": "questions"})
    assert response.status_code == 400
    assert response.content.decode().count("govuk-error-message") >= 7
    answers = {**FORM, "partnership": str(governed.partnership.pk), "words1": ""}
    response = signed_in(made, "dilys").post("/enquiries/new/", answers)
    assert "Ask at least one question" in response.content.decode()
