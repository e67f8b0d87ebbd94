"""Pages of sample checks: for who draws and judges, and for the provider that is asked."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import money, number
from config.shared.views import (
    Action,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    ModelPage,
    Panel,
    TransitionPage,
    download,
)
from contracts.actions import supervision as actions
from contracts.enums import SampleStatus
from contracts.filters.supervision import AskedCheckFilterSet, SampleCheckFilterSet
from contracts.forms.supervision import (
    ConclusionForm,
    EvidenceForm,
    HearingForm,
    JudgeForm,
    SampleForm,
)
from contracts.models import SampleCheck, SampleItem
from contracts.tables.supervision import (
    AskedCheckTable,
    AskedItemTable,
    SampleCheckTable,
    SampleItemTable,
)
from contracts.workflows.supervision import SAMPLE_CHECK

CAN_BE_JUDGED = (SampleStatus.ASKED, SampleStatus.HEARD)


class SampleCheckListPage(ListPage):
    model = SampleCheck
    table_class = SampleCheckTable
    filterset_class = SampleCheckFilterSet
    permission = Permission.SUPERVISION_VIEW
    main_action = Action(
        _("Draw a sample"),
        reverse_lazy("contracts:samplecheck-create"),
        "shuffle",
        primary=True,
        permission=Permission.SUPERVISION_MANAGE,
    )
    empty_text = _("No sample has been drawn yet.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With how far each has come."""
        return SampleCheck.objects.visible_to(self.person).with_counts()


