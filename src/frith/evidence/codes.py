"""Official area codes: which kind of area a code or a column heading stands for.

ONS codes are a letter for the country, two digits for the kind of area and six for the area (ONS, "Coding and Naming
Policy for UK Statistical Geographies"). Wales, Scotland and Northern Ireland have some numbers of their own. Invented
areas use a letter that no country has, with England's digits.
"""

from __future__ import annotations

import re
from functools import lru_cache

from frith.vocabulary.areas import AreaKind

CODE = re.compile(r"[A-Z]\d{8}")
"""What any area code looks like."""

_KINDS = {
    "02": AreaKind.MSOA11,
    "05": AreaKind.WARD,
    "06": AreaKind.BOROUGH,
    "07": AreaKind.BOROUGH,
    "08": AreaKind.BOROUGH,
    "09": AreaKind.BOROUGH,
    "22": AreaKind.PARTNERSHIP,
    "23": AreaKind.FORCE,
}
_KINDS_BY_COUNTRY = {
    "W": _KINDS | {"14": AreaKind.PARTNERSHIP, "15": AreaKind.FORCE},
    "S": {"12": AreaKind.BOROUGH, "13": AreaKind.WARD},
    "N": {"08": AreaKind.WARD, "09": AreaKind.BOROUGH},
}
_SMALL_AREA = "01"
_CENSUS_2011 = 2011
_SMALL_AREAS = {_CENSUS_2011: AreaKind.LSOA11, 2021: AreaKind.LSOA21}

_STEMS = {
    "wd": AreaKind.WARD,
    "ward": AreaKind.WARD,
    "lad": AreaKind.BOROUGH,
    "local authority": AreaKind.BOROUGH,
    "local authority district": AreaKind.BOROUGH,
    "lb_gss_": AreaKind.BOROUGH,
    "borough": AreaKind.BOROUGH,
    "csp": AreaKind.PARTNERSHIP,
    "pfa": AreaKind.FORCE,
}
_HEADING = re.compile(
    r"(?P<stem>lsoa|msoa|wd|ward|lad|csp|pfa|local authority district|local authority|lb_gss_|borough)"
    r"[ _]?(?P<year>\d\d)?[ _]?(?P<part>cd|code|nm|name)(?: \((?P<long>\d{4})\))?",
)


@lru_cache(maxsize=262_144)
def kind_of_code(code: str, small_area: AreaKind | None = None) -> AreaKind | None:
    """Return the kind of area a code stands for, or None. A small area's code does not say its census: state it."""
    if not CODE.fullmatch(code):
        return None
    if code[1:3] == _SMALL_AREA:
        return small_area
    return _KINDS_BY_COUNTRY.get(code[0], _KINDS).get(code[1:3])


def small_area_of(text: str) -> AreaKind | None:
    """Return which census a file's name or heading names for its small areas: ``lsoa11`` or ``lsoa21``."""
    found = re.search(r"lsoa[ _]?(?:20)?(11|21)", text.lower())
    if not found:
        return None
    return AreaKind.LSOA11 if found[1] == "11" else AreaKind.LSOA21


def read_heading(
    heading: str, small_area: AreaKind | None = None
) -> tuple[AreaKind, int | None, bool] | None:
    """Read a column heading such as ``WD18CD``: the kind of area, its year, and whether it holds codes (else names).

    ``small_area`` says which census an undated LSOA column means. None where the heading names no area.
    """
    found = _HEADING.fullmatch(heading.strip().lower())
    if not found:
        return None
    digits = found["long"] or (f"20{found['year']}" if found["year"] else None)
    year = int(digits) if digits else None
    is_code = found["part"] in {"cd", "code"}
    if found["stem"] == "lsoa":
        kind = _SMALL_AREAS.get(year) if year else small_area
        return (kind, small_area_year(kind), is_code) if kind else None
    if found["stem"] == "msoa":
        return (AreaKind.MSOA11, _CENSUS_2011, is_code) if year in {None, _CENSUS_2011} else None
    return _STEMS[found["stem"]], year, is_code


def small_area_year(kind: AreaKind) -> int:
    """Return the census year of a small-area kind."""
    return next(year for year, small_area in _SMALL_AREAS.items() if small_area is kind)
