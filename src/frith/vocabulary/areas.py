"""Areas: the places that evidence is counted in, from the lower-layer super output area to the police-force area."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AreaKind(StrEnum):
    """Kinds of area, smallest first. The 2011 and 2021 small areas are different things and never mixed."""

    LSOA11 = "lsoa11"
    LSOA21 = "lsoa21"
    MSOA11 = "msoa11"
    WARD = "ward"
    BOROUGH = "borough"
    PARTNERSHIP = "partnership"
    FORCE = "force"

    @property
    def words(self) -> str:
        """What a reader calls it."""
        return _WORDS[self]


_WORDS = {
    AreaKind.LSOA11: "neighbourhood (LSOA 2011)",
    AreaKind.LSOA21: "neighbourhood (LSOA 2021)",
    AreaKind.MSOA11: "middle-layer area (MSOA 2011)",
    AreaKind.WARD: "ward",
    AreaKind.BOROUGH: "borough",
    AreaKind.PARTNERSHIP: "community safety partnership area",
    AreaKind.FORCE: "police-force area",
}


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """An area with its official code (ONS GSS code), its name and its kind."""

    code: str
    name: str
    kind: AreaKind
