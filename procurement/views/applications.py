"""Applying for accession or admission, and deciding on applications."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.views import (
    Action,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from procurement.actions import applications as actions
from procurement.enums import ApplicationStatus, TenderStatus
from procurement.filters import ApplicationFilterSet
from procurement.forms.applications import ApplicationForm, JudgementForm
from procurement.models import Application, Tender
from procurement.tables import ApplicationTable
from procurement.views.common import Confirms, UnderTender, is_bidder, tender_trail
from procurement.workflows import APPLICATION
from providers.models import Provider


def actions_of(page: Any) -> list[Action]:
    """On the page of a tender without competition: apply, or the applications."""
    tender: Tender = page.object
    if tender.is_competitive or not tender.published_at:
        return []
    if is_bidder(page.person):
        return _apply_actions(page, tender)
    url = f"{reverse('procurement:application-list')}?tender={tender.pk}"
    return [Action(_("Applications"), url, "inbox", permission=Permission.TENDER_AWARD)]


def _apply_actions(page: Any, tender: Tender) -> list[Action]:
    own = Application.objects.filter(tender=tender, provider__in=providers_of(page.person))
    running = own.filter(status__in=actions.RUNNING).first()
    if running:
        return [Action(_("Your application"), running.get_absolute_url(), "inbox", primary=True)]
    if tender.status != TenderStatus.PUBLISHED:
        return []
    url = reverse("procurement:application-create", args=[tender.pk])
    return [Action(_("Apply"), url, "pencil", primary=True, permission=Permission.BID_SUBMIT)]


class ApplicationListPage(ListPage):
    """The applications of the region, or one's own."""

    model = Application
    table_class = ApplicationTable
    filterset_class = ApplicationFilterSet
    permission = Permission.BID_VIEW
    empty_text = gettext_lazy("Nobody has applied yet.")

    def scoped_queryset(self) -> "QuerySet[Application]":
        return super().scoped_queryset().select_related("tender", "provider")


class ApplicationDetailPage(UnderTender, DetailPage):
    """An application: its answers, and what was found of each requirement."""

    model = Application
    workflow = APPLICATION
    permission = Permission.BID_VIEW

    def scoped_queryset(self) -> "QuerySet[Application]":
        return super().scoped_queryset().select_related("tender__region", "provider")

    def get_title(self) -> str:
        return _("Application of %(provider)s") % {"provider": self.object.provider}

    def facts(self) -> Iterable[tuple[Any, Any]]:
        one = self.object
        yield _("Tender"), str(one.tender)
        yield _("Contact"), one.contact_name
        yield _("E-mail address"), one.contact_email
        yield _("Explanation"), one.motivation
        if one.submitted_at:
            yield _("Submitted"), one.submitted_at
        if one.decided_at:
            yield _("Decided"), one.decided_at
            yield _("Reason"), one.reason

    def panels(self) -> list[Panel]:
        return [Panel(_("Requirements"), "procurement/_application_answers.html")]

    def page_actions(self) -> list[Action]:
        """Fill in for the applicant, judge for the region."""
        pk, status = self.object.pk, self.object.status
        if status == ApplicationStatus.DRAFT:
            url = reverse("procurement:application-update", args=[pk])
            return [Action(_("Fill in"), url, "pencil", permission=Permission.BID_SUBMIT)]
        if status == ApplicationStatus.SUBMITTED:
            url = reverse("procurement:application-judge", args=[pk])
            return [Action(_("Judge"), url, "check2-square", permission=Permission.TENDER_AWARD)]
        return []

    def missing_url(self, sentence: str) -> str:
        """Where the requirements are filled in or judged."""
        offered = self.page_actions()
        return str(offered[0].url) if offered else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        answers = self.object.answers.select_related("requirement").order_by("requirement__number")
        may_see_notes = not is_bidder(self.person) or self.object.decided_at is not None
        return super().get_context_data(answers=answers, shows_notes=may_see_notes, **kwargs)


class ApplicationCreatePage(Confirms):
    """Begins an application; the address has the tender's pk."""

    model = Tender
    form_class = PageForm
    permission = Permission.BID_SUBMIT
    title = gettext_lazy("Apply")
    submit_label = gettext_lazy("Begin the application")

    @property
    def provider(self) -> Provider:
        """The organisation for which the person acts; 404 for who acts for none."""
        return get_object_or_404(Provider, pk__in=providers_of(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.object)

    def consequences(self) -> list[str]:
        return [
            _("You answer per requirement how you meet it, and submit when all is answered."),
            _("Whoever meets every requirement is admitted: there is no ranking and no price."),
        ]

    def perform(self, form: PageForm) -> Application:
        where: dict[str, Any] = {"tender": self.object, "provider": self.provider}
        return actions.start_application(**where, by=self.person, at=timezone.now())

    def get_success_url(self, result: Any = None) -> str:
        return reverse("procurement:application-update", args=[result.pk])


class ApplicationUpdatePage(UnderTender, FormPage):
    """Filling in the application."""

    model = Application
    form_class = ApplicationForm
    permission = Permission.BID_SUBMIT
    title = gettext_lazy("Fill in the application")
    success_message = gettext_lazy("Saved. Submit the application when it is complete.")

    def get_form_kwargs(self) -> dict[str, Any]:
        requirements = list(self.tender.requirements.order_by("number"))
        return super().get_form_kwargs() | {"requirements": requirements}

    def get_initial(self) -> dict[str, Any]:
        one = self.object
        answers = {f"requirement_{row.requirement_id}": row.text for row in one.answers.all()}
        return {
            "contact_name": one.contact_name,
            "contact_email": one.contact_email,
            "motivation": one.motivation,
            **answers,
        }

    def perform(self, form: ApplicationForm) -> Application:
        return actions.fill_application(
            application=self.object, filled=form.filled(), **self.moment()
        )


class ApplicationJudgePage(UnderTender, FormPage):
    """Judging requirement by requirement."""

    model = Application
    form_class = JudgementForm
    permission = Permission.TENDER_AWARD
    template_name = "procurement/application_judge.html"
    title = gettext_lazy("Judge the application")
    success_message = gettext_lazy("Saved. Admit the provider when every requirement is met.")

    @cached_property
    def answers(self) -> list[Any]:
        """The answers in the order of the requirements."""
        rows = self.object.answers.select_related("requirement")
        return list(rows.order_by("requirement__number"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"answers": self.answers}

    def perform(self, form: JudgementForm) -> Application:
        return actions.judge_application(
            application=self.object, judgements=form.judgements(), **self.moment()
        )


class ApplicationTransitionPage(UnderTender, TransitionPage):
    """Submit, withdraw, admit, refuse."""

    model = Application
    workflow = APPLICATION
    actions_map = {
        "submit": actions.submit_application,
        "admit": actions.admit_application,
        "refuse": actions.refuse_application,
    }
