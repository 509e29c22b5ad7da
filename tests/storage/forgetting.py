"""The ``frith`` command where a record type can be erased, as none can yet: a person and their roles.

``note EMAIL`` erases a person and notes it in the ledger, as a service would; anything else is the command itself.
"""

# ruff: noqa: E402 - Django is started before what uses its tables is loaded
import sys

from frith.website.starting import start, start_with_tables

start()

from django.conf import settings
from django.db import connection, transaction

from frith.guard import wall_clock
from frith.guard.access.queries import acting_as, person_present
from frith.guard.access.services import install_operator
from frith.guard.acting import Acting, Channel
from frith.guard.audit import erasures
from frith.guard.audit.events import Act, event_by
from frith.guard.audit.recording import record

TYPE = "person"


def erase(by: Acting, key: str) -> bool:
    """Erase a person."""
    plain = key.replace("-", "") if connection.vendor == "sqlite" else key
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_membership WHERE person_id = %s", [plain])
        cursor.execute("DELETE FROM access_person WHERE id = %s", [plain])
        if not cursor.rowcount:
            return False
        record(event_by(by, Act.ERASED, TYPE, key))
    return True


def erase_and_note(email: str) -> None:
    """Erase a person by their address, and note it."""
    start_with_tables()
    at = wall_clock.now()
    by = acting_as(install_operator(at=at), at=at, standing_at=None, channel=Channel.COMMAND_LINE)
    person = person_present(email, at.date())
    with transaction.atomic():
        erase(by, str(person.id))
        erasures.note(settings.FRITH_VAR, by=by, record_type=TYPE, record=str(person.id), rule="test")


if __name__ == "__main__":
    erasures.register(TYPE, erase)
    if sys.argv[1] == "note":
        erase_and_note(sys.argv[2])
    else:
        from frith.cli.entry import main

        sys.exit(main(sys.argv[1:]))
