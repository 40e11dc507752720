"""The service keeps to its own description whatever it is sent."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from stce_rules.serve.desk import Desk
from stce_rules.serve.http.application import Kept, application

_FORGIVEN: list[Any] = [positive_data_acceptance, negative_data_rejection]
"""A body may be of any installed format, and of canonical JSON everything that can be read is kept."""


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_request_breaks_the_service(desk: Desk, mode: GenerationMode) -> None:
    """Whether or not requests fit the description, each answer is one of those described, and none is 5xx."""
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", application(desk, Kept(limit_bytes=1_000_000)))
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)

        @given(case=found.ok().as_strategy(generation_mode=mode))
        @settings(max_examples=60, suppress_health_check=list(HealthCheck))
        def ask(case: schemathesis.Case[Any]) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(excluded_checks=_FORGIVEN)

        with suppress(Unsatisfiable):  # a route that takes nothing has no wrong requests
            ask()
    assert asked >= 60
