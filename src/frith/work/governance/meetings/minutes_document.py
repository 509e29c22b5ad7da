"""Minutes as a paper: who came, and of each item what was said, decided and given to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from frith import __version__
from frith.guard import business_clock
from frith.publication.document import Block, Bullets, Callout, Document, Heading, Paragraph
from frith.vocabulary.disclosure import Audience, Marking
from frith.vocabulary.periods import day_in_words
from frith.work.governance.actions.models import Action
from frith.work.governance.meetings.models import (
    AgendaItem,
    Came,
    Exemption,
    Meeting,
    MeetingKind,
)

INVENTED = "Invented for the demonstration: no agency, person or meeting here is real."


def minutes(meeting: Meeting, items: Sequence[AgendaItem], as_at: date, *, public: bool) -> Document:
    """Return the minutes of a meeting, whose items come with all that is told of them.

    ``public`` minutes hold back what is exempt and who was named in it.
    """
    board = meeting.board
    return Document(
        id=f"minutes-{meeting.pk}",
        title=f"Minutes: {meeting.title}",
        subtitle=f"{board.name}, {day_in_words(business_clock.day_of(meeting.starts_at))}",
        publisher=board.partnership.name,
        as_at=as_at,
        marking=Marking.OFFICIAL_SENSITIVE if board.sealed else Marking.OFFICIAL,
        audience=Audience.PUBLIC if public else Audience.RESTRICTED if board.sealed else Audience.PARTNERSHIP,
        front=_front(meeting),
        body=tuple(_body(meeting, items, public=public)),
        annex=(),
        figures=(),
        definitions=(),
        sources=(),
        invented=INVENTED
        if any(row.agency.invented for row in meeting.attendance.select_related("agency"))
        else "",
        draft=meeting.state != "agreed",
        edition=f"Frith {__version__}",
    )


def _front(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    local = meeting.starts_at.astimezone(business_clock.LONDON)
    until = meeting.ends_at.astimezone(business_clock.LONDON)
    return (
        ("Board", meeting.board.name),
        ("Date", day_in_words(local.date())),
        ("Time", f"{local:%H:%M} to {until:%H:%M}"),
        ("Place", meeting.place),
    )


def _body(meeting: Meeting, items: Sequence[AgendaItem], *, public: bool) -> Iterator[Block]:
    yield Heading(1, "Who came", "attendance", numbered=False)
    yield from _attendance(meeting, public=public)
    conflicts = [] if public else list(meeting.conflicts.order_by("recorded_at"))
    if conflicts:
        yield Heading(1, "Interests declared", "interests", numbered=False)
        yield Bullets(
            tuple(
                (f"{each.name}: {each.nature} ({'left the item' if each.left else 'stayed'}).",)
                for each in conflicts
            )
        )
    single = "Themes" if meeting.kind == MeetingKind.WORKSHOP else "Items"
    yield Heading(1, single, "items", numbered=False)
    for number, item in enumerate(items, start=1):
        yield from _item(number, item, public=public)


def _attendance(meeting: Meeting, *, public: bool) -> Iterator[Block]:
    noted = list(meeting.attendance.select_related("agency").order_by("agency__name", "name"))
    if not noted:
        yield Paragraph(("Nobody's attendance was noted.",))
        return
    for came in Came:
        rows = [row for row in noted if row.came == came.value]
        if rows:
            said = sorted(
                {
                    row.agency.name if public or not row.name else f"{row.name}, {row.agency.name}"
                    for row in rows
                }
            )
            yield Paragraph((f"{came.label}: {'; '.join(said)}.",))


def _item(number: int, item: AgendaItem, *, public: bool) -> Iterator[Block]:
    yield Heading(2, f"{number}. {item.title}", f"item-{number}", numbered=False)
    if public and item.exempt:
        label = Exemption(item.exempt).label
        yield Callout("note", (f"Not for publication (Local Government Act 1972, Schedule 12A). {label}.",))
        return
    minute = getattr(item, "minute", None)
    paragraphs = [part.strip() for part in minute.text.split("\n") if part.strip()] if minute else []
    for position, part in enumerate(paragraphs, start=1):
        yield Paragraph((part,), f"{number}.{position}")
    decisions = list(item.decisions.all())
    for decision in decisions:
        yield Callout("note", (f"Decision {decision.number}: {decision.text}",))
        rests = [(each.words,) for each in decision.evidence.all() if each.public or not public]
        if rests:
            yield Paragraph(("It rests on:",))
            yield Bullets(tuple(rests))
    given = list(item.actions.all())
    if given:
        yield Paragraph(("Actions:",))
        yield Bullets(tuple((_action(each, public=public),) for each in given))
    if not (paragraphs or given or decisions):
        yield Paragraph(("Nothing was minuted.",))


def _action(action: Action, *, public: bool) -> str:
    who = action.agency.name if public or not action.owner else f"{action.owner.name}, {action.agency.name}"
    return f"{action.number}. {action.words} ({who}, by {day_in_words(action.first_due_on)})"
