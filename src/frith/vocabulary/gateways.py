"""Lawful gateways: the provisions of law under which agencies tell each other things, as dated data.

A gateway is a duty or a power. A power lets an agency share and makes none share, and no gateway overrides
data-protection law: the sharing must be lawful, fair, necessary and proportionate besides. Facts are in our own words,
each from the provision that ``source`` names. ``checked`` says whether its day and limits were compared with the text;
where they were not, pages say so, and the partnership's lawyers do it before an agreement rests on it.

Sources: the Acts named, as legislation.gov.uk publishes them; Crime and Disorder (Prescribed Information) Regulations
2007 (SI 2007/1831), which came into force on 1 August 2007 and are about information that is not personal data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from frith.vocabulary.faults import Fault, UnknownName


class Force(StrEnum):
    """Whether a provision makes an agency share, or lets it."""

    DUTY = "duty"
    POWER = "power"


class DataClass(StrEnum):
    """What kind of data a gateway is for."""

    DEPERSONALISED = "depersonalised"
    """Data from which nobody can be recognised. No record of a person can be shared under it."""
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A provision of law: what it is called, what it does, who to whom, which data, within which limits, since when.

    ``starts`` and ``ends`` are the first and the last day on which it holds; ``starts`` is None for the common law.
    """

    id: str
    statute: str
    force: Force
    giver: str
    receiver: str
    data: DataClass
    limits: str
    source: str
    starts: date | None
    ends: date | None = None
    checked: bool = False

    def holds_on(self, day: date) -> bool:
        """Return whether the provision holds on a day."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


GATEWAYS: tuple[Gateway, ...] = (
    Gateway(
        id="cda-1998-s17a",
        statute="Crime and Disorder Act 1998, section 17A",
        force=Force.DUTY,
        giver="a relevant authority",
        receiver="the other relevant authorities of the area",
        data=DataClass.DEPERSONALISED,
        limits="Prescribed sets of depersonalised information, every quarter. It is no ground for personal data.",
        source="section 17A; SI 2007/1831",
        starts=date(2007, 8, 1),
        checked=True,
    ),
    Gateway(
        id="cda-1998-s115",
        statute="Crime and Disorder Act 1998, section 115",
        force=Force.POWER,
        giver="anybody",
        receiver="a relevant authority, or somebody who acts for one",
        data=DataClass.PERSONAL,
        limits=(
            "Where it is necessary or expedient for a provision of the Act. It obliges nobody, and does not override "
            "data-protection law or the duty of confidence: each use is weighed."
        ),
        source="section 115",
        starts=date(1998, 9, 30),
    ),
    Gateway(
        id="pcsca-2022-s16",
        statute="Police, Crime, Sentencing and Courts Act 2022, section 16",
        force=Force.POWER,
        giver="a specified authority, a school, college or prison, or a local policing body",
        receiver="another of them",
        data=DataClass.PERSONAL,
        limits="For the serious violence duty. It lifts no restriction of data-protection law.",
        source="sections 8 to 19",
        starts=date(2023, 1, 31),
    ),
    Gateway(
        id="pcsca-2022-s17",
        statute="Police, Crime, Sentencing and Courts Act 2022, section 17",
        force=Force.DUTY,
        giver="those whom a local policing body asks",
        receiver="the local policing body",
        data=DataClass.DEPERSONALISED,
        limits="To help, or check on, the serious violence duty, in the giver's own field, and when asked.",
        source="section 17",
        starts=date(2023, 1, 31),
    ),
    Gateway(
        id="ctsa-2015-s38",
        statute="Counter-Terrorism and Security Act 2015, sections 36 to 38",
        force=Force.DUTY,
        giver="partners of a Channel panel",
        receiver="the panel, and the police",
        data=DataClass.PERSONAL,
        limits="To co-operate in support for people at risk of being drawn into terrorism, as far as law allows.",
        source="sections 36 to 38",
        starts=date(2015, 4, 12),
    ),
    Gateway(
        id="asbcpa-2014-s104",
        statute="Anti-social Behaviour, Crime and Policing Act 2014, section 104 and schedule 4",
        force=Force.DUTY,
        giver="those whom the review's bodies ask",
        receiver="the bodies that carry out an anti-social behaviour case review",
        data=DataClass.PERSONAL,
        limits="For the case review alone; a request cannot require what data-protection law forbids.",
        source="schedule 4, part 2",
        starts=date(2014, 10, 20),
    ),
    Gateway(
        id="dvcva-2004-s9",
        statute="Domestic Violence, Crime and Victims Act 2004, section 9",
        force=Force.DUTY,
        giver="bodies that take part in a review of a death",
        receiver="the review",
        data=DataClass.PERSONAL,
        limits="For a domestic abuse related death review, under the guidance.",
        source="section 9",
        starts=date(2011, 4, 13),
    ),
    Gateway(
        id="daa-2021-s77",
        statute="Domestic Abuse Act 2021, section 77",
        force=Force.POWER,
        giver="the police",
        receiver="somebody who may be at risk from a partner",
        data=DataClass.PERSONAL,
        limits="Under guidance on disclosing a history of abuse. The power is the police's own; this is its guidance.",
        source="section 77",
        starts=date(2023, 4, 5),
    ),
    Gateway(
        id="ca-1989-s47",
        statute="Children Act 1989, section 47",
        force=Force.DUTY,
        giver="bodies that the section names",
        receiver="the local authority that makes enquiries about a child",
        data=DataClass.PERSONAL,
        limits="Where a child may suffer significant harm, for the enquiry, unless unreasonable in the circumstances.",
        source="section 47(9) to (11)",
        starts=date(1991, 10, 14),
    ),
    Gateway(
        id="ca-2004-s10",
        statute="Children Act 2004, sections 10 and 11",
        force=Force.DUTY,
        giver="the local authority and its relevant partners",
        receiver="each other",
        data=DataClass.PERSONAL,
        limits="To co-operate for children's well-being and safeguard them: not by itself a power to share on adults.",
        source="sections 10 and 11",
        starts=date(2005, 10, 1),
    ),
    Gateway(
        id="care-2014-s45",
        statute="Care Act 2014, section 45",
        force=Force.DUTY,
        giver="a person whom the board asks",
        receiver="a safeguarding adults board",
        data=DataClass.PERSONAL,
        limits="On request, for the board's functions, where the conditions of the section are met.",
        source="section 45",
        starts=date(2015, 4, 1),
    ),
    Gateway(
        id="cja-2003-s325",
        statute="Criminal Justice Act 2003, section 325",
        force=Force.DUTY,
        giver="the responsible authority and bodies that must co-operate with it",
        receiver="each other",
        data=DataClass.PERSONAL,
        limits="To assess and manage the risks of certain offenders (MAPPA); co-operation may include information.",
        source="section 325",
        starts=date(2004, 4, 5),
    ),
    Gateway(
        id="oma-2007-s14",
        statute="Offender Management Act 2007, section 14",
        force=Force.POWER,
        giver="probation, prisons and those listed",
        receiver="each other",
        data=DataClass.PERSONAL,
        limits="For probation purposes and the management of offenders, within data-protection law.",
        source="section 14",
        starts=date(2008, 4, 1),
    ),
    Gateway(
        id="common-law-policing",
        statute="Common law: policing purposes",
        force=Force.POWER,
        giver="the police",
        receiver="those who need it to prevent harm or crime",
        data=DataClass.PERSONAL,
        limits="For a policing purpose, where there is a pressing need, and no wider than that need.",
        source="common law",
        starts=None,
    ),
    Gateway(
        id="localism-2011-s1",
        statute="Localism Act 2011, section 1",
        force=Force.POWER,
        giver="a local authority",
        receiver="partners",
        data=DataClass.DEPERSONALISED,
        limits="A general power, too weak to carry personal data by itself.",
        source="section 1",
        starts=date(2012, 2, 18),
    ),
)
"""The register of gateways, in England. Days without ``checked`` were written from memory of the Acts."""

_BY_ID = {gateway.id: gateway for gateway in GATEWAYS}


def gateway_named(name: str) -> Gateway:
    """Return the gateway with an id. Raises UnknownName, listing those there are."""
    if name not in _BY_ID:
        raise UnknownName(
            Fault("gateway.unknown", "no gateway has this id", "gateway", ", ".join(sorted(_BY_ID)), name)
        )
    return _BY_ID[name]


def gateways_on(day: date) -> tuple[Gateway, ...]:
    """Return the gateways that hold on a day, in the register's order."""
    return tuple(gateway for gateway in GATEWAYS if gateway.holds_on(day))
