"""Pages on which a contract's settlements, options, targets, indexation and social return stand."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.money import cents
from config.shared.views import Action, FormPage, Panel
from contracts.actions.conditions import (
    OptionTerms,
    record_social_return,
    set_kpis,
    set_renewals,
    set_settlement_rules,
)
from contracts.actions.indexation import set_indexation_rule
from contracts.enums import BINDING, ContractStatus
from contracts.forms.terms import (
    IndexationRuleForm,
    KpiRows,
    RenewalRows,
    SettlementRows,
    SocialReturnForm,
)
from contracts.models import Contract, IndexationRule, SocialReturn
from procurement.forms.rows import standing
from procurement.views.rows import RowsPage

if TYPE_CHECKING:
    from contracts.views.contracts import ContractDetailPage

UNSIGNED = (ContractStatus.DRAFT, ContractStatus.OFFERED)


def panels_of(page: "ContractDetailPage") -> list[Panel]:
    """What was agreed beside tariffs and seats."""
    return [Panel(_("Agreements"), template="contracts/_terms.html")]


def context_of(page: "ContractDetailPage") -> dict[str, Any]:
    """What the panel of agreements shows; of a provider's own contract the provider sees it too."""
    contract = page.object
    returned = contract.social_returns.order_by("-on", "-pk")
    told = {
        "settlement_rules": contract.settlement_rules.order_by("event"),
        "guarantees": contract.guarantees.order_by("first_on", "pk"),
        "renewal_options": contract.renewal_options.order_by("number"),
        "kpis": contract.kpis.order_by("indicator"),
        "indexation_rule": page.indexation_rule,
        "indexations": contract.indexations.order_by("-applies_on"),
        "social_returns": returned,
        "social_return": None,
        "card_url": _card_url(page),
        "may_see_guarantees": page.may(Permission.COST_VIEW),
        "may_decide": contract.status in BINDING and page.may(Permission.CONTRACT_SIGN, contract),
    }
    asked = contract.social_return_percentage
    if asked is not None and page.may(Permission.COST_VIEW):
        told["social_return"] = _social_return(contract.spent, asked, returned)
    return told


def _card_url(page: "ContractDetailPage") -> str:
    """Where the region sees the provider's figures beside what it promised."""
    if not page.may(Permission.PLACEMENT_VIEW):
        return ""
    return reverse("contracts:provider-kpi", args=[page.object.provider_id])


def _social_return(spent: Decimal, percentage: Decimal, returned: Any) -> dict[str, Decimal]:
    """Euros owed on what is spent so far, what was done, and what is short; never below nought."""
    owed = cents(spent * percentage / 100)
    done = sum((row.amount for row in returned), Decimal(0))
    return {"owed": owed, "done": done, "short": max(owed - done, Decimal(0))}


def actions_of(page: "ContractDetailPage") -> list[Action]:
    """To record social return of a contract that asks it; parts of a draft have links of theirs."""
    contract = page.object
    if contract.status in UNSIGNED or contract.social_return_percentage is None:
        return []
    url = reverse("contracts:socialreturn-create", args=[contract.pk])
    drafts = Permission.CONTRACT_DRAFT
    return [Action(_("Record social return"), url, "people", permission=drafts)]


class ContractRowsPage(RowsPage):
    """Rows of a draft that are written as a whole."""

    model = Contract
    form_class = PageForm
    permission = Permission.CONTRACT_DRAFT
    success_message = _("%(object)s is changed.")


class SettlementsPage(ContractRowsPage):
    title = _("Settlement rules")
    rows_class = SettlementRows
    row_label = _("Rule")
    more_label = _("Another rule")

    def initial_rows(self) -> list[dict[str, Any]]:
        """The rules that stand."""
        names = SettlementRows.form.base_fields
        return standing(self.object.settlement_rules.order_by("event"), names)

    def perform(self, form: Any) -> Contract:
        """Write them."""
        return set_settlement_rules(
            contract=self.object, rules=self.lines(), by=self.person, at=timezone.now()
        )


class RenewalsPage(ContractRowsPage):
    title = _("Renewal options")
    template_name = "contracts/contract_renewals.html"
    rows_class = RenewalRows
    row_label = _("Option")
    more_label = _("Another option")

    def initial_rows(self) -> list[dict[str, Any]]:
        """The options that stand."""
        return standing(self.object.renewal_options.order_by("number"), OptionTerms._fields)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the first option begins."""
        return super().get_context_data(contract=self.object, **kwargs)

    def perform(self, form: Any) -> Contract:
        """Write them; each begins where the one before it ends."""
        options = [OptionTerms(**line) for line in self.lines()]
        return set_renewals(
            contract=self.object, options=options, by=self.person, at=timezone.now()
        )


class KpisPage(ContractRowsPage):
    title = _("Performance indicators")
    rows_class = KpiRows
    row_label = _("Indicator")
    more_label = _("Another indicator")

    def initial_rows(self) -> list[dict[str, Any]]:
        """The targets that stand."""
        names = KpiRows.form.base_fields
        return standing(self.object.kpis.order_by("indicator"), names)

    def perform(self, form: Any) -> Contract:
        """Write them."""
        return set_kpis(contract=self.object, kpis=self.lines(), by=self.person, at=timezone.now())


class IndexationRulePage(FormPage):
    model = Contract
    form_class = IndexationRuleForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Indexation rule")
    success_message = _("%(object)s is changed.")

    @cached_property
    def rule(self) -> IndexationRule | None:
        """The rule that stands."""
        return IndexationRule.objects.filter(contract=self.object).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        """With what stands."""
        return super().get_form_kwargs() | {"instance": self.rule}

    def perform(self, form: Any) -> Contract:
        """Write it, or take it away."""
        return set_indexation_rule(
            contract=self.object, facts=form.facts(), by=self.person, at=timezone.now()
        )


class SocialReturnCreatePage(FormPage):
    model = Contract
    form_class = SocialReturnForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Record social return")
    success_message = _("Recorded with %(object)s.")

    def perform(self, form: Any) -> Contract:
        """Write it down with the contract."""
        row: SocialReturn = form.instance
        row.contract = self.object
        record_social_return(social_return=row, by=self.person, at=timezone.now())
        return row.contract
