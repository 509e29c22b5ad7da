"""Street-level crime: the columns of data.police.uk, and of a Parquet file of points from its public interface.

Source of the columns: the files themselves, and the "About" page of data.police.uk.
"""

from __future__ import annotations

from frith.evidence.engine import quoted
from frith.evidence.police.layouts import COORDINATES, COORDINATES_STORED, CRIME_KEY, MONTH, Layout
from frith.evidence.rules import PLACE_RULES, RowRule, month_rules
from frith.vocabulary.categories import CATEGORIES, LABELS
from frith.vocabulary.periods import Month

TRANSPORT_POLICE = "British Transport Police"

COLUMNS = {
    "Crime ID": "crime_id",
    "Month": "month_text",
    "Reported by": "reporter",
    "Longitude": "longitude",
    "Latitude": "latitude",
    "Location": "location",
    "LSOA code": "lsoa",
    "Crime type": "label",
    "Last outcome category": "outcome",
}

SIGNS = ("Month", "Longitude", "Latitude", "LSOA code", "Crime type")
"""Headings by which a street file is known."""
NEEDED = ("Crime ID", *SIGNS)
"""Headings that a street file must have. Without Crime IDs nobody could tell a repeated crime from two alike."""
POINTS_NEEDED = (
    "month",
    "crime_type",
    "location_type",
    "longitude",
    "latitude",
    "street_name",
    "lsoa11_code",
    "outcome",
)
POINTS = f"""NULL::VARCHAR AS crime_id, month AS month_text,
    CASE location_type WHEN 'BTP' THEN {quoted(TRANSPORT_POLICE)} ELSE location_type END AS reporter,
    longitude::VARCHAR AS longitude, latitude::VARCHAR AS latitude, street_name AS location, lsoa11_code AS lsoa,
    crime_type AS label, outcome"""
"""The public interface gives ``location_type`` BTP for the transport police and Force for all others."""

_AS_PUBLISHED = " ".join(f"WHEN {quoted(each.name)} THEN {quoted(each.id)}" for each in CATEGORIES)
_IN_ANY_CASE = " ".join(f"WHEN {quoted(text)} THEN {quoted(name)}" for text, name in sorted(LABELS.items()))
CATEGORY = f"CASE label {_AS_PUBLISHED} ELSE CASE lower(trim(label)) {_IN_ANY_CASE} END END AS category"
"""SQL for the harmonised category. Nearly every label is written as published; only the others are looked at twice."""


def street_layout(latest: Month) -> Layout:
    """Return the layout of street-level crime. A month after ``latest`` has not happened yet."""
    unknown_category = RowRule(
        "category.unknown",
        "the crime type is not one that data.police.uk has used",
        "category IS NULL",
        "label",
        "Use a crime type of data.police.uk, such as Burglary.",
    )
    return Layout(
        what="street-level crime from data.police.uk",
        columns=COLUMNS,
        needed=NEEDED,
        rules=(*month_rules(latest), unknown_category, *PLACE_RULES),
        typed=f"{MONTH}, {COORDINATES}, {CATEGORY}",
        stored=f"{CRIME_KEY}, month, reporter, {COORDINATES_STORED}, location, lsoa, category, label, outcome",
        parquet=POINTS,
        parquet_needed=POINTS_NEEDED,
    )
