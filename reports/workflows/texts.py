"""How a report text becomes final."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from reports.enums import TextStatus

if TYPE_CHECKING:
    from reports.models import PlanningText


def has_words(text: "PlanningText", at: Any) -> Any:
    """A section without a cause explains nothing."""
    if text.sections.filter(cause="").exists():
        return _("A section does not say what the cause is.")
    return None


PLANNING_TEXT = Workflow(
    name="planning_text",
    states=TextStatus,
    initial=(TextStatus.DRAFT,),
    transitions=(
        Transition(
            "finalise",
            (TextStatus.DRAFT,),
            TextStatus.FINAL,
            _("Make final"),
            Permission.OVERRUN_HANDLE,
            (has_words,),
            stamp="finalised",
            consequence=_(
                "Figures and words then stand as they are. What comes after is a next version."
            ),
        ),
    ),
    acts={"updated": _("Changed"), "refreshed": _("Figures taken anew")},
)
