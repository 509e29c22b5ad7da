"""A harm table is an estimate: its range and its reasons travel with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from frith.evidence.dataset import Coverage, Dataset, Family
from frith.evidence.harm import ESTIMATE, FOUND, MIX, NO_RANGE, harm_table, read_harm
from frith.evidence.read_result import ReadResult
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import UnreadableInput

WEIGHTS = "force,crime_type,cchi_days\nBrine,Burglary,200\nBrine,Robbery,365\nLoft,Burglary,1\n"
SUBGROUPS = (
    "prc_offence_subgroup,cchi_sub_group,n,min_days,median_days,mean_days,max_days\n"
    "Residential burglary,X,1,1,300,310,400\nNon-residential burglary,X,1,1,100,150,400\n"
)
RECORDED = (
    "Financial_Year,Force_Name,Offence_Subgroup,Number_of_Offences,Policeuk_Cat\n"
    '2017/18,Brine,Domestic burglary,"3,000",Burglary\n2017/18,Brine,Non-domestic burglary,1000,Burglary\n'
    "2017/18,Brine,Robbery of persons,50,Robbery\n2017/18,Loft,Domestic burglary,9,Burglary\n"
)


@pytest.fixture
def held(tmp_path: Path) -> Callable[[list[tuple[str, dict[str, str]]]], list[tuple[Dataset, Path]]]:
    def holder(files: list[tuple[str, dict[str, str]]]) -> list[tuple[Dataset, Path]]:
        datasets = []
        for number, (text, reading) in enumerate(files):
            folder = tmp_path / str(number)
            folder.mkdir()
            (folder / "file.csv").write_text(text)
            result: ReadResult = read_harm(folder / "file.csv", **reading)  # type: ignore[arg-type]
            for name, table in result.tables.items():
                table.write_parquet(folder / f"{name}.parquet")
            dataset = Dataset(
                id=str(number),
                family=Family.HARM,
                title="",
                source=f"source {number}",
                licence="",
                attribution="",
                disclosure=DisclosurePolicy.ALREADY_PUBLIC,
                coverage=Coverage(),
                tables=tuple(f"{name}.parquet" for name in result.tables),
                details=result.details,
            )
            datasets.append((dataset, folder))
        return datasets

    return holder


Holder = Callable[[list[tuple[str, dict[str, str]]]], list[tuple[Dataset, Path]]]


def test_a_table_of_ones_own_keeps_its_range(held: Holder) -> None:
    table = harm_table(
        held([("category,days,low,high\nBurglary,20,10,30\n", {"edition": "2020", "name": "Ours"})])
    )
    assert table is not None
    assert (table.edition, table.name, table.source) == ("2020", "Ours", "source 0")
    assert [(w.category, w.days, w.low, w.high) for w in table.weights] == [("burglary", 20, 10, 30)]
    assert table.reasons == (ESTIMATE, MIX, FOUND)


def test_the_range_spans_the_mix_of_recorded_offences(held: Holder) -> None:
    """By hand: medians (3,000 x 300 + 1,000 x 100) / 4,000 = 250, means (3,000 x 310 + 1,000 x 150) / 4,000 = 270."""
    table = harm_table(
        held([(WEIGHTS, {"force": "brine", "edition": "2026"}), (SUBGROUPS, {}), (RECORDED, {})])
    )
    assert table is not None
    weights = {w.category: (w.low, w.days, w.high) for w in table.weights}
    assert weights == {"burglary": (200, 200, 270), "robbery": (365, 365, 365)}
    assert "offences of 2017/18" in table.reasons[3]
    assert table.reasons[4].endswith("left out of the range: robbery of persons")
    assert table.source == "source 0; source 1; source 2"


def test_without_a_range_the_table_says_so(held: Holder) -> None:
    table = harm_table(held([(WEIGHTS, {"force": "Brine"})]))
    assert table is not None
    assert NO_RANGE in table.reasons


def test_no_weights_no_table(held: Holder) -> None:
    assert harm_table(held([(SUBGROUPS, {})])) is None


def test_a_force_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text(WEIGHTS)
    with pytest.raises(UnreadableInput, match="Brine, Loft") as trouble:
        read_harm(path)
    assert trouble.value.code == "harm.force"


def test_bad_rows_are_rejected_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text(
        "category,days,low,high\nGhosts,1,1,1\nBurglary,x,1,2\nRobbery,5,6,7\nDrugs,1,1,1\nDrugs,2,2,2\nShoplifting,nan,1,inf\n"
    )
    result = read_harm(path)
    assert result.rejected.select("line", "rule").rows() == [
        (2, "harm.category"),
        (3, "harm.days"),
        (4, "harm.range"),
        (6, "harm.repeated"),
        (7, "harm.days"),
    ]
    assert result.tables["harm"]["category"].to_list() == ["drugs"]


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableInput) as trouble:
        read_harm(path)
    assert trouble.value.code == "harm.columns"
