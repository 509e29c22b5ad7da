"""``frith jobs``: does the long work that people asked for on the site, and lists it."""

from __future__ import annotations

import argparse
import json
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from frith.cli.entry import CommandParser

LOOK_EVERY = 1.0
"""Seconds between two looks of a worker for something to do."""


def add_parser(subparsers: argparse._SubParsersAction[CommandParser]) -> None:
    """Add ``jobs``."""
    from frith.cli.acting import add_as

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
    listed = acts.add_parser("list", help="list the jobs that this person asked for; the operator sees all")
    listed.add_argument("--json", action="store_true", help="as JSON")
    add_as(listed)


def run(args: argparse.Namespace) -> int:
    """Work, or list."""
    return {"work": run_work, "list": run_list}[args.act](args)


def run_list(args: argparse.Namespace) -> int:
    """Print the jobs, latest first."""
    from frith.cli.acting import acting

    by = acting(args)
    from frith.guard.jobs.queries import jobs_of

    rows = [
        {
            "id": str(each.pk),
            "kind": each.kind,
            "title": each.title,
            "asked_at": each.asked_at.isoformat(),
            "state": each.run.state,
            "attempts": each.run.attempts,
            "words": each.run.words,
            "result": each.run.result,
            "fault": each.run.fault,
        }
        for each in jobs_of(by)
    ]
    if args.json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    for row in rows:
        print(
            f"{str(row['asked_at'])[:16]}  {row['state']}  {row['title']}  {row['words'] or row['fault']}".rstrip()
        )
    if not rows:
        print("There is none that you may see.")
    return 0


def run_work(args: argparse.Namespace) -> int:
    """Work until stopped, or until nothing waits."""
    from frith.website.starting import start_with_tables, started_by

    start_with_tables()
    from django.conf import settings

    from frith.guard import wall_clock
    from frith.guard.jobs import leases
    from frith.guard.jobs.working import NEWS_EVERY, name_of_worker, work_on_one

    worker, done, server, heard = name_of_worker(), 0, started_by(), float("-inf")
    try:
        while not args.until_alone or os.getppid() == server:
            if time.monotonic() - heard > NEWS_EVERY:
                leases.live(worker, at=wall_clock.now())
                heard = time.monotonic()
            if work_on_one(worker, clock=wall_clock.now, standing_at=settings.FRITH_STANDING_AT):
                done += 1
            elif args.once:
                print(f"Jobs done: {done}.")
                break
            else:
                time.sleep(LOOK_EVERY)
    finally:
        leases.leave(worker)
    return 0
