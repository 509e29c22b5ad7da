"""Who may see what detail: disclosure policies of data, audiences of documents, and protective markings."""

from __future__ import annotations

from enum import StrEnum


class DisclosurePolicy(StrEnum):
    """What a dataset's owner asks of anyone who publishes from it."""

    ALREADY_PUBLIC = "already-public"
    """Published at this detail under an open licence: exempt from suppression, and marked so."""
    THRESHOLD = "threshold"
    """Counts about people: small counts are suppressed for a public audience, with secondary suppression."""
    RESTRICTED = "restricted"
    """Never for the public at any detail."""


class Audience(StrEnum):
    """Who a document is for."""

    PUBLIC = "public"
    PARTNERSHIP = "partnership"
    RESTRICTED = "restricted"


class DisclosureState(StrEnum):
    """What disclosure control did to one figure."""

    EXEMPT = "exempt: already public"
    SHOWN = "shown"
    SUPPRESSED = "suppressed"
    ROUNDED = "rounded to 5"
    TRUE_COUNT = "true count under marking"


class Marking(StrEnum):
    """Government Security Classifications used on partnership papers."""

    OFFICIAL = "OFFICIAL"
    OFFICIAL_SENSITIVE = "OFFICIAL-SENSITIVE"
