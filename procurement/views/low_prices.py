"""Prices that look abnormally low: proposed, explained, heard, judged (art. 2.116 Aw 2012)."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.badges import badge_text
from config.shared.views import Action, Crumb, FormPage, ModelPage
from procurement import actions
from procurement.enums import LotStatus
from procurement.forms.evaluation import AnswerForm, ExplanationForm, HearingForm, VerdictForm
from procurement.models import Lot, LotBid, LowPriceInquiry
from procurement.views.checks import UnderLotBid
from procurement.views.common import UnderTender, deadline_text, tender_trail


class LowPricesPage(UnderTender, ModelPage, TemplateView):
    """Every price beside the others, with a proposal whom to ask; once the prices are open."""

    model = Lot
    permission = Permission.TENDER_AWARD
    template_name = "procurement/low_prices.html"

    def get_title(self) -> str:
        return _("Low prices on lot %(lot)s") % {"lot": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot = self.object
        asked: QuerySet[Any] = LowPriceInquiry.objects.visible_to(self.person)
        inquiries = {
            one.lot_bid_id: one
            for one in asked.filter(lot_bid__lot=lot)
            .select_related("lot_bid__bid__provider")
            .order_by("pk")
        }
        prices = actions.low_prices(lot)
        return super().get_context_data(
            lot=lot,
            rows=[(one, inquiries.pop(one.lot_bid.pk, None)) for one in prices],
            put_aside=list(inquiries.values()),
            proposed_badge=badge_text(_("proposal: ask to explain"), "attention"),
            below_others=settings.LOW_PRICE_BELOW_OTHERS,
            below_fair=settings.LOW_PRICE_BELOW_FAIR,
            can_ask=lot.status == LotStatus.IN_EVALUATION and lot.prices_are_open,
            **kwargs,
        )


class UnderLowPrices(UnderLotBid):
    overview = "procurement:lot-low-prices"


class InquiryCreatePage(UnderLowPrices, FormPage):
    """Asks a bidder to explain its price; there is no such page while prices are closed."""

    model = LotBid
    form_class = ExplanationForm
    permission = Permission.TENDER_AWARD
    title = gettext_lazy("Ask to explain the price")
    submit_label = gettext_lazy("Ask the bidder")
    success_message = gettext_lazy("The bidder is asked, and told by mail.")

    def scoped_queryset(self) -> "QuerySet[LotBid]":
        rows = super().scoped_queryset().filter(lot__prices_opened_at__isnull=False)
        return rows.select_related("lot__tender", "bid__provider")

    def get_initial(self) -> dict[str, Any]:
        """A question that names what art. 2.116 lets a bidder explain."""
        return {
            "question": _(
                "Your price looks low to us for what we ask. Explain how it is built up: wages and "
                "hours of teachers, size of groups, places, and other circumstances by which you "
                "can offer it."
            )
        }

    def perform(self, form: ExplanationForm) -> LowPriceInquiry:
        return actions.ask_explanation(lot_bid=self.object, **form.cleaned_data, **self.moment())


class InquiryPage(UnderLowPrices, FormPage):
    """About one inquiry into a low price."""

    model = LowPriceInquiry

    @property
    def lot_bid(self) -> LotBid:
        lot_bid: LotBid = self.object.lot_bid
        return lot_bid

    def scoped_queryset(self) -> "QuerySet[LowPriceInquiry]":
        rows = super().scoped_queryset()
        return rows.select_related("lot_bid__lot__tender", "lot_bid__bid__provider")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.object
        return super().get_context_data(
            lot_bid=self.lot_bid,
            question=asked.question,
            answer=asked.explanation,
            answered_at=asked.explained_at,
            verdict=_words_of(asked.is_accepted),
            reason=asked.reason,
            due=deadline_text(asked.due_at),
            can_act=self.can_act(),
            **kwargs,
        )

    def can_act(self) -> bool:
        """Whether the form of this page can still be sent."""
        return not self.object.decided_at


def _words_of(is_accepted: bool | None) -> str:
    """How a price was judged; empty while it is not."""
    if is_accepted is None:
        return ""
    return _("The price is explained.") if is_accepted else _("The bid is rejected for its price.")


class InquiryAnswerPage(InquiryPage):
    """Where the bidder explains, until the term ends."""

    form_class = AnswerForm
    permission = Permission.BID_SUBMIT
    template_name = "procurement/asked_answer.html"
    title = gettext_lazy("Explain your price")
    submit_label = gettext_lazy("Send the explanation")
    success_message = gettext_lazy("Your explanation is sent to the region.")

    def breadcrumbs(self) -> list[Crumb]:
        bid = self.lot_bid.bid
        return tender_trail(self.tender, (_("Your bid"), bid.get_absolute_url()))

    def can_act(self) -> bool:
        asked = self.object
        return not asked.explained_at and not asked.decided_at and timezone.now() <= asked.due_at

    def perform(self, form: AnswerForm) -> LowPriceInquiry:
        return actions.explain_price(
            low_price_inquiry=self.object,
            explanation=form.cleaned_data["answer"],
            **self.moment(),
        )

    def get_success_url(self, result: Any = None) -> str:
        return self.request.path


class HearingPage(InquiryPage):
    """Keeps when the bidder was heard, and what was said."""

    form_class = HearingForm
    permission = Permission.TENDER_AWARD
    title = gettext_lazy("Record the hearing")
    success_message = gettext_lazy("The hearing is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"heard_on": self.object.heard_on, "hearing": self.object.hearing}

    def perform(self, form: HearingForm) -> LowPriceInquiry:
        return actions.record_hearing(
            low_price_inquiry=self.object, **form.cleaned_data, **self.moment()
        )


class InquiryJudgePage(InquiryPage):
    """Accepts the price, or rejects the bid for it."""

    form_class = VerdictForm
    permission = Permission.TENDER_AWARD
    template_name = "procurement/asked_judge.html"
    title = gettext_lazy("Judge the price")
    submit_label = gettext_lazy("Judge")
    success_message = gettext_lazy("The price is judged.")

    def page_actions(self) -> list[Action]:
        if not self.can_act():
            return []
        url = reverse("procurement:lowpriceinquiry-hearing", args=[self.object.pk])
        return [Action(_("Record the hearing"), url, "chat-left-text")]

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {
            "accept": _("The price is explained: the bid stays"),
            "refuse": _("The price is not explained: the bid is rejected, after the hearing"),
        }
        return super().get_form_kwargs() | words

    def perform(self, form: VerdictForm) -> LowPriceInquiry:
        return actions.judge_low_price(
            low_price_inquiry=self.object, **form.cleaned_data, **self.moment()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inquiry = self.object
        return super().get_context_data(
            heard_on=inquiry.heard_on, hearing=inquiry.hearing, **kwargs
        )
