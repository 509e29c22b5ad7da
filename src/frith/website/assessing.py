"""The strategic assessment as a job: made beside the site as ``frith assess`` makes it, and accounted for once."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.urls import reverse

from frith import __version__
from frith.assessment.record import read_previous
from frith.assessment.strategic import assess
from frith.evidence.opened import open_evidence
from frith.guard.acting import Acting
from frith.guard.jobs.kinds import Kind, Parameters, Tell, register
from frith.guard.jobs.models import Job
from frith.guard.jobs.services import once
from frith.guard.protection.evidence_account import assessment_made, check_may_look_after_evidence
from frith.publication.assessment_files import write
from frith.vocabulary.disclosure import Audience
from frith.vocabulary.periods import Period

KIND = "strategic assessment"
FOLDER = "assessments"


def _check(by: Acting, _parameters: Parameters) -> None:
    check_may_look_after_evidence(by)


def _do(by: Acting, job: Job, parameters: Parameters, tell: Tell) -> str:
    state = Path(settings.FRITH_VAR)
    period = Period.parse(parameters["from"], parameters["to"])
    audience = Audience(parameters["audience"])
    before = parameters.get("compare_with", "")
    previous = read_previous(state / FOLDER / before) if before else None
    tell("Opening the evidence")
    evidence = open_evidence(state)
    area = evidence.atlas.find(parameters["area"])
    assessment = assess(
        evidence,
        area,
        period,
        version=__version__,
        previous=previous,
        progress=lambda step: tell(f"Looking at {step}"),
    )
    key = f"{area.code}_{period.first}_{period.last}"
    if audience is not Audience.PUBLIC:
        key = f"{key}_{audience.value}"
    write(assessment, state / FOLDER / key, audience=audience, progress=lambda step: tell(f"Writing {step}"))
    once(by=by, job=job, name="made", event=assessment_made(by, assessment, audience))
    return reverse("assessment", args=[key])


def register_kind() -> None:
    """Let assessments be asked for."""
    register(Kind(KIND, _check, _do))
