"""How an operation is asked: its pages, its parameters and no others, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import Signature, signature
from typing import Annotated, Any, Generic, TypedDict, TypeVar, cast, get_args, get_origin, get_type_hints

from django.core.paginator import EmptyPage, Paginator
from django.core.paginator import Page as PageFound
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from frith.guard.access.tokens.reach import Reach
from frith.vocabulary.faults import Fault, RowsRejected, UnknownName
from frith.website.api.bearer import PersonalToken
from frith.website.api.problems import Problem

T = TypeVar("T")
M = TypeVar("M", bound=Model)
V = TypeVar("V", bound=Callable[..., Any])

READ_PROBLEMS = (401, 403, 404, 422, 429)
WRITE_PROBLEMS = (*READ_PROBLEMS, 409)
MOST_ON_A_PAGE = 100
MOST_PAGES = 1_000_000

PARAMETERS: dict[str, frozenset[str]] = {}
"""The names of the query parameters of each operation."""


class PageAsked(Schema):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=MOST_PAGES, description="Which page, from 1")
    per_page: int = Field(20, ge=1, le=MOST_ON_A_PAGE, description="How many lines a page has")


class Listed(Schema, Generic[T]):
    """A page of a list, and how many lines the whole list has."""

    items: list[T]
    page: int
    per_page: int
    total: int


class Lines(TypedDict):
    """A page of a list, before it is told."""

    items: list[Any]
    page: int
    per_page: int
    total: int


class BodyAsked(Schema):
    """What is sent to change something. A field that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


class Opened:
    """A record that was opened, with what is told beside it."""

    def __init__(self, record: object, **beside: object) -> None:
        self.record = record
        self.__dict__.update(beside)

    def __getattr__(self, name: str) -> Any:
        """Return what the record says."""
        return getattr(self.record, name)


def page_of(lines: QuerySet[M] | Sequence[Any], asked: PageAsked) -> Lines:
    """Return a page of a list. Raises UnknownName if the list has no such page."""
    if isinstance(lines, QuerySet):
        # lines that are alike in all that they are ordered by have an order among them too
        lines = lines.order_by(*lines.query.order_by, "pk")
    try:
        return told(Paginator(lines, asked.per_page).page(asked.page))
    except EmptyPage as beyond:
        raise no_such_page(asked) from beyond


def told(found: PageFound[Any]) -> Lines:
    """Return a page that a query found."""
    paginator = found.paginator
    return {
        "items": list(found),
        "page": found.number,
        "per_page": paginator.per_page,
        "total": paginator.count,
    }


def no_such_page(asked: PageAsked) -> UnknownName:
    """Return the trouble of a page after the last one."""
    return UnknownName(
        Fault("api.page", "The list has no such page.", remedy="Ask for pages as far as the total goes.")
    )


def reads(router: Router, path: str, answer: Any, reach: Reach) -> Callable[[V], V]:
    """Make a function an operation that reads."""
    return _operation(router, "GET", path, answer, reach, READ_PROBLEMS)


def changes(router: Router, path: str, answer: Any, reach: Reach) -> Callable[[V], V]:
    """Make a function an operation that changes something."""
    return _operation(router, "POST", path, answer, reach, WRITE_PROBLEMS)


def unknown_parameters(request: HttpRequest, operation: str) -> list[Fault]:
    """Return the query parameters that an operation does not have, and those that are given more than once."""
    known = PARAMETERS[operation]
    faults = [
        Fault("api.unknown-parameter", "there is no such parameter", name, ", ".join(sorted(known)) or "none")
        for name in request.GET
        if name not in known
    ]
    faults += [
        Fault("api.parameter-twice", "a parameter is given once", name)
        for name, values in request.GET.lists()
        if name in known and len(values) > 1
    ]
    return faults


def _operation(
    router: Router, method: str, path: str, answer: Any, reach: Reach, problems: Iterable[int]
) -> Callable[[V], V]:
    def made(view: V) -> V:
        name = view.__name__
        PARAMETERS[name] = frozenset(_query_parameters(view))

        @wraps(view)
        def operation(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            faults = unknown_parameters(request, name)
            if faults:
                raise RowsRejected(*faults)
            return view(request, *args, **kwargs)

        # ninja would look for the names of the types in this module, not in the view's
        setattr(operation, "__signature__", _signature(view))  # noqa: B010
        registered = router.api_operation(
            [method],
            path,
            response={200: answer, **dict.fromkeys(sorted(problems), Problem)},
            auth=PersonalToken(reach, name),
            operation_id=name,
            url_name=name,
            summary=(view.__doc__ or "").split("\n")[0].rstrip("."),
            description=f"Needs a token for `{reach.value}`.",
        )(operation)
        return cast("V", registered)

    return made


def _signature(view: Callable[..., Any]) -> Signature:
    """Return what a function takes, with its types themselves in place of their names."""
    hints = get_type_hints(view, include_extras=True)
    written = signature(view)
    parameters = [
        each.replace(annotation=hints.get(name, each.annotation)) for name, each in written.parameters.items()
    ]
    return written.replace(parameters=parameters)


def _query_parameters(view: Callable[..., Any]) -> Iterable[str]:
    """Yield the names of the fields of what a function takes as its query."""
    for hint in get_type_hints(view, include_extras=True).values():
        if get_origin(hint) is Annotated:
            asked = get_args(hint)[0]
            if isinstance(asked, type) and issubclass(asked, Schema):
                yield from asked.model_fields
