"""Writes docs/reference/api.md out of the interface's own description, for ``make reference``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import django

OPENING = """# The interface for programs

This page is generated from the program; `make reference` writes it anew. The description that programs read, with every
field, is at `/api/v1/openapi.json` (OpenAPI 3.1). How to begin is in [use the API](../how-to/use-the-api.md).

- Every request carries a [personal token](../how-to/use-the-api.md) as `Authorization: Bearer …`, made for what the
  operation needs. It reaches what its person may see and do at that moment, and what is refused leaves a record.
- Lists have pages: `page` from 1, `per_page` up to 100. Each answer has `items`, `page`, `per_page` and `total`.
- A parameter or field that is not known is refused, by name.
- Times are in UTC. Days are business days, in London.
- Errors are problem details (RFC 9457, `application/problem+json`). `type` is `urn:frith:fault:` and the code of the
  first fault; `faults` has them all, each with `code`, `what`, `where`, `allowed`, `given` and `remedy`. The codes are
  in [errors](errors.md).

| status | when |
|---|---|
"""
WHEN = {
    401: "no token, or one that is unknown, has expired or was ended",
    403: "you may not, or the token was not made for it; a record that is not there is answered alike",
    404: "no operation has the address, nothing has the name, or the list has no such page",
    409: "somebody else changed the same thing since you read it: read it again",
    422: "a parameter or field is unknown, missing or not as it must be; all of them are told",
    429: "you asked more often than you may; `Retry-After` says for how many seconds to wait",
}


def api_reference() -> str:
    """Return the page: every operation with what it needs and takes. Django must be set up."""
    from frith.website.api.interface import api

    parts = [OPENING, *(f"| {status} | {when} |\n" for status, when in WHEN.items())]
    lines = sorted(_lines(api.get_openapi_schema()["paths"]), key=lambda each: each[0])
    for area, operations in groupby(lines, key=lambda each: each[0]):
        parts.append(
            f"\n## {area.capitalize()}\n\n| operation | does | token for | parameters |\n|---|---|---|---|\n"
        )
        parts.extend(line for _, line in operations)
    return "".join(parts)


def _lines(paths: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the area and the line of each operation, by address."""
    for path, methods in sorted(paths.items()):
        for method, operation in methods.items():
            named = [each["name"] for each in operation["parameters"] if each["in"] == "query"]
            body = operation.get("requestBody")
            if body:
                named.append(
                    "body " + body["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
                )
            reach = operation["description"].split("`")[1]
            asked = ", ".join(f"`{name}`" for name in named)
            yield (
                operation["tags"][0],
                f"| `{method.upper()} {path}` | {operation['summary']} | `{reach}` | {asked} |\n",
            )


if __name__ == "__main__":
    import sys

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frith.website.settings")
    django.setup()
    sys.stdout.write(api_reference())
