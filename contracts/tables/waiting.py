"""Tables of the waiting list."""

from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from config.shared import display
from config.shared.badges import badge, badge_text
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.enums import OfferAnswer
from contracts.models import SeatOffer, WaitlistEntry
from contracts.waiting import days_waited, is_over, pip_due


class WaitlistEntryTable(BaseTable):
    """Who waits; rows come from `in_order` and `with_guarantee`, days count up to `on`."""

    reference = LinkColumn()
    gemeente = Column()
    days = NumberColumn(
        accessor="since_on", order_by=("-since_on",), verbose_name=_("Days waiting")
    )
    guaranteed_weeks = Column(verbose_name=_("Start guarantee"))
    since_on = DateColumn()
    latest_start_on = DateColumn(verbose_name=_("Latest sensible start"))
    priority = Column()
    pip_on = Column(verbose_name=_("PIP"), empty_values=(), attrs={"td": {"class": "day"}})
    term_ends_on = DateColumn()
    placement = LinkColumn(
        accessor="placement__reference",
        verbose_name=_("Placement"),
        linkify=lambda record: record.placement.get_absolute_url() if record.placement else "",
    )
    status = StatusColumn()
    default_columns = (
        "reference",
        "gemeente",
        "route",
        "level",
        "days",
        "guaranteed_weeks",
        "latest_start_on",
        "priority",
        "status",
    )
    telling = ("reference", "days")

    class Meta:
        model = WaitlistEntry
        fields = (
            "reference",
            "gemeente",
            "region",
            "route",
            "level",
            "target_group",
            "mode",
            "place",
            "since_on",
            "days",
            "guaranteed_weeks",
            "latest_start_on",
            "priority",
            "pip_on",
            "term_ends_on",
            "placement",
            "status",
        )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def render_days(self, value: date) -> str:
        """Whole days on the list."""
        return display.number(days_waited(value, self.on))

    def value_days(self, value: date) -> int:
        """The bare number, for export."""
        return days_waited(value, self.on)

    def render_guaranteed_weeks(self, value: int, record: WaitlistEntry) -> SafeString | str:
        """The weeks that a contract promises, marked once they have passed."""
        text = ngettext("%(weeks)s week", "%(weeks)s weeks", value) % {"weeks": value}
        if not is_over(record.since_on, value, self.on):
            return text
        return badge_text(gettext("%(weeks)s passed") % {"weeks": text}, "wrong")

    def value_guaranteed_weeks(self, value: int) -> int:
        """The bare number, for export."""
        return value

    def render_latest_start_on(self, value: date) -> SafeString | str:
        """The day, marked once it has passed."""
        text = display.day(value)
        return badge_text(text, "attention") if value < self.on else text

    def value_latest_start_on(self, value: date) -> date:
        """The bare day, for export."""
        return value

    def render_priority(self, value: bool) -> SafeString | str:
        """A badge for who goes first."""
        return badge_text(gettext("Priority"), "attention") if value else display.NOTHING

    def value_priority(self, value: bool) -> str:
        """Yes or no, for export."""
        return display.value_text(value)

    def render_pip_on(self, record: WaitlistEntry) -> SafeString | str:
        """The day of the PIP; without one the last day on which it is in time, where known."""
        if record.pip_on:
            return display.day(record.pip_on)
        if not record.notice_on:
            return display.NOTHING
        due_on = pip_due(record.notice_on)
        text = gettext("due %(day)s") % {"day": display.day(due_on)}
        return badge_text(text, "wrong") if due_on < self.on else text

    def value_pip_on(self, record: WaitlistEntry) -> date | None:
        """The bare day, for export."""
        return record.pip_on


class SeatOfferTable(BaseTable):
    """The seats that one learner was offered, newest first."""

    placement = LinkColumn(
        accessor="placement__contract__provider",
        verbose_name=_("Provider"),
        orderable=False,
        linkify=lambda record: record.placement.get_absolute_url(),
    )
    group = Column(accessor="placement__course_group", verbose_name=_("Group"), orderable=False)
    first_on = DateColumn(
        accessor="placement__planned_first_on", verbose_name=_("First day"), orderable=False
    )
    reply_by_on = DateColumn(orderable=False)
    offered_at = DateColumn(orderable=False)
    offered_by = Column(orderable=False)
    answer = Column(orderable=False, empty_values=())
    answered_at = DateColumn(orderable=False)
    reason = Column(orderable=False)
    telling = ("placement", "answer")

    class Meta:
        model = SeatOffer
        fields = (
            "placement",
            "group",
            "first_on",
            "reply_by_on",
            "answer",
            "answered_at",
            "reason",
            "offered_at",
            "offered_by",
        )

    def render_answer(self, record: SeatOffer) -> SafeString:
        """What came of it, as a badge."""
        if not record.answer:
            return badge_text(gettext("Waits for an answer"), "busy")
        return badge(OfferAnswer(record.answer))

    def value_answer(self, record: SeatOffer) -> str:
        """The word, for export."""
        return str(record.get_answer_display())
