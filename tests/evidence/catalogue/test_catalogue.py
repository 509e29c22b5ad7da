"""The catalogue holds whole datasets or none, whatever happens to the process that writes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.made_files import Crime, entry, load_one, street_file

from frith.cli.entry import main
from frith.evidence.catalogue import Catalogue, dataset_id
from frith.evidence.dataset import Coverage, Dataset, Family, SourceFile
from frith.evidence.loading import load_all
from frith.evidence.records import dataset_as_json, dataset_from_json
from frith.vocabulary.disclosure import DisclosurePolicy
from frith.vocabulary.faults import IntegrityBroken, RowsRejected, UnknownName
from frith.vocabulary.periods import Month


def made(name: str = "police-street-1", **rest: object) -> Dataset:
    values: dict[str, object] = {
        "id": name,
        "family": Family.STREET,
        "title": "made",
        "source": "a test",
        "licence": "none needed",
        "attribution": "",
        "disclosure": DisclosurePolicy.ALREADY_PUBLIC,
        "coverage": Coverage(
            ("X09000001",), (Month.of(2016, 4),), ("burglary",), ((Month.of(2016, 5), "few"),)
        ),
    }
    return Dataset(**{**values, **rest})  # type: ignore[arg-type]


def put(catalogue: Catalogue, dataset: Dataset, text: str = "held") -> Dataset:
    with catalogue.staging() as folder:
        (folder / "table.parquet").write_text(text)
        return catalogue.keep(folder, dataset)


def files_of(state: Path) -> list[str]:
    return sorted(
        p.relative_to(state).as_posix() for p in state.rglob("*") if p.is_file() and p.name != "lock"
    )


def test_a_dataset_is_kept_and_read_back(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    kept = put(catalogue, made())
    assert kept.tables == ("table.parquet",)
    assert Catalogue(tmp_path).datasets() == (kept,)
    assert catalogue.table(kept, "table.parquet").read_text() == "held"
    assert catalogue.broken_tables(kept) == ()


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)

    def stopped() -> None:
        with catalogue.staging() as folder:
            (folder / "half.parquet").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert files_of(tmp_path) == []


def test_what_a_killed_load_left_is_removed_by_the_next_start(tmp_path: Path) -> None:
    program = """
import sys, time
from pathlib import Path
from frith.evidence.catalogue import Catalogue
with Catalogue(Path(sys.argv[1])).staging() as folder:
    (folder / "half.parquet").write_text("half")
    print("staged", flush=True)
    time.sleep(60)
