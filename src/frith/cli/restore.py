"""``frith restore``: puts back what ``frith backup`` wrote."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from frith.vocabulary.faults import Fault, StorageTrouble

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

DESCRIPTION = """Puts a backup back into an empty installation, with the same keys and the same version of Frith. Every
digest and the whole audit trail are checked first, and what was erased since the backup was made is erased again.
Everybody has to sign in again."""
WORD = "replace"


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``restore``."""
    parser = subparsers.add_parser(
        "restore", help="put back what a backup holds, and prove it", description=DESCRIPTION
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the file that frith backup wrote")
    parser.add_argument(
        "--erasures", type=Path, metavar="LEDGER", help="the newest copy of the ledger, erasures.jsonl"
    )
    parser.add_argument(
        "--nothing-erased-since",
        action="store_true",
        help="there is no newer ledger, because nothing was erased since the backup was made",
    )
    parser.add_argument(
        "--replace", action="store_true", help="put aside what this installation holds, after asking"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    """Restore, and say what came back."""
    from frith.website.starting import start

    start()
    from frith.guard import wall_clock
    from frith.vocabulary import numbers
    from frith.website.restoring import Wanted, check_can_restore, is_empty, restore

    manifest = check_can_restore(args.file)
    if args.replace and not args.yes and not is_empty():
        ask(manifest.made_at)
    wanted = Wanted(
        path=args.file,
        replace=args.replace,
        ledger=args.erasures,
        nothing_erased_since=args.nothing_erased_since,
    )
    done = restore(wanted, at=wall_clock.now(), tell=_tell)
    _tell("")
    print(f"Restored: the backup of {manifest.made_at}, with {numbers.count(len(manifest.parts))} files.")
    print(f"The audit trail holds. Sealed entries: {numbers.count(done.sealed)}.")
    print(f"Erased again: {numbers.count(done.erased_again)}.")
    if done.aside:
        print(f"What was here is in {done.aside}: remove it once nobody needs it.")
    print("Roles, passwords and tokens are those of that day: end again what was ended since.")
    return 0


def ask(made_at: str) -> None:
    """Ask whether what is here is to be replaced. Raises StorageTrouble unless the person types the word."""
    said = ""
    if sys.stdin.isatty():
        print(f"What this installation holds is put aside, and the backup of {made_at} takes its place.")
        said = input(f"Type {WORD} to go on: ")
    if said.strip().lower() != WORD:
        raise StorageTrouble(
            Fault(
                "restore.not-agreed",
                "nothing was restored, because nobody agreed to it",
                allowed=WORD,
                given=said or "nothing",
                remedy=f"Run it on a terminal and type {WORD}, or say --yes.",
            )
        )


def _tell(step: str) -> None:
    """Show the step on a terminal, on one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step[:100]}", end="" if step else "\r", file=sys.stderr, flush=True)
