"""The interface itself: its operations put together, and its description in OpenAPI."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema

from frith.vocabulary.faults import Trouble
from frith.website.api import (
    actions,
    boards,
    closures,
    enquiries,
    evidence,
    histories,
    indicators,
    meetings,
    partnerships,
    problems,
    strategy,
)
from frith.website.api.asking import unknown_parameters

ABOUT = """What the pages of Frith show and do, for programs. A token stands for the person who made it, and reaches
what it was made for, of what that person may see and do at that moment; what is refused leaves the same record. Times
are in UTC, days are business days in London. Errors are problem details (RFC 9457); match on the code of a fault."""
OK = 200


class Interface(NinjaAPI):
    """Ninja's interface, whose description says that problems have a type of their own."""

    def get_openapi_schema(self, **settings: Any) -> OpenAPISchema:
        """Return the description in OpenAPI 3.1."""
        described = super().get_openapi_schema(**settings)
        for path in described["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if status != OK:
                        answer["description"] = problems.TITLES[status]
                        answer["content"] = {problems.PROBLEM: answer["content"].pop("application/json")}
        return described


api = Interface(
    title="Frith",
    version="1",
    description=ABOUT.replace("\n", " "),
    docs_url=None,
    urls_namespace="api",
)

for each in (
    partnerships,
    boards,
    meetings,
    actions,
    enquiries,
    strategy,
    indicators,
    evidence,
    closures,
    histories,
):
    api.add_router("", each.router, tags=[each.AREA])


def asked_wrongly(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Tell everything that is wrong with what was asked at once."""
    match = request.resolver_match
    unknown = unknown_parameters(request, match.url_name) if match and match.url_name else []
    return problems.problem(problems.UNPROCESSABLE, [*unknown, *problems.faults_of(error)])


HANDLERS: dict[type[Exception], Any] = {
    Trouble: problems.of_trouble,
    ValidationError: asked_wrongly,
    AuthenticationError: problems.no_token,
    Throttled: problems.too_many,
    HttpError: problems.unreadable,
    RequestDataTooBig: problems.unreadable,
    Exception: problems.broken,
}
for kind, handler in HANDLERS.items():
    api.add_exception_handler(kind, handler)
