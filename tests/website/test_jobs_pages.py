"""The pages of jobs: asking for an assessment, how far it is, stopping it, and who may not."""

import html
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.made_partnership import PEOPLE, TODAY, WALL, Made

from frith.demo.borough import invent
from frith.demo.subject import subject
from frith.evidence.loading import add_folder
from frith.evidence.opened import open_evidence
from frith.guard.audit.models import AuditEvent
from frith.guard.jobs import leases, working
from frith.guard.jobs.models import Job, Run, State
from frith.guard.jobs.working import work_on_one

pytestmark = pytest.mark.django_db
ANSWERS = {
    "area": "E09000999",
    "first": "2016-04",
    "last": "2018-03",
    "audience": "public",
    "compare_with": "",
}


def browser(made: Made, name: str) -> Client:
    client = Client()
    client.force_login(made.persons[name])
    return client


def asked(client: Client, key: UUID | None = None, **answers: str) -> Job:
    response = client.post("/assessments/new/", ANSWERS | {"once": str(key or uuid4())} | answers)
    assert response.status_code == 302, response.content.decode()
    return Job.objects.get(pk=response["Location"].strip("/").rpartition("/")[2])


def test_a_form_that_is_sent_twice_is_one_job(made: Made) -> None:
    client, key = browser(made, "dilys"), uuid4()
    assert asked(client, key) == asked(client, key)
    assert Job.objects.get().pk == key
    assert AuditEvent.objects.filter(subject_type="job", act="collected").count() == 1
    page = client.get("/jobs/").content.decode()
    assert page.count("Strategic assessment of E09000999") == 1


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_who_may_not_look_after_evidence_asks_for_nothing_and_stops_nothing(made: Made, name: str) -> None:
    job, client = asked(browser(made, "dilys")), browser(made, name)
    assert client.get("/assessments/new/").status_code == 403
    assert client.post("/assessments/new/", ANSWERS | {"once": str(uuid4())}).status_code == 403
    assert "Make an assessment" not in client.get("/assessments/").content.decode()
    for key in (job.pk, uuid4()):
        assert client.get(f"/jobs/{key}/").status_code == 403
        assert client.post(f"/jobs/{key}/stop/").status_code == 403
    assert "E09000999" not in client.get("/jobs/").content.decode()
    assert Job.objects.count() == 1
    assert Run.objects.get().state == State.WAITING


def test_what_is_wrong_stands_beside_its_question_and_asks_for_nothing(made: Made) -> None:
    client = browser(made, "dilys")
    for wrong, words in (
        ({"area": ""}, "Enter the area"),
        ({"first": "April"}, "April"),
        ({"last": "2018-13"}, "2018-13"),
        ({"first": "2018-04", "last": "2016-03"}, "first"),
        ({"audience": "everybody"}, "Choose who may read it"),
        ({"compare_with": "../../etc"}, "Choose one"),
    ):
        response = client.post("/assessments/new/", ANSWERS | {"once": str(uuid4())} | wrong)
        assert response.status_code == 400, wrong
        assert words in response.content.decode(), wrong
    assert not Job.objects.exists()


def test_the_page_looks_again_until_the_job_is_over(made: Made) -> None:
    client = browser(made, "dilys")
    job = asked(client)
    address = f"/jobs/{job.pk}/"
    waiting = client.get(address)
    assert waiting["Refresh"] == "3"
    assert "Stop it" in waiting.content.decode()
    leases.claim("w1", at=WALL)
    leases.news(job, "w1", at=WALL, words="Looking at trends")
    assert "Looking at trends" in client.get(address).content.decode()
    leases.end(job, "w1", at=WALL + timedelta(seconds=1), fault="No month is held. What to do: add evidence.")
    failed = client.get(address)
    assert "Refresh" not in failed
    page = failed.content.decode()
    assert "No month is held. What to do: add evidence." in page
    assert "Stop it" not in page
    assert "<script" not in page


def test_a_job_is_stopped_by_a_button(made: Made) -> None:
    client = browser(made, "dilys")
    job = asked(client)
    assert client.get(f"/jobs/{job.pk}/stop/").status_code == 405
    assert client.post(f"/jobs/{job.pk}/stop/")["Location"] == f"/jobs/{job.pk}/"
    assert "Stopped" in client.get(f"/jobs/{job.pk}/").content.decode()
    assert leases.claim("w1", at=WALL) is None


def test_what_the_worker_met_is_told_to_who_asked(made: Made) -> None:
    client = browser(made, "dilys")
    job = asked(client, area="Nowhere at all")
    assert work_on_one("w1", clock=lambda: WALL, standing_at=TODAY)
    run = Run.objects.get()
    assert run.state == State.FAILED
    assert run.fault
    assert run.fault in html.unescape(client.get(f"/jobs/{job.pk}/").content.decode())


@pytest.mark.slow
def test_an_assessment_is_made_by_the_worker_and_recorded_once(
    made: Made, installation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "NEWS_EVERY", 600)  # another connection does not see this test's transaction
    source = tmp_path / "borough"
    invent(source)
    added = add_folder(source, installation, today=WALL.date())
    area, period = subject(open_evidence(installation), frozenset(added))
    client = browser(made, "dilys")
    job = asked(client, area=area.name, first=str(period.first), last=str(period.last))
    assert work_on_one("w1", clock=lambda: WALL, standing_at=TODAY)
    run = Run.objects.get()
    assert (run.state, run.fault) == (State.DONE, "")
    assert client.get(run.result).status_code == 200
    folder = installation / "assessments" / f"{area.code}_{period.first}_{period.last}"
    whole = {path.name: path.read_bytes() for path in folder.glob("*.*")}
    assert {"assessment.pdf", "assessment.docx", "assessment.html", "manifest.json"} <= set(whole)
    # the same job once more, as after a worker that was killed at the very end
    Run.objects.filter(pk=job.pk).update(
        state=State.RUNNING, worker="w1", lease_until=WALL - timedelta(hours=1)
    )
    assert work_on_one("w2", clock=lambda: WALL, standing_at=TODAY)
    assert {path.name: path.read_bytes() for path in folder.glob("*.*")} == whole
    made_once = AuditEvent.objects.filter(subject_type="strategic assessment", act="published")
    assert [event.person for event in made_once] == [str(made.persons["dilys"].pk)]
