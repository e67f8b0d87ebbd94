"""Submitting a bid: what is about to go in, and the receipt with the copy."""

from base64 import b64encode
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from config.shared.errors import Refused, refuse_if
from config.shared.forms import PageForm, add_refusal
from config.shared.views import FormPage
from procurement import actions
from procurement.enums import BidStatus
from procurement.forms import Section
from procurement.models import BidReceipt
from procurement.views.bid_work import OwnBid, copy_name, copy_text
from procurement.views.common import deadline_text


class BidSubmitPage(OwnBid, FormPage):
    """Shows what is about to be submitted; the answer to submitting has the receipt and the copy.

    That answer is no redirect: it is the last page that can show what was submitted.
    """

    form_class = PageForm
    template_name = "procurement/bid_submit.html"
    title = gettext_lazy("Submit the bid")

    @method_decorator(sensitive_variables())
    def form_valid(self, form: PageForm) -> HttpResponse:
        """Submit, then show the receipt with the readable copy; or say why not."""
        try:
            refuse_if(sentence for sentence, _url in self.work.missing_links())
            content, copy = (
                self.work.parts.content(),
                actions.readable_copy(self.object, at=self.work.now),
            )
            sections = self.work.parts.sections()
            moment: dict[str, Any] = {"by": self.person, "at": self.work.now}
            receipt = actions.submit_bid(bid=self.object, content=content, **moment)
        except Refused as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        return self._received(receipt, copy, sections)

    @method_decorator(sensitive_variables())
    def _received(
        self, receipt: BidReceipt, copy: dict[str, Any], sections: list[Section]
    ) -> HttpResponse:
        context = super().get_context_data(
            form=PageForm(),
            receipt=receipt,
            bid=self.object,
            tender=self.tender,
            sections=sections,
            copy_url=f"data:application/json;base64,{b64encode(copy_text(copy)).decode()}",
            copy_name=copy_name(self.object, receipt.sequence),
            deadline_text=deadline_text(self.tender.closes_at),
        )
        context["title"] = _("Your bid has been received")
        return render(self.request, "procurement/bid_submitted.html", context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        missing = self.work.missing_links() if self.object.draft else []
        return super().get_context_data(
            tender=self.tender,
            bid=self.object,
            missing_links=missing,
            is_ready=bool(self.object.draft) and not missing,
            sections=self.work.parts.sections(),
            replaces=self.object.status == BidStatus.SUBMITTED,
            **self.work.clock(),
            **kwargs,
        )
