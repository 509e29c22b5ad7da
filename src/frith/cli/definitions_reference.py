"""Writes docs/reference/definitions.md out of the registry of definitions, for ``make reference``."""

from __future__ import annotations

from itertools import groupby

from frith.assessment.strategic import DEFINITIONS

OPENING = """# Definitions

This page is generated from the program; `make reference` writes it anew. Every figure of an assessment names one of
these rules and its version.
"""


def definitions_reference() -> str:
    """Return the page: every definition in words, by the first part of its id."""
    parts = [OPENING]
    ordered = sorted(DEFINITIONS.values(), key=lambda one: one.id)
    for family, definitions in groupby(ordered, key=lambda one: one.id.partition(".")[0]):
        parts.append(f"\n## {family}\n")
        parts.extend(
            f"\n### `{one.id}`: {one.title}\n\n{one.words}\n\nUnit: {one.unit}. Version {one.version}.\n"
            for one in definitions
        )
    return "".join(parts)


if __name__ == "__main__":
    import sys

    sys.stdout.write(definitions_reference())
