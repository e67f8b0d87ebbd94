"""Tables of what is kept about funding."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge
from config.shared.display import money
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
)
from contracts.enums import CostType, TargetGroup
from reports.enums.funding import CountEffect
from reports.models import (
    FundingPayment,
    FundingStream,
    HousedCount,
    HousedCountSheet,
    StreamShare,
    StreamYear,
)


class YearColumn(Column):
    """A year has no thousands separator."""

    def render(self, value: int) -> str:
        return str(value)


class FundingStreamTable(BaseTable):
    name = LinkColumn()
    cost_types = Column(orderable=False)
    default_columns = ("name", "kind", "cost_types", "recurrence", "payer", "target")
    telling = ("name", "kind")

    class Meta:
        model = FundingStream
        fields = (
            "name",
            "kind",
            "cost_types",
            "recurrence",
            "includes_vat",
            "payer",
            "target",
            "region",
        )
        order_by = ("name",)

    def render_cost_types(self, value: list[str]) -> str:
        """In words."""
        return ", ".join(str(CostType(code).label) for code in value)

    def value_cost_types(self, value: list[str]) -> str:
        """In words, for export."""
        return self.render_cost_types(value)


class StreamYearTable(BaseTable):
    """The versions of the years of one stream."""

    year = LinkColumn(orderable=False)
    number = NumberColumn(orderable=False)
    amount = MoneyColumn(orderable=False)
    stage = Column(orderable=False)
    known_on = DateColumn(orderable=False)
    key_version = Column(orderable=False, default=_("by hand"))
    telling = ("year", "amount")

    class Meta:
        model = StreamYear
        fields = ("year", "number", "stage", "amount", "known_on", "key_version")

    def render_year(self, value: int) -> str:
        return str(value)


class StreamShareTable(BaseTable):
    """The parts of one version."""

    gemeente = Column(orderable=False)
    amount = MoneyColumn(orderable=False)

    class Meta:
        model = StreamShare
        fields = ("gemeente", "amount")


class FundingPaymentTable(BaseTable):
    gemeente = Column()
    year = YearColumn()
    amount = MoneyColumn()
    paid_on = DateColumn()
    default_columns = ("gemeente", "year", "direction", "amount", "paid_on", "note")
    telling = ("gemeente", "amount")

    class Meta:
        model = FundingPayment
        fields = (
            "gemeente",
            "year",
            "stream",
            "direction",
            "amount",
            "paid_on",
            "note",
            "recorded_at",
        )
        order_by = ("-paid_on",)


class HousedCountTable(BaseTable):
    gemeente = Column()
    year = YearColumn()
    expected = NumberColumn()
    housed = NumberColumn()
    in_azc = NumberColumn()
    education = NumberColumn()
    default_columns = (
        "gemeente",
        "year",
        "target_group",
        "expected",
        "housed",
        "in_azc",
        "education",
    )
    telling = ("gemeente", "year")

    class Meta:
        model = HousedCount
        fields = (
            "gemeente",
            "year",
            "target_group",
            "expected",
            "housed",
            "in_azc",
            "education",
            "source",
            "sheet",
            "recorded_at",
        )
        order_by = ("-year", "gemeente")


class HousedCountSheetTable(BaseTable):
    filename = LinkColumn()
    received_at = DateColumn()
    received_by = Column(verbose_name=_("Handed in by"))
    confirmed_at = DateColumn()
    changed = NumberColumn()
    default_columns = ("filename", "received_at", "received_by", "confirmed_at", "changed")
    telling = ("filename", "confirmed_at")

    class Meta:
        model = HousedCountSheet
        fields = (
            "filename",
            "region",
            "received_at",
            "received_by",
            "confirmed_at",
            "confirmed_by",
            "changed",
            "sha256",
        )
        order_by = ("-received_at",)


class ReadCountTable(BaseTable):
    """Counts that were read from a sheet, with what each would do to what stands."""

    gemeente = Column(verbose_name=_("Gemeente"))
    year = YearColumn(verbose_name=_("Year"))
    target_group = Column(verbose_name=_("Target group"))
    expected = NumberColumn(verbose_name=_("Expected"))
    housed = NumberColumn(verbose_name=_("Counted on 31 December"))
    in_azc = NumberColumn(verbose_name=_("Still in an asylum centre"))
    education = NumberColumn(verbose_name=_("Of whom on the education route"))
    effect = Column(verbose_name=_("What changes"))
    telling = ("gemeente", "effect")

    class Meta:
        orderable = False

    def render_target_group(self, value: str) -> str:
        """In words."""
        return str(TargetGroup(value).label)

    def render_effect(self, value: CountEffect) -> str:
        """As a badge."""
        return badge(value)


class _Figures(BaseTable):
    """Rows that a page worked out; nothing to sort."""

    class Meta:
        orderable = False


def _sum_of(table: BaseTable, bound_column: Any) -> str:
    """What the rows are together, under their column."""
    amounts = (row[bound_column.name] for row in table.data)
    return money(sum(amounts, Decimal(0)))


class SummedColumn(MoneyColumn):
    """An amount with the sum of the rows under it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, footer=_sum_of, **kwargs)


class CoverageTable(_Figures):
    """What came in and what it covers in a year, one row a gemeente."""

    gemeente = LinkColumn(
        verbose_name=_("Gemeente"), linkify=lambda record: record["url"], footer=_("Total")
    )
    funding = SummedColumn(verbose_name=_("Funding"))
    corrected = SummedColumn(verbose_name=_("Of which corrected"))
    cost = SummedColumn(verbose_name=_("Cost"))
    used = SummedColumn(verbose_name=_("Spent"))
    left = SummedColumn(verbose_name=_("Left"))
    own_means = SummedColumn(verbose_name=_("Not covered"))
    telling = ("gemeente", "own_means")


