"""Pages of contracts: the list, the object, its drafts and its steps."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.display import money
from config.shared.forms import PageForm
from config.shared.views import (
    Action,
    ConfirmPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from contracts.actions.contracts import (
    change_contract,
    draft_contract,
    draft_from_award,
    remove_draft,
    sign_contract,
)
from contracts.enums import ContractStatus
from contracts.filters.contracts import ContractFilterSet
from contracts.forms.contracts import ContractForm, DraftedContractForm
from contracts.models import Contract, IndexationRule
from contracts.tables.capacity import CapacityLineTable
from contracts.tables.contracts import ContractTable, ContractTableWithoutCosts
from contracts.views import (
    alerts,
    amendments,
    call_offs,
    contract_payments,
    contract_steps,
    cost_months,
    indexation,
    papers,
    terms,
)
from contracts.views.endings import EndsLater
from contracts.workflows import CONTRACT
from contracts.workflows.closing import outstanding
from contracts.workflows.contracts import has_capacity, has_tariffs
from procurement.models import AwardDecision

LISTS = (
    (_("Groups"), "contracts:coursegroup-list", Permission.CAPACITY_VIEW),
    (_("Placements"), "contracts:placement-list", Permission.PLACEMENT_VIEW),
)
"""Lists of which the contract page shows its own part: title, URL name, permission."""

FILLED_IN_AT = (
    (has_capacity, "contracts:capacityline-create"),
    (has_tariffs, "contracts:tariff-create"),
)
"""What a draft can lack, and the page on which it is added."""


class ContractListPage(ListPage):
    model = Contract
    table_class = ContractTable
    filterset_class = ContractFilterSet
    permission = Permission.CONTRACT_VIEW
    main_action = Action(
        _("New contract"),
        reverse_lazy("contracts:contract-create"),
        "plus-lg",
        primary=True,
        permission=Permission.CONTRACT_DRAFT,
    )
    empty_text = _("No contract yet. It follows from an award, or is drafted directly.")

    def page_actions(self) -> list[Action]:
        """New ones, those that run already, and the days on which options are decided about."""
        signs = Permission.CONTRACT_SIGN
        running, options = reverse("contracts:contract-running"), "contracts:renewaloption-list"
        return [
            *super().page_actions(),
            Action(_("Record a running contract"), running, "clipboard-plus", permission=signs),
            Action(_("Renewal options"), reverse(options), "calendar-plus"),
        ]

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what has been spent of each."""
        visible: Any = super().scoped_queryset()
        return visible.with_spent()

    def get_table_class(self) -> type[ContractTable]:
        """Euros are shown to who may see costs."""
        return ContractTable if self.may(Permission.COST_VIEW) else ContractTableWithoutCosts


