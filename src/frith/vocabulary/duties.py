"""What the law asks of a partnership each year, as dated rules.

Sources: Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007 (SI 2007/1830) as amended by
SI 2011/1230, SI 2012/2660; Crime and Disorder (Overview and Scrutiny) Regulations 2009 (SI 2009/942); Crime and
Disorder (Prescribed Information) Regulations 2007 (SI 2007/1831). A year is the twelve months from 1 April
(SI 2007/1830 regulation 2). Rules that were taken away in 2011 (chairs, senior members, a fixed three-year plan) are
not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AMENDED_2011 = date(2011, 6, 1)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that the law asks for in a year: its key, the rule, and what must be there, in plain words.

    ``record`` says what satisfies it and is written down by hand; without it Frith finds the records itself.
    """

    key: str
    rule: str
    what: str
    starts: date
    record: str = ""
    ends: date | None = None

    def holds_in(self, year: int) -> bool:
        """Return whether it held when a financial year began (``year`` is that of its April)."""
        day = date(year, 4, 1)
        return self.starts <= day and (self.ends is None or day <= self.ends)


_START = date(2007, 8, 1)

DUTIES: tuple[Duty, ...] = (
    Duty(
        "group",
        "SI 2007/1830 reg 3",
        "A strategy group of two or more people appointed by one or more responsible authorities",
        AMENDED_2011,
    ),
    Duty(
        "spend",
        "SI 2007/1830 reg 3",
        "The spending of partnership monies was reviewed for economy, efficiency and effectiveness",
        AMENDED_2011,
        "the review of spending",
    ),
    Duty(
        "protocol",
        "SI 2007/1830 reg 4",
        "A written information-sharing protocol, and somebody in each authority who facilitates sharing",
        _START,
    ),
    Duty("assessment", "SI 2007/1830 reg 5", "A strategic assessment was prepared", _START),
    Duty(
        "considered-authorities",
        "SI 2007/1830 reg 6",
        "Information from the responsible authorities was considered",
        _START,
        "what was considered",
    ),
    Duty(
        "considered-others",
        "SI 2007/1830 reg 6",
        "Information from co-operating and participating bodies was considered",
        _START,
        "what was considered",
    ),
    Duty(
        "considered-scrutiny",
        "SI 2007/1830 reg 6",
        "Information from the crime and disorder committee was considered",
        _START,
        "what was considered",
    ),
    Duty(
        "why",
        "SI 2007/1830 reg 7(c)",
        "The assessment says why levels of crime and disorder changed",
        _START,
        "where the reasons stand",
    ),
    Duty(
        "last-plan",
        "SI 2007/1830 reg 7(f)",
        "How far last year's plan was carried out was assessed",
        _START,
    ),
    Duty("plan", "SI 2007/1830 reg 10", "The plan was prepared or revised before the year began", _START),
    Duty(
        "plan-contents",
        "SI 2007/1830 reg 11",
        "The plan sets out strategy, priorities, steps, resources, measures of success and how people are heard",
        _START,
    ),
    Duty(
        "views",
        "SI 2007/1830 reg 12",
        "People who live or work in the area were asked what should come first",
        _START,
    ),
    Duty(
        "public-meeting",
        "SI 2007/1830 reg 12",
        "A public meeting was held with a senior person from each responsible authority, made known before and after",
        _START,
    ),
    Duty(
        "dispatch",
        "SI 2007/1830 reg 13A",
        "A copy of the plan was sent to the local policing body",
        date(2012, 11, 22),
        "to whom the plan was sent",
    ),
    Duty("summary", "SI 2007/1830 reg 14", "A summary of the plan was published in the area", _START),
    Duty(
        "scrutiny",
        "SI 2009/942 reg 4",
        "The crime and disorder committee met for that purpose at least once in twelve months",
        date(2009, 4, 30),
        "the meeting of the committee",
    ),
    Duty(
        "requests",
        "SI 2009/942 reg 5",
        "The committee's requests for information were answered by the dates they named",
        date(2009, 4, 30),
    ),
    Duty(
        "recommendations",
        "SI 2009/942 reg 7",
        "Reports and recommendations were answered in writing within 28 days",
        date(2009, 4, 30),
    ),
    Duty(
        "prescribed",
        "SI 2007/1831",
        "The twelve prescribed data sets were exchanged for each quarter, by the end of the next",
        date(2007, 7, 1),
    ),
)
"""The year's checklist for a single-tier area in England."""

ANSWER_WITHIN_DAYS = 28
"""SI 2009/942 regulation 7: days from the date of the report, not a month."""


def duty_of(key: str) -> Duty:
    """Return a duty. Raises KeyError."""
    return {duty.key: duty for duty in DUTIES}[key]
