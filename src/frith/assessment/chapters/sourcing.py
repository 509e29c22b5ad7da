"""Which datasets a loose source stands for, so that every figure leads to the catalogue."""

from __future__ import annotations

from dataclasses import replace

from frith.evidence.dataset import Family
from frith.evidence.reading import Denominator, Evidence

SEPARATOR = "; "


def dataset_ids(evidence: Evidence, family: Family, source: str) -> tuple[str, ...]:
    """Return the ids of the family's datasets that a table or a denominator names as its source, ordered.

    A source may be a dataset's id already, or the words in which the publisher is named; words that no dataset
    answers to are returned as they are, so that nothing is lost.
    """
    held = [one for one in evidence.datasets() if one.family is family]
    named = [one.id for one in held if source == one.id or one.source in source.split(SEPARATOR)]
    return tuple(sorted(named)) or (source,)


def sourced(evidence: Evidence, denominator: Denominator) -> Denominator:
    """Return a denominator whose source is the id of its dataset (the first, where it was summed from several)."""
    return replace(denominator, source=dataset_ids(evidence, Family.DENOMINATORS, denominator.source)[0])
