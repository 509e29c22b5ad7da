"""Stops and searches as the chapter counts them: which rows, which months, and what counts as action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frith.assessment.statistics.proportions import wilson_interval
from frith.evidence.reading import StopCounts
from frith.vocabulary.areas import Area
from frith.vocabulary.figures import Figure, Interval
from frith.vocabulary.periods import Month, Period

UNSTATED = "Not recorded"
_NO_ACTION = "no further action"


@dataclass(frozen=True, slots=True)
class Stops:
    """Stops in an area by month, object, outcome and officer-defined ethnic group, and the months that count.

    ``counts`` has one entry a row; the four other arrays of names run along it. ``compared`` are the months that the
    file covers and whose rows could be placed; ``left_out`` are the others, each with its reason.
    """

    area: Area
    period: Period
    month: tuple[Month, ...]
    object: tuple[str, ...]
    outcome: tuple[str, ...]
    group: tuple[str, ...]
    counts: tuple[int, ...]
    compared: tuple[Month, ...]
    left_out: tuple[tuple[Month, str], ...]
    sources: tuple[str, ...]

    def count(
        self,
        *,
        months: tuple[Month, ...] | None = None,
        object: str | None = None,  # noqa: A002 (the police's own word)
        group: tuple[str, ...] | None = None,
        action: bool | None = None,
    ) -> int:
        """Count stops in the compared months (or fewer). ``action`` True or False keeps only known outcomes."""
        held = set(self.compared if months is None else months)
        rows = zip(self.month, self.object, self.outcome, self.group, self.counts, strict=True)
        return sum(
            n
            for m, o, result, g, n in rows
            if m in held
            and (object is None or o == object)
            and (group is None or g in group)
            and (action is None or led_to_action(result) is action)
        )

    @property
    def note(self) -> str:
        """Which months count, for the figures."""
        return f"{len(self.compared)} of {len(self.period)} months can be compared"


def led_to_action(outcome: str) -> bool | None:
    """Return whether a published outcome was any action at all; None where no outcome was published."""
    return None if outcome in ("", UNSTATED) else _NO_ACTION not in outcome.lower()


def read_stops(found: StopCounts, area: Area, period: Period) -> Stops:
    """Take apart what the evidence answered, and say of every month of the period whether it can be compared."""
    thin = dict(found.thin)
    missing = [m for m in period if m not in found.months]
    reasons = {
        **dict.fromkeys(missing, "no file covers it"),
        **{m: r for m, r in thin.items() if m in period},
    }
    month, kind, outcome, group = zip(*found.keys, strict=True) if found.keys else ((), (), (), ())
    return Stops(
        area,
        period,
        tuple(Month.parse(text) for text in month),
        tuple(text or UNSTATED for text in kind),
        tuple(text or UNSTATED for text in outcome),
        tuple(text or UNSTATED for text in group),
        found.counts,
        tuple(m for m in period if m not in reasons),
        tuple(sorted(reasons.items())),
        found.sources,
    )


def stop_figure(stops: Stops, definition: str, value: float | None, unit: str, **rest: Any) -> Figure:
    """Return a figure about the stops of the compared months."""
    return Figure(
        definition=definition,
        value=value,
        unit=unit,
        area=stops.area.code,
        period=stops.period,
        **{"sources": stops.sources, "note": stops.note, **rest},
    )


def usual_scatter(stops: Stops) -> float:
    """Return how many times more the months scatter than Poisson chance would make them, never under 1.

    From the moving ranges of neighbouring compared months about their mean, so that a shift of level does not hide
    itself (Laney 2002); 1.128 is the mean range of two standard normal values. Under two years there is no
    season to fit.
    """
    counts = {m: stops.count(months=(m,)) for m in stops.compared}
    mean = sum(counts.values()) / len(counts)
    ranges = [abs(counts[m] - counts[m + -1]) for m in counts if m + -1 in counts]
    return max(1.0, (sum(ranges) / len(ranges) / 1.128) ** 2 / mean) if ranges and mean else 1.0


def action_figure(
    stops: Stops,
    group: tuple[str, ...] | None = None,
    name: str = "all",
    p: float | None = None,
    sought: str | None = None,
) -> Figure:
    """Return the ``stops.action-rate`` figure of everyone or of some groups; ``p`` tests it against White people's.

    ``sought`` keeps only the stops that looked for one object.
    """
    acted, idle = (stops.count(group=group, action=a, object=sought) for a in (True, False))
    limits = wilson_interval(acted, acted + idle)
    known = acted + idle > 0
    return stop_figure(
        stops,
        "stops.action-rate",
        100 * acted / (acted + idle) if known else None,
        "%",
        numerator=acted,
        denominator=acted + idle,
        interval=Interval(100 * float(limits.lower), 100 * float(limits.upper), 0.95, "Wilson")
        if known
        else None,
        p_value=p,
        test=""
        if p is None
        else "Fisher's exact test against White people, two-sided, Benjamini-Hochberg over groups",
        breakdown=(("ethnic group", name), *((("object", sought),) if sought else ())),
    )
