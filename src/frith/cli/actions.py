"""``frith actions``: lists the actions that somebody may see, and writes to those whose actions are due."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from frith.vocabulary.faults import SourceUnreachable

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

CUTS = ("open", "overdue", "mine", "agency", "closed")


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``actions``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "actions",
        help="list the actions of boards, and write to those whose actions are due",
        description="Actions are given by boards at their meetings, or between them.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = acts.add_parser("list", help="list the actions that this person may see")
    listed.add_argument("--show", choices=CUTS, default="open", help="which of them (open if not given)")
    listed.add_argument("--json", action="store_true", help="as JSON")
    add_as(listed)
    chase = acts.add_parser(
        "chase", help="write to each owner of an action that is due within a week or overdue, once a day"
    )
    chase.add_argument(
        "--address",
        default="http://localhost:8000",
        metavar="URL",
        help="where people sign in (http://localhost:8000 if not given)",
    )
    add_as(chase)


def run(args: argparse.Namespace) -> int:
    """Do one act for actions."""
    return {"list": run_list, "chase": run_chase}[args.act](args)


def run_list(args: argparse.Namespace) -> int:
    """Print the actions of one cut."""
    from frith.cli.acting import acting

    by = acting(args)  # which starts Django, as the tables that come next need
    from frith.work.governance.actions.queries import cut_of

    rows = [
        {
            "id": str(each.pk),
            "board": each.board.name,
            "number": each.number,
            "words": each.words,
            "agency": each.agency.name,
            "owner": each.owner.name if each.owner else None,
            "due_on": each.due_on.isoformat(),
            "first_due_on": each.first_due_on.isoformat(),
            "state": each.state,
        }
        for each in cut_of(by, args.show)
    ]
    if args.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['due_on']}  {row['board']} {row['number']}  {row['agency']}: {row['words']}")
    if not rows:
        print("There is none that you may see.")
    return 0


def run_chase(args: argparse.Namespace) -> int:
    """Write to those whose actions are due. Raises SourceUnreachable with each letter that could not be sent."""
    from frith.cli.acting import acting

    by = acting(args)  # which starts Django, as the tables that come next need
    from frith.work.governance.actions.chasing import chase

    written, faults = chase(by=by, address=args.address)
    print(f"Letters written: {len(written)}. Nobody is written to twice a day.")
    if faults:
        raise SourceUnreachable(*faults)
    return 0
