"""Signals of overruns, and report texts."""

from datetime import date
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from providers.enums import LearningRoute
from reports.enums import CauseCode, Recurrence, SignalKind, TextKind
from reports.enums.why import OverrunPart
from reports.models import (
    OverrunSignal,
    PlanningSection,
    PlanningText,
    SignalDecision,
)
from reports.overruns import Figures
from reports.texts.figures import SectionFigures, frozen
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory


def _figures() -> dict[str, Any]:
    """A budget of 100,000 euro that is 20,000 short."""
    return frozen(
        SectionFigures(
            code="S-6",
            name="Inburgering",
            figures=Figures(budget=Decimal(100_000), realised=Decimal(120_000)),
            planned_heads=10,
            heads=12,
            parts={OverrunPart.VOLUME: Decimal(20_000)},
        )
    )


class OverrunSignalFactory(DjangoModelFactory):
    """A budget of 100,000 euro that is 20,000 short."""

    class Meta:
        model = OverrunSignal

    region = factory.SubFactory(RegionFactory)
    kind = SignalKind.THRESHOLD
    year = 2026
    gemeente = factory.SubFactory(GemeenteFactory)
    route = LearningRoute.EDUCATION
    limit_amount = Decimal(100_000)
    overrun_amount = Decimal(20_000)
    forecast_amount = factory.LazyAttribute(lambda made: made.limit_amount + made.overrun_amount)
    passes_on = date(2026, 12, 1)
    cause = CauseCode.VOLUME
    raised_at = factory.LazyFunction(timezone.now)
    figures_at = factory.LazyFunction(timezone.now)


class SignalDecisionFactory(DjangoModelFactory):
    class Meta:
        model = SignalDecision

    signal = factory.SubFactory(OverrunSignalFactory)
    text = "Minder groepen starten"
    effect_amount = Decimal(-5_000)
    due_on = date(2026, 12, 15)
    decided_at = factory.LazyFunction(timezone.now)
    decided_by = factory.SubFactory(UserFactory)


class PlanningTextFactory(DjangoModelFactory):
    """The draft of an interim report."""

    class Meta:
        model = PlanningText

    region = factory.SubFactory(RegionFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    kind = TextKind.INTERIM
    year = 2026
    figures_on = date(2026, 9, 1)
    created_at = factory.LazyFunction(timezone.now)
    created_by = factory.SubFactory(UserFactory)


class PlanningSectionFactory(DjangoModelFactory):
    class Meta:
        model = PlanningSection

    text = factory.SubFactory(PlanningTextFactory)
    position = 1
    key = "O:"
    heading = "Inburgering (€ 20.000 nadeel - incidenteel)"
    recurrence = Recurrence.INCIDENTAL
    figures = factory.LazyFunction(_figures)
    cause = "Er zijn meer inburgeraars geplaatst dan begroot."
