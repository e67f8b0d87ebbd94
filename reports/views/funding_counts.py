"""Pages that reckon with people: the SPUK by its count, and the supplement by year of housing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.charts import Chart, Curve, curves
from config.shared.display import day, money, month_year, number
from config.shared.views import Action
from reports.enums.funding import FundingRuleKey
from reports.forms.funding import SimulationForm
from reports.funding.rules import InForce
from reports.funding.spuk import Simulation
from reports.funding.supplement import CashYear, Cohort, cash_years, cohorts
from reports.funding.words import rule_value, spuk_sentence, supplement_sentence
from reports.tables.funding import (
    CashYearTable,
    CohortTable,
    CountedTable,
    RuleTable,
    SpukPaymentTable,
    rows_of,
)
from reports.views.funding_pages import FundingPage, Section

SUPPLEMENT_RULES = (
    FundingRuleKey.SUPPLEMENT_AMOUNT,
    FundingRuleKey.SUPPLEMENT_FIRST_YEAR,
    FundingRuleKey.SUPPLEMENT_LAST_YEAR,
    FundingRuleKey.COURSE_COST,
    FundingRuleKey.FIRST_YEAR_PERCENTAGE,
)


class CountingPage(FundingPage):
    """A page whose figures rest on counts of people and on rules."""

    def rule_table(self, rules: Sequence[InForce]) -> RuleTable:
        """The rules that the figures rest on."""
        return RuleTable(
            [
                {
                    "rule": rule.key.label,
                    "value": rule_value(rule),
                    "since": None if rule.own_since is None else str(rule.own_since),
                    "source": rule.source,
                }
                for rule in rules
            ]
        )

    def page_actions(self) -> list[Action]:
        """The counts and the rules, for who keeps them."""
        keep = Permission.FUNDING_MANAGE
        offered = [Action(_("People housed"), reverse("reports:housedcount-list"), "people")]
        if self.region.pk in regions_of(self.person):
            url = reverse("reports:fundingrule-create", args=[self.region.pk])
            offered.append(Action(_("Set a rule"), url, "sliders", permission=keep))
        return offered


class SpukPage(CountingPage):
    """The count of 31 December, the advances and the settlement, simulated."""

    title = _("SPUK simulation")
    form_class = SimulationForm
    usual = {"share": "100"}

    @cached_property
    def simulation(self) -> Simulation:
        """With as many of the expected people as was asked."""
        share = self.form.cleaned_data.get("share") if self.form.is_valid() else None
        return self.sources.simulation(self.year, Decimal(100) if share is None else share)

    def sentence(self) -> str:
        return spuk_sentence(self.simulation)

    def sections(self) -> list[Section]:
        """By gemeente, by month, and the rules."""
        rules = self.sources.book.in_force(self.year)
        spuk_rules = [rule for rule in rules if rule.key not in SUPPLEMENT_RULES]
        told = (_("Rules"), self.rule_table(spuk_rules))
        if self.simulation.per_person is None:
            return [told]
        return [
            (_("By gemeente"), CountedTable(self._rows())),
            (_("When it comes in"), SpukPaymentTable(self._payments())),
            told,
        ]

    def _rows(self) -> list[dict[str, Any]]:
        names = ("advance", "definitive", "settlement")
        return [
            {
                "gemeente": self.sources.gemeenten[row.gemeente],
                "expected": round(row.expected),
                "counted": round(row.counted),
                **{name: getattr(row, name) for name in names},
            }
            for row in self.simulation.gemeenten()
        ]

    def _payments(self) -> list[dict[str, Any]]:
        return [
            {"month": month_year(on), "amount": amount} for on, amount in self.simulation.payments()
        ]

    def page_actions(self) -> list[Action]:
        return [*self.sheet_actions("funding-spuk"), *super().page_actions()]

    def notes(self) -> Sequence[tuple[Any, Any]]:
        """Where the euro for each person comes from."""
        price = self.simulation.per_person
        shown = gettext("not known") if price is None else money(Decimal(round(price)))
        return [
            (
                _("Euro for each person: about %(amount)s") % {"amount": shown},
                _(
                    "The rule of the region where it set one; else what was granted provisionally "
                    "for each person expected."
                ),
            ),
            (
                _("People counted"),
                _("Those counted on 31 December; where nobody counted yet, the expected part."),
            ),
        ]


class SupplementPage(CountingPage):
    """Once in the year of housing, for a course that costs money in two years."""

    title = _("Supplement education route")

    @cached_property
    def cohorts(self) -> list[Cohort]:
        """By year of housing."""
        return cohorts(self.sources.education(), self.sources.book)

    @cached_property
    def years(self) -> list[CashYear]:
        """By calendar year."""
        return cash_years(self.cohorts)

    def sentence(self) -> str:
        return supplement_sentence(self.years)

    def chart(self) -> Chart | None:
        """What comes in, what goes out, and what is short so far."""
        if not self.years:
            return None
        so_far = [year.short_so_far for year in self.years]
        return curves(
            [str(year.year) for year in self.years],
            [
                Curve(gettext("supplement"), [year.supplement for year in self.years]),
                Curve(gettext("cost"), [year.cost for year in self.years]),
                Curve(gettext("short so far"), so_far),
            ],
            title=supplement_sentence(self.years),
            description=gettext(
                "By year what the supplement brings, what the courses cost, and what was short up "
                "to then; in %(year)s that is %(amount)s."
            )
            % {"year": self.years[-1].year, "amount": money(so_far[-1])},
            heading=gettext("Year"),
        )

    def source(self) -> str:
        """Counts and rules, which stand on the page."""
        text = gettext("Source: people housed and the rules of this page, as on %(day)s.")
        return text % {"day": day(self.today)}

    def sections(self) -> list[Section]:
        """By year of housing, by calendar year, and the rules."""
        names = ("year", "people", "supplement", "first_cost", "second_cost", "short")
        rules = [self.sources.book.rule(key, self.year) for key in SUPPLEMENT_RULES]
        told = (_("Rules"), self.rule_table(rules))
        if not self.years:
            return [told]
        return [
            (_("By year of housing"), CohortTable(rows_of(self.cohorts, names))),
            (_("By calendar year"), CashYearTable(self._cash_rows())),
            told,
        ]

    def _cash_rows(self) -> list[dict[str, Any]]:
        names = ("year", "supplement", "own_cost", "earlier_cost", "short", "short_so_far")
        booked = self.sources.education_costs()
        rows = rows_of(self.years, names)
        return [row | {"booked": booked.get(row["year"], Decimal(0))} for row in rows]

    def page_actions(self) -> list[Action]:
        return [*self.sheet_actions("funding-supplement"), *super().page_actions()]

    def notes(self) -> Sequence[tuple[Any, Any]]:
        """What is reckoned and what was booked."""
        learners = number(sum(each.people for each in self.cohorts))
        return [
            (
                _("%(count)s learners") % {"count": learners},
                _(
                    "Those housed in a year who take the education route, as counted. Their cost "
                    "follows from the rules below, not from placements."
                ),
            ),
            (
                _("Cost lines of the education route"),
                _("What the ledger says of the year, of whoever was housed in whatever year."),
            ),
        ]
