"""How numbers are written, everywhere: in sentences, tables, charts and documents; and how a typed one is read.

Percentages are held as 0 to 100 with the unit "%", in figures and in tables alike.

Small bases: a percentage of a base under 20 says more than it knows, so "x of n" is written instead
(domain practice for partnership outputs; the threshold is :data:`SMALL_BASE`).
"""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

SMALL_BASE = 20
NOT_KNOWN = "not known"
_MINUS = "\u2212"
_ONE_IN_A_THOUSAND = 0.001
_SMALLEST_CHANGE = 0.05
_WHOLE = re.compile(r"[0-9]{1,9}")


def whole(text: str) -> int | None:
    """Read a whole number of up to nine plain digits, which any table can hold; None for all else.

    ``str.isdigit`` is no test of it: it takes superscripts, which ``int`` refuses, and digits without end.
    """
    return int(text) if _WHOLE.fullmatch(text) else None


def count(value: float | None) -> str:
    """Write a whole number: ``9,563``. None is "not known", never 0."""
    return decimal(value, 0)


def decimal(value: float | None, places: int = 1) -> str:
    """Write a number with a fixed number of decimal places, halves away from zero: ``12.4``."""
    if value is None or math.isnan(value):
        return NOT_KNOWN
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{abs(rounded):,f}" if not rounded else f"{rounded:,f}".replace("-", _MINUS)


def percent(value: float | None, places: int = 0) -> str:
    """Write a percentage held as 0 to 100, as figures and tables hold it: ``42%``."""
    return NOT_KNOWN if value is None or math.isnan(value) else f"{decimal(value, places)}%"


def share_of(part: int, whole: int, places: int = 0) -> str:
    """Write part of a whole: ``42%``, or ``7 of 12`` where the base is under 20."""
    return f"{count(part)} of {count(whole)}" if whole < SMALL_BASE else percent(100 * part / whole, places)


def change(before: float, after: float) -> str:
    """Write a change: ``up 42%``, ``down 3%``, ``unchanged``; in counts where the base is under 20."""
    if before == after:
        return "unchanged"
    way = "up" if after > before else "down"
    if before < SMALL_BASE:
        return f"{way} from {count(before)} to {count(after)}"
    size = 100 * abs(after - before) / before
    if size < _SMALLEST_CHANGE:
        return f"{way} less than 0.1%"
    return f"{way} {percent(size, 0 if size >= 0.95 else 1)}"


def p_value(p: float | None) -> str:
    """Write a p-value: ``p < 0.001`` or ``p = 0.034``."""
    if p is None or math.isnan(p):
        return "not tested"
    return "p < 0.001" if p < _ONE_IN_A_THOUSAND else f"p = {p:.3f}"


def listed(words: list[str] | tuple[str, ...]) -> str:
    """Write a list in a sentence: ``a, b and c``."""
    if len(words) <= 1:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]
