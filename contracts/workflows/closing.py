"""What keeps a contract from being closed: each thing in a sentence, with where it is mended."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.display import money
from config.shared.money import cents
from config.shared.workflow import Condition
from contracts.enums import (
    AmendmentStatus,
    ContractStatus,
    DeliveryStatus,
    GroupStatus,
    PlacementStatus,
    RenewalStatus,
)

if TYPE_CHECKING:
    from contracts.models import Contract

_P = PlacementStatus
OPEN_PLACEMENTS = (_P.SCHEDULED, _P.STARTED, _P.INTERRUPTED)
ASKED_PLACEMENTS = (_P.REGISTERED, _P.ACCEPTED, _P.WAITLISTED)
OPEN_GROUPS = (GroupStatus.PLANNED, GroupStatus.STARTED)
OPEN_DELIVERIES = (DeliveryStatus.RECEIVED, DeliveryStatus.CHECKED, DeliveryStatus.CONFIRMED)
OPEN_AMENDMENTS = (AmendmentStatus.DRAFT, AmendmentStatus.OFFERED)
CLOSED = (ContractStatus.ENDED, ContractStatus.TERMINATED)
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Check:
    """A condition of closing, and the page where what it names is settled."""

    condition: Condition
    url_name: str
    is_list: bool = True
    """Whether the page is a list that takes ?contract=, else a page of the contract."""

    def url(self, contract: "Contract") -> str:
        """The address for `contract`."""
        if self.is_list:
            return f"{reverse(self.url_name)}?contract={contract.pk}"
        return reverse(self.url_name, args=[contract.pk])


@dataclass(frozen=True, slots=True)
class Outstanding:
    """One thing that stands in the way, and where to settle it."""

    sentence: str
    url: str


def outstanding(contract: "Contract", at: datetime) -> list[Outstanding]:
    """What has to be settled before the contract can be closed; a query for each check."""
    found = ((check, check.condition(contract, at)) for check in CHECKS)
    return [
        Outstanding(str(sentence), check.url(contract)) for check, sentence in found if sentence
    ]


def nothing_running(contract: "Contract", at: datetime) -> str | None:
    running = contract.placements.filter(status__in=OPEN_PLACEMENTS).count()
    return _said(
        running,
        lambda count: ngettext(
            "%(count)s placement has not ended yet.",
            "%(count)s placements have not ended yet.",
            count,
        ),
    )


def nobody_asked(contract: "Contract", at: datetime) -> str | None:
    asked = contract.placements.filter(status__in=ASKED_PLACEMENTS).count()
    return _said(
        asked,
        lambda count: ngettext(
            "%(count)s person still holds or waits for a seat.",
            "%(count)s people still hold or wait for a seat.",
            count,
        ),
    )


def groups_ended(contract: "Contract", at: datetime) -> str | None:
    lines = contract.capacity_lines.filter(groups__status__in=OPEN_GROUPS)
    return _said(
        lines.count(),
        lambda count: ngettext(
            "%(count)s group has not ended or been cancelled.",
            "%(count)s groups have not ended or been cancelled.",
            count,
        ),
    )


def deliveries_applied(contract: "Contract", at: datetime) -> str | None:
    waiting = contract.deliveries.filter(status__in=OPEN_DELIVERIES).count()
    return _said(
        waiting,
        lambda count: ngettext(
            "%(count)s delivery has not been applied or rejected.",
            "%(count)s deliveries have not been applied or rejected.",
            count,
        ),
    )


def amendments_closed(contract: "Contract", at: datetime) -> str | None:
    drafts = contract.amendments.filter(status__in=OPEN_AMENDMENTS).count()
    return _said(
        drafts,
        lambda count: ngettext(
            "%(count)s amendment is neither signed nor withdrawn.",
            "%(count)s amendments are neither signed nor withdrawn.",
            count,
        ),
    )


def options_decided(contract: "Contract", at: datetime) -> str | None:
    undecided = contract.renewal_options.filter(status=RenewalStatus.OPEN).count()
    return _said(
        undecided,
        lambda count: ngettext(
            "%(count)s renewal option is undecided.",
            "%(count)s renewal options are undecided.",
            count,
        ),
    )


def call_offs_closed(contract: "Contract", at: datetime) -> str | None:
    running = contract.call_offs.exclude(status__in=CLOSED).count()
    return _said(
        running,
        lambda count: ngettext(
            "%(count)s call-off has not been closed.",
            "%(count)s call-offs have not been closed.",
            count,
        ),
    )


def social_return_done(contract: "Contract", at: datetime) -> str | None:
    """The promised part of what was spent, against what the provider did."""
    promised = contract.social_return_percentage
    if not promised:
        return None
    done = contract.social_returns.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    spent = contract.cost_months.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    due = cents(spent * promised / WHOLE)
    if done >= due:
        return None
    return _("The social return is %(short)s short: %(done)s of %(due)s.") % {
        "short": money(due - done),
        "done": money(done),
        "due": money(due),
    }


def _said(count: int, sentence: Callable[[int], str]) -> str | None:
    return sentence(count) % {"count": count} if count else None


CHECKS = (
    Check(nothing_running, "contracts:placement-list"),
    Check(nobody_asked, "contracts:placement-list"),
    Check(groups_ended, "contracts:coursegroup-list"),
    Check(deliveries_applied, "contracts:delivery-list"),
    Check(amendments_closed, "contracts:contract-detail", is_list=False),
    Check(options_decided, "contracts:contract-detail", is_list=False),
    Check(call_offs_closed, "contracts:contract-detail", is_list=False),
    Check(social_return_done, "contracts:contract-detail", is_list=False),
)
CONDITIONS = tuple(check.condition for check in CHECKS)
