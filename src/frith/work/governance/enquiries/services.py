"""All writes of enquiries: asking, sending again, taking back, and the one answer."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import constant_time_compare

from frith.guard import encryption
from frith.guard.access.queries import person_acting
from frith.guard.acting import Acting
from frith.guard.audit.events import Act
from frith.guard.audit.recording import act, record, write
from frith.guard.documents import queries as documents
from frith.guard.documents import services as kept
from frith.guard.documents.models import Document
from frith.vocabulary.faults import Fault, Refused, RowsRejected
from frith.vocabulary.gateways import DataClass, gateway_named, gateways_on
from frith.work.governance.actions.models import Action
from frith.work.governance.boards.models import Board
from frith.work.governance.enquiries import contents, permissions, queries, word_form
from frith.work.governance.enquiries.contents import Contents
from frith.work.governance.enquiries.models import (
    ENQUIRY,
    DataAsked,
    Enquiry,
    EnquiryAnswer,
    EnquiryKind,
    EnquiryLink,
    Way,
)
from frith.work.governance.enquiries.scopes import NOT_VISIBLE, enquiry_with
from frith.work.governance.enquiries.standing import MOST_WRONG_CODES, State, standing_of
from frith.work.governance.meetings.models import Meeting
from frith.work.governance.partnerships.models import Partnership

DAYS = (3, 7, 14, 28)
"""How many days a link may work."""
MOST_QUESTIONS = 6
LONGEST_QUESTION = 300
BETWEEN_TRIES = timedelta(seconds=2)
"""How long a wrong code keeps the next one from being looked at."""
_TOKEN_BYTES = 32
_CODE = 1_000_000
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked of whom, as the form asks it. An enquiry about a meeting or an action is for its board too."""

    partnership: Partnership
    respondent: str
    organisation: str
    email: str
    kind: EnquiryKind
    contents: Contents
    gateway: str
    data_asked: tuple[DataAsked, ...]
    days: int
    board: Board | None = None
    meeting: Meeting | None = None
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """An enquiry with the token of its link and the code that opens it: both are known now and never again.

    They are empty where a form that was sent twice made the enquiry before.
    """

    enquiry: Enquiry
    token: str = ""
    code: str = ""


class Tried(StrEnum):
    """What became of a code that was given."""

    RIGHT = "right"
    WRONG = "wrong"
    TOO_SOON = "too soon"
    LOCKED = "locked"


@act
def ask(*, by: Acting, asking: Asking, key: UUID | None = None) -> Sent:
    """Make an enquiry and a link to answer it by. Raises Refused, or RowsRejected with every fault."""
    permissions.check_may_ask(by, asking.partnership, asking.board, asking.action)
    held: Enquiry | None = Enquiry.objects.filter(pk=key, asked_by=by.person).first() if key else None
    if held:
        return Sent(held)
    faults = list(_faults(by, asking))
    if faults:
        raise RowsRejected(*faults)
    pk, own_key = key or uuid4(), encryption.new_own_key()
    made = Enquiry(
        pk=pk,
        reference=_reference(pk),
        partnership=asking.partnership,
        board=asking.board,
        meeting=asking.meeting,
        action=asking.action,
        kind=asking.kind.value,
        respondent=asking.respondent.strip(),
        organisation=asking.organisation.strip(),
        email=asking.email.strip(),
        gateway=asking.gateway,
        data_asked=[each.value for each in asking.data_asked],
        own_key=own_key,
        asked=contents.sealed(own_key, asking.contents),
        asked_by=person_acting(by),
        agency_id=by.agency,
        asked_at=by.business_now,
        answer_by=by.today + timedelta(days=asking.days),
    )
    link, token, code = _link(by, made, asking.days)
    detail: dict[str, str | int] = {
        "gateway": asking.gateway,
        "data": ",".join(made.data_asked),
        "questions": len(asking.contents.questions),
        "link": str(link.pk),
    }
    write(made, link, event=queries.event_about(by, Act.DISCLOSED, made, purpose="asked", detail=detail))
    return Sent(made, token, code)


