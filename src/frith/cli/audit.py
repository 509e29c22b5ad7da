"""``frith audit``: seals the audit trail, verifies it, and exports it for a regulator."""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from frith.vocabulary import numbers
from frith.vocabulary.faults import IntegrityBroken

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.guard.audit.verification import Verification

FAILURES_IN_A_ROW = 30
"""After so many the sealer gives up: about a minute, as serve runs it."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``audit``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "audit",
        help="seal, verify and export the audit trail",
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
    verify.add_argument(
        "--export",
        metavar="DIR",
        type=Path,
        help="verify this export in place of the trail here; needs no database and no key",
    )
    add_as(verify)
    export = acts.add_parser(
        "export",
        help="write entries to a folder that proves by itself where each of them stood",
        description="Writes the entries of a time, or those of one person, record or agency in it, as CSV with a JSON "
        "Table Schema, the hash of every entry of the trail, the checkpoints, and a manifest. It seals what was "
        "written and verifies the trail first. The export is recorded in the trail.",
    )
    export.add_argument(
        "--from", dest="first", required=True, metavar="DAY", type=_day, help="the first day, as 2026-04-01"
    )
    export.add_argument("--to", dest="last", required=True, metavar="DAY", type=_day, help="the last day")
    export.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="a folder that is not there yet"
    )
    export.add_argument(
        "--person",
        metavar="EMAIL",
        default="",
        help="what this person did, and what was done to their account",
    )
    export.add_argument(
        "--record", metavar="KIND:ID", type=_record, help="what was done to one record, as the trail names it"
    )
    export.add_argument("--agency", metavar="NAME", default="", help="what was done for this agency")
    add_as(export)
    seal = acts.add_parser("seal", help="seal what was written since, and add a checkpoint")
    seal.add_argument(
        "--every", metavar="SECONDS", type=float, help="go on sealing, as serve does, until stopped"
    )


def run(args: argparse.Namespace) -> int:
    """Seal, verify or export."""
    if args.act == "verify" and args.export:
        return run_verify_export(args)
    return {"seal": run_seal, "verify": run_verify, "export": run_export}[args.act](args)


def run_verify_export(args: argparse.Namespace) -> int:
    """Verify an export. Raises UnreadableInput, or IntegrityBroken naming what does not hold."""
    from frith.guard.audit.exported import check
    from frith.vocabulary import numbers

    found = check(args.export, args.expect)
    print(
        f"The export holds: {numbers.count(found.entries)} entries, each in its place among "
        f"{numbers.count(found.sealed)}."
    )
    if args.expect:
        print("The chain is the one expected.")
    else:
        print(f"Compare this with a checkpoint kept elsewhere: {found.sealed}:{found.head}")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Export entries, for somebody who may. Raises what the export does, and IntegrityBroken if the trail is broken."""
    from frith.cli.acting import acting

    by = acting(args)
    from django.conf import settings

    from frith.guard.access.trail import ask_to_export
    from frith.guard.audit.exporting import write
    from frith.guard.audit.keeping import seal_and_checkpoint, verified
    from frith.vocabulary import numbers

    chosen = ask_to_export(
        by=by,
        first=args.first,
        last=args.last,
        person=args.person,
        record_named=args.record,
        agency=args.agency,
    )
    folder, key = settings.FRITH_VAR, settings.FRITH_AUDIT_KEY
    seal_and_checkpoint(folder, key, at=by.at)
    verified(folder, key)
    made = write(args.out, chosen, folder=folder, at=by.at)
    print(f"{args.out}: {numbers.count(made.entries)} of {numbers.count(made.sealed)} sealed entries.")
    print(f"To check it: frith audit verify --export {args.out} --expect {made.sealed}:{made.head}")
    return 0


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
    typed, _, head = text.partition(":")
    count = numbers.whole(typed)
    if count is None or len(head) != 64:
        message = f"a checkpoint is a count, a colon and 64 hexadecimal digits, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return count, head


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"a day is written as 2026-04-01, not {text!r}"
        raise argparse.ArgumentTypeError(message) from None


def _record(text: str) -> tuple[str, str]:
    """Read ``KIND:ID``."""
    kind, _, key = text.partition(":")
    if not kind or not key:
        message = f"a record is its kind, a colon and its id, as meeting:2f0c…, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return kind, key
