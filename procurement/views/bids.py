"""The provider's bid: its page, the form, submitting; and the opened bid as the buyer reads it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.errors import Refused
from config.shared.forms import PageForm, add_refusal
from config.shared.views import Action, Crumb, DetailPage, FormPage, Step, TransitionPage
from procurement import actions
from procurement.enums import BidStatus, TenderStatus
from procurement.forms import BidForm, as_shown, copy_of
from procurement.models import Bid, BidReceipt, Lot, Tender
from procurement.views.common import UnderTender, deadline_text, tender_trail
from procurement.workflows import BID
from providers.models import Provider


def takes_bids(tender: Tender) -> bool:
    """Whether a page offers to bid; the database decides when it comes to it."""
    at = timezone.now()
    return tender.status == TenderStatus.PUBLISHED and bool(
        tender.closes_at and tender.closes_at > at
    )


class BidDetailPage(UnderTender, DetailPage):
    """A bid: for its provider with receipts and what can still be done, for the buyer opened."""

    model = Bid
    workflow = BID
    permission = Permission.BID_VIEW
    template_name = "procurement/bid_detail.html"

    def scoped_queryset(self) -> "QuerySet[Bid]":
        return super().scoped_queryset().select_related("tender__region", "provider")

    @cached_property
    def is_own(self) -> bool:
        """Whether the bid is the person's own organisation's."""
        return self.object.provider_id in providers_of(self.person)

    def get_title(self) -> str:
        """The tender for the bidder, the bidder for the buyer."""
        if self.is_own:
            return _("Your bid on %(tender)s") % {"tender": self.tender}
        return _("Bid of %(provider)s") % {"provider": self.object.provider}

    def facts(self) -> Iterable[tuple[Any, Any]]:
        bid = self.object
        yield _("Deadline for bids"), deadline_text(self.tender.closes_at)
        yield _("Contact"), bid.contact_name
        yield _("E-mail address"), bid.contact_email
        yield _("No ground for exclusion applies"), bid.declaration

    @cached_property
    def steps(self) -> list[Step]:
        """Withdrawing only: submitting starts from the working copy, see page_actions."""
        is_open = self.is_own and takes_bids(self.tender)
        return [step for step in super().steps if step.transition.name != "submit" and is_open]

    def page_actions(self) -> list[Action]:
        """Go on with the working copy, and submit it."""
        if not self.is_own or not takes_bids(self.tender):
            return []
        may, pk = Permission.BID_SUBMIT, self.object.pk
        replaces = self.object.status == BidStatus.SUBMITTED and not self.object.draft
        label = _("Replace") if replaces else _("Go on filling in")
        form_url = reverse("procurement:bid-update", args=[pk])
        change = Action(label, form_url, "pencil", not self.object.draft, may)
        if not self.object.draft:
            return [change]
        url = reverse("procurement:bid-submit", args=[pk])
        return [Action(_("Submit"), url, "send", primary=True, permission=may), change]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offers = self.object.lot_bids.select_related("lot").order_by("lot__number", "pk")
        receipts = BidReceipt.objects.visible_to(self.person).filter(bid=self.object)
        context = super().get_context_data(**kwargs)
        if self.is_own:
            context["history"] = _without_colleagues_of_the_buyer(context["history"])
        return context | {
            "bid": self.object,
            "tender": self.tender,
            "is_own": self.is_own,
            "offers": [(offer, self.is_own or offer.lot.prices_are_open) for offer in offers],
            "receipts": receipts.select_related("submitted_by").order_by("-sequence"),
            "takes_bids": takes_bids(self.tender),
            "notices": self._notices(),
        }

    def _notices(self) -> list[str]:
        """What the bidder should know beside the state."""
        if not self.is_own:
            return []
        notices = []
        if self.object.draft and self.object.status == BidStatus.SUBMITTED:
            notices.append(
                _("There are changes that you have not submitted. What you submitted stays valid.")
            )
        if takes_bids(self.tender):
            at = timezone.now()
            notices += actions.missing_recognitions(self.object.provider, self.tender, at=at)
        return notices


def _without_colleagues_of_the_buyer(lines: list[Any]) -> list[Any]:
    """The bidder's own acts; who opened stands in the buyer's record."""
    opened = str(BID.by_name["open"].label)
    return [line for line in lines if line.label != opened]


class BidFormPage(UnderTender, FormPage):
    """The form of a bid: one button keeps the working copy, the other leads to submitting."""

    form_class = BidForm
    permission = Permission.BID_SUBMIT
    template_name = "procurement/bid_form.html"

    @cached_property
    def lots(self) -> list[Lot]:
        """The lots of the tender, in order."""
        return list(self.tender.lots.order_by("number"))

    @property
    def provider(self) -> Provider:
        """The organisation for which the person acts; 404 for who acts for none."""
        return get_object_or_404(Provider, pk__in=providers_of(self.person))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lots": self.lots}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what was typed, complete or not; go on to submitting when that was asked."""
        form = self.get_form()
        try:
            bid = self.keep(form.typed())
        except Refused as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        if "submit" not in request.POST:
            return redirect(bid.get_absolute_url())
        if not form.is_valid():
            return self.form_invalid(form)
        return redirect("procurement:bid-submit", pk=bid.pk)

    def keep(self, typed: dict[str, str]) -> Bid:
        """Save the working copy; the bid it belongs to."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tender=self.tender,
            criteria=self.tender.criteria.all(),
            deadline_text=deadline_text(self.tender.closes_at),
            **kwargs,
        )


class BidCreatePage(BidFormPage):
    """The first time: the address has the tender's pk."""

    model = Tender
    title = gettext_lazy("Bid on the tender")

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object
        return tender

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender)

    def get_initial(self) -> dict[str, Any]:
        return {"contact_name": self.person.name, "contact_email": self.person.email}

    def keep(self, typed: dict[str, str]) -> Bid:
        where: dict[str, Any] = {"tender": self.object, "provider": self.provider}
        return actions.draft_bid(typed=typed, **where, **self.moment())


