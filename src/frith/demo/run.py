"""Builds the demonstration step by step, each by the same services that a person's own command would use.

Every step is whole or not there, and finds what an earlier run left: evidence already in the catalogue is not read
again, the invented partnership is loaded once. So a run that was stopped is mended by the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from frith import __version__
from frith.assessment.strategic import Assessment, assess
from frith.demo.borough import invent
from frith.demo.evidence_choice import Choice, choose
from frith.demo.subject import subject
from frith.demo.working import Working, build_partnership
from frith.evidence.catalogue import state_folder
from frith.evidence.dataset import Dataset
from frith.evidence.loading import add_folder
from frith.evidence.opened import open_evidence
from frith.publication.assessment_files import write

Tell = Callable[[str], None]

INVENTED = "invented"
ASSESSMENTS = "assessments"
"""Folders of the state folder; the site looks for assessments in the second."""


@dataclass(slots=True)
class Steps:
    """How long each step took, in seconds, in the order they were taken."""

    tell: Tell
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Tell that a step begins, and keep how long it took."""
        self.tell(name)
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class Built:
    """What a run of the demonstration made, or found already made."""

    choice: Choice
    folder: Path
    datasets: tuple[Dataset, ...]
    assessment: Assessment
    files: tuple[Path, ...]
    out: Path
    working: Working
    seconds: dict[str, float]


def build(named: Path | None, *, today: date, tell: Tell) -> Built:
    """Build everything that the demonstration shows.

    ``named`` is the folder of evidence asked for, if any was; ``today`` the day by the wall clock.
    """
    state = state_folder()
    steps = Steps(tell)
    choice = choose(named)
    folder = choice.folder
    if folder is None:
        with steps.step("inventing a borough"):
            folder = invent(state / INVENTED)
    with steps.step("adding the evidence"):
        added = frozenset(add_folder(folder, state, today=today, manifest=choice.manifest, progress=tell))
    with steps.step("opening the evidence"):
        evidence = open_evidence(state)
        area, period = subject(evidence, added)
    with steps.step("making the assessment"):
        assessment = assess(evidence, area, period, version=__version__, progress=tell)
    with steps.step("writing the assessment"):
        out = state / ASSESSMENTS / f"{area.code}_{period.first}_{period.last}"
        files = write(assessment, out, progress=tell)
    with steps.step("loading the invented partnership"):
        working = build_partnership(state, area, assessment)
    datasets = tuple(dataset for dataset in evidence.datasets() if dataset.id in added)
    return Built(choice, folder, datasets, assessment, files, out, working, steps.seconds)
