"""Pages of what is written down about funding: payments and the rules."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.views import Action, Crumb, FormPage, ListPage
from reports.actions.funding_facts import record_payment, set_rule
from reports.filters.funding import FundingPaymentFilterSet
from reports.forms.funding import FundingPaymentForm, FundingRuleForm
from reports.models import FundingPayment, FundingRule
from reports.tables.funding import FundingPaymentTable

KEEP = Permission.FUNDING_MANAGE


class FundingPaymentListPage(ListPage):
    model = FundingPayment
    table_class = FundingPaymentTable
    filterset_class = FundingPaymentFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("No payment was written down yet.")
    main_action = Action(
        _("New payment"),
        reverse_lazy("reports:fundingpayment-create"),
        "plus-lg",
        primary=True,
        permission=KEEP,
    )


class FundingPaymentCreatePage(FormPage):
    model = FundingPayment
    form_class = FundingPaymentForm
    permission = KEEP
    title = _("New payment")
    success_message = _("The payment of %(object)s is written down.")

    def get_initial(self) -> dict[str, Any]:
        """Of this year, paid today."""
        today = timezone.localdate()
        return {"year": today.year, "paid_on": today}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be chosen."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> FundingPayment:
        """Write it down."""
        return record_payment(payment=form.instance, by=self.person, at=timezone.now())


class FundingRuleCreatePage(FormPage):
    """A region's own value of a rule."""

    model = Region
    form_class = FundingRuleForm
    permission = KEEP
    title = _("Set a rule of the region")
    success_message = _("%(object)s is set.")

    def scoped_queryset(self) -> "QuerySet[Region]":
        """Only regions that the person acts for; a single gemeente sets none."""
        return super().scoped_queryset().filter(pk__in=regions_of(self.person))

    def get_title(self) -> str:
        """With the region whose rule it is."""
        return f"{self.title}: {self.object}"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the simulation, which shows the rules."""
        return [Crumb(_("SPUK simulation"), reverse("reports:funding-spuk"))]

    def get_initial(self) -> dict[str, Any]:
        """From this year, for the rule of the address."""
        return {"year": timezone.localdate().year, "key": self.request.GET.get("key", "")}

    def perform(self, form: Any) -> FundingRule:
        """Set it."""
        return set_rule(region=self.object, **form.cleaned_data, by=self.person, at=timezone.now())

    def get_success_url(self, result: Any = None) -> str:
        """Back to the rules in their year."""
        return f"{reverse('reports:funding-spuk')}?region={self.object.pk}&year={result.year}"
