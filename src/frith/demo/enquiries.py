"""Enquiries of the invented partnership: one that was answered by its link, one that brought a file, one that waits.

Their codes and links are as secret as anywhere: whoever tries the demonstration asks somebody of their own, and finds
the letter in the folder ``mail`` of the state folder.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from frith.guard.acting import Acting
from frith.work.governance.boards.models import Board
from frith.work.governance.enquiries import queries, services
from frith.work.governance.enquiries.contents import Contents, Question
from frith.work.governance.enquiries.models import DataAsked, EnquiryKind, QuestionKind
from frith.work.governance.enquiries.services import Asking, Sent

NAMESPACE = UUID("c1f0a3de-6f0f-4c35-8d53-6a3c0f5be2a4")
LOCK_LOG = b"""Lock changes at the invented flats, Mill Row, Haverholm
Flat 2: lock changed on 3 April 2018, keys to the tenant the same day
Flat 5: lock changed on 5 April 2018, keys to the tenant the same day
Entrance: closer mended on 9 April 2018
"""


def load(by: Acting, board: Board) -> None:
    """Make the enquiries, once, for a board; ``by`` runs it and acts on the day that they are looked at."""
    school = _ask(
        by,
        board,
        "school",
        respondent="Odile Prentice",
        organisation="Haverholm Invented School",
        email="office@haverholm-school.example",
        contents=Contents(
            "The Executive Group plans support near the school gates after reports of robbery on the way home.",
            (
                Question("Have pupils told you of robbery on the way home this term?", QuestionKind.YES_NO),
                Question("When did you first hear of it?", QuestionKind.DATE),
                Question("What would help most, and at which times?", QuestionKind.TEXT),
            ),
        ),
        data_asked=(DataAsked.NONE,),
    )
    if school.token:
        services.answer_questions(
            by=_opened(by, school),
            token=school.token,
            written=(
                "yes",
                "26 February 2018",
                "Somebody in a uniform at the bus stop between a quarter past three and four.",
            ),
        )
    landlord = _ask(
        by,
        board,
        "landlord",
        respondent="Silas Groom",
        organisation="Mill Row Lettings (invented)",
        email="silas@millrow.example",
        kind=EnquiryKind.FILE,
        contents=Contents(
            "To see whether better locks came before the burglaries fell.", file="The log of lock changes"
        ),
        data_asked=(DataAsked.NONE,),
    )
    if landlord.token:
        services.answer_with_file(
            by=_opened(by, landlord), token=landlord.token, name="lock changes.txt", content=LOCK_LOG
        )
    _ask(
        by,
        board,
        "surgery",
        respondent="Dr Wilhelmina Okoro",
        organisation="Haverholm Invented Surgery",
        email="practice@haverholm-surgery.example",
        contents=Contents(
            "The board asks every surgery how it finds those who are hurt at home, to plan training.",
            (
                Question(
                    "Is there somebody in your practice who leads on domestic abuse?", QuestionKind.YES_NO
                ),
                Question("When were your staff last trained?", QuestionKind.DATE),
                Question("What keeps staff from referring?", QuestionKind.TEXT),
            ),
        ),
        data_asked=(DataAsked.NONE,),
        days=28,
    )


def _ask(
    by: Acting,
    board: Board,
    name: str,
    *,
    respondent: str,
    organisation: str,
    email: str,
    contents: Contents,
    data_asked: tuple[DataAsked, ...],
    kind: EnquiryKind = EnquiryKind.QUESTIONS,
    days: int = 14,
) -> Sent:
    asking = Asking(
        partnership=board.partnership,
        board=board,
        respondent=respondent,
        organisation=organisation,
        email=email,
        kind=kind,
        contents=contents,
        gateway="cda-1998-s115",
        data_asked=data_asked,
        days=days,
    )
    return services.ask(by=by, asking=asking, key=uuid5(NAMESPACE, name))


def _opened(by: Acting, sent: Sent) -> Acting:
    """Return the person who was asked, after they gave the code, an hour later."""
    link = queries.link_that_works(sent.token, by.at)
    asked = queries.acting_as_respondent(link, by.at, by.business_now + timedelta(hours=1))
    services.try_code(by=asked, token=sent.token, code=sent.code)
    return asked
