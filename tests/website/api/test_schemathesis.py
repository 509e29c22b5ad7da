"""Schemathesis reads the description and asks what it allows, and what it does not: the answers are as described."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from tests.made_partnership import Made
from tests.website.api.programs import MATRIX, ROOT, token_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FEW = settings(
    max_examples=15, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def description(ready: Made, settings) -> Iterator[schemathesis.BaseSchema]:
    """The description of the site in this process, which must leave the test's own connection open."""
    settings.FRITH_API_A_MINUTE = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("operation", list(MATRIX))
def test_answers_are_as_described(
    ready: Made, description: schemathesis.BaseSchema, operation: str, mode: GenerationMode
) -> None:
    headers = {"Authorization": f"Bearer {token_of(ready, 'dilys')}"}
    described = description.find_operation_by_id(operation)

    @FEW
    @given(case=described.as_strategy(generation_mode=mode))
    def asked(case: Case) -> None:
        case.call_and_validate(headers=headers)

    asked()


@pytest.mark.parametrize("operation", [name for name in MATRIX if not name.startswith("list_")])
def test_answers_about_what_is_there_are_as_described(
    ready: Made, description: schemathesis.BaseSchema, operation: str
) -> None:
    """What is made up at random is seldom the address of anything."""
    example = MATRIX[operation]
    described = description.find_operation_by_id(operation)
    name = sorted(example.allowed)[0]
    known = description.find_operation_by_id(operation).path.strip("/").split("/")[2:]
    given_now = example.address().strip("/").split("/")
    path = {part.strip("{}"): value for part, value in zip(known, given_now, strict=True) if part[0] == "{"}
    case = described.Case(path_parameters=path, **({"body": example.body} if example.body else {}))
    response = case.call_and_validate(headers={"Authorization": f"Bearer {token_of(ready, name)}"})
    assert response.status_code == 200
