"""How a signal of an overrun is taken up, settled and opened again."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from reports.enums import UNSETTLED, SignalStatus

SETTLED = (SignalStatus.SOLVED, SignalStatus.ACCEPTED)

OVERRUN_SIGNAL = Workflow(
    name="overrun_signal",
    states=SignalStatus,
    initial=(SignalStatus.OPEN,),
    transitions=(
        Transition(
            "take_up",
            (SignalStatus.OPEN,),
            SignalStatus.TAKEN_UP,
            _("Take up"),
            Permission.OVERRUN_HANDLE,
            stamp="taken_up",
            consequence=_("You become responsible for it; others see that."),
        ),
        Transition(
            "solve",
            UNSETTLED,
            SignalStatus.SOLVED,
            _("Mark as solved"),
            Permission.OVERRUN_HANDLE,
            reason_required=True,
            consequence=_("It opens again by itself when the overrun becomes worse."),
        ),
        Transition(
            "accept",
            UNSETTLED,
            SignalStatus.ACCEPTED,
            _("Accept the overrun"),
            Permission.OVERRUN_HANDLE,
            reason_required=True,
            consequence=_(
                "Nothing more is done about this amount. It opens again by itself when the "
                "overrun becomes worse."
            ),
        ),
        Transition(
            "reopen",
            SETTLED,
            SignalStatus.OPEN,
            _("Open again"),
            Permission.OVERRUN_HANDLE,
            reason_required=True,
        ),
        Transition(
            "clear",
            (*UNSETTLED, SignalStatus.ACCEPTED),
            SignalStatus.SOLVED,
            _("The overrun is gone"),
        ),
        Transition("worsen", SETTLED, SignalStatus.OPEN, _("The overrun has become worse")),
    ),
    acts={
        "decided": _("Decided"),
        "assigned": _("Handed to somebody"),
        "cause_chosen": _("Cause chosen"),
    },
)
