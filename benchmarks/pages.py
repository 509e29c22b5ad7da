"""Ten busiest pages and operations under load, on SQLite and PostgreSQL: p95, where throughput stops, and auditing.

100,000 people and 1,000,000 audit entries; 50 sessions that think 5 s between two requests. Aim: p95 under 200 ms for
each. Then the sessions are doubled until the site answers no more a second. ``frith serve`` answers, as for anybody;
the driver is another process on the same machine, so what it takes of the processors counts against the figures.
``--small`` shows within a minute that all of it works; its figures mean nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))  # the server of the tests
PARTS = HERE / "pages_under_load"
AIM = 0.2
STARTS_WITHIN, ENDS_WITHIN = 60.0, 40.0
"""Seconds in which ``frith serve`` answers, and in which it ends when it is asked to."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is, how many sessions ask, how long they think and the measured step lasts, in seconds."""

    people: int
    entries: int
    sessions: int
    think: float
    lasts: float
    most: int
    pairs: int


FULL = Size(100_000, 1_000_000, 50, 5.0, 90.0, 1_600, 500)
SMALL = Size(300, 3_000, 10, 0.4, 4.0, 20, 20)


@contextmanager
def database(name: str) -> Iterator[dict[str, str]]:
    """Give what an installation needs in its environment: a folder of its own and, for PostgreSQL, a server."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("FRITH_", "DATABASE_URL"))}
    with tempfile.TemporaryDirectory(prefix="frith-bench-") as folder:
        if name == "PostgreSQL":
            from tests.storage import postgresql

            running: Any = postgresql.server()
        else:
            running = nullcontext("")
        with running as address:
            place = {"DATABASE_URL": address} if address else {}
            yield {**kept, **place, "FRITH_VAR": str(Path(folder) / "var")}


def part(name: str, environment: dict[str, str], *words: object) -> str:
    """Run a part in a process of its own and return what it printed."""
    command = [sys.executable, str(PARTS / f"{name}.py"), *map(str, words)]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """Serve the installation as people do, and give its address; end it as a service manager does."""
    from tests.storage.postgresql import free_port

    base = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "frith.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{base}/sign-in/", server)
        yield base
    finally:
        server.terminate()
        try:
            server.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers. Raises RuntimeError if it ends, or does not answer in time."""
    since = time.perf_counter()
    while server.poll() is None and time.perf_counter() - since < STARTS_WITHIN:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own address
            return
        except (URLError, TimeoutError):
            time.sleep(0.2)
    message = "frith serve did not begin to answer"
    raise RuntimeError(message)


def percentile(seconds: list[float], share: float) -> float:
    """Return the smallest time that at least this share of the answers took at most."""
    ordered = sorted(seconds)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def measure(name: str, size: Size) -> None:
    """Build an installation on a database, drive it, and print what came of it."""
    with database(name) as environment:
        began, plan_at = time.perf_counter(), Path(environment["FRITH_VAR"]).parent / "plan.json"
        part("building", environment, "--people", size.people, "--entries", size.entries, "--plan", plan_at)
        plan = json.loads(plan_at.read_text(encoding="utf-8"))
        print(f"\n{name}: {plan['people']:,} people, {plan['entries']:,} audit entries that verify")
        print(
            f"  built in {time.perf_counter() - began:.0f} s; sealed {plan['sealing']:,.0f} and verified "
            f"{plan['verifying']:,.0f} entries a second"
        )
        with served(environment) as base:
            words = [
                "--sessions",
                size.sessions,
                "--think",
                size.think,
                "--lasts",
                size.lasts,
                "--most",
                size.most,
            ]
            before = os.getloadavg()[0]
            steps = json.loads(part("driving", environment, base, "--plan", plan_at, *words))
        print_pages(steps[0], plan["asked"], size, before)
        print_saturation(steps)
        print_auditing(json.loads(part("reading", environment, "--pairs", size.pairs)))


def print_pages(first: dict[str, Any], asked: list[dict[str, Any]], size: Size, load: float) -> None:
    """Print a line for each page and operation, and one for all."""
    print(
        f"  {size.sessions} sessions, {size.think:g} s mean think time, {size.lasts:g} s; the machine's load before: "
        f"{load:.1f}; milliseconds"
    )
    print(f"  {'':24} {'answers':>8} {'median':>8} {'p95':>8} {'longest':>8}   aim {AIM * 1000:.0f}")
    everything: list[float] = []
    for each in asked:
        seconds = first["seconds"].get(each["name"], [])
        everything += seconds
        print_line(each["name"], seconds)
    print_line("all", everything)
    if first["failed"]:
        print(f"  {len(first['failed'])} FAILED: {sorted(set(first['failed']))}")


def print_line(name: str, seconds: list[float]) -> None:
    """Print how long the answers of one kind took."""
    if not seconds:
        print(f"  {name:24} {0:8}")
        return
    p95 = percentile(seconds, 0.95)
    figures = [1000 * each for each in (median(seconds), p95, max(seconds))]
    shown = " ".join(f"{each:8.0f}" for each in figures)
    print(f"  {name:24} {len(seconds):8,} {shown}   {'met' if p95 < AIM else 'NOT MET'}")


def print_saturation(steps: list[dict[str, Any]]) -> None:
    """Print how many answers a second there were with how many sessions."""
    print(f"  {'sessions':>10} {'a second':>9} {'p95, ms':>9} {'failed':>7}")
    for each in steps:
        seconds = [one for many in each["seconds"].values() for one in many]
        p95 = f"{1000 * percentile(seconds, 0.95):9.0f}" if seconds else f"{'none':>9}"
        print(f"  {each['sessions']:10,} {each['a_second']:9.1f} {p95} {len(each['failed']):7}")


def print_auditing(found: dict[str, Any]) -> None:
    """Print what an audited read costs beside one that is not."""
    low, middle, high = (1000 * each for each in found["more"])
    print(
        f"  a read of one closure record, {found['pairs']} pairs: audited {1000 * found['audited']:.2f} ms, "
        f"unaudited {1000 * found['unaudited']:.2f} ms, more by {middle:.2f} ms (quartiles {low:.2f} to {high:.2f})"
    )


def main() -> None:
    """Measure each database, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--small", action="store_true", help="a small installation, for a look whether all of it works"
    )
    parser.add_argument("--database", choices=("SQLite", "PostgreSQL"), help="measure this one alone")
    args = parser.parse_args()
    for name in [args.database] if args.database else ["SQLite", "PostgreSQL"]:
        if name == "PostgreSQL" and not has_postgresql():
            print("\nPostgreSQL: not installed here, so not measured")
            continue
        measure(name, SMALL if args.small else FULL)


def has_postgresql() -> bool:
    """Return whether a server can be started."""
    from tests.storage import postgresql

    return postgresql.programs() is not None


if __name__ == "__main__":
    main()
