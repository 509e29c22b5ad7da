"""What a token can be made to reach. It opens nothing by itself: the person must be allowed it too, at that moment."""

from __future__ import annotations

from enum import StrEnum

CALENDAR = "calendar"
"""What the token in a calendar's address is made for, and nothing else: an address is kept in more places."""


class Reach(StrEnum):
    """An area, and whether it is read or written. There is one for each area in which an operation does so."""

    READ_GOVERNANCE = "governance:read"
    WRITE_GOVERNANCE = "governance:write"
    READ_INDICATORS = "indicators:read"
    READ_EVIDENCE = "evidence:read"
    READ_CLOSURES = "closures:read"

    @property
    def words(self) -> str:
        """What a reader calls it."""
        return _WORDS[self]


_WORDS = {
    Reach.READ_GOVERNANCE: "Read governance: partnerships, boards, meetings, decisions, actions, plans and the year",
    Reach.WRITE_GOVERNANCE: "Write governance: say how actions go",
    Reach.READ_INDICATORS: "Read indicators and figures",
    Reach.READ_EVIDENCE: "Read the evidence catalogue",
    Reach.READ_CLOSURES: "Read closure records",
}
