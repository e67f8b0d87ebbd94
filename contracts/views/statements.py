"""Pages of statements: made for a month, looked at by both sides, approved, and their papers."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import money, number
from config.shared.periods import month_of, month_start
from config.shared.views import (
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from config.shared.views.pages import Text
from contracts.actions import statements as actions
from contracts.enums import CostKind
from contracts.enums.payments import StatementStatus
from contracts.filters.statements import StatementFilterSet, StatementLineFilterSet
from contracts.forms.statements import MakeStatementsForm, MessageForm, VatRuleForm
from contracts.invoices import PaperKind
from contracts.models import Contract, DataTask, Statement, StatementLine, StatementMessage
from contracts.statements.invoicing import kinds_asked, standing_of
from contracts.statements.sums import parts_of, vat_of
from contracts.tables.invoices import InvoiceTable
from contracts.tables.statements import OwnStatementTable, StatementLineTable, StatementTable
from contracts.workflows import STATEMENT

LIST = reverse_lazy("contracts:statement-list")


class StatementListPage(ListPage):
    model = Statement
    table_class = StatementTable
    filterset_class = StatementFilterSet
    permission = Permission.STATEMENT_VIEW
    main_action = Action(
        gettext_lazy("Make statements"),
        reverse_lazy("contracts:statement-create"),
        "calculator",
        primary=True,
        permission=Permission.STATEMENT_APPROVE,
    )
    empty_text = gettext_lazy(
        "There are no statements yet. One is made for each provider and month, from the costs "
        "that fell due."
    )

    def get_table_class(self) -> type[StatementTable]:
        """A provider has its own columns: it knows who it is."""
        return OwnStatementTable if providers_of(self.person) else self.table_class


class StatementCreatePage(FormPage):
    model = Statement
    form_class = MakeStatementsForm
    permission = Permission.STATEMENT_APPROVE
    title = gettext_lazy("Make statements")
    submit_label = gettext_lazy("Make")

    def get_initial(self) -> dict[str, Any]:
        """Last month."""
        return {"month": month_start(timezone.localdate()) - timedelta(days=1)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """With who asks: only own regions are offered."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> actions.Made:
        """Make what is still to be made."""
        given = form.cleaned_data
        provider = given.pop("provider")
        providers = [provider] if provider else None
        return actions.make_statements(
            **given, providers=providers, by=self.person, at=timezone.now()
        )

    def get_success_message(self, result: Any) -> str:
        """How many were made, and who was left out."""
        made = len(result.statements)
        sentence = ngettext(
            "%(count)s statement is made.", "%(count)s statements are made.", made
        ) % {"count": number(made)}
        if not result.held:
            return sentence
        names = ", ".join(map(str, result.held))
        return (
            sentence
            + " "
            + _("Left out, because a return is missing: %(names)s.") % {"names": names}
        )

    def get_success_url(self, result: Any = None) -> str:
        """The one that was made, else the list."""
        made = result.statements if result else []
        return str(made[0].get_absolute_url() if len(made) == 1 else LIST)


