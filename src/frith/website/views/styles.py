"""The style sheet of papers, which publication owns and the site serves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from frith.publication.html import styles


@cache_control(public=True, max_age=3600)
def paper_styles(request: HttpRequest) -> HttpResponse:
    """Return the style sheet."""
    return HttpResponse(styles(), content_type="text/css; charset=utf-8")
