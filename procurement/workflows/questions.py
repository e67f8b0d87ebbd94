"""Questions about a tender, until they are answered for everyone."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from procurement.enums import QuestionStatus

if TYPE_CHECKING:
    from procurement.models import Question


def has_answer(question: "Question", at: datetime) -> str | None:
    return None if question.answer.strip() else _("Write the answer first.")


QUESTION = Workflow(
    name="question",
    states=QuestionStatus,
    initial=(QuestionStatus.ASKED,),
    transitions=(
        Transition(
            "answer",
            (QuestionStatus.ASKED, QuestionStatus.ANSWERED),
            QuestionStatus.ANSWERED,
            gettext_lazy("Answer"),
            conditions=(has_answer,),
            stamp="answered",
        ),
        Transition(
            "decline",
            (QuestionStatus.ASKED, QuestionStatus.ANSWERED),
            QuestionStatus.DECLINED,
            gettext_lazy("Do not take up"),
            Permission.TENDER_DRAFT,
            reason_required=True,
            consequence=gettext_lazy("The question is not published. The asker reads the reason."),
        ),
        Transition(
            "publish",
            (QuestionStatus.ANSWERED,),
            QuestionStatus.PUBLISHED,
            gettext_lazy("Publish the answer"),
            conditions=(has_answer,),
        ),
    ),
    acts={"assign": gettext_lazy("Assigned"), "reword": gettext_lazy("Reworded for publication")},
)
