"""Which findings matter most: one rule for all findings, stated, so that a reader can disagree with it.

A finding's weight runs from 0 to 1. It is the mean of three judgements, each 0 to 1, that come from the figures alone:

* **size**: how much of all recorded incidents it speaks of (a tenth or more counts in full), 0.5 where it speaks of
  something that is no part of them (stops, another agency's records);
* **movement**: how far it moved against the year before (30% or more counts in full);
* **sureness**: 1 beyond chance after allowing for many tests, 0.5 not tested, 0 within chance.

No finding has a weight by any other rule.
"""

from __future__ import annotations

from collections.abc import Iterable

from frith.assessment.findings import Finding

LARGE_SHARE = 0.10
LARGE_MOVEMENT = 0.30
UNTESTED = 0.5
ELSEWHERE = 0.5
"""Size of a finding about something that is no part of recorded incidents."""
MOST_FINDINGS = 30
RULE = (
    "A finding's weight is the mean of three numbers from 0 to 1. Size: how much of all recorded incidents the finding "
    "speaks of, in the busier of the years it compares; a tenth or more counts as 1, and a finding about something "
    "that is no part of them, such as stops or another agency's records, has 0.5. Movement: how far it moved against "
    "the year before; 30% or more counts as 1 (for a season, from the quietest month to the busiest). Sureness: 1 if "
    "it is more than chance, 0.5 if it was not tested, 0 if it is within chance. There is no other rule, and no "
    "finding has a weight of its own. Equal weights are put in order of the finding's name in the data. "
    f"At most {MOST_FINDINGS} are shown."
)


def weight(*, share: float | None, movement: float, sureness: float = UNTESTED) -> tuple[float, str]:
    """Return a finding's weight and the sentence that explains it. All arguments are 0 to 1 (movement may exceed).

    ``share`` is the part of all recorded incidents that the finding speaks of; None where it speaks of something else.
    """
    size = ELSEWHERE if share is None else min(1.0, abs(share) / LARGE_SHARE)
    moved = min(1.0, abs(movement) / LARGE_MOVEMENT)
    value = round((size + moved + sureness) / 3, 3)
    words = f"Size {size:.2f}, movement {moved:.2f}, sureness {sureness:.2f}; their mean is {value:.2f}."
    return value, words


def ranked(findings: Iterable[Finding], most: int = MOST_FINDINGS) -> tuple[Finding, ...]:
    """Return the findings that matter most, heaviest first; equal weights fall back to the id.

    A finding that others tell already is left to its theme's page.
    """
    own = (finding for finding in findings if not finding.within)
    return tuple(sorted(own, key=lambda finding: (-finding.weight, finding.id))[:most])
