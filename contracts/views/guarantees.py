"""Pages of what contracts guarantee: the terms of a draft, how far it is, and the shortfall."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.display import day, money, number
from config.shared.views import Action, ConfirmPage, Crumb, DetailPage
from contracts.actions.guarantees import book_shortfall, by_seats, set_guarantees
from contracts.cost_words import period_in_words
from contracts.enums import GuaranteeKind
from contracts.forms.guarantees import BookShortfallForm, GuaranteeRows
from contracts.models import Contract, ContractGuarantee, CostEntry
from contracts.views.terms import ContractRowsPage
from procurement.forms.rows import standing


class GuaranteesPage(ContractRowsPage):
    title = _("Guaranteed minimum")
    rows_class = GuaranteeRows
    row_label = _("Guarantee")
    more_label = _("Another guarantee")

    def initial_rows(self) -> list[dict[str, Any]]:
        """What stands in the draft."""
        names = GuaranteeRows.form.base_fields
        return standing(self.object.guarantees.order_by("first_on", "pk"), names)

    def perform(self, form: Any) -> Contract:
        """Write it."""
        return set_guarantees(
            contract=self.object, rows=self.lines(), by=self.person, at=timezone.now()
        )


class GuaranteePage:
    """What pages about one guarantee have alike."""

    model: Any = ContractGuarantee

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what was taken of it."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        rows = visible.select_related("contract__region", "contract__provider", "entry")
        return rows.with_taken()

    def breadcrumbs(self) -> list[Crumb]:
        """The contract that says so."""
        contract = self.object.contract  # type: ignore[attr-defined]
        return [Crumb(str(contract), contract.get_absolute_url())]


class ContractGuaranteeDetailPage(GuaranteePage, DetailPage):
    """How far a guarantee has been reached, by what is known until today."""

    permission = Permission.COST_VIEW

    def get_title(self) -> str:
        """Guaranteed minimum: at least 60 learners."""
        return f"{gettext('Guaranteed minimum')}: {self.object}"

    def facts(self) -> list[tuple[Any, Any]]:
        """What was promised, what was taken, and what is short."""
        row = self.object
        return [
            (_("Contract"), row.contract),
            (_("Provider"), row.contract.provider),
            (_("Route"), row.get_route_display() or gettext("all routes")),
            (_("Period"), period_in_words(row.first_on, row.last_on)),
            (_("Guaranteed"), str(row)),
            (_("Price of each learner short"), row.price and money(row.price)),
            (_("Taken"), self._taken()),
            (_("Short"), money(row.shortfall(row.taken_amount, row.taken_heads))),
            (_("Shortfall booked as"), row.entry if row.is_booked else None),
        ]

    def _taken(self) -> str:
        row = self.object
        if row.kind == GuaranteeKind.VALUE:
            return money(row.taken_amount)
        return gettext("%(heads)s learners") % {"heads": number(row.taken_heads)}

    def page_actions(self) -> list[Action]:
        """The shortfall is booked by a person, once the period is over."""
        row = self.object
        is_over = row.last_on < timezone.localdate()
        if row.is_booked or not is_over or not row.shortfall(row.taken_amount, row.taken_heads):
            return []
        url = reverse("contracts:contractguarantee-book", args=[row.pk])
        book = Permission.COST_BOOK
        return [Action(_("Book the shortfall"), url, "plus-lg", primary=True, permission=book)]


class ContractGuaranteeBookPage(GuaranteePage, ConfirmPage):
    """Proposes the shortfall, and books it."""

    form_class = BookShortfallForm
    permission = Permission.COST_BOOK
    title = _("Book the shortfall")
    submit_label = _("Book")
    success_message = _("Booked: %(object)s.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Keys of the person."""
        return super().get_form_kwargs() | {"person": self.person}

    def consequences(self) -> list[Any]:
        """What is booked, when it falls due, and what each gemeente bears without a key."""
        row = self.object
        amount = row.shortfall(row.taken_amount, row.taken_heads)
        facts = {"amount": money(amount), "day": day(row.last_on)}
        said = [
            gettext("%(amount)s is booked under the contract, due on %(day)s.") % facts,
            _("Where that month is closed it stands in the first open one."),
        ]
        if borne := by_seats(row, amount):
            parts = ", ".join(f"{gemeente} {money(part)}" for gemeente, part in borne.items())
            said.insert(1, gettext("By seats: %(parts)s.") % {"parts": parts})
        return said

    def perform(self, form: Any) -> CostEntry:
        """Book it."""
        return book_shortfall(
            guarantee=self.object, **form.cleaned_data, by=self.person, at=timezone.now()
        )
