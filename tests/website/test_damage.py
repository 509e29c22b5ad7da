"""What is damaged on the disk takes down no more than the page that is about it."""

from pathlib import Path

import pytest
from django.db import connections
from django.test import Client, RequestFactory
from tests.made_partnership import Made, write_assessment

from frith.website.views import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def damaged(installation: Path) -> Path:
    """One dataset whose record is half a line."""
    record = installation / "evidence/datasets/x/dataset.json"
    record.parent.mkdir(parents=True)
    record.write_text("{")
    return record


def test_a_damaged_record_of_evidence_leaves_the_pages_standing_and_is_told(
    made: Made, damaged: Path
) -> None:
    client = Client()
    page = client.get("/sign-in/")
    assert page.status_code == 200
    assert "whether all of it is real cannot be told" in page.content.decode()
    client.force_login(made.persons["amina"])
    assert client.get("/").status_code == 200
    evidence = client.get("/evidence/")
    assert evidence.status_code == 400
    assert "There is a problem" in evidence.content.decode()
    damaged.unlink()
    damaged.parent.rmdir()
    assert "cannot be told" not in client.get("/").content.decode()


def test_the_page_of_a_fault_of_our_own_needs_nothing(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("frith.website.context.every_page", broken)
    monkeypatch.setattr(connections["default"], "cursor", broken)
    page = errors.broken(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "Something is broken here" in page.content.decode()


@pytest.mark.parametrize(
    "damage",
    ["{", "[]", "{}", '{"area": "X", "period": {"from": "soon", "to": "later"}, "files": []}'],
)
def test_a_damaged_assessment_is_passed_over_and_named(made: Made, installation: Path, damage: str) -> None:
    write_assessment(installation)
    for name in ("cut-off", "not a key"):
        folder = installation / "assessments" / name
        folder.mkdir()
        (folder / "manifest.json").write_text(damage)
    client = Client()
    client.force_login(made.persons["colin"])
    page = client.get("/assessments/")
    assert page.status_code == 200
    assert "/assessments/made-up/" in page.content.decode()
    assert "cannot be read as assessments: cut-off, not a key." in page.content.decode()
    for address in ("/assessments/cut-off/", "/assessments/cut-off/files/assessment.pdf"):
        page = client.get(address)
        assert page.status_code == 400
        assert "an assessment cannot be read" in page.content.decode()


def test_a_damaged_document_of_an_assessment_is_told(made: Made, installation: Path) -> None:
    write_assessment(installation)
    (installation / "assessments/made-up/document.json").write_text("{")
    (installation / "assessments/made-up/assessment.pdf").unlink()
    client = Client()
    client.force_login(made.persons["colin"])
    assert client.get("/assessments/made-up/").status_code == 400
    assert client.get("/assessments/made-up/files/assessment.pdf").status_code == 404
