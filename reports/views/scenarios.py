"""Pages of scenarios: list, assumptions, outcome, moves, and the proposal for a budget."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import regions_of
from accounts.enums import JobState, Permission
from accounts.models import Gemeente
from config.shared.badges import badge_of
from config.shared.charts import Chart
from config.shared.display import number
from config.shared.views import (
    Action,
    ConfirmPage,
    DetailPage,
    FormPage,
    ListPage,
    ModelPage,
    Step,
    TransitionPage,
)
from reports.actions import scenarios as actions
from reports.filters.scenarios import ScenarioFilterSet
from reports.forms.scenarios import OutcomeForm, ProposalForm, QueueForm, ScenarioForm, initial_of
from reports.models import Scenario
from reports.scenarios.pictures import fan, histogram
from reports.scenarios.proposal import proposed_lines
from reports.scenarios.reading import Figures, Outcome
from reports.scenarios.words import assumed, chance_short, footnote, sentence
from reports.tables.scenarios import ProposedTable, ScenarioTable
from reports.workflows.scenarios import BUSY, IDLE, SCENARIO

RUN = Permission.SCENARIO_RUN
SEE = Permission.COST_VIEW


def seen_gemeenten(scenario: Scenario, person: Any) -> "QuerySet[Gemeente]":
    """Of the region of the scenario, those whose figures the person may see."""
    own = Gemeente.objects.visible_to(person)
    return own.filter(regions__region=scenario.region_id).order_by("name")


def outcome_for(scenario: Scenario, person: Any, chosen: Gemeente | None = None) -> Outcome:
    """The outcome as the person may see it."""
    is_whole = scenario.region_id in regions_of(person)
    return Outcome(scenario, list(seen_gemeenten(scenario, person)), is_whole, chosen)


class ScenarioListPage(ListPage):
    model = Scenario
    table_class = ScenarioTable
    filterset_class = ScenarioFilterSet
    permission = SEE
    empty_text = gettext_lazy(
        "No scenario yet. A scenario tells how likely it is that a budget will do, when more or "
        "fewer learners come, stop, or cost more."
    )

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the table names, and without the outcomes, which are large."""
        visible = super().scoped_queryset().defer("outcome", "assumptions")
        return visible.select_related("region", "created_by")

    def page_actions(self) -> list[Action]:
        """A new one, and several reckoned at once, for who acts for a region; and comparing."""
        compare = Action(_("Compare"), reverse("reports:scenario-compare"), "columns-gap")
        if not regions_of(self.person):
            return [compare]
        url = reverse("reports:scenario-create")
        several = reverse("reports:scenario-queue")
        return [
            Action(_("New scenario"), url, "plus-lg", primary=True, permission=RUN),
            Action(_("Reckon several"), several, "play", permission=RUN),
            compare,
        ]


