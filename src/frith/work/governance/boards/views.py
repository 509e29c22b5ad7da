"""Pages of boards."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import sent, signed_in
from frith.guard.acting import Acting
from frith.guard.forms import Asked, ask
from frith.work.governance.actions import queries as actions
from frith.work.governance.actions.models import ActionState
from frith.work.governance.boards import permissions, queries, services
from frith.work.governance.boards.forms import (
    BoardForm,
    MemberForm,
    ReportsToForm,
    TermsForm,
    board_chosen,
    people_of,
    person_chosen,
)
from frith.work.governance.boards.models import Board, BoardKind, Capacity, Strand
from frith.work.governance.enquiries.permissions import may_ask
from frith.work.governance.enquiries.queries import enquiries_about
from frith.work.governance.meetings import queries as meetings
from frith.work.governance.partnerships import queries as partnerships
from frith.work.governance.partnerships.forms import EndForm
from frith.work.governance.partnerships.permissions import check_may_look_after

LATEST = 12
"""How many meetings the page of a board lists; the list of meetings holds them all."""


@signed_in
def board(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show a board: its terms, who sits on it, its meetings and open actions, and why this person may see it."""
    found = queries.board(by=acting, key=key)
    terms = list(queries.terms_of(found))
    context = {
        "board": found,
        "terms": terms[0] if terms else None,
        "earlier_terms": terms[1:],
        "members": queries.members_of(found, acting.today),
        "before": queries.members_before(found, acting.today),
        "missing": queries.what_is_missing(found, acting.today),
        "meetings": meetings.meetings_of(acting, found)[:LATEST],
        "latest": LATEST,
        "held": meetings.meetings_of(acting, found).count(),
        "actions": actions.actions_visible_to(acting).filter(board=found, state=ActionState.OPEN),
        "why": queries.why_visible(acting, key),
        "may_run": permissions.may_run(acting, found),
        "may_ask": may_ask(acting, found.partnership, found),
        "enquiries": enquiries_about(acting, board=key),
    }
    return render(request, "governance/boards/board.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Set up a board of a partnership."""
    partnership = partnerships.partnership(by=acting, key=key)
    check_may_look_after(acting, partnership)
    visible = queries.boards_visible_to(acting).filter(partnership=partnership)

    def made(form: BoardForm) -> str:
        said = form.given()
        chair = person_chosen(said["chair"])
        assert chair is not None  # noqa: S101 - the list of the form holds people alone
        board = services.add_board(
            by=acting,
            partnership=partnership,
            name=said["name"],
            kind=BoardKind(said["kind"]),
            starts=said["starts"],
            terms=form.terms(),
            chair=chair,
            secretary=person_chosen(said["secretary"]),
            strand=Strand(said["strand"]) if said["strand"] else None,
            sealed=said["sealed"],
            reports_to=board_chosen(visible, said["reports_to"]),
            follows=board_chosen(visible, said["follows"]),
            key=form.key,
        )
        seen = queries.boards_visible_to(acting).filter(pk=board.pk).exists()
        if seen:
            return reverse("governance:board", args=[board.pk])
        return reverse("governance:partnership", args=[key])

    asked = Asked(
        title="Set up a board",
        button="Set up",
        above=reverse("governance:partnership", args=[key]),
        above_name=partnership.name,
    )
    chosen = [(each.pk, each.name) for each in visible]
    initial = {"starts": acting.today, "agreed_on": acting.today, "quorum_authorities": 0}
    form = BoardForm(people_of(partnership, acting.today), chosen, sent(request), initial=initial)
    return ask(request, form, asked, made)


def _run(acting: Acting, key: UUID) -> tuple[Board, str]:
    """Return a board that this person runs, and its address. Raises Refused."""
    found = queries.board(by=acting, key=key)
    permissions.check_may_run(acting, found)
    return found, reverse("governance:board", args=[key])


@require_http_methods(["GET", "POST"])
@signed_in
def terms(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Write down new terms of reference."""
    found, here = _run(acting, key)
    held = queries.terms_of(found).first()

    def made(form: TermsForm) -> str:
        services.agree_terms(by=acting, board=found, terms=form.terms())
        return here

    names = ("purpose", "membership", "meets", "quorum", "quorum_authorities")
    initial = {name: getattr(held, name) for name in names} if held else {}
    asked = Asked(title="New terms of reference", button="Save", above=here, above_name=found.name)
    return ask(request, TermsForm(sent(request), initial={**initial, "agreed_on": acting.today}), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def add_member(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Let somebody sit on a board."""
    found, here = _run(acting, key)
    seats = queries.members_of(found, acting.today)

    def made(form: MemberForm) -> str:
        said = form.given()
        person = person_chosen(said["person"])
        assert person is not None  # noqa: S101 - the list of the form holds people alone
        services.add_member(
            by=acting,
            board=found,
            person=person,
            capacity=Capacity(said["capacity"]),
            starts=said["starts"],
            deputy_for=next((seat for seat in seats if str(seat.pk) == said["deputy_for"]), None),
            key=form.key,
        )
        return here

    asked = Asked(title="Add a member", button="Add", above=here, above_name=found.name)
    people = people_of(found.partnership, acting.today)
    form = MemberForm(people, seats, sent(request), initial={"starts": acting.today})
    return ask(request, form, asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def end_seat(request: HttpRequest, acting: Acting, key: UUID, seat_key: UUID) -> HttpResponse:
    """End somebody's seat on a board."""
    found, here = _run(acting, key)
    seat = get_object_or_404(found.members.select_related("person", "board"), pk=seat_key)

    def made(form: EndForm) -> str:
        services.end_seat(by=acting, seat=seat, on=form.cleaned_data["ends"])
        return here

    asked = Asked(
        title=f"{seat.person.name} leaves the board",
        button="Record the last day",
        above=here,
        above_name=found.name,
    )
    return ask(request, EndForm(sent(request), initial={"ends": acting.today}), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def reports_to(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Change the board that a board reports to."""
    found, here = _run(acting, key)
    visible = queries.boards_of_today(acting).filter(partnership=found.partnership).exclude(pk=found.pk)

    def made(form: ReportsToForm) -> str:
        to = board_chosen(visible, form.cleaned_data["reports_to"])
        services.report_to(by=acting, board=found, to=to, starts=form.cleaned_data["starts"])
        return here

    asked = Asked(title="Whom the board reports to", button="Save", above=here, above_name=found.name)
    chosen = [(each.pk, each.name) for each in visible]
    return ask(request, ReportsToForm(chosen, sent(request), initial={"starts": acting.today}), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """End a board; its history stays."""
    found, here = _run(acting, key)

    def made(form: EndForm) -> str:
        services.end_board(by=acting, board=found, on=form.cleaned_data["ends"])
        return reverse("governance:partnership", args=[found.partnership_id])

    asked = Asked(
        title=f"End {found.name}",
        button="End the board",
        above=here,
        above_name=found.name,
        lead="Its meetings, decisions and actions stay as they are. Seats on it end on the same day.",
    )
    return ask(request, EndForm(sent(request), initial={"ends": acting.today}), asked, made)
