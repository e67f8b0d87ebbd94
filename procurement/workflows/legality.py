"""What the law, or the region's own rules, ask of a tender before it is published."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from config.shared.periods import amsterdam
from procurement.enums import PriceFormula, PriceKind
from procurement.terms import MissingRule, procedure_advice

if TYPE_CHECKING:
    from procurement.models import Tender


def procedure_is_open(tender: "Tender", at: datetime) -> str | None:
    """The value and the subject leave this procedure open; in training anything goes."""
    if tender.region.is_training:
        return None
    on = amsterdam(tender.sent_at(at))
    try:
        advice = procedure_advice(tender.purchase(on, places_clients=False))
    except MissingRule as missing:
        return str(missing)
    if tender.procedure in advice.open_procedures:
        return None
    return _("“%(procedure)s” is not open for this value and subject: choose another.") % {
        "procedure": tender.get_procedure_display()
    }


def schedule_is_legal(tender: "Tender", at: datetime) -> str | None:
    """Every date keeps its term, or in training at least is understood to be too early or late."""
    try:
        objections = tender.objections(at)
    except MissingRule as missing:
        return str(missing)
    return " ".join(one.sentence for one in objections if not one.is_warning) or None


def prices_agree(tender: "Tender", at: datetime) -> str | None:
    """A fixed price leaves quality alone to compare, for every lot or for none."""
    price = tender.criteria.exclude(formula="").first()
    if price is None:
        return None
    return " ".join(_disagreements(tender, price.formula)) or None


def _disagreements(tender: "Tender", formula: str) -> Iterator[str]:
    is_fixed = formula == PriceFormula.FIXED
    lots = tender.lots.filter(price_kind=PriceKind.CEILING if is_fixed else PriceKind.FIXED)
    numbers = ", ".join(str(number) for number in lots.values_list("number", flat=True))
    if numbers and is_fixed:
        yield _("Quality alone decides, but these lots ask for a price: %(lots)s.") % {
            "lots": numbers
        }
    elif numbers:
        yield _("Prices are compared, but these lots have a fixed price: %(lots)s.") % {
            "lots": numbers
        }