class OfStatement:
    """What a page about one statement starts from."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With whose it is."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        return visible.select_related("provider", "region", "made_by", "approved_by")


class StatementDetailPage(OfStatement, DetailPage):
    model = Statement
    workflow = STATEMENT
    permission = Permission.STATEMENT_VIEW

    def get_title(self) -> str:
        """Whose and of which month."""
        words = {"provider": self.object.provider, "month": self.object.month_name}
        return _("Statement of %(provider)s, %(month)s") % words

    @property
    def is_own(self) -> bool:
        """Whether the person speaks for the provider."""
        return self.object.provider_id in providers_of(self.person)

    def page_actions(self) -> list[Action]:
        """What both sides can do with it, and the papers."""
        return [*self._answers(), *self._papers()]

    def _answers(self) -> list[Action]:
        pk, status = [self.object.pk], self.object.status
        found = self._sendings() if self.is_own and status == StatementStatus.APPROVED else []
        if self.is_own and status == StatementStatus.OFFERED and not self.object.agreed_at:
            url, submit = reverse("contracts:statement-agree", args=pk), Permission.INVOICE_SUBMIT
            found.append(Action(_("Agree with the statement"), url, "check2", True, submit))
        if not self.is_own and status in actions.CHANGEABLE:
            url = reverse("contracts:statement-renew", args=pk)
            permission = Permission.STATEMENT_APPROVE
            found.append(Action(_("Make anew"), url, "arrow-repeat", permission=permission))
            found.append(self._correction())
        if status != StatementStatus.APPROVED:
            url = reverse("contracts:statement-comment", args=pk)
            permission = Permission.INVOICE_SUBMIT if self.is_own else Permission.STATEMENT_APPROVE
            found.append(Action(_("Comment"), url, "chat-left-text", permission=permission))
        return found

    def _correction(self) -> Action:
        """To a booked cost of the contract on top, that falls due in the month."""
        last_on = month_of(self.object.month).last
        contract = self.object.lines.order_by("position").values_list("contract", flat=True).first()
        days = dict.fromkeys(("due_on", "last_on"), last_on) | {"first_on": self.object.month}
        asked = urlencode({"kind": CostKind.CREDIT, "contract": contract or "", **days})
        url = f"{reverse('contracts:costentry-create')}?{asked}"
        return Action(_("Book a correction"), url, "plus-lg", permission=Permission.COST_BOOK)

    def _sendings(self) -> list[Action]:
        """For the provider: what the approved statement asks for and was not sent yet."""
        sent, pk = standing_of(self.object), [self.object.pk]
        pages = {
            PaperKind.INVOICE: (_("Send the invoice"), "contracts:statement-send-invoice"),
            PaperKind.CREDIT_NOTE: (
                _("Send the credit note"),
                "contracts:statement-send-credit-note",
            ),
        }
        open_pages = [pages[kind] for kind in self.kinds if kind.value not in sent]
        return [
            Action(label, reverse(name, args=pk), "send", not nth, Permission.INVOICE_SUBMIT)
            for nth, (label, name) in enumerate(open_pages)
        ]

    @cached_property
    def kinds(self) -> list[PaperKind]:
        """Which documents the statement asks for."""
        return kinds_asked(self.object)

    def _papers(self) -> list[Action]:
        pk = [self.object.pk]
        lines = reverse("contracts:statementline-list", args=pk)
        found = [
            Action("PDF", reverse("contracts:statement-pdf", args=pk), "file-pdf"),
            Action(_("Lines (xlsx)"), f"{lines}?_export=xlsx", "file-spreadsheet"),
            Action(
                _("Assurance list (csv)"),
                reverse("contracts:statement-assurance", args=pk),
                "list-check",
            ),
        ]
        if self.object.status != StatementStatus.APPROVED:
            return found
        files = {
            PaperKind.INVOICE: (_("Invoice (UBL)"), "contracts:statement-invoice"),
            PaperKind.CREDIT_NOTE: (_("Credit note (UBL)"), "contracts:statement-credit-note"),
        }
        for label, name in (files[kind] for kind in self.kinds):
            found.append(Action(label, reverse(name, args=pk), "filetype-xml"))
        return found

    def facts(self) -> list[tuple[Any, Any]]:
        """Amounts first, then where it stands."""
        statement = self.object
        facts = [
            (_("Total excl. VAT"), money(statement.amount_excl)),
            (_("Of which corrections of earlier months"), money(statement.amount_corrections)),
            (_("VAT"), money(statement.amount_vat)),
            (_("Total"), money(statement.amount_incl)),
            (_("Provider"), statement.provider),
            (_("Region"), statement.region),
            (_("Month"), statement.month_name),
            (_("Number"), statement.number),
        ]
        if statement.held_reason and not self.is_own:
            facts.append((_("Made without every return, because"), statement.held_reason))
        facts += [(_("Returns that hold payment"), self._missing_returns())] * (not self.is_own)
        for label, at in (
            (_("Agreed by the provider"), statement.agreed_at),
            (pgettext("statement", "Approved"), statement.approved_at),
        ):
            facts += [(label, at)] if at else []
        return facts

    def _missing_returns(self) -> str:
        """How many returns are missing that would hold the payment."""
        contracts = self.object.lines.values("contract")
        missing = DataTask.objects.open().filter(
            contract__in=contracts, month__lte=self.object.month
        )
        return number(missing.that_hold_payment().count())

    def panels(self) -> list[Panel]:
        """Totals, lines, corrections apart, what was said, and the invoices about it."""
        lines = reverse("contracts:statementline-list", args=[self.object.pk])
        ordinary = f"{lines}?_panel=1&is_correction=false"
        corrections = f"{lines}?_panel=1&is_correction=true"
        return [
            Panel(_("Totals"), template="contracts/_statement_totals.html"),
            Panel(_("Lines"), url=ordinary),
            Panel(
                _("Corrections of earlier months"),
                url=corrections,
                count=self.object.lines.filter(is_correction=True).count(),
            ),
            Panel(_("Messages"), template="contracts/_messages.html", count=len(self.said)),
            Panel(_("Invoices"), table=self._invoices()),
        ]

    @cached_property
    def said(self) -> list[StatementMessage]:
        """The conversation."""
        return list(self.object.messages.select_related("sent_by"))

    def _invoices(self) -> InvoiceTable:
        rows = self.object.invoices.visible_to(self.person)
        return InvoiceTable(rows, prefix="invoices-")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the totals and the conversation."""
        return super().get_context_data(
            parts=parts_of(self.object),
            vat=vat_of(self.object),
            said=self.said,
            **kwargs,
        )


