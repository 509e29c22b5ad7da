"""Pages of meetings and decisions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard.access.models import Agency
from frith.guard.access.pages import sent, signed_in
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask, lock_given, tell
from frith.vocabulary.faults import ChangedMeanwhile
from frith.work.governance.boards import queries as boards
from frith.work.governance.boards.models import BoardMember
from frith.work.governance.boards.permissions import check_may_run, may_run
from frith.work.governance.enquiries.permissions import may_ask
from frith.work.governance.enquiries.queries import enquiries_about
from frith.work.governance.meetings import action_sheet, calendar, findings, live, queries, services
from frith.work.governance.meetings.forms import (
    ChangeMeetingForm,
    ConflictForm,
    EvidenceForm,
    GuestForm,
    ItemForm,
    NewMeetingForm,
    answers_of,
    answers_of_item,
)
from frith.work.governance.meetings.models import Came, Meeting, MeetingKind, MeetingState
from frith.work.governance.meetings.states import MINUTED, NEXT
from frith.work.governance.papers.files import KINDS, FileKind
from frith.work.governance.partnerships import queries as partnerships

BAD, CONFLICT = 400, 409
ON_A_PAGE = 25


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


@signed_in
def meeting_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the meetings to come, and those that were: of one board, where its key is given."""
    past = queries.past(acting)
    asked = request.GET.get("board")
    of_board = boards.board(by=acting, key=_key(asked)) if asked else None
    if of_board:
        past = past.filter(board=of_board)
    context = {
        "of_board": of_board,
        "upcoming": queries.upcoming(acting),
        "page": Paginator(past, ON_A_PAGE).get_page(request.GET.get("page", "1")),
        "boards": boards.boards_run_by(acting),
    }
    return render(request, "governance/meetings/list.html", context)


