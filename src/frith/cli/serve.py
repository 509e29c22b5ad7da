"""``frith serve``: serves the site on this machine, and seals the audit trail beside it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from frith.vocabulary import numbers

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

HIGHEST_PORT = 65_535


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``serve``."""
    parser = subparsers.add_parser(
        "serve",
        help="serve the site at http://localhost:8000",
        description="Serves the site to this machine alone (127.0.0.1) and seals the audit trail, until Ctrl-C.",
    )
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="the port (8000 if not given)")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="processes that answer (1 if not given)"
    )


def run(args: argparse.Namespace) -> int:
    """Serve until stopped. Raises WrongSettings if the installation is not ready."""
    from frith.website.serving import serve

    return serve(port=args.port, workers=args.workers)


def port(text: str) -> int:
    """Read a port number."""
    number = numbers.whole(text)
    if number is None or not 1 <= number <= HIGHEST_PORT:
        message = f"a port is a number from 1 to {HIGHEST_PORT}, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return number