"""
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "staged\n"
    Catalogue(tmp_path)
    assert len(files_of(tmp_path)) == 2, "a load that is under way is left alone"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert Catalogue(tmp_path).datasets() == ()
    assert files_of(tmp_path) == []


def test_two_loads_of_the_same_at_once_make_one_dataset(tmp_path: Path) -> None:
    path = street_file(tmp_path / "files", [Crime(month="2016-04") for _ in range(500)])
    state = tmp_path / "var"
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(load_one(state, entry(path)).id)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
    assert len(found) == 4
    assert [d.kept for d in Catalogue(state).datasets()] == [500]
    assert files_of(state / "evidence" / "staging") == []


def test_the_same_bytes_are_one_dataset_whatever_their_name_and_packing(tmp_path: Path) -> None:
    import gzip

    path = street_file(tmp_path / "a", [Crime()])
    packed = tmp_path / "another-name.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    first = load_one(tmp_path / "var", entry(path))
    (again,) = load_all(Catalogue(tmp_path / "var"), [entry(packed, title="renamed", precedence=7)])
    assert again.dataset.id == first.id
    assert not again.fresh
    (held,) = Catalogue(tmp_path / "var").datasets()
    assert (held.title, held.precedence) == ("renamed", 7), "a new description is taken over"


def test_what_changes_the_meaning_changes_the_id(tmp_path: Path) -> None:
    path = street_file(tmp_path / "a", [Crime()])
    plain = load_one(tmp_path / "var", entry(path))
    claimed = load_one(tmp_path / "var", entry(path, areas=("X09000001",)))
    invented = load_one(tmp_path / "var", entry(path, invented=True))
    assert len({plain.id, claimed.id, invented.id}) == 3


@given(st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), min_size=1, max_size=5), st.randoms())
def test_the_order_of_files_does_not_change_the_id(digests: list[str], random: object) -> None:
    files = [SourceFile(f"{n}.csv", digest, n) for n, digest in enumerate(digests)]
    mixed = [replace(file, name=f"x{file.name}") for file in files]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert dataset_id(Family.STREET, 1, files, {}) == dataset_id(Family.STREET, 1, mixed, {})


def test_strict_keeps_nothing_of_a_dataset_with_a_rejected_row(tmp_path: Path) -> None:
    path = street_file(tmp_path / "a", [Crime(), Crime(kind="Piracy")])
    with pytest.raises(RowsRejected) as caught:
        load_one(tmp_path / "var", entry(path), strict=True)
    assert caught.value.code == "category.unknown"
    assert "line 3" in str(caught.value)
    assert "'Piracy'" in str(caught.value)
    assert [Path(name).parent.name for name in files_of(tmp_path / "var")] == ["rejected"]
    load_one(tmp_path / "var", entry(path))
    with pytest.raises(RowsRejected):
        load_one(tmp_path / "var", entry(path), strict=True)


def test_removing_takes_all_of_a_dataset(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    put(catalogue, made())
    assert catalogue.remove("police-street-1").title == "made"
    assert files_of(tmp_path) == []
    with pytest.raises(UnknownName, match="none yet"):
        catalogue.remove("police-street-1")


@pytest.mark.parametrize("name", ["../datasets/police-street-1", "nothing", "", "."])
def test_an_id_is_never_a_path(tmp_path: Path, name: str) -> None:
    catalogue = Catalogue(tmp_path)
    put(catalogue, made())
    with pytest.raises(UnknownName):
        catalogue.dataset(name)


def test_changed_bytes_are_found(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    kept = put(catalogue, made())
    catalogue.table(kept, "table.parquet").write_text("changed")
    assert catalogue.broken_tables(kept) == ("table.parquet",)
    for read in (lambda fresh: fresh.table(kept, "table.parquet"), lambda fresh: fresh.proved_folder(kept)):
        with pytest.raises(IntegrityBroken) as changed:
            read(Catalogue(tmp_path))
        assert changed.value.code == "catalogue.bytes-changed"
    (catalogue.folder(kept) / "table.parquet").unlink()
    assert catalogue.broken_tables(kept) == ("table.parquet",)
    with pytest.raises(IntegrityBroken) as caught:
        catalogue.table(kept, "table.parquet")
    assert caught.value.code == "catalogue.table-missing"


def test_a_folder_without_its_record_is_not_passed_over(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    kept = put(catalogue, made())
    (catalogue.folder(kept) / "dataset.json").unlink()
    with pytest.raises(IntegrityBroken) as caught:
        catalogue.datasets()
    assert caught.value.code == "catalogue.record-broken"


def test_two_removals_at_once_end_in_one(tmp_path: Path) -> None:
    kept = put(Catalogue(tmp_path), made())
    first, second = Catalogue(tmp_path), Catalogue(tmp_path)
    assert first.remove(kept.id).id == kept.id
    with pytest.raises(UnknownName):
        second.remove(kept.id)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"dataset": {"id": 3}}', "[]", '{"dataset": {"coverage": {}, "rows_in": "x"}}']
)
def test_a_broken_record_says_where(tmp_path: Path, text: str) -> None:
    catalogue = Catalogue(tmp_path)
    kept = put(catalogue, made())
    record = catalogue.folder(kept) / "dataset.json"
    record.write_text(text)
    with pytest.raises(IntegrityBroken) as caught:
        catalogue.datasets()
    assert str(record) in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", '{"dataset": {}}', None])
def test_what_a_broken_record_says_to_do_mends_it(
    tmp_path: Path, text: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path / "var"))
    path = street_file(tmp_path, [Crime()])
    adding = ["evidence", "add", str(path), "--source", "a test", "--licence", "none"]
    assert main(adding) == 0
    (kept,) = Catalogue(tmp_path / "var").datasets()
    record = Catalogue(tmp_path / "var").folder(kept) / "dataset.json"
    record.write_text(text) if text is not None else record.unlink()
    capsys.readouterr()
    assert main(["evidence", "list"]) == IntegrityBroken.exit_code
    advice = f"frith evidence remove {kept.id}, and add the evidence again."
    assert f"What to do: Run: {advice}" in capsys.readouterr().err
    assert main(["evidence", "remove", kept.id]) == 0
    assert f"removed {kept.id}, whose record could not be read" in capsys.readouterr().out
    assert main(adding) == 0
    assert main(["evidence", "check"]) == 0
    assert Catalogue(tmp_path / "var").datasets() == (kept,)


def test_a_record_without_its_digests_is_broken(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    kept = put(catalogue, made())
    record = catalogue.folder(kept) / "dataset.json"
    record.write_text(json.dumps({"dataset": json.loads(record.read_text())["dataset"]}))
    for read in (catalogue.datasets, lambda: catalogue.broken_tables(kept)):
        with pytest.raises(IntegrityBroken) as caught:
            read()
        assert caught.value.code == "catalogue.record-broken"


def test_nothing_is_removed_beside_a_broken_record_that_is_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FRITH_VAR", str(tmp_path))
    catalogue = Catalogue(tmp_path)
    sound = put(catalogue, made())
    broken = put(catalogue, made("police-street-2"))
    (catalogue.folder(broken) / "dataset.json").write_text("{")
    assert main(["evidence", "remove", sound.id]) == IntegrityBroken.exit_code
    assert catalogue.dataset(sound.id) == sound
    assert main(["evidence", "remove", sound.id, broken.id, broken.id]) == 0
    assert Catalogue(tmp_path).datasets() == ()


@pytest.mark.parametrize("name", ["", ".", "..", "police-street-1", "elsewhere"])
def test_only_a_broken_record_is_removed_as_one(tmp_path: Path, name: str) -> None:
    catalogue = Catalogue(tmp_path)
    kept = put(catalogue, made())
    with pytest.raises(UnknownName):
        catalogue.remove_broken(name)
    assert catalogue.datasets() == (kept,)


def test_a_record_is_written_and_read_without_loss() -> None:
    dataset = made(
        files=(SourceFile("a.csv", "0" * 64, 7),), tables=("rows.parquet",), rows_in=3, kept=2, rejected=1,
        details={"months_dropped": ["2024-02"]}, invented=True,
    )  # fmt: skip
    assert dataset_from_json(json.loads(json.dumps(dataset_as_json(dataset)))) == dataset


def test_a_table_kept_twice_is_the_first(tmp_path: Path) -> None:
    catalogue = Catalogue(tmp_path)
    put(catalogue, made(), "first")
    kept = put(catalogue, made(title="second"), "second")
    assert catalogue.table(kept, "table.parquet").read_text() == "first"
    assert catalogue.datasets()[0].title == "second"
    assert catalogue.broken_tables(kept) == ()
