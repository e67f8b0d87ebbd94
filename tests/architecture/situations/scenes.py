"""What a situation is, and which form opens in which."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature

import pytest
from django.test import Client

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Scene:
    """Who may open a form (None: anybody), and the arguments of its address in their order.

    `prepare` is done with the client of that person before the form is opened.
    """

    person: User | None
    arguments: tuple[object, ...] = ()
    prepare: Callable[[Client], None] | None = None


Situation = Callable[..., Scene]
SITUATIONS: dict[str, Situation] = {}
"""By the name of the page; the parameters of a situation are fixtures."""


def opens(*names: str) -> Callable[[Situation], Situation]:
    """Registers the situation in which the forms of these pages open."""

    def registered(situation: Situation) -> Situation:
        SITUATIONS.update(dict.fromkeys(names, situation))
        return situation

    return registered


def staged(name: str, request: pytest.FixtureRequest) -> Scene:
    """The situation of the page with this name, brought about."""
    situation = SITUATIONS[name]
    asked = signature(situation).parameters
    return situation(**{each: request.getfixturevalue(each) for each in asked})
