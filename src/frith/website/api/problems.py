"""What a program is told of what went wrong: problem details (RFC 9457), with every fault and its stable code."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Schema
from ninja.errors import AuthenticationError, Throttled, ValidationError

from frith.vocabulary.faults import ChangedMeanwhile, Fault, Refused, RowsRejected, Trouble, UnknownName

PROBLEM = "application/problem+json"
ROOT = "/api/"
TYPE = "urn:frith:fault:"
"""What the type of a problem begins with; the code of its first fault follows."""

TITLES = {
    401: "No token that works",
    403: "Not allowed",
    404: "Not known here",
    405: "Not done in this way",
    409: "Changed meanwhile",
    422: "Cannot be taken as asked",
    429: "Too many requests",
    500: "Something is broken here",
}
"""The statuses that a problem has, each with its title, which is the same every time."""
UNPROCESSABLE = 422

NO_TOKEN = Fault(
    "api.token",
    "This needs a token that works: none was given, or it is unknown, has expired or was ended.",
    "Authorization",
    "Bearer, and a token",
    remedy="Make one on the page of your tokens.",
)
NO_ADDRESS = Fault(
    "api.address",
    "There is no operation at this address.",
    remedy="Look at /api/v1/openapi.json for the operations there are.",
)
NO_METHOD = Fault(
    "api.method",
    "This address is not asked in this way.",
    remedy="Look at /api/v1/openapi.json for the operations there are.",
)
NOT_JSON = Fault(
    "api.body", "The body of the request cannot be read.", "body", "JSON in UTF-8, of 2 MB at most"
)
BROKEN = Fault(
    "api.broken",
    "Frith met a fault of its own. It was written down.",
    remedy="Try again later, and tell an administrator of this installation if it stays.",
)

logger = logging.getLogger(__name__)


class FaultTold(Schema):
    """One thing that is wrong: match on its code, which is stable, and show its words."""

    code: str
    what: str
    where: str
    allowed: str
    given: str
    remedy: str


class Problem(Schema):
    """Problem details (RFC 9457), with all faults that were found."""

    type: str
    title: str
    status: int
    detail: str
    faults: list[FaultTold]


def problem(status: int, faults: Sequence[Fault]) -> HttpResponse:
    """Return a problem. Its detail is what happened and what to do, of the first fault."""
    first = faults[0]
    said = [part.rstrip(".") for part in (first.what, first.remedy) if part]
    told = Problem(
        type=TYPE + first.code,
        title=TITLES[status],
        status=status,
        detail=". ".join(part[0].upper() + part[1:] for part in said) + ".",
        faults=[FaultTold.model_validate(fault) for fault in faults],
    )
    return JsonResponse(told.model_dump(), status=status, content_type=PROBLEM)


def of_trouble(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Say what stopped a request. What is unknown is told without what there is, as on the pages."""
    if isinstance(trouble, UnknownName):
        return problem(404, [Fault(each.code, each.what, remedy=each.remedy) for each in trouble.faults])
    if isinstance(trouble, ChangedMeanwhile):
        return problem(409, trouble.faults)
    if isinstance(trouble, Refused):
        return problem(403, trouble.faults)
    if isinstance(trouble, RowsRejected):
        return problem(UNPROCESSABLE, trouble.faults)
    return broken(request, trouble)


def no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Ask for a token, in the same words whatever is wrong with the one that was given."""
    response = problem(401, [NO_TOKEN])
    response["WWW-Authenticate"] = "Bearer"
    return response


def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    """Ask to wait."""
    seconds = max(1, math.ceil(error.wait or 1))
    response = problem(
        429,
        [
            Fault(
                "api.too-many",
                "You asked more often than you may.",
                remedy=f"Ask again in {seconds} seconds, and pages of more lines each.",
            )
        ],
    )
    response["Retry-After"] = str(seconds)
    return response


def unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that the body is not what it should be, or is too long."""
    return problem(UNPROCESSABLE, [NOT_JSON])


def faults_of(error: ValidationError) -> list[Fault]:
    """Return what is wrong with what was asked, by name."""
    return [_fault_of(each) for each in error.errors]


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Write down a fault of our own, and tell nothing of it."""
    logger.error("%s %s", request.method, request.path, exc_info=error)
    return problem(500, [BROKEN])


def _fault_of(error: dict[str, Any]) -> Fault:
    place = [str(part) for part in error["loc"]]
    if error["type"] == "extra_forbidden":
        return Fault(
            "api.unknown-field",
            "there is no such field",
            place[-1],
            remedy="Look at /api/v1/openapi.json for those there are.",
        )
    missing = error["type"] == "missing"
    what = "this is missing" if missing else "this cannot be taken as it is"
    return Fault("api.missing" if missing else "api.value", what, place[-1], "" if missing else error["msg"])


class AddressProblems:
    """Tells of addresses and methods that no operation has, where the interface is, as problems too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.get_response(request)
        told = {404: NO_ADDRESS, 405: NO_METHOD}.get(response.status_code)
        if told is None or not request.path.startswith(ROOT) or response["Content-Type"] == PROBLEM:
            return response
        made = problem(response.status_code, [told])
        if "Allow" in response:
            made["Allow"] = response["Allow"]
        return made
