"""All writes about the statutory year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import Recorded, act, write
from frith.vocabulary.duties import ANSWER_WITHIN_DAYS, Duty
from frith.vocabulary.faults import Fault, RowsRejected
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.permissions import check_may_look_after
from frith.work.governance.statute.models import (
    Concern,
    Consultation,
    DutyRecord,
    InformationRequest,
    Recommendation,
    Response,
)


@act
def record_duty(
    *,
    by: Acting,
    partnership: Partnership,
    year: int,
    duty: Duty,
    words: str,
    done_on: date,
    key: UUID | None = None,
) -> DutyRecord:
    """Write down that a duty of a year was met. Raises Refused, or RowsRejected."""
    check_may_look_after(by, partnership)
    held: DutyRecord | None = (
        DutyRecord.objects.filter(pk=key, partnership=partnership).first() if key else None
    )
    if held:
        return held
    faults = []
    if not duty.record:
        faults.append(
            Fault(
                "governance.duty-found",
                "Frith finds the records of this duty itself",
                "duty",
                given=duty.what,
            )
        )
    if not words.strip():
        faults.append(
            Fault("governance.duty-words", "say what was done, and where it can be looked at", "words")
        )
    if done_on > by.today:
        faults.append(Fault("governance.duty-future", "it cannot have been done after today", "done_on"))
    if faults:
        raise RowsRejected(*faults)
    made = DutyRecord(
        id=key or uuid4(),
        partnership=partnership,
        year=year,
        duty=duty.key,
        words=words.strip(),
        done_on=done_on,
        recorded_at=by.business_now,
        recorded_by=by.person,
    )
    write(
        made,
        event=event_by(by, Act.COLLECTED, "duty record", made.pk, detail={"duty": duty.key, "year": year}),
    )
    return made


@act
def record_consultation(
    *,
    by: Acting,
    partnership: Partnership,
    title: str,
    starts: date,
    ends: date,
    method: str,
    who: str,
    answered: int,
    asked: int | None = None,
    weighting: str = "",
    concerns: Sequence[tuple[str, int, str, int | None]] = (),
    key: UUID | None = None,
) -> Consultation:
    """Record that people were asked. ``concerns`` are area, rank, words, and how many named it. Raises as others do."""
    check_may_look_after(by, partnership)
    held: Consultation | None = (
        Consultation.objects.filter(pk=key, partnership=partnership).first() if key else None
    )
    if held:
        return held
    faults = [
        Fault(f"governance.consultation-{name}", words, name)
        for name, words, said in (
            ("title", "a consultation needs a title", title),
            ("method", "say how people were asked", method),
            ("who", "say who was asked", who),
        )
        if not said.strip()
    ]
    if ends < starts:
        faults.append(Fault("governance.consultation-dates", "it cannot end before it began", "ends"))
    if asked is not None and answered > asked:
        faults.append(
            Fault("governance.consultation-answered", "no more can have answered than were asked", "answered")
        )
    faults += [
        Fault(
            "governance.concern-named",
            "no more can have named a concern than answered",
            "concerns",
            given=words,
        )
        for _, _, words, named in concerns
        if named is not None and named > answered
    ]
    if faults:
        raise RowsRejected(*faults)
    made = Consultation(
        id=key or uuid4(),
        partnership=partnership,
        title=title.strip(),
        starts=starts,
        ends=ends,
        method=method.strip(),
        who=who.strip(),
        asked=asked,
        answered=answered,
        weighting=weighting.strip(),
    )
    rows: list[Recorded] = [made]
    rows += [
        Concern(consultation=made, area_name=area, rank=rank, words=words, named_by=named)
        for area, rank, words, named in concerns
    ]
    write(*rows, event=event_by(by, Act.COLLECTED, "consultation", made.pk))
    return made


@act
def receive_request(
    *,
    by: Acting,
    partnership: Partnership,
    committee: str,
    words: str,
    asked_on: date,
    answer_by: date,
    key: UUID | None = None,
) -> InformationRequest:
    """Record a request of the committee for information. Raises Refused, or RowsRejected."""
    check_may_look_after(by, partnership)
    held: InformationRequest | None = (
        InformationRequest.objects.filter(pk=key, partnership=partnership).first() if key else None
    )
    if held:
        return held
    faults = _faults_of_paper(committee, words)
    if answer_by < asked_on:
        faults.append(Fault("governance.request-dates", "it is answered after it was asked", "answer_by"))
    if faults:
        raise RowsRejected(*faults)
    made = InformationRequest(
        id=key or uuid4(),
        partnership=partnership,
        committee=committee.strip(),
        words=words.strip(),
        asked_on=asked_on,
        answer_by=answer_by,
    )
    write(made, event=event_by(by, Act.COLLECTED, "information request", made.pk))
    return made


@act
def answer_request(
    *,
    by: Acting,
    request: InformationRequest,
    answer: str,
    on: date,
    depersonalised: bool = True,
    read_with: int | None = None,
) -> InformationRequest:
    """Answer a request for information. Raises Refused, RowsRejected, or ChangedMeanwhile."""
    check_may_look_after(by, request.partnership)
    if not answer.strip():
        raise RowsRejected(
            Fault("governance.request-answer", "say what was answered, or where it stands", "answer")
        )
    if read_with is not None:
        request.lock = read_with
    request.answer, request.answered_on, request.depersonalised = answer.strip(), on, depersonalised
    write(request, event=event_by(by, Act.DISCLOSED, "information request", request.pk))
    return request


@act
def receive_recommendation(
    *,
    by: Acting,
    partnership: Partnership,
    committee: str,
    words: str,
    reported_on: date,
    key: UUID | None = None,
) -> Recommendation:
    """Record a recommendation; it is to be answered 28 days from the date of the report. Raises as others do."""
    check_may_look_after(by, partnership)
    held: Recommendation | None = (
        Recommendation.objects.filter(pk=key, partnership=partnership).first() if key else None
    )
    if held:
        return held
    faults = _faults_of_paper(committee, words)
    if faults:
        raise RowsRejected(*faults)
    made = Recommendation(
        id=key or uuid4(),
        partnership=partnership,
        committee=committee.strip(),
        words=words.strip(),
        reported_on=reported_on,
        answer_by=reported_on + timedelta(days=ANSWER_WITHIN_DAYS),
    )
    write(made, event=event_by(by, Act.COLLECTED, "recommendation", made.pk))
    return made


@act
def answer_recommendation(
    *,
    by: Acting,
    recommendation: Recommendation,
    response: Response,
    answer: str,
    on: date,
    read_with: int | None = None,
) -> Recommendation:
    """Answer a recommendation in writing. Raises Refused, RowsRejected, or ChangedMeanwhile."""
    check_may_look_after(by, recommendation.partnership)
    faults = []
    if response is Response.NONE:
        faults.append(Fault("governance.recommendation-response", "say whether it is accepted", "response"))
    if not answer.strip():
        faults.append(Fault("governance.recommendation-answer", "say what is answered", "answer"))
    if faults:
        raise RowsRejected(*faults)
    if read_with is not None:
        recommendation.lock = read_with
    recommendation.response, recommendation.answer = response.value, answer.strip()
    recommendation.answered_on = on
    write(recommendation, event=event_by(by, Act.ALTERED, "recommendation", recommendation.pk))
    return recommendation


def _faults_of_paper(committee: str, words: str) -> list[Fault]:
    return [
        Fault(f"governance.scrutiny-{name}", said, name)
        for name, said, given in (
            ("committee", "say which committee", committee),
            ("words", "say what it asks", words),
        )
        if not given.strip()
    ]
