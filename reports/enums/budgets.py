"""Kinds of money in budgets."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CostType(TextChoices):
    """What a budget line is for."""

    LEARNING_ROUTES = "learning_routes", _("Learning routes")
