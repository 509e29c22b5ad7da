"""Words for a device, out of what its browser says of itself. They help people to know their own, and prove nothing."""

from __future__ import annotations

UNKNOWN = "an unknown device"

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)
"""Marks in order: browsers and systems claim to be those that came before them."""


def in_words(said: str) -> str:
    """Return words such as ``Firefox on Windows`` for a User-Agent header (RFC 9110, section 10.1.5)."""
    browser = next((words for mark, words in _BROWSERS if mark in said), "")
    system = next((words for mark, words in _SYSTEMS if mark in said), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or UNKNOWN
