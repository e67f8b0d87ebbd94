"""What the pages share on which a provider works on its own bid."""

import json
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.legible import file_name
from procurement import actions
from procurement.actions import Shortcoming
from procurement.bid_drafts import Working
from procurement.enums import TenderStatus
from procurement.forms import BidParts
from procurement.forms.bid_parts import ATTACHMENTS
from procurement.models import Bid, Tender
from procurement.views.common import UnderTender, deadline_text

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


def copy_text(copy: dict[str, Any]) -> bytes:
    """The readable copy as a file."""
    return json.dumps(copy, ensure_ascii=False, indent=2).encode()


def copy_name(bid: Bid, version: int | str) -> str:
    """What the file of the copy is called."""
    return file_name(f"{bid.tender.reference}-{bid.provider.kvk_number}-{version}.json")
