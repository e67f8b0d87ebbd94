"""By which basis kept figures were counted."""

from django.db import models
from django.db.models import CheckConstraint
from django.utils.translation import gettext_lazy as _

from config.shared.constraints import one_of
from contracts.enums import RealisedBasis


def basis_field() -> models.CharField:
    """What made a cost count when the figures were made; the region may choose otherwise since."""
    return models.CharField(
        _("a cost counts on"),
        max_length=8,
        choices=RealisedBasis,
        default=RealisedBasis.DUE,
        db_default=RealisedBasis.DUE,
        editable=False,
    )


def basis_known(prefix: str) -> CheckConstraint:
    """The basis is one that there is."""
    return one_of(prefix, "basis", RealisedBasis.values)
