"""The Word form of an enquiry: made with headings and a table of questions, and read again when it comes back.

A form that comes back is somebody else's file. It is read for the cells of one table and nothing else; what a Word file
could run, or unpack to, is refused before (:mod:`frith.guard.documents.kinds`).
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

from django.conf import settings
from docx import Document as OpenedWord
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from frith import __version__
from frith.assessment.exhibits import Column, Table
from frith.guard.documents.kinds import examined
from frith.publication.disclosure import publishable
from frith.publication.document import Bullets, Document, Heading, Paragraph, TableBlock
from frith.publication.word import render_word
from frith.vocabulary.disclosure import Audience, DisclosurePolicy, Marking
from frith.vocabulary.faults import Fault, RowsRejected
from frith.vocabulary.periods import day_in_words
from frith.work.governance.enquiries.contents import contents_of, read_answers
from frith.work.governance.enquiries.models import Enquiry, QuestionKind
from frith.work.governance.meetings.minutes_document import INVENTED

NUMBER, QUESTION, HOW, ANSWER = "Number", "Question", "How to answer", "Your answer"
PLACE = "Click here, and type your answer instead of these words"
HOW_TO = {
    QuestionKind.TEXT: "In words",
    QuestionKind.YES_NO: "Yes, No or Don't know",
    QuestionKind.DATE: "A day, such as 27 3 2018, or nothing",
}
_REFERENCE = re.compile(r"\bEN-[2-9A-Z]{6}\b")


def form(enquiry: Enquiry, day: date) -> bytes:
    """Return the form as .docx. The enquiry came through its scope."""
    return render_word(_document(enquiry, day))


def _document(enquiry: Enquiry, day: date) -> Document:
    asked = contents_of(enquiry)
    table = Table(
        id="questions",
        title="Questions",
        columns=tuple(
            Column(each.lower().replace(" ", "-"), each) for each in (NUMBER, QUESTION, HOW, ANSWER)
        ),
        rows=tuple(
            (str(number), each.words, HOW_TO[each.kind], PLACE)
            for number, each in enumerate(asked.questions, start=1)
        ),
        sources=(),
        # it counts nobody, so there is nothing to withhold; its readers are those of the document
        disclosure=DisclosurePolicy.ALREADY_PUBLIC,
    )
    who = f"{enquiry.asked_by.name}, {enquiry.agency.name}"
    return Document(
        id=f"enquiry-{enquiry.pk}",
        title="Questions for you",
        subtitle=f"Reference {enquiry.reference}",
        publisher=enquiry.partnership.name,
        as_at=day,
        marking=Marking.OFFICIAL_SENSITIVE,
        audience=Audience.RESTRICTED,
        front=(
            ("Reference", enquiry.reference),
            ("For", f"{enquiry.respondent}, {enquiry.organisation}"),
            ("From", who),
            ("Please answer by", day_in_words(enquiry.answer_by)),
        ),
        body=(
            Heading(1, "Why we ask", "why", numbered=False),
            *(Paragraph((each,)) for each in asked.purpose.splitlines() if each.strip()),
            Heading(1, "Your answers", "answers", numbered=False),
            Bullets(
                (
                    (f"Write in the column “{ANSWER}”, and leave the rest of the form as it is.",),
                    (
                        f"Give the form back to {enquiry.asked_by.name}, in the way that they agreed with you.",
                    ),
                    ("Write only what was asked. If you may not answer, say so to whoever asked.",),
                )
            ),
            TableBlock(publishable(table, Audience.RESTRICTED)),
        ),
        annex=(),
        figures=(),
        definitions=(),
        sources=(),
        invented=INVENTED if enquiry.agency.invented else "",
        edition=f"Frith {__version__}",
    )


def read(enquiry: Enquiry, content: bytes) -> tuple[str, ...]:
    """Return the answers on a form that came back.

    Raises RowsRejected with every fault: of the file, a form of another enquiry, questions that were changed or are
    missing, answers that are missing or cannot be read.
    """
    kind = examined("form.docx", content, largest=settings.FRITH_LARGEST_DOCUMENT).kind
    if kind.id != "word":
        raise RowsRejected(_unreadable(f"a {kind.words}"))
    try:
        word = OpenedWord(io.BytesIO(content))
        text = "\n".join(_text(each) for each in word.element.body.iter(qn("w:p")))
        rows = [cells for table in word.tables for cells in _rows(table)]
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
        raise RowsRejected(_unreadable("a Word document that cannot be opened")) from error
    references = set(_REFERENCE.findall(text))
    if enquiry.reference not in references:
        given = ", ".join(sorted(references)) or "no reference"
        raise RowsRejected(
            Fault(
                "enquiry.form-reference",
                "this is the form of another enquiry, or the reference was taken out",
                "file",
                enquiry.reference,
                given,
                "Choose the form that came back for this enquiry.",
            )
        )
    return _answers(enquiry, rows)


def _answers(enquiry: Enquiry, rows: list[list[str]]) -> tuple[str, ...]:
    questions = contents_of(enquiry).questions
    by_number = {cells[0].strip(" ."): cells for cells in rows if len(cells) == len(HOW_TO) + 1}
    faults: list[Fault] = []
    written: list[str] = []
    answers: tuple[str, ...] = ()
    for number, question in enumerate(questions, start=1):
        cells = by_number.get(str(number))
        if cells is None or _plain(cells[1]) != _plain(question.words):
            faults.append(
                Fault(
                    "enquiry.form-question",
                    f"question {number} is not in the table as it was asked",
                    "file",
                    question.words,
                    cells[1] if cells else "no such row",
                    "Ask for the answer again on the form as it was sent.",
                )
            )
        written.append("" if cells is None or _plain(cells[3]) == _plain(PLACE) else cells[3])
    try:
        answers = read_answers(questions, tuple(written))
    except RowsRejected as unread:
        faults += [
            Fault(each.code, f"{each.what} ({each.remedy.rstrip('.')})", "file", each.allowed, each.given)
            for each in unread.faults
        ]
    if faults:
        raise RowsRejected(*faults)
    return answers


def _rows(table: WordTable) -> list[list[str]]:
    """Return the text of a table's cells, row by row; a prompt that was left in front of an answer is taken off."""
    return [
        [cell.text.replace(PLACE, "", 1).strip() or cell.text for cell in row.cells] for row in table.rows
    ]


def _text(paragraph: Any) -> str:
    """Return the text of a paragraph, whichever runs it is split into."""
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t")))


def _plain(text: str) -> str:
    return " ".join(text.split()).lower()


def _unreadable(given: str) -> Fault:
    return Fault(
        "enquiry.form",
        "the form that came back cannot be read",
        "file",
        "the Word form of this enquiry, filled in",
        given,
        "Save it as .docx, and choose that file.",
    )
