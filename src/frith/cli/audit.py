"""``frith audit``: seals the audit trail and verifies it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

from frith.vocabulary.faults import IntegrityBroken

if TYPE_CHECKING:
    from pathlib import Path

    from frith.cli.entry import CommandParser
    from frith.guard.audit.verification import Verification

FAILURES_IN_A_ROW = 30
"""After so many the sealer gives up: about a minute, as serve runs it."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``audit``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "audit",
        help="seal and verify the audit trail",
        description="The audit trail holds every change, read of a person, publication and refusal.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser(
        "verify",
        help="find entries that were altered, removed, reordered, truncated or recomputed (exit code 16)",
        description="Reads the whole trail, compares it with its seals and checkpoints, and says where it is broken.",
    )
    verify.add_argument(
        "--expect",
        metavar="COUNT:HEAD",
        type=checkpoint,
        help="a checkpoint kept elsewhere, as verify printed it on another day",
    )
    add_as(verify)
    seal = acts.add_parser("seal", help="seal what was written since, and add a checkpoint")
    seal.add_argument(
        "--every", metavar="SECONDS", type=float, help="go on sealing, as serve does, until stopped"
    )


def run(args: argparse.Namespace) -> int:
    """Seal or verify."""
    return run_seal(args) if args.act == "seal" else run_verify(args)


def run_verify(args: argparse.Namespace) -> int:
    """Verify the trail, for somebody who may. Raises IntegrityBroken naming every break."""
    from frith.cli.acting import acting

    by = acting(args)
    from django.conf import settings

    from frith.guard.access.queries import everyone
    from frith.guard.access.trail import ask_to_verify
    from frith.guard.audit import append_only
    from frith.guard.audit.keeping import verified

    ask_to_verify(by=by)
    found = verified(
        settings.FRITH_VAR,
        settings.FRITH_AUDIT_KEY,
        args.expect,
        people=everyone(),
        unguarded=append_only.missing(),
    )
    for line in lines(found):
        print(line)
    return 0


def run_seal(args: argparse.Namespace) -> int:
    """Seal once, or again and again until stopped."""
    from frith.website.starting import start_with_tables

    start_with_tables()
    from django.conf import settings

    from frith.guard import wall_clock
    from frith.guard.audit.keeping import seal_and_checkpoint

    folder, key = settings.FRITH_VAR, settings.FRITH_AUDIT_KEY
    sealed = seal_and_checkpoint(folder, key, at=wall_clock.now())
    if args.every is None:
        print(f"Sealed: {sealed}.")
    else:
        seal_until_stopped(folder, key, args.every)
    return 0


def seal_until_stopped(folder: Path, key: str, every: float) -> None:
    """Go on sealing for as long as the program that started this one lives, however that one ends.

    What fails is told and tried again with a fresh connection. Raises IntegrityBroken at once, and anything else once
    it went wrong too often in a row: a sealer that cannot seal must not look like one that does.
    """
    from django.db import connections

    from frith.cli.entry import visible
    from frith.guard import wall_clock
    from frith.guard.audit.keeping import look_back_from, seal_and_checkpoint
    from frith.website.starting import started_by

    server, failures = started_by(), 0
    while os.getppid() == server:
        time.sleep(every)
        try:
            seal_and_checkpoint(folder, key, at=wall_clock.now(), after_id=look_back_from())
            failures = 0
        except IntegrityBroken:
            raise
        except Exception as error:
            failures += 1
            if failures == FAILURES_IN_A_ROW:
                raise
            connections.close_all()
            said = visible(str(error))
            print(
                f"frith: The audit trail could not be sealed and it is tried again: {said}", file=sys.stderr
            )


def lines(found: Verification) -> list[str]:
    """Return what a sound trail has to say; one of which nothing is sealed is not called sound."""
    from frith.vocabulary import numbers

    said = [
        f"The audit trail holds. Sealed entries: {numbers.count(found.sealed)}.",
        f"Checkpoints: {numbers.count(found.checkpoints)}, the last after entry {numbers.count(found.covered)}.",
        f"To check it again from elsewhere, keep this: --expect {found.sealed}:{found.head}",
    ]
    if not found.sealed:
        said = ["Nothing of the audit trail is sealed, so nothing can be said of it."]
    if found.tail and found.tail_since:
        since = found.tail_since.strftime("%Y-%m-%d %H:%M:%S UTC")
        said.append(
            f"Not sealed yet: {numbers.count(found.tail)}, the oldest from {since}. Seal them: frith audit seal"
        )
    else:
        said.append("Not sealed yet: none.")
    return said


def checkpoint(text: str) -> tuple[int, str]:
    """Read ``COUNT:HEAD``."""
    count, _, head = text.partition(":")
    if not count.isdigit() or len(head) != 64:
        message = f"a checkpoint is a count, a colon and 64 hexadecimal digits, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return int(count), head
