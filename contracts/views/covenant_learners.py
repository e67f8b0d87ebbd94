"""Learners under a covenant: their school registers them and tells what happens."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.periods import amsterdam
from config.shared.views import Action, Crumb, FormPage, ListPage, Panel
from contracts.actions import covenants as actions
from contracts.actions.covenants.placements import STEPS
from contracts.enums import ENDED
from contracts.filters.covenants import LearnerFilterSet
from contracts.forms.covenant_learners import (
    ConversationForm,
    HeldConversationForm,
    HoursForm,
    LearnerForm,
    StepForm,
)
from contracts.models import Covenant, CovenantParty, Placement, ProgressConversation
from contracts.tables.covenants import ConversationTable, HoursTable, LearnerTable
from contracts.views.covenant_clauses import trail
from contracts.workflows import PLACEMENT


class LearnerListPage(ListPage):
    """Placements under covenants."""

    model = Placement
    table_class = LearnerTable
    filterset_class = LearnerFilterSet
    permission = Permission.PLACEMENT_VIEW
    title = _("Learners under covenants")
    empty_text = _("No learner yet. Schools register them once the covenant is in force.")

    def scoped_queryset(self) -> "QuerySet[Placement]":
        """Those under a covenant."""
        return Placement.objects.visible_to(self.person).filter(covenant_party__isnull=False)

    def breadcrumbs(self) -> list[Crumb]:
        """Under the covenants."""
        label = capfirst(str(Covenant._meta.verbose_name_plural))
        return [Crumb(label, reverse("contracts:covenant-list"))]

    def page_actions(self) -> list[Action]:
        """A school registers under each covenant that binds it."""
        if not self.may(Permission.PLACEMENT_DELIVER):
            return []
        own = CovenantParty.objects.filter(provider__in=providers_of(self.person))
        bound = own.in_force_on(amsterdam(timezone.now())).select_related("covenant")
        return [
            Action(
                _("Register under %(covenant)s") % {"covenant": party.covenant.reference},
                reverse("contracts:covenant-learner-create", args=[party.pk]),
                "plus-lg",
                primary=number == 0,
            )
            for number, party in enumerate(bound.order_by("pk"))
        ]


class LearnerPage(FormPage):
    """A form of a school about a learner."""

    model: Any = Placement
    permission = Permission.PLACEMENT_DELIVER

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The school's own, under a covenant."""
        rows = Placement.objects.filter(covenant_party__provider__in=providers_of(self.person))
        return rows.select_related("covenant_party__covenant__region", "covenant_party__provider")

    @property
    def party(self) -> CovenantParty:
        """Under which the learner stands."""
        row: CovenantParty = self.object.covenant_party
        return row

    def breadcrumbs(self) -> list[Crumb]:
        """Under the covenant."""
        url = reverse("contracts:covenant-learner-list")
        found = [*trail(self.party.covenant, to_clauses=False), Crumb(_("Learners"), url)]
        if isinstance(self.object, Placement):
            found.append(Crumb(str(self.object), self.object.get_absolute_url()))
        return found

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class LearnerCreatePage(LearnerPage):
    """Registers a learner under a covenant that binds the school."""

    model = CovenantParty
    form_class = LearnerForm
    title = _("Register a learner")
    submit_label = _("Register")
    success_message = _("%(object)s is registered.")

    @property
    def party(self) -> CovenantParty:
        row: CovenantParty = self.object
        return row

    def scoped_queryset(self) -> "QuerySet[CovenantParty]":
        """Covenants that bind the school today."""
        rows = CovenantParty.objects.filter(provider__in=providers_of(self.person))
        bound = rows.in_force_on(amsterdam(timezone.now()))
        return bound.select_related("covenant__region", "provider")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the party, whose region has the gemeenten."""
        today = amsterdam(timezone.now())
        return super().get_form_kwargs() | {"party": self.object, "on": today}

    def perform(self, form: Any) -> Placement:
        """Register."""
        return actions.register_learner(party=self.object, **form.cleaned_data, **self.moment())


class LearnerUpdatePage(LearnerPage):
    form_class = LearnerForm
    title = _("Correct what is known")
    success_message = _("%(object)s is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the party, whose region has the gemeenten."""
        today = amsterdam(timezone.now())
        return super().get_form_kwargs() | {"party": self.party, "on": today}

    def perform(self, form: Any) -> Placement:
        """Change it."""
        return actions.change_learner(placement=self.object, **form.cleaned_data, **self.moment())


