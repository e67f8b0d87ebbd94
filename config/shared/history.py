"""The story of an object as lines a person reads, from what the recorder kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, DecimalField, Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared import display
from config.shared.workflow import Workflow, recorder


@dataclass(frozen=True, slots=True)
class Change:
    """One field: its name, what stood there and what stands there now."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """What was done, by whom, when and why."""

    at: datetime
    who: str
    label: str
    reason: str
    changes: tuple[Change, ...]


def lines(obj: Model, workflow: Workflow | None = None) -> list[Line]:
    """The history of `obj` as the recorder keeps it, newest first."""
    return [
        Line(
            at=entry.at,
            who=str(entry.by) if entry.by else _("Taalregie"),
            label=label_of(entry.action, workflow),
            reason=entry.reason,
            changes=tuple(_changes(obj, entry)),
        )
        for entry in recorder().history(obj)
    ]


ACTS: dict[str, str | Promise] = {
    "created": gettext_lazy("Made"),
    "updated": gettext_lazy("Changed"),
}
"""Words for what is done to objects that have no workflow; apps add theirs at start-up."""


def label_of(action: str, workflow: Workflow | None = None) -> str:
    """The transition's own word; else the word for the act, or its name as it was written down."""
    if workflow and action in workflow.by_name:
        return str(workflow.by_name[action].label)
    if workflow and action in workflow.acts:
        return str(workflow.acts[action])
    return str(ACTS.get(action, action.replace("_", " ").capitalize()))


def _changes(obj: Model, entry: Any) -> Iterator[Change]:
    """The changed fields a reader cares for: no stamps, no keys of other rows."""
    if not entry.before:
        return
    for name, after in entry.after.items():
        try:
            field: Any = obj._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        before = entry.before.get(name)
        if not field.is_relation and not name.endswith("_at") and before != after:
            yield Change(str(field.verbose_name), _shown(field, before), _shown(field, after))


def _shown(field: Any, value: Any) -> str:
    """A value as the fact sheet shows it; days and amounts were kept as text."""
    labels = dict(field.flatchoices)
    if value in labels:
        return str(labels[value])
    if isinstance(field, DateField | DecimalField) and not isinstance(field, DateTimeField):
        value = field.to_python(value)
    return str(display.value_text(value))
