"""What of governance can be taken away as files: each list through the queries of its page.

Rows of sealed boards are in the files of those who see them, as on the page. The trail keeps that under the sealed
board's own name, and does not count them in the event that others can read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings

from frith.guard import business_clock
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event
from frith.guard.listings import Lines, Listing, register
from frith.publication.list_files import Cell
from frith.vocabulary import numbers
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import FinancialYear, Month, check_year
from frith.work.governance.actions.queries import WANTED, cut_of
from frith.work.governance.boards import queries as boards
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.record_names import BOARD, event_of
from frith.work.governance.enquiries import queries as enquiries
from frith.work.governance.enquiries.standing import standing_of
from frith.work.governance.executive.engagement import Share, engagement, last_quarters
from frith.work.governance.meetings import queries as meetings
from frith.work.governance.papers import queries as papers
from frith.work.governance.partnerships import queries as partnerships
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.statute.checklist import Asked as AskedYear
from frith.work.governance.statute.checklist import checklist
from frith.work.governance.strategy import queries as strategy

SEALED, OPEN = "sealed", ""


def _key(asked: Mapping[str, str], name: str) -> UUID:
    try:
        return UUID(asked.get(name, ""))
    except ValueError as error:
        raise UnknownName(
            Fault(
                "listings.key", "this list belongs to a record, and no such record is named", name, given=""
            )
        ) from error


def _partnership(by: Acting, asked: Mapping[str, str]) -> Partnership:
    return partnerships.partnership(by=by, key=_key(asked, "key"))


def _sealed(by: Acting, of: Iterable[Board]) -> tuple[Event, ...]:
    """Return the events that account for rows of sealed boards, one for each board."""
    sealed = {each.pk: each for each in of if each.sealed}
    return tuple(event_of(by, Act.DISCLOSED, each, BOARD, each.pk) for each in sealed.values())


def _partnerships(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Partnerships",
        headings=("Partnership", "Short name", "Areas today", "Since", "Until"),
        rows=[
            (
                each.name,
                each.short_name,
                ", ".join(area.area_name for area in partnerships.areas_of(each, by.today)),
                each.starts,
                each.ends,
            )
            for each in partnerships.partnerships_visible_to(by)
        ],
    )


def _agencies(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = _partnership(by, asked)
    now = list(partnerships.parts_in(found, by.today))
    return Lines(
        title=f"Agencies of {found.name}",
        headings=("Agency", "Part", "Kind of authority", "Since", "Until"),
        rows=[
            (each.agency.name, each.get_role_display(), each.get_kind_display(), each.starts, each.ends)
            for each in (*now, *partnerships.parts_before(found, by.today))
        ],
        about=str(found.pk),
    )


def _boards(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = _partnership(by, asked)
    shown = list(boards.boards_visible_to(by).filter(partnership=found))
    chairs = {line.board.pk: line.chair for line in boards.chart_of(by, found, by.today)}
    return Lines(
        title=f"Boards of {found.name}",
        headings=("Board", "Kind", "Strand", "Sealed", "Chair today", "Since", "Until"),
        rows=[
            (
                each.name,
                each.get_kind_display(),
                each.get_strand_display(),
                SEALED if each.sealed else OPEN,
                chairs.get(each.pk, ""),
                each.starts,
                each.ends,
            )
            for each in shown
        ],
        about=str(found.pk),
        sealed=_sealed(by, shown),
        sealed_rows=sum(each.sealed for each in shown),
    )


def _members(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = boards.board(by=by, key=_key(asked, "key"))
    seats = [*boards.members_of(found, by.today), *boards.members_before(found, by.today)]
    return Lines(
        title=f"Members of {found.name}",
        headings=("Name", "Agency", "Capacity", "Since", "Until"),
        rows=[
            (each.person.name, each.person.agency.name, each.get_capacity_display(), each.starts, each.ends)
            for each in seats
        ],
        about=str(found.pk),
        sealed=_sealed(by, [found]),
        sealed_rows=len(seats) if found.sealed else 0,
    )


def _meetings(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = meetings.meetings_visible_to(by)
    if asked.get("board"):
        found = found.filter(board=boards.board(by=by, key=_key(asked, "board")))
    shown = list(found)
    return Lines(
        title="Meetings",
        headings=("Board", "Meeting", "Kind", "Day", "From", "Until", "Place", "How far it is", "Sealed"),
        rows=[
            (
                each.board.name,
                each.title,
                each.get_kind_display(),
                business_clock.day_of(each.starts_at),
                f"{each.starts_at.astimezone(business_clock.LONDON):%H:%M}",
                f"{each.ends_at.astimezone(business_clock.LONDON):%H:%M}",
                each.place,
                each.get_state_display(),
                SEALED if each.board.sealed else OPEN,
            )
            for each in shown
        ],
        sealed=_sealed(by, (each.board for each in shown)),
        sealed_rows=sum(each.board.sealed for each in shown),
    )


def _decisions(by: Acting, asked: Mapping[str, str]) -> Lines:
    shown = list(meetings.decisions_visible_to(by).prefetch_related("evidence"))
    return Lines(
        title="Decisions",
        headings=("Board", "Number", "Decision", "Meeting", "Day", "Rests on", "Sealed"),
        rows=[
            (
                each.board.name,
                each.number,
                each.text,
                each.item.meeting.title,
                business_clock.day_of(each.item.meeting.starts_at),
                "; ".join(rests.words for rests in each.evidence.all()),
                SEALED if each.board.sealed else OPEN,
            )
            for each in shown
        ],
        sealed=_sealed(by, (each.board for each in shown)),
        sealed_rows=sum(each.board.sealed for each in shown),
    )


def _actions(by: Acting, asked: Mapping[str, str]) -> Lines:
    wanted = asked.get("show", "mine")
    wanted = wanted if wanted in WANTED else "mine"
    shown = list(cut_of(by, wanted))
    return Lines(
        title=f"Actions: {WANTED[wanted].lower()}",
        headings=(
            "Board",
            "Number",
            "Action",
            "Agency",
            "Owner",
            "Given on",
            "First due on",
            "Due on",
            "How far it is",
            "Closed on",
            "Why it was not done",
            "Sealed",
        ),
        rows=[
            (
                each.board.name,
                each.number,
                each.words,
                each.agency.name,
                each.owner.name if each.owner else "",
                each.given_on,
                each.first_due_on,
                each.due_on,
                each.get_state_display(),
                each.closed_on,
                each.reason,
                SEALED if each.board.sealed else OPEN,
            )
            for each in shown
        ],
        sealed=_sealed(by, (each.board for each in shown)),
        sealed_rows=sum(each.board.sealed for each in shown),
    )


def _plans(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Plans",
        headings=("Plan", "Partnership", "First year", "Last year", "Agreed on"),
        rows=[
            (
                each.title,
                each.partnership.name,
                str(FinancialYear(each.first_year)),
                str(FinancialYear(each.last_year)),
                each.agreed_on,
            )
            for each in strategy.plans_visible_to(by)
        ],
    )


def _priorities(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = strategy.plan(by=by, key=_key(asked, "key"))
    return Lines(
        title=f"Priorities of {found.title}",
        headings=("Priority", "Aim", "Lead", "In this plan", "On", "Why", "Steps", "Steps done"),
        rows=[
            (
                each.priority.title,
                each.priority.aim,
                each.priority.lead.name,
                each.change.get_what_display(),
                each.change.on,
                each.change.reason,
                each.steps,
                each.done,
            )
            for each in strategy.standings(found)
        ],
        about=str(found.pk),
    )


def _steps(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = strategy.plan(by=by, key=_key(asked, "key"))
    return Lines(
        title=f"Steps of {found.title}",
        headings=("Priority", "Step", "Agency", "Due on", "How far it is"),
        rows=[
            (each.priority.title, each.words, each.agency.name, each.due_on, each.get_state_display())
            for each in strategy.steps_of(found)
        ],
        about=str(found.pk),
    )


def _year(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = _partnership(by, asked)
    said = asked.get("year", "")
    start = numbers.whole(said) if said else FinancialYear.holding(Month.holding(by.today)).start
    if start is None:
        raise UnknownName(Fault("listings.year", "this is no financial year", "year", "such as 2017", said))
    check_year(start, said)
    year = FinancialYear(start)
    rows: list[tuple[Cell, ...]] = [
        (
            item.duty.what,
            item.duty.rule,
            ("met" if item.records else "none came")
            if item.met
            else ("in part" if item.records else "missing"),
            "; ".join(each.line for each in item.records),
            item.missing,
        )
        for item in checklist(AskedYear(by, found, year, settings.FRITH_VAR))
    ]
    return Lines(
        title=f"The statutory year {year} of {found.name}",
        headings=("Duty", "Rule", "Met", "Records", "Missing"),
        rows=rows,
        about=str(found.pk),
    )


def _engagement(by: Acting, asked: Mapping[str, str]) -> Lines:
    found = _partnership(by, asked)
    quarters = last_quarters(by.today)

    def two(share: Share) -> tuple[Cell, Cell]:
        return share.part, share.of

    rows: list[tuple[Cell, ...]] = []
    for row in engagement(by, found, settings.FRITH_VAR, quarters):
        for quarter, takes in zip(quarters, row.quarters, strict=True):
            rows.append((row.agency, str(quarter), *two(takes.came), *two(takes.acted), *two(takes.sent)))
    return Lines(
        title=f"How the partners of {found.name} take part",
        headings=(
            "Agency",
            "Quarter",
            "Meetings it came to",
            "Meetings",
            "Actions done in time",
            "Actions first due",
            "Data sets sent in time",
            "Data sets sent",
        ),
        rows=rows,
        about=str(found.pk),
    )


def _enquiries(by: Acting, asked: Mapping[str, str]) -> Lines:
    wanted = asked.get("show", "waiting")
    wanted = wanted if wanted in enquiries.WANTED else "waiting"
    shown = list(enquiries.cut_of(by, wanted))
    of_boards = [each.board for each in shown if each.board]
    return Lines(
        title=f"Enquiries: {enquiries.WANTED[wanted].lower()}",
        headings=(
            "Reference",
            "Who is asked",
            "Organisation",
            "How it stands",
            "For",
            "Who asks",
            "Answer by",
            "Sealed",
        ),
        rows=[
            (
                each.reference,
                each.respondent,
                each.organisation,
                str(standing_of(each, by.at).state),
                each.board.name if each.board else each.partnership.name,
                each.asked_by.name,
                each.answer_by,
                SEALED if each.board and each.board.sealed else OPEN,
            )
            for each in shown
        ],
        sealed=_sealed(by, of_boards),
        sealed_rows=sum(each.sealed for each in of_boards),
    )


def _papers(by: Acting, asked: Mapping[str, str]) -> Lines:
    rows: list[tuple[Cell, ...]] = []
    for paper in papers.papers_visible_to(by):
        issues = list(papers.issues_of(paper))
        latest = business_clock.day_of(issues[0].issued_at) if issues else None
        rows.append((paper.title, paper.committee, paper.meeting_on, len(issues), latest))
    return Lines(
        title="Papers", headings=("Paper", "Committee", "Meeting on", "Issues", "Last issued on"), rows=rows
    )


def register_all() -> None:
    """Let the lists of governance be taken away."""
    register(
        Listing("partnerships", ("governance:partnerships",), "Partnerships", _partnerships),
        Listing("agencies", ("governance:partnership",), "Agencies and their parts", _agencies),
        Listing("boards", ("governance:partnership",), "Boards", _boards),
        Listing("members", ("governance:board",), "Members", _members),
        Listing("meetings", ("governance:meetings",), "Meetings", _meetings),
        Listing("decisions", ("governance:decisions",), "Decisions", _decisions),
        Listing("actions", ("governance:actions",), "Actions", _actions),
        Listing("plans", ("governance:plans",), "Plans", _plans),
        Listing("priorities", ("governance:plan",), "Priorities", _priorities),
        Listing("steps", ("governance:plan",), "Steps", _steps),
        Listing("statutory-year", ("governance:this-year", "governance:year"), "The checklist", _year),
        Listing("partners", ("governance:partners",), "How the partners take part", _engagement),
        Listing("enquiries", ("governance:enquiries",), "Enquiries", _enquiries),
        Listing("papers", ("governance:papers",), "Papers", _papers),
    )
