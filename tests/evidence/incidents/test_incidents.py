"""Incident tables become depersonalised counts; every fault of every row is found."""

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frith.evidence.incident_mapping import find_mapping, parse_mapping, ready_mapping_text, ready_mappings
from frith.evidence.incident_values import read_day, read_hour, read_quarter
from frith.evidence.incidents import read_incidents
from frith.evidence.personal import MASKED
from frith.evidence.read_result import ReadResult
from frith.vocabulary.faults import Refused, UnknownName, UnreadableInput
from frith.vocabulary.periods import Month

Reader = Callable[..., ReadResult]
NOISE = """title = "Noise"
kind = "council-noise"

[[fields]]
name = "Reported"
role = "date"
formats = ["%d/%m/%Y"]

[[fields]]
name = "At"
role = "time"

[[fields]]
name = "Type"
role = "category"

[[fields]]
name = "Ward"
role = "ward"
constraints = { required = true }

[[fields]]
name = "Done"
role = "detail"

[[categories]]
given = "Music"
is = "loud music"

[[categories]]
given = "Party"
is = "loud music"
until = "2016-12"

[[categories]]
given = "Party"
is = "party"
from = "2017-01"
"""


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    def reader(text: str, mapping: str = NOISE, name: str = "noise.csv", **settings: str) -> ReadResult:
        (tmp_path / "own.toml").write_text(mapping)
        path = tmp_path / name
        path.write_bytes(gzip.compress(text.encode()) if name.endswith("gz") else text.encode())
        return read_incidents(path, mapping="own.toml", **settings)

    return reader


def test_a_row_becomes_a_count_with_its_month_hour_category_and_place(read: Reader) -> None:
    result = read("Ward,Reported,At,Type,Done,Officer notes\nQ05000001,01/04/2016,23:15,MUSIC,warned,x\n")
    (row,) = result.tables["incidents"].rows(named=True)
    assert row == {
        "kind": "council-noise",
        "first": Month.of(2016, 4).ordinal,
        "last": Month.of(2016, 4).ordinal,
        "day": date(2016, 4, 1),
        "hour": 23,
        "category": "loud music",
        "category_given": "MUSIC",
        "easting": None,
        "northing": None,
        "lsoa11": None,
        "lsoa21": None,
        "ward": "Q05000001",
        "borough": None,
        "outward": None,
        "count": 1,
        "detail_done": "warned",
    }
    assert result.details["columns_left_out"] == ["Officer notes"]
    assert [str(month) for month in result.coverage.months] == ["2016-04"]


def test_a_category_means_what_it_meant_in_its_month(read: Reader) -> None:
    result = read("Ward,Reported,At,Type\nQ05000001,31/12/2016,,Party\nQ05000001,01/01/2017,,Party\n")
    assert result.tables["incidents"]["category"].to_list() == ["loud music", "party"]


def test_every_fault_of_every_row_is_found_with_its_line(read: Reader) -> None:
    result = read(
        "Ward,Reported,At,Type\n"
        "Q05000001,1 April,99:99,Music\n"
        "\n"
        '"E0900\n0033",01/04/2016,,Bagpipes\n'
        ",01/04/2099,,Music,extra\n"
        "Q05000001,01/04/2016,,Music\n",
        latest="2018-03",
    )
    assert result.rejected.select("line", "rule").rows() == [
        (2, "date.form"),
        (2, "time.form"),
        (4, "category.unknown"),
        (4, "place.code"),
        (6, "date.future"),
        (6, "row.fields"),
        (6, "value.missing"),
    ]
    assert result.rows_in == 4
    assert result.kept == result.tables["incidents"].height == 1
    assert "%d/%m/%Y" in result.rejected["reason"][0]


def test_a_missing_column_is_named_with_those_that_are_there(read: Reader) -> None:
    with pytest.raises(UnreadableInput) as trouble:
        read("Place,Reported\nx,y\n")
    assert trouble.value.code == "columns.missing"
    assert "Type, Ward" in str(trouble.value)
    assert "Given: Place, Reported" in str(trouble.value)


