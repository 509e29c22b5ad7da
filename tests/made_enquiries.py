"""Enquiries of the made-up partnership: one that waits with a form that came back, and one that was answered."""

import io
from dataclasses import replace

import docx
from tests.made_governance import Governed
from tests.made_partnership import Made

from frith.guard import wall_clock
from frith.guard.acting import Acting
from frith.work.governance.boards.models import Board
from frith.work.governance.enquiries import queries, services, word_form
from frith.work.governance.enquiries.contents import Contents, Question
from frith.work.governance.enquiries.models import DataAsked, EnquiryKind, QuestionKind
from frith.work.governance.enquiries.services import Asking, Sent
from frith.work.governance.partnerships.models import Partnership

QUESTIONS = (
    Question("Does the pupil come to school?", QuestionKind.YES_NO),
    Question("Since when?", QuestionKind.DATE),
    Question("What do you see?", QuestionKind.TEXT),
)
WRITTEN = ("yes", "27 3 2016", "Often late.")


def asking(governed: Governed) -> Asking:
    """Three questions to a school, for the open board."""
    return asking_of_whom(governed.partnership, governed.executive, "Mr Invented")


def asking_of_whom(partnership: Partnership, board: Board, respondent: str) -> Asking:
    """Three questions to somebody of a school, for a board."""
    return Asking(
        partnership=partnership,
        respondent=respondent,
        organisation="Made-up School",
        email="head@school.example",
        kind=EnquiryKind.QUESTIONS,
        contents=Contents("To plan support for the family.", QUESTIONS),
        gateway="cda-1998-s115",
        data_asked=(DataAsked.PERSONAL,),
        days=14,
        board=board,
    )


def filled(form: bytes, answers: tuple[str, ...], *, change: str = "") -> bytes:
    """Return a form with the last column filled in, as Word would save it; ``change`` rewrites the first question."""
    word = docx.Document(io.BytesIO(form))
    table = next(each for each in word.tables if each.rows[0].cells[0].text == word_form.NUMBER)
    for row, said in zip(table.rows[1:], answers, strict=True):
        row.cells[3].text = said
    if change:
        table.rows[1].cells[1].text = change
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def answer(made: Made, sent: Sent) -> None:
    """Answer an enquiry by its link, as the person who was asked."""
    dilys = made.acting("dilys")
    link = queries.link_that_works(sent.token, dilys.at)
    by = queries.acting_as_respondent(link, dilys.at, dilys.business_now)
    services.try_code(by=by, token=sent.token, code=sent.code)
    services.answer_questions(by=by, token=sent.token, written=WRITTEN)


def now(by: Acting) -> Acting:
    """Return somebody acting at this very moment, so that a link works while a page is looked at."""
    return replace(by, at=wall_clock.now())


def enquire(made: Made, governed: Governed) -> None:
    """Gwen asks twice: one is answered, and of the other a form came back that nobody took."""
    gwen = made.acting("gwen")
    answer(made, services.ask(by=gwen, asking=asking(governed)))
    gwen = now(gwen)
    waiting = services.ask(by=gwen, asking=asking(governed)).enquiry
    form = services.hand_form_out(by=gwen, enquiry=waiting)
    services.bring_form_in(
        by=gwen, enquiry=waiting, name="back.docx", content=filled(form, ("no", "", "Nothing"))
    )
