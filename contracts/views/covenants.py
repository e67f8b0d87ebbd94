"""Covenants: the list, the object with its parts, its draft and its steps."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.documents import to_html
from config.shared.periods import amsterdam
from config.shared.views import (
    Action,
    ConfirmPage,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from contracts.actions import covenants as actions
from contracts.covenant_paper import covenant_document
from contracts.covenant_rules import RULES
from contracts.enums import CovenantStatus
from contracts.filters.covenants import CovenantFilterSet
from contracts.forms.covenants import CovenantFactsForm, CovenantForm, EndForm
from contracts.models import Covenant, Placement
from contracts.tables.covenants import AccessionRequestTable, CovenantTable
from contracts.views import covenant_course, covenant_tasks
from contracts.views.covenant_course import UnderCovenant
from contracts.workflows import COVENANT

DRAFT, OFFERED, ACTIVE = CovenantStatus.DRAFT, CovenantStatus.OFFERED, CovenantStatus.ACTIVE
WORDS = {
    "edit": _("Edit"),
    "clauses": _("Clauses and comments"),
    "parties": _("Add parties"),
    "targets": _("Set targets"),
    "review": _("Plan a review"),
    "check": _("Check on buying and steering"),
    "publish": _("Publish"),
    "withdraw": _("Withdraw the publication"),
    "remove": _("Remove the draft"),
}


class CovenantListPage(ListPage):
    model = Covenant
    table_class = CovenantTable
    filterset_class = CovenantFilterSet
    permission = Permission.COVENANT_VIEW
    empty_text = _("No covenant yet. It begins as a draft with the standard clauses of the region.")

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        """With how many parties there are, and how many of them signed."""
        return Covenant.objects.visible_to(self.person).with_parties()

    def page_actions(self) -> list[Action]:
        """A new one, and what asks attention."""
        return [
            Action(
                _("New covenant"),
                reverse("contracts:covenant-create"),
                "plus-lg",
                primary=True,
                permission=Permission.COVENANT_DRAFT,
            ),
            Action(_("What needs attention"), reverse("contracts:covenant-desk"), "list-check"),
        ]


class CovenantDetailPage(DetailPage):
    model = Covenant
    workflow = COVENANT
    permission = Permission.COVENANT_VIEW
    template_name = "contracts/covenant_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        visible: Any = super().scoped_queryset()
        return visible.select_related("region", "tender").prefetch_related("clauses")

    @cached_property
    def is_region(self) -> bool:
        """Whether the person acts for the region, which also sees its own notes."""
        return self.object.region_id in regions_of(self.person)

    def facts(self) -> list[tuple[Any, Any]]:
        """What is agreed, apart from the text."""
        row = self.object
        found = [
            (_("Kind"), row.get_kind_display()),
            (_("Region"), row.region),
            (_("First day"), row.first_on),
            (_("Last day"), row.last_on),
            (_("Months between reviews"), row.review_months),
            (_("Published"), row.published_at),
        ]
        if self.is_region:
            found.append((_("Tender"), row.tender))
        if row.ended_on:
            found += [(_("Last day in force"), row.ended_on), (_("Reason"), row.end_reason)]
        return found

    def panels(self) -> list[Panel]:
        """Text and parties for all; the rest where the kind and the person's role have it."""
        found = [
            Panel(_("Text"), template="contracts/_covenant_text.html"),
            Panel(_("Parties"), template="contracts/_covenant_parties.html"),
            Panel(_("Review meetings"), template="contracts/_covenant_reviews.html"),
        ]
        if RULES[self.object.kind].has_providers:
            found += self._school_panels()
        if self.is_region:
            found.append(Panel(_("Buying and steering"), template="contracts/_covenant_check.html"))
        return found

    def _school_panels(self) -> list[Panel]:
        found = [Panel(_("Targets"), template="contracts/_covenant_targets.html")]
        if self.may(Permission.PLACEMENT_VIEW):
            url = reverse("contracts:covenant-learner-list")
            found.append(Panel(_("Learners"), url=f"{url}?covenant={self.object.pk}&_panel=1"))
        requests = self.object.accession_requests.visible_to(self.person)
        if requests.exists():
            rows = requests.select_related("provider", "covenant")
            found.append(Panel(_("Requests to join"), table=AccessionRequestTable(rows)))
        return found

    def page_actions(self) -> list[Action]:
        """Files for all; for the drafters what the status leaves to do."""
        pk, row = self.object.pk, self.object
        found = [
            Action(label, reverse("contracts:covenant-file", args=[pk, kind]), f"filetype-{kind}")
            for label, kind in ((_("PDF"), "pdf"), (_("Word"), "docx"))
        ]
        if row.status in (DRAFT, OFFERED):
            found.insert(0, self._action("clauses", "covenant-clauses", "chat-square-text"))
        if self.is_region:
            found += [
                Action(each.label, each.url, each.icon, permission=Permission.COVENANT_DRAFT)
                for each in self._drafter_actions()
            ]
        return found

    def _drafter_actions(self) -> list[Action]:
        status = self.object.status
        has_providers = RULES[self.object.kind].has_providers
        is_public = self.object.published_at is not None
        offered: list[tuple[bool, str, str, str]] = [
            (status == DRAFT, "edit", "covenant-update", "pencil"),
            (status in (DRAFT, OFFERED), "parties", "covenant-parties", "people"),
            (
                has_providers and status != CovenantStatus.ENDED,
                "targets",
                "covenant-targets",
                "bullseye",
            ),
            (status == ACTIVE, "review", "covenant-review-create", "calendar-plus"),
            (status != CovenantStatus.ENDED, "check", "covenant-check", "question-circle"),
            (status == ACTIVE and not is_public, "publish", "covenant-publish", "globe"),
            (status == ACTIVE and is_public, "withdraw", "covenant-withdraw", "eye-slash"),
            (status == DRAFT, "remove", "covenant-remove", "trash"),
        ]
        return [self._action(word, name, icon) for shown, word, name, icon in offered if shown]

    def _action(self, word: str, name: str, icon: str) -> Action:
        return Action(WORDS[word], reverse(f"contracts:{name}", args=[self.object.pk]), icon)

    def missing_url(self, sentence: str) -> str:
        """Clauses and parties are mended on pages of their own."""
        row = self.object
        if sentence == gettext("Add clauses to the text."):
            return reverse("contracts:covenant-clauses", args=[row.pk])
        if row.status == DRAFT:
            return reverse("contracts:covenant-parties", args=[row.pk])
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The text, the parties, and what is asked of the person."""
        covenant = self.object
        parties = covenant.parties.select_related("gemeente", "provider").order_by("side", "pk")
        return super().get_context_data(
            covenant=covenant,
            is_region=self.is_region,
            text=to_html(covenant_document(covenant)),
            digest=covenant.text().digest(),
            parties=covenant_tasks.party_rows(self.person, covenant, list(parties)),
            tasks=covenant_tasks.tasks_of(self.person, [covenant], list(parties)),
            reviews=covenant.reviews.select_related("recorded_by").order_by("due_on", "pk"),
            may_draft=self.is_region and self.may(Permission.COVENANT_DRAFT, covenant),
            **covenant_course.check_context(covenant, is_region=self.is_region),
            **self._figures(),
            is_training=covenant.region.is_training,
            **kwargs,
        )

    def _figures(self) -> dict[str, Any]:
        """Figures of learners only for who may see placements."""
        if not self.may(Permission.PLACEMENT_VIEW):
            return covenant_course.no_figures()
        placements = Placement.objects.visible_to(self.person)
        return covenant_course.figures_context(self.object, placements, amsterdam(timezone.now()))


class CovenantCreatePage(UnderCovenant, FormPage):
    form_class = CovenantForm
    title = _("New covenant")
    submit_label = _("Make the draft")
    success_message = _("%(object)s is made, with the standard clauses of the region.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within what the person may see."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Covenant:
        """Save the draft."""
        return actions.draft_covenant(
            covenant=form.instance,
            gemeenten=list(form.cleaned_data["gemeenten"]),
            providers=list(form.cleaned_data["providers"]),
            **self.moment(),
        )


class CovenantUpdatePage(UnderCovenant, FormPage):
    form_class = CovenantFactsForm
    title = _("Edit the covenant")
    success_message = _("%(object)s is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within what the person may see."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Covenant:
        """Change the draft."""
        return actions.change_covenant(covenant=self.object, **form.cleaned_data, **self.moment())


class CovenantRemovePage(UnderCovenant, ConfirmPage):
    title = _("Remove the draft")
    submit_label = _("Remove")
    success_message = _("The draft is removed.")
    success_url = reverse_lazy("contracts:covenant-list")

    def consequences(self) -> list[Any]:
        """What goes."""
        return [_("The draft disappears with its clauses, comments and parties.")]

    def perform(self, form: Any) -> Covenant:
        """Remove it."""
        return actions.remove_covenant(covenant=self.object, **self.moment())


class CovenantPublishPage(UnderCovenant, ConfirmPage):
    title = _("Publish the covenant")
    submit_label = _("Publish")
    success_message = _("Anyone can read the covenant now.")

    def consequences(self) -> list[Any]:
        """What strangers see."""
        return [
            _("Anyone can read the text, the parties and the period, without signing in."),
            _("The names of people who signed are left out."),
        ]

    def perform(self, form: Any) -> Covenant:
        """Publish it."""
        return actions.publish_covenant(covenant=self.object, **self.moment())


class CovenantWithdrawPage(UnderCovenant, ConfirmPage):
    title = _("Withdraw the publication")
    submit_label = _("Withdraw")
    success_message = _("The covenant is no longer public.")

    def consequences(self) -> list[Any]:
        """What disappears."""
        return [_("The public page disappears. The covenant stays in force.")]

    def perform(self, form: Any) -> Covenant:
        """Withdraw it."""
        return actions.withdraw_publication(covenant=self.object, **self.moment())


class CovenantTransitionPage(TransitionPage):
    model = Covenant
    workflow = COVENANT
    actions_map = {
        "offer": actions.offer_covenant,
        "take_back": actions.take_back_covenant,
        "activate": actions.activate_covenant,
    }

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        """The region moves its covenants; a school signs or leaves."""
        return Covenant.objects.drafted_by(self.person)

    def get_form_class(self) -> type[forms.BaseForm]:
        """Ending asks for a day."""
        return EndForm if self.transition.name == "end" else super().get_form_class()

    def get_initial(self) -> dict[str, Any]:
        """Today, until another day is chosen."""
        return {"ended_on": amsterdam(timezone.now())}

    def perform(self, form: Any) -> Any:
        """End on a day; the other steps as the map says."""
        if self.transition.name != "end":
            return super().perform(form)
        return actions.end_covenant(
            covenant=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )
