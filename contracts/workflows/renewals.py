"""How renewal options are decided about."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.enums import BINDING, AmendmentStatus, RenewalStatus

if TYPE_CHECKING:
    from contracts.models import RenewalOption

OPEN_AMENDMENTS = (AmendmentStatus.DRAFT, AmendmentStatus.OFFERED)


def contract_runs(option: "RenewalOption", at: datetime) -> str | None:
    if option.contract.status in BINDING:
        return None
    return _("The contract is not in force: its status is “%(status)s”.") % {
        "status": option.contract.get_status_display()
    }


def in_time(option: "RenewalOption", at: datetime) -> str | None:
    if amsterdam(at) <= option.decide_by_on:
        return None
    return _("This option could be used until and including %(day)s.") % {
        "day": day(option.decide_by_on)
    }


def in_turn(option: "RenewalOption", at: datetime) -> str | None:
    """A later option is of use only when the ones before it were used."""
    before = option.contract.renewal_options.filter(number__lt=option.number)
    waiting = before.exclude(status=RenewalStatus.USED).order_by("number").first()
    if waiting is None:
        return None
    return _("Option %(number)s comes first, and is not used.") % {"number": waiting.number}


def not_agreed(option: "RenewalOption", at: datetime) -> str | None:
    """What both sides signed stands; what they are about to sign is withdrawn first."""
    if option.contract.last_on >= option.first_on:
        return _("The contract goes on until %(day)s: the option has been used.") % {
            "day": day(option.contract.last_on)
        }
    if option.contract.amendments.filter(status__in=OPEN_AMENDMENTS).exists():
        return _("Withdraw the amendment with which the contract is renewed first.")
    return None


RENEWAL = Workflow(
    name="renewal_option",
    states=RenewalStatus,
    initial=(RenewalStatus.OPEN,),
    transitions=(
        Transition(
            "use",
            (RenewalStatus.OPEN,),
            RenewalStatus.USED,
            gettext_lazy("Use the option"),
            Permission.CONTRACT_SIGN,
            (contract_runs, in_time, in_turn),
            stamp="decided",
            consequence=gettext_lazy(
                "An amendment with the new last day is drafted, for both sides to sign."
            ),
        ),
        Transition(
            "decline",
            (RenewalStatus.OPEN,),
            RenewalStatus.DECLINED,
            gettext_lazy("Do not use the option"),
            Permission.CONTRACT_SIGN,
            stamp="decided",
            reason_required=True,
            consequence=gettext_lazy("The contract ends on its last day, unless agreed otherwise."),
        ),
        Transition(
            "reopen",
            (RenewalStatus.USED, RenewalStatus.DECLINED),
            RenewalStatus.OPEN,
            gettext_lazy("Decide anew"),
            Permission.CONTRACT_SIGN,
            (not_agreed,),
            reason_required=True,
            consequence=gettext_lazy("The option is undecided again."),
        ),
    ),
)
