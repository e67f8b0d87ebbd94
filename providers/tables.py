"""Lists of the register."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.shared.badges import badge, badge_text
from config.shared.display import day
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn
from providers.models import Offering, Provider, ProviderMembership, Recognition
from providers.models.organisations import RUNS_ON


class HeldColumn(Column):
    """Until when a recognition is held: a day, "runs on", or a badge that it is not held."""

    attrs = {"td": {"class": "day"}}
    empty_values = ()

    def render(self, value: date | None) -> Any:
        if value is None:
            return badge_text(_("not held"))
        return _("runs on") if value == RUNS_ON else day(value)

    def value(self, value: date | None) -> Any:
        """The last day, for export; empty when not held or without a last day."""
        return None if value in (None, RUNS_ON) else value


class ChangeColumn(Column):
    """A link to the page `url_name` of the row, with the same `word` in every row."""

    def __init__(self, word: Any, url_name: str) -> None:
        super().__init__(
            accessor="pk",
            verbose_name=_("Action"),
            orderable=False,
            exclude_from_export=True,
            linkify=lambda record: reverse(url_name, args=[record.pk]),
        )
        self.word = word

    def render(self) -> Any:
        return self.word


class ProviderTable(BaseTable):
    legal_name = LinkColumn()
    quality_mark_until = HeldColumn(verbose_name=_("Blik op Werk until"))
    tst_until = HeldColumn(verbose_name=_("TST until"))
    created_at = DateColumn()
    default_columns = ("legal_name", "trade_name", "kind", "quality_mark_until", "tst_until")
    telling = ("legal_name", "kind")

    class Meta:
        model = Provider
        fields = (
            "legal_name",
            "trade_name",
            "kvk_number",
            "kind",
            "quality_mark_until",
            "tst_until",
            "duo_number",
            "brin",
            "email",
            "created_at",
        )
        order_by = ("legal_name",)


class RecognitionTable(BaseTable):
    first_on = DateColumn()
    last_on = DateColumn()
    standing = Column(
        accessor="pk", verbose_name=_("On this day"), order_by=("last_on", "first_on")
    )
    change = ChangeColumn(_("Set the last day"), "providers:recognition-end")
    telling = ("kind", "standing")

    class Meta:
        model = Recognition
        fields = ("kind", "number", "first_on", "last_on", "standing", "change")
        order_by = ("kind",)

    def __init__(self, *args: Any, on: date, may_change: bool, **kwargs: Any) -> None:
        """`on` is the day of which it says what holds."""
        hidden = () if may_change else ("change",)
        super().__init__(*args, exclude=hidden, **kwargs)
        self._on = on

    def render_standing(self, record: Recognition) -> Any:
        """Valid, expiring or lapsed, with the days that are left."""
        days = record.days_left(self._on)
        standing = record.standing_on(self._on)
        if days is None or days < 0:
            return badge(standing)
        words = ngettext("%(label)s: %(days)s day left", "%(label)s: %(days)s days left", days)
        return badge_text(words % {"label": standing.label, "days": days}, standing.tone)


class OfferingTable(BaseTable):
    change = ChangeColumn(_("Remove"), "providers:offering-remove")
    telling = ("route", "gemeente")

    class Meta:
        model = Offering
        fields = ("route", "gemeente", "mode", "change")
        order_by = ("route",)

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if may_change else ("change",), **kwargs)


class ProviderMembershipTable(BaseTable):
    person = LinkColumn(accessor="user__name", verbose_name=_("Name"), order_by=("user__name",))
    email = Column(accessor="user__email", verbose_name=_("E-mail address"))
    created_at = DateColumn()
    telling = ("person", "role")

    class Meta:
        model = ProviderMembership
        fields = ("person", "role", "email", "created_at")
        order_by = ("person",)
