"""The steps in which a tender is prepared: each can be left and come back to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.views import Action, Crumb
from config.shared.workflow import Condition
from procurement.enums import TenderStatus
from procurement.models import Tender
from procurement.views.common import Confirms, tender_trail
from procurement.views.rows import RowsPage
from procurement.workflows import legality, publication
from procurement.workflows import tenders as workflow

BEFORE_PUBLICATION = (TenderStatus.DRAFT, TenderStatus.IN_REVIEW)


def _always(tender: Tender) -> bool:
    return True


def _competes(tender: Tender) -> bool:
    return tender.is_competitive


@dataclass(frozen=True, slots=True)
class WizardStep:
    """One step: its page, what has to hold before it is done, and for which tenders it is there."""

    url_name: str
    label: str | Promise
    conditions: tuple[Condition, ...] = ()
    is_for: Callable[[Tender], bool] = _always

    def url(self, tender: Tender) -> str:
        return reverse(f"procurement:{self.url_name}", args=[tender.pk])


STEPS = (
    WizardStep("tender-update", gettext_lazy("Subject and value")),
    WizardStep("tender-procedure", gettext_lazy("Procedure"), (legality.procedure_is_open,)),
    WizardStep(
        "tender-gemeenten",
        gettext_lazy("Gemeenten and mandates"),
        (workflow.has_gemeenten, workflow.mandates_given),
    ),
    WizardStep("tender-lots", gettext_lazy("Lots"), (workflow.has_lots,), _competes),
    WizardStep("tender-requirements", gettext_lazy("Requirements"), (workflow.has_requirements,)),
    WizardStep(
        "tender-award-rules",
        gettext_lazy("Award criteria"),
        (
            workflow.has_price_criterion,
            workflow.weights_add_up,
            workflow.quality_has_values,
            legality.prices_agree,
        ),
        _competes,
    ),
    WizardStep(
        "tender-planning",
        gettext_lazy("Planning"),
        (workflow.has_deadline, workflow.deadline_ahead, legality.schedule_is_legal),
    ),
    WizardStep(
        "tender-officers",
        gettext_lazy("Officers who open"),
        (workflow.officers_named,),
        _competes,
    ),
    WizardStep("tender-review", gettext_lazy("Review"), (workflow.approved_by_another,)),
)
BESIDE = (
    WizardStep("notice-create", gettext_lazy("TenderNed"), (publication.notice_recorded,)),
    WizardStep("invitation-create", gettext_lazy("Invitations"), (publication.enough_invited,)),
)
"""What the publication asks besides, on pages that are no steps."""


@dataclass(frozen=True, slots=True)
class StepState:
    """A step as the list of steps shows it; `missing` are sentences."""

    step: WizardStep
    number: int
    url: str
    missing: tuple[str, ...]


def step_states(tender: Tender, at: datetime) -> list[StepState]:
    """Every step of this tender with what it still lacks; each condition is asked once."""
    return [
        StepState(step, number, step.url(tender), _missing(step, tender, at))
        for number, step in enumerate(_steps_of(tender), start=1)
    ]


def states_beside(tender: Tender, at: datetime) -> list[StepState]:
    """What the publication still asks besides the steps; numbered 0, as they are none."""
    found = [(step, _missing(step, tender, at)) for step in BESIDE]
    return [StepState(step, 0, step.url(tender), missing) for step, missing in found if missing]


def places_to_mend(tender: Tender, at: datetime) -> dict[str, str]:
    """Where each missing thing is mended: the address of its page, by the sentence."""
    states = [*step_states(tender, at), *states_beside(tender, at)]
    return {sentence: state.url for state in states for sentence in state.missing}


def _steps_of(tender: Tender) -> list[WizardStep]:
    return [step for step in STEPS if step.is_for(tender)]


def _missing(step: WizardStep, tender: Tender, at: datetime) -> tuple[str, ...]:
    found = (condition(tender, at) for condition in step.conditions)
    return tuple(dict.fromkeys(str(sentence) for sentence in found if sentence))


class StepPage(RowsPage):
    """One step: the list of all steps, what this one lacks, and its form.

    Declare url_name, form_class, perform(); and rows_class with initial_rows() where the form has
    rows. Once the tender is no draft any more the form makes room for words.
    """

    model: Any = Tender
    permission = Permission.TENDER_DRAFT
    template_name = "procurement/tender_step.html"
    success_message = gettext_lazy("Saved.")
    url_name: str
    goes_on = True
    """Whether the next step follows; else the form is about one thing within this step."""
    changeable: Sequence[str] = (TenderStatus.DRAFT,)

    def scoped_queryset(self) -> "QuerySet[Tender]":
        """With what the terms ask about."""
        return super().scoped_queryset().select_related("region", "lead_gemeente", "follows")

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object
        return tender

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender)

    def get_title(self) -> str | Promise:
        """What the step is called."""
        return self.title or self.state.step.label

    @cached_property
    def at(self) -> datetime:
        """The moment at which the page is asked for."""
        return timezone.now()

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": self.at}

    @cached_property
    def states(self) -> list[StepState]:
        return step_states(self.tender, self.at)

    @cached_property
    def state(self) -> StepState:
        """This step; the first one when the tender has no such step."""
        mine = [state for state in self.states if state.step.url_name == self.url_name]
        return (mine or self.states)[0]

    @cached_property
    def is_changeable(self) -> bool:
        return self.tender.status in self.changeable

    def get_success_url(self, result: Any = None) -> str:
        """The next step, or this one again."""
        if not self.goes_on:
            return self.state.url
        following = [state.url for state in self.states if state.number > self.state.number]
        return following[0] if following and "next" in self.request.POST else self.request.path

    def page_actions(self) -> list[Action]:
        return [Action(_("To the tender"), self.tender.get_absolute_url(), "arrow-left")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The steps, and the form with its rows."""
        told = {
            "tender": self.tender,
            "states": self.states,
            "state": self.state,
            "missing": self.state.missing,
            "may_prepare": self.may(Permission.TENDER_DRAFT, self.tender),
            "is_changeable": self.is_changeable,
            "goes_on": self.goes_on,
            "cancel_url": "" if self.goes_on else self.state.url,
        }
        return super().get_context_data(**told | kwargs)


class RemovePage(Confirms):
    """Asks before something of the preparation goes; leads back to the step `url_name`."""

    form_class = PageForm
    permission = Permission.TENDER_DRAFT
    submit_label = gettext_lazy("Remove")
    url_name: str
    step_label: str | Promise

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}

    def breadcrumbs(self) -> list[Crumb]:
        """Under the step it belongs to."""
        return tender_trail(self.object.tender, (self.step_label, self.get_success_url()))

    def get_success_url(self, result: Any = None) -> str:
        """Back to the step."""
        return reverse(f"procurement:{self.url_name}", args=[self.object.tender_id])
