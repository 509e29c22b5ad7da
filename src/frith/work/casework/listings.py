"""The list of closure records, to be taken away by those who see them: as little of each as the page shows."""

from __future__ import annotations

from collections.abc import Mapping

from frith.guard.acting import Acting
from frith.guard.listings import Lines, Listing, register
from frith.work.casework import queries

NOT_SHARED = "not shared"


def _closures(by: Acting, asked: Mapping[str, str]) -> Lines:
    return Lines(
        title="Closure records",
        headings=("Case", "Service", "Closed on", "Withdrawn"),
        rows=[
            (
                each.case_reference if each.shown["case_reference"] else NOT_SHARED,
                each.service.name,
                each.closed_on if each.shown["closed_on"] else NOT_SHARED,
                "withdrawn" if each.withdrawn else "",
            )
            for each in queries.closure_records_visible_to(by)
        ],
    )


def register_all() -> None:
    """Let the list of closure records be taken away."""
    register(Listing("closures", ("casework:closures",), "Closure records", _closures))
