"""``frith report``: writes committee papers from live figures, or as they were issued."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser
    from frith.publication.document import Document


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``report``."""
    from frith.cli.acting import add_as

    parser = subparsers.add_parser(
        "report",
        help="write a committee paper: a draft from the records as they are now, or as it was issued",
        description="A paper is written as a web page, a PDF and a Word document; every number in it can be opened.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="list papers and what was issued of them")
    add_as(listing)
    for name, words in (
        ("draft", "write the draft, from the records as they are now"),
        ("issue", "issue the paper as it stands now, and write it; an issued paper never changes"),
        ("write", "write a paper as it was issued, the same bytes every time"),
    ):
        act = acts.add_parser(name, help=words)
        act.add_argument("paper", metavar="PAPER", help="such as outcomes-2016-17-q1; see: frith report list")
        act.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder to write into")
        if name == "write":
            act.add_argument(
                "--issue", type=int, metavar="NUMBER", help="which issue (the latest if not given)"
            )
        add_as(act)


def run(args: argparse.Namespace) -> int:
    """List papers, or draft, issue or write one."""
    from frith.cli.acting import acting

    by = acting(args)
    from frith.work.governance.papers import queries, services

    if args.act == "list":
        for paper in queries.papers_visible_to(by):
            issues = ", ".join(str(issue.number) for issue in queries.issues_of(paper)) or "none"
            print(f"{paper.id}  {paper.title}  issued: {issues}")
        return 0
    paper = queries.paper_named(by, args.paper)
    if args.act == "draft":
        return write(services.draft_paper(by=by, paper=paper), args.out, f"{paper.id}-draft")
    if args.act == "issue":
        issued = services.issue_paper(by=by, paper=paper)
    else:
        latest = queries.issues_of(paper).first()
        issued = queries.issued_paper(paper.id, args.issue or (latest.number if latest else 1))
    return write(queries.document_of(issued), args.out, f"{paper.id}-issue-{issued.number}")


def write(document: Document, folder: Path, name: str) -> int:
    """Write a document's three files and say where they are."""
    from frith.work.governance.papers.files import write_files

    for path in write_files(document, folder, name):
        print(path)
    return 0
