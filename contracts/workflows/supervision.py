"""How sample checks move."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from contracts.enums import SampleStatus

if TYPE_CHECKING:
    from contracts.models import SampleCheck


def all_judged(check: "SampleCheck", at: datetime) -> str | None:
    """No conclusion before the evidence of every placement was looked at."""
    left = check.items.filter(is_in_order__isnull=True).count()
    if left:
        return _("Judge the evidence of every placement first: %(count)s to go.") % {"count": left}
    return None


def hearing_offered(check: "SampleCheck", at: datetime) -> str | None:
    """Shortcomings are put to the provider before they are concluded."""
    wrong = check.items.filter(is_in_order=False).exists()
    if wrong and check.status != SampleStatus.HEARD:
        return _("Hear the provider about the shortcomings first.")
    return None


SAMPLE_CHECK = Workflow(
    name="sample_check",
    states=SampleStatus,
    initial=(SampleStatus.DRAFT,),
    transitions=(
        Transition(
            "ask",
            (SampleStatus.DRAFT,),
            SampleStatus.ASKED,
            gettext_lazy("Ask for the evidence"),
            Permission.SUPERVISION_MANAGE,
            consequence=gettext_lazy(
                "The provider is told which placements were drawn and by when it replies."
            ),
        ),
        Transition(
            "hear",
            (SampleStatus.ASKED,),
            SampleStatus.HEARD,
            gettext_lazy("Record the hearing"),
            Permission.SUPERVISION_MANAGE,
        ),
        Transition(
            "conclude",
            (SampleStatus.ASKED, SampleStatus.HEARD),
            SampleStatus.CONCLUDED,
            gettext_lazy("Conclude"),
            Permission.SUPERVISION_MANAGE,
            (all_judged, hearing_offered),
            stamp="concluded",
        ),
        Transition(
            "withdraw",
            (SampleStatus.DRAFT, SampleStatus.ASKED, SampleStatus.HEARD),
            SampleStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.SUPERVISION_MANAGE,
            reason_required=True,
            consequence=gettext_lazy("The sample stands in the history; nothing follows from it."),
        ),
    ),
)
