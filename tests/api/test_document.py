"""The description of the API: published as the code has it, and after the Dutch design rules."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from accounts.enums import ApiScope
from config.shared.api.problems import Fault, problem
from config.shared.api.publishing import document, document_as_json
from tests.support.pages import endpoints

CHECK = settings.ROOT.parent / "shared" / "checks" / "adr_check.py"
SPECTRAL = os.environ.get("SPECTRAL", "")
WRITES = {"post", "patch", "delete"}


@pytest.fixture(scope="module")
def described() -> dict:
    return document()


def operations(described: dict):
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def names(operation: dict, where: str) -> set[str]:
    return {each["name"] for each in operation["parameters"] if each["in"] == where}


def test_it_is_public_and_names_this_installation(db, settings):
    settings.PUBLIC_URL = "https://taal.voorbeeld.test"
    answer = Client().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer["API-Version"] == answer.json()["info"]["version"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.json()["servers"][0]["url"].endswith("/api/v1")
    assert Client().post("/api/v1/openapi.json").status_code == 405


def test_it_is_in_english_whoever_asks(described):
    with translation.override("nl"):
        assert document() == described
        assert json.loads(document_as_json())["info"]["title"] == "Taalregie"


def test_every_address_is_described_with_the_scope_it_asks(described):
    assert len(described["paths"]) == len(endpoints())
    for path, method, operation in operations(described):
        assert any(f"Scope: `{scope.value}`." in operation["description"] for scope in ApiScope), (
            path,
            method,
        )
        assert operation["security"] == [{"token": []}]


def test_headers_and_problems_are_described_everywhere(described):
    for path, method, operation in operations(described):
        expected = {"400", "401", "403", "404", "406", "429", "500"}
        expected |= {"409", "413", "415", "422"} if method in WRITES else {"304"}
        assert expected <= operation["responses"].keys(), (path, method)
        assert ("Idempotency-Key" in names(operation, "header")) == (method in WRITES)
        assert ("If-Match" in names(operation, "header")) == (method == "patch")
        for code, answer in operation["responses"].items():
            found = described["components"]["responses"].get(f"Problem{code}", {})
            content = found if "$ref" in answer else answer
            assert "API-Version" in content["headers"], (path, method, code)
            if code >= "400":
                assert list(content["content"]) == ["application/problem+json"]


def test_a_problem_has_the_members_of_its_description(described):
    schemas = described["components"]["schemas"]
    told = problem(400, "x", faults=[Fault("y")])

    assert told.keys() == schemas["Problem"]["properties"].keys()
    assert told["errors"][0].keys() == schemas["Fault"]["properties"].keys()


@pytest.mark.skipif(not CHECK.exists(), reason="../shared/checks/adr_check.py is not there")
@pytest.mark.skipif(not Path(SPECTRAL).is_file(), reason="SPECTRAL names no spectral program")
def test_it_follows_the_dutch_design_rules(tmp_path):
    path = tmp_path / "openapi.json"
    path.write_text(document_as_json())

    said = subprocess.run(
        [sys.executable, CHECK, path, SPECTRAL], capture_output=True, text=True, check=False
    )

    assert said.stdout.endswith("1 passed, 0 failed\n"), said.stdout + said.stderr
    assert "0 error(s), 0 other" in said.stdout
