"""Official recorded crime: which harmonised category each offence group of the Metropolitan Police belongs to.

Source of the groups: the "Recorded crime: geographic breakdown" tables of the Metropolitan Police (London Datastore).
Source of the mapping: the Home Office's offence groups and data.police.uk's list of what its categories hold.
"""

from __future__ import annotations

import re

MAJOR: dict[str, str] = {
    "arson and criminal damage": "criminal-damage-and-arson",
    "burglary": "burglary",
    "drug offences": "drugs",
    "miscellaneous crimes against society": "other-crime",
    "possession of weapons": "possession-of-weapons",
    "public order offences": "public-order",
    "robbery": "robbery",
    "sexual offences": "violence-and-sexual-offences",
    "vehicle offences": "vehicle-crime",
    "violence against the person": "violence-and-sexual-offences",
}
"""Major groups, in lower case, all of whose offences fall in one category."""

MINOR: dict[tuple[str, str], str] = {
    ("theft", "bicycle theft"): "bicycle-theft",
    ("theft", "other theft"): "other-theft",
    ("theft", "shoplifting"): "shoplifting",
    ("theft", "theft from the person"): "theft-from-the-person",
}
"""Groups that fall in several categories, by major and minor group."""

TOGETHER: dict[str, frozenset[str]] = {
    "violence-and-sexual-offences": frozenset({"violence against the person", "sexual offences"})
}
"""Categories that are whole only if all these major groups are there: some tables leave sexual offences out."""


def harmonised(groups: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the category of each (major, minor) group of a table.

    A group that has none, or whose category the table does not hold whole, keeps its own name.
    """
    majors = {major.strip().lower() for major, _ in groups}
    return {
        (major, minor): _category(major.strip().lower(), minor.strip().lower(), majors)
        for major, minor in groups
    }


def _category(major: str, minor: str, majors: set[str]) -> str:
    category = MINOR.get((major, minor)) or MAJOR.get(major)
    if category is None or not TOGETHER.get(category, frozenset()) <= majors:
        return re.sub(r"[^a-z0-9]+", "-", major).strip("-")
    return category
