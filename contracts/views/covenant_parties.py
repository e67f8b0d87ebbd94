"""The parties to a covenant: named, accepting, signing, leaving, and asking to join later."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.documents import to_html
from config.shared.periods import amsterdam
from config.shared.views import (
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    TransitionPage,
)
from contracts.actions import covenants as actions
from contracts.covenant_paper import covenant_document
from contracts.enums import IN_USE
from contracts.filters.covenants import AccessionRequestFilterSet
from contracts.forms.covenants import (
    AcceptForm,
    AccessionForm,
    LeaveForm,
    PartiesForm,
    SignForm,
)
from contracts.models import AccessionRequest, Covenant, CovenantParty
from contracts.tables.covenants import AccessionRequestTable
from contracts.views.covenant_clauses import trail
from contracts.views.covenant_course import UnderCovenant
from contracts.workflows.covenants import ACCESSION
from procurement.views.publication import own_provider


class CovenantPartiesPage(UnderCovenant, FormPage):
    """Names more parties."""

    form_class = PartiesForm
    title = _("Add parties")
    submit_label = _("Add")
    success_message = _("The parties are named.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within what the person may see."""
        return super().get_form_kwargs() | {"person": self.person, "covenant": self.object}

    def perform(self, form: Any) -> Covenant:
        """Name them."""
        row: Covenant = self.object
        actions.name_parties(
            covenant=row,
            gemeenten=list(form.cleaned_data["gemeenten"]),
            providers=list(form.cleaned_data["providers"]),
            **self.moment(),
        )
        return row


class OfParty(FormPage):
    """A form about one party, for who acts for it."""

    model = CovenantParty
    permission = Permission.COVENANT_AGREE

    def scoped_queryset(self) -> "QuerySet[CovenantParty]":
        """The own provider, or the gemeenten of the region: nobody signs for the other side."""
        rows = CovenantParty.objects.visible_to(self.person).acted_for_by(self.person)
        return rows.select_related("covenant__region", "gemeente", "provider")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the covenant."""
        return trail(self.object.covenant, to_clauses=False)

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class PartyAcceptPage(OfParty):
    """Shows the text once more, and accepts exactly that text."""

    form_class = AcceptForm
    template_name = "contracts/covenantparty_accept.html"
    title = _("Accept the text")
    submit_label = _("Accept the text")
    success_message = _("The text is accepted. It can be signed now.")

    @cached_property
    def digest(self) -> str:
        """Of the text that the page shows."""
        return str(self.object.covenant.text().digest())

    def get_initial(self) -> dict[str, Any]:
        """The text that is read, not one that stands there by the time it is accepted."""
        return {"digest": self.digest}

    def perform(self, form: Any) -> CovenantParty:
        """Accept the text with the digest that the page held."""
        return actions.accept_text(
            party=self.object, digest=form.cleaned_data["digest"], **self.moment()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The whole text."""
        covenant = self.object.covenant
        return super().get_context_data(
            party=self.object,
            text=to_html(covenant_document(covenant)),
            points=actions.open_points(covenant),
            **kwargs,
        )


