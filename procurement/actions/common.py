"""What every action of the tender room does the same way."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.errors import Refused
from config.shared.workflow import Entry, recorder


def require_status(obj: Any, *statuses: str) -> None:
    """Raise Refused unless `obj` is in one of `statuses`."""
    if obj.status not in statuses:
        raise Refused(
            _("This is no longer possible: the status is now “%(status)s”. Reload the page.")
            % {"status": obj.get_status_display()}
        )


def locked(obj: Any) -> Any:
    """The row of `obj` as it stands, locked until the transaction ends."""
    return type(obj)._base_manager.select_for_update(of=("self",)).get(pk=obj.pk)


def assign(obj: Model, changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set `changes` on `obj`; return what differs, as it was and as it is."""
    before = {name: getattr(obj, name) for name in changes}
    for name, value in changes.items():
        setattr(obj, name, value)
    changed = [name for name, value in before.items() if value != changes[name]]
    return {name: before[name] for name in changed}, {name: changes[name] for name in changed}


def note(
    obj: Model,
    action: str,
    *,
    by: User | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Append to the object's history something that is not a transition."""
    recorder().record([Entry(obj, action, by, at, before or {}, after or {}, reason)])


@contextmanager
def constraints_refuse(
    *models: type[Model],
    fields: Mapping[str, str] | None = None,
    sentences: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """One transaction in which a broken constraint becomes a Refused with its own sentence.

    `fields` says at which form field a constraint's sentence belongs; `sentences` has those of
    triggers, which no model knows.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
        known = _sentences(models) | dict(sentences or {})
        if name not in known:
            raise
        raise Refused(known[name], field=(fields or {}).get(name)) from error


def _sentences(models: tuple[type[Model], ...]) -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in models
        for constraint in model._meta.constraints
    }
