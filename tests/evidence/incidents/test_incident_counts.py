"""Incidents are counted by area, month and category; missing is not zero, and overlaps are never summed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from frith.evidence.dataset import Coverage, Dataset, Family
from frith.evidence.geography import SHAPE_COLUMNS, AreaAtlas
from frith.evidence.incident_columns import COLUMNS
from frith.evidence.incident_counts import IncidentCounts
from frith.evidence.lookups import AREA_COLUMNS, NESTING_COLUMNS
from frith.vocabulary.areas import Area, AreaKind
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.periods import Month, Period

QUAY = Area("Q09000001", "Quay", AreaKind.BOROUGH)
NORTH = Area("Q05000001", "North Quay", AreaKind.WARD)
APRIL, MAY = Month.of(2016, 4), Month.of(2016, 5)
SPRING = Period(APRIL, MAY)
Holder = Callable[..., Dataset]


@pytest.fixture
def atlas() -> AreaAtlas:
    pairs = [(f"Q0100000{n}", "lsoa11", f"Q0500000{n}", "ward", 2018, True) for n in (1, 2)]
    pairs += [(f"Q0500000{n}", "ward", "Q09000001", "borough", 2018, True) for n in (1, 2)]
    wards = [shapely.box(500_000, 200_000, 500_100, 200_100), shapely.box(500_100, 200_000, 500_200, 200_100)]
    shapes = [(f"Q0500000{n}", "ward", 2018, shapely.to_wkb(ward)) for n, ward in enumerate(wards, 1)]
    names = [(a.code, a.name, a.kind.value, 2018) for a in (QUAY, NORTH)]
    return AreaAtlas(
        pl.DataFrame(names, schema=AREA_COLUMNS, orient="row"),
        pl.DataFrame(pairs, schema=NESTING_COLUMNS, orient="row"),
        pl.DataFrame(shapes, schema=SHAPE_COLUMNS, orient="row"),
    )


@pytest.fixture
def hold(tmp_path: Path) -> Holder:
    def holder(
        rows: list[dict[str, object]], *, name: str = "a", precedence: int = 0, **coverage: object
    ) -> Dataset:
        complete = [
            dict.fromkeys(COLUMNS) | {"kind": "noise", "count": 1, "category": "music"} | row for row in rows
        ]
        pl.DataFrame(complete, schema=COLUMNS, orient="row").write_parquet(tmp_path / f"{name}.parquet")
        held = {"areas": ("Q09000001",), "months": (APRIL, MAY), "categories": ("music",)} | coverage
        return Dataset(
            id=name,
            family=Family.INCIDENTS,
            title="",
            source="",
            licence="",
            attribution="",
            disclosure=DisclosurePolicy.THRESHOLD,
            coverage=Coverage(**held),  # type: ignore[arg-type]
            precedence=precedence,
            details={"kind": "noise"},
        )

    return holder


def at(month: Month, **place: object) -> dict[str, object]:
    return {"first": month.ordinal, "last": month.ordinal, "day": date(2016, 4, 1)} | place


def test_rows_are_counted_in_their_ward_by_code_by_smaller_code_and_by_place(
    hold: Holder, atlas: AreaAtlas, tmp_path: Path
) -> None:
    rows = [
        at(APRIL, ward="Q05000001"),
        at(APRIL, lsoa11="Q01000001"),
        at(APRIL, easting=500_150.0, northing=200_050.0),
        at(MAY, ward="Q05000002", count=4),
        at(MAY, outward="SW1E"),
        at(MAY, easting=900_000.0, northing=0.0),
    ]
    counts = IncidentCounts([hold(rows)], lambda d: tmp_path / f"{d.id}.parquet", atlas)
    cube = counts.cube("noise", QUAY, SPRING, AreaKind.WARD)
    assert cube is not None
    assert cube.areas == ("Q05000001", "Q05000002")
    assert cube.counts[:, :, 0].tolist() == [[2, 0], [1, 4]]
    assert cube.unplaced[:, 0].tolist() == [0, 2]
    assert cube.known.all()
    assert cube.total(SPRING) == 9
    assert cube.sources == ("a",)


def test_inside_a_borough_rows_without_a_place_are_left_out(
    hold: Holder, atlas: AreaAtlas, tmp_path: Path
) -> None:
    counts = IncidentCounts(
        [hold([at(APRIL, ward="Q05000001"), at(APRIL, outward="SW1E")])],
        lambda d: tmp_path / f"{d.id}.parquet",
        atlas,
    )
    cube = counts.cube("noise", NORTH, SPRING, AreaKind.WARD)
    assert cube is not None
    assert cube.counts.sum() == 1
    assert cube.unplaced.sum() == 0


def test_a_month_that_is_not_covered_is_unknown_and_not_zero(
    hold: Holder, atlas: AreaAtlas, tmp_path: Path
) -> None:
    counts = IncidentCounts(
        [hold([at(APRIL, ward="Q05000001")], months=(APRIL,))], lambda d: tmp_path / f"{d.id}.parquet", atlas
    )
    cube = counts.cube("noise", QUAY, SPRING, AreaKind.WARD)
    assert cube is not None
    assert cube.total(Period(APRIL, APRIL)) == 1
    assert cube.total(SPRING) is None


def test_of_two_datasets_of_one_month_one_counts_and_they_are_never_summed(
    hold: Holder, atlas: AreaAtlas, tmp_path: Path
) -> None:
    first = hold([at(APRIL, ward="Q05000001", count=5)], name="a")
    second = hold([at(APRIL, ward="Q05000001", count=7)], name="b", precedence=1, months=(APRIL,))
    cube = IncidentCounts([first, second], lambda d: tmp_path / f"{d.id}.parquet", atlas).cube(
        "noise", QUAY, SPRING, AreaKind.WARD
    )
    assert cube is not None
    assert cube.total(SPRING) == 7
    assert cube.sources == ("a", "b")


def test_an_area_or_a_kind_that_nothing_covers_gives_nothing(
    hold: Holder, atlas: AreaAtlas, tmp_path: Path
) -> None:
    counts = IncidentCounts(
        [hold([at(APRIL, ward="Q05000001")])], lambda d: tmp_path / f"{d.id}.parquet", atlas
    )
    assert counts.kinds(QUAY) == ("noise",)
    assert counts.cube("fires", QUAY, SPRING, AreaKind.WARD) is None
    elsewhere = IncidentCounts(
        [hold([], areas=("Q09000009",))], lambda d: tmp_path / f"{d.id}.parquet", atlas
    )
    assert elsewhere.cube("noise", QUAY, SPRING, AreaKind.WARD) is None


def test_quarters_are_counted_apart_from_months(hold: Holder, atlas: AreaAtlas, tmp_path: Path) -> None:
    quarter = {
        "first": APRIL.ordinal,
        "last": APRIL.ordinal + 2,
        "borough": "Q09000001",
        "category": "orders",
    }
    rows = [quarter | {"count": 10}, quarter | {"count": 5}, quarter | {"borough": "Q09000009"}, at(APRIL)]
    counts = IncidentCounts([hold(rows)], lambda d: tmp_path / f"{d.id}.parquet", atlas)
    assert counts.quarters("noise", QUAY) == ((Period.parse("2016-04", "2016-06"), "orders", 15),)
    cube = counts.cube("noise", QUAY, SPRING, AreaKind.BOROUGH)
    assert cube is not None
    assert cube.total(SPRING) == 1


def test_a_category_that_falls_silent_is_not_known_and_not_zero(
    atlas: AreaAtlas, hold: Holder, tmp_path: Path
) -> None:
    """Thirty reports of each kind a month; from August nobody sends the alarms, while music goes on."""
    months = Period.parse("2016-04", "2016-09").months
    rows = [
        {"first": m.ordinal, "last": m.ordinal, "borough": QUAY.code, "category": kind, "count": 30}
        for m in months
        for kind in ("alarms", "music")
        if kind == "music" or m < Month.of(2016, 8)
    ]
    dataset = hold(rows, months=months, categories=("alarms", "music"))
    counts = IncidentCounts([dataset], lambda _: tmp_path / "a.parquet", atlas)
    cube = counts.cube("noise", QUAY, Period(months[0], months[-1]), AreaKind.BOROUGH)
    assert cube is not None
    assert np.isnan(cube.series("alarms")).tolist() == [False] * 4 + [True] * 2
    assert cube.series("music").tolist() == [30.0] * 6
    assert cube.total(category="alarms") is None


def test_few_reports_that_stop_for_a_month_are_a_true_zero(
    atlas: AreaAtlas, hold: Holder, tmp_path: Path
) -> None:
    months = Period.parse("2016-04", "2016-09").months
    rows = [
        {"first": m.ordinal, "last": m.ordinal, "borough": QUAY.code, "count": 3}
        for m in months
        if m != Month.of(2016, 7)
    ]
    dataset = hold(rows, months=months)
    counts = IncidentCounts([dataset], lambda _: tmp_path / "a.parquet", atlas)
    cube = counts.cube("noise", QUAY, Period(months[0], months[-1]), AreaKind.BOROUGH)
    assert cube is not None
    assert cube.series("music").tolist() == [3.0, 3.0, 3.0, 0.0, 3.0, 3.0]
