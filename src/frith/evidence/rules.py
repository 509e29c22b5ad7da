"""Rules that every row must keep, as data: a sentence for people, a predicate for the engine, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowRule:
    """One rule. ``breach`` is an SQL predicate that is true for a row that breaks it; ``value`` is what to show.

    A row that breaks any rule is set aside in the quarantine file with every rule that it breaks.
    """

    id: str
    sentence: str
    breach: str
    value: str
    remedy: str


def breaches(rules: tuple[RowRule, ...]) -> str:
    """Return an SQL expression whose bits say which rules a row breaks: bit 0 for the first; 0 is a sound row."""
    bits = (f"CASE WHEN {rule.breach} THEN {1 << bit} ELSE 0 END" for bit, rule in enumerate(rules))
    return "(" + " + ".join(bits) + ")"


BRITAIN = (-9.0, 49.5, 2.5, 61.5)
"""West, south, east and north of a box round Great Britain and Northern Ireland, in degrees (WGS 84)."""

MONTH_SHAPE = "[0-9]{4}-(0[1-9]|1[0-2])"
LSOA_SHAPE = "[A-Z][0-9]{8}|95[A-Z]{2}[0-9]{2}[SW][0-9]"
"""ONS codes have a letter and eight digits; Northern Ireland's super output areas are like 95GG16S1."""
