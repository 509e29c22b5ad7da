"""``frith jobs``: does the long work that people asked for on the site."""

from __future__ import annotations

import argparse
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

LOOK_EVERY = 1.0
"""Seconds between two looks of a worker for something to do."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``jobs``."""
    parser = subparsers.add_parser(
        "jobs",
        help="do the long work that people asked for on the site",
        description="A worker takes one job at a time. If it is killed, another takes the job up after half a minute.",
    )
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    work = acts.add_parser("work", help="work until stopped, as serve does")
    work.add_argument(
        "--until-alone", action="store_true", help="end when the program that started it ends, as serve asks"
    )
    work.add_argument("--once", action="store_true", help="do the jobs that wait, and end")


def run(args: argparse.Namespace) -> int:
    """Work until stopped, or until nothing waits."""
    from frith.website.starting import start_with_tables, started_by

    start_with_tables()
    from django.conf import settings

    from frith.guard import wall_clock
    from frith.guard.jobs.working import name_of_worker, work_on_one

    worker, done, server = name_of_worker(), 0, started_by()
    while not args.until_alone or os.getppid() == server:
        if work_on_one(worker, clock=wall_clock.now, standing_at=settings.FRITH_STANDING_AT):
            done += 1
        elif args.once:
            print(f"Jobs done: {done}.")
            return 0
        else:
            time.sleep(LOOK_EVERY)
    return 0