@pytest.mark.parametrize(
    "heading",
    ["Name", "Surname", "Victim name", "date_of_birth", "DOB", "NHS Number", "Full address", "Home Address", "E-mail",
     "Mobile", "NI number", "Complainant's name", "House number", "Caller Name", "Full postcode", "UPN"],
)  # fmt: skip
def test_personal_columns_are_refused_even_if_they_would_not_be_read(read: Reader, heading: str) -> None:
    with pytest.raises(Refused) as trouble:
        read(f"Ward,Reported,At,Type,{heading}\nQ05000001,01/04/2016,,Music,x\n")
    assert trouble.value.code == "evidence.personal"
    assert heading in str(trouble.value)


@pytest.mark.parametrize(
    "heading", ["Ward name", "School name", "Street name", "Premises address", "Station", "Age"]
)
def test_columns_about_places_are_not_taken_for_personal(read: Reader, heading: str) -> None:
    assert read(f"Ward,Reported,At,Type,{heading}\nQ05000001,01/04/2016,,Music,x\n").kept == 1


@pytest.mark.parametrize(
    "value",
    [
        "call 07700 900123",
        "x@example.org",
        "flat in SW1E 6QP",
        "QQ123456C is not one but AB 12 34 56 C is",
        "943 476 5919",
    ],
)
def test_a_value_that_could_point_to_a_person_is_not_kept_anywhere(read: Reader, value: str) -> None:
    result = read(f"Ward,Reported,At,Type,Done\nQ05000001,01/04/2016,,Music,{value}\n")
    assert result.tables["incidents"].height == 0
    assert result.rejected.select("rule", "value").rows() == [("evidence.personal", MASKED)]


def test_only_the_first_half_of_a_postcode_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    codes = ["SW1E", "sw1e", "SW1E 6QP", "LONDON"]
    path.write_text(
        'Date,Category,"Postcode, first half",ICD-10 code\n'
        + "".join(f"2016-04-01,Assault (X85 to Y09),{code},X95.1\n" for code in codes)
    )
    result = read_incidents(path, mapping="hospital-admissions")
    assert result.tables["incidents"]["outward"].to_list() == ["SW1E", "SW1E"]
    assert result.rejected.select("rule", "value").rows() == [
        ("place.full-postcode", MASKED),
        ("place.outward", "LONDON"),
    ]
    assert "6QP" not in str(result.rejected.rows())


def test_coordinates_missing_half_given_and_abroad(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "Date,Time,Category,Longitude,Latitude,Mode,Station name\n"
        "2016-04-01,0915,Assault,-0.13,51.5,Bus,\n"
        "2016-04-01,,Assault,,,Bus,\n"
        "2016-04-01,,Assault,-0.13,,Bus,\n"
        "2016-04-01,,Assault,36.8,-1.3,Bus,\n"
        "2016-04-01,,Assault,here,51.5,Bus,\n"
    )
    result = read_incidents(path, mapping="transport-incidents")
    assert result.missing_coordinates == 1
    assert result.tables["incidents"]["easting"].to_list() == [pytest.approx(529_900, abs=200), None]
    assert result.tables["incidents"]["hour"].to_list() == [9, None]
    assert result.rejected.select("line", "rule").rows() == [
        (4, "place.coordinates"),
        (5, "place.coordinates"),
        (6, "place.coordinates"),
        (6, "value.number"),
    ]


