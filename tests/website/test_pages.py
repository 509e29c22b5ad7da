"""Every page for every role: who gets it, who is refused and in which words, and what no page may do."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import uuid4, uuid5

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from tests.made_agreements import agree, agreeing
from tests.made_enquiries import enquire
from tests.made_governance import govern
from tests.made_partnership import (
    NAMESPACE,
    PASSWORD,
    PEOPLE,
    TODAY,
    Made,
    add_indicators,
    close_many,
    prepare_paper,
    write_assessment,
)

from frith.guard.access.models import Team
from frith.guard.access.teams.services import add_team, place_in_team
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.models import AuditEvent
from frith.guard.audit.recording import write
from frith.guard.documents.models import Document
from frith.guard.histories import kind_shown_on, kinds_of
from frith.guard.jobs import services as jobs
from frith.guard.jobs.models import Job
from frith.guard.protection.agreements.models import SharingAgreement
from frith.guard.protection.agreements.services import add_document
from frith.guard.protection.break_glass.models import Opening
from frith.guard.protection.break_glass.services import open_in_risk_to_life
from frith.guard.protection.deny_list.models import Denial
from frith.guard.protection.deny_list.services import deny
from frith.guard.protection.record_types import shared_type
from frith.guard.roles import Role
from frith.work.casework.models import ClosureRecord, LessAbuse
from frith.work.governance.boards.models import Board, BoardMember
from frith.work.governance.enquiries.models import ENQUIRY, Enquiry
from frith.work.governance.going_live import services as going_live
from frith.work.governance.going_live.models import Import, Upload
from frith.work.governance.meetings.models import AgendaItem, AgreedMinutes, Decision, Meeting
from frith.work.governance.papers import queries as governance
from frith.work.governance.papers import services as governance_services
from frith.work.governance.partnerships.models import AgencyPart
from frith.work.governance.statute.models import Consultation, DutyRecord, InformationRequest, Recommendation
from frith.work.governance.strategy import services as strategy
from frith.work.governance.strategy.models import Plan, Priority, PublishedSummary
from frith.work.performance.models import StoredFigure

pytestmark = pytest.mark.django_db
NOBODY = "nobody"
ALL = set(PEOPLE)


@pytest.fixture
def ready(made: Made, installation: Path) -> Made:
    """A partnership of which every page has something to show."""
    return fill(made, installation)


def fill(made: Made, installation: Path) -> Made:
    """Give a partnership indicators, closures, a paper that was issued, and an assessment that was made."""
    write_assessment(installation)
    add_indicators(made)
    close_many(made)
    prepare_paper(made)
    dilys = made.acting("dilys")
    governance_services.issue_paper(by=dilys, paper=governance.paper_named(dilys, "outcomes"))
    governed = govern(made)
    share(made)
    strategy.agree_plan(by=dilys, plan=governed.plan, on=TODAY)
    strategy.publish_summary(by=dilys, plan=governed.plan, on=TODAY)
    ask_for_assessment(dilys)
    bring_in(dilys)
    enquire(made, governed)
    advocates = add_team(by=made.operator, agency=made.agencies["lantern"], name="Advocates")
    place_in_team(by=made.operator, team=advocates, person=made.persons["amina"], leads=True)
    return made


def browser(made: Made, name: str) -> Client:
    """A browser with somebody signed in, or nobody."""
    client = Client()
    if name != NOBODY:
        client.force_login(made.persons[name])
    return client


def lantern() -> ClosureRecord:
    found: ClosureRecord = ClosureRecord.objects.filter(service__name="Lantern support").earliest(
        "case_reference"
    )
    return found


def agreement() -> SharingAgreement:
    return SharingAgreement.objects.get()


def share(made: Made) -> None:
    """An agreement of Lantern with the police that nobody is in the role for; a deny list; an opening long closed."""
    found = agree(made, agreeing(made, recipients=["council", "police"], roles=[Role.ANALYST]))
    add_document(
        by=made.acting("dilys"),
        agreement=found,
        title="Signed",
        file_name="a.pdf",
        content=b"%PDF-1.7 made up %%EOF",
    )
    kind = shared_type("casework.closure-record")
    deny(
        by=made.acting("amina"),
        kind=kind,
        record_id=lantern().id,
        reason="She asked",
        person=made.persons["gwen"],
    )
    open_in_risk_to_life(
        by=made.acting("colin"), kind=kind, record_id=uuid4(), reason="A risk to life, long ago"
    )


def document() -> Document:
    """The document of the enquiry: that of the agreement is for all, as the tests of sharing show."""
    return Document.objects.get(record_type=ENQUIRY)


def figure() -> str:
    return StoredFigure.objects.earliest("figure").figure


def board() -> Board:
    return Board.objects.get(name="Executive Group")


def seat() -> BoardMember:
    return board().members.get(person__name="Gwen")


def meeting() -> Meeting:
    return Meeting.objects.get(title="Autumn meeting")


def item() -> AgendaItem:
    return meeting().items.get()


def ask_for_assessment(by: Acting) -> Job:
    parameters = {"area": "X", "from": "2016-04", "to": "2018-03", "audience": "public"}
    return jobs.ask_for(
        by=by, kind="strategic assessment", title="An assessment", parameters=parameters, key=uuid4()
    )


def bring_in(by: Acting) -> None:
    """One file that was imported, and one that was handed in."""
    partnership = board().partnership
    heading = b"Board,Title,Day,From,Until,Place,State\r\n"
    for what, title in ((going_live.import_file, b"Summer meeting"), (going_live.hand_in, b"May meeting")):
        content = heading + b"Executive Group," + title + b",1/5/2015,10:00,12:00,Town hall,Cancelled\r\n"
        what(by=by, partnership=partnership, table="meetings", name="meetings.csv", content=content)


def enquiry(*, answered: bool = False) -> Enquiry:
    return Enquiry.objects.get(answer__isnull=not answered)


def team() -> Team:
    return Team.objects.get(name="Advocates")


def plan() -> Plan:
    return Plan.objects.get(title="Partnership plan")


def priority() -> Priority:
    return Priority.objects.get(title="Burglary")


def agreed() -> AgreedMinutes:
    """Minutes that were agreed, of another meeting than the one that is open."""
    return AgreedMinutes.objects.get(meeting__title="Spring meeting")


Address = Callable[[], str]

GOVERN = {"colin", "dilys", "edwin", "gwen"}
"""Those who help to govern the partnership that their agency belongs to."""
BELONG = ALL - {"beth"}
"""Everybody whose agency belongs to the partnership."""

MATRIX: dict[str, tuple[Address, set[str]]] = {
    "": (lambda: "/", ALL),
    "kept/": (lambda: "/kept/", ALL),
    "search/": (lambda: "/search/?q=burglary", ALL),
    "help/": (lambda: "/help/?q=meeting", ALL | {NOBODY}),
    "help/<path:name>/": (lambda: "/help/how-to/run-a-meeting/", ALL | {NOBODY}),
    "help/pictures/<str:name>": (lambda: "/help/pictures/refusal.png", ALL | {NOBODY}),
    "partnerships/": (lambda: "/partnerships/", ALL),
    "partnerships/new/": (lambda: "/partnerships/new/", {"dilys", "flora"}),
    "partnerships/<uuid:key>/": (lambda: f"/partnerships/{board().partnership_id}/", BELONG),
    "partnerships/<uuid:key>/agencies/new/": (
        lambda: f"/partnerships/{board().partnership_id}/agencies/new/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/agencies/<uuid:part_key>/end/": (
        lambda: f"/partnerships/{board().partnership_id}/agencies/{AgencyPart.objects.first().pk}/end/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/boards/new/": (
        lambda: f"/partnerships/{board().partnership_id}/boards/new/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/going-live/": (
        lambda: f"/partnerships/{board().partnership_id}/going-live/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/going-live/templates/<slug:table>.<slug:ending>": (
        lambda: f"/partnerships/{board().partnership_id}/going-live/templates/all.xlsx",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/going-live/uploads/<uuid:upload_key>/": (
        lambda: f"/partnerships/{board().partnership_id}/going-live/uploads/{Upload.objects.get().pk}/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/going-live/uploads/<uuid:upload_key>/faults.<slug:ending>": (
        lambda: (
            f"/partnerships/{board().partnership_id}/going-live/uploads/{Upload.objects.get().pk}/faults.xlsx"
        ),
        {"dilys"},
    ),
    "partnerships/<uuid:key>/going-live/imports/<uuid:import_key>/": (
        lambda: f"/partnerships/{board().partnership_id}/going-live/imports/{Import.objects.get().pk}/",
        {"dilys"},
    ),
    "boards/<uuid:key>/": (lambda: f"/boards/{board().pk}/", GOVERN),
    "boards/<uuid:key>/terms/": (lambda: f"/boards/{board().pk}/terms/", {"dilys"}),
    "boards/<uuid:key>/members/new/": (lambda: f"/boards/{board().pk}/members/new/", {"dilys"}),
    "boards/<uuid:key>/members/<uuid:seat_key>/end/": (
        lambda: f"/boards/{board().pk}/members/{seat().pk}/end/",
        {"dilys"},
    ),
    "boards/<uuid:key>/reports-to/": (lambda: f"/boards/{board().pk}/reports-to/", {"dilys"}),
    "boards/<uuid:key>/end/": (lambda: f"/boards/{board().pk}/end/", {"dilys"}),
    "boards/<uuid:key>/meetings/new/": (lambda: f"/boards/{board().pk}/meetings/new/", {"dilys"}),
    "boards/<uuid:key>/actions/new/": (lambda: f"/boards/{board().pk}/actions/new/", {"dilys"}),
    "meetings/": (lambda: "/meetings/", ALL),
    "meetings/calendar.ics": (lambda: "/meetings/calendar.ics", ALL),
    "meetings/public/": (lambda: "/meetings/public/", ALL),
    "meetings/public/<uuid:key>.<slug:ending>": (lambda: f"/meetings/public/{agreed().pk}.html", ALL),
    "meetings/<uuid:key>/": (lambda: f"/meetings/{meeting().pk}/", GOVERN),
    "meetings/<uuid:key>/change/": (lambda: f"/meetings/{meeting().pk}/change/", {"dilys"}),
    "meetings/<uuid:key>/items/new/": (lambda: f"/meetings/{meeting().pk}/items/new/", {"dilys"}),
    "meetings/<uuid:key>/items/<uuid:item_key>/": (
        lambda: f"/meetings/{meeting().pk}/items/{item().pk}/",
        {"dilys"},
    ),
    "meetings/<uuid:key>/attendance/": (lambda: f"/meetings/{meeting().pk}/attendance/", {"dilys"}),
    "meetings/<uuid:key>/interests/new/": (lambda: f"/meetings/{meeting().pk}/interests/new/", {"dilys"}),
    "meetings/<uuid:key>/minutes/": (lambda: f"/meetings/{meeting().pk}/minutes/", {"dilys"}),
    "meetings/<uuid:key>/minutes.<slug:ending>": (lambda: f"/meetings/{meeting().pk}/minutes.html", GOVERN),
    "meetings/<uuid:key>/actions.<slug:ending>": (lambda: f"/meetings/{meeting().pk}/actions.html", GOVERN),
    "plans/": (lambda: "/plans/", ALL),
    "partnerships/<uuid:key>/plans/new/": (
        lambda: f"/partnerships/{board().partnership_id}/plans/new/",
        {"dilys"},
    ),
    "plans/<uuid:key>/": (lambda: f"/plans/{plan().pk}/", BELONG),
    "plans/<uuid:key>/change/": (lambda: f"/plans/{plan().pk}/change/", {"dilys"}),
    "plans/<uuid:key>/agree/": (lambda: f"/plans/{plan().pk}/agree/", {"dilys"}),
    "plans/<uuid:key>/priorities/new/": (lambda: f"/plans/{plan().pk}/priorities/new/", {"dilys"}),
    "plans/<uuid:key>/priorities/<uuid:priority_key>/steps/new/": (
        lambda: f"/plans/{plan().pk}/priorities/{priority().pk}/steps/new/",
        {"dilys"},
    ),
    "plans/summaries/<uuid:key>.<slug:ending>": (
        lambda: f"/plans/summaries/{PublishedSummary.objects.get().pk}.html",
        ALL,
    ),
    "steps/<uuid:key>/report/": (lambda: f"/steps/{plan().steps.get().pk}/report/", {"dilys"}),
    "priorities/<uuid:key>/": (lambda: f"/priorities/{priority().pk}/", BELONG),
    "priorities/<uuid:key>/change/": (lambda: f"/priorities/{priority().pk}/change/", {"dilys"}),
    "priorities/<uuid:key>/reasons/new/": (lambda: f"/priorities/{priority().pk}/reasons/new/", {"dilys"}),
    "priorities/<uuid:key>/measures/new/": (lambda: f"/priorities/{priority().pk}/measures/new/", {"dilys"}),
    "partnerships/<uuid:key>/executive/": (
        lambda: f"/partnerships/{board().partnership_id}/executive/",
        BELONG,
    ),
    "partnerships/<uuid:key>/partners/": (
        lambda: f"/partnerships/{board().partnership_id}/partners/",
        BELONG,
    ),
    "partnerships/<uuid:key>/year/": (lambda: f"/partnerships/{board().partnership_id}/year/", BELONG),
    "partnerships/<uuid:key>/year/<int:year>/": (
        lambda: f"/partnerships/{board().partnership_id}/year/2016/",
        BELONG,
    ),
    "partnerships/<uuid:key>/year/<int:year>/<slug:duty>/": (
        lambda: f"/partnerships/{board().partnership_id}/year/2016/spend/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/consultations/new/": (
        lambda: f"/partnerships/{board().partnership_id}/consultations/new/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/requests/new/": (
        lambda: f"/partnerships/{board().partnership_id}/requests/new/",
        {"dilys"},
    ),
    "partnerships/<uuid:key>/recommendations/new/": (
        lambda: f"/partnerships/{board().partnership_id}/recommendations/new/",
        {"dilys"},
    ),
    "duty-records/<uuid:key>/": (lambda: f"/duty-records/{DutyRecord.objects.get().pk}/", BELONG),
    "consultations/<uuid:key>/": (lambda: f"/consultations/{Consultation.objects.get().pk}/", BELONG),
    "scrutiny/requests/<uuid:key>/": (
        lambda: f"/scrutiny/requests/{InformationRequest.objects.get().pk}/",
        BELONG,
    ),
    "scrutiny/requests/<uuid:key>/answer/": (
        lambda: f"/scrutiny/requests/{InformationRequest.objects.get().pk}/answer/",
        {"dilys"},
    ),
    "scrutiny/recommendations/<uuid:key>/": (
        lambda: f"/scrutiny/recommendations/{Recommendation.objects.get().pk}/",
        BELONG,
    ),
    "scrutiny/recommendations/<uuid:key>/answer/": (
        lambda: f"/scrutiny/recommendations/{Recommendation.objects.get().pk}/answer/",
        {"dilys"},
    ),
    "decisions/": (lambda: "/decisions/", ALL),
    "decisions/<uuid:key>/": (lambda: f"/decisions/{Decision.objects.first().pk}/", GOVERN),
    "decisions/<uuid:key>/evidence/": (
        lambda: f"/decisions/{item().decisions.get().pk}/evidence/",
        {"dilys"},
    ),
    "actions/": (lambda: "/actions/", ALL),
    "actions/<uuid:key>/": (lambda: f"/actions/{item().actions.get().pk}/", GOVERN),
    "actions/<uuid:key>/report/": (lambda: f"/actions/{item().actions.get().pk}/report/", {"dilys", "gwen"}),
    "actions/<uuid:key>/hand-over/": (lambda: f"/actions/{item().actions.get().pk}/hand-over/", {"dilys"}),
    "enquiries/": (lambda: "/enquiries/", ALL),
    "enquiries/new/": (lambda: "/enquiries/new/", {"colin", "dilys", "gwen"}),
    "enquiries/<uuid:key>/": (lambda: f"/enquiries/{enquiry().pk}/", {"dilys", "gwen"}),
    "enquiries/<uuid:key>/send-again/": (lambda: f"/enquiries/{enquiry().pk}/send-again/", {"dilys", "gwen"}),
    "enquiries/<uuid:key>/withdraw/": (lambda: f"/enquiries/{enquiry().pk}/withdraw/", {"dilys", "gwen"}),
    "enquiries/<uuid:key>/answer/": (
        lambda: f"/enquiries/{enquiry(answered=True).pk}/answer/",
        {"dilys", "gwen"},
    ),
    "enquiries/<uuid:key>/form.docx": (lambda: f"/enquiries/{enquiry().pk}/form.docx", {"dilys", "gwen"}),
    "enquiries/<uuid:key>/forms/new/": (lambda: f"/enquiries/{enquiry().pk}/forms/new/", {"dilys", "gwen"}),
    "enquiries/<uuid:key>/forms/<uuid:document_key>/": (
        lambda: f"/enquiries/{enquiry().pk}/forms/{document().pk}/",
        {"dilys", "gwen"},
    ),
    "sign-in/": (lambda: "/sign-in/", ALL | {NOBODY}),
    "your-sign-in/": (lambda: "/your-sign-in/", ALL),
    "your-sign-in/password/": (lambda: "/your-sign-in/password/", ALL),
    "your-sign-in/app/": (lambda: "/your-sign-in/app/", ALL),
    "your-sign-in/keys/": (lambda: "/your-sign-in/keys/", ALL),
    "your-sign-in/recovery-codes/": (lambda: "/your-sign-in/recovery-codes/", ALL),
    "your-tokens/": (lambda: "/your-tokens/", ALL),
    "your-tokens/calendar/": (lambda: "/your-tokens/calendar/", ALL),
    "your-tokens/new/": (lambda: "/your-tokens/new/", ALL),
    "people/": (lambda: "/people/", {"flora"}),
    "teams/": (lambda: "/teams/", {"flora"}),
    "teams/new/": (lambda: "/teams/new/", {"flora"}),
    "teams/<uuid:key>/": (lambda: f"/teams/{team().pk}/", {"flora"}),
    "people/invite/": (lambda: "/people/invite/", {"flora"}),
    "people/<uuid:key>/": (lambda: f"/people/{uuid5(NAMESPACE, 'amina')}/", {"flora"}),
    "indicators/": (lambda: "/indicators/", ALL),
    "indicators/<slug:key>/": (lambda: "/indicators/less-abuse/", ALL),
    "indicators/<slug:key>/<int:year>-q<int:number>/": (lambda: "/indicators/less-abuse/2016-q1/", ALL),
    "figures/<slug:figure_id>/": (lambda: f"/figures/{figure()}/", ALL),
    "figures/<slug:figure_id>/editions/<int:edition>/": (lambda: f"/figures/{figure()}/editions/1/", ALL),
    "papers/": (lambda: "/papers/", ALL),
    "papers/<slug:key>/": (lambda: "/papers/outcomes/", {"colin", "dilys"}),
    "papers/<slug:key>/draft.<slug:ending>": (lambda: "/papers/outcomes/draft.html", {"colin", "dilys"}),
    "papers/<slug:key>/issues/<int:number>/": (lambda: "/papers/outcomes/issues/1/", ALL),
    "papers/<slug:key>/issues/<int:number>/paper.<slug:ending>": (
        lambda: "/papers/outcomes/issues/1/paper.html",
        ALL,
    ),
    "closures/": (lambda: "/closures/", ALL),
    "closures/record/": (lambda: "/closures/record/", {"amina", "beth"}),
    "closures/<uuid:record_id>/": (lambda: f"/closures/{lantern().id}/", {"amina"}),
    "closures/<uuid:record_id>/correct/": (lambda: f"/closures/{lantern().id}/correct/", {"amina"}),
    "assessments/": (lambda: "/assessments/", ALL),
    "assessments/new/": (lambda: "/assessments/new/", {"dilys"}),
    "jobs/": (lambda: "/jobs/", ALL),
    "jobs/<uuid:key>/": (lambda: f"/jobs/{Job.objects.get().pk}/", {"dilys"}),
    "assessments/<slug:key>/": (lambda: "/assessments/made-up/", ALL),
    "assessments/<slug:key>/files/<path:name>": (lambda: "/assessments/made-up/files/assessment.pdf", ALL),
    "evidence/": (lambda: "/evidence/", ALL),
    "agreements/": (lambda: "/agreements/", ALL),
    "agreements/new/": (lambda: "/agreements/new/", {"dilys", "edwin"}),
    "agreements/gateways/": (lambda: "/agreements/gateways/", ALL),
    "agreements/liaison-officers/": (lambda: "/agreements/liaison-officers/", ALL),
    "agreements/liaison-officers/new/": (lambda: "/agreements/liaison-officers/new/", {"dilys", "edwin"}),
    "agreements/<uuid:key>/": (lambda: f"/agreements/{agreement().pk}/", ALL),
    "agreements/<uuid:key>/amend/": (lambda: f"/agreements/{agreement().pk}/amend/", {"dilys", "edwin"}),
    "agreements/<uuid:key>/accept/": (lambda: f"/agreements/{agreement().pk}/accept/", {"amina"}),
    "agreements/<uuid:key>/extend/": (lambda: f"/agreements/{agreement().pk}/extend/", {"edwin"}),
    "agreements/<uuid:key>/end/": (
        lambda: f"/agreements/{agreement().pk}/end/",
        {"amina", "dilys", "edwin"},
    ),
    "agreements/<uuid:key>/documents/new/": (
        lambda: f"/agreements/{agreement().pk}/documents/new/",
        {"dilys", "edwin"},
    ),
    "documents/<uuid:key>/": (lambda: f"/documents/{document().pk}/", {"dilys", "gwen"}),
    "why-not/<str:record_type>/": (lambda: "/why-not/casework.closure-record/", ALL),
    "simulator/": (lambda: "/simulator/", {"edwin", "flora"}),
    "must-not-see/<str:record_type>/<uuid:record_id>/": (
        lambda: f"/must-not-see/casework.closure-record/{lantern().id}/",
        {"amina"},
    ),
    "must-not-see/<str:record_type>/<uuid:record_id>/new/": (
        lambda: f"/must-not-see/casework.closure-record/{lantern().id}/new/",
        {"amina"},
    ),
    "must-not-see/<str:record_type>/<uuid:record_id>/<uuid:key>/lift/": (
        lambda: f"/must-not-see/casework.closure-record/{lantern().id}/{Denial.objects.get().pk}/lift/",
        {"amina"},
    ),
    "break-glass/": (lambda: "/break-glass/", {"edwin"}),
    "break-glass/openings/<uuid:key>/": (
        lambda: f"/break-glass/openings/{Opening.objects.get().pk}/",
        {"edwin"},
    ),
    "break-glass/<str:record_type>/": (
        lambda: "/break-glass/casework.closure-record/",
        ALL - {"ivor"},
    ),
    "lists/<slug:key>.<slug:ending>": (lambda: "/lists/actions.csv", ALL),
    "audit/": (lambda: "/audit/", {"edwin"}),
    "history/<slug:kind>/<slug:key>/": (lambda: f"/history/closure/{lantern().id}/", {"amina", "edwin"}),
    "paper.css": (lambda: "/paper.css", ALL | {NOBODY}),
    "paper-font-<int:weight>.woff2": (lambda: "/paper-font-400.woff2", ALL | {NOBODY}),
}
"""Every address that is read: an example of it, and who gets it. Everyone else is refused, or sent to sign in."""

BEFORE_SIGN_IN = {
    "second-factor/",
    "second-factor/set-up/",
    "invitation/<str:token>/",
    "answer/<str:token>/",
    "answer/<str:token>/sent/",
    "calendar/<str:token>.ics",
    "sign-in/provider/",
    "sign-in/provider/answer/",
}
"""Addresses for those who are not signed in yet; tests of what they are for hold them."""

POSTED = {
    "your-sign-in/sessions/<uuid:session_id>/end/",
    "your-sign-in/sessions/end/",
    "your-sign-in/keys/<uuid:key>/remove/",
    "your-tokens/<uuid:token_id>/end/",
    "people/<uuid:key>/roles/",
    "teams/<uuid:key>/places/",
    "teams/<uuid:key>/places/<uuid:person>/end/",
    "teams/<uuid:key>/close/",
    "people/<uuid:key>/roles/<slug:role>/end/",
    "people/<uuid:key>/move/",
    "people/<uuid:key>/leave/",
    "people/<uuid:key>/reset-second-factor/",
    "people/<uuid:key>/invite-again/",
    "sign-out/",
    "papers/<slug:key>/issue/",
    "partnerships/<uuid:key>/going-live/uploads/<uuid:upload_key>/import/",
    "partnerships/<uuid:key>/going-live/uploads/<uuid:upload_key>/throw-away/",
    "partnerships/<uuid:key>/going-live/imports/<uuid:import_key>/undo/",
    "meetings/<uuid:key>/go-on/",
    "plans/<uuid:key>/publish/",
    "jobs/<uuid:key>/stop/",
    "meetings/<uuid:key>/items/<uuid:item_key>/move/",
    "meetings/<uuid:key>/items/<uuid:item_key>/minute/",
}
"""Addresses that only change things; their services' permissions are tested with them."""


