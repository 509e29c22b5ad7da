"""What happens in the invented boroughs: how often, when in the year, where it gathers, how it changes.

The figures are invented. Their rough size follows what inner-city boroughs publish, so that pages look as they would.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from frith.vocabulary.periods import Month


@dataclass(frozen=True, slots=True)
class Crime:
    """One category: its share of rows, how it moves over the year and the years, and how it gathers.

    ``swing`` and ``peak`` (month 1 to 12) shape the season; ``trend`` is the yearly growth in the main borough since
    April 2016; ``pull`` is how strongly town centres draw it; ``detected`` the share that ends with a
    suspect dealt with.
    """

    category: str
    share: float
    swing: float
    peak: int
    trend: float
    pull: float
    detected: float


CRIMES: tuple[Crime, ...] = (
    Crime("Anti-social behaviour", 0.235, 0.22, 7, -0.09, 1.1, 0.0),
    Crime("Bicycle theft", 0.017, 0.32, 7, 0.05, 1.4, 0.03),
    Crime("Burglary", 0.065, 0.14, 11, -0.06, 0.3, 0.06),
    Crime("Criminal damage and arson", 0.058, 0.08, 5, 0.0, 0.5, 0.09),
    Crime("Drugs", 0.026, 0.05, 3, -0.12, 1.2, 0.75),
    Crime("Other crime", 0.011, 0.03, 6, 0.04, 0.9, 0.3),
    Crime("Other theft", 0.112, 0.05, 8, 0.02, 2.2, 0.04),
    Crime("Possession of weapons", 0.006, 0.04, 4, 0.15, 1.2, 0.6),
    Crime("Public order", 0.051, 0.12, 7, 0.08, 1.7, 0.2),
    Crime("Robbery", 0.023, 0.07, 11, 0.14, 1.9, 0.1),
    Crime("Shoplifting", 0.072, 0.08, 12, 0.03, 2.6, 0.27),
    Crime("Theft from the person", 0.052, 0.10, 12, 0.17, 3.0, 0.02),
    Crime("Vehicle crime", 0.087, 0.07, 10, 0.06, 0.1, 0.03),
    Crime("Violence and sexual offences", 0.185, 0.08, 7, 0.04, 1.3, 0.17),
)

STATION_CRIME: dict[str, float] = {
    "Theft from the person": 0.27,
    "Violence and sexual offences": 0.24,
    "Other theft": 0.18,
    "Public order": 0.17,
    "Shoplifting": 0.07,
    "Bicycle theft": 0.04,
    "Drugs": 0.03,
}
"""What the transport police record at stations."""

STATION_SHARE = 0.045
"""Transport-police rows for each row of the territorial force."""

OFFENDER_DEALT_WITH: dict[str, float] = {
    "Offender given a caution": 0.2,
    "Local resolution": 0.13,
    "Offender sent to prison": 0.13,
    "Awaiting court outcome": 0.12,
    "Offender given community sentence": 0.11,
    "Offender fined": 0.1,
    "Offender given suspended prison sentence": 0.07,
    "Defendant found not guilty": 0.07,
    "Offender given penalty notice": 0.04,
    "Offender given conditional discharge": 0.03,
}
DRUGS_DEALT_WITH: dict[str, float] = {"Offender given a drugs possession warning": 0.6} | {
    outcome: 0.4 * share for outcome, share in OFFENDER_DEALT_WITH.items()
}
NOBODY_DEALT_WITH: dict[str, float] = {
    "Investigation complete; no suspect identified": 0.82,
    "Unable to prosecute suspect": 0.15,
    "Formal action is not in the public interest": 0.03,
}

START, TURN, END = Month.of(2016, 4), Month.of(2017, 9), Month.of(2018, 3)


def _lasting(_: Month) -> float:
    return 1.0


def _new(month: Month) -> float:
    return 1.0 if month >= TURN else 0.0


def _fading(month: Month) -> float:
    return max(0.0, min(1.0, 1 - (month - Month.of(2016, 9)) / 9))


def _emerging(month: Month) -> float:
    return max(0.0, (month - START) / (END - START))


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A place in the main borough where crime gathers beyond what streets would have by nature.

    ``bearing`` metres east and north of the town centre; ``reach`` metres; ``extra`` is how many times the usual rate
    is added at its middle when ``course`` is 1.
    """

    kind: str
    bearing: tuple[float, float]
    reach: float
    extra: float
    categories: tuple[str, ...]
    course: Callable[[Month], float]


HOT_SPOTS: tuple[HotSpot, ...] = (
    HotSpot(
        "persistent",
        (120.0, -60.0),
        260.0,
        3.0,
        (
            "Theft from the person",
            "Robbery",
            "Violence and sexual offences",
            "Anti-social behaviour",
            "Public order",
        ),
        _lasting,
    ),
    HotSpot("persistent", (-900.0, 250.0), 240.0, 4.0, ("Bicycle theft", "Other theft", "Drugs"), _lasting),
    HotSpot(
        "new",
        (1_050.0, -500.0),
        320.0,
        9.0,
        ("Robbery", "Theft from the person", "Anti-social behaviour"),
        _new,
    ),
    HotSpot("fading", (-1_150.0, 1_000.0), 450.0, 7.0, ("Burglary", "Criminal damage and arson"), _fading),
    HotSpot("emerging", (1_300.0, 900.0), 450.0, 6.0, ("Vehicle crime",), _emerging),
)
"""Known truths: an assessment of the invented borough ought to find these places."""
