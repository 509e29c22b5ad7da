"""The twelve data sets that authorities must disclose to each other every quarter, and when they are late.

Source: Crime and Disorder (Prescribed Information) Regulations 2007 (SI 2007/1831), under section 17A of the Crime and
Disorder Act 1998. The information is depersonalised and comes electronically, for information periods of three months
counted from 1 July 2007, by the end of the next period. Health bodies were named as primary care trusts; their
successors hold the data now. The regulations cite lists of 2007; the feeds of today are named beside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from frith.evidence.incident_mapping import ready_mapping_text
from frith.vocabulary.faults import Fault, UnknownName
from frith.vocabulary.periods import FIRST_YEAR, LAST_YEAR, FinancialYear, Quarter

SOURCE = "SI 2007/1831"
FIRST_PERIOD = Quarter(FinancialYear(2007), 2)
"""July to September 2007."""
_QUARTER = re.compile(r"(?:Q([1-4]) (\d{4})/(\d{2})|(\d{4})/(\d{2}) Q([1-4]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrescribedSet:
    """One prescribed data set. ``mapping`` names its template; ``today`` is the feed that holds it now."""

    number: int
    mapping: str
    holder: str
    what: str
    breakdown: str
    today: str


SETS: tuple[PrescribedSet, ...] = (
    PrescribedSet(
        1,
        "police-incidents",
        "police",
        "each incident of anti-social behaviour, of transport, and of public safety and welfare",
        "category of the National Incident Category List; time, date and location",
        "National Standard for Incident Recording",
    ),
    PrescribedSet(
        2,
        "police-crimes",
        "police",
        "each crime of burglary, criminal damage, drugs, fraud and forgery, robbery, sexual offences, theft and "
        "handling, violence against the person, and other crime",
        "sub-category of the Notifiable Offences List; time, date and location",
        "Home Office Counting Rules",
    ),
    PrescribedSet(
        3,
        "fire-incidents",
        "fire and rescue authority",
        "deliberate primary fires (vehicles apart), deliberate secondary fires, violence to employees, and dwelling "
        "fires where no smoke alarm was fitted",
        "time, date and location",
        "Incident Recording System",
    ),
    PrescribedSet(
        4,
        "malicious-false-alarms",
        "fire and rescue authority",
        "malicious false alarm calls",
        "time, date and the location that was claimed",
        "Incident Recording System",
    ),
    PrescribedSet(
        5,
        "road-collisions",
        "local authority",
        "road traffic collisions",
        "time, date and location; adults and children killed, seriously and slightly injured",
        "STATS19",
    ),
    PrescribedSet(
        6,
        "school-exclusions",
        "local authority",
        "pupils excluded from state schools, permanently or for a fixed term",
        "age and gender; name and address of the school; reason",
        "School census",
    ),
    PrescribedSet(
        7,
        "racial-incidents",
        "local authority",
        "racial incidents",
        "time, date and location",
        "Hate incident reports",
    ),
    PrescribedSet(
        8,
        "council-asb",
        "local authority",
        "anti-social behaviour found by the authority, and reported to it by the public",
        "category of the National Incident Category List or the authority's own; time, date and location",
        "The authority's case system",
    ),
    PrescribedSet(
        9,
        "hospital-admissions",
        "health body",
        "residents admitted to hospital for assault (X85 to Y09), psychoactive substances (F10 to F19), the toxic "
        "effect of alcohol (T51) or with alcohol involved (Y90, Y91)",
        "first half of the postcode, date of admission and sub-category",
        "Hospital Episode Statistics",
    ),
    PrescribedSet(
        10,
        "hospital-domestic-abuse",
        "health body",
        "residents admitted to hospital in respect of domestic abuse",
        "first half of the postcode and date of admission",
        "Hospital Episode Statistics",
    ),
    PrescribedSet(
        11,
        "treatment-counts",
        "health body",
        "first outpatient attendances for mental illness, and people receiving drug treatment",
        "counts for the area",
        "Hospital Episode Statistics; National Drug Treatment Monitoring System",
    ),
    PrescribedSet(
        12,
        "ambulance-calls",
        "health body",
        "ambulance calls to incidents of crime and disorder",
        "location, time, date and category of the provider's own scheme",
        "The ambulance service's dispatch system",
    ),
)
"""The Schedule to SI 2007/1831, in its order. Probation has no prescribed set."""

BY_MAPPING = {each.mapping: each for each in SETS}


def find_set(name: str) -> PrescribedSet:
    """Return the set of a number (``8``) or a template's name (``council-asb``). Raises UnknownName."""
    for each in SETS:
        if name in {str(each.number), each.mapping}:
            return each
    known = ", ".join(f"{each.number} {each.mapping}" for each in SETS)
    raise UnknownName(
        Fault("prescribed.unknown", "no prescribed data set has this number or name", "", known, name)
    )


def due(quarter: Quarter) -> date:
    """Return the last day on which a quarter's information is in time: the end of the next information period."""
    return (quarter.period.last + 3).last_day


def quarters_due(first: Quarter, day: date) -> tuple[Quarter, ...]:
    """Return every quarter from a first one whose information should be here by a day: its last day has passed."""
    quarters = []
    month = max(first, FIRST_PERIOD, key=lambda quarter: quarter.period.first).period.first
    while due(Quarter.holding(month)) < day:
        quarters.append(Quarter.holding(month))
        month = month + 3
    return tuple(quarters)


def parse_quarter(text: str) -> Quarter:
    """Read ``2016/17 Q1`` or ``Q1 2016/17``. Raises UnknownName."""
    found = _QUARTER.fullmatch(text.strip())
    start, end = (int(found[2] or found[4]), int(found[3] or found[5])) if found else (0, 0)
    if not found or (start + 1) % 100 != end or not FIRST_YEAR <= start <= LAST_YEAR:
        raise UnknownName(
            Fault("period.quarter", "a quarter could not be read", "", "a quarter such as 2016/17 Q1", text)
        )
    return Quarter(FinancialYear(start), int(found[1] or found[6]))


def template_mapping(name: str) -> str:
    """Return the TOML of the mapping of a set, by number or name, or of any other ready mapping."""
    numbers = {str(each.number): each.mapping for each in SETS}
    return ready_mapping_text(numbers.get(name, name))