def read_to_the_end(response: HttpResponseBase) -> None:
    """Read a file that was handed over, which closes it as a browser's reading would."""
    if isinstance(response, StreamingHttpResponse):
        b"".join(response.streaming_content)


def without_token(page: bytes) -> bytes:
    """A page without the token of its forms, which is masked anew each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page)


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        here = before + str(pattern.pattern)
        found |= addresses(pattern.url_patterns, here) if isinstance(pattern, URLResolver) else {here}
    return found


def test_every_address_has_its_place_in_the_matrix() -> None:
    # the operations for programs have a matrix of their own
    pages = {each for each in addresses(get_resolver().url_patterns) if not each.startswith("api/")}
    assert pages == set(MATRIX) | POSTED | BEFORE_SIGN_IN


@pytest.mark.parametrize("name", [*PEOPLE, NOBODY])
def test_who_gets_a_page(ready: Made, name: str) -> None:
    client = browser(ready, name)
    for pattern, (address, allowed) in MATRIX.items():
        response = client.get(address())
        read_to_the_end(response)
        if name in allowed:
            assert response.status_code == 200, pattern
        elif name == NOBODY:
            assert response.status_code == 302, pattern
            assert response["Location"].startswith("/sign-in/?next=/"), pattern
        else:
            assert response.status_code in ({302} if pattern == "papers/<slug:key>/" else {403, 404}), pattern


@pytest.mark.parametrize("name", ["beth", "colin", "dilys", "edwin", "flora"])
def test_a_record_that_is_absent_and_one_that_is_forbidden_give_the_same_page(ready: Made, name: str) -> None:
    client = browser(ready, name)
    for page in ("", "correct/"):
        forbidden, absent = (client.get(f"/closures/{key}/{page}") for key in (lantern().id, uuid4()))
        assert (forbidden.status_code, absent.status_code) == (403, 403)
        assert without_token(forbidden.content) == without_token(absent.content)


def test_the_refusal_says_why_and_is_recorded(ready: Made) -> None:
    record = lantern()
    page = browser(ready, "colin").get(f"/closures/{record.id}/").content.decode()
    assert "Only caseworkers of the service that supported a person may open a closure record." in page
    assert "You act as commissioner for The council" in page
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.person, event.subject) == (
        "refused",
        str(ready.persons["colin"].id),
        str(record.id),
    )


def test_reading_a_record_is_recorded_and_says_why_it_may_be_seen(ready: Made) -> None:
    record = lantern()
    page = browser(ready, "amina").get(f"/closures/{record.id}/").content.decode()
    assert "The lantern is the data controller of this record and you work on it there as caseworker." in page
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.subject, event.channel) == ("consulted", str(record.id), "site")


def test_every_page_is_strict_about_what_it_loads(ready: Made) -> None:
    client = browser(ready, "amina")
    for pattern, (address, _) in MATRIX.items():
        response = client.get(address())
        check_strict(pattern, response)
        read_to_the_end(response)


def check_strict(pattern: str, response: HttpResponse) -> None:
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    if not pattern.startswith(("paper.", "paper-")):
        assert response["Cache-Control"] == "private, no-store"
    if response["Content-Type"].startswith("text/html") and "attachment" not in response.get(
        "Content-Disposition", ""
    ):
        page = response.content.decode()
        assert " style=" not in page
        assert "<script" not in re.sub(r'<script src="/static/frith/[a-z-]+\.js" defer></script>', "", page)
        assert "http://" not in page.replace("http://www.w3.org", "")


def test_the_three_files_of_an_issued_paper_are_the_same_each_time(ready: Made) -> None:
    client = browser(ready, "edwin")
    for ending, kind in (
        ("html", "text/html"),
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxml"),
    ):
        first, second = (client.get(f"/papers/outcomes/issues/1/paper.{ending}") for _ in range(2))
        assert first["Content-Type"].startswith(kind)
        assert "attachment" in first["Content-Disposition"]
        assert first.content == second.content
    assert client.get("/papers/outcomes/issues/1/paper.exe").status_code == 404


def test_signing_in_and_out(ready: Made) -> None:
    client = Client()
    response = client.post(
        "/sign-in/", {"email": "amina@lantern.example", "password": PASSWORD, "next": "/closures/"}
    )
    assert (response.status_code, response["Location"]) == (302, "/closures/")
    assert client.get("/closures/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/closures/").status_code == 302
    assert [e.act for e in AuditEvent.objects.order_by("-id")[:3]] == ["signed out", "searched", "signed in"]
    assert client.get("/sign-out/").status_code == 405


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_signing_in_never_leads_elsewhere(ready: Made, elsewhere: str) -> None:
    response = Client().post(
        "/sign-in/", {"email": "amina@lantern.example", "password": PASSWORD, "next": elsewhere}
    )
    assert response["Location"] == "/"


def test_a_wrong_password_is_told_once_and_says_not_which_is_wrong(ready: Made) -> None:
    pages = [
        Client().post("/sign-in/", {"email": email, "password": "wrong"})
        for email in ("amina@lantern.example", "nobody@lantern.example")
    ]
    for page in pages:
        assert page.status_code == 400
        assert "The e-mail address or the password is wrong." in page.content.decode()


def test_too_many_wrong_passwords_close_an_address_and_the_page_says_until_when(ready: Made) -> None:
    for email in ("amina@lantern.example", "nobody@lantern.example"):
        client = Client()
        for _ in range(5):
            assert client.post("/sign-in/", {"email": email, "password": "wrong"}).status_code == 400
        page = client.post("/sign-in/", {"email": email, "password": PASSWORD})
        assert page.status_code == 429
        assert re.search(r"Try again at \d\d:\d\d\.", page.content.decode())
        assert client.get("/closures/").status_code == 302


def test_a_form_from_elsewhere_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in/", {"email": "x@y.example", "password": "x"})
    assert response.status_code == 403
    assert "This form is too old" in response.content.decode()


def test_recording_and_correcting_by_form(ready: Made) -> None:
    client = browser(ready, "amina")
    assert client.post("/closures/record/", {}).content.decode().count("govuk-error-message") == 6
    answers = {
        "service": str(ready.services["lantern"].id),
        "case_reference": "la-4444",
        "closed_on": "3 5 2016",
        "less_abuse": "no",
        "risk_at_intake": "high",
        "risk_at_closure": "medium",
    }
    future = client.post("/closures/record/", answers | {"closed_on": "22 September 2016"})
    assert future.status_code == 400
    assert "Support cannot have closed in the future." in future.content.decode()
    response = client.post("/closures/record/", answers)
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert "LA-4444" in page
    correct = response["Location"] + "correct/"
    assert 'value="03 05 2016"' in client.get(correct).content.decode()
    done = client.post(correct, answers | {"less_abuse": "yes", "reason": "mistyped"})
    page = client.get(done["Location"]).content.decode()
    assert "What was recorded, in order" in page
    again = client.post(correct, answers | {"less_abuse": "yes", "reason": "mistyped"})
    assert again.status_code == 403
    assert "was corrected since you opened it" in again.content.decode()


def test_another_agencys_service_cannot_be_chosen(ready: Made) -> None:
    response = browser(ready, "amina").post("/closures/record/", {"service": str(ready.services["rowan"].id)})
    assert "Select a valid choice" in response.content.decode()


def test_issuing_from_the_page(ready: Made) -> None:
    ready.close(less_abuse=LessAbuse.NO, reference="LA-7777")
    for _ in range(2):
        response = browser(ready, "dilys").post("/papers/outcomes/issue/")
        assert response["Location"] == "/papers/outcomes/issues/2/"
    assert browser(ready, "colin").post("/papers/outcomes/issue/").status_code == 403
    assert browser(ready, "amina").get("/papers/outcomes/")["Location"] == "/papers/outcomes/issues/2/"


def test_the_figure_page_opens_what_the_number_rests_on(ready: Made) -> None:
    address = MATRIX["figures/<slug:figure_id>/"][0]()
    colin, amina = (browser(ready, name).get(address).content.decode() for name in ("colin", "amina"))
    for page in (colin, amina):
        assert "Outcomes of support, issue 1" in page
        assert "inherited, not computed here" in page
    assert "You may open none of them. Only caseworkers" in colin
    assert "/closures/" not in colin.split("<main")[1]
    assert "Records that you may open" in amina
    assert "The others belong to other services, and The lantern is not their data controller." in amina


def test_a_reading_as_at_an_earlier_day_counts_what_was_known_then(ready: Made) -> None:
    client = browser(ready, "colin")
    assert "42 women who answered" in client.get("/indicators/less-abuse/2016-q1/").content.decode()
    earlier = client.get("/indicators/less-abuse/2016-q1/?as-at=2016-03-31").content.decode()
    assert "Nothing was counted in this period." in earlier
    for wrong in (
        "/indicators/less-abuse/2016-q5/",
        "/indicators/less-abuse/0-q1/",
        "/indicators/less-abuse/9999-q4/",
        "/indicators/less-abuse/99999-q1/",
        "/indicators/less-abuse/2016-q1/?as-at=0001-01-01",
        "/indicators/less-abuse/2016-q1/?as-at=soon",
        "/indicators/no/",
    ):
        assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("name", list(PEOPLE))
def test_nobody_steps_from_day_to_day_who_may_not_see_all_the_records(ready: Made, name: str) -> None:
    """The figures of two days apart differ by one woman's answer; two agencies hold these, so nobody sees all."""
    page = browser(ready, name).get("/indicators/less-abuse/2016-q1/?as-at=2016-05-02")
    assert page.status_code == 403
    assert "are shown as at the last day of a quarter" in page.content.decode()
    event = AuditEvent.objects.latest("id")
    assert (event.act, event.person) == ("refused", str(ready.persons[name].id))
    assert (event.subject_type, event.subject) == ("computed_as_at", "less-abuse")


