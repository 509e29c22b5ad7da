"""Crime categories of data.police.uk, and how they changed.

data.police.uk published 6 categories from December 2010, 11 from September 2011 and 14 from May 2013 (categories were
split and renamed, none re-coded back). Frith keeps the category as published and maps it, by month, to one harmonised
list; a series is unbroken only for the categories whose meaning did not change.
"""

from __future__ import annotations

from dataclasses import dataclass

from frith.vocabulary.periods import Month

_START = Month.of(2010, 12)
_SEPT_2011 = Month.of(2011, 9)
_MAY_2013 = Month.of(2013, 5)


@dataclass(frozen=True, slots=True)
class Category:
    """One harmonised category. ``recorded_crime`` is False for anti-social behaviour, which is not crime.

    ``mostly_found_by_police`` marks offences that rise when the police look for them (drugs, weapons): they are left
    out of harm totals and never read as "more crime" without saying so. ``comparable_from`` is the first month from
    which the category has kept its meaning.
    """

    id: str
    name: str
    recorded_crime: bool = True
    mostly_found_by_police: bool = False
    comparable_from: Month = _MAY_2013


CATEGORIES: tuple[Category, ...] = (
    Category("anti-social-behaviour", "Anti-social behaviour", recorded_crime=False, comparable_from=_START),
    Category("bicycle-theft", "Bicycle theft"),
    Category("burglary", "Burglary", comparable_from=_START),
    Category("criminal-damage-and-arson", "Criminal damage and arson", comparable_from=_SEPT_2011),
    Category("drugs", "Drugs", mostly_found_by_police=True, comparable_from=_SEPT_2011),
    Category("other-crime", "Other crime"),
    Category("other-theft", "Other theft"),
    Category("possession-of-weapons", "Possession of weapons", mostly_found_by_police=True),
    Category("public-order", "Public order"),
    Category("robbery", "Robbery", comparable_from=_START),
    Category("shoplifting", "Shoplifting", comparable_from=_SEPT_2011),
    Category("theft-from-the-person", "Theft from the person"),
    Category("vehicle-crime", "Vehicle crime", comparable_from=_START),
    Category("violence-and-sexual-offences", "Violence and sexual offences"),
)
"""The harmonised list, by id. Source: data.police.uk, "About" page and the files themselves."""

BY_ID: dict[str, Category] = {category.id: category for category in CATEGORIES}

LABELS: dict[str, str] = {category.name.lower(): category.id for category in CATEGORIES} | {
    "violent crime": "violence-and-sexual-offences",
    "public disorder and weapons": "public-order",
}
"""What a file may say, in lower case, and the harmonised category. Two labels end in April 2013."""

BREAKS: tuple[tuple[Month, str, str], ...] = (
    (_SEPT_2011, "other-crime", "five categories were split out of Other crime"),
    (_MAY_2013, "violence-and-sexual-offences", "Violent crime was renamed and took in sexual offences"),
    (_MAY_2013, "public-order", "Public disorder and weapons was split in two"),
    (_MAY_2013, "possession-of-weapons", "Public disorder and weapons was split in two"),
    (_MAY_2013, "bicycle-theft", "split out of Other theft"),
    (_MAY_2013, "theft-from-the-person", "split out of Other theft"),
    (_MAY_2013, "other-theft", "two categories were split out of it"),
)
"""When a category changed meaning: month, category, what changed. No series is compared over one without saying so."""

CAUTIONS: tuple[tuple[Month, str, str], ...] = (
    (
        Month.of(2017, 4),
        "burglary",
        (
            "From April 2017 forces record burglary as residential, or business and community, which moved sheds and "
            "garages between the two; the total here holds both."
        ),
    ),
)
"""Changes in counting that do not break a category but that a reader must know of: month, category, what to say."""
