"""The demonstration says which evidence it shows, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from frith.demo.evidence_choice import choose
from frith.vocabulary.faults import EvidenceMissing


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with nothing beside it."""
    project = tmp_path / "work" / "frith"
    project.mkdir(parents=True)
    monkeypatch.chdir(project)
    monkeypatch.delenv("FRITH_DATA", raising=False)
    return project


def evidence(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "evidence.toml").write_text("")
    return folder


def test_nothing_anywhere_means_an_invented_borough(elsewhere: Path) -> None:
    choice = choose(None)
    assert choice.folder is None
    assert "none beside the project" in choice.why


def test_a_named_folder_wins(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRITH_DATA", str(evidence(elsewhere / "set")))
    named = evidence(elsewhere / "named")
    assert choose(named).folder == named
    assert choose(None).folder == elsewhere / "set"
    assert "FRITH_DATA" in choose(None).why


def test_evidence_beside_the_project_is_found(elsewhere: Path) -> None:
    evidence(elsewhere.parent / "shared" / "data")
    assert choose(None).folder == Path("../shared/data")


def test_open_data_is_known_by_its_police_folder_and_gets_the_manifest_that_comes_with_frith(
    elsewhere: Path,
) -> None:
    (elsewhere / "data" / "police_uk").mkdir(parents=True)
    manifest = choose(elsewhere / "data").manifest
    assert manifest is not None
    assert manifest.name == "open_data.toml"


@pytest.mark.parametrize("there", [True, False])
def test_a_named_folder_without_evidence_is_refused(elsewhere: Path, there: bool) -> None:
    folder = elsewhere / "holiday"
    if there:
        folder.mkdir()
    with pytest.raises(EvidenceMissing) as caught:
        choose(folder)
    assert caught.value.code == "demo.no-evidence"
    assert "leave it out" in str(caught.value)


def test_a_setting_that_names_nothing_is_refused_too(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRITH_DATA", str(elsewhere / "gone"))
    with pytest.raises(EvidenceMissing):
        choose(None)
