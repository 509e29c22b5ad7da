"""Who may bring spreadsheets in, and who may undo that."""

from __future__ import annotations

from frith.guard.access.permissions import may_manage_people
from frith.guard.acting import Acting
from frith.guard.permission_pairs import answers
from frith.vocabulary.faults import Fault, Refused
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.permissions import may_look_after


def check_may_import(by: Acting, partnership: Partnership) -> None:
    """Raise Refused unless this person may bring in what a partnership has: an officer of it, or the operator.

    Rows that add people need somebody who looks after people as well; the rows say so.
    """
    if not may_look_after(by, partnership):
        raise Refused(
            Fault(
                "import.officer",
                f"Only a partnership officer of an agency that belongs to {partnership.name} may bring in its "
                "spreadsheets, see what was brought in, and undo it.",
                remedy="Ask the partnership's officer.",
            )
        )


def check_may_add_people(by: Acting) -> None:
    """Raise Refused unless this person may also add people, or remove those whom an import added."""
    if not may_manage_people(by):
        raise Refused(
            Fault(
                "import.people",
                "Only somebody who is an administrator as well may import people, or undo it.",
                remedy="Ask an administrator of this installation to import the sheet People first, or to undo it.",
            )
        )


may_import = answers(check_may_import)
may_add_people = answers(check_may_add_people)
