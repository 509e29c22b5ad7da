"""Who acts on the command line: the person named with ``--as``, or the operator."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.guard.acting import Acting


def add_as(parser: argparse.ArgumentParser) -> None:
    """Add ``--as``."""
    parser.add_argument(
        "--as",
        dest="acting_as",
        metavar="EMAIL",
        help="act as this person (otherwise the operator, who may publish and load but never opens a case)",
    )


def acting(args: argparse.Namespace) -> Acting:
    """Start Django and return who acts. Raises WrongSettings or UnknownName."""
    from frith.website.starting import start_with_tables

    start_with_tables()
    from django.conf import settings

    from frith.guard import business_clock, wall_clock
    from frith.guard.access.queries import acting_as, person_present
    from frith.guard.access.services import install_operator
    from frith.guard.acting import Channel

    at = wall_clock.now()
    if args.acting_as:
        person = person_present(args.acting_as, business_clock.day_of(at))
    else:
        person = install_operator(at=at)
    return acting_as(person, at=at, standing_at=settings.FRITH_STANDING_AT, channel=Channel.COMMAND_LINE)