def test_counts_for_an_area_and_a_quarter(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(
        "Quarter,Area code,Category,Count,Provider\n"
        '2016/17 Q1,E09000033,Orders begun,"1,250",A\nQ2 2016/17,E09000033,Orders begun,1.5,A\n'
        "2016 Q3,E09000033,Orders begun,-1,A\n"
    )
    result = read_incidents(path, mapping="probation-counts")
    (row,) = result.tables["incidents"].select("first", "last", "count").rows()
    assert row == (Month.of(2016, 4).ordinal, Month.of(2016, 6).ordinal, 1250)
    assert result.rejected.select("line", "rule").rows() == [
        (3, "value.count"),
        (4, "date.form"),
        (4, "value.limits"),
    ]
    assert len(result.coverage.months) == 3


def test_the_same_rows_in_lots_of_any_size_give_the_same_answer(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Ward,Reported,At,Type\n" + "".join(
        f"Q0500000{n % 3},0{n % 9 + 1}/04/2016,,{'Music' if n % 4 else 'Wind'}\n" for n in range(100)
    )
    whole = read(text)
    monkeypatch.setattr("frith.evidence.incidents.LOT", 7)
    lots = read(text)
    assert lots.tables["incidents"].equals(whole.tables["incidents"])
    assert lots.rejected.equals(whole.rejected)


def test_gzip_and_old_windows_text_are_read_and_what_was_done_is_said(read: Reader, tmp_path: Path) -> None:
    assert read("Ward,Reported,At,Type\nQ05000001,01/04/2016,,Music\n", name="n.csv.gz").kept == 1
    path = tmp_path / "w.csv"
    path.write_bytes("Ward,Reported,At,Type,Done\nQ05000001,01/04/2016,,Music,caf\xe9\n".encode("cp1252"))
    found = read_incidents(path, mapping="own.toml")
    assert found.tables["incidents"]["detail_done"].to_list() == ["café"]
    assert found.note == "read as cp1252"
    (tmp_path / "own.toml").write_text(
        NOISE.replace('kind = "council-noise"', 'kind = "n"\nencoding = "cp1252"')
    )
    assert read_incidents(path, mapping="own.toml").tables["incidents"]["detail_done"].to_list() == ["café"]
    path.write_text("Ward,Reported,At,Type,Done\nQ05000001,01/04/2016,,Music,café\n", "utf-8")
    found = read_incidents(
        path, mapping="own.toml"
    )  # text that is UTF-8 is read as that, whatever was declared
    assert found.tables["incidents"]["detail_done"].to_list() == ["café"]
    assert not found.note
    path.write_bytes(b"Ward,Reported,At,Type,Done\nQ05000001,01/04/2016,,Music,caf\x81\n")
    for encoding in ("cp1252", "utf-8"):
        (tmp_path / "own.toml").write_text(
            NOISE.replace('kind = "council-noise"', f'kind = "n"\nencoding = "{encoding}"')
        )
        with pytest.raises(UnreadableInput, match=r"line 2.*encoding = 'cp1252'"):
            read_incidents(path, mapping="own.toml")


@pytest.mark.parametrize("name", ready_mappings())
def test_every_ready_mapping_is_sound_and_has_a_table_schema(name: str) -> None:
    mapping = parse_mapping(ready_mapping_text(name), name)
    assert mapping.kind == name
    schema = mapping.table_schema()
    assert [field["name"] for field in schema["fields"]] == [field.name for field in mapping.fields]
    assert all("role" not in field for field in schema["fields"])


def test_a_mapping_is_refused_with_all_its_faults() -> None:
    with pytest.raises(UnreadableInput) as trouble:
        parse_mapping(
            'title = "x"\nkind = "No"\nbogus = 1\nfields = [{ name = "a", role = "hat" }]\n', "m.toml"
        )
    assert len(trouble.value.faults) == 3
    with pytest.raises(UnreadableInput) as trouble:
        parse_mapping('title = "x"\nkind = "no"\nfields = [{ name = "a", role = "easting" }]\n', "m.toml")
    assert [fault.code for fault in trouble.value.faults] == ["mapping.fields", "mapping.fields"]


def test_an_unknown_ready_mapping_gets_the_list(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="council-asb"):
        find_mapping("councils", tmp_path)
    with pytest.raises(UnreadableInput, match="no such mapping"):
        find_mapping("absent.toml", tmp_path)


@given(
    day=st.dates(date(1990, 1, 2), date(2099, 12, 31)),
    form=st.sampled_from(["%d/%m/%Y", "%d %B %Y", "%Y%m%d"]),
)
def test_a_day_is_read_back_as_it_was_written(day: date, form: str) -> None:
    assert read_day(day.strftime(form), (form,)) == day
    assert read_day(day.isoformat(), ()) == day
    assert read_day(day.isoformat()[:7], (), by_month=True) == day.replace(day=1)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("23:15", 23), ("0:05", 0), ("2315", 23), ("2016-04-01 07:30", 7), ("24:00", None), ("7pm", None)],
)
def test_hours(text: str, hour: int | None) -> None:
    assert read_hour(text, ()) == hour


