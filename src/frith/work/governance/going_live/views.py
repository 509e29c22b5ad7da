"""Pages of going live: hand a file in, see what it would do, import it, undo it."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from frith.guard.access.pages import sent, signed_in
from frith.guard.access.queries import names_of
from frith.guard.acting import Acting
from frith.vocabulary.faults import RowsRejected, UnreadableInput
from frith.work.governance.going_live import permissions, queries, services, workbooks
from frith.work.governance.going_live.checking import Checked
from frith.work.governance.going_live.forms import HandInForm
from frith.work.governance.going_live.models import Upload
from frith.work.governance.going_live.sheets import ALL, CHOICES, SHEETS
from frith.work.governance.partnerships.models import Partnership
from frith.work.governance.partnerships.queries import partnership

SHOWN = 100
"""How many faults and rows a page shows; the list for Excel holds all faults."""
TOLD = 20


def _partnership(acting: Acting, key: UUID) -> Partnership:
    """Return a partnership whose spreadsheets this person may bring in. Raises Refused."""
    found = partnership(by=acting, key=key)
    permissions.check_may_import(acting, found)
    return found


@require_http_methods(["GET", "POST"])
@signed_in
def going_live(request: HttpRequest, acting: Acting, key: UUID) -> HttpResponse:
    """Show templates, a form to hand a file in, and the imports there were."""
    found = _partnership(acting, key)
    form = HandInForm(sent(request), request.FILES or None, initial={"table": ALL})
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        try:
            upload = services.hand_in(
                by=acting,
                partnership=found,
                table=form.cleaned_data["table"],
                name=file.name or "",
                content=file.read(),
                key=form.key,
            )
            return redirect("governance:upload", key, upload.pk)
        except UnreadableInput as trouble:
            for fault in trouble.faults[:TOLD]:
                form.add_error("file", fault.sentence())
    imports = list(queries.imports_of(acting, found)[:SHOWN])
    context = {
        "partnership": found,
        "form": form,
        "tables": CHOICES,
        "sheets": SHEETS,
        "imports": imports,
        "names": names_of({str(each.made_by) for each in imports}),
    }
    return render(
        request, "governance/going_live/going_live.html", context, status=400 if form.errors else 200
    )


@signed_in
def template(request: HttpRequest, acting: Acting, key: UUID, table: str, ending: str) -> HttpResponse:
    """Hand over the template of a table, or of all."""
    _partnership(acting, key)
    return _file(workbooks.template(table, ending), f"{table}-template", ending)


def _file(content: bytes, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=workbooks.TYPES[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _checked(acting: Acting, key: UUID, upload_key: UUID) -> tuple[Upload, Checked]:
    found = _partnership(acting, key)
    upload = queries.upload(acting, found, upload_key)
    checked = services.check_file(
        by=acting,
        partnership=found,
        table=upload.table,
        name=upload.file_name,
        content=queries.content_of(upload),
    )
    return upload, checked


@signed_in
def upload(request: HttpRequest, acting: Acting, key: UUID, upload_key: UUID) -> HttpResponse:
    """Show what is wrong with a file that was handed in, or what importing it would do."""
    found, checked = _checked(acting, key, upload_key)
    context = {
        "partnership": found.partnership,
        "upload": found,
        "checked": checked,
        "faults": [each.told() for each in checked.faults[:SHOWN]],
        "more": max(0, len(checked.faults) - SHOWN),
        "counts": checked.counts(),
        "stands": queries.import_of(found.partnership, found.table, found.digest),
    }
    return render(request, "governance/going_live/upload.html", context)


@signed_in
def faults(request: HttpRequest, acting: Acting, key: UUID, upload_key: UUID, ending: str) -> HttpResponse:
    """Hand over all that is wrong with a file that was handed in, as an Excel workbook."""
    _, checked = _checked(acting, key, upload_key)
    return _file(workbooks.fault_list(checked.faults), "faults", "xlsx")


@require_POST
@signed_in
def apply(request: HttpRequest, acting: Acting, key: UUID, upload_key: UUID) -> HttpResponse:
    """Import a file that was handed in."""
    made = services.import_upload(by=acting, partnership=_partnership(acting, key), key=upload_key)
    return redirect("governance:import", key, made.pk)


@require_POST
@signed_in
def throw_away(request: HttpRequest, acting: Acting, key: UUID, upload_key: UUID) -> HttpResponse:
    """Throw away a file that was handed in."""
    services.throw_away(by=acting, upload=queries.upload(acting, _partnership(acting, key), upload_key))
    return redirect("governance:going-live", key)


def _import_page(
    request: HttpRequest, acting: Acting, key: UUID, import_key: UUID, trouble: RowsRejected | None = None
) -> HttpResponse:
    found = queries.imported(by=acting, key=import_key, partnership=_partnership(acting, key))
    people = {str(each) for each in (found.made_by, found.undone_by) if each}
    names = names_of(people)
    context = {
        "partnership": found.partnership,
        "imported": found,
        "made": queries.made_by(found),
        "made_by": names.get(str(found.made_by), ""),
        "undone_by": names.get(str(found.undone_by), ""),
        "until": found.made_at + queries.UNDONE_WITHIN,
        "late": acting.business_now - found.made_at > queries.UNDONE_WITHIN,
        "faults": trouble.faults[:SHOWN] if trouble else (),
    }
    return render(request, "governance/going_live/import.html", context, status=400 if trouble else 200)


@signed_in
def imported(request: HttpRequest, acting: Acting, key: UUID, import_key: UUID) -> HttpResponse:
    """Show an import: what it made, and whether it may still be undone."""
    return _import_page(request, acting, key, import_key)


@require_POST
@signed_in
def undo(request: HttpRequest, acting: Acting, key: UUID, import_key: UUID) -> HttpResponse:
    """Undo an import, or show which rows stand in the way."""
    found = queries.imported(by=acting, key=import_key, partnership=_partnership(acting, key))
    try:
        services.undo(by=acting, imported=found)
    except RowsRejected as trouble:
        return _import_page(request, acting, key, import_key, trouble)
    return redirect(reverse("governance:import", args=[key, import_key]))
