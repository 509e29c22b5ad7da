"""The history of a closure, of all that was stated about it: for whoever may open it."""

from __future__ import annotations

from django.urls import reverse

from frith.guard.acting import Acting
from frith.guard.audit.events import Act, event_by
from frith.guard.histories import PURPOSE, Opened, Recorded, record_key, register
from frith.work.casework.queries import CLOSURE_RECORD, closure_history


def _closure(by: Acting, key: str) -> Opened:
    asked = record_key(key)
    statements = closure_history(by=by, record_id=asked)
    shown = all(each.shown["case_reference"] for each in statements)
    return Opened(
        title=f"Closure of {statements[-1].case_reference if shown else 'a case'}",
        address=reverse("casework:closure", args=[asked]),
        names={CLOSURE_RECORD: [str(each.id) for each in statements]},
        looked=event_by(by, Act.CONSULTED, CLOSURE_RECORD, asked, purpose=PURPOSE),
    )


def register_all() -> None:
    """Let closures have a history."""
    register(
        Recorded(
            kind="closure",
            words="closure record",
            area="casework",
            page="casework:closure",
            in_trail=CLOSURE_RECORD,
            opened=_closure,
        )
    )
