"""A moment as people type it: a day and a time on the Dutch clock."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from config.shared.errors import Refused
from procurement.terms import local_instant


class DutchMomentField(forms.DateTimeField):
    """Refuses a time that the spring night skips or the autumn night has twice, in words."""

    def to_python(self, value: Any) -> datetime | None:
        """The instant at which Dutch clocks show it; None for nothing."""
        typed = _typed(value)
        if typed is None or typed.tzinfo is not None:
            return super().to_python(value)
        try:
            return local_instant(typed.date(), typed.time())
        except Refused as refused:
            raise ValidationError(refused.messages) from refused


def _typed(value: Any) -> datetime | None:
    """What a browser's picker sends; None for another way of writing, and for what is no moment."""
    try:
        return parse_datetime(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
