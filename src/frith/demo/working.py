"""The working half of the demonstration: database, invented partnership, paper, a refusal, the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from frith.assessment.strategic import Assessment
from frith.evidence.catalogue import Catalogue
from frith.vocabulary.areas import Area
from frith.vocabulary.disclosure import Audience

if TYPE_CHECKING:
    from frith.demo.partnership import SignIn

PAPERS = "papers"
"""Folder of the state folder that the demonstration's committee paper is written to."""


@dataclass(frozen=True, slots=True)
class Working:
    """What the invented partnership shows: ways to sign in, a refusal, the paper's files, and what the audit found."""

    fresh: bool
    sign_ins: tuple[SignIn, ...]
    tried: str
    refusal: str
    paper: tuple[Path, ...]
    audit: tuple[str, ...]


def build_partnership(state: Path, area: Area, assessment: Assessment) -> Working:
    """Prepare the database, load the partnership for an area, write its paper, be refused, and verify the audit trail.

    The trail is told of the evidence and the assessment too. Django is started here, once the installation has keys
    of its own.
    """
    from frith.website import installation
    from frith.website.starting import prepare_database, start

    installation.make_demonstration(state.absolute())
    start()
    prepare_database()
    from django.conf import settings

    from frith.cli.audit import lines
    from frith.demo import partnership
    from frith.guard import wall_clock
    from frith.guard.audit.keeping import seal_and_checkpoint, verified

    fresh = partnership.load(at=wall_clock.now(), area=area, state=state)
    sign_ins = partnership.sign_ins(at=wall_clock.now())
    tried, refusal = partnership.show_refusal(at=wall_clock.now())
    paper = _write_paper(state)
    _account_for(state, assessment)
    seal_and_checkpoint(settings.FRITH_VAR, settings.FRITH_AUDIT_KEY, at=wall_clock.now())
    found = verified(settings.FRITH_VAR, settings.FRITH_AUDIT_KEY)
    return Working(fresh, sign_ins, tried, refusal, paper, tuple(lines(found)))


def _account_for(state: Path, assessment: Assessment) -> None:
    """Tell the audit trail of the evidence that was added and the assessment that was made, by the operator."""
    from frith.demo import partnership
    from frith.guard import wall_clock
    from frith.guard.protection import evidence_account

    by = partnership.operator(at=wall_clock.now())
    held = {dataset.id: dataset for dataset in Catalogue(state).datasets()}
    evidence_account.account_for_datasets(by=by, held=held, done=held)
    evidence_account.record_assessment(by=by, assessment=assessment, audience=Audience.PUBLIC)


def _write_paper(state: Path) -> tuple[Path, ...]:
    """Write the paper that was issued, as it was issued, in each of its forms."""
    from frith.demo.partnership import ISSUED_PAPER
    from frith.work.governance.papers import queries
    from frith.work.governance.papers.files import write_files

    document = queries.document_of(queries.issued_paper(ISSUED_PAPER, 1))
    return write_files(document, state / PAPERS, f"{ISSUED_PAPER}-issue-1")
