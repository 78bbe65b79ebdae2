"""Whatever a client sends, the API answers as its own description says, and never with a 5xx."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api_app import app_for
from tests.fake_bot import FakeBot

AS_DESCRIBED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def description() -> schemathesis.BaseSchema:
    """Return the API as its OpenAPI page describes it."""
    return schemathesis.openapi.from_asgi("/openapi.json", app_for(FakeBot()))


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [
        ("POST", "/api/ask", schemathesis.GenerationMode.POSITIVE),
        ("POST", "/api/ask", schemathesis.GenerationMode.NEGATIVE),
        ("POST", "/api/ask/stream", schemathesis.GenerationMode.POSITIVE),
        ("POST", "/api/ask/stream", schemathesis.GenerationMode.NEGATIVE),
        ("GET", "/api/articles", schemathesis.GenerationMode.POSITIVE),
        ("GET", "/api/articles/{id}", schemathesis.GenerationMode.POSITIVE),
        ("GET", "/healthz", schemathesis.GenerationMode.POSITIVE),
        ("GET", "/readyz", schemathesis.GenerationMode.POSITIVE),
    ],
)
def test_the_api_answers_as_it_is_described(
    description: schemathesis.BaseSchema, method: str, path: str, mode: schemathesis.GenerationMode
) -> None:
    cases = description[path][method].as_strategy(generation_mode=mode)

    # Called rather than collected: schemathesis' own collection does not know pytest 9.2.
    @given(case=cases)
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def holds(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(checks=AS_DESCRIBED)

    holds()
