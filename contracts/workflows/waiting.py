"""How somebody moves over the waiting list of a region."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from contracts.enums import PlacementStatus, WaitStatus

if TYPE_CHECKING:
    from contracts.models import WaitlistEntry


def waits_by_itself(entry: "WaitlistEntry", at: datetime) -> str | None:
    """What stands for a placement leaves the list with it."""
    placement = entry.placement
    if placement is None or placement.status != PlacementStatus.WAITLISTED:
        return None
    return _("This waits for placement %(placement)s: cancel or place that one instead.") % {
        "placement": placement
    }


WAITLIST_ENTRY = Workflow(
    name="waitlist_entry",
    states=WaitStatus,
    initial=(WaitStatus.WAITING,),
    transitions=(
        Transition(
            "offer", (WaitStatus.WAITING,), WaitStatus.OFFERED, gettext_lazy("Offer a seat")
        ),
        Transition(
            "decline",
            (WaitStatus.OFFERED,),
            WaitStatus.WAITING,
            gettext_lazy("Offer not taken: back on the list"),
        ),
        Transition(
            "place",
            (WaitStatus.WAITING, WaitStatus.OFFERED),
            WaitStatus.PLACED,
            gettext_lazy("Placed"),
        ),
        Transition(
            "withdraw",
            (WaitStatus.WAITING,),
            WaitStatus.WITHDRAWN,
            gettext_lazy("Take off the list"),
            Permission.CAPACITY_MANAGE,
            (waits_by_itself,),
            reason_required=True,
            consequence=gettext_lazy("Nobody offers this learner a seat any more."),
        ),
        Transition(
            "wait_again",
            (WaitStatus.PLACED, WaitStatus.WITHDRAWN),
            WaitStatus.WAITING,
            gettext_lazy("Back on the list"),
        ),
    ),
)
