"""Documents: examined by what is in them, encrypted, read through their record's scope alone, and erased for good."""

import base64
import io
import zipfile
import zlib
from uuid import UUID, uuid4

import docx
import openpyxl
import pytest
from django.db import connection
from django.test import Client
from tests.made_partnership import Made

from frith.guard.access.models import Agency
from frith.guard.acting import Acting
from frith.guard.audit import erasures
from frith.guard.audit.models import AuditEvent
from frith.guard.documents import encrypting, owners, queries, scopes, services
from frith.guard.documents.kinds import clean_name, examined
from frith.guard.documents.models import ERASED, Document, Piece
from frith.guard.documents.owners import Owner
from frith.vocabulary.faults import IntegrityBroken, Refused, RowsRejected, UnknownName

TYPE = "tests.agency"
LARGEST = 1_000_000
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40 + b"\xff\xd9"


def word(**more: bytes) -> bytes:
    """A Word document, with more parts by name."""
    made = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Made up")
    document.save(made)
    with zipfile.ZipFile(made, "a") as archive:
        for name, content in more.items():
            archive.writestr(name, content)
    return made.getvalue()


def excel() -> bytes:
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    return made.getvalue()


def archive(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as held:
        for name, content in parts.items():
            held.writestr(name, content)
    return made.getvalue()


def with_macros() -> bytes:
    """What a Word document with macros is: the same parts, of other types."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as plain, zipfile.ZipFile(made, "w") as changed:
        for name in plain.namelist():
            kind = b"ms-word.document.macroEnabled.main+xml"
            content = plain.read(name).replace(
                b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", kind
            )
            changed.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept_as"),
    [
        ("paper.pdf", PDF, "pdf", "paper.pdf"),
        ("paper.exe", PDF, "pdf", "paper.pdf"),
        ("letter", word(), "word", "letter.docx"),
        ("letter.pdf", word(), "word", "letter.docx"),
        ("table.xlsx", excel(), "excel", "table.xlsx"),
        ("chart.docx", word(**{"word/embeddings/behind.xlsx": excel()}), "word", "chart.docx"),
        ("list.csv", "name,ward\r\nZoë,Áth".encode(), "csv", "list.csv"),
        ("list.CSV", "näme".encode("cp1252"), "csv", "list.csv"),
        ("unicode.csv", "a\tb".encode("utf-16"), "csv", "unicode.csv"),
        ("notes.txt", b"Line one\nLine two", "text", "notes.txt"),
        ("picture.jpg", PNG, "png", "picture.png"),
        ("photo.jpeg", JPEG, "jpeg", "photo.jpg"),
    ],
)
def test_what_is_in_a_file_says_what_it_is(name: str, content: bytes, kind: str, kept_as: str) -> None:
    found = examined(name, content, largest=LARGEST)
    assert (found.kind.id, found.name) == (kind, kept_as)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "documents.empty"),
        (b"x" * (LARGEST + 1), "documents.too-large"),
        (b"MZ\x90\x00\x03\x00", "documents.kind"),
        (b"<html><script>alert(1)</script>", "documents.kind"),
        (b"\n <svg onload=alert(1)>", "documents.kind"),
        (b"{\\rtf1}", "documents.kind"),
        (b"#!/bin/sh\nrm", "documents.kind"),
        (b"\x00\x01\x02", "documents.kind"),
        (archive(a=b"a zip file"), "documents.kind"),
        (archive(**{"[Content_Types].xml": b"presentationml.presentation.main+xml"}), "documents.kind"),
        (b"PK\x03\x04 torn", "documents.broken"),
        (word()[:-40], "documents.broken"),
        (PDF[:-8], "documents.broken"),
        (PNG[:-8], "documents.broken"),
        (JPEG[:-2], "documents.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old or locked", "documents.old-office"),
        (with_macros(), "documents.macros"),
        (word(**{"word/vbaProject.bin": b"x"}), "documents.macros"),
        (word(**{"word/activeX/activeX1.xml": b"x"}), "documents.macros"),
        (word(**{"word/embeddings/oleObject1.bin": b"x"}), "documents.macros"),
        (word(**{"word/embeddings/inside.docx": with_macros()}), "documents.macros"),
        (
            word(
                **{
                    "word/_rels/settings.xml.rels": b'<Relationship Type="http://x/relationships/attachedTemplate" '
                    b'Target="http://elsewhere.example/t.dotm" TargetMode="External"/>'
                }
            ),
            "documents.macros",
        ),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"), "documents.macros"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript >>"), "documents.macros"),
        (PDF.replace(b"/Catalog", b"/Catalog /A << /S /Launch >>"), "documents.macros"),
        (
            PDF.replace(
                b"endobj",
                b"endobj 2 0 obj <</Type /ObjStm /N 1>> stream\n"
                + zlib.compress(b"<< /S /JavaScript >>")
                + b"\nendstream endobj",
            ),
            "documents.macros",
        ),
        *(
            (
                PDF.replace(
                    b"endobj", b"endobj 2 0 obj <</Type /ObjStm " + said + b">> stream\nxx\nendstream endobj"
                ),
                "documents.protected",
            )
            for said in (
                b"/Filter /ASCIIHexDecode",
                b"/Filter [/FlateDecode /FlateDecode]",
                b"/Filter /FlateDecode /DecodeParms <</Predictor 12>>",
                b"/Note (" + b"x" * 1000 + b")",
            )
        ),
        (
            PDF.replace(b"endobj", b"endobj 2 0 obj <</Type /Obj#53tm>> stream\nxx\nendstream endobj"),
            "documents.protected",
        ),
        (PDF.replace(b"%%EOF", b"trailer << /Encrypt 9 0 R >>\n%%EOF"), "documents.protected"),
        (
            word(**{"word/bomb.xml": b"x" * 100, **{f"p/{n}": b"" for n in range(5001)}}),
            "documents.too-much-inside",
        ),
    ],
)
def test_what_is_not_kept_says_why(content: bytes, code: str) -> None:
    with pytest.raises(RowsRejected) as rejected:
        examined("called anything.pdf", content, largest=LARGEST)
    assert code in {fault.code for fault in rejected.value.faults}
    assert all(fault.where == "file" and fault.remedy for fault in rejected.value.faults)


def test_a_file_that_unpacks_to_far_more_is_not_unpacked() -> None:
    content = archive(**{"[Content_Types].xml": b"x", "word/document.xml": b"0" * 301_000_000})
    assert len(content) < LARGEST
    with pytest.raises(RowsRejected, match="301 megabytes in 2 parts"):
        examined("bomb.docx", content, largest=LARGEST)


def test_every_fault_of_a_file_is_told_at_once() -> None:
    with pytest.raises(RowsRejected) as rejected:
        examined("a.exe", b"MZ\0" * LARGEST, largest=LARGEST)
    assert [fault.code for fault in rejected.value.faults] == ["documents.too-large", "documents.kind"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\Plan.pdf", "Plan.pdf"),
        ('a"b;c\r\nX: y.pdf', "a_b_c X_ y.pdf"),
        (".pdf", "file.pdf"),
        ("", "file.pdf"),
        ("Åsa's plan (2).PDF", "Åsa's plan (2).pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("con\u202efdp.exe", "con_fdp.pdf"),
        ("Report v1.2", "Report v1.2.pdf"),
    ],
)
def test_a_name_leads_nowhere(name: str, clean: str) -> None:
    assert clean_name(name, examined("x.pdf", PDF, largest=LARGEST).kind) == clean


# ---------------------------------------------------------------- kept


def refuse_others(by: Acting, record: UUID) -> None:
    if by.agency != record:
        raise Refused(scopes.NOT_VISIBLE)


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> Owner:
    """Documents of agencies, which those who work there read, hand in and erase; no other owners."""
    monkeypatch.setattr(owners, "_owners", {})
    made = Owner(
        record_type=TYPE,
        sentence="You work there.",
        visible=lambda by: Agency.objects.filter(pk=by.agency),
        check_may_keep=refuse_others,
        check_may_erase=refuse_others,
        address=lambda key: f"/agencies/{key}/",
    )
    owners.register(made)
    return made


def keep(
    made: Made, content: bytes = PDF, *, name: str = "Plan for Ann.pdf", key: UUID | None = None
) -> Document:
    return services.keep(
        by=made.acting("amina"),
        record_type=TYPE,
        record=made.agencies["lantern"].pk,
        name=name,
        content=content,
        key=key,
    )


pytestmark = pytest.mark.django_db


def test_what_was_kept_comes_back_and_is_nowhere_in_the_tables(made: Made, owner: Owner) -> None:
    content = b"Ann lives here. " * 100_000  # four pieces
    kept = keep(made, content, name="Plan for Ann.txt")
    opened = queries.open_document(by=made.acting("amina"), key=kept.pk)
    assert b"".join(opened.pieces) == content
    assert (opened.name, kept.size, kept.pieces_held) == ("Plan for Ann.txt", 1_600_000, 4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT encrypted_name FROM documents_document")
        held = [bytes(row[0]) for row in cursor.fetchall()]
        cursor.execute("SELECT content FROM documents_piece")
        held += [bytes(row[0]) for row in cursor.fetchall()]
    assert len(held) == 5
    assert not any(b"Ann" in each for each in held)
    assert "Ann" not in "".join(AuditEvent.objects.values_list("detail", flat=True))


def test_keeping_and_reading_are_recorded(made: Made, owner: Owner) -> None:
    kept = keep(made)
    queries.open_document(by=made.acting("amina"), key=kept.pk)
    events = AuditEvent.objects.filter(subject=str(kept.pk)).order_by("id")
    assert [(event.act, event.subject_type) for event in events] == [
        ("collected", "document"),
        ("consulted", "document"),
    ]


def test_a_form_sent_twice_keeps_one(made: Made, owner: Owner) -> None:
    key = uuid4()
    assert keep(made, key=key).pk == keep(made, key=key).pk
    assert Document.objects.count() == 1


@pytest.mark.parametrize("name", ["beth", "colin", "dilys", "edwin", "flora"])
def test_absent_and_forbidden_are_one_answer_to_others(made: Made, owner: Owner, name: str) -> None:
    kept, by = keep(made), made.acting(name)
    assert not queries.documents_visible_to(by).exists()
    for key in (kept.pk, uuid4()):
        with pytest.raises(Refused) as opening:
            queries.open_document(by=by, key=key)
        with pytest.raises(Refused) as erasing:
            services.erase(by=by, key=key, rule="mistake")
        assert opening.value.faults == erasing.value.faults == (scopes.NOT_VISIBLE,)
    with pytest.raises(Refused):
        services.keep(
            by=by,
            record_type=TYPE,
            record=made.agencies["lantern"].pk,
            name="a.pdf",
            content=PDF,
            key=kept.pk,
        )


def test_the_scope_says_why_and_lists_agree_with_single_documents(made: Made, owner: Owner) -> None:
    kept, by = keep(made), made.acting("amina")
    assert list(queries.documents_of(by, TYPE, made.agencies["lantern"].pk)) == [kept]
    why = scopes.document_scope(by).why(Document.objects.all(), kept.pk)
    assert [ground.sentence for ground in why] == ["You work there."]


def test_a_type_that_nothing_registered_keeps_nothing(made: Made, owner: Owner) -> None:
    with pytest.raises(UnknownName, match=TYPE):
        services.keep(by=made.operator, record_type="else", record=uuid4(), name="a", content=PDF)


def test_erased_is_erased_and_stays_so_when_a_backup_brings_it_back(
    made: Made, owner: Owner, settings
) -> None:
    kept = keep(made)
    key, pieces, name = kept.wrapped_key, list(kept.pieces.all()), bytes(kept.encrypted_name)
    services.erase(by=made.acting("amina"), key=kept.pk, rule="handed-in-by-mistake")
    gone = Document.objects.get(pk=kept.pk)
    assert (gone.wrapped_key, gone.digest, bytes(gone.encrypted_name), gone.name) == ("", "", b"", ERASED)
    assert not Piece.objects.exists()
    with pytest.raises(Refused):
        queries.open_document(by=made.acting("amina"), key=kept.pk)
    assert not queries.documents_of(made.acting("amina"), TYPE, made.agencies["lantern"].pk).exists()
    ledger = erasures.read(settings.FRITH_VAR / erasures.FILE)
    assert [(each.record_type, each.record, each.rule) for each in ledger] == [
        ("document", str(kept.pk), "handed-in-by-mistake")
    ]
    assert erasures.replay(ledger, by=made.operator) == 0
    with connection.cursor() as cursor:  # what a restored backup holds
        cursor.execute(
            "UPDATE documents_document SET wrapped_key = %s, digest = 'x', encrypted_name = %s, erased_at = NULL, "
            "erased_by_rule = ''",
            [key, name],
        )
        for piece in pieces:
            cursor.execute(
                "INSERT INTO documents_piece (id, document_id, number, content) "
                "SELECT %s, id, %s, %s FROM documents_document",
                [piece.pk, piece.number, bytes(piece.content)],
            )
    assert Document.objects.get().name == "Plan for Ann.pdf"
    assert erasures.replay(ledger, by=made.operator) == 1
    assert (Document.objects.get().wrapped_key, Piece.objects.count()) == ("", 0)


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM documents_piece WHERE number = 2",
        "UPDATE documents_piece SET number = 5 - number WHERE number > 1",
        "UPDATE documents_document SET pieces_held = 5",
        "UPDATE documents_piece SET content = (SELECT content FROM documents_piece WHERE number = 1) WHERE number = 3",
    ],
)
def test_damage_is_found_and_no_wrong_byte_is_given(made: Made, owner: Owner, harm: str) -> None:
    content = bytes(range(32, 127)) * 20_000
    kept = keep(made, content, name="a.txt")
    with connection.cursor() as cursor:
        if "5 - number" in harm:  # 2 and 3 change places
            cursor.execute("UPDATE documents_piece SET number = 12 WHERE number = 2")
            cursor.execute("UPDATE documents_piece SET number = 2 WHERE number = 3")
            cursor.execute("UPDATE documents_piece SET number = 3 WHERE number = 12")
        else:
            cursor.execute(harm)
    taken: list[bytes] = []
    with pytest.raises(IntegrityBroken):
        taken.extend(queries.open_document(by=made.acting("amina"), key=kept.pk).pieces)
    assert content.startswith(b"".join(taken))


def test_without_the_key_ring_nothing_opens(made: Made, owner: Owner, settings) -> None:
    kept = keep(made)
    settings.FRITH_FIELD_KEYS = ("another key altogether",)
    with pytest.raises(IntegrityBroken):
        queries.open_document(by=made.acting("amina"), key=kept.pk)


def test_each_document_has_a_key_of_its_own(made: Made, owner: Owner) -> None:
    one, another = keep(made), keep(made)
    assert encrypting.unwrapped(one.wrapped_key) != encrypting.unwrapped(another.wrapped_key)
    assert bytes(one.pieces.get().content) != bytes(another.pieces.get().content)


# ---------------------------------------------------------------- the page


def test_the_page_hands_it_over_as_a_file(made: Made, owner: Owner) -> None:
    kept = keep(made, name="Åsa's plan.pdf")
    client = Client()
    assert client.get(f"/documents/{kept.pk}/").status_code == 302
    client.force_login(made.persons["amina"])
    response = client.get(f"/documents/{kept.pk}/")
    assert b"".join(response.streaming_content) == PDF  # type: ignore[attr-defined]
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%C3%85sa%27s%20plan.pdf"
    assert (response["X-Content-Type-Options"], response["Content-Length"]) == ("nosniff", str(len(PDF)))
    assert "no-store" in response["Cache-Control"]
    assert client.post(f"/documents/{kept.pk}/").status_code == 405
    client.force_login(made.persons["beth"])
    assert client.get(f"/documents/{kept.pk}/").status_code == 403
