"""Stop and search, and outcomes of crimes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.made_files import NORTH, SOUTH, Crime, entry, load_one, opened, street_file

from frith.evidence.dataset import Family
from frith.evidence.entry import Entry
from frith.evidence.police.stops import OUTCOMES
from frith.vocabulary.areas import AreaKind
from frith.vocabulary.faults import UnknownName
from frith.vocabulary.periods import Month, Period

HEADINGS = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,Removal of more than just outer clothing,LSOA code,LSOA name"
)
SUMMER = Period.parse("2016-06", "2016-07")


def stop(
    date: str = "2016-06-01T01:55:00+00:00",
    lsoa: str = "X01000001",
    outcome: str = "Suspect arrested",
    latitude: str = "53.5",
    longitude: str = "-1.5",
) -> str:
    return (
        f"Person search,{date},False,,{latitude},{longitude},Male,18-24,White - Irish,White,Misuse of Drugs Act 1971,"
        f"Controlled drugs,{outcome},,,{lsoa},Invented 001A"
    )


def stops_file(folder: Path, rows: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "2016-06-invented-stop-and-search.csv"
    path.write_text("\n".join([HEADINGS, *rows]) + "\n")
    return path


def stops(path: Path, **rest: object) -> Entry:
    return entry(path, family="police.stops", **{"areas": (NORTH,), **rest})


def test_the_month_is_that_of_the_london_clock(tmp_path: Path) -> None:
    """23:02 on 30 June by universal time is 1 July in London; the published files hold it in July."""
    rows = [
        stop("2016-06-30T23:02:00+00:00"),
        stop("2016-06-30T22:58:00+00:00"),
        stop("2016-01-31T23:30:00+00:00"),
    ]
    dataset = load_one(tmp_path / "var", stops(stops_file(tmp_path, rows)))
    assert dataset.coverage.months == (Month.of(2016, 1), Month.of(2016, 6), Month.of(2016, 7))


@pytest.mark.parametrize("months", [("2016-06",), ("2016-02", "2016-03", "2016-04", "2016-05", "2016-06")])
def test_one_row_of_midnight_does_not_make_the_next_month_held(
    tmp_path: Path, months: tuple[str, ...]
) -> None:
    rows = [stop(f"{month}-10T12:00:00+00:00") for month in months for _ in range(120)]
    rows.append(stop("2016-06-30T23:02:00+00:00"))
    dataset = load_one(tmp_path / "var", stops(stops_file(tmp_path, rows)))
    assert dataset.coverage.thin == ((Month.of(2016, 7), "1 rows, where the usual month has 120"),)


def test_counts_by_any_dimension(tmp_path: Path) -> None:
    rows = [
        stop(),
        stop(outcome="Arrest"),
        stop("2016-07-02T10:00:00+00:00", outcome=""),
        stop(lsoa="X01000003"),
    ]
    evidence = opened(tmp_path / "var", stops(stops_file(tmp_path, rows)))
    north = evidence.atlas.find(NORTH)
    found = evidence.stops(north, SUMMER, ("month", "outcome"))
    assert found is not None
    assert dict(zip(found.keys, found.counts, strict=True)) == {("2016-06", "Arrest"): 2, ("2016-07", ""): 1}
    whole = evidence.stops(north, SUMMER, ())
    assert whole is not None
    assert (whole.keys, whole.counts) == (((),), (3,))
    assert evidence.stops(evidence.atlas.find(SOUTH), SUMMER, ()) is None
    with pytest.raises(UnknownName, match="self_ethnicity"):
        evidence.stops(north, SUMMER, ("address",))


def test_a_month_that_lost_its_places_is_thin_shown_and_named(tmp_path: Path) -> None:
    rows = [stop(), stop("2016-07-02T10:00:00+00:00")]
    rows += [stop("2016-07-02T10:00:00+00:00", lsoa="", latitude="", longitude="")] * 19
    evidence = opened(tmp_path / "var", stops(stops_file(tmp_path, rows)))
    found = evidence.stops(evidence.atlas.find(NORTH), SUMMER, ("month",))
    assert found is not None
    assert found.thin == (
        (Month.of(2016, 7), "95% of its rows have no coordinates, so they cannot be placed"),
    )
    assert found.unplaced_by_month == ((Month.of(2016, 6), 1, 0), (Month.of(2016, 7), 20, 19))
    assert dict(zip(found.keys, found.counts, strict=True)) == {("2016-06",): 1, ("2016-07",): 1}


def test_what_the_manifest_says_of_placing_counts(tmp_path: Path) -> None:
    """Files that hold only placed rows cannot know how many were lost."""
    placing = ((Month.of(2016, 6), 100, 96),)
    dataset = load_one(tmp_path / "var", stops(stops_file(tmp_path, [stop()]), placing=placing))
    assert dataset.coverage.thin == (
        (Month.of(2016, 6), "96% of its rows have no coordinates, so they cannot be placed"),
    )


def test_old_and_new_words_for_outcomes_mean_the_same() -> None:
    assert OUTCOMES["suspect arrested"] == OUTCOMES["arrest"]
    assert all(words == words.lower() for words in OUTCOMES)
    assert len({name for name in OUTCOMES.values() if "no further action" in name.lower()}) == 1


def test_a_date_that_cannot_be_read(tmp_path: Path) -> None:
    from datetime import date

    rows = [stop(), stop("yesterday"), stop("2030-01-01T00:00:00+00:00"), stop("")]
    rows.append(stop("1066-10-14T09:00:00+00:00"))
    dataset = load_one(tmp_path / "var", stops(stops_file(tmp_path, rows)), today=date(2018, 4, 16))
    assert {each["rule"]: each["rows"] for each in dataset.details["rules_broken"]} == {
        "date.early": 1,
        "date.future": 1,
        "date.malformed": 2,
    }


SQUARE = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"LSOA11CD": "X01000001", "LSOA11NM": "Invented 001A"},
  "geometry": {"type": "Polygon", "coordinates": [[[-1.6,53.4],[-1.4,53.4],[-1.4,53.6],[-1.6,53.6],[-1.6,53.4]]]}},
 {"type": "Feature", "properties": {"LSOA11CD": "X01000003", "LSOA11NM": "Invented 003A"},
  "geometry": {"type": "Polygon", "coordinates": [[[-1.4,53.4],[-1.2,53.4],[-1.2,53.6],[-1.4,53.6],[-1.4,53.4]]]}}]}"""


