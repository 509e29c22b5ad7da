"""Pages of protection as people meet them: agreements by form, deny lists, break-glass, and what is not shared."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import StreamingHttpResponse
from django.test import Client
from tests.made_agreements import ALL_FIELDS, RECORDED, accept, agree, agreeing, designate, latest
from tests.made_partnership import PEOPLE, TODAY, Made
from tests.website.test_pages import browser

from frith.guard.audit.models import AuditEvent
from frith.guard.documents.models import Document
from frith.guard.protection.agreements import services
from frith.guard.protection.agreements.models import SharingAgreement
from frith.guard.protection.break_glass.models import Opening, Review
from frith.guard.protection.deny_list.models import Denial
from frith.guard.roles import Role
from frith.work.casework.queries import CLOSURE_RECORD

pytestmark = pytest.mark.django_db
REASON = "She says that he is at her door with a knife"


def answers(made: Made, **changes: object) -> dict[str, object]:
    """What the form of an agreement is sent with."""
    return {
        "title": "Closures for commissioning",
        "purpose": "To learn whether support helps",
        "shared": "What was found when support closed",
        "gateway": "cda-1998-s115",
        "controllers": [str(made.agencies["lantern"].pk)],
        "recipients": [str(made.agencies["council"].pk)],
        CLOSURE_RECORD: ["closed_on", "risk_at_intake"],
        "roles": ["commissioner"],
        "valid_from": "1 4 2016",
        "valid_to": "31 3 2017",
        "review_on": "1 12 2016",
        "once": str(uuid4()),
        **changes,
    }


def text_of(client: Client, address: str, status: int = 200) -> str:
    page = client.get(address)
    assert page.status_code == status
    return page.content.decode()


def test_an_agreement_from_its_form_to_a_record_and_back(made: Made) -> None:
    designate(made)
    record = made.close(reference="LA-1234")
    dilys, amina, colin = (browser(made, name) for name in ("dilys", "amina", "colin"))
    sent = answers(made)
    first, again = (dilys.post("/agreements/new/", sent)["Location"] for _ in range(2))
    assert first == again
    assert "Not accepted yet by The lantern" in text_of(dilys, first)
    text_of(colin, f"/closures/{record.id}/", 403)
    assert "Accept “Closures for commissioning”, or do not" in text_of(amina, "/")
    assert amina.post(f"{first}accept/", {}).status_code == 400
    assert amina.post(f"{first}accept/", {"sure": "on"})["Location"] == first
    page = text_of(colin, f"/closures/{record.id}/")
    assert "under the agreement “Closures for commissioning”" in page
    assert "3 May 2016" in page
    assert "LA-1234" not in page
    assert "Yes, less abuse" not in page
    assert page.count("not shared with you") == 3
    assert "Correct this record" not in page
    assert "Who must not see this?" not in page
    listed = text_of(colin, "/closures/")
    assert "Case 1 (reference not shared)" in listed
    assert "LA-1234" not in listed
    text_of(colin, f"/closures/{record.id}/correct/", 403)


def test_amending_keeps_the_versions_and_tells_who_comes_second(made: Made) -> None:
    agreement = agree(made)
    dilys, edwin = browser(made, "dilys"), browser(made, "edwin")
    here = f"/agreements/{agreement.pk}/"
    assert 'value="risk_at_closure" checked' in text_of(dilys, f"{here}amend/")
    sent = answers(made, why="Less is enough", lock="1", **{CLOSURE_RECORD: ["closed_on"]})
    assert dilys.post(f"{here}amend/", sent)["Location"] == here
    told = edwin.post(f"{here}amend/", sent | {"why": "Mine"})
    assert told.status_code == 400
    assert "Somebody else changed this while you were working on it." in told.content.decode()
    assert "Less is enough" in told.content.decode()
    page = text_of(edwin, here)
    assert "Version 2, from 21 September 2016" in page
    assert "Version 1, from 1 April 2016" in page


def test_the_faults_of_an_agreement_stand_beside_their_questions(made: Made) -> None:
    dilys = browser(made, "dilys")
    empty = dilys.post("/agreements/new/", {}).content.decode()
    for said in ("Enter the title of the agreement", "Choose who receives", "Enter the last day"):
        assert said in empty
    wrong = dilys.post("/agreements/new/", answers(made, gateway="cda-1998-s17a")).content.decode()
    assert "Crime and Disorder Act 1998, section 17A is no ground for records of people" in wrong
    assert 'aria-describedby="id_controllers_error"' in empty
    assert not SharingAgreement.objects.exists()


def test_extending_and_ending_by_form(made: Made) -> None:
    agreement = agree(made, agreeing(made, valid=(RECORDED, TODAY + timedelta(days=5))))
    here = f"/agreements/{agreement.pk}/"
    edwin = browser(made, "edwin")
    assert "“Closures for commissioning” lapses soon" in text_of(edwin, "/")
    assert "Lapses in 5 days, after 26 September 2016" in text_of(edwin, here)
    too_long = edwin.post(f"{here}extend/", {"until": "1 1 2018", "reason": "A flood"})
    assert "for longer the agreement is amended" in too_long.content.decode()
    assert edwin.post(f"{here}extend/", {"until": "1 12 2016", "reason": "A flood"})["Location"] == here
    page = text_of(edwin, here)
    assert "In force until 1 December 2016 by an emergency extension" in page
    assert "Extended in an emergency, 21 September 2016 to 1 December 2016: A flood" in page
    assert edwin.post(f"{here}end/", {"why": "It is over", "lock": "1"})["Location"] == here
    page = text_of(edwin, here)
    assert "Why it ended: It is over" in page
    assert "amend/" not in page


def test_a_document_is_stored_and_handed_over_as_it_was(made: Made) -> None:
    agreement = agree(made)
    here = f"/agreements/{agreement.pk}/"
    dilys, gwen = browser(made, "dilys"), browser(made, "gwen")
    assert 'enctype="multipart/form-data"' in text_of(dilys, f"{here}documents/new/")
    for name, content in (("x.exe", b"MZ\x90\x00"), ("x.pdf", b"")):
        page = dilys.post(
            f"{here}documents/new/", {"title": "Signed", "file": SimpleUploadedFile(name, content)}
        )
        assert page.status_code == 400, name
    pdf = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
    file = SimpleUploadedFile("signed.pdf", pdf)
    assert dilys.post(f"{here}documents/new/", {"title": "Signed", "file": file})["Location"] == here
    document = Document.objects.get(record=agreement.pk)
    address = f"/documents/{document.pk}/"
    assert f'href="{address}"' in text_of(gwen, here)
    for name in PEOPLE:
        given = browser(made, name).get(address)
        assert isinstance(given, StreamingHttpResponse), name
        assert given.getvalue() == pdf
        assert given["Content-Disposition"] == 'attachment; filename="signed.pdf"'
    assert gwen.get(f"/documents/{uuid4()}/").status_code == 403
    assert Client().get(address).status_code == 302


def test_liaison_officers_and_their_gaps(made: Made) -> None:
    dilys = browser(made, "dilys")
    assert text_of(dilys, "/agreements/liaison-officers/").count("Nobody</strong>") == len(made.agencies)
    assert "Designate liaison officers" in text_of(dilys, "/")
    sent = {"person": str(made.persons["amina"].pk), "starts": "21 9 2016"}
    assert (
        dilys.post("/agreements/liaison-officers/new/", sent)["Location"] == "/agreements/liaison-officers/"
    )
    page = text_of(dilys, "/agreements/liaison-officers/")
    assert "Amina" in page
    assert page.count("Nobody</strong>") == len(made.agencies) - 1
    again = dilys.post("/agreements/liaison-officers/new/", sent)
    assert "This person is it already." in again.content.decode()


def test_who_must_not_see_it_by_form(made: Made) -> None:
    record = made.close()
    agree(made, agreeing(made, fields=ALL_FIELDS))
    amina, colin = browser(made, "amina"), browser(made, "colin")
    here = f"/must-not-see/{CLOSURE_RECORD}/{record.id}/"
    assert here in text_of(amina, f"/closures/{record.id}/")
    assert "Nobody is on the list" in text_of(amina, here)
    text_of(colin, f"/closures/{record.id}/")
    sent = {"whom": f"person {made.persons['colin'].pk}", "reason": "Her brother"}
    assert amina.post(f"{here}new/", sent)["Location"] == here
    page = text_of(amina, here)
    assert "Her brother" in page
    denied = text_of(colin, f"/closures/{record.id}/", 403)
    absent = text_of(colin, f"/closures/{uuid4()}/", 403)
    assert denied.count("Her brother") == 0
    assert len(denied) == len(absent)
    assert f"/closures/{record.id}/" not in text_of(colin, "/closures/")
    own = amina.post(f"{here}new/", {"whom": f"agency {made.agencies['lantern'].pk}", "reason": "x"})
    assert "cannot be shut out of it" in own.content.decode()
    denial = Denial.objects.get()
    assert amina.post(f"{here}{denial.pk}/lift/", {"why": "A mistake"})["Location"] == here
    text_of(colin, f"/closures/{record.id}/")


@pytest.mark.parametrize("name", [each for each in PEOPLE if each != "amina"])
def test_the_pages_of_a_deny_list_are_the_same_for_absent_and_forbidden(made: Made, name: str) -> None:
    record = made.close()
    client = browser(made, name)
    for page in ("", "new/"):
        told = {
            text_of(client, f"/must-not-see/{CLOSURE_RECORD}/{key}/{page}", 403).split("<main")[1]
            for key in (record.id, uuid4())
        }
        assert len(told) == 1
        assert AuditEvent.objects.latest("id").act == "refused"


def test_opening_a_record_in_a_risk_to_life_and_reviewing_it(made: Made) -> None:
    record = made.close(reference="LA-1234")
    colin, edwin = browser(made, "colin"), browser(made, "edwin")
    refused = text_of(colin, f"/closures/{record.id}/", 403)
    assert f"/break-glass/{CLOSURE_RECORD}/" in refused
    here = f"/break-glass/{CLOSURE_RECORD}/"
    asked = colin.get(here, headers={"Referer": f"https://frith.example/closures/{record.id}/"})
    assert f'value="{record.id}"' in asked.content.decode()
    short = colin.post(here, {"record": str(record.id), "reason": "now"})
    assert "whose life is at risk" in short.content.decode().lower()
    opened = colin.post(here, {"record": "la-1234", "reason": REASON})
    page = text_of(colin, opened["Location"])
    assert "You opened this record in a risk to life." in page
    assert "LA-1234" in page
    nothing = colin.post(here, {"record": "LA-404", "reason": REASON})
    text_of(colin, nothing["Location"], 403)
    assert text_of(edwin, "/").count("Review what Colin opened in a risk to life") == 2
    review = f"/break-glass/openings/{Opening.objects.earliest('opened_at').pk}/"
    assert REASON in text_of(edwin, review)
    assert edwin.post(review, {"finding": "justified", "words": "Police were called"}).status_code == 302
    assert "Police were called" in text_of(edwin, review)
    assert Review.objects.count() == 1
    assert "To be reviewed" in text_of(edwin, "/break-glass/")


def test_why_not_and_the_simulator_on_their_pages(made: Made) -> None:
    agree(made, agreeing(made, valid=(RECORDED, date(2016, 9, 20))))
    colin, edwin = browser(made, "colin"), browser(made, "edwin")
    page = text_of(colin, f"/why-not/{CLOSURE_RECORD}/")
    assert "“Closures for commissioning”: it lapsed: its last day was 20 September 2016." in page
    text_of(colin, "/why-not/nothing/", 404)
    for day, holds in (("20 9 2016", True), ("21 9 2016", False)):
        page = edwin.get(
            "/simulator/", {"person": str(made.persons["colin"].pk), "day": day}
        ).content.decode()
        assert ("The lantern shares this with The council" in page) is holds
    assert edwin.get("/simulator/", {"person": "x", "day": "soon"}).status_code == 400


def test_a_role_that_ended_closes_what_an_agreement_opened(made: Made) -> None:
    from frith.guard.access import services as access

    record = made.close()
    agree(made)
    colin = browser(made, "colin")
    text_of(colin, f"/closures/{record.id}/")
    access.end_role(by=made.operator, person=made.persons["colin"], role=Role.COMMISSIONER)
    text_of(colin, f"/closures/{record.id}/", 403)


def test_queries_do_not_grow_with_agreements(made: Made, django_assert_max_num_queries) -> None:
    for n in range(6):
        agree(made, agreeing(made, title=f"Agreement {n}", controllers=["lantern", "rowan"]))
    for n in range(5):
        made.close(reference=f"LA-{n}")
    colin = browser(made, "colin")
    for address in ("/closures/", "/agreements/", f"/why-not/{CLOSURE_RECORD}/"):
        with django_assert_max_num_queries(20):
            colin.get(address)


def test_a_version_is_accepted_on_its_page_by_nobody_else(made: Made) -> None:
    agreement = agree(made, accepted=False)
    here = f"/agreements/{agreement.pk}/accept/"
    for name in ("beth", "colin", "dilys", "edwin", "flora"):
        assert browser(made, name).post(here, {"sure": "on"}).status_code == 403
    assert not latest(agreement).acceptances.exists()
    accept(made, agreement)
    services.end(by=made.acting("dilys"), terms=latest(agreement), why="over")
    assert browser(made, "amina").post(here, {"sure": "on"}).status_code == 403
