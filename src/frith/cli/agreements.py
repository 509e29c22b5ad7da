"""``frith agreements``: lists the sharing agreements, warns of those that lapse, and fails where one is about to."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from frith.vocabulary.faults import Fault, LapsesSoon, SourceUnreachable

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.guard.acting import Acting

LAPSES_WITHIN = 7
"""Days before an agreement's last one from which ``check`` fails."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``agreements``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "agreements",
        help="list the sharing agreements, check that none is about to lapse, and write to its officers",
        description="Sharing agreements say which agency sees what of whose records, by which law, until when.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="list the agreements as they stand today")
    listing.add_argument("--json", action="store_true", help="as JSON")
    add_as(listing)
    add_as(
        acts.add_parser(
            "check",
            help=f"print what lapses within 60 days; fail if something does within {LAPSES_WITHIN}",
        )
    )
    warning = acts.add_parser(
        "warn",
        help="write to the officers of each agreement 60, 30 and 7 days before its last day, once each",
    )
    warning.add_argument(
        "--address",
        default="http://localhost:8000",
        metavar="URL",
        help="where people sign in (http://localhost:8000 if not given)",
    )
    add_as(warning)


def run(args: argparse.Namespace) -> int:
    """List the agreements, check them, or warn of those that lapse."""
    from frith.cli.acting import acting

    by = acting(args)
    if args.act == "warn":
        return warn_officers(by, args.address)
    return check(by) if args.act == "check" else print_list(by, as_json=args.json)


def warn_officers(by: Acting, address: str) -> int:
    """Write to the officers of what lapses soon. Raises SourceUnreachable with each letter that could not be sent."""
    from frith.guard.protection.agreements.warning import warn

    warned = warn(by=by, address=address)
    print(f"Letters written: {warned.written}. Nobody is written to twice about one warning.")
    for title in warned.unheard:
        print(f"{title}: nobody to write to. Designate a liaison officer for its parties.")
    if warned.faults:
        raise SourceUnreachable(*warned.faults)
    return 0


def print_list(by: Acting, *, as_json: bool) -> int:
    """Print one line for each agreement, or their JSON."""
    from frith.guard.protection.agreements import queries

    found = queries.agreement_list(by=by)
    if as_json:
        said = [
            {
                "id": str(each.agreement.pk),
                "title": each.agreement.title,
                "version": each.terms.number,
                "state": each.standing.state.value,
                "first_day": each.terms.valid_from.isoformat(),
                "last_day": each.standing.last.isoformat(),
                "days_left": each.standing.days_left,
                "warning": each.standing.warning,
                "review_on": each.terms.review_on.isoformat(),
                "gateway": each.terms.gateway,
                "controllers": list(each.controllers),
                "recipients": list(each.recipients),
                "not_accepted_by": [party.agency.name for party in each.waiting_for],
            }
            for each in found
        ]
        print(json.dumps(said, indent=1, ensure_ascii=False))
        return 0
    for each in found:
        print(f"{each.standing.state.value}  {each.agreement.title}  {each.standing.words}")
    return 0


def check(by: Acting) -> int:
    """Print the agreements that lapse soon. Raises LapsesSoon if one does within :data:`LAPSES_WITHIN` days."""
    from frith.guard.protection.agreements import permissions, queries
    from frith.guard.protection.agreements.standing import WARNED_AT, in_days

    permissions.check_may_read_agreements(by)
    near = queries.lapsing(by.today, max(WARNED_AT))
    for each in near:
        print(f"{each.agreement.title}: {each.standing.words}.")
    if not near:
        print(f"No agreement lapses within {max(WARNED_AT)} days.")
    urgent = [each for each in near if each.standing.days_left <= LAPSES_WITHIN]
    if urgent:
        raise LapsesSoon(
            *(
                Fault(
                    "protection.lapses-soon",
                    f"this agreement lapses {in_days(each.standing.days_left)}",
                    each.agreement.title,
                    remedy="Amend it. In an emergency a data-protection officer of a party can extend it.",
                )
                for each in urgent
            )
        )
    return 0
