"""Pages of actions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import agency_with
from frith.guard.access.teams.queries import mates_of
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.work.governance.actions import permissions, queries, services
from frith.work.governance.actions.forms import GiveForm, HandOverForm, ReportForm
from frith.work.governance.actions.models import ActionState
from frith.work.governance.boards import queries as boards
from frith.work.governance.boards.forms import people_of, person_chosen
from frith.work.governance.boards.models import Board
from frith.work.governance.boards.permissions import check_may_run, may_run
from frith.work.governance.enquiries.permissions import may_ask
from frith.work.governance.enquiries.queries import enquiries_about
from frith.work.governance.partnerships import queries as partnerships


@signed_in
def action_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the actions that this person may see, in the cut they choose."""
    asked = request.GET.get("show", "mine")
    wanted = asked if asked in queries.WANTED else "mine"
    page = queries.action_list(acting, wanted, request.GET.get("page", "1"))
    cuts = [(key, label, key == wanted) for key, label in queries.WANTED.items()]
    return render(request, "governance/actions/list.html", {"page": page, "cuts": cuts, "wanted": wanted})


@signed_in
def action(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show an action, what was said of it, and why this person may see it."""
    found = queries.action(by=acting, key=key)
    context = {
        "action": found,
        "progress": queries.progress_of(found),
        "why": queries.why_visible(acting, key),
        "may_report": permissions.may_report(acting, found),
        "may_run": may_run(acting, found.board),
        "may_ask": may_ask(acting, found.board.partnership, found.board, found),
        "enquiries": enquiries_about(acting, action=key),
        "state": ActionState(found.state).label,
        "overdue": found.state == ActionState.OPEN and found.due_on < acting.today,
    }
    return render(request, "governance/actions/action.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Give an action of a board."""
    board = boards.board(by=acting, key=key)
    check_may_run(acting, board)

    def made(form: GiveForm) -> str:
        said = form.given()
        action = services.give_action(
            by=acting,
            board=board,
            words=said["words"],
            agency=agency_with(said["agency"]),
            owner=person_chosen(said["owner"]),
            due_on=said["due_on"],
            key=form.key,
        )
        return reverse("governance:action", args=[action.pk])

    asked = Asked(
        title="Give an action",
        button="Give",
        above=reverse("governance:board", args=[key]),
        above_name=board.name,
    )
    return ask(request, GiveForm(*_choices(acting, board), sent(request)), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def report(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Say how an action goes."""
    found = queries.action(by=acting, key=key)
    permissions.check_may_report(acting, found)
    here = reverse("governance:action", args=[key])

    def made(form: ReportForm) -> str:
        said = form.given()
        services.report_progress(
            by=acting,
            action=found,
            state=ActionState(said["state"]),
            words=said["words"],
            due_on=said["due_on"],
            read_with=form.read_with,
        )
        return here

    def now() -> tuple[int, list[tuple[str, object]]]:
        stands = queries.action(by=acting, key=key)
        last = queries.progress_of(stands).first()
        return stands.lock, [
            ("How far it is", ActionState(stands.state).label),
            ("What happened", last.words if last else ""),
            ("Due on", stands.due_on),
        ]

    asked = Asked(title="How the action goes", button="Save", above=here, above_name=f"Action {found.number}")
    initial = {"state": found.state, "due_on": found.due_on, "lock": found.lock}
    return ask(request, ReportForm(sent(request), initial=initial), asked, made, now=now)


@require_http_methods(["GET", "POST"])
@signed_in
def hand_over(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Hand an action over to somebody else."""
    found = queries.action(by=acting, key=key)
    check_may_run(acting, found.board)
    here = reverse("governance:action", args=[key])

    def made(form: HandOverForm) -> str:
        said = form.given()
        agency = agency_with(said["agency"])
        services.change_owner(by=acting, action=found, owner=person_chosen(said["owner"]), agency=agency)
        return here

    asked = Asked(
        title="Hand the action over", button="Save", above=here, above_name=f"Action {found.number}"
    )
    initial = {"agency": found.agency_id, "owner": found.owner_id}
    agencies, people = _choices(acting, found.board)
    # whoever works in a team with the owner is the likeliest to take it over
    mates = mates_of(found.owner_id, acting) if found.owner_id else frozenset()
    people = sorted(
        ((key, f"{name} (same team)" if key in mates else name) for key, name in people),
        key=lambda each: each[0] not in mates,
    )
    form = HandOverForm(agencies, people, sent(request), initial=initial)
    return ask(request, form, asked, made)


def _choices(acting: Acting, board: Board) -> tuple[list[tuple[UUID, str]], list[tuple[UUID, str]]]:
    """Return the agencies and people that an action of a board may be given to."""
    parts = partnerships.parts_in(board.partnership, acting.today).order_by("agency__name")
    if board.sealed:
        people = [(seat.person_id, seat.person.name) for seat in boards.members_of(board, acting.today)]
    else:
        people = people_of(board.partnership, acting.today)[1:]
    return [(part.agency_id, part.agency.name) for part in parts], people
