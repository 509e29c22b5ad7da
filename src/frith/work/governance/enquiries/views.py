"""Pages of enquiries, for those who ask."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from frith.guard.access.pages import sent, signed_in
from frith.guard.acting import Acting
from frith.guard.documents import queries as documents
from frith.guard.encryption import decrypted, encrypted
from frith.guard.forms import Asked, show
from frith.guard.forms import ask as ask_by_form
from frith.vocabulary.faults import Fault, RowsRejected, SourceUnreachable, UnknownName
from frith.vocabulary.gateways import gateway_named, gateways_on
from frith.work.governance.actions import queries as actions
from frith.work.governance.actions.models import Action
from frith.work.governance.boards import queries as boards
from frith.work.governance.boards.models import Board
from frith.work.governance.enquiries import contents, permissions, queries, services
from frith.work.governance.enquiries.forms import (
    FORTNIGHT,
    AskForm,
    BringInForm,
    SendAgainForm,
    WithdrawForm,
)
from frith.work.governance.enquiries.letters import send_link
from frith.work.governance.enquiries.models import ENQUIRY, DataAsked, Enquiry, EnquiryKind
from frith.work.governance.enquiries.services import Asking, Sent
from frith.work.governance.enquiries.standing import State, standing_of
from frith.work.governance.meetings import queries as meetings
from frith.work.governance.meetings.models import Meeting
from frith.work.governance.partnerships import queries as partnerships

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BAD = 400


@signed_in
def enquiry_list(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show the enquiries that this person may see, in the cut they choose."""
    asked = request.GET.get("show", "waiting")
    wanted = asked if asked in queries.WANTED else "waiting"
    page = queries.enquiry_list(acting, wanted, request.GET.get("page", "1"))
    context = {
        "page": page,
        "rows": [(each, standing_of(each, acting.at)) for each in page],
        "cuts": [(key, label, key == wanted) for key, label in queries.WANTED.items()],
        "wanted": wanted,
        "may_ask": any(
            permissions.may_ask(acting, each) for each in partnerships.partnerships_visible_to(acting)
        ),
    }
    return render(request, "governance/enquiries/list.html", context)


