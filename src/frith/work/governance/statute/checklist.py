"""The year's checklist: each duty with the records that satisfy it, each of which opens, or what is missing."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.urls import reverse

from frith.evidence.prescribed import quarters_due
from frith.evidence.receipts import Register
from frith.guard.acting import Acting
from frith.vocabulary.duties import DUTIES, Duty
from frith.vocabulary.periods import FinancialYear, Quarter, day_in_words
from frith.work.governance.boards import queries as boards
from frith.work.governance.boards.models import BoardKind
from frith.work.governance.meetings import queries as meetings
from frith.work.governance.meetings.models import Meeting, MeetingKind
from frith.work.governance.partnerships import queries as partnerships
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.statute.models import DutyRecord, InformationRequest, Recommendation
from frith.work.governance.strategy import queries as strategy
from frith.work.governance.strategy.models import Change, StepState

LEAST_IN_GROUP = 2


@dataclass(frozen=True, slots=True)
class Satisfies:
    """A record that satisfies a duty: a line, and its page."""

    line: str
    address: str


@dataclass(frozen=True, slots=True)
class Item:
    """A duty of a year: what satisfies it, and what is missing still. Without either it has not come up."""

    duty: Duty
    records: tuple[Satisfies, ...]
    missing: str

    @property
    def met(self) -> bool:
        """Whether the duty is met."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which partnership and year the checklist is, for whom, and where assessments and receipts are kept."""

    by: Acting
    partnership: Partnership
    year: FinancialYear
    state: Path

    @property
    def first(self) -> date:
        """1 April."""
        return self.year.period.first.first_day

    @property
    def last(self) -> date:
        """31 March."""
        return self.year.period.last.last_day

    @property
    def until(self) -> date:
        """The last day that counts: the end of the year, or today while it lasts."""
        return min(self.last, self.by.today)


Found = tuple[tuple[Satisfies, ...], str]
Finder = Callable[[Asked], Found]


def checklist(asked: Asked) -> list[Item]:
    """Return the duties of a year, each with what satisfies it."""
    held: dict[str, list[DutyRecord]] = {}
    for record in asked.partnership.duty_records.filter(year=asked.year.start).order_by("done_on"):
        held.setdefault(record.duty, []).append(record)
    return [_item(duty, asked, held.get(duty.key, [])) for duty in DUTIES if duty.holds_in(asked.year.start)]


def _item(duty: Duty, asked: Asked, held: list[DutyRecord]) -> Item:
    if not duty.record:
        return Item(duty, *_FINDERS[duty.key](asked))
    records = tuple(
        Satisfies(
            f"{day_in_words(each.done_on)}: {each.words}", reverse("governance:duty-record", args=[each.pk])
        )
        for each in held
    )
    return Item(duty, records, "" if records else f"Nobody wrote down {duty.record}.")


def _group(asked: Asked) -> Found:
    day = asked.until
    groups = boards.boards_visible_to(asked.by).filter(
        partnership=asked.partnership, kind__in=[BoardKind.STRATEGIC, BoardKind.EXECUTIVE], sealed=False
    )
    records = []
    for group in groups:
        members = boards.members_of(group, day)
        agencies = {seat.person.agency_id for seat in members}
        if len(members) >= LEAST_IN_GROUP and meetings.authorities_among(agencies, group, day):
            line = f"{group.name}, {len(members)} people"
            records.append(Satisfies(line, reverse("governance:board", args=[group.pk])))
    return tuple(records), "" if records else "No strategic board or executive group has two people on it."


def _protocol(asked: Asked) -> Found:
    return (), "No information-sharing protocol is on record here."