class BalanceTable(_Figures):
    """What gemeenten and the region still owe each other of a year."""

    gemeente = LinkColumn(
        verbose_name=_("Gemeente"), linkify=lambda record: record["url"], footer=_("Total")
    )
    cost = SummedColumn(verbose_name=_("Cost"))
    held_by_region = SummedColumn(verbose_name=_("Held by the region"))
    to_region = SummedColumn(verbose_name=_("Paid to the region"))
    from_region = SummedColumn(verbose_name=_("Paid by the region"))
    still_to_pay = SummedColumn(verbose_name=_("Still to settle"))
    telling = ("gemeente", "still_to_pay")


class YearTable(_Figures):
    """Every year of a region, each leading to its own figures."""

    year = LinkColumn(verbose_name=_("Year"), linkify=lambda record: record["url"])
    funding = MoneyColumn(verbose_name=_("Funding"))
    cost = MoneyColumn(verbose_name=_("Cost"))
    used = MoneyColumn(verbose_name=_("Spent"))
    left = MoneyColumn(verbose_name=_("Left"))
    own_means = MoneyColumn(verbose_name=_("Not covered"))
    still_to_pay = MoneyColumn(verbose_name=_("Still to settle"))
    telling = ("year", "own_means")

    def render_year(self, value: int) -> str:
        return str(value)


class StreamPartTable(_Figures):
    """The streams of one gemeente in a year."""

    stream = Column(verbose_name=_("Funding stream"), footer=_("Total"))
    stage = Column(verbose_name=_("Stage"))
    first = SummedColumn(verbose_name=_("First told"))
    corrected = SummedColumn(verbose_name=_("Corrected"))
    amount = SummedColumn(verbose_name=_("Now"))
    used = SummedColumn(verbose_name=_("Spent"))
    left = SummedColumn(verbose_name=_("Left"))
    telling = ("stream", "amount")


class CostTable(_Figures):
    """The kinds of cost of one gemeente in a year."""

    cost_type = Column(verbose_name=_("Kind of cost"), footer=_("Total"))
    cost = SummedColumn(verbose_name=_("Cost"))
    covered = SummedColumn(verbose_name=_("Covered by streams"))
    open_cost = SummedColumn(verbose_name=_("Not covered"))
    telling = ("cost_type", "cost")


class OwedTable(_Figures):
    """From the cost of a gemeente to what is still to settle."""

    step = Column(verbose_name=_("Step"))
    amount = MoneyColumn(verbose_name=_("Amount"))
    telling = ("step", "amount")


class FlowTable(_Figures):
    """Which money paid which cost."""

    cost_type = Column(verbose_name=_("Kind of cost"), footer=_("Total"))
    stream = Column(verbose_name=_("Funding stream"))
    payer = Column(verbose_name=_("From whom"))
    target = Column(verbose_name=_("To whom"))
    amount = SummedColumn(verbose_name=_("Amount"))
    telling = ("cost_type", "amount")


class CountedTable(_Figures):
    """The SPUK of each gemeente in a year."""

    gemeente = Column(verbose_name=_("Gemeente"), footer=_("Total"))
    expected = NumberColumn(verbose_name=_("Expected people"))
    counted = NumberColumn(verbose_name=_("People counted"))
    advance = SummedColumn(verbose_name=_("Advances"))
    definitive = SummedColumn(verbose_name=_("Definitive"))
    settlement = SummedColumn(verbose_name=_("Top-up or recovery"))
    telling = ("gemeente", "settlement")


class SpukPaymentTable(_Figures):
    """When the SPUK comes in."""

    month = Column(verbose_name=_("Month"))
    amount = MoneyColumn(verbose_name=_("Amount"))
    telling = ("month", "amount")


class RuleTable(_Figures):
    """The rules of a year."""

    rule = Column(verbose_name=_("Funding rule"))
    value = Column(verbose_name=_("Value"), attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    since = Column(verbose_name=_("Own rule since"))
    source = Column(verbose_name=_("Source"))
    telling = ("rule", "value")


class CohortTable(_Figures):
    """The supplement of each year of housing against what the course costs."""

    year = YearColumn(verbose_name=_("Year of housing"))
    people = NumberColumn(verbose_name=_("Learners"))
    supplement = MoneyColumn(verbose_name=_("Supplement"))
    first_cost = MoneyColumn(verbose_name=_("Cost in the same year"))
    second_cost = MoneyColumn(verbose_name=_("Cost in the next year"))
    short = MoneyColumn(verbose_name=_("Short"))
    telling = ("year", "short")


class CashYearTable(_Figures):
    """What comes in and goes out by calendar year."""

    year = YearColumn(verbose_name=_("Year"))
    supplement = MoneyColumn(verbose_name=_("Supplement"))
    own_cost = MoneyColumn(verbose_name=_("Cost of who was housed in it"))
    earlier_cost = MoneyColumn(verbose_name=_("Cost of who was housed before"))
    short = MoneyColumn(verbose_name=_("Short"))
    short_so_far = MoneyColumn(verbose_name=_("Short so far"))
    booked = MoneyColumn(verbose_name=_("Cost lines of the education route"))
    telling = ("year", "short")


class WhatIfTable(_Figures):
    """The parts of a year under the present division and under another key."""

    gemeente = Column(verbose_name=_("Gemeente"))
    present = MoneyColumn(verbose_name=_("Part now"))
    other = MoneyColumn(verbose_name=_("Part under the other key"))
    difference = MoneyColumn(verbose_name=_("Difference"))
    telling = ("gemeente", "difference")


def rows_of(items: list[Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Attributes of each item as the cells of a row."""
    return [{name: getattr(item, name) for name in names} for item in items]
