"""What holds for every model: floors, money without floats, complete stamps, a scope."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.models import Model

from config.shared.views import ModelPage
from tests.support.pages import APPS, pages

FLOOR = {name: number for number, name in enumerate(APPS)}
STAMPED_OTHERWISE = {
    "contracts.Clause.created": "created_by is empty for a clause that a library begins with",
    "contracts.ClauseVersion.made": "made_by is empty for the text that a library begins with",
    "contracts.DataTask.answered": "answered_by is empty when a command delivered",
    "contracts.Delivery.confirmed": "confirmed_by is empty when a command delivered",
    "contracts.WaitlistEntry.created": "created_by is empty when a command delivered",
    "contracts.SeatOffer.answered": "answered_by is empty when nobody answered in time",
    "contracts.PlacementEvent.recorded": "recorded_by is empty when a command delivered",
    "procurement.MarketConsultation.closed": "closed_by is empty when it closes at its deadline",
    "procurement.LotOutcome.recorded": "recorded_by is empty when a lot ends for lack of bids",
    "contracts.Invoice.received": "received_by is empty when a command took it from a folder",
    "reports.ForecastSnapshot.taken": "taken_by is empty for one that the clock kept",
    "contracts.Delivery.received": "received_by is empty when a command delivered",
    "accounts.Job.created": "created_by is empty when nobody asked, as for the schedule",
}
"""Pairs of a moment and a person without the constraint of `stamped`, and why."""
WITHOUT_SCOPE = {
    "accounts.User": "people are seen through their memberships",
    "accounts.RegionGemeente": "seen through regions and gemeenten",
    "accounts.AuditSeal": "no page; for the command verify_audit",
    "accounts.ReminderSent": "no page; so that a reminder goes once",
    "accounts.SealedEvent": "no page; belongs to a seal",
    "accounts.StatusPair": "no data of anybody: a copy of the workflows",
    "accounts.IdempotencyKey": "no page; an answer kept for who asks the same again",
    "accounts.Heartbeat": "no data of anybody: a sign of life",
}
"""Models without visible_to, and why nobody needs one."""


def ours() -> Iterator[type[Model]]:
    for name in APPS:
        yield from apps.get_app_config(name).get_models()


def versions() -> set[type[Model]]:
    """The tables in which former versions are kept; no page shows them."""
    return {model for model in ours() if hasattr(model, "pgh_tracked_model")}


def test_foreign_keys_point_down():
    """The linter sees imports; a foreign key by name escapes it."""
    upward = [
        f"{model._meta.label}.{field.name} > {field.related_model._meta.label}"
        for model in ours()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and field.related_model
        and FLOOR.get(field.related_model._meta.app_label, -1) > FLOOR[model._meta.app_label]
    ]
    assert upward == []


def test_nothing_is_a_float():
    floats = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    assert floats == []


def stamps(model: type[Model]) -> Iterator[str]:
    """Events of which a moment and a person are kept."""
    names = {field.name for field in model._meta.get_fields()}
    for name in sorted(names):
        event = name.removesuffix("_at")
        if name.endswith("_at") and f"{event}_by" in names:
            yield event


def is_complete(model: type[Model], event: str) -> bool:
    """Whether both are always filled, or a constraint keeps them together."""
    both = [model._meta.get_field(f"{event}_{end}") for end in ("at", "by")]
    kept = any(
        constraint.name.endswith(f"_{event}_stamp_complete")
        for constraint in model._meta.constraints
    )
    return kept or not any(field.null for field in both)


def test_a_moment_and_who_acted_belong_together():
    loose = {
        f"{model._meta.label}.{event}"
        for model in set(ours()) - versions()
        for event in stamps(model)
        if not is_complete(model, event)
    }
    assert loose == set(STAMPED_OTHERWISE)


def test_every_model_says_who_sees_its_rows():
    without = {
        model._meta.label
        for model in set(ours()) - versions()
        if not hasattr(model._default_manager, "visible_to")
    }
    assert without == set(WITHOUT_SCOPE)


def test_every_model_with_pages_has_words_and_an_address():
    shown = {page.view.model for page in pages() if issubclass(page.view, ModelPage)} - {None}
    assert shown
    for model in shown:
        assert hasattr(model._default_manager, "visible_to"), model
        assert "__str__" in vars(model), model
        assert model._meta.verbose_name != model._meta.model_name or model._meta.app_label, model


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", *APPS, stdout=out)
    except SystemExit:
        pytest.fail(out.getvalue())
