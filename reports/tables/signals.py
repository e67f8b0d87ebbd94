"""Tables of signals and of what was decided about them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    StatusColumn,
)
from reports.models import OverrunSignal, SignalDecision


class OverrunSignalTable(BaseTable):
    subject = LinkColumn(
        accessor="gemeente__name",
        empty_values=(),
        verbose_name=_("Budget or contract"),
        linkify=lambda record: record.get_absolute_url(),
        order_by=("gemeente__name", "contract__reference", "route"),
    )
    limit_amount = MoneyColumn()
    forecast_amount = MoneyColumn()
    overrun_amount = MoneyColumn()
    passes_on = DateColumn()
    status = StatusColumn()
    raised_at = DateColumn()
    owner = Column(accessor="owner__name", verbose_name=_("Responsible"))
    default_columns = (
        "subject",
        "overrun_amount",
        "kind",
        "passes_on",
        "cause",
        "owner",
        "status",
    )
    telling = ("subject", "overrun_amount")

    class Meta:
        model = OverrunSignal
        fields = (
            "subject",
            "kind",
            "year",
            "limit_amount",
            "forecast_amount",
            "overrun_amount",
            "passes_on",
            "cause",
            "owner",
            "status",
            "raised_at",
        )

    def render_subject(self, record: OverrunSignal) -> str:
        """Gemeente, year and route, or the contract."""
        return str(record)

    def value_subject(self, record: OverrunSignal) -> str:
        """The same, for export."""
        return str(record)

    def render_year(self, value: int) -> str:
        """A year has no thousands separator."""
        return str(value)


class SignalDecisionTable(BaseTable):
    """What has still to be done, under the signal that it is about."""

    text = Column()
    signal = Column(
        linkify=lambda record: record.signal.get_absolute_url(),
        order_by=("signal__gemeente__name", "signal__contract__reference"),
    )
    effect_amount = MoneyColumn()
    due_on = DateColumn()
    decided_by = Column(accessor="decided_by__name", verbose_name=_("Decided by"))
    decided_at = DateColumn()
    telling = ("text", "due_on")

    class Meta:
        model = SignalDecision
        fields = ("text", "signal", "effect_amount", "due_on", "decided_by", "decided_at")


class DecisionLogTable(BaseTable):
    """The log of one signal: what was decided, and what came of it."""

    decided_at = DateColumn()
    decided_by = Column(accessor="decided_by__name", verbose_name=_("Decided by"))
    text = Column()
    effect_amount = MoneyColumn()
    due_on = DateColumn()
    state = Column(empty_values=(), orderable=False, verbose_name=_("State"))
    telling = ("text", "state")

    class Meta:
        model = SignalDecision
        fields = ("decided_at", "decided_by", "text", "effect_amount", "due_on", "state")

    def render_state(self, record: Any) -> Any:
        """To do, done, or that it says how something was done."""
        if record.carries_out_id:
            return _("Done: %(decision)s") % {"decision": record.carries_out.text}
        return _("Done") if record.is_done else _("To do")