class StatementTransitionPage(OfStatement, TransitionPage):
    model = Statement
    workflow = STATEMENT
    actions_map: Mapping[str, Callable[..., Any]] = {
        "offer": actions.offer_statement,
        "dispute": actions.dispute_statement,
        "take_back": actions.take_back_statement,
        "approve": actions.approve_statement,
    }


class StatementRenewPage(OfStatement, ConfirmPage):
    model = Statement
    permission = Permission.STATEMENT_APPROVE
    title = gettext_lazy("Make the statement anew")
    submit_label = gettext_lazy("Make anew")
    success_message = gettext_lazy("The statement follows the costs as they are now.")

    def consequences(self) -> Sequence[Text]:
        """What becomes of the lines."""
        return [gettext_lazy("Its lines are taken from the costs again; what was agreed lapses.")]

    def perform(self, form: Any) -> Statement:
        """Make it."""
        return actions.renew_statement(statement=self.object, by=self.person, at=timezone.now())


class StatementAgreePage(OfStatement, ConfirmPage):
    """For the provider: the statement is right."""

    model = Statement
    permission = Permission.INVOICE_SUBMIT
    title = gettext_lazy("Agree with the statement")
    submit_label = gettext_lazy("Agree with the statement")
    success_message = gettext_lazy("The region knows that you agree.")

    def consequences(self) -> Sequence[Text]:
        """Who hears it."""
        return [gettext_lazy("The region is told that the statement is right.")]

    def perform(self, form: Any) -> Statement:
        """Say so."""
        return actions.agree_to_statement(statement=self.object, by=self.person, at=timezone.now())


class StatementCommentPage(OfStatement, FormPage):
    model = Statement
    form_class = MessageForm
    permission = Permission.STATEMENT_VIEW
    title = gettext_lazy("Say something about the statement")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("The message is sent.")

    def perform(self, form: Any) -> Statement:
        """Send it."""
        actions.comment_on_statement(
            statement=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        statement: Statement = self.object
        return statement


class StatementLineListPage(ListPage):
    """The lines of one statement."""

    model = StatementLine
    table_class = StatementLineTable
    filterset_class = StatementLineFilterSet
    permission = Permission.STATEMENT_VIEW
    title = gettext_lazy("Lines of the statement")
    empty_text = gettext_lazy("There are no such lines in this statement.")

    @cached_property
    def statement(self) -> Statement:
        """The statement of the address; 404 when it is not visible."""
        visible = Statement.objects.visible_to(self.person)
        return get_object_or_404(visible, pk=self.kwargs["statement_pk"])

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those of the statement alone."""
        return StatementLine.objects.filter(statement=self.statement).order_by("position")

    def breadcrumbs(self) -> list[Crumb]:
        """Under the statement."""
        return [
            Crumb(_("Statements"), LIST),
            Crumb(str(self.statement), self.statement.get_absolute_url()),
        ]


class VatRulePage(FormPage):
    """Whether VAT is charged under a contract, or on one of its tariffs."""

    model = Contract
    form_class = VatRuleForm
    permission = Permission.STATEMENT_APPROVE
    title = gettext_lazy("VAT of the contract")
    success_message = gettext_lazy("The VAT is recorded; the next statement follows it.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the contract's tariffs."""
        return super().get_form_kwargs() | {"contract": self.object}

    def get_initial(self) -> dict[str, Any]:
        """What holds for the whole contract."""
        rule = self.object.vat_rules.filter(tariff=None).first()
        return {"rate": rule.rate, "ground": rule.ground} if rule else {}

    def perform(self, form: Any) -> Contract:
        """Record it."""
        actions.set_vat_rule(
            contract=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        contract: Contract = self.object
        return contract
