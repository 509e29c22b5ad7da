"""``frith import``: brings in what a partnership has in spreadsheets: template, check, apply, undo."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from frith.vocabulary.faults import Fault, RowsRejected, UnknownName, UnreadableInput

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.guard.acting import Acting
    from frith.work.governance.partnerships.models import Partnership

TABLES = ("people", "boards", "members", "meetings", "actions", "plans", "all")
MOST_BYTES = 5_000_001
"""One more than a file may have: enough to be told that it is too large."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``import``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "import",
        help="bring in people, boards, members, meetings, actions and plans from spreadsheets, and undo that",
        description="A file is imported as a whole or not at all, and nothing that is here is overwritten.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    blank = acts.add_parser("template", help="write a template to fill in: a workbook, or CSV for one table")
    blank.add_argument("--out", required=True, type=Path, metavar="FILE", help="ends in .xlsx or .csv")
    blank.add_argument("--table", choices=TABLES, default="all", help="which table (all if not given)")
    check = acts.add_parser(
        "check", help="tell every fault of every row, and what the file would add; write nothing"
    )
    apply = acts.add_parser("apply", help="add what the file holds and is not here yet, all or nothing")
    for each in (check, apply):
        each.add_argument(
            "file", type=Path, metavar="FILE", help="an Excel workbook (.xlsx), or CSV in UTF-8"
        )
        each.add_argument("--table", choices=TABLES, required=True, help="which table the file holds, or all")
        _add_partnership(each)
    check.add_argument(
        "--faults", type=Path, metavar="FILE", help="write the faults as an Excel workbook too"
    )
    listing = acts.add_parser("list", help="list the imports, with the keys by which they are undone")
    _add_partnership(listing)
    undo = acts.add_parser(
        "undo", help="remove all that an import made, within 30 days and while nothing uses it"
    )
    undo.add_argument("key", metavar="KEY", help="as frith import apply and list give it")
    for each in (check, apply, listing, undo):
        add_as(each)


def _add_partnership(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--partnership", default="", metavar="NAME", help="for which, if you see several")


def run(args: argparse.Namespace) -> int:
    """Do one act."""
    from frith.cli.acting import acting

    if args.act == "template":
        return run_template(args)
    acts = {"check": run_check, "apply": run_apply, "list": run_list, "undo": run_undo}
    return acts[args.act](args, acting(args))


def run_template(args: argparse.Namespace) -> int:
    """Write a template, for which nobody needs to act; a file that is there already is not overwritten."""
    from frith.evidence.whole_files import write_file
    from frith.website.starting import start

    start()
    from frith.work.governance.going_live.workbooks import template

    out: Path = args.out
    content = template(args.table, out.suffix.lower().removeprefix("."))
    if out.exists():
        raise RowsRejected(
            Fault(
                "import.exists",
                "a file of that name is there already",
                "--out",
                given=str(out),
                remedy="Give another.",
            )
        )
    write_file(out, content)
    print(f"Written: {out}")
    return 0


def run_check(args: argparse.Namespace, by: Acting) -> int:
    """Tell what a file would do. Raises RowsRejected with every fault of every row."""
    from frith.evidence.whole_files import write_file
    from frith.work.governance.going_live import services
    from frith.work.governance.going_live.workbooks import fault_list

    checked = services.check_file(
        by=by,
        partnership=_partnership(args, by),
        table=args.table,
        name=args.file.name,
        content=_content(args.file),
    )
    if args.faults and checked.faults:
        write_file(args.faults, fault_list(checked.faults))
    if checked.faults:
        raise RowsRejected(*(each.told() for each in checked.faults))
    for title, added, there in checked.counts():
        print(f"{title}: {added:,} rows would be added, {there:,} are here already.")
    return 0


def run_apply(args: argparse.Namespace, by: Acting) -> int:
    """Import a file."""
    from frith.work.governance.going_live import queries, services

    partnership, content = _partnership(args, by), _content(args.file)
    stands = queries.import_of(partnership, args.table, services.digest_of(content))
    made = services.import_file(
        by=by, partnership=partnership, table=args.table, name=args.file.name, content=content
    )
    if stands:
        print(f"These same bytes were imported already, on {made.made_at:%Y-%m-%d}: nothing was added.")
    else:
        print(f"{made.added:,} rows were added, {made.there:,} were here already.")
    print(f"Import: {made.pk}")
    return 0


def run_list(args: argparse.Namespace, by: Acting) -> int:
    """Print one line for each import."""
    from frith.work.governance.going_live import queries

    found = list(queries.imports_of(by, _partnership(args, by)))
    for each in found:
        undone = f", undone on {each.undone_at:%Y-%m-%d}" if each.undone_at else ""
        print(
            f"{each.pk}  {each.made_at:%Y-%m-%d}  {each.table}  {each.added:,} rows  {each.file_name}{undone}"
        )
    if not found:
        print("Nothing was imported yet.")
    return 0


def run_undo(args: argparse.Namespace, by: Acting) -> int:
    """Undo an import."""
    from frith.work.governance.going_live import queries, services

    try:
        key = UUID(args.key)
    except ValueError as error:
        raise UnknownName(
            Fault(
                "import.key", "this is no key of an import", given=args.key, remedy="Run: frith import list"
            )
        ) from error
    undone = services.undo(by=by, imported=queries.imported(by=by, key=key))
    print(f"Undone: {undone.added:,} rows of {undone.file_name} were removed.")
    return 0


def _partnership(args: argparse.Namespace, by: Acting) -> Partnership:
    from frith.work.governance.going_live.queries import partnership_named

    return partnership_named(by=by, name=args.partnership)


def _content(path: Path) -> bytes:
    """Read a file, up to a byte more than is taken. Raises UnreadableInput if it is not there."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as error:
        raise UnreadableInput(
            Fault(
                "import.file",
                f"the file cannot be read: {error.strerror}",
                str(path),
                "a file",
                remedy="Check the path.",
            )
        ) from error
