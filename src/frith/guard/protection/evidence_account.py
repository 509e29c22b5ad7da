"""Who may look after evidence and make assessments of it, and how the audit trail accounts for both.

Evidence is files that are not about persons (decision 7), so the catalogue keeps itself and knows no database. The
trail is therefore made to agree with the catalogue after each command that may change it. That holds as well after a
load that was killed, or one from before there was a database: what nobody accounted for is found and said to be so.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from frith.assessment.strategic import Assessment
from frith.evidence.dataset import Dataset
from frith.evidence.records import dataset_as_json
from frith.guard.acting import Acting
from frith.guard.audit.events import Act, Event, canonical, event_by, sha256
from frith.guard.audit.models import SUBJECT_LENGTH
from frith.guard.audit.queries import latest_of
from frith.guard.audit.recording import act, record
from frith.guard.permission_pairs import answers
from frith.guard.roles import Role
from frith.vocabulary.disclosure import Audience
from frith.vocabulary.faults import Fault, Refused

DATASET = "dataset"
ASSESSMENT = "strategic assessment"
PRESCRIBED = "prescribed data set"
FOUND = "found so in the catalogue; the command that did it was not recorded"


def check_may_look_after_evidence(by: Acting) -> None:
    """Raise Refused unless this person may add and remove evidence and make assessments of it."""
    if not by.holds(Role.ANALYST, Role.PARTNERSHIP_OFFICER, Role.OPERATOR):
        raise Refused(
            Fault(
                "protection.look-after-evidence",
                "Only an analyst or a partnership officer may add or remove evidence, or make an assessment of it.",
                remedy="Ask the partnership's analyst.",
            )
        )


def check_may_read_assessment(by: Acting, audience: str) -> None:
    """Raise Refused unless this person may read an assessment made for an audience: all may read what is public.

    ``audience`` is what the assessment's manifest says; whatever is not public is for those with a current role.
    """
    if audience != Audience.PUBLIC.value and not by.roles:
        raise Refused(
            Fault(
                "protection.read-assessment",
                "This assessment was made for the partnership, and you hold no role in it now.",
                remedy="Ask an administrator of this installation for a role, or the analyst for a public version.",
            )
        )


may_look_after_evidence = answers(check_may_look_after_evidence)
may_read_assessment = answers(check_may_read_assessment)


@act
def ask_to_look_after_evidence(*, by: Acting) -> None:
    """Let a command begin, or raise Refused, which the trail keeps."""
    check_may_look_after_evidence(by)


@act
def account_for_datasets(*, by: Acting, held: Mapping[str, Dataset], done: Collection[str]) -> None:
    """Record each dataset that was added, described anew or removed since the trail last told of it. Raises Refused.

    ``held`` are all datasets of the catalogue by id, ``done`` the ids that this command acted on.
    """
    check_may_look_after_evidence(by)
    told = {event.subject: event for event in latest_of(DATASET)}
    known = {name: event for name, event in told.items() if event.act != Act.ERASED.value}
    for name in sorted(held.keys() | known.keys()):
        if name not in held:
            what, described = Act.ERASED, ""
        else:
            described = sha256(canonical(dataset_as_json(held[name])))
            if name in known and json.loads(known[name].detail)["described"] == described:
                continue
            what = Act.ALTERED if name in known else Act.COLLECTED
        purpose = "" if name in done else FOUND
        record(event_by(by, what, DATASET, name, purpose=purpose, detail={"described": described}))


@act
def record_receipt(*, by: Acting, key: str, withdrawn: bool) -> None:
    """Record that the register of prescribed data sets was written, or an entry taken back. Raises Refused.

    ``key`` is the set's name and its quarter.
    """
    check_may_look_after_evidence(by)
    record(event_by(by, Act.ERASED if withdrawn else Act.COLLECTED, PRESCRIBED, key))


@act
def read_assessment(*, by: Acting, key: str, audience: str, file: str = "") -> None:
    """Let somebody read an assessment, or a file of it, and record one that is not public. Raises Refused.

    ``key`` is the assessment's folder.
    """
    check_may_read_assessment(by, audience)
    if audience != Audience.PUBLIC.value:
        detail: dict[str, str | int] = {"audience": audience, **({"file": file} if file else {})}
        record(event_by(by, Act.DISCLOSED, ASSESSMENT, key[:SUBJECT_LENGTH], detail=detail))


@act
def record_assessment(*, by: Acting, assessment: Assessment, audience: Audience) -> None:
    """Record that an assessment was made: of which area and months, and for whom. Raises Refused."""
    check_may_look_after_evidence(by)
    record(assessment_made(by, assessment, audience))


def assessment_made(by: Acting, assessment: Assessment, audience: Audience) -> Event:
    """Return the event of an assessment that was made."""
    detail: dict[str, str | int] = {
        "area": assessment.area.code,
        "period": str(assessment.period),
        "audience": audience.value,
    }
    return event_by(by, Act.PUBLISHED, ASSESSMENT, assessment.id, detail=detail)
