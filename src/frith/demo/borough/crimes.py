"""Counts of invented crime at each map point in each month, and the rows that the counts stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from frith.demo.borough.chance import Real, Whole, stream
from frith.demo.borough.land import Land
from frith.demo.borough.rates import CRIMES, HOT_SPOTS, STATION_CRIME, STATION_SHARE, Crime
from frith.demo.borough.streets import Streets
from frith.vocabulary.periods import Month, Period

PEER_SHARE = 0.65
"""Rows for each small area of a peer, for each in the main borough, before the peer's own character."""

OLD_TREND = 0.015
"""Yearly growth before April 2016, in every borough."""


@dataclass(frozen=True, slots=True)
class Crimes:
    """Invented rows, one per crime: indexes into the streets, the months and the categories of :data:`CRIMES`.

    ``transport`` marks rows of the transport police. Ordered by month, then point, then category.
    """

    period: Period
    point: Whole
    month: Whole
    category: Whole
    transport: NDArray[np.bool_]


def expected(seed: int, land: Land, months: tuple[Month, ...], rows_a_year: int) -> Real:
    """Return expected rows by borough, month and category, shape (boroughs, months, categories).

    Each borough has its own level and its own mixture; each month a little weather of its own.
    """
    chance = stream(seed, "expected")
    boroughs = len(land.boroughs)
    size = np.bincount(land.borough) / np.sum(land.main())
    level = size * np.where(size == 1, 1.0, PEER_SHARE * chance.lognormal(0, 0.16, boroughs))
    mixture = np.where(
        np.arange(boroughs)[:, None] == 0, 1.0, chance.lognormal(0, 0.12, (boroughs, len(CRIMES)))
    )
    own_trend = np.where(np.arange(boroughs) == 0, 1.0, chance.normal(0.5, 0.5, boroughs))
    weather = chance.gamma(400, 1 / 400, (boroughs, len(months), len(CRIMES)))
    base = rows_a_year / 12 * level[:, None] * mixture * [crime.share for crime in CRIMES]
    course = np.stack([_course(crime, months, own_trend) for crime in CRIMES], axis=2)
    return np.asarray(base[:, None, :] * course * weather)


def _course(crime: Crime, months: tuple[Month, ...], own_trend: Real) -> Real:
    """Return how a category moves by borough and month: season, length of month, trend."""
    years = np.array([(month - Month.of(2016, 4)) / 12 for month in months])
    season = 1 + crime.swing * np.cos([2 * np.pi * (month.number - crime.peak) / 12 for month in months])
    days = np.array([month.last_day.day for month in months]) / 30.44
    recent: Real = (1 + crime.trend * own_trend[:, None]) ** np.maximum(years, 0)
    return np.asarray(recent * (1 + OLD_TREND) ** np.minimum(years, 0) * season * days)


def invent_crimes(seed: int, land: Land, streets: Streets, period: Period, rows_a_year: int) -> Crimes:
    """Return the rows of a period for every borough."""
    chance = stream(seed, "crimes")
    # Expectation is worked out over the longest history and cut, so that a month has one truth in every file.
    wanted = expected(seed, land, HISTORY.months, rows_a_year)
    first = period.first - HISTORY.first
    wanted = wanted[:, first : first + len(period)]
    parts = [
        _rows(chance, _at_points(chance, streets, wanted[:, :, index], crime, period, land), index)
        for index, crime in enumerate(CRIMES)
    ]
    parts += _station_rows(chance, streets, wanted.sum(axis=2))
    point, month, category, transport = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((transport, category, point, month))
    return Crimes(period, point[order], month[order], category[order], transport[order])


HISTORY = Period(Month.of(2010, 4), Month.of(2018, 3))
"""The months that official counts go back over."""


def _at_points(
    chance: np.random.Generator, streets: Streets, wanted: Real, crime: Crime, period: Period, land: Land
) -> Real:
    """Return expected rows of a category by point and month: the borough's number shared out, hot spots on top."""
    pull = np.where(streets.borough == 0, 1.0, 0.8) * crime.pull
    weight = np.exp(
        0.95 * streets.activity + 0.55 * chance.normal(size=len(streets.xy)) + pull * streets.pull
    )
    weight = np.where(streets.station, 0.0, weight)
    share = weight / np.bincount(streets.borough, weight)[streets.borough]
    rate = share[:, None] * wanted[streets.borough]
    boost = np.ones_like(rate)
    for spot in HOT_SPOTS:
        if crime.category in spot.categories:
            distance = np.sqrt(((streets.xy - land.centres[0] - spot.bearing) ** 2).sum(axis=1))
            near = spot.extra * np.exp(-0.5 * (distance / spot.reach) ** 2)
            boost += near[:, None] * [spot.course(month) for month in period]
    return rate * boost


def _rows(
    chance: np.random.Generator, rate: Real, category: int
) -> tuple[Whole, Whole, Whole, NDArray[np.bool_]]:
    """Draw counts and repeat each point and month as often as it was drawn."""
    counts = chance.poisson(rate)
    point, month = np.nonzero(counts)
    times = counts[point, month]
    point, month = np.repeat(point, times), np.repeat(month, times)
    return point, month, np.full(len(point), category), np.zeros(len(point), dtype=bool)


def _station_rows(
    chance: np.random.Generator, streets: Streets, wanted: Real
) -> list[tuple[Whole, Whole, Whole, NDArray[np.bool_]]]:
    """Return the transport police's rows, category by category."""
    stations = np.flatnonzero(streets.station)
    busy = np.exp(0.5 * streets.activity[stations])
    share = busy / np.bincount(streets.borough[stations], busy)[streets.borough[stations]]
    total = STATION_SHARE * share[:, None] * wanted[streets.borough[stations]]
    labels = [crime.category for crime in CRIMES]
    rows = []
    for label, part in STATION_CRIME.items():
        point, month, category, _ = _rows(chance, part * total, labels.index(label))
        rows.append((stations[point], month, category, np.ones(len(point), dtype=bool)))
    return rows
