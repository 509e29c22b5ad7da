"""Operations of the evidence catalogue: data sets that are never about a person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import P, PathEx, Query, Router, Schema

from frith.evidence.catalogue import Catalogue
from frith.evidence.dataset import Dataset
from frith.guard.access.tokens.reach import Reach
from frith.website.api.asking import Lines, Listed, PageAsked, page_of, reads

AREA = "evidence"
NAMED = r"^[-a-zA-Z0-9_]+$"
router = Router()


class DatasetTold(Schema):
    """A data set: where it came from, how good it is, which months it speaks of and which are missing."""

    id: str
    family: str
    title: str
    source: str
    licence: str
    attribution: str
    disclosure: str
    grade: str
    grade_rule: str
    rows_in: int
    kept: int
    rejected: int
    invented: bool
    months: list[str]
    gaps: list[str]

    @staticmethod
    def resolve_months(dataset: Dataset) -> list[str]:
        """Return the months that are held."""
        return [str(month) for month in sorted(dataset.coverage.months)]

    @staticmethod
    def resolve_gaps(dataset: Dataset) -> list[str]:
        """Return the months that are missing between the first and the last."""
        return [str(month) for month in dataset.coverage.gaps]


@reads(router, "/datasets", Listed[DatasetTold], Reach.READ_EVIDENCE)
def list_datasets(request: HttpRequest, asked: Query[PageAsked]) -> Lines:
    """List the data sets of the catalogue, by id."""
    return page_of(Catalogue(settings.FRITH_VAR).datasets(), asked)


@reads(router, "/datasets/{key}", DatasetTold, Reach.READ_EVIDENCE)
def get_dataset(request: HttpRequest, key: PathEx[str, P(pattern=NAMED, max_length=120)]) -> Any:
    """Open a data set's record."""
    return Catalogue(settings.FRITH_VAR).dataset(key)
