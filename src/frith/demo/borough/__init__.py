"""The invented borough of Frithholm and its fourteen neighbours: evidence that Frith makes for itself.

Everything is drawn from one seed, in the file formats of the real sources, so that the demonstration and the tests
exercise the same reading rules as real evidence. No person, place or event in it is real.
"""

from frith.demo.borough.invention import AREA, PERIOD, invent

__all__ = ["AREA", "PERIOD", "invent"]
