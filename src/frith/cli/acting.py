"""Who acts on the command line: the person named with ``--as``, or the operator."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.evidence.dataset import Dataset
    from frith.guard.acting import Acting

_acted: list[bool] = []
"""Whether this process acted as somebody, so that there may be something to seal."""


def add_as(parser: argparse.ArgumentParser) -> None:
    """Add ``--as``."""
    parser.add_argument(
        "--as",
        dest="acting_as",
        metavar="EMAIL",
        help="act as this person (otherwise the operator, who may publish and load but never opens a case)",
    )


@contextmanager
def looking_after_evidence(args: argparse.Namespace) -> Iterator[Acting | None]:
    """Ask whether who acts may, let the command change the catalogue, and account for what it changed."""
    by = acting_if_installed(args)
    if by is None:
        yield None
        return
    from frith.guard.protection.evidence_account import account_for_datasets, ask_to_look_after_evidence

    ask_to_look_after_evidence(by=by)
    before = _held()
    try:
        yield by
    finally:
        after = _held()
        done = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
        account_for_datasets(by=by, held=after, done=done)


def _held() -> dict[str, Dataset]:
    from frith.evidence.catalogue import Catalogue, state_folder

    return {dataset.id: dataset for dataset in Catalogue(state_folder()).datasets()}


def acting_if_installed(args: argparse.Namespace) -> Acting | None:
    """Return who acts where this installation has a database, and None where it holds evidence alone.

    An analyst may work with files and no partnership: then there is nobody to act as, and no trail to keep.
    """
    from frith.website import installation

    return acting(args) if args.acting_as or installation.read().has_database else None


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
    _acted.append(True)
    if args.acting_as:
        person = person_present(args.acting_as, business_clock.day_of(at))
    else:
        person = install_operator(at=at)
    return acting_as(person, at=at, standing_at=settings.FRITH_STANDING_AT, channel=Channel.COMMAND_LINE)


def seal_what_was_done() -> None:
    """Seal what a command left in the audit trail, so that it does not lie open until a site is served.

    It is done as well as it can be: the command has done its work whether or not this succeeds, and what is wrong with
    the trail is for ``frith audit`` to tell. Where the database is elsewhere, only the machine that keeps the
    checkpoints seals.
    """
    if not _acted:
        return
    _acted.clear()
    from django.conf import settings
    from django.db import connection

    from frith.guard import wall_clock
    from frith.guard.audit import checkpoints
    from frith.guard.audit.keeping import look_back_from, seal_and_checkpoint

    folder, key = settings.FRITH_VAR, settings.FRITH_AUDIT_KEY
    with suppress(Exception):
        if connection.vendor == "sqlite" or checkpoints.read(folder):
            seal_and_checkpoint(folder, key, at=wall_clock.now(), after_id=look_back_from())
