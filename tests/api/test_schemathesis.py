"""Every operation with all that its description allows, and with what it does not.

No server error, no status, header, content type or body that the description does not name, and
nothing accepted that it forbids. Tokens of a coordinator and of a provider take turns.
"""

from collections.abc import Iterator
from itertools import product

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi import checks

from config.shared.api.publishing import document
from config.wsgi import application
from tests.architecture.objects import World
from tests.factories.api import bearer, token_of
from tests.support.proof import FULL

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
EXAMPLES = 40 if FULL else 4
BASE = "http://testserver/api/v1"
PLACES = {
    "capacity": "CapacityLine",
    "contracts": "Contract",
    "deliveries": "Delivery",
    "duo-exports": "DuoExport",
    "groups": "CourseGroup",
    "invoices": "Invoice",
    "placements": "Placement",
    "planning-texts": "PlanningText",
    "signals": "OverrunSignal",
    "statements": "Statement",
    "waiting-list": "WaitlistEntry",
}
"""What the id in a path is of, by the first part of the path."""


@pytest.fixture
def tokens(request, db, noord, provider_user, coordinator) -> list[str]:
    """Headers of both tokens, in a world with one object of every kind."""
    return [bearer(token_of(person)) for person in (coordinator, provider_user)]


@pytest.fixture
def _requests_leave_the_connection_open():
    """As Django's own client does: the requests of a test share its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations(described) -> Iterator:
    for found in described.get_all_operations():
        yield found.ok()


@pytest.mark.usefixtures("_requests_leave_the_connection_open")
def test_no_call_meets_an_answer_that_the_description_does_not_name(request, tokens, settings):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    world = World(request)
    ids = {model.__name__: obj.pk for model, obj in world.objects.items()}
    described = schemathesis.openapi.from_dict(document())
    described.app = application
    described.config.update(base_url=BASE)
    tried = 0
    for operation, mode, token in product(operations(described), GenerationMode, tokens):
        _try(operation, mode, token, ids)
        tried += 1
    assert tried > 40


def _try(operation, mode, token: str, ids: dict[str, int]) -> None:
    """So many cases of one operation, with the id of something that exists."""
    known = {"id": ids[PLACES[operation.path.split("/")[1]]]} if "{id}" in operation.path else None
    headers = {"If-Match": "*"} if operation.method == "patch" else None
    cases = operation.as_strategy(generation_mode=mode, path_parameters=known, headers=headers)

    @given(cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def tried(case) -> None:
        case.headers["Authorization"] = token
        case.call_and_validate(checks=CHECKS)

    tried()
