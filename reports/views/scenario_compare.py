"""Up to four scenarios beside each other."""

from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models import Gemeente
from config.shared.views import ModelPage
from reports.forms.scenarios import CompareForm
from reports.models import Scenario
from reports.scenarios.pictures import side_by_side
from reports.scenarios.reading import Figures, Outcome
from reports.scenarios.words import assumed, chance_short, sentence
from reports.views.scenarios import outcome_for

Compared = tuple[Scenario, Outcome, Figures]


class Compare(NamedTuple):
    """One subject, what each scenario says of it, and whether they differ."""

    subject: str
    named: list[tuple[str, str]]
    differs: bool


class ScenarioComparePage(ModelPage, TemplateView):
    """Same axes, the outcomes, and in what the assumptions differ."""

    model = Scenario
    permission = Permission.COST_VIEW
    title = _("Compare scenarios")
    template_name = "reports/scenario_compare.html"

    @cached_property
    def scenarios(self) -> Any:
        """Those with an outcome, by name."""
        found = Scenario.objects.visible_to(self.person).reckoned()
        return found.select_related("region").order_by("name", "pk")

    @cached_property
    def form(self) -> CompareForm:
        """What is asked; nothing yet on a bare address."""
        years = sorted(
            {year for each in self.scenarios for year in (each.first_year, each.last_year)}
        )
        spanned = range(years[0], years[-1] + 1) if years else [timezone.localdate().year]
        return CompareForm(
            self.request.GET if "scenario" in self.request.GET else None,
            scenarios=self.scenarios,
            years=spanned,
            gemeenten=Gemeente.objects.visible_to(self.person).order_by("name"),
        )

    @cached_property
    def compared(self) -> list[Compared]:
        """What was chosen and has figures of the year, by name."""
        if not self.form.is_valid():
            return []
        asked = self.form.cleaned_data
        found = []
        for scenario in asked["scenario"].order_by("name", "pk"):
            outcome = outcome_for(scenario, self.person, asked["gemeente"])
            figures = outcome.year(asked["year"])
            if figures:
                found.append((scenario, outcome, figures))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and beside each other what was chosen."""
        compared = self.compared
        year = self.form.cleaned_data.get("year") if self.form.is_valid() else None
        shown: dict[str, Any] = {
            "form": self.form,
            "year": year,
            "has_any": bool(self.scenarios),
            "said": [],
        }
        if len(compared) > 1 and year:
            shown |= {
                "chart": side_by_side(compared, year),
                "said": [(each[0], sentence(year, each[2])) for each in compared],
                "figures": [(each[0], each[2], chance_short(each[2])) for each in compared],
                "names": [each[0].name for each in compared],
                "assumptions": _assumptions(compared),
            }
        return super().get_context_data(**shown | kwargs)


def _assumptions(compared: list[Compared]) -> list[Compare]:
    """In the order in which a scenario tells them; those that differ are marked."""
    told = [assumed(scenario) for scenario, _outcome, _figures in compared]
    names = [scenario.name for scenario, _outcome, _figures in compared]
    found = []
    for each in zip(*told, strict=True):
        texts = [line.text for line in each]
        named = list(zip(names, texts, strict=True))
        found.append(Compare(each[0].subject, named, len(set(texts)) > 1))
    return found
