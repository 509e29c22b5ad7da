"""``frith database``: makes the database's tables, or brings them up to date."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``database``."""
    parser = subparsers.add_parser(
        "database",
        help="make the database's tables, or bring them up to date",
        description="SQLite in the state folder, or PostgreSQL where DATABASE_URL names it.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("prepare", help="make or change the tables, and make sure of the operator account")


def run(args: argparse.Namespace) -> int:
    """Prepare the database and say what was done."""
    from frith.website.starting import prepare_database, start

    start()
    changes = prepare_database()
    print(f"{changes} changes of the tables were made." if changes else "The tables are up to date.")
    return 0
