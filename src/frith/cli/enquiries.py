"""``frith enquiries``: writes to those who asked somebody outside, before the link ends without an answer."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from frith.vocabulary.faults import SourceUnreachable

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``enquiries``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "enquiries",
        help="write to those whose enquiries end without an answer",
        description="Enquiries are questions to people without an account, who answer by a link that works once.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    warn = acts.add_parser(
        "warn", help="write to each asker whose link ends within two days, once for each link"
    )
    warn.add_argument(
        "--address",
        default="http://localhost:8000",
        metavar="URL",
        help="where people sign in (http://localhost:8000 if not given)",
    )
    add_as(warn)


def run(args: argparse.Namespace) -> int:
    """Write the letters. Raises SourceUnreachable with each that could not be sent."""
    from frith.cli.acting import acting

    by = acting(args)  # which starts Django, as the tables that come next need
    from frith.work.governance.enquiries.warning import warn

    written, faults = warn(by=by, address=args.address)
    print(f"Letters written: {written}. Nobody is written to twice about one link.")
    if faults:
        raise SourceUnreachable(*faults)
    return 0
