"""The page that hands a document over."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.guard.documents import queries
from frith.guard.documents.queries import Opened


@require_GET
@signed_in
def download(request: HttpRequest, acting: Acting, key: UUID) -> StreamingHttpResponse:
    """Hand a document over, as a file to be saved and never as a page."""
    return file_response(queries.open_document(by=acting, key=key))


def file_response(opened: Opened) -> StreamingHttpResponse:
    """Return an opened document as a download, piece by piece. No browser shows it or guesses what it is."""
    return StreamingHttpResponse(
        opened.pieces,
        content_type=opened.document.kind_of_file.media_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=opened.name) or "",
            "Content-Length": str(opened.document.size),
            "X-Content-Type-Options": "nosniff",
        },
    )
