"""Check constraints that every app writes the same way, with a sentence a person can read."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q
from django.utils.translation import gettext_lazy as _


def stamped(prefix: str, event: str) -> CheckConstraint:
    """`<event>_at` and `<event>_by` are filled together or not at all."""
    both = Q(**{f"{event}_at__isnull": False, f"{event}_by__isnull": False})
    neither = Q(**{f"{event}_at__isnull": True, f"{event}_by__isnull": True})
    return CheckConstraint(
        condition=both | neither,
        name=f"{prefix}_{event}_stamp_complete",
        violation_error_message=_("A moment and the person who acted belong together."),
    )


NOT_BEFORE = _("The last day may not be before the first day.")


def check_order(obj: Model, first: str, last: str) -> None:
    """Raise ValidationError at `last` when it lies before `first`; for a model's clean().

    Without it Django asks PostgreSQL whether an impossible range overlaps, which is an error.
    """
    begin, end = getattr(obj, first), getattr(obj, last)
    if begin and end and end < begin:
        raise ValidationError({last: NOT_BEFORE})


def in_order(prefix: str, first: str, last: str) -> CheckConstraint:
    """`last` is not before `first`; either may be empty."""
    return CheckConstraint(
        condition=Q(**{f"{last}__gte": F(first)})
        | Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True}),
        name=f"{prefix}_{last}_not_before_{first}",
        violation_error_message=NOT_BEFORE,
    )


def not_negative(prefix: str, *fields: str) -> CheckConstraint:
    """None of `fields` is below zero; empty is allowed."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__gte": Decimal(0)}) | Q(**{f"{field}__isnull": True})
    return CheckConstraint(
        condition=condition,
        name=f"{prefix}_{fields[0]}_not_negative",
        violation_error_message=_("An amount or number may not be below zero."),
    )


def minimum_and_maximum(prefix: str, minimum: str, maximum: str) -> CheckConstraint:
    """`maximum` is at least `minimum`."""
    return CheckConstraint(
        condition=Q(**{f"{maximum}__gte": F(minimum)}),
        name=f"{prefix}_{maximum}_at_least_minimum",
        violation_error_message=_("The maximum may not be below the minimum."),
    )


def all_or_none(*fields: str) -> Q:
    """Every one of `fields` is filled, or none of them."""
    every = Q(**{f"{field}__isnull": False for field in fields})
    return every | Q(**{f"{field}__isnull": True for field in fields})


def one_of(prefix: str, field: str, values: list[str]) -> CheckConstraint:
    """`field` holds one of the known codes, whoever writes the row."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": values}),
        name=f"{prefix}_{field}_known",
        violation_error_message=_("This code is not known."),
    )
