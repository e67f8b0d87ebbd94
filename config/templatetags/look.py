"""What templates show with: values, badges, the rooms of the frame, and lists inside a page."""

from typing import Any

from django import template
from django.db.models import Model, TextChoices
from django.template.context import RequestContext
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2 import RequestConfig

from config.navigation import OpenRoom, rooms_for
from config.shared import badges, display
from config.shared.tables import BaseTable

register = template.Library()

register.filter("day", display.day)
register.filter("weekday", display.weekday)
register.filter("moment", display.moment)
register.filter("deadline", display.deadline)
register.filter("number", display.number)
register.filter("money", display.money)
register.filter("value_text", display.value_text)
register.filter("unbroken", stringfilter(display.unbroken), is_safe=True)


@register.filter
def badge(value: Any) -> SafeString:
    """The badge of an enum member, or of a model's status field."""
    return badges.badge_of(value) if isinstance(value, Model) else badges.badge(value)


@register.filter
def is_status(value: Any) -> bool:
    """Whether the value is an enum member with a tone, which is shown as a badge."""
    return isinstance(value, TextChoices) and hasattr(value, "tone")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon; the word beside it says the same."""
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag(takes_context=True)
def rooms(context: RequestContext) -> list[OpenRoom]:
    """The rooms the person may enter, with the current one marked."""
    return rooms_for(context["request"])


@register.simple_tag(takes_context=True)
def configured(context: RequestContext, table: BaseTable) -> BaseTable:
    """A table inside an object page, sorted and cut into pages by the request."""
    return RequestConfig(context["request"]).configure(table)


@register.simple_tag(takes_context=True)
def address(context: RequestContext, *pairs: Any) -> str:
    """This page's address with query values replaced: name, value, name, value; None takes off."""
    request = context["request"]
    query = request.GET.copy()
    for name, value in zip(pairs[::2], pairs[1::2], strict=True):
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path
