"""Map points are known as such: no one gets an address, an hour, a repeat victim or a near repeat from them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.evidence.catalogue.test_catalogue import made
from tests.evidence.made_files import NORTH, SOUTH, Crime, entry, opened, street_file

from frith.evidence.dataset import Family
from frith.evidence.exactness import ExactQuestion, exact_datasets, require_exact_places
from frith.vocabulary.faults import EvidenceMissing, Refused


@pytest.mark.parametrize("question", ExactQuestion)
def test_map_points_refuse_with_a_reason(question: ExactQuestion) -> None:
    with pytest.raises(Refused) as caught:
        require_exact_places(made(map_points=True), question)
    assert caught.value.code == "evidence.map-points"
    assert question.value in str(caught.value)
    assert "anonymised map points" in str(caught.value)
    assert caught.value.exit_code == 14


def test_exact_places_are_let_through() -> None:
    exact = made(map_points=False)
    require_exact_places(exact, ExactQuestion.NEAR_REPEAT)
    assert exact_datasets([replace(exact, id="x", map_points=True), exact], ExactQuestion.HOUR) == (exact,)


def test_asking_opened_evidence(tmp_path: Path) -> None:
    evidence = opened(tmp_path / "var", entry(street_file(tmp_path, [Crime()]), areas=(NORTH,)))
    with pytest.raises(Refused):
        evidence.exact_datasets(Family.STREET, evidence.atlas.find(NORTH), ExactQuestion.NEAR_REPEAT)
    with pytest.raises(EvidenceMissing):
        evidence.exact_datasets(Family.STREET, evidence.atlas.find(SOUTH), ExactQuestion.NEAR_REPEAT)
    with pytest.raises(EvidenceMissing):
        evidence.exact_datasets(Family.INCIDENTS, evidence.atlas.find(NORTH), ExactQuestion.HOUR)
