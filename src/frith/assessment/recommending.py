"""What the paper asks for: each recommendation with what it rests on, who would lead, and what success is."""

from __future__ import annotations

from dataclasses import dataclass

from frith.assessment.findings import Finding
from frith.vocabulary.areas import Area, AreaKind

_OWN = (AreaKind.BOROUGH, AreaKind.PARTNERSHIP, AreaKind.FORCE)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What is asked, the findings it rests on (heaviest first), a lead to propose, and how success would show.

    The lead is a proposal by the kind of recommendation and of area: the partnership names the person.
    """

    words: str
    findings: tuple[Finding, ...]
    lead: str
    success: str

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Ids of the findings it rests on, and of those that tell one of them in the ranking."""
        return tuple(dict.fromkeys(name for f in self.findings for name in (f.id, *f.within)))


@dataclass(frozen=True, slots=True)
class _Led:
    """Who leads a kind of recommendation, in an area with a partnership of its own and without, and success."""

    lead: str
    smaller: str
    success: str


_TEAM = "the neighbourhood policing team, with the council's community safety team"
_LED: tuple[tuple[str, _Led], ...] = (
    (
        "trend.",
        _Led(
            "the partnership's chair, until each agency is named",
            "the community safety manager of the council, until each agency is named",
            "every rise has a named lead and a written account within a quarter, and next year's counts are back "
            "within chance of the year before the rise",
        ),
    ),
    (
        "peers.rose-more",
        _Led(
            "the police commander for the area",
            _TEAM,
            "what is local to each rise is written down within a quarter, and the area moves no faster than the "
            "typical peer next year",
        ),
    ),
    (
        "peers.rose-alike",
        _Led(
            "the police commander for the area",
            _TEAM,
            "it is agreed within a quarter what is done together and what here alone, and the area moves no faster "
            "than the typical peer next year",
        ),
    ),
    (
        "peers.",
        _Led(
            "the police commander for the area",
            _TEAM,
            "it is known whether the rise is local or shared, and the area moves no faster than the typical peer next "
            "year",
        ),
    ),
    (
        "priorities.plan",
        _Led(
            "the police and the council's community safety team together, with one named problem owner",
            f"{_TEAM}, with one named problem owner",
            "recorded crime in the places named falls by more than in the areas chosen to compare with, and by more "
            "than chance",
        ),
    ),
    (
        "priorities.",
        _Led(
            "the partnership's chair",
            "the community safety manager of the council",
            "every factor is scored with a name and a reason, and the partnership adopts its priorities on that",
        ),
    ),
    (
        "places.",
        _Led(
            _TEAM,
            _TEAM,
            "what changed there is known within a quarter, and the place is no longer hot in the quarter after",
        ),
    ),
    (
        "harm.",
        _Led(
            "the partnership's analyst",
            "the partnership's analyst",
            "every count in the plan's measures has its estimated harm beside it from the next report on",
        ),
    ),
    (
        "stops.",
        _Led(
            "the police lead for stop and search, with the community monitoring group",
            "the police lead for stop and search, with the community monitoring group",
            "the group reports to the partnership within two quarters, and the shares of stops that lead to action "
            "draw level",
        ),
    ),
)
_ANY = _Led(
    "the partnership's chair",
    "the community safety manager of the council",
    "the partnership has answered it by its next meeting",
)


def recommendations(area: Area, findings: tuple[Finding, ...]) -> tuple[Recommendation, ...]:
    """Return every recommendation of some findings once, those of the heaviest findings first."""
    told = sorted((f for f in findings if f.recommendation), key=lambda f: (-f.weight, f.id))
    grouped: dict[str, list[Finding]] = {}
    for finding in told:
        grouped.setdefault(finding.recommendation, []).append(finding)
    return tuple(_recommendation(area, words, tuple(some)) for words, some in grouped.items())


def _recommendation(area: Area, words: str, findings: tuple[Finding, ...]) -> Recommendation:
    led = next((led for start, led in _LED if findings[0].id.startswith(start)), _ANY)
    return Recommendation(words, findings, led.lead if area.kind in _OWN else led.smaller, led.success)