@act
def send_again(*, by: Acting, enquiry: Enquiry, days: int) -> Sent:
    """Make another link with another code; the earlier ones stop working.

    Raises Refused, also if it was answered or withdrawn; RowsRejected for days that a link may not work.
    """
    _check_open(by, enquiry)
    if days not in DAYS:
        raise RowsRejected(_wrong_days(days))
    earlier = _replaced(by, enquiry)
    enquiry.answer_by = by.today + timedelta(days=days)
    link, token, code = _link(by, enquiry, days)
    detail: dict[str, str | int] = {"link": str(link.pk)}
    event = queries.event_about(by, Act.DISCLOSED, enquiry, purpose="sent again", detail=detail)
    write(enquiry, *earlier, link, event=event)
    return Sent(enquiry, token, code)


@act
def withdraw(*, by: Acting, enquiry: Enquiry) -> Enquiry:
    """Take an enquiry back: its link stops working at once. Raises Refused, also if it was answered."""
    _check_open(by, enquiry)
    earlier = _replaced(by, enquiry)
    enquiry.withdrawn_at = by.business_now
    write(enquiry, *earlier, event=queries.event_about(by, Act.ALTERED, enquiry, purpose="withdrawn"))
    return enquiry


@act
def try_code(*, by: Acting, token: str, code: str) -> Tried:
    """Compare a code with that of a link that works, and count it if it is wrong: five wrong ones lock the link.

    A code that comes within two seconds of a wrong one is not looked at. Raises UnknownName if the link does not work,
    ChangedMeanwhile if two codes come at once.
    """
    link = queries.link_that_works(token, by.at)
    if link.tried_at is not None and by.at - link.tried_at < BETWEEN_TRIES:
        return Tried.TOO_SOON
    given = "".join(each for each in code if each.isdigit())
    if constant_time_compare(queries.hashed_code(link.pk, given), link.hashed_code):
        link.opened_at = by.at
        write(link, event=queries.event_about(by, Act.DISCLOSED, link.enquiry, purpose="opened by the link"))
        return Tried.RIGHT
    link.wrong_codes += 1
    link.tried_at = by.at
    locked = link.wrong_codes >= MOST_WRONG_CODES
    what = Act.SIGN_IN_LOCKED if locked else Act.SIGN_IN_FAILED
    detail: dict[str, str | int] = {"wrong codes": link.wrong_codes}
    write(link, event=queries.event_about(by, what, link.enquiry, purpose="wrong code", detail=detail))
    return Tried.LOCKED if locked else Tried.WRONG


@act
def answer_questions(*, by: Acting, token: str, written: tuple[str, ...]) -> EnquiryAnswer:
    """Take the answers of the person who was asked, who gave the code before; the link works no more.

    Raises UnknownName if the link does not work by now; RowsRejected with every question that is not answered.
    """
    link = queries.link_that_works(token, by.at)
    _check_opened(link, EnquiryKind.QUESTIONS)
    answers = contents.read_answers(contents.contents_of(link.enquiry).questions, written)
    return _answered(by, link.enquiry, Way.LINK, answers=answers, link=link)


@act
def answer_with_file(*, by: Acting, token: str, name: str, content: bytes) -> EnquiryAnswer:
    """Take the file that was asked for; the link works no more.

    Raises UnknownName if the link does not work by now; RowsRejected with every fault of the file.
    """
    link = queries.link_that_works(token, by.at)
    _check_opened(link, EnquiryKind.FILE)
    document = kept.keep(by=by, record_type=ENQUIRY, record=link.enquiry_id, name=name, content=content)
    return _answered(by, link.enquiry, Way.LINK, document=document, link=link)


@act
def bring_form_in(
    *, by: Acting, enquiry: Enquiry, name: str, content: bytes, key: UUID | None = None
) -> Document:
    """Keep a Word form that came back, if it can be read and every question is answered. Nothing is answered by that.

    Raises Refused, RowsRejected with every fault.
    """
    _check_open(by, enquiry)
    word_form.read(enquiry, content)
    return kept.keep(by=by, record_type=ENQUIRY, record=enquiry.pk, name=name, content=content, key=key)


