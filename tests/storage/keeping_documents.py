"""The ``frith`` command where the operator's agency has documents of its own.

``keep WORDS`` keeps a document and tells its id, ``open ID`` tells what it holds, ``erase ID`` erases it; anything
else is the command itself.
"""

# ruff: noqa: E402 - Django is started before what uses its tables is loaded
import sys
from uuid import UUID

from frith.website.starting import start, start_with_tables

start()

from frith.guard import wall_clock
from frith.guard.access.models import Agency
from frith.guard.access.queries import acting_as
from frith.guard.access.services import install_operator
from frith.guard.acting import Acting, Channel
from frith.guard.documents import owners, queries, services
from frith.guard.documents.owners import Owner

TYPE = "tests.agency"


def anybody(_by: Acting, _record: UUID) -> None:
    """Let everybody."""


def do(what: str, given: str) -> None:
    start_with_tables()
    at = wall_clock.now()
    by = acting_as(install_operator(at=at), at=at, standing_at=None, channel=Channel.COMMAND_LINE)
    if what == "keep":
        kept = services.keep(
            by=by, record_type=TYPE, record=by.agency, name=f"{given}.txt", content=given.encode()
        )
        sys.stdout.write(f"{kept.pk}\n")
    elif what == "open":
        opened = queries.open_document(by=by, key=UUID(given))
        sys.stdout.write(f"{opened.name} {b''.join(opened.pieces).decode()}\n")
    else:
        services.erase(by=by, key=UUID(given), rule="a-test")


if __name__ == "__main__":
    owners.register(
        Owner(
            record_type=TYPE,
            sentence="You work there.",
            visible=lambda by: Agency.objects.filter(pk=by.agency),
            check_may_keep=anybody,
            check_may_erase=anybody,
            address=str,
        )
    )
    from frith.cli.entry import main

    if sys.argv[1] in ("keep", "open", "erase"):
        from frith.vocabulary.faults import Refused

        try:
            do(*sys.argv[1:3])
        except Refused as refused:
            sys.exit(refused.code)
    else:
        sys.exit(main(sys.argv[1:]))
