"""Callers and what they call about."""

import pytest

from contracts.models import Contract
from tests.contracts.conftest import contract, line
from tests.support.calls import Caller

__all__ = ["contract", "line"]


@pytest.fixture
def caller(provider_user, contract: Contract) -> Caller:
    """The program of the provider of `contract`."""
    return Caller(provider_user)
