"""The files of an assessment appear whole, replace only what is ours, and hold back what is not public."""

import dataclasses
from functools import cache
from pathlib import Path

import pytest
from tests.assessment.fake_borough import YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment import record
from frith.assessment.strategic import Assessment, assess
from frith.publication.assessment_files import MANIFEST, refuse_what_is_not_public, write
from frith.publication.strategic_assessment import document
from frith.vocabulary.disclosure import Audience, DisclosurePolicy
from frith.vocabulary.faults import Refused, StorageTrouble


def assessed(**settings: object) -> Assessment:
    evidence = FakeEvidence(
        multiplier=lambda category, _p, m: 2.0 if category == "robbery" and m >= 12 else 1.0
    )
    return assess(evidence, evidence.atlas.find("Thornmere"), YEARS, version="0", **settings)  # type: ignore[arg-type]


@cache
def made() -> Assessment:
    return assessed()


def guarded(policy: DisclosurePolicy, family: str) -> Assessment:
    datasets = tuple(
        dataclasses.replace(d, disclosure=policy) if d.family.value == family else d for d in made().datasets
    )
    return dataclasses.replace(made(), datasets=datasets)


def test_a_second_edition_replaces_the_first_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = write(made(), out)
    assert write(made(), out) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize("manifest", ["{}", '{"files": []}', "not json", '{"assessment": "x", "files": []}'])
def test_a_folder_with_anything_of_somebody_else_s_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(StorageTrouble) as caught:
        write(made(), tmp_path)
    assert caught.value.code == "out.foreign"
    assert (tmp_path / "precious.txt").read_text() == "mine"


def test_a_file_put_beside_an_edition_is_never_lost(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(made(), out)
    (out / "minutes.docx").write_text("mine")
    with pytest.raises(StorageTrouble, match=r"minutes\.docx"):
        write(made(), out)
    assert (out / "minutes.docx").exists()


def test_notes_inside_the_output_folder_are_refused(tmp_path: Path) -> None:
    notes = tmp_path / "out" / "notes"
    notes.mkdir(parents=True)
    (notes / "trend.robbery.md").write_text("words")
    with pytest.raises(StorageTrouble) as caught:
        write(made(), tmp_path / "out", notes_folder=notes)
    assert caught.value.code == "out.notes-inside"
    assert (notes / "trend.robbery.md").read_text() == "words"


@pytest.mark.parametrize("policy", [DisclosurePolicy.THRESHOLD, DisclosurePolicy.RESTRICTED])
def test_police_data_that_is_not_public_makes_no_public_paper(
    tmp_path: Path, policy: DisclosurePolicy
) -> None:
    with pytest.raises(Refused) as caught:
        write(guarded(policy, "police.street"), tmp_path / "out")
    assert caught.value.code == "assess.not-public"
    assert list(tmp_path.iterdir()) == []
    refuse_what_is_not_public(guarded(policy, "police.street"), Audience.PARTNERSHIP)


def test_a_restricted_incident_table_makes_no_public_paper_and_a_guarded_one_does() -> None:
    with pytest.raises(Refused):
        refuse_what_is_not_public(guarded(DisclosurePolicy.RESTRICTED, "incidents"), Audience.PUBLIC)
    refuse_what_is_not_public(guarded(DisclosurePolicy.THRESHOLD, "incidents"), Audience.PUBLIC)


def test_an_edition_against_itself_has_nothing_new(tmp_path: Path) -> None:
    again = assessed(previous=record.as_json(made()))
    which = {
        dict(f.breakdown)["which"]: f.value
        for f in again.figures.values()
        if f.definition == "changes.findings"
    }
    assert which["new"] == which["gone"] == 0


def test_no_note_is_lost_wherever_its_finding_is_told(tmp_path: Path) -> None:
    names = [finding.id for finding in (*made().findings, *made().other_findings)]
    for name in (*names, "trend.gone"):
        (tmp_path / f"{name}.md").write_text(f"Why: {name}.")
    paper = str(document(assessed(notes_folder=tmp_path)))
    assert [name for name in (*names, "trend.gone") if f"Why: {name}." not in paper] == []
