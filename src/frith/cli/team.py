"""``frith team``: adds teams of agencies, lists them, places people in them and takes them out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.guard.acting import Acting


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``team``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "team",
        help="add teams, list who is in them, place people in them, take them out, and close teams",
        description="A team is of one agency, and people of that agency are placed in it. One of them leads.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add_as(acts.add_parser("list", help="list the teams that are not closed, and who is in them today"))
    helps = {
        "add": "add a team to an agency",
        "place": "place a person in a team from today on, or change whether they lead it",
        "take-out": "take a person out of a team at once",
        "close": "close a team; all places in it end",
    }
    for name, words in helps.items():
        each = acts.add_parser(name, help=words)
        if name in ("place", "take-out"):
            each.add_argument("email", metavar="EMAIL", help="the person's address")
        each.add_argument("--agency", required=True, help="the name of the agency that the team is of")
        each.add_argument("--team", required=True, metavar="NAME", help="the team's name")
        if name == "place":
            each.add_argument(
                "--lead", action="store_true", help="they lead it; whoever did before stays a member"
            )
        add_as(each)


def run(args: argparse.Namespace) -> int:
    """Do one act for teams."""
    from frith.cli.acting import acting

    by = acting(args)
    acts = {
        "list": run_list,
        "add": run_add,
        "place": run_place,
        "take-out": run_take_out,
        "close": run_close,
    }
    return acts[args.act](args, by)


def run_list(args: argparse.Namespace, by: Acting) -> int:
    """Print each team, and a line for each person in it."""
    from frith.guard.access.teams.queries import rosters

    for roster in rosters(by=by):
        print(f"{roster.team.name}, {roster.team.agency.name}")
        for place in roster.places:
            print(f"  {place.person.email}  {place.person.name}" + ("  leads" if place.leads else ""))
    return 0


def run_add(args: argparse.Namespace, by: Acting) -> int:
    """Add a team."""
    from frith.guard.access.queries import agency_named
    from frith.guard.access.teams.services import add_team

    team = add_team(by=by, agency=agency_named(args.agency), name=args.team)
    print(f"{team.name} is a team of {args.agency}.")
    return 0


def run_place(args: argparse.Namespace, by: Acting) -> int:
    """Place a person in a team."""
    from frith.guard.access.queries import person_to_look_after
    from frith.guard.access.teams.queries import team_named
    from frith.guard.access.teams.services import place_in_team

    team = team_named(by=by, agency=args.agency, name=args.team)
    person = person_to_look_after(by=by, email=args.email)
    place_in_team(by=by, team=team, person=person, leads=args.lead)
    print(f"{person.email} {'leads' if args.lead else 'is in'} {team.name} from today on.")
    return 0


def run_take_out(args: argparse.Namespace, by: Acting) -> int:
    """Take a person out of a team."""
    from frith.guard.access.queries import person_to_look_after
    from frith.guard.access.teams.queries import team_named
    from frith.guard.access.teams.services import take_out_of_team

    team = team_named(by=by, agency=args.agency, name=args.team)
    person = person_to_look_after(by=by, email=args.email)
    take_out_of_team(by=by, team=team, person=person)
    print(f"{person.email} is no longer in {team.name}.")
    return 0


def run_close(args: argparse.Namespace, by: Acting) -> int:
    """Close a team."""
    from frith.guard.access.teams.queries import team_named
    from frith.guard.access.teams.services import close_team

    team = team_named(by=by, agency=args.agency, name=args.team)
    close_team(by=by, team=team)
    print(f"{team.name} is closed.")
    return 0
