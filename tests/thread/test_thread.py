"""The thread, end to end, through the site and the command line, on whichever database the tests run against.

First half: a file of crimes becomes a dataset, a finding and a figure. Second half: a closure record becomes a figure,
an indicator with its rating, and a paper in three formats; one closure changed changes the paper; every act is in the
audit trail, which verifies until it is tampered with.
"""

import csv
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from tests.made_partnership import PASSWORD, PEOPLE, Made, add_indicators, close_many, prepare_paper

from frith.cli.entry import main
from frith.demo.borough import invent
from frith.evidence.catalogue import Catalogue
from frith.guard.audit import append_only, chain
from frith.guard.audit.models import AuditEvent
from frith.work.casework.models import ClosureRecord, LessAbuse
from frith.work.performance.models import StoredFigure

BOROUGH = "X09000001"


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder in which a small invented borough was assessed, by the command that people use."""
    state = tmp_path_factory.mktemp("state")
    folder = invent(state / "invented", rows_a_year=2_000)
    out = state / "assessments" / "made-up"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FRITH_VAR", str(state))
        patch.delenv("DATABASE_URL", raising=False)  # evidence alone: the test's own database is not asked
        code = main(
            [
                *("assess", "--area", BOROUGH, "--from", "2016-04", "--to", "2018-03"),
                *("--evidence", str(folder), "--out", str(out)),
            ]
        )
    assert code == 0
    return state


def figure_of(assessment: dict[str, Any], category: str, year: str) -> dict[str, Any]:
    return next(
        figure
        for figure in assessment["figures"]
        if figure["definition"] == "recorded.points"
        and figure["breakdown"] == {"category": category}
        and figure["area"] == BOROUGH
        and figure["period"] == {"from": f"{year}-04", "to": f"{int(year) + 1}-03"}
    )


def rows_in_files(state: Path, label: str, months: set[str]) -> int:
    """Count the rows of a category in the files themselves, with a reader of their own."""
    with (state / "invented" / "lookups" / "lsoa11_ward16.csv").open(encoding="utf-8-sig") as file:
        areas = {row["LSOA11CD"] for row in csv.DictReader(file) if row["LAD16CD"] == BOROUGH}
    rows = 0
    for path in sorted((state / "invented").rglob("*-street.csv")):
        with path.open(encoding="utf-8-sig") as file:
            rows += sum(
                row["Crime type"] == label and row["LSOA code"] in areas and row["Month"] in months
                for row in csv.DictReader(file)
            )
    return rows


@pytest.mark.slow
def test_a_file_of_crimes_becomes_a_dataset_a_finding_and_a_figure(assessed: Path) -> None:
    assessment = json.loads((assessed / "assessments" / "made-up" / "assessment.json").read_text())
    figure = figure_of(assessment, "burglary", "2017")
    months = {f"2017-{m:02d}" for m in range(4, 13)} | {f"2018-{m:02d}" for m in range(1, 4)}
    assert figure["value"] == rows_in_files(assessed, "Burglary", months)
    datasets = {dataset.id: dataset for dataset in Catalogue(assessed).datasets()}
    assert set(figure["sources"]) <= set(datasets)
    assert any("street" in dataset for dataset in figure["sources"])
    cited = {cited for finding in assessment["findings"] for cited in finding["figures"]}
    assert cited <= {figure["id"] for figure in assessment["figures"]}
    assert assessment["findings"]


@pytest.mark.slow
def test_the_site_shows_the_assessment_and_the_evidence_it_rests_on(
    made: Made, assessed: Path, settings
) -> None:
    settings.FRITH_VAR = assessed
    client = signed_in("colin@council.example")
    assert "Strategic assessment of" in client.get("/assessments/").content.decode()
    page = client.get("/assessments/made-up/").content.decode()
    figure = figure_of(
        json.loads((assessed / "assessments/made-up/assessment.json").read_text()), "burglary", "2017"
    )
    assert f'href="#{figure["id"]}"' in page
    assert f'id="{figure["id"]}"' in page
    for name in ("assessment.html", "assessment.pdf", "assessment.docx", "assessment.json"):
        response = client.get(f"/assessments/made-up/files/{name}")
        body = b"".join(response.streaming_content)
        assert body == (assessed / "assessments/made-up" / name).read_bytes()
        assert "attachment" in response["Content-Disposition"]
    for name in (
        "manifest.json",
        "../../audit/checkpoints.jsonl",
        "tables/../../../frith.sqlite3",
        "nothing.pdf",
    ):
        assert client.get(f"/assessments/made-up/files/{name}").status_code == 404
    evidence = client.get("/evidence/").content.decode()
    for dataset in Catalogue(assessed).datasets():
        assert dataset.id in evidence


def signed_in(email: str) -> Client:
    """A browser in which somebody signed in, with their password."""
    client = Client()
    assert client.post("/sign-in/", {"email": email, "password": PASSWORD}).status_code == 302
    return client


def texts(folder: Path, name: str) -> dict[str, str]:
    """The words of a paper in each of its formats, with runs of space made one."""
    pdf = pypdfium2.PdfDocument(folder / f"{name}.pdf")
    pages = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    with zipfile.ZipFile(folder / f"{name}.docx") as word:
        docx = re.sub(r"<w:(?:tab|br)/>|</w:p>", " ", word.read("word/document.xml").decode())
    found = {
        "html": re.sub(r"<[^>]+>", "", (folder / f"{name}.html").read_text(encoding="utf-8")),
        "pdf": pages,
        "docx": re.sub(r"<[^>]+>", "", docx),
    }
    return {ending: re.sub(r"\s+", " ", text) for ending, text in found.items()}


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run a command as a person types it."""
    capsys.readouterr()
    code = main(list(arguments))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_closure_record_becomes_a_figure_an_indicator_a_rating_and_a_paper(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_indicators(made)
    close_many(made)
    prepare_paper(made)
    amina, dilys, colin, edwin = (
        signed_in(email)
        for email in (
            "amina@lantern.example",
            "dilys@council.example",
            "colin@council.example",
            "edwin@council.example",
        )
    )
    # the officer issues the paper from the command line, and it says what the records say, in three formats
    out = tmp_path / "out"
    code, printed, _ = command(
        capsys, "report", "issue", "outcomes", "--out", str(out), "--as", "dilys@council.example"
    )
    assert (code, len(printed.split())) == (0, 3)
    for text in texts(out, "outcomes-issue-1").values():
        assert "3.3" in text
        assert "86% reported less abuse, from an inherited baseline of 67%" in text
        assert "36 of the 42 women who answered reported less abuse" in text
        assert "Invented for the demonstration" in text
    # a commissioner opens the number down to its definition and its counts, and no further
    figure = StoredFigure.objects.get(definition="casework.less-abuse").figure
    page = colin.get(f"/figures/{figure}/").content.decode()
    assert "36 women who said that the abuse had reduced, of 42 women who answered." in page
    record = ClosureRecord.objects.filter(less_abuse=LessAbuse.NO, service__name="Lantern support").first()
    assert record is not None
    refused = colin.get(f"/closures/{record.id}/")
    assert refused.status_code == 403
    assert "Only caseworkers of the service that supported a person" in refused.content.decode()
    # the caseworker opens the records themselves, and corrects one
    assert f"/closures/{record.id}/" in amina.get(f"/figures/{figure}/").content.decode()
    corrected = amina.post(
        f"/closures/{record.id}/correct/",
        {
            "case_reference": record.case_reference,
            "closed_on": "3 5 2016",
            "less_abuse": "yes",
            "risk_at_intake": record.risk_at_intake,
            "risk_at_closure": record.risk_at_closure,
            "reason": "mistyped",
        },
    )
    assert corrected.status_code == 302
    # the indicator and the draft have changed; the issued paper has not, to the byte
    assert "37 of 42" in colin.get("/indicators/less-abuse/").content.decode()
    assert "88%" in dilys.get("/papers/outcomes/").content.decode()
    assert dilys.post("/papers/outcomes/issue/").status_code == 302
    assert "36 women who said" in colin.get(f"/figures/{figure}/editions/1/").content.decode()
    for ending in ("html", "pdf", "docx"):
        again = edwin.get(f"/papers/outcomes/issues/1/paper.{ending}").content
        assert again == (out / f"outcomes-issue-1.{ending}").read_bytes()
    code, printed, _ = command(capsys, "figures", "show", figure, "--json", "--as", "colin@council.example")
    shown = json.loads(printed)
    assert (code, shown["numerator"], shown["edition"], shown["records"]) == (0, 37, 2, 42)
    assert shown["records_you_may_open"] == []
    # all of it is in the audit trail, the refusal too
    trail = edwin.get("/audit/?act=refused").content.decode()
    assert str(record.id) in trail
    acts = set(AuditEvent.objects.values_list("act", flat=True))
    assert acts >= {"collected", "altered", "consulted", "computed", "published", "refused", "signed in"}


def test_the_audit_trail_verifies_and_tampering_gives_exit_code_16(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    append_only.install()
    code, printed, _ = command(capsys, "audit", "verify")
    assert (code, "holds" in printed, "Nothing of the audit trail is sealed" in printed) == (0, False, True)
    close_many(made)
    assert command(capsys, "audit", "seal")[0] == 0
    code, printed, _ = command(capsys, "audit", "verify", "--as", "edwin@council.example")
    assert code == 0
    assert "The audit trail holds." in printed
    kept = re.search(r"--expect (\S+)", printed)
    assert kept is not None
    assert command(capsys, "audit", "verify", "--expect", kept[1])[0] == 0
    code, _, said = command(capsys, "audit", "verify", "--as", "colin@council.example")
    assert (code, "Only a data-protection officer" in said) == (14, True)
    with connection.cursor() as cursor:
        on = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_auditevent_no_update{on}")
        cursor.execute("UPDATE audit_auditevent SET subject = 'another' WHERE act = 'collected'")
    code, _, said = command(capsys, "audit", "verify")
    assert code == 16
    assert "triggers are gone or switched off (audit_auditevent_no_update)" in said
    people = len(PEOPLE) + 1  # and the operator
    assert f"does not say who added {people} of the {people} people" in said
    assert "audit entry 5" in said
    assert "no longer says what it said when it was sealed" in said


def test_the_operator_may_publish_and_never_opens_a_case(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_indicators(made)
    close_many(made)
    prepare_paper(made)
    assert command(capsys, "report", "issue", "outcomes", "--out", str(tmp_path / "out"))[0] == 0
    figure = StoredFigure.objects.get(definition="casework.less-abuse").figure
    code, printed, _ = command(capsys, "figures", "show", figure)
    assert code == 0
    assert "Records behind it: 42 closure records; you may open 0." in printed
    code, printed, _ = command(capsys, "figures", "show", figure, "--as", "amina@lantern.example")
    assert "(in the numerator)" in printed
    code, _, said = command(
        capsys, "report", "draft", "outcomes", "--out", str(tmp_path), "--as", "nobody@x.example"
    )
    assert (code, "nobody here has this e-mail address" in said) == (12, True)
    code, printed, _ = command(capsys, "report", "list", "--as", "amina@lantern.example")
    assert printed == "outcomes  Outcomes of support  issued: 1\n"
    code, printed, _ = command(capsys, "report", "write", "outcomes", "--out", str(tmp_path / "again"))
    names = sorted(path.name for path in (tmp_path / "again").iterdir())
    assert names == ["outcomes-issue-1.docx", "outcomes-issue-1.html", "outcomes-issue-1.pdf"]
    for name in names:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()
    assert "fig-" in command(capsys, "figures", "list")[1]
    assert len(json.loads(command(capsys, "figures", "list", "--json")[1])) == 2


def test_a_command_leaves_nothing_of_the_trail_open(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    if connection.vendor != "sqlite":
        assert command(capsys, "audit", "seal")[0] == 0
    assert command(capsys, "person", "list")[0] == 0
    assert not chain.unsealed().exists()
    assert command(capsys, "person", "list", "--as", "amina@lantern.example")[0] == 14
    assert AuditEvent.objects.latest("id").act == "refused"
    assert not chain.unsealed().exists()


def test_people_are_added_and_listed(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, _ = command(
        capsys,
        "person",
        "add",
        "--email",
        "ina@lantern.example",
        "--name",
        "Ina",
        "--agency",
        "The lantern",
        "--role",
        "caseworker",
        "--make-password",
    )
    assert code == 0
    password = printed.strip().rpartition(" ")[2]
    client = Client()
    assert client.post("/sign-in/", {"email": "ina@lantern.example", "password": password}).status_code == 302
    assert "ina@lantern.example  Ina  The lantern  caseworker" in command(capsys, "person", "list")[1]
    code, _, said = command(capsys, "person", "list", "--as", "amina@lantern.example")
    assert (code, "Only an administrator" in said) == (14, True)
    code, _, said = command(
        capsys,
        "person",
        "add",
        "--email",
        "ina@lantern.example",
        "--name",
        "Ina",
        "--agency",
        "The lantern",
        "--role",
        "caseworker",
        "--make-password",
    )
    assert (code, "somebody here has this e-mail address" in said) == (11, True)
    passed = re.compile(r": (\S+)$")
    code, printed, _ = command(capsys, "person", "password", "ina@lantern.example")
    fresh = passed.search(printed.strip())
    assert fresh is not None
    wrong = client.post("/sign-in/", {"email": "ina@lantern.example", "password": password})
    assert (code, wrong.status_code) == (0, 400)
    right = client.post("/sign-in/", {"email": "ina@lantern.example", "password": fresh[1]})
    assert right.status_code == 302
    code, printed, _ = command(capsys, "person", "role", "ina@lantern.example", "--add", "analyst")
    assert (code, printed) == (0, "ina@lantern.example holds: analyst, caseworker.\n")
    code, printed, _ = command(capsys, "person", "role", "ina@lantern.example", "--end", "caseworker")
    assert (code, printed) == (0, "ina@lantern.example holds: analyst.\n")
    for act in (["leave"], ["password"], ["role", "--end", "analyst"]):
        words = [act[0], "ina@lantern.example", *act[1:]]
        code, _, said = command(capsys, "person", *words, "--as", "amina@lantern.example")
        assert (code, "Only an administrator" in said) == (14, True)
    code, printed, _ = command(capsys, "person", "leave", "ina@lantern.example")
    assert (code, "has no access from" in printed) == (0, True)
    assert client.get("/").status_code == 302
    assert "  Ina  " not in command(capsys, "person", "list")[1]
    code, _, said = command(capsys, "person", "password", "operator@frith.invalid")
    assert (code, "stays as it was installed" in said) == (14, True)
