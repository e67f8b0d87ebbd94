"""A status as a badge: an icon, a word and a hue, never a hue alone."""

from functools import cache
from typing import Any

from django.db.models import Model, TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString

from config.shared.workflow import WORKFLOWS

TONES = {
    "neutral": "circle",
    "busy": "hourglass-split",
    "good": "check-circle-fill",
    "attention": "exclamation-triangle-fill",
    "wrong": "x-octagon-fill",
}
"""Icon of each tone; the hues stand in tokens.css."""


def badge_text(label: object, tone: str = "neutral") -> SafeString:
    """A badge with a word of your own; KeyError for a tone that does not exist."""
    return format_html(
        '<span class="status status-{}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>',
        tone,
        TONES[tone],
        label,
    )


def badge(member: Any) -> SafeString:
    """A badge for an enum member, which has a `label` and, where not neutral, a `tone`."""
    tone = getattr(member, "tone", "neutral")
    return badge_text(member.label, tone() if callable(tone) else tone)


def badge_of(
    obj: Model, field: str = "status", states: type[TextChoices] | None = None
) -> SafeString:
    """A badge for a model field; `states` only where no workflow has the field's values."""
    found = states or states_of(obj._meta.get_field(field))
    return badge(found(getattr(obj, field)))


@cache
def states_of(field: Any) -> type[TextChoices]:
    """The enum behind a model field, found among the workflows; LookupError when none has it."""
    values = {value for value, _label in field.flatchoices}
    for workflow in WORKFLOWS.values():
        if set(workflow.states.values) == values:
            return workflow.states
    raise LookupError(f"no workflow has the states of {field}: pass states=")
