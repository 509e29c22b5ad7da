"""Drives a site as people at browsers and programs do, and prints how long each answer took, as JSON.

Each session signs in as a person does: with a password, then with a recovery code. Then it asks for one page or
operation after another, of those that its person has, chosen by weight, with a pause between two of exponential length
(mean ``--think`` seconds). Times run from sending a request to the last byte of its answer. The steps after the first
raise the number of sessions until the site answers no more of them a second: those share the sign-ins of the first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx

SEED = 20160401
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
GROWS = 1.05
"""Throughput has stopped growing where twice the sessions get no more than this many times as much."""
LONGEST_WAIT = 60.0


@dataclass(slots=True)
class Answers:
    """Seconds of every answer by name, and what went wrong; ``in_time`` counts answers within the step's time alone.

    An answer that came after it has a time like any other, and no part in how many there were a second.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    in_time: int = 0

    def told(self, sessions: int, lasts: float) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "sessions": sessions,
            "seconds": self.seconds,
            "failed": self.failed,
            "a_second": self.in_time / lasts,
        }


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in: their browser, their token, and what they ask for."""

    browser: httpx.AsyncClient
    token: str
    asks: list[dict[str, Any]]


async def sign_in(base: str, way_in: dict[str, Any], code: str, asked: list[dict[str, Any]]) -> Session:
    """Sign in with password and recovery code. Raises RuntimeError where that does not lead in."""
    browser = httpx.AsyncClient(base_url=base, follow_redirects=True, timeout=LONGEST_WAIT)
    page = await browser.get("/sign-in/")
    answers = ({"email": way_in["email"], "password": way_in["password"]}, {"code": code})
    for given in answers:
        found = TOKEN.search(page.text)
        assert found, f"no form at {page.url}"
        page = await browser.post(
            str(page.url), data={**given, "csrfmiddlewaretoken": found[1]}, headers={"Referer": str(page.url)}
        )
    if page.status_code != httpx.codes.OK or page.url.path != "/":
        message = f"{way_in['email']} did not get in: {page.status_code} at {page.url}"
        raise RuntimeError(message)
    mine = [each for each in asked if not each["roles"] or way_in["role"] in each["roles"]]
    return Session(browser, way_in["token"], mine)


async def use(session: Session, think: float, until: float, chance: random.Random, answers: Answers) -> None:
    """Ask for one thing after another until the time is over. An answer that is under way then is waited for."""
    weights = [each["weight"] for each in session.asks]
    await asyncio.sleep(chance.uniform(0, think))
    while time.perf_counter() < until:
        asks = chance.choices(session.asks, weights)[0]
        api = asks["address"].startswith("/api/")
        headers = {"Authorization": f"Bearer {session.token}"} if api else {}
        began = time.perf_counter()
        try:
            answer = await session.browser.get(asks["address"], headers=headers, follow_redirects=False)
        except httpx.HTTPError as error:
            answers.failed.append(f"{asks['name']}: {type(error).__name__}")
        else:
            if answer.status_code == httpx.codes.OK:
                ended = time.perf_counter()
                answers.seconds.setdefault(asks["name"], []).append(ended - began)
                answers.in_time += ended <= until
            else:
                answers.failed.append(f"{asks['name']}: {answer.status_code}")
        await asyncio.sleep(chance.expovariate(1 / think))


async def step(sessions: Iterable[Session], think: float, lasts: float, seed: int) -> Answers:
    """Let sessions ask for so many seconds."""
    answers, began = Answers(), time.perf_counter()
    users = [
        use(session, think, began + lasts, random.Random(seed + number), answers)  # noqa: S311 - no secret
        for number, session in enumerate(sessions)
    ]
    await asyncio.gather(*users)
    return answers


async def drive(
    base: str, plan: dict[str, Any], sessions: int, think: float, lasts: float, most: int
) -> list[dict[str, Any]]:
    """Return the answers of the step that is measured, and of each step up to where throughput stops growing."""
    people = plan["ways_in"]
    signed_in = []
    for number, way_in in enumerate(islice(cycle(people), sessions)):
        code = way_in["codes"][number // len(people)]
        signed_in.append(await sign_in(base, way_in, code, plan["asked"]))
    # not counted: what the site keeps between two requests is filled
    await step(signed_in, think / 5, min(lasts, 2 * think), SEED)
    steps = [(await step(signed_in, think, lasts, SEED)).told(sessions, lasts)]
    while (more := 2 * steps[-1]["sessions"]) <= most:
        answers = await step(islice(cycle(signed_in), more), think, lasts / 3, SEED + more)
        steps.append(answers.told(more, lasts / 3))
        if steps[-1]["a_second"] < GROWS * steps[-2]["a_second"]:
            break
    for session in signed_in:
        await session.browser.aclose()
    return steps


def main() -> None:
    """Drive, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", help="address of the site")
    parser.add_argument("--plan", type=Path, required=True)
    parser.add_argument("--sessions", type=int, required=True)
    parser.add_argument("--think", type=float, required=True)
    parser.add_argument("--lasts", type=float, required=True)
    parser.add_argument("--most", type=int, required=True, help="sessions of the last step")
    args = parser.parse_args()
    plan = json.loads(args.plan.read_text(encoding="utf-8"))
    steps = asyncio.run(drive(args.base, plan, args.sessions, args.think, args.lasts, args.most))
    print(json.dumps(steps))


if __name__ == "__main__":
    main()
