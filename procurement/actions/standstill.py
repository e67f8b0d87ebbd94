"""How long nobody may sign after an award decision was sent."""

from datetime import date

from config.shared.periods import amsterdam
from procurement import terms
from procurement.models import Tender


def standstill_of(tender: Tender, sent_on: date) -> terms.Limit:
    """The last day of the standstill after decisions were sent, by which rule and how counted.

    The term that the tender announced counts; where the law binds, never fewer days than it says.
    The threshold is that of the day of publication.
    """
    published_on = amsterdam(tender.published_at) if tender.published_at else sent_on
    return terms.standstill(tender.case(published_on), sent_on, announced=tender.standstill_days)
