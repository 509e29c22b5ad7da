"""``frith backup``: writes one file with all that this installation keeps, except its keys."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from frith.cli.acting import acting, add_as

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

DESCRIPTION = """Writes one file, whole or not at all, that holds the database as it is at one moment, the evidence, the
assessments, the papers, files that an early version kept of agreements, and the audit trail's checkpoints, with a
signed list of their digests. It may be made while the site is used. The keys are never in it: keep them, and the newest
erasures.jsonl, somewhere else."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``backup``."""
    parser = subparsers.add_parser(
        "backup", help="write a backup of everything but the keys to one file", description=DESCRIPTION
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FILE", help="a file that is not there yet"
    )
    parser.add_argument("--json", action="store_true", help="say what was made as JSON")
    add_as(parser)


def run(args: argparse.Namespace) -> int:
    """Write the backup and say what is in it."""
    by = acting(args)
    from frith.vocabulary import numbers
    from frith.website.backing_up import back_up

    made = back_up(args.out, by=by, tell=_tell)
    _tell("")
    left_out = made.manifest.left_out
    if args.json:
        said = {
            "file": str(made.path),
            "bytes": made.size,
            "sha256": made.digest,
            "made_at": made.manifest.made_at,
            "parts": len(made.manifest.parts),
            "sealed": made.manifest.sealed,
            "left_out": list(left_out),
        }
        print(json.dumps(said, indent=1, ensure_ascii=False))
        return 0
    print(f"{made.path}: {numbers.count(made.size)} bytes, {numbers.count(len(made.manifest.parts))} files.")
    print(f"SHA-256: {made.digest}")
    print(f"Not in it: the keys, letters, and whatever else this is: {', '.join(left_out) or 'nothing'}.")
    print("Keep the keys and the newest erasures.jsonl somewhere else: a restore asks for both.")
    return 0


def _tell(step: str) -> None:
    """Show the step on a terminal, on one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step[:100]}", end="" if step else "\r", file=sys.stderr, flush=True)
