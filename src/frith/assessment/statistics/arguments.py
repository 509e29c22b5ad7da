"""What every statistical function of this room asks of the numbers it is given, written once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]


def counts_of(name: str, values: ArrayLike, *, missing_allowed: bool = False) -> Floats:
    """Return counts as floats, refusing what cannot be a count.

    Parameters
    ----------
    name
        What the caller calls the argument; the message uses it.
    values
        Whole numbers of zero or more, of any shape.
    missing_allowed
        Whether NaN is taken to mean "not known". Missing is never zero.

    Raises
    ------
    ValueError
        With the first offending value and its place, and how many there are.
    """
    counts = np.asarray(values, dtype=np.float64)
    missing = np.isnan(counts)
    wrong = ~missing & ((counts < 0) | ~np.isfinite(counts) | (counts != np.floor(counts)))
    allowed = "whole numbers of zero or more"
    if missing_allowed:
        allowed += " (NaN where a count is missing)"
    else:
        wrong |= missing
    refuse(name, counts, wrong, allowed)
    return counts


def quantities_of(name: str, values: ArrayLike, *, above_zero: bool = False) -> Floats:
    """Return finite numbers of zero or more (or strictly above zero) as floats.

    Raises
    ------
    ValueError
        With the first offending value and its place, and how many there are.
    """
    numbers = np.asarray(values, dtype=np.float64)
    wrong = ~np.isfinite(numbers) | ((numbers <= 0) if above_zero else (numbers < 0))
    refuse(
        name, numbers, wrong, "finite numbers above zero" if above_zero else "finite numbers of zero or more"
    )
    return numbers


def finite_of(name: str, values: ArrayLike) -> Floats:
    """Return finite numbers of either sign as floats; ValueError otherwise."""
    numbers = np.asarray(values, dtype=np.float64)
    refuse(name, numbers, ~np.isfinite(numbers), "finite numbers")
    return numbers


def probability_of(name: str, value: float) -> float:
    """Return a number strictly between 0 and 1, such as a confidence level; ValueError otherwise."""
    if not 0.0 < value < 1.0:
        raise ValueError(f"{name} must be between 0 and 1, both left out; {value!r} was given.")
    return float(value)


def normal_quantile(confidence: float) -> float:
    """Return the standard normal value that holds the middle share ``confidence`` of the distribution."""
    return float(special.ndtri(0.5 + probability_of("confidence", confidence) / 2))


def refuse(name: str, values: Floats, wrong: Booleans, allowed: str) -> None:
    """Raise one ValueError that names the first wrong value, its place, and how many there are."""
    if not np.any(wrong):
        return
    places = np.argwhere(np.atleast_1d(wrong))
    first = tuple(int(i) for i in places[0])
    given = float(np.atleast_1d(values)[first])
    where = f" at position {', '.join(map(str, first))} (counting from 0)" if values.ndim else ""
    raise ValueError(f"{name} must hold {allowed}; {given:g} was given{where}; {len(places)} such in all.")
