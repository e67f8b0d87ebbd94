"""From whom money comes, through which stream, and what it pays: as rows and as a picture."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from config.shared.charts import Chart, Flow, flow_chart
from config.shared.display import money
from contracts.enums import CostType
from reports.funding.statement import Settlement, Stream


@dataclass(frozen=True, slots=True)
class MoneyFlow:
    """An amount from a payer through a stream to a kind of cost, or to what is left."""

    payer: str
    stream: str
    target: str
    purpose: str
    amount: Decimal
    is_open: bool = False

    @property
    def row(self) -> dict[str, Any]:
        """As a row of the table."""
        return {
            "cost_type": self.purpose,
            "stream": self.stream,
            "payer": self.payer,
            "target": self.target,
            "amount": self.amount,
        }


def money_flows(settlement: Settlement) -> list[MoneyFlow]:
    """What streams paid, what they keep, and what gemeenten pay themselves, all gemeenten together.

    The amounts are the cost and what is left together.
    """
    covered = settlement.together
    paid = [
        _from_stream(settlement.streams[stream], str(CostType(purpose).label), amount)
        for (stream, purpose), amount in sorted(covered.used.items())
    ]
    kept = [
        _from_stream(settlement.streams[stream], _("Left"), amount)
        for stream, amount in sorted(covered.left.items())
        if amount
    ]
    return [*paid, *kept, *_own_means(covered.open_cost)]


def _from_stream(stream: Stream, purpose: str, amount: Decimal) -> MoneyFlow:
    return MoneyFlow(stream.payer, stream.name, str(stream.target.label), purpose, amount)


def _own_means(open_cost: dict[str, Decimal]) -> list[MoneyFlow]:
    payer, stream = _("The gemeenten"), _("No stream: own means")
    return [
        MoneyFlow(payer, stream, "", str(CostType(purpose).label), amount, is_open=True)
        for purpose, amount in sorted(open_cost.items())
        if amount
    ]


def money_picture(settlement: Settlement) -> Chart | None:
    """Bands from payer to stream to kind of cost; None without an amount above zero.

    What is below zero has no band and stands in the table of the page only.
    """
    found = [flow for flow in money_flows(settlement) if flow.amount > 0]
    if not found:
        return None
    own = sum((flow.amount for flow in found if flow.is_open), Decimal(0))
    words = {
        "year": settlement.year,
        "cost": money(settlement.total("cost")),
        "own": money(own),
    }
    return flow_chart(
        [
            Flow((flow.payer, flow.stream, flow.purpose), flow.amount, flow.is_open)
            for flow in found
        ],
        title=_title(own) % words,
        description=_(
            "From left to right who pays, through which stream, and for which kind of cost. The "
            "hatched bands are cost that no stream covers: %(own)s of %(cost)s."
        )
        % words,
        header=[_("From whom"), _("Funding stream"), _("Kind of cost")],
    )


def _title(own: Decimal) -> str:
    if own:
        return _("In %(year)s gemeenten pay %(own)s of %(cost)s from their own means")
    return _("In %(year)s the streams cover the whole cost of %(cost)s")
