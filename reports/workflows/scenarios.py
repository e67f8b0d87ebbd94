"""How a scenario is reckoned, and when its outcome stands fast."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from reports.enums.scenarios import ScenarioStatus

IDLE = (
    ScenarioStatus.DRAFT,
    ScenarioStatus.DONE,
    ScenarioStatus.FAILED,
    ScenarioStatus.CANCELLED,
)
"""Nothing is under way: it can be changed and reckoned."""
BUSY = (ScenarioStatus.QUEUED, ScenarioStatus.RUNNING)

SCENARIO = Workflow(
    name="scenario",
    states=ScenarioStatus,
    initial=(ScenarioStatus.DRAFT,),
    acts={
        "proposed": _("Turned into a budget change"),
        "discarded": _("Thrown away"),
        "updated": _("Changed"),
    },
    transitions=(
        Transition(
            "queue",
            IDLE,
            ScenarioStatus.QUEUED,
            _("Reckon"),
            Permission.SCENARIO_RUN,
            consequence=_(
                "The actuals are read as they are now. You can leave the page meanwhile; an "
                "earlier outcome is replaced."
            ),
        ),
        Transition(
            "freeze",
            (ScenarioStatus.DONE,),
            ScenarioStatus.FROZEN,
            _("Freeze"),
            Permission.SCENARIO_RUN,
            stamp="frozen",
            consequence=_(
                "Assumptions and outcome then stand as they are and cannot be changed any more, "
                "also not by reckoning anew. A copy can."
            ),
        ),
        Transition(
            "cancel",
            BUSY,
            ScenarioStatus.CANCELLED,
            _("Stop reckoning"),
            Permission.SCENARIO_RUN,
            consequence=_("Nothing is kept of the draws that were made."),
        ),
        Transition("begin", BUSY, ScenarioStatus.RUNNING, _("Reckoning begins")),
        Transition("finish", (ScenarioStatus.RUNNING,), ScenarioStatus.DONE, _("Reckoned")),
        Transition("fail", BUSY, ScenarioStatus.FAILED, _("Reckoning failed")),
        Transition(
            "revise",
            (ScenarioStatus.DONE, ScenarioStatus.FAILED, ScenarioStatus.CANCELLED),
            ScenarioStatus.DRAFT,
            _("Assumptions changed"),
        ),
    ),
)
