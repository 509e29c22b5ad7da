"""Searching by words, through the scopes of every room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting
from frith.guard.searching import SHORTEST, search

LONGEST = 200


@signed_in
def search_page(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show what this person may see and that holds the words."""
    words = request.GET.get("q", "")[:LONGEST]
    found = search(by=acting, words=words)
    short = bool(words.strip()) and len(" ".join(words.split())) < SHORTEST
    return render(request, "search.html", {"words": words, "found": found, "short": short})