def test_a_caseworker_of_the_only_controller_may_choose_any_day(made: Made) -> None:
    add_indicators(made)
    made.close("lantern")
    rowan = made.services["rowan"]
    rowan.area = "X09000002"
    write(rowan, event=event_by(made.operator, Act.ALTERED, "casework.service", rowan.id))
    address = "/indicators/less-abuse/2016-q1/?as-at=2016-05-02"
    allowed = {name for name in PEOPLE if browser(made, name).get(address).status_code == 200}
    assert allowed == {"amina"}


def test_only_files_of_an_assessment_s_manifest_are_handed_over(ready: Made, installation: Path) -> None:
    client = browser(ready, "colin")
    (installation / "secret.txt").write_text("not for anyone")
    (installation / "assessments/made-up/left-over.txt").write_text("not in the manifest")
    page = client.get("/assessments/made-up/").content.decode()
    assert page.index("assessment.html") < page.index("assessment.pdf") < page.index("tables/recorded.csv")
    assert "document.json" not in page
    for name in ("left-over.txt", "../../secret.txt", "manifest.json", "%2e%2e/%2e%2e/secret.txt"):
        assert client.get(f"/assessments/made-up/files/{name}").status_code == 404
    assert client.get("/assessments/another/").status_code == 404


@pytest.mark.parametrize("name", list(PEOPLE))
@pytest.mark.parametrize("role", ["held", "ended"])
def test_an_assessment_for_the_partnership_is_for_those_with_a_role_and_recorded(
    ready: Made, installation: Path, name: str, role: str
) -> None:
    path = installation / "assessments/made-up/manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"audience": "partnership"}))
    person = ready.persons[name]
    if role == "ended":
        for held in person.memberships.all():
            held.ends = date(2016, 9, 20)
            write(held, event=event_by(ready.operator, Act.ALTERED, "person", person.id))
    client = browser(ready, name)
    assert ("/assessments/made-up/" in client.get("/assessments/").content.decode()) == (role == "held")
    for address in ("/assessments/made-up/", "/assessments/made-up/files/assessment.html"):
        page = client.get(address)
        read_to_the_end(page)
        event = AuditEvent.objects.latest("id")
        assert (event.person, event.subject) == (str(person.id), "made-up")
        if role == "held":
            assert (page.status_code, event.act) == (200, "disclosed")
        else:
            assert (page.status_code, event.act) == (403, "refused")


