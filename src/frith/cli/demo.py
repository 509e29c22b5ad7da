"""``frith demo``: builds the demonstration, says what was made and how to sign in, and serves it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from frith.cli.clock import wall_day
from frith.cli.serve import port

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

DESCRIPTION = """Builds the demonstration: evidence into the catalogue, a borough's strategic assessment, and an
invented partnership's records, indicator and committee paper; then serves it on this computer alone. The evidence is
the folder named, or the one that FRITH_DATA names, or ../shared/data, or else a borough that Frith invents. Running it
again uses what is there already."""

PORT = 8000


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``demo``."""
    parser = subparsers.add_parser(
        "demo", help="build the demonstration and serve it", description=DESCRIPTION
    )
    parser.add_argument("--evidence", type=Path, metavar="DIR", help="folder of evidence to show")
    parser.add_argument("--no-serve", action="store_true", help="build everything and stop")
    parser.add_argument(
        "--port", type=port, default=PORT, metavar="N", help=f"port to serve on ({PORT} if not given)"
    )
    parser.add_argument(
        "--write-evidence",
        type=Path,
        metavar="DIR",
        help="write the invented borough's evidence here and stop",
    )


def run(args: argparse.Namespace) -> int:
    """Build the demonstration and serve it, unless told not to."""
    if args.write_evidence is not None:
        return write_evidence(args.write_evidence)
    from frith.demo.run import build
    from frith.demo.summary import lines

    built = build(args.evidence, today=wall_day(), tell=_tell)
    _tell("")
    for line in lines(built, args.port):
        print(line)
    return 0 if args.no_serve else _serve(args.port)


def _serve(port_number: int) -> int:
    """Become ``frith serve``, with nothing of the building left in memory."""
    sys.stdout.flush()
    words = [sys.executable, "-m", "frith.cli", "serve", "--port", str(port_number)]
    os.execv(sys.executable, words)  # noqa: S606 - our own command


def write_evidence(folder: Path) -> int:
    """Write the invented evidence and say where it is."""
    from frith.demo.borough import invent

    there = folder.exists()
    invent(folder)
    print(
        f"{folder} {'was there already' if there else 'holds the invented evidence; evidence.toml says what is in it'}."
    )
    return 0


def _tell(step: str) -> None:
    """Show the step on a terminal, on one line that is written over."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{step}", end="" if step else "\r", file=sys.stderr, flush=True)
