"""Help: the documentation, its pictures, and a search of it. All of it is published, and open to everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from frith.website import help as documentation

LONGEST = 200


def contents(request: HttpRequest) -> HttpResponse:
    """Show what help there is, or the passages that hold the words looked for."""
    words = " ".join(request.GET.get("q", "")[:LONGEST].split())
    hits, more = documentation.search_help(words)
    given = {"words": words, "hits": hits, "more": more, "parts": documentation.contents()}
    return render(request, "help/contents.html", given)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show one page."""
    if name == documentation.FIRST_PAGE:
        return redirect("help")
    found = documentation.page_named(name)
    if found is None:
        raise Http404
    return render(request, "help/page.html", {"page": found})


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Return a picture of a page."""
    held = {path.name: path for path in (documentation.folder() / "pictures").glob("*.png")}
    if name not in held:
        raise Http404
    return HttpResponse(held[name].read_bytes(), content_type="image/png")