def test_pages_that_are_not_there(ready: Made) -> None:
    client = browser(ready, "amina")
    for address in ("/nowhere/", "/figures/fig-0/", "/papers/none/", "/papers/outcomes/issues/9/"):
        page = client.get(address)
        assert page.status_code == 404
        assert "Page not found" in page.content.decode()
        assert "less-abuse" not in page.content.decode()


def test_a_fault_of_our_own_gives_a_plain_page(ready: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        message = "made to break"
        raise RuntimeError(message)

    monkeypatch.setattr("frith.work.performance.queries.indicators", broken)
    client = browser(ready, "amina")
    client.raise_request_exception = False
    page = client.get("/indicators/")
    assert page.status_code == 500
    assert "Something is broken here" in page.content.decode()
    assert "made to break" not in page.content.decode()


def test_the_audit_trail_shows_refusals_with_names(ready: Made) -> None:
    browser(ready, "colin").get(f"/closures/{lantern().id}/")
    client = browser(ready, "edwin")
    page = client.get("/audit/?act=refused").content.decode()
    assert "Colin (site)" in page
    assert "casework.closure-not-visible" in page
    assert client.get("/audit/?act=nonsense&page=99").status_code == 200


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_record_s_history_is_for_whoever_may_open_its_page_and_for_who_reads_the_trail(
    ready: Made, name: str
) -> None:
    """Of every kind of record that has a history, with its own page as the rule; each reads their own account's."""
    client, seen = browser(ready, name), set()
    for address, _ in MATRIX.values():
        match = resolve(address().partition("?")[0])
        kind = kind_shown_on(match.view_name)
        if not kind:
            continue
        seen.add(kind)
        [key] = match.kwargs.values()
        page, history = client.get(address()).status_code, client.get(f"/history/{kind}/{key}/").status_code
        opens = page < 400 or name == "edwin" or (kind == "person" and key == ready.persons[name].pk)
        assert history == (200 if opens else page), kind
    assert seen == set(kinds_of())


def test_what_waits_is_different_for_each(ready: Made) -> None:
    prepare = {name: browser(ready, name).get("/").content.decode() for name in PEOPLE}
    assert "Record a closure" in prepare["amina"]
    assert "Record a closure" not in prepare["colin"]
    assert "Look through refusals" in prepare["edwin"]
    assert (
        "Women reporting less abuse after support" in prepare["dilys"] or "Nothing waits" in prepare["dilys"]
    )


def test_the_demonstration_says_so(ready: Made, settings) -> None:
    assert "Demonstration:" not in browser(ready, "colin").get("/").content.decode()
    settings.FRITH_DEMONSTRATION = True
    assert "Demonstration: the agencies, people and their records are invented." in (
        browser(ready, "colin").get("/").content.decode()
    )


def test_queries_do_not_grow_with_rows(ready: Made, django_assert_max_num_queries) -> None:
    client = browser(ready, "amina")
    for address in ("/closures/", "/papers/", MATRIX["figures/<slug:figure_id>/"][0]()):
        with django_assert_max_num_queries(20):
            client.get(address)