def test_points_without_a_small_area_are_placed_by_boundaries(tmp_path: Path) -> None:
    """The police's own files have no small areas. Without stated coverage the cautious rule finds it."""
    boundaries = tmp_path / "lsoa11.geojson"
    boundaries.write_text(SQUARE)
    rows = (
        [stop(lsoa="")] * 20
        + [stop(lsoa="", longitude="-1.3")]
        + [stop(lsoa="", longitude="2.0", latitude="51")]
    )
    evidence = opened(
        tmp_path / "var",
        entry(boundaries, family="boundaries"),
        stops(stops_file(tmp_path, rows), areas=()),
    )
    (dataset,) = (d for d in evidence.datasets() if d.family is Family.STOPS)
    assert dataset.coverage.areas == (NORTH,)
    found = evidence.stops(evidence.atlas.find(NORTH), Period.parse("2016-06", "2016-06"), ("ethnicity",))
    assert found is not None
    assert (found.keys, found.counts) == ((("White",),), (20,))


# ------------------------------------------------------------------ outcomes

APRIL = Period.parse("2016-04", "2016-04")


def test_outcomes_that_street_files_carry(tmp_path: Path) -> None:
    crimes = [Crime(outcome="Local resolution")] * 2 + [
        Crime(),
        Crime(lsoa="X01000003", outcome="Local resolution"),
    ]
    evidence = opened(
        tmp_path / "var",
        entry(street_file(tmp_path, crimes), areas=(NORTH,), reading={"snapshot": "2018-06"}),
    )
    found = evidence.outcomes(evidence.atlas.find(NORTH), APRIL)
    assert found is not None
    assert dict(zip(found.keys, found.counts, strict=True)) == {
        ("burglary", "Local resolution"): 2,
        ("burglary", "No outcome given"): 1,
    }
    assert found.snapshot == "2018-06"


def test_outcomes_files_are_joined_by_crime_id_and_the_last_one_counts(tmp_path: Path) -> None:
    street = street_file(tmp_path, [Crime(id="a"), Crime(id="b", kind="Robbery"), Crime()])
    path = tmp_path / "outcomes.csv"
    path.write_text(
        "Crime ID,Month,Outcome type\na,2016-06,Offender sent to prison\na,2016-05,Suspect charged\n"
        "c,2016-05,Local resolution\n"
    )
    evidence = opened(
        tmp_path / "var", entry(street, areas=(NORTH,)), entry(path, family="police.outcomes", areas=(NORTH,))
    )
    found = evidence.outcomes(evidence.atlas.find(NORTH), APRIL)
    assert found is not None
    assert dict(zip(found.keys, found.counts, strict=True)) == {
        ("burglary", "Offender sent to prison"): 1,
        ("burglary", "No outcome given"): 1,
        ("robbery", "No outcome given"): 1,
    }
    assert len(found.sources) == 2


def test_no_outcomes_is_said_and_not_guessed(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, [Crime()]), areas=(NORTH,)))
    assert evidence.outcomes(evidence.atlas.find(NORTH), APRIL) is None


def test_an_outcome_that_says_nothing_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("Crime ID,Month,Outcome type\na,2016-06,Suspect charged\nb,2016-06,\n")
    dataset = load_one(tmp_path / "var", entry(path, family=None))
    assert dataset.family is Family.OUTCOMES
    assert [each["rule"] for each in dataset.details["rules_broken"]] == ["outcome.missing"]
    assert AreaKind.BOROUGH.words
