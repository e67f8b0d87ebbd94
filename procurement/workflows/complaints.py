"""A complaint or interim proceedings about one lot."""

from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from procurement.enums import ComplaintStatus


def _ends(name: str, target: ComplaintStatus, label: object, consequence: object) -> Transition:
    return Transition(
        name,
        (ComplaintStatus.OPEN,),
        target,
        label,  # type: ignore[arg-type]
        Permission.TENDER_AWARD,
        stamp="resolved",
        reason_required=True,
        consequence=consequence,  # type: ignore[arg-type]
    )


FREE = gettext_lazy("It no longer suspends the award of this lot.")

COMPLAINT = Workflow(
    name="complaint",
    states=ComplaintStatus,
    initial=(ComplaintStatus.OPEN,),
    transitions=(
        _ends("dismiss", ComplaintStatus.DISMISSED, gettext_lazy("Dismissed"), FREE),
        _ends(
            "uphold",
            ComplaintStatus.UPHELD,
            gettext_lazy("Upheld"),
            gettext_lazy("Decide next on the lot: revoke the decision or end it without award."),
        ),
        _ends("withdraw", ComplaintStatus.WITHDRAWN, gettext_lazy("Withdrawn"), FREE),
    ),
)
