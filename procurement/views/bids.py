"""The bid: beginning it, its page for bidder and buyer, withdrawing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import deadline
from config.shared.forms import PageForm
from config.shared.views import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    Panel,
    Step,
    TransitionPage,
)
from procurement import actions
from procurement.enums import BidStatus
from procurement.espd import answered
from procurement.models import Bid, BidReceipt, Tender
from procurement.views import asked, letters
from procurement.views.bid_work import Secret, Workplace, is_own, takes_bids
from procurement.views.common import UnderTender, deadline_text, tender_trail
from procurement.workflows import BID
from providers.models import Provider


class BidCreatePage(Secret, ConfirmPage):
    """Begins the bid of one's organisation on a tender; the address has the tender's pk."""

    model = Tender
    permission = Permission.BID_SUBMIT
    title = gettext_lazy("Bid on this tender")
    submit_label = gettext_lazy("Begin the bid")

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.object)

    @cached_property
    def provider(self) -> Provider:
        """The organisation for which the person acts; 404 for who acts for none."""
        return get_object_or_404(Provider, pk__in=providers_of(self.person))

    def missing(self) -> list[str]:
        """Why this organisation cannot bid."""
        if not takes_bids(self.object, timezone.now()):
            return [_("This tender takes no bids.")]
        sentence = actions.may_bid(self.object, self.provider)
        return [sentence] if sentence else []

    def consequences(self) -> Sequence[Any]:
        return [
            _(
                "You fill in your bid in parts. It is kept while you type, and nobody but your own "
                "organisation can read it."
            ),
            _("You can submit, replace and withdraw it until %(deadline)s.")
            % {"deadline": deadline_text(self.object.closes_at)},
        ]

    def perform(self, form: PageForm) -> Bid:
        where: dict[str, Any] = {"tender": self.object, "provider": self.provider}
        return actions.start_bid(**where, by=self.person, at=timezone.now())


class BidDetailPage(Secret, UnderTender, DetailPage):
    """A bid: for its provider what it still needs and its receipts, for the buyer once opened."""

    model = Bid
    workflow = BID
    permission = Permission.BID_VIEW
    template_name = "procurement/bid_detail.html"

    def scoped_queryset(self) -> "QuerySet[Bid]":
        return super().scoped_queryset().select_related("tender__region", "provider")

    @cached_property
    def is_own(self) -> bool:
        """Whether the bid is the person's own organisation's."""
        return is_own(self.object, self.person)

    @cached_property
    def is_open(self) -> bool:
        """Whether the bidder can still change something."""
        return self.is_own and self.work.is_open

    @cached_property
    def work(self) -> Workplace:
        """What the bidder's pages know of the bid."""
        return Workplace(self.object, timezone.now())

    def get_title(self) -> str:
        """The tender for the bidder, the bidder for the buyer."""
        if self.is_own:
            return _("Your bid on %(tender)s") % {"tender": self.tender}
        return _("Bid of %(provider)s") % {"provider": self.object.provider}

    def facts(self) -> Iterable[tuple[Any, Any]]:
        """What may be known at this moment: contact and partners once the bid was opened."""
        bid = self.object
        if not self.is_own:
            yield _("Deadline for bids"), deadline_text(self.tender.closes_at)
        if bid.draft_saved_at:
            yield _("Working copy saved"), deadline(bid.draft_saved_at)
        if bid.status == BidStatus.OPENED:
            yield _("Contact"), bid.contact_name
            yield _("E-mail address"), bid.contact_email

    @cached_property
    def steps(self) -> list[Step]:
        """Withdrawing only: submitting starts from the working copy, see page_actions."""
        return [step for step in super().steps if step.transition.name != "submit" and self.is_open]

    def panels(self) -> list[Panel]:
        """Other rooms bring theirs."""
        return [panel for panels_of in PANELS for panel in panels_of(self)]

    def page_actions(self) -> list[Action]:
        """What each room offers."""
        return [action for actions_of in ACTIONS for action in actions_of(self)]

    def own_actions(self) -> list[Action]:
        """Submit the working copy, or start one from what was kept."""
        if not self.is_open:
            return []
        may, pk = Permission.BID_SUBMIT, self.object.pk
        restore = Action(
            _("Start from your copy"),
            reverse("procurement:bid-restore", args=[pk]),
            "upload",
            primary=not self.object.draft,
            permission=may,
        )
        if not self.object.draft:
            return [restore]
        submit = Action(
            _("Check and submit"),
            reverse("procurement:bid-submit", args=[pk]),
            "send",
            primary=True,
            permission=may,
        )
        return [submit, restore]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.is_own:
            context["history"] = _without_colleagues_of_the_buyer(context["history"])
        return context | {
            "bid": self.object,
            "tender": self.tender,
            "is_own": self.is_own,
            "is_open": self.is_open,
            **self._of_bidder(),
            **self._of_opened(),
        }

    def _of_bidder(self) -> dict[str, Any]:
        """The parts of the form, and the receipts."""
        if not self.is_own:
            return {"receipts": [], "form_steps": []}
        receipts = BidReceipt.objects.visible_to(self.person).filter(bid=self.object)
        working = self.is_open and self.object.status in actions.CHANGEABLE
        return {
            "receipts": receipts.select_related("submitted_by").order_by("-sequence"),
            "form_steps": self.work.steps() if working else [],
            "missing_links": self.work.missing_links() if working and self.object.draft else [],
            "notices": self._notices(),
            **self.work.clock(),
        }

    def _of_opened(self) -> dict[str, Any]:
        """What two officers found in it; prices once theirs were opened too."""
        if self.object.status != BidStatus.OPENED:
            return {"offers": []}
        offers = self.object.lot_bids.select_related("lot").prefetch_related(
            "answers__criterion", "prices__line"
        )
        return {
            "offers": [
                (offer, self.is_own or offer.lot.prices_are_open)
                for offer in offers.order_by("lot__number", "pk")
            ],
            "statements": answered(self.object.espd),
            "partners": self.object.partners.order_by("role", "pk"),
            "files": self.object.files.exclude(opened_at__isnull=True).order_by("pk"),
        }

    def _notices(self) -> list[str]:
        """What the bidder should know beside the state."""
        notices = []
        if self.object.draft and self.object.status == BidStatus.SUBMITTED:
            notices.append(
                _("There are changes that you have not submitted. What you submitted stays valid.")
            )
        if self.is_open:
            notices += actions.missing_recognitions(self.object.provider, self.tender)
        return notices


def _without_colleagues_of_the_buyer(lines: list[Any]) -> list[Any]:
    """The bidder's own acts; who opened stands in the buyer's record."""
    opened = str(BID.by_name["open"].label)
    return [line for line in lines if line.label != opened]


class BidTransitionPage(Secret, UnderTender, TransitionPage):
    """Withdraw; submitting has its own page."""

    model = Bid
    workflow = BID
    actions_map = {"withdraw": actions.withdraw_bid}


PANELS: tuple[Callable[[BidDetailPage], list[Panel]], ...] = (letters.panels_of,)
"""Who adds tabs to the page of a bid, in their order."""
ACTIONS: tuple[Callable[[BidDetailPage], list[Action]], ...] = (
    BidDetailPage.own_actions,
    asked.actions_of_bid,
    letters.actions_of,
)
"""Who adds buttons to the page of a bid, in their order."""
