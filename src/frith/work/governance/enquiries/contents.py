"""What an enquiry asks and what is answered, as they are encrypted, and how an answer is read from what was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from frith.guard import encryption
from frith.guard.forms import WAYS_TO_WRITE_A_DAY
from frith.vocabulary.faults import Fault, RowsRejected
from frith.vocabulary.periods import day_in_words
from frith.work.governance.enquiries.models import Enquiry, EnquiryAnswer, QuestionKind

LONGEST_ANSWER = 5_000
YES_NO = {"yes": "Yes", "no": "No", "don't know": "Don't know"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its words, and how it is answered."""

    words: str
    kind: QuestionKind


@dataclass(frozen=True, slots=True)
class Contents:
    """What an enquiry asks: why, and the questions or the file that is wanted."""

    purpose: str
    questions: tuple[Question, ...] = ()
    file: str = ""


def sealed(own_key: str, contents: Contents) -> str:
    """Return what is asked, encrypted."""
    questions = [[each.words, each.kind.value] for each in contents.questions]
    held = {"purpose": contents.purpose, "questions": questions, "file": contents.file}
    return encryption.encrypted_with(own_key, json.dumps(held))


def contents_of(enquiry: Enquiry) -> Contents:
    """Return what an enquiry asks. The enquiry came through its scope, or through its link and code."""
    held = json.loads(encryption.decrypted_with(enquiry.own_key, enquiry.asked))
    questions = tuple(Question(words, QuestionKind(kind)) for words, kind in held["questions"])
    return Contents(held["purpose"], questions, held["file"])


def sealed_answers(own_key: str, answers: tuple[str, ...]) -> str:
    """Return answers encrypted; nothing where a file is the answer."""
    return encryption.encrypted_with(own_key, json.dumps(answers)) if answers else ""


def answers_of(enquiry: Enquiry, answer: EnquiryAnswer) -> list[tuple[str, str]]:
    """Return each question with its answer, in words."""
    if not answer.answers:
        return []
    given = json.loads(encryption.decrypted_with(enquiry.own_key, answer.answers))
    return in_words(contents_of(enquiry).questions, given)


def in_words(questions: tuple[Question, ...], answers: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return each question with its answer as a person reads it."""
    return [(each.words, _words(each.kind, said)) for each, said in zip(questions, answers, strict=True)]


def read_answers(questions: tuple[Question, ...], written: tuple[str, ...]) -> tuple[str, ...]:
    """Return the answers from what was written, question by question.

    A date that nobody knows may be left out; everything else is answered. Raises RowsRejected with every fault, each
    with its question as its place: ``q1`` is the first.
    """
    faults: list[Fault] = []
    answers: list[str] = []
    for number, (question, text) in enumerate(zip(questions, written, strict=True), start=1):
        try:
            answers.append(
                _read(question, " ".join(text.split()) if question.kind != "text" else text.strip())
            )
        except ValueError as unfit:
            faults.append(_fault(number, question, str(unfit), text))
    if faults:
        raise RowsRejected(*faults)
    return tuple(answers)


def _read(question: Question, text: str) -> str:
    """Return an answer as it is kept. Raises ValueError with what is allowed."""
    match question.kind:
        case QuestionKind.YES_NO:
            said = text.lower().replace("\u2019", "'").rstrip(".")
            said = {"do not know": "don't know", "dont know": "don't know", "not known": "don't know"}.get(
                said, said
            )
            if said not in YES_NO:
                raise ValueError("yes, no or don't know")
            return said
        case QuestionKind.DATE:
            return _day(text).isoformat() if text else ""
        case _:
            if not text or len(text) > LONGEST_ANSWER:
                raise ValueError(f"words, up to {LONGEST_ANSWER:,} characters")
            return text


def _day(text: str) -> date:
    for way in WAYS_TO_WRITE_A_DAY:
        try:
            return datetime.strptime(text, way).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise ValueError("a day such as 27 3 2018 or 27 March 2018, or nothing if it is not known")


def _fault(number: int, question: Question, allowed: str, given: str) -> Fault:
    short = given if len(given) <= 60 else f"{given[:59]}…"
    return Fault(
        "enquiry.answer",
        f"question {number} is not answered"
        if not given.strip()
        else f"question {number} is answered in another way",
        f"q{number}",
        allowed,
        short,
        f"Answer with {allowed}.",
    )


def _words(kind: QuestionKind, said: str) -> str:
    if kind is QuestionKind.YES_NO:
        return YES_NO[said]
    if kind is QuestionKind.DATE:
        return day_in_words(date.fromisoformat(said)) if said else "Not known"
    return said
