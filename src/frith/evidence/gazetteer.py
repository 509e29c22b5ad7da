"""The gazetteer: every area by its code and by its name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from functools import cached_property

import polars as pl

from frith.evidence.codes import small_area_year
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import Fault, UnknownName

NAME_ORDER = (
    AreaKind.BOROUGH,
    AreaKind.PARTNERSHIP,
    AreaKind.FORCE,
    AreaKind.WARD,
    AreaKind.MSOA11,
    AreaKind.LSOA11,
    AreaKind.LSOA21,
)
"""A name that areas of several kinds share means the first of these."""
_SMALL = (AreaKind.LSOA11, AreaKind.LSOA21)
_SHOWN = 10


class Gazetteer:
    """Areas by code and name. ``table`` is the ``areas`` table of all datasets; the latest name of a code counts.

    Most small areas kept code and name from the census of 2011 to that of 2021: without a kind, such a code means
    the 2021 area from ``year`` 2021 on and the 2011 area before.
    """

    def __init__(self, table: pl.DataFrame, year: int) -> None:
        self._areas = _latest(table)
        self._by_code: dict[str, list[Area]] = {}
        after = year >= small_area_year(AreaKind.LSOA21)
        self._order = [*NAME_ORDER[:-2], *(reversed(_SMALL) if after else _SMALL)]
        for area in self._areas.values():
            self._by_code.setdefault(area.code, []).append(area)

    @cached_property
    def _by_name(self) -> dict[str, list[Area]]:
        found: dict[str, list[Area]] = {}
        for area in self._areas.values():
            found.setdefault(plain_name(area.name), []).append(area)
        return found

    def __len__(self) -> int:
        return len(self._areas)

    def area(self, code: str, kind: AreaKind) -> Area:
        """Return the area of a code and kind; one that only a look-up names is called by its code."""
        return self._areas.get((code, kind)) or Area(code, code, kind)

    def areas(self, kind: AreaKind) -> tuple[Area, ...]:
        """Return every area of a kind, ordered by code."""
        return tuple(area for (_, held), area in self._areas.items() if held is kind)

    def find(self, asked: str, kind: AreaKind | None, described: Callable[[Area], str]) -> Area:
        """Return the area of a code or a name in any case.

        ``described`` says in a message which area is meant. Raises UnknownName with near matches if there is none,
        and with the codes if several areas of one kind share the name.
        """
        asked = asked.strip()
        held = self._by_code.get(asked.upper()) or self._by_name.get(plain_name(asked), [])
        matches = [area for area in held if kind in {None, area.kind}]
        if not matches:
            raise UnknownName(self._nothing_like(asked, kind, described))
        first = min((area.kind for area in matches), key=self._order.index)
        matches = [area for area in matches if area.kind is first]
        if len(matches) > 1:
            raise UnknownName(
                Fault(
                    "area.ambiguous",
                    f"{len(matches)} areas have this name",
                    allowed="one of " + ", ".join(described(area) for area in matches[:_SHOWN]),
                    given=asked,
                    remedy="Give the code.",
                )
            )
        return matches[0]

    def _nothing_like(self, asked: str, kind: AreaKind | None, described: Callable[[Area], str]) -> Fault:
        wanted = {kind} if kind else set(NAME_ORDER) - set(_SMALL) - {AreaKind.MSOA11}
        names = [name for name, areas in self._by_name.items() if any(area.kind in wanted for area in areas)]
        near = difflib.get_close_matches(plain_name(asked), names, n=5, cutoff=0.6)
        close = [described(area) for name in near for area in self._by_name[name] if area.kind in wanted]
        known = f"{len(self):,} areas are known" if len(self) else "no boundaries or look-ups are loaded yet"
        return Fault(
            "area.unknown",
            f"no {kind.words if kind else 'area'} has this code or name",
            allowed="near matches are " + ", ".join(close[:5])
            if close
            else f"an official code or name; {known}",
            given=asked,
            remedy="Give a code such as E09000033, or add the boundaries and look-ups that hold the area."
            if len(self)
            else "Add a look-up first: frith evidence add FILE --family lookup --source WHO --licence WHICH",
        )


def plain_name(name: str) -> str:
    """Return a name without case, stops and apostrophes, so that St. James's and St James’s are one."""
    return re.sub(r"\s+", " ", re.sub(r"[.,'’]", "", name.casefold().replace("&", "and"))).strip()


def _latest(table: pl.DataFrame) -> dict[tuple[str, AreaKind], Area]:
    named = table.with_columns((pl.col("name") == "").alias("nameless"))
    order = named.sort(["nameless", "year"], descending=[False, True], maintain_order=True)
    latest = order.unique(subset=["code", "kind"], keep="first", maintain_order=True).sort("kind", "code")
    kinds = {kind.value: kind for kind in AreaKind}
    rows = (
        (code, name, kinds[kind]) for code, name, kind in latest.select("code", "name", "kind").iter_rows()
    )
    return {(code, kind): Area(code, name or code, kind) for code, name, kind in rows}
