"""Two editions of an assessment compared."""

import dataclasses
from typing import Any

import pytest
from tests.assessment.fake_borough import YEARS
from tests.assessment.fake_evidence import FakeEvidence

from frith.assessment.chapters import changes, overview, trends
from frith.assessment.exhibits import Table
from frith.assessment.findings import ChapterResult
from frith.vocabulary.areas import Area
from frith.vocabulary.faults import UnreadableInput
from frith.vocabulary.figures import plain


def edition(chapters: tuple[ChapterResult, ...], area: Area) -> dict[str, Any]:
    return {
        "id": "0" * 16,
        "area": {"code": area.code, "name": area.name},
        "period": {"from": str(YEARS.first), "to": str(YEARS.last)},
        "findings": [{"id": f.id, "sentence": f.text} for one in chapters for f in one.findings],
        "figures": [f.as_json() for one in chapters for f in one.figures.values()],
    }


def made() -> tuple[Area, tuple[ChapterResult, ...]]:
    evidence = FakeEvidence(
        multiplier=lambda category, _p, m: 2.0 if category == "robbery" and m >= 12 else 1.0
    )
    area = evidence.atlas.find("Thornmere")
    return area, (overview.chapter(evidence, area, YEARS), trends.chapter(evidence, area, YEARS))


def counted(result: ChapterResult) -> dict[str, object]:
    found = {f.breakdown[0][1]: f.value for f in result.figures.values() if f.breakdown}
    restated = next(f.value for f in result.figures.values() if f.definition == "changes.restated")
    return {**found, "restated": restated}


def test_an_edition_compared_with_itself_has_nothing_new_gone_or_restated() -> None:
    area, chapters = made()
    result = changes.chapter(area, YEARS, chapters, edition(chapters, area))
    kept = sum(len(one.findings) for one in chapters)
    assert counted(result) == {"new": 0, "kept": kept, "gone": 0, "restated": 0}
    assert "are told in both, none is new and none is told no more." in plain(result.story[0])
    assert plain(result.story[-1]) == "No figure that the previous edition printed has been restated."


def test_new_gone_and_restated_are_told() -> None:
    area, chapters = made()
    before = edition(chapters, area)
    before["findings"] = [f for f in before["findings"] if f["id"] != "trend.robbery"]
    before["findings"].append({"id": "trend.drugs", "sentence": "Drugs fell."})
    moved = next(f for f in before["figures"] if f["definition"] == "recorded.points" and f["value"])
    moved["value"] += 1
    result = changes.chapter(area, YEARS, chapters, before)
    assert counted(result)["new"] == 1
    assert counted(result)["gone"] == 1
    assert counted(result)["restated"] == 1
    assert any(e.id == "changes-restated" for e in result.exhibits)
    assert "are told in both, one is new and one is told no more." in result.findings[0].text
    robbery = next(f for f in chapters[1].findings if f.id == "trend.robbery")
    told = [plain(words) for words in result.story]
    assert f"New: {robbery.text}" in told
    assert "Told no more, as it stood then: Drugs fell." in told
    assert "One figure that the previous edition printed has been restated: the annex lists it" in " ".join(
        told
    )


def test_another_area_or_another_file_is_refused() -> None:
    area, chapters = made()
    other = dataclasses.replace(area, code="E00000000", name="Elsewhere")
    with pytest.raises(UnreadableInput, match="another area"):
        changes.chapter(area, YEARS, chapters, edition(chapters, other))
    with pytest.raises(UnreadableInput, match="not an assessment"):
        changes.chapter(area, YEARS, chapters, {"id": "x"})


def test_an_edition_of_a_later_period_is_no_earlier_one() -> None:
    area, chapters = made()
    later = edition(chapters, area)
    later["period"]["to"] = str(YEARS.last + 1)
    with pytest.raises(UnreadableInput, match="later period"):
        changes.chapter(area, YEARS, chapters, later)


def test_a_forecast_made_anew_is_no_restatement_and_categories_go_by_name() -> None:
    area, chapters = made()
    before = edition(chapters, area)
    figure = dataclasses.replace(
        next(iter(chapters[0].figures.values())), definition="forecast.month", value=5
    )
    chapters[0].figures[figure.id] = figure
    before["figures"].append(figure.as_json() | {"value": 9})
    result = changes.chapter(area, YEARS, chapters, before)
    assert counted(result)["restated"] == 0
    counts = next(e for e in result.exhibits if e.id == "changes-counts")
    assert isinstance(counts, Table)
    assert "Theft from the person" in {row[0] for row in counts.rows}


def test_a_finding_that_the_earlier_edition_could_not_make_is_not_called_new() -> None:
    area, chapters = made()
    before = edition(chapters, area)
    before["findings"] = [f for f in before["findings"] if not f["id"].startswith("trend.")]
    before["figures"] = [f for f in before["figures"] if f["definition"] != "trend.change"]
    result = changes.chapter(area, YEARS, chapters, before)
    assert counted(result)["new"] == 0
    assert counted(result)["not looked at then"] == sum(
        f.id.startswith("trend.") for f in chapters[1].findings
    )
    assert "nobody can say whether" in result.findings[0].text


def test_a_share_that_the_same_datasets_give_over_more_months_is_no_restatement() -> None:
    area, chapters = made()
    before = edition(chapters, area)
    share = next(f for f in before["figures"] if f["definition"] == "recorded.share")
    share["value"] += 1
    assert counted(changes.chapter(area, YEARS, chapters, before))["restated"] == 0
    share["sources"] = ["police-street-000000000000"]
    assert counted(changes.chapter(area, YEARS, chapters, before))["restated"] == 1
