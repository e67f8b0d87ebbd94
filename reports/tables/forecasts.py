"""Tables of forecasts, kept forecasts, expected indexation and commitments."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.badges import badge_text
from config.shared.display import NOTHING, day, money, number
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
)
from contracts.enums import GuaranteeKind
from reports.models import ForecastSnapshot, IndexationExpectation
from reports.overruns.commitments import Commitment
from reports.overruns.guarantees import GuaranteeOutlook, guarantees_of


class ForecastSnapshotTable(BaseTable):
    taken_on = LinkColumn(linkify=lambda record: record.get_absolute_url())
    taken_by = Column(default=_("by the clock"))
    realised = MoneyColumn(verbose_name=_("Realised"))
    committed = MoneyColumn(verbose_name=_("Committed"))
    expected = MoneyColumn(verbose_name=_("Expected"))
    telling = ("taken_on", "expected")

    class Meta:
        model = ForecastSnapshot
        fields = ("taken_on", "region", "note", "taken_by", "realised", "committed", "expected")
        order_by = ("-taken_on",)

    def render_taken_on(self, value: date) -> str:
        """The day in words."""
        return day(value)


class ForecastLineTable(BaseTable):
    """Every figure of the forecast: rows as dicts."""

    gemeente = Column(verbose_name=_("Gemeente"), orderable=False)
    subject = Column(verbose_name=_("Route or kind of cost"), orderable=False)
    contract = Column(verbose_name=_("Contract"), orderable=False)
    month = DateColumn(verbose_name=_("Month"), orderable=False)
    realised = MoneyColumn(verbose_name=_("Realised"), orderable=False)
    committed = MoneyColumn(verbose_name=_("Committed"), orderable=False)
    expected = MoneyColumn(verbose_name=_("Expected"), orderable=False)
    telling = ("gemeente", "expected")


class IndexationExpectationTable(BaseTable):
    percentage = NumberColumn()
    recorded_at = DateColumn()
    telling = ("year", "percentage")

    class Meta:
        model = IndexationExpectation
        fields = ("region", "year", "percentage", "source", "recorded_at")
        order_by = ("-year",)

    def render_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)

    def render_percentage(self, value: Decimal) -> str:
        """As a rise, without noughts behind."""
        return f"{number(value.normalize())}%"


class GuaranteeTable(BaseTable):
    """Rows of `guarantee_outlooks`."""

    contract = LinkColumn(
        accessor="guarantee__contract__reference",
        verbose_name=_("Contract"),
        orderable=False,
        linkify=lambda record: record.guarantee.get_absolute_url(),
    )
    minimum = Column(accessor="guarantee", verbose_name=_("Guaranteed"), orderable=False)
    until = DateColumn(
        accessor="guarantee__last_on", verbose_name=_("Up to and including"), orderable=False
    )
    taken = Column(accessor="amount", verbose_name=_("Realised and committed"), orderable=False)
    expected = Column(accessor="expected_amount", verbose_name=_("Expected"), orderable=False)
    shortfall = MoneyColumn(verbose_name=_("Short"), orderable=False)
    telling = ("contract", "shortfall")

    def render_taken(self, record: GuaranteeOutlook) -> str:
        """Euro, or learners."""
        return _in_its_unit(record, record.amount, record.heads)

    def render_expected(self, record: GuaranteeOutlook) -> str:
        """Euro, or learners."""
        return _in_its_unit(record, record.expected_amount, record.expected_heads)


def guarantee_table(person: User, on: date) -> GuaranteeTable | None:
    """What contracts guarantee, for a page; None where nothing is to be told."""
    rows = guarantees_of(person, on)
    return GuaranteeTable(rows, prefix="guarantees-") if rows else None


def _in_its_unit(record: GuaranteeOutlook, amount: Decimal, heads: int) -> str:
    if record.guarantee.kind == GuaranteeKind.VALUE:
        return money(amount)
    return gettext("%(heads)s learners") % {"heads": number(heads)}


class CommitmentTable(BaseTable):
    """Rows of `Commitments`."""

    contract = LinkColumn(
        accessor="contract",
        verbose_name=_("Contract"),
        orderable=False,
        linkify=lambda record: record.contract.get_absolute_url(),
        footer=_("Total"),
    )
    maximum = MoneyColumn(verbose_name=_("Maximum value"), orderable=False)
    realised = MoneyColumn(
        verbose_name=_("Realised"), orderable=False, footer=lambda table: _sum(table, "realised")
    )
    committed = MoneyColumn(
        verbose_name=_("Committed"), orderable=False, footer=lambda table: _sum(table, "committed")
    )
    expected = MoneyColumn(
        verbose_name=_("Expected"), orderable=False, footer=lambda table: _sum(table, "expected")
    )
    left = MoneyColumn(verbose_name=_("Left of the maximum"), orderable=False)
    used = Column(accessor="meter", verbose_name=_("Used"), orderable=False)
    of_year = MoneyColumn(
        verbose_name=_("Falls in the year"),
        orderable=False,
        footer=lambda table: _sum(table, "of_year"),
    )
    budget = MoneyColumn(
        verbose_name=_("Budgeted"),
        orderable=False,
        footer=lambda table: _sum(table, "budget"),
    )
    telling = ("contract", "committed")

    def render_contract(self, value: Any) -> str:
        """Its reference and whose it is; the title is on its page."""
        return f"{value.reference}, {value.provider}"

    def value_contract(self, value: Any) -> str:
        """The same in a file."""
        return self.render_contract(value)

    def render_used(self, record: Commitment) -> Any:
        """Per cent of the maximum; in words where what is expected passes it."""
        meter = record.meter
        if meter is None:
            return NOTHING
        text = f"{number(meter.percentage)}%"
        if record.left_after is not None and record.left_after < 0:
            return badge_text(gettext("%(part)s, will pass it") % {"part": text}, "attention")
        return badge_text(text, meter.tone) if meter.tone != "neutral" else text

    def value_used(self, record: Commitment) -> Any:
        """The per cents alone, for export."""
        return None if record.meter is None else record.meter.percentage


def _sum(table: BaseTable, name: str) -> str:
    amounts: Any = (getattr(row.record, name) for row in table.rows)
    return money(sum(amounts, Decimal(0)))
