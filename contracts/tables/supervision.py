"""Tables of sample checks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import SampleCheck, SampleItem


class SampleCheckTable(BaseTable):
    provider = LinkColumn(linkify=lambda record: record.get_absolute_url())
    region = Column()
    first_on = DateColumn()
    last_on = DateColumn()
    reply_by_on = DateColumn()
    drawn = NumberColumn(verbose_name=gettext_lazy("Placements drawn"))
    evidenced = NumberColumn(verbose_name=gettext_lazy("With evidence"))
    wrong = NumberColumn(verbose_name=gettext_lazy("Not in order"))
    status = StatusColumn()
    default_columns = (
        "provider",
        "first_on",
        "last_on",
        "reply_by_on",
        "drawn",
        "evidenced",
        "wrong",
        "outcome",
        "status",
    )
    telling = ("provider", "status")

    class Meta:
        model = SampleCheck
        fields = (
            "provider",
            "region",
            "first_on",
            "last_on",
            "reply_by_on",
            "drawn",
            "evidenced",
            "wrong",
            "outcome",
            "sanction",
            "status",
        )


class AskedCheckTable(BaseTable):
    """For the provider: which samples ask something of it."""

    first_on = LinkColumn(
        linkify=lambda record: reverse("contracts:samplecheck-evidence", args=[record.pk])
    )
    last_on = DateColumn()
    reply_by_on = DateColumn()
    drawn = NumberColumn(verbose_name=gettext_lazy("Placements drawn"))
    evidenced = NumberColumn(verbose_name=gettext_lazy("With evidence"))
    status = StatusColumn()
    telling = ("first_on", "status")

    class Meta:
        model = SampleCheck
        fields = ("first_on", "last_on", "reply_by_on", "drawn", "evidenced", "status")


class SampleItemTable(BaseTable):
    """For the region: each line leads who judges to its judgement, and others to the placement."""

    placement = LinkColumn(
        linkify=lambda record, table: (
            reverse("contracts:sampleitem-judge", args=[record.pk])
            if table.judges
            else record.placement.get_absolute_url()
        )
    )
    gemeente = Column(accessor="placement__gemeente", verbose_name=gettext_lazy("Gemeente"))
    evidence_at = DateColumn()
    is_in_order = Column(empty_values=())
    telling = ("placement", "is_in_order")

    class Meta:
        model = SampleItem
        fields = ("placement", "gemeente", "filename", "evidence_at", "is_in_order", "remark")

    def __init__(self, *args: Any, judges: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.judges = judges

    def render_is_in_order(self, value: Any) -> str:
        """In a word, also while nobody has looked."""
        return {True: _("Yes"), False: _("No")}.get(value, _("Not judged yet"))


class AskedItemTable(BaseTable):
    """For the provider: each line leads to where its evidence goes."""

    placement = LinkColumn(
        linkify=lambda record: reverse("contracts:sampleitem-evidence", args=[record.pk])
    )
    gemeente = Column(accessor="placement__gemeente", verbose_name=gettext_lazy("Gemeente"))
    evidence_at = DateColumn()
    telling = ("placement", "evidence_at")

    class Meta:
        model = SampleItem
        fields = ("placement", "gemeente", "filename", "evidence_at")