@act
def read_form(*, by: Acting, enquiry: Enquiry, document: UUID) -> tuple[str, ...]:
    """Return the answers on a form that was brought in, to be looked at before they are taken. Raises Refused."""
    _check_open(by, enquiry)
    opened = documents.open_document(by=by, key=document)
    if (opened.document.record_type, opened.document.record) != (ENQUIRY, enquiry.pk):
        raise Refused(NOT_VISIBLE)
    return word_form.read(enquiry, b"".join(opened.pieces))


@act
def take_form(*, by: Acting, enquiry: Enquiry, document: UUID) -> EnquiryAnswer:
    """Take the answers on a form that was brought in; the link works no more. Raises Refused, also if answered."""
    answers = read_form(by=by, enquiry=enquiry, document=document)
    held = documents.document_with(by, document)
    return _answered(by, enquiry, Way.WORD, answers=answers, document=held)


@act
def throw_form_away(*, by: Acting, enquiry: Enquiry, document: UUID) -> None:
    """Erase a form that was brought in and is not the answer. Raises Refused."""
    _check_open(by, enquiry)
    kept.erase(by=by, key=document, rule="form-not-taken")


@act
def read_answer(*, by: Acting, enquiry: Enquiry) -> EnquiryAnswer:
    """Open the answer to an enquiry, and note that its asker has read it. Raises Refused, also if there is none."""
    permissions.check_may_look_after(by, enquiry.pk)
    held: EnquiryAnswer | None = EnquiryAnswer.objects.filter(enquiry=enquiry).first()
    if held is None:
        raise Refused(
            Fault(
                "enquiry.no-answer", "There is no answer yet.", remedy="Wait for it, or send the link again."
            )
        )
    event = queries.event_about(by, Act.CONSULTED, enquiry, purpose="answer")
    if enquiry.read_at is None and enquiry.asked_by_id == by.person:
        enquiry.read_at = by.business_now
        write(enquiry, event=event)
    else:
        record(event)
    return held


@act
def hand_form_out(*, by: Acting, enquiry: Enquiry) -> bytes:
    """Return the Word form of an enquiry, to be sent by hand. Raises Refused, also if it can be answered no more."""
    _check_open(by, enquiry)
    if enquiry.kind != EnquiryKind.QUESTIONS:
        raise Refused(Fault("enquiry.no-form", "A file was asked for, and there is no form for that."))
    record(queries.event_about(by, Act.DISCLOSED, enquiry, purpose="Word form"))
    return word_form.form(enquiry, by.today)


def _answered(
    by: Acting,
    enquiry: Enquiry,
    way: Way,
    *,
    answers: tuple[str, ...] = (),
    document: Document | None = None,
    link: EnquiryLink | None = None,
) -> EnquiryAnswer:
    made = EnquiryAnswer(
        enquiry=enquiry,
        way=way.value,
        answers=contents.sealed_answers(enquiry.own_key, answers),
        document=document.pk if document else None,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    rows = [link] if link else _replaced(by, enquiry)
    if link:
        link.used_at = by.at
    detail: dict[str, str | int] = {
        "way": way.value,
        "sha256": hashlib.sha256(made.answers.encode()).hexdigest(),
    }
    if document:
        detail["document"] = str(document.pk)
    event = queries.event_about(by, Act.COLLECTED, enquiry, purpose="answered", detail=detail)
    write(*rows, made, event=event)  # the link first: of two answers at once the later finds it changed
    return made


def _check_open(by: Acting, enquiry: Enquiry) -> None:
    """Raise Refused unless this person looks after an enquiry that was neither answered nor withdrawn."""
    state = standing_of(enquiry_with(by, enquiry.pk), by.at).state
    if state in (State.ANSWERED, State.WITHDRAWN):
        raise Refused(
            Fault(
                "enquiry.closed",
                f"This enquiry was {state.value} already.",
                remedy="Make another enquiry if there is more to ask.",
            )
        )


def _check_opened(link: EnquiryLink, kind: EnquiryKind) -> None:
    if link.opened_at is None or link.enquiry.kind != kind:
        raise Refused(Fault("enquiry.not-opened", "The code was not given, or something else was asked for."))


def _link(by: Acting, enquiry: Enquiry, days: int) -> tuple[EnquiryLink, str, str]:
    token, code, key = secrets.token_urlsafe(_TOKEN_BYTES), f"{secrets.randbelow(_CODE):06}", uuid4()
    link = EnquiryLink(
        pk=key,
        enquiry=enquiry,
        hashed=queries.hashed(token),
        hashed_code=queries.hashed_code(key, code),
        made_at=by.at,
        expires_at=by.at + timedelta(days=days),
    )
    return link, token, code


def _replaced(by: Acting, enquiry: Enquiry) -> list[EnquiryLink]:
    """Return the links that were not used or replaced, as replaced now."""
    earlier = list(
        EnquiryLink.objects.filter(enquiry=enquiry, used_at__isnull=True, replaced_at__isnull=True)
    )
    for each in earlier:
        each.replaced_at = by.at
    return earlier


def _reference(key: UUID) -> str:
    """Return a short reference, worked out of the key, without letters and figures that are taken for each other."""
    number = int(hashlib.sha256(key.bytes).hexdigest(), 16)
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, len(_LETTERS))
        letters += _LETTERS[rest]
    return f"EN-{letters}"