class ScenarioDetailPage(DetailPage):
    """The answer first; then the year as it adds up, gemeenten, budgets and assumptions."""

    model = Scenario
    permission = SEE
    workflow = SCENARIO
    template_name = "reports/scenario_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        return super().scoped_queryset().select_related("region", "job", "created_by", "frozen_by")

    @cached_property
    def is_keeper(self) -> bool:
        """Whether the person acts for the region, not for a single gemeente only."""
        return self.object.region_id in regions_of(self.person)

    @property
    def steps(self) -> list[Step]:
        """None for a single gemeente: it reads along."""
        return super().steps if self.is_keeper else []

    def page_actions(self) -> list[Action]:
        """Changing, copying, comparing and proposing."""
        if not self.is_keeper:
            return []
        scenario = self.object
        actions = [self._action(_("Copy"), "copy", "copy")]
        if scenario.status in IDLE:
            actions.insert(0, self._action(_("Change"), "update", "pencil"))
            actions.append(self._action(_("Throw away"), "discard", "trash"))
        if scenario.is_reckoned:
            propose = self._action(_("Propose a budget"), "propose", "wallet2")
            actions.append(propose)
        return actions

    def _action(self, label: str, page: str, icon: str) -> Action:
        url = reverse(f"reports:scenario-{page}", args=[self.object.pk])
        return Action(label, url, icon, permission=RUN)

    def facts(self) -> list[tuple[Any, Any]]:
        """What it is about, and every assumption."""
        scenario = self.object
        years = sorted({scenario.first_year, scenario.last_year})
        return [
            (_("Region"), scenario.region),
            (_("Description"), scenario.description),
            (_("Years"), " - ".join(map(str, years))),
            *assumed(scenario),
            (_("Made by"), scenario.created_by),
            (_("Reckoned at"), scenario.finished_at),
            (_("Frozen by"), scenario.frozen_by),
        ]

    @cached_property
    def form(self) -> OutcomeForm:
        """What is asked of the outcome."""
        scenario = self.object
        asked = {"year": scenario.first_year} | self.request.GET.dict()
        seen = seen_gemeenten(scenario, self.person)
        return OutcomeForm(asked, years=scenario.years, gemeenten=seen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The job while it is busy, the outcome once it is there."""
        outcome = self._outcome() if self.object.is_reckoned else {}
        return super().get_context_data(**_watched(self.object), **outcome, **kwargs)

    def _outcome(self) -> dict[str, Any]:
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        year = asked.get("year") or self.object.first_year
        outcome = outcome_for(self.object, self.person, asked.get("gemeente"))
        figures = outcome.year(year)
        shown = {
            "form": self.form,
            "year": year,
            "places": [
                (str(line.gemeente), line.figures, chance_short(line.figures))
                for line in outcome.places(year)
            ],
            "budgets": [(row, chance_short(row.figures)) for row in outcome.budgets(year)],
            "source": footnote(self.object),
        }
        return shown | (_pictured(outcome, year, figures) if figures else {})


class ScenarioProgressPage(ModelPage):
    """How far the draws are, for the page of the scenario, which is renewed when they end."""

    model = Scenario
    permission = SEE

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the job."""
        return super().scoped_queryset().select_related("job").defer("outcome")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The piece with the progress."""
        watched = _watched(self.object)
        if not watched:
            return HttpResponseClientRefresh()
        return render(request, "components/job.html", watched)


class ScenarioFormPage(FormPage):
    """What making, changing and copying have in common."""

    model = Scenario
    form_class = ScenarioForm
    permission = RUN

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the person's regions only."""
        return Scenario.objects.kept_by(self.person).select_related("region")

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the person may choose from."""
        return super().get_form_kwargs() | {"person": self.person, "today": timezone.localdate()}

    def perform(self, form: Any) -> Scenario:
        """Keep a new one."""
        return actions.make_scenario(supposed=form.supposed(), by=self.person, at=timezone.now())


class ScenarioCreatePage(ScenarioFormPage):
    title = gettext_lazy("New scenario")
    success_message = gettext_lazy("%(object)s is kept. Have it reckoned to see the outcome.")


class ScenarioCopyPage(ScenarioFormPage):
    title = gettext_lazy("Copy the scenario")
    success_message = gettext_lazy("%(object)s is kept. Have it reckoned to see the outcome.")

    def get_initial(self) -> dict[str, Any]:
        """The same assumptions under another name."""
        name = _("%(name)s (copy)") % {"name": self.object.name}
        return initial_of(self.object) | {"name": name[:120]}


class ScenarioUpdatePage(ScenarioFormPage):
    title = gettext_lazy("Change the assumptions")
    success_message = gettext_lazy("%(object)s is changed. Have it reckoned anew.")

    def get_initial(self) -> dict[str, Any]:
        """What stands."""
        return initial_of(self.object)

    def perform(self, form: Any) -> Scenario:
        """Replace it."""
        return actions.change_scenario(
            scenario=self.object, supposed=form.supposed(), by=self.person, at=timezone.now()
        )


class ScenarioTransitionPage(TransitionPage):
    """Reckons, stops or freezes."""

    model = Scenario
    workflow = SCENARIO
    actions_map = {
        "queue": actions.queue_scenario,
        "cancel": actions.cancel_scenario,
        "freeze": actions.freeze_scenario,
    }

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the person's regions only."""
        return Scenario.objects.kept_by(self.person).select_related("region")


class ScenarioQueuePage(FormPage):
    """Has several scenarios reckoned at once."""

    model = Scenario
    form_class = QueueForm
    permission = RUN
    title = gettext_lazy("Reckon several scenarios")
    submit_label = gettext_lazy("Reckon")
    success_url = reverse_lazy("reports:scenario-list")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those of the person's regions with which nothing is under way, the newest first."""
        idle = Scenario.objects.kept_by(self.person).filter(status__in=IDLE).order_by("-pk")
        return super().get_form_kwargs() | {"scenarios": idle}

    def perform(self, form: Any) -> list[Scenario]:
        """Queue each."""
        return actions.queue_scenarios(**form.cleaned_data, by=self.person, at=timezone.now())

    def get_success_message(self, result: list[Scenario]) -> str:
        """How many."""
        message = ngettext(
            "%(count)s scenario is being reckoned.",
            "%(count)s scenarios are being reckoned.",
            len(result),
        )
        return message % {"count": number(len(result))}


class ScenarioDiscardPage(ConfirmPage):
    model = Scenario
    permission = RUN
    title = gettext_lazy("Throw the scenario away")
    submit_label = gettext_lazy("Throw away")
    success_message = gettext_lazy("%(object)s is thrown away.")
    success_url = reverse_lazy("reports:scenario-list")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the person's regions only."""
        return Scenario.objects.kept_by(self.person).select_related("region")

    def consequences(self) -> list[Any]:
        """What is lost."""
        return [_("Its assumptions and outcome are gone then. Budgets stay as they are.")]

    def perform(self, form: Any) -> Scenario:
        """Throw it away."""
        return actions.discard_scenario(scenario=self.object, by=self.person, at=timezone.now())


class ScenarioProposePage(FormPage):
    """Shows what each budget would become, and drafts it as a budget change."""

    model = Scenario
    form_class = ProposalForm
    permission = RUN
    template_name = "reports/scenario_propose.html"
    title = gettext_lazy("Propose a budget by the scenario")
    submit_label = gettext_lazy("Make a draft of the budget change")
    success_message = gettext_lazy("%(object)s is drafted. A council or board decides on it.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the person's regions, once reckoned."""
        return Scenario.objects.kept_by(self.person).reckoned().select_related("region")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Its years."""
        return super().get_form_kwargs() | {"years": self.object.years}

    def get_form(self, form_class: Any = None) -> Any:
        """What is shown is what is drafted: nothing is chosen at the button."""
        form = super().get_form(form_class)
        for field in form.fields.values():
            field.widget = field.hidden_widget()
        return form

    def get_initial(self) -> dict[str, Any]:
        """What is shown."""
        return {"year": self.object.first_year, "percentage": 75} | self._asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines that would be written."""
        shown = self.get_initial()
        lines = proposed_lines(self.object, shown["year"], shown["percentage"])
        choice = ProposalForm(years=self.object.years, initial=shown, auto_id="shown_%s")
        return super().get_context_data(
            proposed=ProposedTable(lines) if lines else None, choice=choice, **kwargs
        )

    def perform(self, form: Any) -> Any:
        """Draft it."""
        return actions.propose_budget(
            scenario=self.object, **form.cleaned_data, by=self.person, at=timezone.now()
        )

    @property
    def _asked(self) -> dict[str, int]:
        """Year and percentage of the address, where they fit the scenario."""
        form = ProposalForm(self.request.GET, years=self.object.years)
        return dict(form.cleaned_data) if form.is_valid() else {}


def _watched(scenario: Scenario) -> dict[str, Any]:
    """The job of a scenario that is being reckoned; nothing when it is not."""
    job = scenario.job
    if job is None or job.finished or scenario.status not in BUSY:
        return {}
    url = reverse("reports:scenario-progress", args=[scenario.pk])
    return {"job": job, "job_badge": badge_of(job, "state", JobState), "job_url": url}


def _pictured(outcome: Outcome, year: int, figures: Figures) -> dict[str, Any]:
    """The answer with its pictures; where nothing is left to chance, one outcome and no spread."""
    pictures: dict[str, Chart] = {"chart": fan(outcome, year, figures)}
    if figures.draws > 1:
        pictures["bars"] = histogram(outcome, year, figures)
    return pictures | {
        "figures": figures,
        "sentence": sentence(year, figures),
        "percentiles": list(figures.percentiles.items()),
    }
