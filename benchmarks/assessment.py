"""Seconds, peak memory and where the time goes for a borough's whole assessment, evidence already added.

Aim: 15 s and 1 GB. Then every complete borough of the same source in one run. No rival makes this document, so there
is no ratio to print. Uses the open data where it lies (FRITH_DATA, or ../shared/data), else the invented borough.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from frith import __version__
from frith.assessment.strategic import assess
from frith.cli.clock import wall_day
from frith.demo.borough.invention import invent
from frith.demo.evidence_choice import choose
from frith.demo.subject import subject
from frith.evidence.loading import add_folder
from frith.evidence.opened import open_evidence
from frith.publication.assessment_files import write
from frith.vocabulary.areas import Area
from frith.vocabulary.periods import Period


class Clock:
    """Adds up the seconds of each step that it is told of."""

    def __init__(self) -> None:
        self.steps: dict[str, float] = {}
        self._name, self._since = "opening the evidence", time.perf_counter()

    def step(self, name: str) -> None:
        """End the running step and begin another."""
        now = time.perf_counter()
        self.steps[self._name] = self.steps.get(self._name, 0.0) + now - self._since
        self._name, self._since = name, now


def peak() -> float:
    """Return the peak resident memory of this process in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def one(state: Path, area: Area, period: Period, out: Path, tell: Callable[[str], None]) -> None:
    """Make one assessment with all its files, from a catalogue opened afresh."""
    made = assess(open_evidence(state), area, period, version=__version__, progress=tell)
    write(made, out, progress=tell)


def prepared(folder: Path) -> tuple[Path, Area, Period]:
    """Add the evidence; return the state folder, the busiest borough and its last two financial years."""
    state = folder / "var"
    chosen = choose(None)
    evidence = chosen.folder or invent(folder / "invented")
    print(f"evidence: {chosen.why}")
    added = add_folder(evidence, state, today=wall_day(), manifest=chosen.manifest)
    area, period = subject(open_evidence(state), frozenset(added))
    return state, area, period


def main() -> None:
    """Prepare the evidence, then measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        state, area, period = prepared(folder)
        loading = peak()
        clock, began = Clock(), time.perf_counter()
        one(state, area, period, folder / "out", clock.step)
        seconds = time.perf_counter() - began
        clock.step("end")
        print(
            f"{area.name}, {period.words}, all files: {seconds:.1f} s (aim 15), peak {peak():.2f} GB (aim 1)"
        )
        print(f"  (peak while the evidence was added, in the same process: {loading:.2f} GB)")
        for step, spent in sorted(clock.steps.items(), key=lambda pair: -pair[1]):
            print(f"  {spent:6.2f} s  {step}")
        everybody(state, area, period, folder)


def everybody(state: Path, area: Area, period: Period, folder: Path) -> None:
    """Assess the area's peers too, one after another in this process."""
    peers = open_evidence(state).peers(area, period).areas
    began = time.perf_counter()
    for peer in peers:
        one(state, peer, period, folder / peer.code, lambda _step: None)
    seconds = time.perf_counter() - began
    each = seconds / max(len(peers), 1)
    print(f"{len(peers)} peer boroughs: {seconds:.0f} s, {each:.1f} s each, peak {peak():.2f} GB")


if __name__ == "__main__":
    main()
