"""A whole assessment of a made-up borough: complete, cited, in the shape of its schema, and the same every time."""

import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from tests.assessment.fake_borough import YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment import record
from frith.assessment.citing import cited_ids
from frith.assessment.ranking import MOST_FINDINGS
from frith.assessment.strategic import DEFINITIONS, Assessment, assess
from frith.vocabulary.faults import EvidenceMissing, UnreadableInput
from frith.vocabulary.figures import Cited
from frith.vocabulary.periods import Period


@cache
def made() -> Assessment:
    return again()


def again(notes: Path | None = None, previous: dict[str, object] | None = None) -> Assessment:
    evidence = FakeEvidence(
        multiplier=lambda category, _p, m: 2.0 if category == "robbery" and m >= 12 else 1.0
    )
    area = evidence.atlas.find("Thornmere")
    return assess(evidence, area, YEARS, version="0", notes_folder=notes, previous=previous)


def test_the_json_keeps_to_the_published_schema() -> None:
    jsonschema.validate(record.as_json(made()), record.schema())
    jsonschema.Draft202012Validator.check_schema(record.schema())


def test_every_figure_has_a_registered_definition_of_its_version() -> None:
    for figure in made().figures.values():
        assert DEFINITIONS[figure.definition].version == figure.version


def test_every_number_cited_is_a_figure_of_the_assessment() -> None:
    figures = made().figures
    for chapter in made().chapters:
        for phrase in (*chapter.story, *(finding.sentence for finding in chapter.findings)):
            assert set(cited_ids(phrase)) <= figures.keys()
            for part in phrase:
                if isinstance(part, Cited):
                    assert part.text != "not known"


def test_findings_are_few_ranked_and_never_repeated() -> None:
    findings = made().findings
    assert 5 <= len(findings) <= MOST_FINDINGS
    assert [f.weight for f in findings] == sorted((f.weight for f in findings), reverse=True)
    assert len({f.id for f in findings}) == len(findings)
    assert len({f.text for f in findings}) == len(findings)


def test_a_recommendation_names_the_findings_it_follows_from() -> None:
    assert made().recommendations
    known = {finding.id for chapter in made().chapters for finding in chapter.findings}
    for one in made().recommendations:
        assert one.words
        assert one.lead
        assert one.success
        assert set(one.rests_on) <= known
        assert set(one.rests_on) >= {finding.id for finding in one.findings}


def test_one_rule_weighs_every_finding_and_no_finding_is_told_twice() -> None:
    for finding in made().findings:
        assert (
            finding.why_it_ranks.endswith(f"their mean is {finding.weight:.2f}.")
            or "mean" in finding.why_it_ranks
        )
        assert not finding.within
    robbery = next(finding for finding in made().findings if finding.id == "trend.robbery")
    assert robbery.text.startswith("On the street map robbery rose")
    assert "in the typical borough" in robbery.text
    assert not [f for f in made().findings if f.id.startswith("peers.rose") or f.id == "overview.rate"]


def test_every_exhibit_has_its_own_id_and_every_picture_its_table() -> None:
    exhibits = [exhibit for chapter in made().chapters for exhibit in chapter.exhibits]
    ids = [exhibit.id for exhibit in exhibits]
    assert len(set(ids)) == len(ids)
    for exhibit in exhibits:
        if hasattr(exhibit, "table"):
            assert exhibit.table in ids
            assert exhibit.alt
            assert exhibit.title


def test_the_same_evidence_gives_the_same_assessment() -> None:
    assert record.text(again()) == record.text(made())


def test_notes_and_the_previous_edition_are_part_of_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "trend.robbery.md").write_text("Moped-enabled robbery.")
    noted = again(tmp_path)
    assert noted.id != made().id
    finding = next(f for f in record.as_json(noted)["findings"] if f["id"] == "trend.robbery")
    assert finding["note"]["words"] == "Moped-enabled robbery."
    compared = again(previous=record.as_json(made()))
    assert any(finding.id == "changes.findings" for finding in compared.findings)
    jsonschema.validate(record.as_json(compared), record.schema())


def test_an_edition_reads_back_to_be_compared_with(tmp_path: Path) -> None:
    (tmp_path / "assessment.json").write_text(record.text(made()), encoding="utf-8")
    assert record.read_previous(tmp_path)["id"] == made().id
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "list.json").write_text(json.dumps([]))
    for name in ("broken.json", "list.json", "none.json"):
        with pytest.raises(UnreadableInput, match="cannot be read"):
            record.read_previous(tmp_path / name)


def test_a_period_without_evidence_is_refused() -> None:
    evidence = FakeEvidence()
    with pytest.raises(EvidenceMissing):
        assess(evidence, evidence.atlas.find("Thornmere"), Period.parse("2003-04", "2004-03"), version="0")
