"""``frith assess``: makes the strategic assessment of an area from the evidence in the catalogue."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from frith.cli.acting import add_as, looking_after_evidence
from frith.cli.clock import wall_day

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

DESCRIPTION = """Makes the strategic assessment of an area: a web page, a PDF, a Word document, the findings and
figures as JSON, and the tables. The same evidence, notes and version give the same bytes."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``assess``."""
    parser = subparsers.add_parser(
        "assess", help="make the strategic assessment of an area", description=DESCRIPTION
    )
    parser.add_argument(
        "--area", required=True, help="code or name of a ward, borough, partnership or force area"
    )
    parser.add_argument(
        "--from", required=True, dest="first", metavar="MONTH", help="first month, such as 2016-04"
    )
    parser.add_argument(
        "--to", required=True, dest="last", metavar="MONTH", help="last month, such as 2018-03"
    )
    parser.add_argument(
        "--compare-with",
        type=Path,
        metavar="DIR",
        help="output folder (or assessment.json) of an earlier assessment",
    )
    parser.add_argument(
        "--notes", type=Path, metavar="DIR", help="folder of the analyst's notes, one FINDING.md each"
    )
    parser.add_argument(
        "--evidence", type=Path, metavar="DIR", help="add this folder's evidence (by its evidence.toml) first"
    )
    parser.add_argument(
        "--matrix", type=Path, metavar="TOML", help="the partnership's own prioritisation matrix and scores"
    )
    parser.add_argument(
        "--audience",
        choices=("public", "partnership"),
        default="public",
        help="who may see it; data that is not public needs partnership (default: public)",
    )
    add_as(parser)
    parser.add_argument("--template", type=Path, metavar="DOCX", help="your own Word template")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="folder to write; made or replaced whole"
    )


def run(args: argparse.Namespace) -> int:
    """Make the assessment and print where its files are."""
    from frith import __version__
    from frith.assessment.matrix.configuration import read_matrix
    from frith.assessment.record import read_previous
    from frith.assessment.strategic import assess
    from frith.evidence.catalogue import state_folder
    from frith.evidence.loading import add_folder
    from frith.evidence.opened import open_evidence
    from frith.publication.assessment_files import write
    from frith.vocabulary.disclosure import Audience
    from frith.vocabulary.periods import Period

    period = Period.parse(args.first, args.last)
    previous = None if args.compare_with is None else read_previous(args.compare_with)
    with looking_after_evidence(args) as by:
        if args.evidence is not None:
            add_folder(args.evidence, state_folder(), today=wall_day(), progress=_tell)
    evidence = open_evidence(state_folder())
    area = evidence.atlas.find(args.area)
    assessment = assess(
        evidence,
        area,
        period,
        version=__version__,
        notes_folder=args.notes,
        previous=previous,
        matrix=None if args.matrix is None else read_matrix(args.matrix),
        progress=_tell,
    )
    files = write(
        assessment,
        args.out,
        notes_folder=args.notes,
        template=args.template,
        audience=Audience(args.audience),
        progress=_tell,
    )
    _tell("")
    if by is not None:
        from frith.guard.protection.evidence_account import record_assessment

        record_assessment(
            by=by,
            assessment=assessment,
            audience=Audience(args.audience),
        )
    print(
        f"Strategic assessment of {area.name}, {period.words}: {len(assessment.findings)} findings, "
        f"{len(assessment.figures)} figures."
    )
    for path in files:
        if path.parent == args.out:
            print(f"  {path}")
    print(f"  {args.out / 'tables'} ({sum(path.parent != args.out for path in files)} tables)")
    for finding in assessment.findings[:5]:
        print(f"- {finding.text}")
    return 0


def _tell(step: str) -> None:
    """Show the step on a terminal, on one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step}", end="" if step else "\r", file=sys.stderr, flush=True)
