"""The bid: beginning it, its page for bidder and buyer, submitting, withdrawing."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import deadline
from config.shared.errors import Refused, refuse_if
from config.shared.forms import PageForm, add_refusal
from config.shared.legible import file_name
from config.shared.views import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    Panel,
    Step,
    TransitionPage,
)
from procurement import actions
from procurement.actions import Shortcoming
from procurement.bid_drafts import Working
from procurement.enums import BidStatus, TenderStatus
from procurement.espd import answered
from procurement.forms import BidParts, Section
from procurement.forms.bid_parts import ATTACHMENTS
from procurement.models import Bid, BidReceipt, Tender
from procurement.views import asked, letters
from procurement.views.common import UnderTender, deadline_text, tender_trail
from procurement.workflows import BID
from providers.models import Provider


MOST_MISSING = 4
"""Of a part that lacks more than this only the number is said."""


def takes_bids(tender: Tender, at: datetime) -> bool:
    """Whether a page offers to bid; the database decides when it comes to it."""
    return tender.status == TenderStatus.PUBLISHED and bool(
        tender.closes_at and tender.closes_at > at
    )


def is_own(bid: Bid, person: Any) -> bool:
    """Whether the bid is the person's own organisation's."""
    return bid.provider_id in providers_of(person)


class Secret:
    """A page on which a bid stands: kept by no browser and no proxy, and out of error reports."""

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer, and forbid keeping it."""
        response: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        add_never_cache_headers(response)
        return response


@dataclass(frozen=True, slots=True)
class FormStep:
    """A part of the form in the list beside it, and how it stands."""

    title: str
    url: str
    state: str
    is_complete: bool
    is_current: bool = False


@dataclass
class Workplace:
    """What the bidder's pages know of a bid at a moment: its parts and what they lack."""

    bid: Bid
    now: datetime

    @cached_property
    def working(self) -> Working:
        """The working copy."""
        return actions.working_copy(self.bid)

    @cached_property
    def parts(self) -> BidParts:
        """The form of the bid, filled with the working copy."""
        return BidParts(self.bid.tender, self.working)

    @property
    def is_open(self) -> bool:
        """Whether bids still come in."""
        return takes_bids(self.bid.tender, self.now)

    def clock(self) -> dict[str, Any]:
        """What the countdown needs: the deadline, and what the server's clock says."""
        closes_at = self.bid.tender.closes_at
        return {
            "deadline_text": deadline_text(closes_at),
            "closes_at": closes_at,
            "now": self.now,
            "is_open": self.is_open,
        }

    def steps(self, current: str = "") -> list[FormStep]:
        """The parts of the form, and how each stands."""
        found = [self._step(name, title, current) for name, title in self.parts.titles.items()]
        count, url = len(self.working.attachments), attachments_url(self.bid)
        state = ngettext("%(count)s file", "%(count)s files", count) % {"count": count}
        files = FormStep(_("Attachments"), url, state, bool(count), current == ATTACHMENTS)
        return [*found, files]

    def _step(self, name: str, title: str, current: str) -> FormStep:
        lacking, is_saved = len(self.parts.lacking(name)), name in self.working.parts
        state = _("complete") if is_saved else _("nothing filled in")
        if lacking:
            state = _points(lacking)
        return FormStep(
            title, part_url(self.bid, name), state, is_saved and not lacking, current == name
        )

    def missing_links(self) -> list[tuple[str, str]]:
        """What is still missing, each with the address where it is mended; a part that lacks much
        is one line.
        """
        found: list[tuple[str, str]] = []
        for part, together in groupby(self.parts.shortcomings, attrgetter("part")):
            found += self._missing_in(part, list(together))
        return found

    def _missing_in(self, part: str, lacking: list[Shortcoming]) -> list[tuple[str, str]]:
        title, url = self.parts.titles[part], f"{part_url(self.bid, part)}?check=1"
        if len(lacking) > MOST_MISSING:
            return [(f"{title}: {_points(len(lacking))}", url)]
        return [(f"{title}: {one.sentence}", f"{url}#id_{one.field}") for one in lacking]


class OwnBid(Secret, UnderTender):
    """A page on which a provider works on its own bid; 404 for everyone else."""

    model = Bid
    permission: Any = Permission.BID_SUBMIT
    person: Any

    def scoped_queryset(self) -> "QuerySet[Bid]":
        """The own organisation's, with what every page of it shows."""
        own = Bid.objects.visible_to(self.person).filter(provider__in=providers_of(self.person))
        return own.select_related("tender__region", "provider")

    @cached_property
    def work(self) -> Workplace:
        """The bid at the moment of this request."""
        return Workplace(self.object, timezone.now())


def _points(count: int) -> str:
    """How many points are still to be mended."""
    return ngettext("%(count)s point to go", "%(count)s points to go", count) % {"count": count}


def attachments_url(bid: Bid) -> str:
    """The address of the attachments of a bid."""
    return reverse("procurement:bid-attachments", args=[bid.pk])


def part_url(bid: Bid, name: str) -> str:
    """The address of a part of the form."""
    return reverse("procurement:bid-part", args=[bid.pk, name])


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


def copy_text(copy: dict[str, Any]) -> bytes:
    """The readable copy as a file."""
    return json.dumps(copy, ensure_ascii=False, indent=2).encode()


def copy_name(bid: Bid, version: int | str) -> str:
    """What the file of the copy is called."""
    return file_name(f"{bid.tender.reference}-{bid.provider.kvk_number}-{version}.json")


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