class PartySignPage(OfParty):
    form_class = SignForm
    template_name = "contracts/covenantparty_sign.html"
    title = _("Sign the covenant")
    submit_label = _("Sign")
    success_message = _("The signature is recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Today; for a school the person who signs."""
        name = self.person.name if self.object.provider_id else ""
        return {"signed_on": amsterdam(timezone.now()), "signatory_name": name}

    def perform(self, form: Any) -> CovenantParty:
        """Sign."""
        data = form.cleaned_data
        signatory = actions.Signatory(
            data["signatory_name"], data["signatory_role"], data["signed_on"]
        )
        return actions.sign_party(party=self.object, signatory=signatory, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is signed."""
        return super().get_context_data(party=self.object, **kwargs)


class PartyLeavePage(OfParty, ConfirmPage):
    form_class = LeaveForm
    template_name = "generic/transition.html"
    title = _("Leave the covenant")
    submit_label = _("Leave")
    success_message = _("The party leaves the covenant.")

    def consequences(self) -> list[str]:
        """What stays behind."""
        running = self.object.placements.filter(status__in=IN_USE).count()
        words = ngettext(
            "%(count)s learner still has a running course; it stays on record.",
            "%(count)s learners still have a running course; they stay on record.",
            running,
        ) % {"count": running}
        return [
            str(_("After the last day no new learners of this party come under the covenant.")),
            *([words] if running else []),
        ]

    def perform(self, form: Any) -> CovenantParty:
        """Leave."""
        return actions.leave_covenant(party=self.object, **form.cleaned_data, **self.moment())


class PartyDropPage(UnderCovenant, ConfirmPage):
    """Takes away a party that has not signed."""

    model = CovenantParty
    title = _("Remove the party")
    submit_label = _("Remove")
    success_message = _("The party is removed.")

    def scoped_queryset(self) -> "QuerySet[CovenantParty]":
        """Parties to the region's covenants."""
        covenants = Covenant.objects.drafted_by(self.person)
        rows = CovenantParty.objects.filter(covenant__in=covenants)
        return rows.select_related("covenant__region", "gemeente", "provider")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the covenant."""
        return trail(self.object.covenant, to_clauses=False)

    def consequences(self) -> list[Any]:
        """What goes."""
        return [_("The party no longer takes part, and its comments disappear.")]

    def perform(self, form: Any) -> Covenant:
        """Take it away."""
        return actions.drop_party(party=self.object, **self.moment())


class AccessionCreatePage(FormPage):
    """A school asks to join a published covenant; the public page leads here."""

    model = Covenant
    form_class = AccessionForm
    permission = Permission.COVENANT_AGREE
    title = _("Ask to join")
    submit_label = _("Ask")
    success_message = _("The region judges whether you meet the conditions, and tells you.")
    template_name = "contracts/accessionrequest_create.html"

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        """Published ones, for people of a provider; the text is public."""
        rows = Covenant.objects.public().select_related("region")
        return rows if providers_of(self.person) else rows.none()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who is a party already is led to the covenant."""
        mine = Covenant.objects.visible_to(self.person).filter(pk=self.object.pk)
        return redirect(mine.get()) if mine.exists() else super().get(request, *args, **kwargs)

    def breadcrumbs(self) -> list[Crumb]:
        """Under the public page."""
        url = self.object.get_public_url()
        return [Crumb(str(self.object.title), url)]

    def perform(self, form: Any) -> AccessionRequest:
        """Ask."""
        return actions.ask_accession(
            covenant=self.object,
            provider=own_provider(self.person),
            motivation=form.cleaned_data["motivation"],
            by=self.person,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Which covenant."""
        return super().get_context_data(covenant=self.object, **kwargs)


class AccessionRequestListPage(ListPage):
    model = AccessionRequest
    table_class = AccessionRequestTable
    filterset_class = AccessionRequestFilterSet
    permission = Permission.COVENANT_VIEW
    empty_text = _("Nobody has asked to join a covenant.")


class AccessionRequestDetailPage(DetailPage):
    model = AccessionRequest
    workflow = ACCESSION
    permission = Permission.COVENANT_VIEW
    template_name = "contracts/accessionrequest_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        rows: Any = super().scoped_queryset()
        return rows.select_related("covenant__region", "provider", "asked_by", "decided_by")

    def facts(self) -> list[tuple[Any, Any]]:
        """Who asked what, and what was decided."""
        row = self.object
        return [
            (_("Provider"), row.provider),
            (_("Covenant"), str(row.covenant)),
            (_("Asked on"), row.asked_at),
            (_("Decided"), row.decided_at),
            (_("Reason"), row.reason),
        ]


class AccessionRequestTransitionPage(TransitionPage):
    model = AccessionRequest
    workflow = ACCESSION

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the workflow asks for."""
        rows: Any = super().scoped_queryset()
        return rows.select_related("covenant__region", "provider")

    def perform(self, form: forms.Form) -> Any:
        """Admit or refuse."""
        acts: dict[str, Callable[..., AccessionRequest]] = {
            "admit": actions.admit_request,
            "refuse": actions.refuse_request,
        }
        return acts[self.transition.name](
            accession_request=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )
