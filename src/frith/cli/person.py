"""``frith person``: adds people who may sign in, and lists them."""

from __future__ import annotations

import argparse
import getpass
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.guard.acting import Acting

ROLES = (
    "caseworker",
    "commissioner",
    "partnership-officer",
    "data-protection-officer",
    "administrator",
)


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``person``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "person",
        help="add people who may sign in, or list them",
        description="A person works for one agency, which is the data controller of its own records.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="add a person; the password is asked for, or made and printed")
    add.add_argument("--email", required=True, help="the address to sign in with")
    add.add_argument("--name", required=True, help="the name that others see")
    add.add_argument("--agency", required=True, help="the agency's name; it is added if it is new")
    add.add_argument(
        "--role", required=True, action="append", choices=ROLES, help="a role; repeat for several"
    )
    add.add_argument("--make-password", action="store_true", help="make a password and print it once")
    add_as(add)
    add_as(acts.add_parser("list", help="list the people who have not left"))


def run(args: argparse.Namespace) -> int:
    """Add a person or list people."""
    from frith.cli.acting import acting

    by = acting(args)
    return run_list(by) if args.act == "list" else run_add(args, by)


def run_list(by: Acting) -> int:
    """Print one line for each person who has not left."""
    from frith.guard.access.queries import people_list

    for person in people_list(by=by):
        roles = ", ".join(sorted(membership.role for membership in person.memberships.all()))
        print(f"{person.email}  {person.name}  {person.agency.name}  {roles}")
    return 0


def run_add(args: argparse.Namespace, by: Acting) -> int:
    """Add a person, and their agency if it is new."""
    from frith.guard.access import services
    from frith.guard.roles import Role

    password = secrets.token_urlsafe(12) if args.make_password else getpass.getpass("Password: ")
    person = services.add_person_to(
        by=by,
        agency_name=args.agency,
        name=args.name,
        email=args.email,
        roles=[Role(role) for role in args.role],
        password=password,
    )
    print(f"{person.email} may sign in for {args.agency}.")
    if args.make_password:
        print(f"Password, shown this once: {password}")
    return 0
