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
SITE = "http://localhost:8000"


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
    _add_joining_and_moving(acts)


def _add_joining_and_moving(acts: argparse._SubParsersAction[CommandParser]) -> None:
    from frith.cli.acting import add_as

    invite = acts.add_parser(
        "invite", help="add a person and send them a link, with which they choose a password"
    )
    invite.add_argument(
        "--email", required=True, help="the address that the link goes to, and to sign in with"
    )
    invite.add_argument("--name", required=True, help="the name that others see")
    invite.add_argument("--agency", required=True, help="the agency's name; it is added if it is new")
    invite.add_argument(
        "--role", required=True, action="append", choices=ROLES, help="a role; repeat for several"
    )
    invite.add_argument(
        "--site",
        default=SITE,
        metavar="ADDRESS",
        help=f"where the site is for the person who is invited (default: {SITE})",
    )
    add_as(invite)
    move = acts.add_parser(
        "move", help="let a person work for another agency from a day on; the roles of now end the day before"
    )
    move.add_argument("email", metavar="EMAIL", help="the person's address")
    move.add_argument("--agency", required=True, help="the name of the agency that they move to")
    move.add_argument("--on", required=True, type=day, metavar="DATE", help="the first day there")
    move.add_argument(
        "--role", required=True, action="append", choices=ROLES, help="a role there; repeat for several"
    )
    add_as(move)
    factor = acts.add_parser("second-factor", help="reset a person's second factor")
    what = factor.add_subparsers(dest="what", required=True, metavar="WHAT")
    reset = what.add_parser(
        "reset",
        help="take away a person's second factor and end their sessions; they set one up when they sign in next",
    )
    reset.add_argument("email", metavar="EMAIL", help="the person's address")
    add_as(reset)


def run(args: argparse.Namespace) -> int:
    """Do one act for people."""
    from frith.cli.acting import acting

    by = acting(args)
    if args.act == "list":
        return run_list(by)
    acts = {
        "add": run_add,
        "invite": run_invite,
        "leave": run_leave,
        "move": run_move,
        "password": run_password,
        "role": run_role,
        "second-factor": run_second_factor,
    }
    return acts[args.act](args, by)


def run_list(by: Acting) -> int:
    """Print one line for each person who has not left, with the roles held and the teams today."""
    from frith.guard.access.queries import people_list, roles_held
    from frith.guard.access.teams.queries import teams_by_person

    people = people_list(by=by)
    teams = teams_by_person([person.id for person in people], by.today)
    for person in people:
        roles = ", ".join(sorted(roles_held(person, by.today)))
        within = ", ".join(place.team.name for place in teams[person.id])
        print(
            f"{person.email}  {person.name}  {person.agency.name}  {roles}"
            + (f"  {within}" if within else "")
        )
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


def run_invite(args: argparse.Namespace, by: Acting) -> int:
    """Add a person without a password, and send them a link."""
    from django.urls import reverse

    from frith.guard.access.invitations.letters import send_invitation
    from frith.guard.access.invitations.services import STANDS, invite_person

    person, token = invite_person(
        by=by,
        agency_name=args.agency,
        name=args.name,
        email=args.email,
        roles=[Role(role) for role in args.role],
    )
    send_invitation(person, args.site.rstrip("/") + reverse("invitation", args=[token]))
    print(f"{person.email} was sent a link that works once, and for {STANDS.days} days.")
    return 0


def run_move(args: argparse.Namespace, by: Acting) -> int:
    """Let a person work for another agency from a day on."""
    from frith.guard.access import queries, services

    person = queries.person_to_look_after(by=by, email=args.email)
    agency = queries.agency_named(args.agency)
    roles = [Role(role) for role in args.role]
    services.move_person(by=by, person=person, agency=agency, on=args.on, roles=roles)
    print(f"{person.email} works for {agency.name} from {args.on} on, as {', '.join(args.role)}.")
    return 0


def run_second_factor(args: argparse.Namespace, by: Acting) -> int:
    """Take away a person's second factor."""
    from frith.guard.access import queries
    from frith.guard.access.second_factor.services import reset_second_factor

    person = queries.person_to_look_after(by=by, email=args.email)
    reset_second_factor(by=by, person=person)
    print(f"{person.email} sets up a second factor when they sign in next.")
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
