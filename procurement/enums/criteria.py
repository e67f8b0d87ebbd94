"""Codes of what bids are measured by."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CriterionKind(TextChoices):
    PRICE = "price", _("Price")
    QUALITY = "quality", _("Quality")


class PriceFormula(TextChoices):
    """How a price becomes points; frozen at publication."""

    RELATIVE = "relative", _("Relative: lowest price divided by own price")
    ABSOLUTE = "absolute", _("Absolute: on a published scale")
    VALUE = "value", _("Value-based: quality as a deduction in euro")
    FIXED = "fixed", _("Fixed price: quality only")


class TieRule(TextChoices):
    """Who comes first of bids with the same total; published beforehand."""

    QUALITY = "quality", _("The bid with the most quality points")
    PRICE = "price", _("The bid with the lowest price")
    DRAW = "draw", _("A draw by lot")


class ScoreMethod(TextChoices):
    """How the scores of the panel become one."""

    CONSENSUS = "consensus", _("Consensus, recorded by the chair")
    MEAN = "mean", _("The mean of the individual scores")


class RequirementKind(TextChoices):
    """What a bidder has to meet, as the ESPD divides it."""

    EXCLUSION = "exclusion", _("Ground for exclusion")
    SELECTION = "selection", _("Suitability")
    MINIMUM = "minimum", _("Minimum requirement")
