"""Tables of saved reports and of what was mailed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.display import value_text
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn
from reports.models import ReportMail, SavedReport
from reports.questions import BY_CODE


class SavedReportTable(BaseTable):
    name = LinkColumn(linkify=lambda record: record.get_absolute_url())
    question = Column()
    owner = Column(
        accessor="owner__name", verbose_name=gettext_lazy("Kept by"), order_by=("owner__name",)
    )
    is_shared = Column()
    created_at = DateColumn()
    telling = ("name", "question")

    class Meta:
        model = SavedReport
        fields = ("name", "question", "owner", "is_shared", "created_at")

    def render_question(self, value: str) -> str:
        """What it asks."""
        return str(BY_CODE[value].asks)

    def value_question(self, value: str) -> str:
        """The same, for export."""
        return self.render_question(value)

    def render_is_shared(self, value: bool) -> Any:
        """Yes or no."""
        return value_text(value)

    def value_is_shared(self, value: bool) -> Any:
        """The same, for export."""
        return value_text(value)


class ReportMailTable(BaseTable):
    """What was mailed of one report, the last first; rows that were read already."""

    due_on = DateColumn(verbose_name=gettext_lazy("Day"))
    user = Column(accessor="user__name", verbose_name=gettext_lazy("To"))
    state = Column(empty_values=(), orderable=False, verbose_name=gettext_lazy("State"))
    finding = Column(verbose_name=gettext_lazy("Answer"))
    telling = ("due_on", "user")

    class Meta:
        model = ReportMail
        fields = ("due_on", "user", "state", "finding")
        orderable = False

    def render_state(self, record: ReportMail) -> str:
        """Mailed, left out, or waiting, and for how long already."""
        if record.mailed_at:
            return _("Mailed %(moment)s") % {"moment": value_text(record.mailed_at)}
        if record.left_out_at:
            return _("Left out: the person may no longer read it, or mailing was stopped")
        if record.mail_failures:
            return _("The mail server did not take it; it is tried again")
        return _("Waits to be mailed")