class BidUpdatePage(BidFormPage):
    """Going on with the working copy, or replacing what was submitted."""

    model = Bid
    title = gettext_lazy("Your bid")

    def get_initial(self) -> dict[str, Any]:
        """The working copy; without one, what was submitted."""
        return as_shown(self.object.draft or copy_of(self.object))

    def keep(self, typed: dict[str, str]) -> Bid:
        return actions.save_bid_draft(bid=self.object, typed=typed, **self.moment())


class BidSubmitPage(UnderTender, FormPage):
    """Shows what is about to be submitted; confirming submits it and gives a receipt."""

    model = Bid
    form_class = PageForm
    permission = Permission.BID_SUBMIT
    template_name = "procurement/bid_submit.html"
    title = gettext_lazy("Submit the bid")

    @cached_property
    def copy(self) -> BidForm:
        """The working copy, judged as a whole."""
        lots = list(self.tender.lots.order_by("number"))
        return BidForm(as_shown(self.object.draft), lots=lots)

    def perform(self, form: PageForm) -> BidReceipt:
        if not self.copy.is_valid():
            raise Refused(_("The bid is not complete yet. Go on filling it in."))
        return actions.submit_bid(bid=self.object, content=self.copy.content(), **self.moment())

    def get_success_message(self, result: BidReceipt) -> str:
        received = timezone.localtime(result.received_at)
        return _("Submitted. Received at %(moment)s; the receipt stands below.") % {
            "moment": f"{received:%H:%M:%S}"
        }

    def get_success_url(self, result: Any = None) -> str:
        return str(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_complete = self.copy.is_valid()
        return super().get_context_data(
            tender=self.tender,
            bid=self.object,
            copy=self.copy,
            content=self.copy.content() if is_complete else None,
            replaces=self.object.status == BidStatus.SUBMITTED,
            deadline_text=deadline_text(self.tender.closes_at),
            submit_label=_("Submit"),
            **kwargs,
        )


class BidTransitionPage(UnderTender, TransitionPage):
    """Withdraw; submitting has its own page."""

    model = Bid
    workflow = BID
    actions_map = {"withdraw": actions.withdraw_bid}
