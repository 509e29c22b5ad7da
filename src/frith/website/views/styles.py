"""The style sheet and the font of papers, which publication owns and the site serves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from frith.publication import fonts
from frith.publication.html import styles


@cache_control(public=True, max_age=3600)
def paper_styles(request: HttpRequest) -> HttpResponse:
    """Return the style sheet."""
    return HttpResponse(styles(), content_type="text/css; charset=utf-8")


@cache_control(public=True, max_age=86400)
def paper_font(request: HttpRequest, weight: int) -> HttpResponse:
    """Return the document font of a weight, which the style sheet asks for beside itself."""
    if weight not in fonts.PAGE_WEIGHTS:
        raise Http404
    return HttpResponse(fonts.page_font(weight), content_type="font/woff2")