@signed_in
def meeting_feed(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Hand over the meetings as a calendar."""
    address = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(calendar.feed(acting, address), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return response


@signed_in
def meeting(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a meeting: its agenda with minutes, decisions and actions, and who came."""
    found = queries.meeting(by=acting, key=key)
    state = MeetingState(found.state)
    context = {
        "meeting": found,
        "state": state.label,
        "items": queries.items_of(found),
        "attendance": queries.attendance_of(found),
        "conflicts": queries.conflicts_of(found),
        "quorum": queries.quorum_of(found),
        "agreed": queries.agreed_minutes(found),
        "next": [(each.value, each.label) for each in NEXT[state]],
        "open": state in MINUTED,
        "may_run": may_run(acting, found.board),
        "may_ask": may_ask(acting, found.board.partnership, found.board),
        "enquiries": enquiries_about(acting, meeting=key),
        "kinds": KINDS,
        "agencies": _agencies(found),
    }
    return render(request, "governance/meetings/meeting.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def plan(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Put a meeting of a board into the calendar."""
    board = boards.board(by=acting, key=key)
    check_may_run(acting, board)

    def made(form: NewMeetingForm) -> str:
        meeting = services.plan_meeting(
            by=acting,
            board=board,
            kind=MeetingKind(form.cleaned_data["kind"]),
            key=form.key,
            **form.given("title", "place"),
            **form.times(),
        )
        return reverse("governance:meeting", args=[meeting.pk])

    asked = Asked(
        title=f"Plan a meeting of {board.name}",
        button="Plan",
        above=reverse("governance:board", args=[key]),
        above_name=board.name,
    )
    return ask(request, NewMeetingForm(sent(request), initial={"kind": "meeting"}), asked, made)


def _run(acting: Acting, key: UUID) -> tuple[Meeting, str]:
    """Return a meeting of a board that this person runs, and its address. Raises Refused."""
    found = queries.meeting(by=acting, key=key)
    check_may_run(acting, found.board)
    return found, reverse("governance:meeting", args=[key])


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Change when and where a meeting is."""
    found, here = _run(acting, key)

    def made(form: ChangeMeetingForm) -> str:
        names = ("title", "place", "publicised_before", "publicised_after")
        services.change_meeting(
            by=acting, meeting=found, read_with=form.read_with, **form.given(*names), **form.times()
        )
        return here

    def now() -> tuple[int, list[tuple[str, object]]]:
        stands = queries.meeting(by=acting, key=key)
        said = answers_of(stands)
        return stands.lock, [
            ("Title", said["title"]),
            ("Day", said["on"]),
            ("From", said["starts"]),
            ("Until", said["ends"]),
            ("Place", said["place"]),
        ]

    asked = Asked(title="Change the meeting", button="Save", above=here, above_name=found.title)
    return ask(request, ChangeMeetingForm(sent(request), initial=answers_of(found)), asked, made, now=now)


@require_POST
@signed_in
def go_on(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Let a meeting go on to its next state."""
    found, here = _run(acting, key)
    wanted = request.POST.get("state", "")
    if wanted not in MeetingState.values:
        raise Http404
    services.go_on(by=acting, meeting=found, state=MeetingState(wanted))
    tell(request, f"The meeting: {MeetingState(wanted).label.lower()}.")
    return redirect(here)


@require_http_methods(["GET", "POST"])
@signed_in
def add_item(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Add an item to the agenda."""
    found, here = _run(acting, key)

    def made(form: ItemForm) -> str:
        services.add_item(by=acting, meeting=found, key=form.key, **form.item())
        return here

    workshop = found.kind == MeetingKind.WORKSHOP
    asked = Asked(
        title="Add a theme" if workshop else "Add an item", button="Add", above=here, above_name=found.title
    )
    initial = {"purpose": "theme" if workshop else "discuss", "minutes_planned": 10}
    return ask(request, ItemForm(sent(request), initial=initial), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def change_item(request: HttpRequest, acting: Acting, key: UUID, item_key: UUID) -> HttpResponse:
    """Change an item of the agenda."""
    found, here = _run(acting, key)
    item = queries.item_of(found, item_key)

    def made(form: ItemForm) -> str:
        services.change_item(by=acting, item=item, read_with=form.read_with, **form.item())
        return here

    def now() -> tuple[int, list[tuple[str, object]]]:
        stands = queries.item_of(found, item_key)
        return stands.lock, [("Item", stands.title), ("Who presents it", stands.presenter)]

    asked = Asked(title="Change an item", button="Save", above=here, above_name=found.title)
    return ask(request, ItemForm(sent(request), initial=answers_of_item(item)), asked, made, now=now)


@require_POST
@signed_in
def move_item(request: HttpRequest, acting: Acting, key: UUID, item_key: UUID) -> HttpResponse:
    """Move an item one place on the agenda."""
    found, here = _run(acting, key)
    item = queries.item_of(found, item_key)
    services.move_item(by=acting, item=item, earlier=request.POST.get("to") == "earlier")
    return redirect(f"{here}#item-{item_key}")


@dataclass(frozen=True, slots=True)
class _Seat:
    """A line of the page of attendance: whose seat it is, and what is ticked beside it."""

    seat: BoardMember
    came: str
    senior: bool


@require_http_methods(["GET", "POST"])
@signed_in
def attendance(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Note who came, agency by agency."""
    found, here = _run(acting, key)
    members = boards.members_of(found.board, acting.today)
    held = {(row.agency_id, row.person_id): row for row in queries.attendance_of(found)}
    came = {str(seat.pk): request.POST.get(f"came-{seat.pk}", "") for seat in members}
    agencies = _agencies(found)
    form = GuestForm([(each.pk, each.name) for each in agencies], sent(request))
    if form.is_valid():
        noted = [
            services.Noted(
                agency=seat.person.agency,
                person=seat.person,
                came=Came(came[str(seat.pk)]),
                senior=f"senior-{seat.pk}" in request.POST,
            )
            for seat in members
            if came[str(seat.pk)] in Came.values
        ]
        said = form.cleaned_data
        if said["name"]:
            agency = next(each for each in agencies if str(each.pk) == said["agency"])
            noted.append(services.Noted(agency=agency, name=said["name"], came=Came(said["came"])))
        services.note_attendance(by=acting, meeting=found, noted=noted)
        tell(request, "Who came: saved.")
        return redirect(here)
    context = {
        "meeting": found,
        "rows": [
            _Seat(
                each,
                row.came if (row := held.get((each.person.agency_id, each.person_id))) else "",
                senior=bool(row and row.senior),
            )
            if not form.errors
            else _Seat(each, came[str(each.pk)], senior=f"senior-{each.pk}" in request.POST)
            for each in members
        ],
        "came": Came.choices,
        "form": form,
    }
    status = BAD if form.errors else 200
    return render(request, "governance/meetings/attendance.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def conflict(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Record an interest that somebody declares."""
    found, here = _run(acting, key)
    items = queries.items_of(found)

    def made(form: ConflictForm) -> str:
        said = form.given()
        item = next((each for each in items if str(each.pk) == said["item"]), None)
        services.declare_conflict(
            by=acting, meeting=found, name=said["name"], nature=said["nature"], left=said["left"], item=item
        )
        return here

    asked = Asked(title="Declare an interest", button="Record", above=here, above_name=found.title)
    return ask(request, ConflictForm(items, sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def minutes(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Take minutes: every item on one page, saved while it is typed and with every button."""
    found, here = _run(acting, key)
    lines = live.lines_of(queries.items_of(found))
    answers = sent(request)
    if answers is not None:
        live.save_all(acting, lines, answers)
        if live.do(acting, found, lines, answers):
            if answers.get("do") == "finish":
                return redirect(here)
            what, _, key_of_item = answers.get("do", "").partition(" ")
            # the newest decision or action of the item, so that a screen reader goes on from what was just recorded
            place = {"decide": "newest-decision", "act": "newest-action"}.get(what, "item")
            return redirect(f"{request.path}#{place}-{key_of_item}" if key_of_item else request.path)
    context = {
        "meeting": found,
        "lines": lines,
        "agencies": _agencies(found),
        "open": MeetingState(found.state) in MINUTED,
    }
    wrong = any(line.faults or line.meanwhile is not None for line in lines)
    return render(request, "governance/meetings/minutes.html", context, status=CONFLICT if wrong else 200)


@require_POST
@signed_in
def save_minute(request: HttpRequest, acting: Acting, key: UUID, item_key: UUID) -> HttpResponse:
    """Save one item while it is typed, for the page's script: its new lock, or what somebody else saved."""
    found, _ = _run(acting, key)
    item = queries.item_of(found, item_key)
    text = live.as_typed(request.POST.get("text", ""))
    try:
        minute = services.save_minute(
            by=acting, item=item, text=text, read_with=lock_given(request.POST.get("lock"))
        )
    except ChangedMeanwhile as trouble:
        stands = queries.minute_of(item)
        said = {"lock": stands.lock, "now": stands.text, "what": trouble.faults[0].what}
        return JsonResponse(said, status=CONFLICT)
    return JsonResponse({"lock": minute.lock})


@signed_in
def minutes_file(request: HttpRequest, acting: Acting, key: UUID, ending: str) -> HttpResponse:
    """Hand over the minutes as a file."""
    kind = _kind(ending)
    found = queries.meeting(by=acting, key=key)
    return _file(
        kind.render(queries.minutes_of(found, acting.today)),
        kind,
        f"minutes-{found.starts_at:%Y-%m-%d}",
        ending,
    )


@signed_in
def action_sheet_file(request: HttpRequest, acting: Acting, key: UUID, ending: str) -> HttpResponse:
    """Hand over the actions that a meeting gave, to one agency or to all, as a file."""
    kind = _kind(ending)
    found = queries.meeting(by=acting, key=key)
    wanted = request.GET.get("agency", "")
    agency = next((each for each in _agencies(found) if str(each.pk) == wanted), None)
    document = action_sheet.action_sheet(acting, found, agency)
    return _file(kind.render(document), kind, f"actions-{found.starts_at:%Y-%m-%d}", ending)


@signed_in
def public_minutes(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the minutes that the public may read."""
    page = Paginator(queries.public_minutes_list(), ON_A_PAGE).get_page(request.GET.get("page", "1"))
    return render(request, "governance/meetings/public.html", {"page": page, "kinds": KINDS})


@signed_in
def public_minutes_file(request: HttpRequest, acting: Acting, key: UUID, ending: str) -> HttpResponse:
    """Hand over minutes for the public, with exempt items held back."""
    kind = _kind(ending)
    agreed = get_object_or_404(queries.public_minutes_list(), pk=key)
    document = queries.minutes_of(agreed.meeting, acting.today, public=True)
    return _file(kind.render(document), kind, f"minutes-{agreed.meeting.starts_at:%Y-%m-%d}-public", ending)


@signed_in
def decision_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the decisions that this person may see, latest first."""
    found = queries.decisions_visible_to(acting).prefetch_related("evidence")
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", "1"))
    return render(request, "governance/meetings/decisions.html", {"page": page})


@signed_in
def decision(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a decision, what it rests on, and where it was taken."""
    found = queries.decision(by=acting, key=key)
    state = MeetingState(found.item.meeting.state)
    context = {
        "decision": found,
        "evidence": queries.evidence_of(found),
        "actions": found.item.actions.select_related("agency").order_by("number"),
        "may_add": state in MINUTED and may_run(acting, found.board),
    }
    return render(request, "governance/meetings/decision.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def evidence(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Choose a finding or figure that a decision rests on."""
    found = queries.decision(by=acting, key=key)
    check_may_run(acting, found.board)
    here = reverse("governance:decision", args=[key])
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in findings.citable_by(acting, settings.FRITH_VAR):
        groups.setdefault(each.group, []).append((each.key, each.rests.words[:160]))

    def made(form: EvidenceForm) -> str:
        rests = findings.chosen(acting, settings.FRITH_VAR, form.cleaned_data["rests_on"])
        services.add_evidence(by=acting, decision=found, rests=rests)
        return here

    asked = Asked(
        title="What the decision rests on",
        button="Add",
        above=here,
        above_name=f"Decision {found.number}",
        lead="" if groups else "No assessment was made here yet, and no paper was issued that cites figures.",
    )
    return ask(request, EvidenceForm(list(groups.items()), sent(request)), asked, made)


def _agencies(found: Meeting) -> list[Agency]:
    day = found.starts_at.date()
    return [
        part.agency for part in partnerships.parts_in(found.board.partnership, day).order_by("agency__name")
    ]


def _kind(ending: str) -> FileKind:
    kind = KINDS.get(ending)
    if kind is None:
        raise Http404
    return kind


def _file(content: bytes, kind: FileKind, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
