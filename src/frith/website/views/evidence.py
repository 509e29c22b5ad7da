"""The evidence catalogue: what is held, how good it is, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Dataset
from frith.guard.access.pages import signed_in
from frith.guard.acting import Acting


@dataclass(frozen=True, slots=True)
class Shown:
    """A dataset with what a reader must know of its months."""

    dataset: Dataset
    months: str
    gaps: tuple[str, ...]
    thin: tuple[str, ...]


@signed_in
def catalogue(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Show every dataset with its grade and gaps."""
    shown = [_shown(dataset) for dataset in Catalogue(settings.FRITH_VAR).datasets()]
    return render(request, "evidence.html", {"datasets": shown})


def _shown(dataset: Dataset) -> Shown:
    coverage = dataset.coverage
    held = sorted(coverage.months)
    months = f"{held[0].words} to {held[-1].words}" if held else "not by month"
    return Shown(
        dataset,
        months,
        tuple(month.words for month in coverage.gaps),
        tuple(f"{month.words}: {reason}" for month, reason in coverage.thin),
    )
