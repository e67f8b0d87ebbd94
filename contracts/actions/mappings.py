"""What people say of the headers of their sheets."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.columns import key_of
from config.shared.errors import Refused
from contracts.actions.deliveries import ask_check
from contracts.actions.records import record_update
from contracts.models import ColumnMapping, Delivery

LONGEST = 200


@transaction.atomic
def map_columns(
    *, delivery: Delivery, sheet: str, columns: Mapping[str, str], by: User, at: datetime
) -> Delivery:
    """Remember for its provider what the headers of `sheet` mean, and have it checked again.

    `columns` gives by header the name of a column, or "" for a header to pass over. Refused when
    one column is given to two headers.
    """
    chosen = [name for name in columns.values() if name]
    if len(set(chosen)) < len(chosen):
        raise Refused(_("The same column is chosen for two headers: keep one."))
    rows = [
        ColumnMapping(
            provider_id=delivery.provider_id,
            sheet=sheet,
            header=header[:LONGEST],
            spelling=key_of(header)[:LONGEST],
            column=name,
            mapped_at=at,
            mapped_by=by,
        )
        for header, name in columns.items()
    ]
    ColumnMapping.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("provider", "sheet", "spelling"),
        update_fields=("header", "column", "mapped_at", "mapped_by"),
    )
    what = _("Columns pointed out: %(headers)s") % {"headers": ", ".join(columns)}
    record_update(delivery, {}, by=by, at=at, what=what)
    return ask_check(delivery=delivery, by=by, at=at)


@transaction.atomic
def forget_mapping(*, column_mapping: ColumnMapping, by: User, at: datetime) -> None:
    """Let a header mean again what its name says; sheets that were checked stay as they are."""
    what = _("Forgotten header: %(header)s") % {"header": column_mapping}
    record_update(column_mapping.provider, {}, by=by, at=at, what=what)
    column_mapping.delete()
