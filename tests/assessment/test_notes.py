"""The analyst's notes survive a re-run, and are flagged when the figure under them moved."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from frith.assessment import notes
from frith.assessment.findings import Chapter, Finding
from frith.vocabulary.faults import UnreadableInput
from frith.vocabulary.figures import Figure


def figure(value: int) -> Figure:
    return Figure(definition="recorded.points", value=value, unit="incidents", area="X", period=None)


def finding(one: Figure) -> Finding:
    return Finding(
        id="trend.robbery",
        chapter=Chapter.TRENDS,
        sentence=("Robbery rose.",),
        weight=0.5,
        why_it_ranks="",
        figures=(one.id,),
    )


def run(folder: Path, value: int) -> notes.Notes:
    one = figure(value)
    read = notes.read(folder, [finding(one)], {one.id: one})
    (folder / notes.RECORD).write_text(notes.record_text(read))
    return read


def test_a_note_is_kept_and_not_flagged_while_its_figures_stand(tmp_path: Path) -> None:
    (tmp_path / "trend.robbery.md").write_text("Moped gangs.\n")
    for _ in range(3):
        note = run(tmp_path, 100).by_finding["trend.robbery"]
        assert note.words == "Moped gangs."
        assert note.warning == ""


def test_a_note_is_flagged_until_its_words_are_changed(tmp_path: Path) -> None:
    path = tmp_path / "trend.robbery.md"
    path.write_text("Moped gangs.")
    run(tmp_path, 100)
    for _ in range(2):
        warning = run(tmp_path, 120).by_finding["trend.robbery"].warning
        assert "was 100 and is 120" in warning
    path.write_text("Moped gangs, and more of them.")
    assert run(tmp_path, 120).by_finding["trend.robbery"].warning == ""


def test_a_note_whose_finding_is_gone_is_kept_with_its_record(tmp_path: Path) -> None:
    (tmp_path / "trend.robbery.md").write_text("Moped gangs.")
    run(tmp_path, 100)
    read = notes.read(tmp_path, [], {})
    assert [note.words for note in read.unplaced] == ["Moped gangs."]
    assert "trend.robbery" in json.loads(notes.record_text(read))


def test_every_unreadable_note_is_named_at_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UnreadableInput) as caught:
        notes.read(tmp_path, [], {})
    assert [fault.where for fault in caught.value.faults] == ["a.md", "b.md"]


def test_a_missing_folder_and_a_damaged_record_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="not there"):
        notes.read(tmp_path / "none", [], {})
    (tmp_path / notes.RECORD).write_text("{")
    with pytest.raises(UnreadableInput, match="Delete it"):
        notes.read(tmp_path, [], {})


def test_a_figure_that_came_or_went_is_told_as_well(tmp_path: Path) -> None:
    (tmp_path / "trend.robbery.md").write_text("Moped gangs.")
    one = figure(100)
    other = Figure(definition="recorded.official", value=7, unit="incidents", area="X", period=None)
    both = replace(finding(one), figures=(one.id, other.id))
    figures = {one.id: one, other.id: other}

    def warning(found: Finding) -> str:
        read = notes.read(tmp_path, [found], figures)
        (tmp_path / notes.RECORD).write_text(notes.record_text(read))
        return read.by_finding["trend.robbery"].warning

    assert warning(both) == ""
    assert "recorded.official was 7 and is cited no more" in warning(finding(one))
    (tmp_path / notes.RECORD).unlink()
    assert warning(finding(one)) == ""
    assert "recorded.official is 7 and was not cited then" in warning(both)


@pytest.mark.parametrize("text", ['{"trend.robbery": 3}', '{"trend.robbery": {}}', "[]"])
def test_a_record_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "trend.robbery.md").write_text("Moped gangs.")
    (tmp_path / notes.RECORD).write_text(text)
    with pytest.raises(UnreadableInput, match="cannot be read"):
        run(tmp_path, 100)


def test_a_folder_that_is_named_like_a_note_is_none(tmp_path: Path) -> None:
    (tmp_path / "trend.robbery.md").mkdir()
    assert run(tmp_path, 100).by_finding == {}
