"""Fetches street-level crime of an area and period from the public data.police.uk interface.

The only module that reaches the network. It asks slowly, tries again when the interface is busy or out of reach, and
keeps each month as soon as it is whole, so that an interrupted run takes up where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from frith.evidence.police_api import (
    Locate,
    as_csv,
    as_parameter,
    asked_polygons,
    halves,
    read_crimes,
    rows_of_crimes,
)
from frith.evidence.whole_files import write_file
from frith.vocabulary import numbers
from frith.vocabulary.faults import EvidenceMissing, Fault, SourceUnreachable
from frith.vocabulary.periods import Month, Period

ADDRESS = "https://data.police.uk/api"
PAUSE = 0.25
"""Seconds between two requests: the interface allows 15 a second."""
TRIES = 6
FIRST_WAIT = 1.0
LONGEST_WAIT = 60.0
TIMEOUT = 60.0
MOST_CUTS = 8
"""How often an area is cut in two: 256 pieces of 10,000 crimes are more than any month of any force."""
TOO_MUCH = 503
LATER = "Run the same command again later: months that are finished are kept and not asked for again."
_AGAIN = frozenset({429, 500, 502, TOO_MUCH, 504})
_OK = 200


@dataclass(slots=True)
class PoliceInterface:
    """The interface at an address. ``sleep`` waits for some seconds; tests give one that does not."""

    address: str = ADDRESS
    sleep: Callable[[float], None] = time.sleep
    progress: Callable[[str], None] = lambda step: None
    pause: float = PAUSE
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            timeout=TIMEOUT, headers={"User-Agent": "frith (community safety evidence)"}
        )

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    def months(self) -> tuple[Month, ...]:
        """Return the months that the interface holds, in order. Raises SourceUnreachable."""
        answer = self._json("crimes-street-dates", {})
        try:
            return tuple(sorted(Month.parse(each["date"]) for each in answer))
        except (TypeError, KeyError):
            raise SourceUnreachable(
                Fault("fetch.answer", "the interface did not list its months", given=str(answer)[:200])
            ) from None

    def crimes(self, polygon: Polygon, month: Month, cuts: int = 0) -> list[dict[str, Any]]:
        """Return the crimes of a month in a polygon, asked for in pieces where they are too many.

        Raises SourceUnreachable.
        """
        answer = self._json("crimes-street/all-crime", {"date": str(month), "poly": as_parameter(polygon)})
        if answer is not None:
            return read_crimes(answer)
        if cuts == MOST_CUTS:
            raise SourceUnreachable(
                Fault(
                    "fetch.busy",
                    "the interface says that even a small piece of the area holds too many crimes, so it is busy",
                    str(month),
                    remedy=LATER,
                )
            )
        return [crime for half in halves(polygon) for crime in self.crimes(half, month, cuts + 1)]

    def _json(self, path: str, parameters: dict[str, str]) -> Any:
        """Return an answer's JSON, or None where the interface says twice that the area holds too many crimes."""
        wait, last, too_much, tries = FIRST_WAIT, "", 0, 0
        self.sleep(self.pause)
        while tries < TRIES:
            tries += 1
            response, last = self._ask(path, parameters)
            if response is not None:
                if response.status_code == _OK:
                    return response.json()
                too_much += response.status_code == TOO_MUCH
                if too_much == 2 and parameters:
                    return None
                if response.status_code not in _AGAIN:
                    break
            self.progress(f"data.police.uk: {last}, trying again")
            self.sleep(_wait_asked(response) or wait)
            wait = min(wait * 2, LONGEST_WAIT)
        raise SourceUnreachable(
            Fault(
                "fetch.unreachable",
                f"the interface did not answer as documented after {tries} {'try' if tries == 1 else 'tries'}",
                f"{self.address}/{path}",
                given=last,
                remedy=LATER,
            )
        )

    def _ask(self, path: str, parameters: dict[str, str]) -> tuple[httpx.Response | None, str]:
        """Return a response and what it was in words; None where none came or it is not whole JSON."""
        try:
            if parameters:  # a polygon is too long for an address
                response = self._client.post(f"{self.address}/{path}", data=parameters)
            else:
                response = self._client.get(f"{self.address}/{path}")
            if response.status_code == _OK:
                response.json()
        except (httpx.TransportError, httpx.DecodingError, ValueError) as error:
            return None, f"{type(error).__name__}: {error}"
        return response, f"status {response.status_code}"


def fetch_street(
    interface: PoliceInterface,
    shape: BaseGeometry,
    period: Period,
    out: Path,
    *,
    name: str,
    force: str,
    locate: Locate | None = None,
) -> tuple[Path, ...]:
    """Fetch street-level crime of every month into ``out/2016-04/2016-04-<name>-street.csv``, and return the files.

    ``shape`` is the area in National Grid metres; ``force`` the name of its police force, which the interface does not
    tell; ``locate`` gives small areas. A month whose file is there is not asked for again. Raises EvidenceMissing,
    before anything is fetched, for months that the interface does not hold, and SourceUnreachable.
    """
    files = {month: out / str(month) / f"{month}-{name}-street.csv" for month in period}
    lacking = [month for month, file in files.items() if not file.is_file()]
    if lacking:
        _refuse_absent(lacking, interface.months())
    for number, month in enumerate(lacking, 1):
        interface.progress(f"Fetching {month.words} ({number} of {len(lacking)})")
        crimes = [crime for polygon in asked_polygons(shape) for crime in interface.crimes(polygon, month)]
        text = as_csv(rows_of_crimes(crimes, shape, force, locate))
        write_file(files[month], text.encode())
    return tuple(files.values())


def _refuse_absent(wanted: list[Month], held: tuple[Month, ...]) -> None:
    absent = [month for month in wanted if month not in held]
    if absent:
        span = f"{held[0]} to {held[-1]}" if held else "no month"
        raise EvidenceMissing(
            Fault(
                "fetch.months",
                "the interface does not hold these months",
                allowed=span,
                given=", ".join(map(str, absent)),
                remedy="Older months are in the archive at https://data.police.uk/data/archive/.",
            )
        )


def _wait_asked(response: httpx.Response | None) -> float:
    """Return the seconds that a busy interface asks to wait, 0 where it does not say."""
    text = response.headers.get("Retry-After", "") if response is not None else ""
    # nine digits are longer than the longest wait, whatever follows
    return min(float(numbers.whole(text[:9]) or 0), LONGEST_WAIT)
