"""Opening the bids of a tender, by two officers."""

from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.views import FormPage
from procurement import actions
from procurement.enums import TenderStatus
from procurement.models import OpeningRecord, Tender


class TenderOpenPage(FormPage):
    """The first officer asks, the second opens; the page says whose turn it is."""

    model = Tender
    form_class = PageForm
    permission = Permission.TENDER_OPEN
    template_name = "procurement/tender_open.html"
    title = gettext_lazy("Open the bids")

    @cached_property
    def opening(self) -> OpeningRecord | None:
        """What the first officer began, if anything."""
        found = OpeningRecord.objects.visible_to(self.person).filter(tender=self.object)
        return found.select_related("first_by").first()

    def perform(self, form: PageForm) -> OpeningRecord:
        return actions.open_bids(tender=self.object, by=self.person, at=timezone.now())

    def get_success_message(self, result: OpeningRecord) -> str:
        if result.second_at:
            return _("The bids are open. The record of opening stands on the tender's page.")
        return _("You are the first officer. Now a second officer opens the bids.")

    def get_success_url(self, result: Any = None) -> str:
        """The tender once open; until then this page, which says what is awaited."""
        return str(self.object.get_absolute_url()) if result.second_at else self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        until = actions.waiting_until(self.opening, timezone.now())
        is_first = bool(until and self.opening and self.opening.first_by_id == self.person.pk)
        return super().get_context_data(
            tender=self.object,
            opening=self.opening,
            waiting_until=until,
            is_first=is_first,
            can_open=self.object.status == TenderStatus.CLOSED,
            minutes=int(actions.opening_window().total_seconds() // 60),
            submit_label=_("Open the bids") if until else _("Ask to open the bids"),
            **kwargs,
        )
