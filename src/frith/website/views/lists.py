"""Lists taken away as files."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.guard.listings import take_away
from frith.publication.list_files import LIST_KINDS, ListFile
from frith.vocabulary.periods import day_in_words

MARKING = "OFFICIAL"


@signed_in
def list_file(request: HttpRequest, acting: Acting, key: str, ending: str) -> HttpResponse:
    """Hand over what a list page shows this person, as a file."""
    kind = LIST_KINDS.get(ending)
    if kind is None:
        raise Http404
    lines = take_away(by=acting, key=key, asked=request.GET.dict(), ending=ending)
    taken = f"{MARKING}. Taken from Frith by {acting.name}, {acting.agency_name}, on {day_in_words(acting.today)}."
    about = (taken, *(["Demonstration: what it holds is invented."] if settings.FRITH_DEMONSTRATION else []))
    made = ListFile(lines.title, about, lines.headings, lines.rows, acting.today)
    response = HttpResponse(kind.render(made), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{key}-{acting.today.isoformat()}.{ending}"'
    return response
