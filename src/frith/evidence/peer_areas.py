"""Which areas can fairly be set beside one another: of the same kind, and known as completely."""

from __future__ import annotations

from frith.evidence.precedence import boroughs_of
from frith.evidence.reading import Atlas, Peers
from frith.evidence.street_counts import StreetCounts
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.faults import EvidenceMissing
from frith.vocabulary.periods import Period

RULE = (
    "Every other {kind} in {whole} for which a source of street-level crime holds each month of {period}, "
    "in each category that is known here."
)
NOT_COVERED = "no source holds it completely"
MONTHS_MISSING = "{count} of {total} months are missing or thin"


def peers(area: Area, period: Period, street: StreetCounts, atlas: Atlas) -> Peers:
    """Return the peers of an area, how they were chosen, and who was left out and why.

    Boroughs and partnerships are compared within their police-force area, smaller areas within their borough.
    """
    within = AreaKind.FORCE if area.kind in {AreaKind.BOROUGH, AreaKind.PARTNERSHIP} else AreaKind.BOROUGH
    whole = atlas.holding(area, within)
    if whole is None or area.kind is AreaKind.FORCE:
        return Peers((), f"No look-up says which {area.kind.words}s could be set beside {area.name}.")
    name = f"the {whole.name} area" if within is AreaKind.FORCE else whole.name
    rule = RULE.format(kind=area.kind.words, whole=name, period=period.words)
    try:
        _, _, categories = street.resolved(area, period)
    except EvidenceMissing:
        return Peers((), rule)
    found: list[Area] = []
    left_out: list[tuple[str, str]] = []
    for other in atlas.within(whole, area.kind):
        if other.code == area.code:
            continue
        unknown = max(street.unknown_months(boroughs_of(other, atlas), period, categories))
        if not unknown:
            found.append(other)
        elif unknown == len(period):
            left_out.append((other.name, NOT_COVERED))
        else:
            left_out.append((other.name, MONTHS_MISSING.format(count=unknown, total=len(period))))
    return Peers(tuple(found), rule, tuple(left_out))