def _wrong_days(days: int) -> Fault:
    return Fault(
        "enquiry.days",
        "choose how long the link works",
        "days",
        f"{', '.join(map(str, DAYS))} days",
        str(days),
    )


def _faults(by: Acting, asking: Asking) -> Iterator[Fault]:
    for name, what in (("respondent", "who is asked"), ("organisation", "which organisation they work for")):
        if not getattr(asking, name).strip():
            yield Fault("enquiry.whom", f"say {what}", name)
    try:
        validate_email(asking.email.strip())
    except ValidationError:
        yield Fault(
            "enquiry.email",
            "the link needs an e-mail address",
            "email",
            "such as name@school.example",
            asking.email,
        )
    if not asking.contents.purpose.strip():
        yield Fault("enquiry.purpose", "say why it is asked: whoever is asked reads it", "purpose")
    if asking.days not in DAYS:
        yield _wrong_days(asking.days)
    yield from _faults_of_questions(asking)
    yield from _faults_of_law(by, asking)


def _faults_of_questions(asking: Asking) -> Iterator[Fault]:
    questions = asking.contents.questions
    if asking.kind is EnquiryKind.FILE:
        if not asking.contents.file.strip():
            yield Fault("enquiry.file", "say which file is wanted", "file")
        return
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        yield Fault(
            "enquiry.questions",
            "ask at least one question",
            "words1",
            f"1 to {MOST_QUESTIONS}",
            str(len(questions)),
        )
    for number, each in enumerate(questions, start=1):
        if not 0 < len(each.words.strip()) <= LONGEST_QUESTION:
            yield Fault(
                "enquiry.question",
                f"question {number} has no words, or too many",
                f"words{number}",
                f"up to {LONGEST_QUESTION} characters",
            )


def _faults_of_law(by: Acting, asking: Asking) -> Iterator[Fault]:
    known = {each.id for each in gateways_on(by.today)}
    if not asking.data_asked:
        yield Fault("enquiry.data", "say what kind of data is asked for", "data_asked")
    if DataAsked.NONE in asking.data_asked and len(asking.data_asked) > 1:
        yield Fault(
            "enquiry.data", "an answer is about a person, or it is about nobody: choose one", "data_asked"
        )
    if asking.gateway not in known:
        yield Fault(
            "enquiry.gateway",
            "no lawful gateway of this name holds today",
            "gateway",
            ", ".join(sorted(known)),
            asking.gateway,
        )
        return
    gateway = gateway_named(asking.gateway)
    if gateway.data is DataClass.DEPERSONALISED and set(asking.data_asked) - {DataAsked.NONE}:
        yield Fault(
            "enquiry.gateway",
            f"{gateway.statute} is no ground for data about people",
            "gateway",
            "a gateway for personal data, or an answer that is about nobody",
            remedy="Choose another gateway, or ask for nothing about a person.",
        )
