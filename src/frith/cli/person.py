"""``frith person``: adds people who may sign in, lists them, and looks after their roles, passwords and leaving."""

from __future__ import annotations

import argparse
import getpass
import secrets
from datetime import date
from typing import TYPE_CHECKING

from frith.guard.roles import Role

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.guard.acting import Acting

ROLES = tuple(role.value for role in Role if role is not Role.OPERATOR)
"""The roles that people hold; the operator's is the commands' own account's alone."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``person``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "person",
        help="add people who may sign in, list them, change their roles and passwords, and let them leave",
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
    leave = acts.add_parser("leave", help="end a person's access; open sessions end with it")
    leave.add_argument("email", metavar="EMAIL", help="the person's address")
    leave.add_argument(
        "--on",
        type=day,
        metavar="DATE",
        help="the first day without access, such as 2018-04-16 (default: today)",
    )
    add_as(leave)
    password = acts.add_parser(
        "password", help="give a person a new password, which is made and printed once"
    )
    password.add_argument("email", metavar="EMAIL", help="the person's address")
    add_as(password)
    role = acts.add_parser("role", help="give a person a role from today on, or end one at once")
    role.add_argument("email", metavar="EMAIL", help="the person's address")
    change = role.add_mutually_exclusive_group(required=True)
    change.add_argument("--add", choices=ROLES, metavar="ROLE", help="the role to give: " + ", ".join(ROLES))
    change.add_argument("--end", choices=ROLES, metavar="ROLE", help="the role to end")
    add_as(role)


def run(args: argparse.Namespace) -> int:
    """Do one act for people."""
    from frith.cli.acting import acting

    by = acting(args)
    if args.act == "list":
        return run_list(by)
    acts = {"add": run_add, "leave": run_leave, "password": run_password, "role": run_role}
    return acts[args.act](args, by)


def run_list(by: Acting) -> int:
    """Print one line for each person who has not left, with the roles held today."""
    from frith.guard.access.queries import people_list, roles_held

    for person in people_list(by=by):
        roles = ", ".join(sorted(roles_held(person, by.today)))
        print(f"{person.email}  {person.name}  {person.agency.name}  {roles}")
    return 0


def run_add(args: argparse.Namespace, by: Acting) -> int:
    """Add a person, and their agency if it is new."""
    from frith.guard.access import services

    password = made_password() if args.make_password else getpass.getpass("Password: ")
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


def run_leave(args: argparse.Namespace, by: Acting) -> int:
    """End a person's access."""
    from frith.guard.access import queries, services

    person = services.record_leaving(
        by=by, person=queries.person_to_look_after(by=by, email=args.email), on=args.on
    )
    print(f"{person.email} has no access from {person.left_on} on.")
    return 0


def run_password(args: argparse.Namespace, by: Acting) -> int:
    """Give a person a password that is made here."""
    from frith.guard.access import queries, services

    person = queries.person_to_look_after(by=by, email=args.email)
    password = made_password()
    services.set_password(by=by, person=person, password=password)
    print(f"Password of {person.email}, shown this once: {password}")
    return 0


def run_role(args: argparse.Namespace, by: Acting) -> int:
    """Give a person a role, or end one."""
    from frith.guard.access import queries, services

    person = queries.person_to_look_after(by=by, email=args.email)
    if args.add:
        services.add_role(by=by, person=person, role=Role(args.add))
    else:
        services.end_role(by=by, person=person, role=Role(args.end))
    roles = ", ".join(sorted(queries.roles_held(person, by.today)))
    print(f"{person.email} holds: {roles or 'no role'}.")
    return 0


def made_password() -> str:
    """Return a password of sixteen characters that nobody guesses."""
    return secrets.token_urlsafe(12)


def day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"a day is written like 2018-04-16, not {text!r}"
        raise argparse.ArgumentTypeError(message) from error
