"""``frith matrix``: prints the prioritisation matrix that Frith brings, or checks a partnership's own."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

DESCRIPTION = """Prints the prioritisation matrix that Frith brings, to copy and change; or checks a matrix file of
your own and says what it holds. The assessment uses yours with: frith assess --matrix FILE."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``matrix``."""
    parser = subparsers.add_parser(
        "matrix", help="print the prioritisation matrix, or check your own", description=DESCRIPTION
    )
    parser.add_argument("--check", type=Path, metavar="TOML", help="a matrix file to check")


def run(args: argparse.Namespace) -> int:
    """Print the brought matrix as it is; or check a file, raising every fault of it at once."""
    from frith.assessment.matrix.configuration import brought_text, read_matrix

    if args.check is None:
        sys.stdout.write(brought_text())
        return 0
    matrix = read_matrix(args.check)
    print(
        f"{matrix.title}, {matrix.id} version {matrix.version}: {len(matrix.themes)} themes, "
        f"{len(matrix.factors)} factors, {len(matrix.given)} scores given by people."
    )
    return 0