@signed_in
def enquiry(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show an enquiry: what was asked, how it stands, and the code of its link, once."""
    found = queries.enquiry(by=acting, key=key)
    standing = standing_of(found, acting.at)
    held = request.session.pop(_place(found), None)
    context = {
        "enquiry": found,
        "asked": contents.contents_of(found),
        "standing": standing,
        "open": standing.state in (State.WAITING, State.ENDED, State.LOCKED),
        "ends_soon": standing.ends_soon(acting.at),
        "gateway": gateway_named(found.gateway),
        "data": [DataAsked(each).label for each in found.data_asked],
        "code": decrypted(held) if held else "",
        "not_sent": request.GET.get("letter") == "not-sent",
        "has_form": found.kind == EnquiryKind.QUESTIONS,
        "forms": documents.documents_of(acting, ENQUIRY, key) if standing.state is not State.ANSWERED else (),
        "why": queries.why_visible(acting, key),
    }
    return render(request, "governance/enquiries/enquiry.html", context)


@dataclass(frozen=True, slots=True)
class _About:
    """What an enquiry is about: a board, a meeting, an action, or nothing but the partnership."""

    board: Board | None = None
    meeting: Meeting | None = None
    action: Action | None = None

    @property
    def words(self) -> str:
        if self.action:
            return f"About action {self.action.number} of {self.action.board.name}."
        if self.meeting:
            return f"About the meeting “{self.meeting.title}” of {self.meeting.board.name}."
        return f"For {self.board.name}." if self.board else ""


def _about(request: HttpRequest, acting: Acting) -> _About:
    """Return what the address says that the enquiry is about, through the scopes of boards, meetings and actions."""
    keys = {name: request.GET[name] for name in ("board", "meeting", "action") if name in request.GET}
    try:
        named = {name: UUID(text) for name, text in keys.items()}
    except ValueError as error:
        raise UnknownName(
            Fault("enquiry.about", "no board, meeting or action has this key", "address", "a key", str(keys))
        ) from error
    if "action" in named:
        action = actions.action(by=acting, key=named["action"])
        return _About(action.board, action=action)
    if "meeting" in named:
        meeting = meetings.meeting(by=acting, key=named["meeting"])
        return _About(meeting.board, meeting=meeting)
    return _About(boards.board(by=acting, key=named["board"])) if "board" in named else _About()


@require_http_methods(["GET", "POST"])
@signed_in
def ask(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Ask somebody without an account."""
    about = _about(request, acting)
    offered = [about.board.partnership] if about.board else list(partnerships.partnerships_visible_to(acting))
    may = [each for each in offered if permissions.may_ask(acting, each, about.board, about.action)]
    if not may:
        permissions.refuse_to_ask()
    form = AskForm(
        [(each.pk, each.name) for each in may],
        gateways_on(acting.today),
        sent(request),
        initial={"partnership": may[0].pk if len(may) == 1 else None, "days": FORTNIGHT, "kind": "questions"},
    )
    if form.is_valid():
        said = form.cleaned_data
        asking = Asking(
            partnership=next(each for each in may if str(each.pk) == said["partnership"]),
            respondent=said["respondent"],
            organisation=said["organisation"],
            email=said["email"],
            kind=EnquiryKind(said["kind"]),
            contents=form.contents(),
            gateway=said["gateway"],
            data_asked=tuple(DataAsked(each) for each in said["data_asked"]),
            days=said["days"],
            board=about.board,
            meeting=about.meeting,
            action=about.action,
        )
        try:
            return _sent(request, services.ask(by=acting, asking=asking, key=form.key))
        except RowsRejected as trouble:
            show(trouble, form)
    context = {"form": form, "about": about.words}
    return render(request, "governance/enquiries/ask.html", context, status=BAD if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def send_again(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Send another link with another code."""
    found = queries.enquiry(by=acting, key=key)
    form = SendAgainForm(sent(request))
    if form.is_valid():
        return _sent(request, services.send_again(by=acting, enquiry=found, days=form.cleaned_data["days"]))
    asked = Asked(
        title="Send another link",
        button="Send",
        above=_address(found),
        above_name=found.reference,
        lead=f"It goes to {found.respondent}, {found.email}. The earlier link stops working, and there is a new code.",
    )
    return render(
        request, "question.html", {"form": form, "asked": asked}, status=BAD if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Take an enquiry back."""
    found = queries.enquiry(by=acting, key=key)

    def made(form: WithdrawForm) -> str:
        services.withdraw(by=acting, enquiry=found)
        return _address(found)

    asked = Asked(
        title="Take the enquiry back",
        button="Take it back",
        above=_address(found),
        above_name=found.reference,
        lead=f"The link that {found.respondent} has stops working at once. What was asked stays here.",
    )
    return ask_by_form(request, WithdrawForm(sent(request)), asked, made)


@signed_in
def answer(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show the answer. Reading it is recorded."""
    found = queries.enquiry(by=acting, key=key)
    held = services.read_answer(by=acting, enquiry=found)
    context = {
        "enquiry": found,
        "answer": held,
        "answers": contents.answers_of(found, held),
        "documents": documents.documents_of(acting, ENQUIRY, key).filter(pk__in=[held.document]),
        "why": queries.why_visible(acting, key),
    }
    return render(request, "governance/enquiries/answer.html", context)


@signed_in
def form_out(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Hand the Word form over."""
    found = queries.enquiry(by=acting, key=key)
    return HttpResponse(
        services.hand_form_out(by=acting, enquiry=found),
        content_type=WORD,
        headers={"Content-Disposition": f'attachment; filename="{found.reference}.docx"'},
    )


@require_http_methods(["GET", "POST"])
@signed_in
def form_in(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Bring a Word form in that came back."""
    found = queries.enquiry(by=acting, key=key)

    def made(form: BringInForm) -> str:
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        held = services.bring_form_in(
            by=acting, enquiry=found, name=file.name or "", content=file.read(), key=form.key
        )
        return reverse("governance:enquiry-form", args=[key, held.pk])

    asked = Asked(
        title="Bring in the form that came back",
        button="Continue",
        above=_address(found),
        above_name=found.reference,
        lead="You see what was read from it before anything is taken.",
    )
    return ask_by_form(request, BringInForm(sent(request), request.FILES or None), asked, made)


@require_http_methods(["GET", "POST"])
@signed_in
def form_read(request: HttpRequest, acting: Acting, key: UUID, document_key: UUID) -> HttpResponse:
    """Show what was read from a form, and take it as the answer or throw it away."""
    found = queries.enquiry(by=acting, key=key)
    if request.method == "POST":
        if request.POST.get("form") == "throw away":
            services.throw_form_away(by=acting, enquiry=found, document=document_key)
            return redirect(_address(found))
        services.take_form(by=acting, enquiry=found, document=document_key)
        return redirect("governance:enquiry-answer", key)
    answers = services.read_form(by=acting, enquiry=found, document=document_key)
    context = {
        "enquiry": found,
        "answers": contents.in_words(contents.contents_of(found).questions, answers),
    }
    return render(request, "governance/enquiries/form_read.html", context)


def _sent(request: HttpRequest, made: Sent) -> HttpResponse:
    """Send the letter, keep the code to be shown once, and go to the enquiry."""
    here = _address(made.enquiry)
    if not made.token:
        return redirect(here)
    request.session[_place(made.enquiry)] = encrypted(made.code)
    link = request.build_absolute_uri(reverse("governance:answer-enquiry", args=[made.token]))
    try:
        send_link(made.enquiry, link)
    except SourceUnreachable:
        return redirect(f"{here}?{urlencode({'letter': 'not-sent'})}")
    return redirect(here)


def _place(found: Enquiry) -> str:
    """Return where the browser's session keeps the code of an enquiry, encrypted, until it was shown."""
    return f"frith_enquiry_code_{found.pk}"


def _address(found: Enquiry) -> str:
    return reverse("governance:enquiry", args=[found.pk])
