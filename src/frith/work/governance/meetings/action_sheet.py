"""The action sheet of a meeting: what one agency was given to do, or all of them, as a paper."""

from __future__ import annotations

from frith import __version__
from frith.guard import business_clock
from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.publication.document import Block, Bullets, Document, Heading, Paragraph
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.periods import day_in_words
from frith.work.governance.actions.models import Action
from frith.work.governance.actions.queries import given_at
from frith.work.governance.meetings.minutes_document import INVENTED
from frith.work.governance.meetings.models import Meeting


def action_sheet(by: Acting, meeting: Meeting, agency: Agency | None) -> Document:
    """Return the actions that a meeting gave to an agency, or to each of them, with the days by which they are due."""
    found = given_at(meeting)
    wanted = found.filter(agency=agency) if agency else found
    by_agency: dict[str, list[Action]] = {}
    for action in wanted.order_by("agency__name", "due_on", "number"):
        by_agency.setdefault(action.agency.name, []).append(action)
    body: list[Block] = []
    for number, (name, actions) in enumerate(by_agency.items(), start=1):
        body.append(Heading(1, name, f"agency-{number}", numbered=False))
        body.append(Bullets(tuple((_line(action),) for action in actions)))
    if not body:
        body.append(Paragraph(("No actions were given.",)))
    day = business_clock.day_of(meeting.starts_at)
    invented = any(action.agency.invented for action in wanted)
    return Document(
        id=f"actions-{meeting.pk}" + (f"-{agency.pk}" if agency else ""),
        title=f"Actions: {meeting.title}",
        subtitle=f"{agency.name}, {day_in_words(day)}" if agency else day_in_words(day),
        publisher=meeting.board.partnership.name,
        as_at=by.today,
        marking=Marking.OFFICIAL_SENSITIVE if meeting.board.sealed else Marking.OFFICIAL,
        audience=Audience.RESTRICTED if meeting.board.sealed else Audience.PARTNERSHIP,
        front=(("Board", meeting.board.name), ("Meeting", day_in_words(day))),
        body=tuple(body),
        annex=(),
        figures=(),
        definitions=(),
        sources=(),
        invented=INVENTED if invented else "",
        edition=f"Frith {__version__}",
    )


def _line(action: Action) -> str:
    owner = f", {action.owner.name}" if action.owner else ""
    return f"{action.number}. {action.words} By {day_in_words(action.due_on)}{owner}."
