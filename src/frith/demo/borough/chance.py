"""Seeded chance: each stage draws from a stream of its own, so that changing one leaves the others as they were."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


def stream(seed: int, stage: str) -> np.random.Generator:
    """Return the generator of one stage of the invention."""
    return np.random.default_rng([seed, zlib.crc32(stage.encode())])


def hexadecimal(chance: np.random.Generator, rows: int) -> NDArray[np.str_]:
    """Return ``rows`` strings of 64 hexadecimal digits, the form of a published Crime ID."""
    digits = chance.bytes(32 * rows).hex()
    return np.array([digits[start : start + 64] for start in range(0, len(digits), 64)], dtype="<U64")


def choose(chance: np.random.Generator, shares: dict[str, float], rows: int) -> NDArray[np.str_]:
    """Draw ``rows`` words, each with its share; the shares are scaled to sum to one."""
    weights = np.fromiter(shares.values(), np.float64)
    return np.array(list(shares))[chance.choice(len(shares), size=rows, p=weights / weights.sum())]
