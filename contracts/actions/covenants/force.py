"""What makes a covenant binding."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.periods import add_months, amsterdam
from contracts.actions.covenants import telling
from contracts.enums import CovenantStatus
from contracts.models import Covenant, CovenantClause
from contracts.workflows import COVENANT
from procurement.actions.common import locked, require_status


@transaction.atomic
def bring_into_force(*, covenant: Covenant, by: User | None, at: datetime) -> Covenant:
    """Make the covenant binding, with its first review planned; `by` None: the last signature did.

    Refused while a gemeente has not signed, or fewer schools than the kind asks.
    """
    row: Covenant = locked(covenant)
    require_status(row, CovenantStatus.OFFERED)
    _fill_in_for_good(row)
    moved = COVENANT.apply(row, "activate", by=by, at=at)
    begins_on = max(moved.first_on, amsterdam(at))
    moved.reviews.create(due_on=add_months(begins_on, moved.review_months))
    telling.tell_providers(
        moved, telling.IN_FORCE, lambda: _("The covenant has come into force."), at=at
    )
    return moved


def _fill_in_for_good(covenant: Covenant) -> None:
    """Put the words that fill the places of the clauses into the clauses themselves.

    From then on no other name of the region, and no other word of this site, changes what was
    signed. The digest stays the same.
    """
    clauses = list(covenant.clauses.order_by("position", "pk"))
    for clause, provision in zip(clauses, covenant.text().provisions, strict=True):
        clause.text = provision.text.replace("{", "{{").replace("}", "}}")
    CovenantClause.objects.bulk_update(clauses, ["text"])
