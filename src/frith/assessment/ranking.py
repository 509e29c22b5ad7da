"""Which findings matter most: one rule for all chapters, stated, so that a reader can disagree with it.

A finding's weight runs from 0 to 1. It is the mean of three judgements, each 0 to 1, that come from the figures alone:

* **size**: how much of all recorded incidents it touches (a tenth or more counts in full);
* **movement**: how far it moved against the year before (30% or more counts in full);
* **sureness**: 1 beyond chance after allowing for many tests, 0.5 not tested, 0 within chance.

Findings about the limits of the evidence carry a fixed weight, because they change how everything else is read.
"""

from __future__ import annotations

from collections.abc import Iterable

from frith.assessment.findings import Finding

LARGE_SHARE = 0.10
LARGE_MOVEMENT = 0.30
UNTESTED = 0.5
MOST_FINDINGS = 30
LIMIT_OF_EVIDENCE = 0.55


def weight(*, share: float, movement: float, sureness: float = UNTESTED) -> tuple[float, str]:
    """Return a finding's weight and the sentence that explains it. All arguments are 0 to 1 (movement may exceed)."""
    size = min(1.0, abs(share) / LARGE_SHARE)
    moved = min(1.0, abs(movement) / LARGE_MOVEMENT)
    value = round((size + moved + sureness) / 3, 3)
    words = f"Size {size:.2f}, movement {moved:.2f}, sureness {sureness:.2f}; their mean is {value:.2f}."
    return value, words


def ranked(findings: Iterable[Finding], most: int = MOST_FINDINGS) -> tuple[Finding, ...]:
    """Return the findings that matter most, heaviest first; equal weights fall back to the id."""
    return tuple(sorted(findings, key=lambda finding: (-finding.weight, finding.id))[:most])
