"""Evidence is never person-level: columns and values that look personal are refused before anything is stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from frith.vocabulary.faults import Fault, Refused

_OF_PLACES = r"(?:school|premises|business|station|site|location|incident|ward|street|road|area)"
_PERSONAL = re.compile(
    r"^names?$|\b(?:fore|first|middle|last|sur|full|maiden|given|family)[ _-]?names?\b"
    r"|\b(?:victim|suspect|offender|accused|complainant|caller|client|patient|pupil|witness|perpetrator|resident"
    r"|tenant|reporter|informant|owner|driver|officer)(?:'?s)?[ _-]?names?\b"
    r"|\b(?:date|year)[ _-]of[ _-]birth\b|\bd\.?o\.?b\b|\bbirth[ _-]?date\b"
    r"|\bnhs[ _-]?(?:no|number|id)?\b|\bnational[ _-]insurance\b|\bnino\b|\bni[ _-]?(?:no|number)\b|\bupn\b|\bpnc"
    r"|\bpassport\b|\bdriving[ _-]licence\b|\bregistration[ _-](?:no|number|mark)\b|\bvrm\b"
    r"|\be-?mail\b|\b(?:tele)?phone\b|\bmobile\b|\b(?:house|flat|door)[ _-]?(?:no|number|name)\b|\bfull[ _-]postcode\b"
    rf"|^(?!.*\b{_OF_PLACES}).*\baddress\b"
)
_IN_TEXT = re.compile(
    r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2}"  # an e-mail address
    r"|(?i:\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b)"  # a National Insurance number
    r"|\b\d{3}[ -]?\d{3}[ -]?\d{4}\b"  # ten digits, like an NHS number
    r"|\b0\d{4}[ ]?\d{6}\b"  # a telephone number
    r"|(?i:\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)"  # a full postcode
)
MASKED = "(not kept: it looks personal)"


@lru_cache(maxsize=65_536)
def points_to_a_person(value: str) -> bool:
    """Return whether a value could point to a person or a home: it is then never kept, not even in quarantine."""
    return bool(_IN_TEXT.search(value))


def refuse_personal_headings(headings: Sequence[str], file: str) -> None:
    """Raise Refused if a heading names something about a person, even in a column that would not be read."""
    personal = [
        heading for heading in headings if _PERSONAL.search(heading.strip().lower().replace("_", " "))
    ]
    if personal:
        raise Refused(
            Fault(
                "evidence.personal",
                f"these columns look like they are about people: {', '.join(personal)}",
                file,
                "tables without names, dates of birth, full addresses or numbers that identify a person",
                remedy="Delete the columns and load the table again. Records about people belong in the registry, with "
                "an agreement; if a column is not about people, rename it.",
            )
        )