class ContractDetailPage(EndsLater):
    model = Contract
    workflow = CONTRACT
    permission = Permission.CONTRACT_VIEW
    template_name = "contracts/contract_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        visible: Any = super().scoped_queryset()
        rows = visible.with_spent().with_quantity()
        return rows.select_related(
            "provider", "region", "decision__lot__tender", "signed_by", "framework", "owner"
        )

    @cached_property
    def indexation_rule(self) -> IndexationRule | None:
        """How prices follow an index; None where they stand."""
        return IndexationRule.objects.filter(contract=self.object).first()

    def facts(self) -> Iterable[tuple[Any, Any]]:
        """What was agreed, apart from tariffs and seats."""
        contract = self.object
        yield _("Provider"), contract.provider
        yield _("Region"), contract.region
        yield _("Gemeenten"), contract.gemeenten.all()
        yield _("Kind"), contract.get_kind_display()
        if contract.framework:
            yield _("Framework agreement"), contract.framework
        yield _("First day"), contract.first_on
        yield _("Last day"), contract.last_on
        yield from self._where_from()
        yield _("Maximum value (excl. VAT)"), money(contract.maximum_amount)
        yield _("Maximum number of trajectories"), contract.maximum_quantity
        yield from self._seat_rules()
        yield _("Responsible"), contract.owner

    def _where_from(self) -> Iterable[tuple[Any, Any]]:
        """The award, or the signature outside, and when it was signed."""
        contract = self.object
        award = contract.decision.lot if contract.decision else _("None: drafted directly")
        yield _("Awarded lot"), award
        yield _("Signed"), contract.signed_at
        if contract.signed_outside_on:
            yield _("Signed outside on"), contract.signed_outside_on

    def _seat_rules(self) -> Iterable[tuple[Any, Any]]:
        """What holds for seats and for who stops."""
        contract = self.object
        weeks = contract.interruption_weeks
        yield _("Start guarantee (weeks)"), contract.start_guarantee_weeks
        yield _("Over the contracted number"), contract.get_over_target_policy_display()
        yield _("A dropout gives the place of the intake back"), contract.refills_intake
        yield (
            _("Weeks that an interrupted learner keeps the place"),
            _("as long as it lasts") if weeks is None else weeks,
        )

    def missing_url(self, sentence: str) -> str:
        """Where what is missing is filled in, or what is outstanding settled."""
        return self.filled_in_at.get(sentence) or self.settled_at.get(sentence, "")

    @cached_property
    def filled_in_at(self) -> dict[str, str]:
        """The page of each part that a draft still lacks."""
        contract = self.object
        if contract.status != ContractStatus.DRAFT:
            return {}
        lacking = [(check(contract, timezone.now()), name) for check, name in FILLED_IN_AT]
        pages = [(sentence, reverse(name, args=[contract.pk])) for sentence, name in lacking]
        return {sentence: url for sentence, url in pages if sentence}

    @cached_property
    def settled_at(self) -> dict[str, str]:
        """The address of each thing that keeps a running contract from being ended."""
        if self.object.status not in CONTRACT.by_name["end"].sources:
            return {}
        return {found.sentence: found.url for found in outstanding(self.object, timezone.now())}

    def panels(self) -> list[Panel]:
        """Each room of the contract brings its own."""
        return [panel for panels_of in PANELS for panel in panels_of(self)]

    def own_panels(self) -> list[Panel]:
        """Tariffs and seats here; groups, placements and deliveries as lists of their own."""
        lines = self.object.capacity_lines.with_use(on=timezone.localdate())
        columns = [name for name in CapacityLineTable.default_columns if name != "provider"]
        seats = CapacityLineTable(lines, prefix="seats-", shown=columns)
        return [
            Panel(_("Tariffs"), template="contracts/_tariffs.html"),
            Panel(_("Seats"), table=seats),
            *(
                Panel(title, url=f"{reverse(name)}?contract={self.object.pk}&_panel=1")
                for title, name, permission in LISTS
                if self.may(permission)
            ),
        ]

    def page_actions(self) -> list[Action]:
        """What can be done beside the transitions: each room brings its own."""
        return [action for actions_of in ACTIONS for action in actions_of(self)]

    def own_actions(self) -> list[Action]:
        """A draft can be changed; a contract that binds cannot."""
        if self.object.status != ContractStatus.DRAFT:
            return []
        pages = (
            (_("Edit"), "contract-update", "pencil"),
            (_("Add a tariff"), "tariff-create", "cash-coin"),
            (_("Add seats"), "capacityline-create", "people"),
            (_("Remove the draft"), "contract-remove", "trash"),
        )
        return [
            Action(
                label,
                reverse(f"contracts:{name}", args=[self.object.pk]),
                icon,
                permission=Permission.CONTRACT_DRAFT,
            )
            for label, name, icon in pages
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tariffs and agreements, and the meters; euros for who may see costs."""
        contract = self.object
        may_edit = contract.status == ContractStatus.DRAFT and self.may(Permission.CONTRACT_DRAFT)
        meter = contract.meter if self.may(Permission.COST_VIEW) else None
        said = {"meter": meter, "quantity_meter": contract.quantity_meter, "may_edit": may_edit}
        tariffs = contract.tariffs.prefetch_related("instalments", "bands")
        said |= {"tariffs": tariffs.order_by("route", "unit", "name", "first_on")}
        return super().get_context_data(**said | terms.context_of(self) | kwargs)


class ContractCreatePage(FormPage):
    model = Contract
    form_class = ContractForm
    permission = Permission.CONTRACT_DRAFT
    title = _("New contract")
    submit_label = _("Make the draft")
    success_message = _("%(object)s is made. Add its tariffs and seats.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within what the person may see."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Contract:
        """Save the draft."""
        gemeenten = list(form.cleaned_data["gemeenten"])
        return draft_contract(
            contract=form.instance, gemeenten=gemeenten, by=self.person, at=timezone.now()
        )


class ContractUpdatePage(FormPage):
    model = Contract
    form_class = DraftedContractForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Edit the contract")
    success_message = _("%(object)s is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Choices within what the person may see."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Contract:
        """Change the draft."""
        facts = dict(form.cleaned_data)
        gemeenten = list(facts.pop("gemeenten"))
        return change_contract(
            contract=self.object, gemeenten=gemeenten, by=self.person, at=timezone.now(), **facts
        )


class ContractFromAwardPage(FormPage):
    """Asks whether to draft the contract of an award; the procurement room links here."""

    model = AwardDecision
    form_class = PageForm
    permission = Permission.CONTRACT_DRAFT
    template_name = "contracts/contract_from_award.html"
    title = _("Draft a contract from the award")
    submit_label = _("Make the draft")
    success_message = _("%(object)s is made from the award. Check tariffs, seats and shares.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask; or lead to the contract that was drafted before."""
        drafted = Contract.objects.visible_to(self.person).filter(decision=self.object).first()
        return redirect(drafted) if drafted else super().get(request, *args, **kwargs)

    def perform(self, form: Any) -> Contract:
        """Draft it."""
        return draft_from_award(award=self.object, by=self.person, at=timezone.now())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will be copied."""
        return super().get_context_data(award=self.object, **kwargs)


class ContractRemovePage(ConfirmPage):
    """Asks before a draft is taken away."""

    model = Contract
    permission = Permission.CONTRACT_DRAFT
    title = _("Remove the draft")
    submit_label = _("Remove")
    success_message = _("%(object)s is removed.")

    def missing(self) -> list[str]:
        """A contract that binds cannot be removed."""
        if self.object.status == ContractStatus.DRAFT:
            return []
        return [gettext("A contract that is signed cannot be removed.")]

    def consequences(self) -> list[Any]:
        """What goes, and what becomes possible."""
        return [
            _("The draft disappears with its tariffs and seats."),
            _("The award it was drafted from can be revoked, or drafted from anew."),
        ]

    def perform(self, form: Any) -> Contract:
        """Remove it."""
        return remove_draft(contract=self.object, by=self.person, at=timezone.now())

    def get_success_url(self, result: Any = None) -> str:
        """To the list: the contract has no page any more."""
        return reverse("contracts:contract-list")


class ContractTransitionPage(TransitionPage):
    model = Contract
    workflow = CONTRACT
    actions_map = {"sign": sign_contract, **contract_steps.STEPS}


PANELS: tuple[Callable[[ContractDetailPage], list[Panel]], ...] = (
    ContractDetailPage.own_panels,
    terms.panels_of,
    call_offs.panels_of,
    amendments.panels_of,
    papers.panels_of,
    cost_months.panels_of,
    contract_payments.panels_of,
    alerts.panels_of,
)
"""Who adds tabs to the page of a contract, in their order."""
ACTIONS: tuple[Callable[[ContractDetailPage], list[Action]], ...] = (
    ContractDetailPage.own_actions,
    terms.actions_of,
    call_offs.actions_of,
    indexation.actions_of,
    amendments.actions_of,
    contract_steps.actions_of,
    cost_months.actions_of,
    contract_payments.actions_of,
)
"""Who adds buttons to the page of a contract, in their order."""