class LearnerStepPage(LearnerPage):
    """Records what happened to a learner."""

    form_class = StepForm
    submit_label = _("Record")
    success_message = _("%(object)s is changed.")

    @cached_property
    def step(self) -> Any:
        """The transition of the address; 404 for one that is not the school's to make."""
        name = self.kwargs["step"]
        if name not in STEPS:
            raise Http404
        return PLACEMENT.by_name[name]

    def get_title(self) -> Any:
        """What is recorded."""
        return self.step.label

    def get_initial(self) -> dict[str, Any]:
        """Today, until another day is chosen."""
        return {"on": amsterdam(timezone.now())}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the step asks."""
        return super().get_form_kwargs() | {"name": self.step.name}

    def perform(self, form: Any) -> Placement:
        """Record it."""
        step = actions.LearnerStep(self.step.name, **form.cleaned_data)
        return actions.move_learner(placement=self.object, step=step, **self.moment())


class LearnerHoursPage(LearnerPage):
    form_class = HoursForm
    title = _("Hours of a month")
    success_message = _("The hours are kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The months up to now."""
        return super().get_form_kwargs() | {"on": amsterdam(timezone.now())}

    def perform(self, form: Any) -> Placement:
        """Keep them."""
        return actions.record_hours(placement=self.object, **form.cleaned_data, **self.moment())


class ConversationCreatePage(LearnerPage):
    form_class = ConversationForm
    title = _("Plan a progress conversation")
    success_message = _("The conversation is planned.")

    def perform(self, form: Any) -> Placement:
        """Plan it."""
        conversation = actions.add_conversation(
            placement=self.object, **form.cleaned_data, **self.moment()
        )
        return conversation.placement


class ConversationHoldPage(LearnerPage):
    model = ProgressConversation
    form_class = HeldConversationForm
    title = _("Record a progress conversation")
    success_message = _("The conversation is recorded.")

    def scoped_queryset(self) -> "QuerySet[ProgressConversation]":
        """Those with the school's own learners."""
        placements = super().scoped_queryset()
        rows = ProgressConversation.objects.filter(placement__in=placements)
        return rows.select_related("placement__covenant_party__covenant__region")

    @property
    def party(self) -> CovenantParty:
        row: CovenantParty = self.object.placement.covenant_party
        return row

    def get_initial(self) -> dict[str, Any]:
        """Today, until another day is chosen."""
        return {"held_on": amsterdam(timezone.now())}

    def perform(self, form: Any) -> Placement:
        """Record it."""
        conversation = actions.hold_conversation(
            conversation=self.object, **form.cleaned_data, **self.moment()
        )
        return conversation.placement


def panels_of(placement: Placement) -> list[Panel]:
    """Hours and conversations of a learner under a covenant, for the page of the placement."""
    if placement.covenant_party_id is None:
        return []
    return [
        Panel(_("Hours"), table=HoursTable(placement.hours.all(), prefix="hours-")),
        Panel(
            _("Progress conversations"),
            table=ConversationTable(placement.conversations.all(), prefix="conversations-"),
        ),
    ]


def actions_of(person: Any, placement: Placement) -> list[Action]:
    """What the learner's own school may record, on the page of the placement."""
    party = placement.covenant_party
    if party is None or not person.may(Permission.PLACEMENT_DELIVER, party):
        return []
    pages = [
        (_("Edit"), "covenant-learner-update", "pencil"),
        (_("Hours"), "covenant-learner-hours", "clock"),
        (_("Plan a conversation"), "conversation-create", "chat"),
    ]
    found = [
        Action(label, reverse(f"contracts:{name}", args=[placement.pk]), icon)
        for label, name, icon in (pages if placement.status not in ENDED else pages[1:2])
    ]
    return [*_step_actions(placement), *found, *_conversation_actions(placement)]


def _step_actions(placement: Placement) -> list[Action]:
    moves = [PLACEMENT.by_name[name] for name in STEPS]
    return [
        Action(
            move.label, reverse("contracts:covenant-learner-step", args=[placement.pk, move.name])
        )
        for move in moves
        if placement.status in move.sources
    ]


def _conversation_actions(placement: Placement) -> list[Action]:
    """The first conversation that waits to be recorded."""
    waiting = placement.conversations.filter(held_on__isnull=True).order_by("due_on").first()
    if waiting is None:
        return []
    url = reverse("contracts:conversation-hold", args=[waiting.pk])
    return [Action(_("Record a conversation"), url, "chat-dots")]
