"""Jobs: done at least once, their effects once, for those who may ask; a worker that falls silent loses its job."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError
from tests.made_partnership import PEOPLE, TODAY, WALL, Made

from frith.guard.access import services as access
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.models import AuditEvent
from frith.guard.jobs import leases, queries, services, working
from frith.guard.jobs.kinds import Kind, Parameters, Tell, _kinds, register
from frith.guard.jobs.models import Job, Run, State
from frith.guard.jobs.working import work_on_one
from frith.guard.roles import Role
from frith.vocabulary.faults import EvidenceMissing, Fault, Refused

pytestmark = pytest.mark.django_db
LATER = WALL + leases.LEASE + timedelta(seconds=1)


def only_officers(by: Acting, _parameters: Parameters) -> None:
    if not by.holds(Role.PARTNERSHIP_OFFICER):
        raise Refused(Fault("probe.refused", "Only officers may."))


def counted(by: Acting, job: Job, parameters: Parameters, tell: Tell) -> str:
    tell("Half way")
    if parameters.get("fault") == "told":
        raise EvidenceMissing(Fault("probe.missing", "no evidence is held", remedy="Add some."))
    if parameters.get("fault") == "own":
        raise ZeroDivisionError
    services.once(by=by, job=job, name="counted", event=event_by(by, Act.COMPUTED, "probe", job.pk))
    return "/assessments/"


@pytest.fixture(autouse=True)
def probe() -> Iterator[None]:
    register(Kind("probe", only_officers, counted))
    yield
    del _kinds["probe"]


def asked(made: Made, *, name: str = "dilys", key: object = None, **parameters: str) -> Job:
    return services.ask_for(
        by=made.acting(name), kind="probe", title="A probe", parameters=parameters, key=key or uuid4()
    )


def work(worker: str = "w1", at: datetime = WALL) -> bool:
    return work_on_one(worker, clock=lambda: at, standing_at=TODAY)


def effects(job: Job) -> int:
    return AuditEvent.objects.filter(subject_type="probe", subject=str(job.pk)).count()


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"dilys"}))
def test_who_may_not_ask_is_refused_and_sees_no_job_of_others(made: Made, name: str) -> None:
    job = asked(made)
    with pytest.raises(Refused):
        asked(made, name=name)
    for key in (job.pk, uuid4()):
        with pytest.raises(Refused) as refusal:
            queries.job(made.acting(name), key)
        assert refusal.value.code == "jobs.not-visible"


def test_a_job_is_done_as_who_asked_and_tells_its_result(made: Made) -> None:
    job = asked(made)
    assert work()
    run = Run.objects.get(pk=job.pk)
    assert (run.state, run.result, run.attempts) == (State.DONE, "/assessments/", 1)
    assert AuditEvent.objects.get(subject_type="probe").person == str(made.persons["dilys"].pk)
    assert not work()


def test_asked_twice_with_one_form_it_is_one_job(made: Made) -> None:
    key = uuid4()
    assert asked(made, key=key) == asked(made, key=key)
    assert Job.objects.count() == 1


def test_what_went_wrong_is_told_in_its_own_words(made: Made) -> None:
    told, own = asked(made, fault="told"), asked(made, fault="own")
    while work():
        pass
    assert Run.objects.get(pk=told.pk).fault == "no evidence is held. What to do: Add some."
    assert "fault of its own" in Run.objects.get(pk=own.pk).fault
    assert {run.state for run in Run.objects.all()} == {State.FAILED}


def test_a_silent_worker_loses_its_job_and_its_late_words_change_nothing(made: Made) -> None:
    job = asked(made)
    assert leases.claim("dead", at=WALL) == job
    assert leases.claim("other", at=WALL) is None  # the lease holds
    assert leases.claim("other", at=LATER) == job
    assert not leases.news(job, "dead", at=LATER, words="back")
    assert not leases.end(job, "dead", at=LATER, result="/wrong/")
    assert leases.end(job, "other", at=LATER, result="/right/")
    assert Run.objects.get(pk=job.pk).result == "/right/"


def test_an_effect_happens_once_however_often_the_work_is_begun(made: Made) -> None:
    job = asked(made)
    assert work("first")
    Run.objects.filter(pk=job.pk).update(state=State.RUNNING, worker="first", lease_until=WALL)
    assert work("second", LATER)
    assert effects(job) == 1


def test_news_keeps_a_lease(made: Made) -> None:
    job = asked(made)
    leases.claim("w1", at=WALL)
    assert leases.news(job, "w1", at=WALL + timedelta(seconds=20))
    assert leases.claim("w2", at=LATER) is None


def test_after_three_silent_workers_a_job_is_given_up(made: Made) -> None:
    job, at = asked(made), WALL
    for number in range(3):
        assert leases.claim(f"w{number}", at=at) == job
        at += leases.LEASE + timedelta(seconds=1)
    assert leases.claim("w4", at=at) is None
    assert Run.objects.get(pk=job.pk).fault == leases.GIVEN_UP


def test_a_job_that_was_stopped_goes_no_further(made: Made) -> None:
    job = asked(made)
    leases.claim("w1", at=WALL)
    services.stop(by=made.acting("dilys"), job=job)
    services.stop(by=made.acting("dilys"), job=job)
    assert not leases.news(job, "w1", at=WALL, words="on")
    assert not leases.end(job, "w1", at=WALL, result="/x/")
    assert Run.objects.get(pk=job.pk).state == State.STOPPED
    assert AuditEvent.objects.filter(subject=str(job.pk), purpose="stopped").count() == 1
    assert leases.claim("w2", at=LATER) is None


def test_a_worker_that_is_asked_to_end_gives_its_job_back(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(made)

    def interrupted(*_given: object) -> str:
        raise KeyboardInterrupt

    register(Kind("probe", only_officers, interrupted))
    with pytest.raises(KeyboardInterrupt):
        work()
    run = Run.objects.get(pk=job.pk)
    assert (run.state, run.attempts, run.worker) == (State.WAITING, 0, "")


def test_who_lost_the_role_gets_nothing_done(made: Made) -> None:
    job = asked(made)
    access.end_role(by=made.operator, person=made.persons["dilys"], role=Role.PARTNERSHIP_OFFICER)
    assert work()
    assert "Only officers may." in Run.objects.get(pk=job.pk).fault
    assert effects(job) == 0


def test_who_left_gets_nothing_done(made: Made) -> None:
    job = asked(made)
    access.record_leaving(by=made.operator, person=made.persons["dilys"])
    assert work()
    assert "has left" in Run.objects.get(pk=job.pk).fault
    assert effects(job) == 0


def test_the_oldest_job_goes_first(made: Made) -> None:
    first = asked(made)
    assert queries.waiting_since(WALL + timedelta(seconds=1)) == first.asked_at
    asked(made)
    assert leases.claim("w1", at=WALL) in {first, *Job.objects.all()}


def test_the_operator_sees_every_job_and_others_their_own(made: Made) -> None:
    job = asked(made)
    assert list(queries.jobs_of(made.operator)) == [job]
    assert list(queries.jobs_of(made.acting("flora"))) == []


def test_a_worker_gives_signs_of_life_without_work_and_says_when_it_ends(made: Made) -> None:
    assert queries.last_sign_of_life() is None
    leases.live("w1", at=WALL)
    leases.live("w2", at=LATER)
    leases.live("w2", at=LATER + timedelta(seconds=5))
    assert queries.last_sign_of_life() == LATER + timedelta(seconds=5)
    leases.leave("w2")
    assert queries.last_sign_of_life() == WALL
    leases.live("w3", at=WALL + leases.FORGOTTEN_AFTER + timedelta(seconds=1))
    leases.leave("w3")
    assert queries.last_sign_of_life() is None


def test_a_database_that_fails_for_a_moment_does_not_silence_a_worker(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, given, heard = asked(made), [], threading.Event()

    def live(worker: str, *, at: datetime) -> None:
        given.append(worker)
        if len(given) == 1:
            raise OperationalError("locked")

    def news(job: Job, worker: str, *, at: datetime) -> bool:
        heard.set()
        return True

    monkeypatch.setattr(working, "NEWS_EVERY", 0.01)
    monkeypatch.setattr(leases, "live", live)
    monkeypatch.setattr(leases, "news", news)
    with working._signs_of_life(job, "w1", lambda: WALL):
        assert heard.wait(10)
    assert len(given) > 1