def _assessment(asked: Asked) -> Found:
    areas = set(asked.partnership.areas.values_list("area", flat=True))
    records = []
    for path in sorted((asked.state / "assessments").glob("*/manifest.json")):
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            period, area = manifest["period"], manifest["area"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        # an assessment is of the year before the one that its plan is for
        if area in areas and period["to"] == str(asked.year.period.first + (-1)):
            records.append(
                Satisfies(
                    f"Strategic assessment, {period['from']} to {period['to']}",
                    reverse("assessment", args=[path.parent.name]),
                )
            )
    missing = f"No assessment made here ends with {day_in_words(asked.first - timedelta(days=1))}."
    return tuple(records), "" if records else missing


def _last_plan(asked: Asked) -> Found:
    plan = strategy.current_plan(asked.by, asked.partnership, asked.year.start - 1)
    if plan is None:
        return (), "There is no plan of the year before here."
    steps = list(strategy.steps_of(plan))
    silent = [step for step in steps if step.due_on < asked.first and step.state == StepState.NOT_BEGUN]
    record = Satisfies(f"{plan.title}: {len(steps)} steps", reverse("governance:plan", args=[plan.pk]))
    if not steps:
        return (record,), "The plan has no steps to tell by."
    return (record,), f"Of {len(silent)} steps nobody said how they went." if silent else ""


def _plan(asked: Asked) -> Found:
    plan = strategy.current_plan(asked.by, asked.partnership, asked.year.start)
    if plan is None:
        return (), "There is no plan of this year here."
    record = Satisfies(plan.title, reverse("governance:plan", args=[plan.pk]))
    if plan.agreed_on is None:
        return (record,), "The plan is not agreed yet."
    revised = (
        plan.first_year == asked.year.start
        or plan.changes.filter(
            on__range=(asked.first.replace(year=asked.first.year - 1), asked.first - timedelta(days=1))
        ).exists()
    )
    late = plan.first_year == asked.year.start and plan.agreed_on >= asked.first
    if late:
        return (record,), f"It was agreed on {day_in_words(plan.agreed_on)}, after the year began."
    return (record,), "" if revised else "Nobody recorded that it was revised for this year."


def _plan_contents(asked: Asked) -> Found:
    plan = strategy.current_plan(asked.by, asked.partnership, asked.year.start)
    if plan is None:
        return (), "There is no plan of this year here."
    record = Satisfies(plan.title, reverse("governance:plan", args=[plan.pk]))
    live = [each for each in strategy.standings(plan) if each.change.what != Change.DROPPED]
    lacking = [
        words
        for words, there in (
            ("priorities", bool(live)),
            ("steps", plan.steps.exists()),
            ("resources", bool(plan.resources)),
            ("how success is told for each priority", all(each.priority.success for each in live)),
            ("how people are heard", bool(plan.community)),
        )
        if not there
    ]
    return (record,), f"It does not set out {', '.join(lacking)}." if lacking else ""


def _views(asked: Asked) -> Found:
    found = asked.partnership.consultations.filter(ends__range=(asked.first, asked.last)).order_by("ends")
    records = tuple(
        Satisfies(
            f"{each.title}: {each.answered:,} answered", reverse("governance:consultation", args=[each.pk])
        )
        for each in found
    )
    return records, "" if records else "No consultation is on record for the year."


def _public_meeting(asked: Asked) -> Found:
    found = meetings.meetings_visible_to(asked.by).filter(
        board__partnership=asked.partnership,
        board__sealed=False,
        kind=MeetingKind.PUBLIC,
        starts_at__date__range=(asked.first, asked.last),
        state__in=["held", "agreed"],
    )
    records, wrong = [], ["No public meeting was held in the year."]
    for meeting in found:
        records.append(
            Satisfies(
                f"{meeting.title}, {day_in_words(meeting.starts_at.date())}",
                reverse("governance:meeting", args=[meeting.pk]),
            )
        )
        lacking = _lacking_at(meeting)
        if not lacking:
            return tuple(records), ""
        wrong = [f"At {meeting.title}: {lacking}"]
    return tuple(records), wrong[0]


def _lacking_at(meeting: Meeting) -> str:
    """Return what a public meeting lacks of what regulation 12 asks."""
    day = meeting.starts_at.date()
    senior = meeting.attendance.filter(came__in=meetings.CAME, senior=True).values_list("agency", flat=True)
    present = meetings.authorities_among(set(senior), meeting.board, day)
    parts = partnerships.parts_in(meeting.board.partnership, day).filter(kind__gt="")
    absent = [part.agency.name for part in parts if part.agency_id not in present]
    said = []
    if absent:
        said.append(f"no senior person of {', '.join(absent)}")
    if not meeting.publicised_before:
        said.append("not made known beforehand")
    if not meeting.publicised_after:
        said.append("not made known afterwards")
    return f"{'; '.join(said)}." if said else ""


def _summary(asked: Asked) -> Found:
    plan = strategy.current_plan(asked.by, asked.partnership, asked.year.start)
    published = list(plan.summaries.order_by("number")) if plan else []
    records = tuple(
        Satisfies(
            f"Summary {each.number}, {day_in_words(each.published_on)}",
            reverse("governance:plan-summary", args=[each.pk, "html"]),
        )
        for each in published
    )
    return records, "" if records else "No summary of the plan was published."


def _requests(asked: Asked) -> Found:
    found = asked.partnership.information_requests.filter(asked_on__range=(asked.first, asked.last))
    return _clocks(
        asked, list(found.order_by("asked_on")), "information-request", "request of {}", "asked_on"
    )


def _recommendations(asked: Asked) -> Found:
    found = asked.partnership.recommendations.filter(reported_on__range=(asked.first, asked.last))
    return _clocks(
        asked, list(found.order_by("reported_on")), "recommendation", "report of {}", "reported_on"
    )


def _clocks(
    asked: Asked, found: Sequence[InformationRequest | Recommendation], page: str, line: str, on: str
) -> Found:
    """Return papers of scrutiny, and how many were answered late or are overdue."""
    records = tuple(
        Satisfies(
            f"{each.committee}, {line.format(day_in_words(getattr(each, on)))}: "
            + (f"answered {day_in_words(each.answered_on)}" if each.answered_on else "not answered yet"),
            reverse(f"governance:{page}", args=[each.pk]),
        )
        for each in found
    )
    late = [each for each in found if (each.answered_on or asked.by.today) > each.answer_by]
    return records, f"{len(late)} answered late, or overdue." if late else ""


def _prescribed(asked: Asked) -> Found:
    due = quarters_due(Quarter(asked.year, 1), asked.by.today)
    within = [quarter for quarter in due if quarter.year == asked.year]
    page = Satisfies("Register of the prescribed data sets", reverse("evidence"))
    if not within:
        return (page,), ""
    standings = Register(asked.state).standings(within[0], asked.by.today)
    names = {str(quarter) for quarter in within}
    late = sum(1 for each in standings if each.quarter in names and each.state in ("late", "received late"))
    return (page,), f"{late} quarterly sets did not come, or came late." if late else ""


_FINDERS: dict[str, Finder] = {
    "group": _group,
    "protocol": _protocol,
    "assessment": _assessment,
    "last-plan": _last_plan,
    "plan": _plan,
    "plan-contents": _plan_contents,
    "views": _views,
    "public-meeting": _public_meeting,
    "summary": _summary,
    "requests": _requests,
    "recommendations": _recommendations,
    "prescribed": _prescribed,
}
"""How Frith finds the records of each duty that nobody writes down by hand."""


def register(duty: str, finder: Finder) -> None:
    """Let a room find the records of a duty that it holds."""
    _FINDERS[duty] = finder
