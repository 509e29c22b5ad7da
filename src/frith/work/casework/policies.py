"""What a closure's state allows, whoever asks."""

from __future__ import annotations

from frith.vocabulary.faults import Fault, Refused
from frith.work.casework.models import ClosureRecord


def check_is_latest(found: ClosureRecord, latest_edition: int) -> None:
    """Raise Refused if a statement was replaced already: two people who correct at once must both be told."""
    if found.edition != latest_edition:
        raise Refused(
            Fault(
                "casework.replaced",
                "This closure record was corrected since you opened it, and nothing of yours was saved.",
                remedy="Open the latest statement and correct that one.",
            )
        )


def check_not_withdrawn(found: ClosureRecord) -> None:
    """Raise Refused if the closure was withdrawn: a withdrawn closure is recorded anew, not corrected."""
    if found.withdrawn:
        raise Refused(
            Fault(
                "casework.withdrawn",
                "This closure was withdrawn, so there is nothing to correct.",
                remedy="If support did close, record the closure anew.",
            )
        )