def test_quarters_of_the_financial_year() -> None:
    assert read_quarter("2016/17 Q1") == read_quarter("Q1 2016/17") == Month.of(2016, 4)
    assert read_quarter("2016/17 Q4") == Month.of(2017, 1)
    assert read_quarter("2016 Q1") is None


def test_an_empty_table_is_no_fault_and_covers_nothing(read: Reader) -> None:
    result = read("Ward,Reported,At,Type\n")
    assert (result.rows_in, result.coverage.months) == (0, ())
    assert result.tables["incidents"].schema["count"] == pl.Int64


def test_a_hostile_pattern_takes_no_time(read: Reader) -> None:
    """Python's own engine would need 2**60 steps for this."""
    hostile = NOISE.replace(
        'name = "Done"\nrole = "detail"',
        "name = 'Done'\nrole = 'detail'\nconstraints = { pattern = '(a+)+$' }",
    )
    result = read(f"Ward,Reported,At,Type,Done\nQ05000001,01/04/2016,,Music,{'a' * 60}!\n", hostile)
    assert result.rejected["rule"].to_list() == ["value.form"]


@pytest.mark.parametrize("pattern", ["(((", "(?=a)", "a{99999}{99999}"])
def test_a_pattern_that_cannot_be_used_is_a_fault_of_the_mapping(pattern: str) -> None:
    text = NOISE.replace("constraints = { required = true }", f"constraints = {{ pattern = '{pattern}' }}")
    with pytest.raises(UnreadableInput, match=r"the pattern .* of Ward") as trouble:
        parse_mapping(text, "own.toml")
    assert trouble.value.code == "mapping.fields"


@pytest.mark.parametrize("form", ["%Y%Y%Y", "%Q", "%d/%"])
def test_a_format_that_cannot_be_used_is_a_fault_of_the_mapping(form: str) -> None:
    with pytest.raises(UnreadableInput, match=r"the format .* of Reported") as trouble:
        parse_mapping(NOISE.replace("%d/%m/%Y", form), "own.toml")
    assert trouble.value.code == "mapping.fields"


def test_a_mapping_that_is_a_folder_or_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").mkdir()
    with pytest.raises(UnreadableInput) as trouble:
        find_mapping("own.toml", tmp_path)
    assert trouble.value.code == "mapping.missing"
    with pytest.raises(UnreadableInput) as trouble:
        parse_mapping("a = " + "[" * 20_000, "own.toml")
    assert trouble.value.code == "mapping.toml"


@pytest.mark.parametrize("day", ["01/01/0001", "14/10/1066", "31/12/1989"])
def test_a_day_before_all_evidence_is_a_slip(read: Reader, day: str) -> None:
    result = read(f"Ward,Reported,At,Type\nQ05000001,{day},,Music\nQ05000001,01/01/1990,,Music\n")
    assert result.rejected.select("line", "rule", "value").rows() == [(2, "date.early", day)]
    assert result.coverage.months == (Month.of(1990, 1),)