class SampleCheckCreatePage(FormPage):
    model = SampleCheck
    form_class = SampleForm
    permission = Permission.SUPERVISION_MANAGE
    title = _("Draw a sample")
    submit_label = _("Draw")
    success_message = _("The sample is drawn. Look at it before you ask for the evidence.")

    def get_initial(self) -> dict[str, Any]:
        """The provider whose page led here."""
        return {"provider": self.request.GET.get("provider")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who asks: only own regions are offered."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> SampleCheck:
        """Draw."""
        plan = actions.SamplePlan(**form.cleaned_data)
        return actions.draw_sample(plan=plan, by=self.person, at=timezone.now())


class SampleCheckDetailPage(DetailPage):
    model = SampleCheck
    workflow = SAMPLE_CHECK
    permission = Permission.SUPERVISION_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With how far it has come."""
        rows = SampleCheck.objects.visible_to(self.person).with_counts()
        return rows.select_related("provider", "region")

    def facts(self) -> list[tuple[Any, Any]]:
        """What was drawn from what, and what came of it."""
        check = self.object
        drawn = _("%(drawn)s of %(population)s placements (%(percentage)s%%)") % {
            "drawn": number(check.drawn),
            "population": number(check.population),
            "percentage": number(check.percentage.normalize()),
        }
        facts = [
            (_("Provider"), check.provider),
            (_("First day of the period"), check.first_on),
            (_("Last day of the period"), check.last_on),
            (_("Placements drawn"), drawn),
            (_("Seed"), check.seed),
            (_("Evidence that is asked"), check.evidence_asked),
            (_("Reply by"), check.reply_by_on),
        ]
        if check.heard_on:
            facts += [
                (_("Heard on"), check.heard_on),
                (_("What the provider said"), check.hearing),
            ]
        return [*facts, *self._conclusion()] if check.outcome else facts

    def _conclusion(self) -> list[tuple[Any, Any]]:
        check = self.object
        facts = [
            (_("Outcome"), check.get_outcome_display()),
            (_("Conclusion"), check.conclusion),
            (_("Sanction"), check.get_sanction_display()),
        ]
        if check.recovered_amount:
            facts.append((_("Amount claimed back"), money(check.recovered_amount)))
        return facts

    def panels(self) -> list[Panel]:
        """The placements drawn."""
        rows = self.object.items.select_related("placement__gemeente")
        judges = self.may(Permission.SUPERVISION_MANAGE)
        table = SampleItemTable(rows, prefix="items-", judges=judges)
        return [Panel(_("Placements in the sample"), table=table, count=self.object.drawn)]


class SampleCheckTransitionPage(TransitionPage):
    model = SampleCheck
    workflow = SAMPLE_CHECK
    actions_map: Mapping[str, Callable[..., Any]] = {"ask": actions.ask_evidence}


class HearingPage(FormPage):
    model = SampleCheck
    form_class = HearingForm
    permission = Permission.SUPERVISION_MANAGE
    title = _("Record the hearing")
    success_message = _("The hearing is recorded.")

    def perform(self, form: Any) -> SampleCheck:
        """Record it."""
        return actions.record_hearing(
            check=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class ConclusionPage(FormPage):
    model = SampleCheck
    form_class = ConclusionForm
    permission = Permission.SUPERVISION_MANAGE
    title = _("Conclude the sample check")
    submit_label = _("Conclude")
    success_message = _("The sample check is concluded.")

    def perform(self, form: Any) -> SampleCheck:
        """Conclude."""
        return actions.conclude_sample(
            check=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class ItemPage(FormPage):
    """A form about one placement of a sample; the check stands above it in the trail."""

    model = SampleItem

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the page names."""
        rows = SampleItem.objects.visible_to(self.person)
        return rows.select_related("placement__gemeente", "check_of__provider")

    def breadcrumbs(self) -> list[Crumb]:
        """The list and the check."""
        check = self.object.check_of
        return [
            Crumb(_("Sample checks"), reverse("contracts:samplecheck-list")),
            Crumb(str(check), check.get_absolute_url()),
        ]


class JudgePage(ItemPage):
    form_class = JudgeForm
    permission = Permission.SUPERVISION_MANAGE
    template_name = "contracts/sampleitem_judge.html"
    success_message = _("%(object)s is judged.")

    def get_title(self) -> str:
        """The placement."""
        return str(self.object.placement)

    def get_initial(self) -> dict[str, Any]:
        """What was said before."""
        said = {True: "yes", False: "no"}.get(self.object.is_in_order, "")
        return {"is_in_order": said, "remark": self.object.remark}

    def perform(self, form: Any) -> SampleItem:
        """Say so."""
        return actions.judge_item(
            item=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the evidence to look at."""
        return super().get_context_data(object=self.object, **kwargs)


class AskedCheckListPage(ListPage):
    """For the provider: the samples in which it is or was asked for evidence."""

    model = SampleCheck
    table_class = AskedCheckTable
    filterset_class = AskedCheckFilterSet
    permission = Permission.PLACEMENT_DELIVER
    title = _("Samples of our placements")
    empty_text = _("No sample of your placements has been drawn.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the own organisation only."""
        rows = SampleCheck.objects.visible_to(self.person).with_counts()
        return rows.filter(provider__in=providers_of(self.person))


class AskedCheckPage(DetailPage):
    """For the provider: what is asked, by when and for which placements."""

    model = SampleCheck
    permission = Permission.PLACEMENT_DELIVER

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the own organisation only."""
        rows = SampleCheck.objects.visible_to(self.person).with_counts()
        return rows.filter(provider__in=providers_of(self.person)).select_related("region")

    def breadcrumbs(self) -> list[Crumb]:
        """The own list."""
        return [Crumb(_("Samples of our placements"), reverse("contracts:samplecheck-asked"))]

    def facts(self) -> list[tuple[Any, Any]]:
        """What the region asks, and how it ended."""
        check = self.object
        facts = [
            (_("Region"), check.region),
            (_("First day of the period"), check.first_on),
            (_("Last day of the period"), check.last_on),
            (_("Evidence that is asked"), check.evidence_asked),
            (_("Reply by"), check.reply_by_on),
            (_("Status"), check.get_status_display()),
        ]
        if check.outcome:
            facts += [
                (_("Outcome"), check.get_outcome_display()),
                (_("Conclusion"), check.conclusion),
                (_("Sanction"), check.get_sanction_display()),
            ]
        return facts

    def panels(self) -> list[Panel]:
        """The placements for which evidence is asked."""
        rows = self.object.items.select_related("placement__gemeente")
        table = AskedItemTable(rows, prefix="items-")
        return [Panel(_("Placements in the sample"), table=table, count=self.object.drawn)]


class EvidencePage(ItemPage):
    """Where the provider leaves the evidence for one placement."""

    form_class = EvidenceForm
    permission = Permission.PLACEMENT_DELIVER
    submit_label = _("Send")
    success_message = _("The evidence for %(object)s is received.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the own organisation only."""
        return super().scoped_queryset().filter(check_of__provider__in=providers_of(self.person))

    def get_title(self) -> str:
        """The placement."""
        return str(self.object.placement)

    def breadcrumbs(self) -> list[Crumb]:
        """The own list and the sample."""
        url = reverse("contracts:samplecheck-evidence", args=[self.object.check_of_id])
        return [
            Crumb(_("Samples of our placements"), reverse("contracts:samplecheck-asked")),
            Crumb(str(self.object.check_of), url),
        ]

    def perform(self, form: Any) -> SampleItem:
        """Keep it."""
        file = form.cleaned_data["file"]
        return actions.add_evidence(item=self.object, file=file, by=self.person, at=timezone.now())

    def get_success_url(self, result: Any = None) -> str:
        """Back to the sample, for the next one."""
        return reverse("contracts:samplecheck-evidence", args=[self.object.check_of_id])


class EvidenceFilePage(ModelPage):
    """The evidence as it came, always as an attachment."""

    model = SampleItem
    permission: Any = Permission.SUPERVISION_VIEW

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Streams it; 404 when there is none."""
        return download(self.object.file, self.object.filename)
