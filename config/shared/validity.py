"""Checks an object before it is saved, and says what is wrong as the domain does."""

from collections.abc import Sequence
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model

from config.shared.errors import Refused

Row = TypeVar("Row", bound=Model)


def valid(obj: Row, *, exclude: Sequence[str] = ()) -> Row:
    """Return `obj` when its fields and constraints hold; else Refused with every sentence.

    The refusal names the field when there is only one that is wrong. Costs a query for each
    unique or exclusion constraint.
    """
    try:
        obj.full_clean(exclude=set(exclude))
    except ValidationError as error:
        wrong = [name for name in error.message_dict if name != NON_FIELD_ERRORS]
        field = wrong[0] if len(wrong) == len(error.message_dict) == 1 else None
        raise Refused(*error.messages, field=field) from error
    return obj
