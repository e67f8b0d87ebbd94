"""Pages of amendments: the list, the object with its changes and verdict, and its steps."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import NOTHING, money, number
from config.shared.periods import amsterdam
from config.shared.views import (
    Action,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from contracts.actions.amendment_steps import (
    offer_amendment,
    record_notice,
    sign_amendment,
    take_back_amendment,
    verdict_record,
    withdraw_amendment,
)
from contracts.actions.amendments import (
    bring_up_to_date,
    draft_amendment,
    rename_amendment,
    state_ground,
)
from contracts.amending.diff import shown_changes
from contracts.amending.grounds import Outcome, Reason
from contracts.amending.verdict import judge
from contracts.enums import AmendmentStatus
from contracts.filters.amendments import AmendmentFilterSet
from contracts.forms.amendments import AmendmentForm, ConflictForm, GroundForm, NoticeForm
from contracts.models import Amendment, Contract, Paper
from contracts.tables.amendments import AmendmentTable
from contracts.tables.papers import PaperTable
from contracts.views.amendment_copy import COPY, shown_copy, tab_url
from contracts.workflows import AMENDMENT
from contracts.workflows.amendments import (
    AMENDABLE,
    explained,
    no_conflict,
    something_changes,
    worth_known,
)
from procurement.enums import RuleKey, RuleUnit

if TYPE_CHECKING:
    from contracts.views.contracts import ContractDetailPage

VERDICT = _("Verdict")
MENDED_ON = (
    (something_changes, ""),
    (explained, "contracts:amendment-ground"),
    (worth_known, "contracts:amendment-ground"),
    (no_conflict, "contracts:amendment-merge"),
)
"""Conditions with the page on which each is met; an empty name is the copy itself."""


def panels_of(page: "ContractDetailPage") -> list[Panel]:
    """The amendments of a contract that binds, or did."""
    if page.object.status in ("draft", "offered"):
        return []
    url = f"{reverse('contracts:amendment-list')}?contract={page.object.pk}&_panel=1"
    return [Panel(_("Amendments"), url=url)]


def actions_of(page: "ContractDetailPage") -> list[Action]:
    """A contract in force can be amended."""
    if page.object.status not in AMENDABLE:
        return []
    url = reverse("contracts:amendment-create", args=[page.object.pk])
    return [Action(_("Amend"), url, "pencil-square", permission=Permission.CONTRACT_DRAFT)]


class AmendmentListPage(ListPage):
    model = Amendment
    table_class = AmendmentTable
    filterset_class = AmendmentFilterSet
    permission = Permission.CONTRACT_VIEW
    empty_text = _("No amendment yet. It begins on the page of a contract in force.")


class AmendmentPage:
    """What pages about one amendment start from."""

    model = Amendment

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the contract, its region and what its threshold follows from."""
        rows: Any = super().scoped_queryset()  # type: ignore[misc]
        return rows.select_related(
            "contract__region", "contract__provider", "contract__decision__lot__tender"
        )


class AmendmentDetailPage(AmendmentPage, DetailPage):
    workflow = AMENDMENT
    permission = Permission.CONTRACT_VIEW
    template_name = "contracts/amendment_detail.html"

    @cached_property
    def is_provider(self) -> bool:
        """Whether the other side looks: it sees the changes, not the buyer's judgment."""
        return self.object.contract.provider_id in providers_of(self.person)

    @cached_property
    def may_edit(self) -> bool:
        drafts = self.object.status == AmendmentStatus.DRAFT
        return drafts and self.may(Permission.CONTRACT_DRAFT, self.object)

    def get_title(self) -> str:
        """The amendment with what it changes."""
        return f"{self.object}: {self.object.title}"

    def facts(self) -> Iterable[tuple[Any, Any]]:
        """What it is about, and the totals that replace the ones that stood."""
        amendment = self.object
        reason = amendment.reason
        totals = amendment.totals
        yield _("Contract"), amendment.contract
        yield _("Provider"), amendment.contract.provider
        yield _("Takes effect on"), amendment.effective_on
        yield _("Ground"), f"{reason.label} ({reason.article})" if reason else NOTHING
        if amendment.clause:
            yield _("Clause of the contract"), amendment.clause
        yield _("Explanation"), amendment.explanation
        yield _("Maximum value (excl. VAT)"), _from_to(totals, "value", money)
        yield _("Maximum number of trajectories"), _from_to(totals, "quantity", number)
        if not self.is_provider:
            yield _("What the change is worth (excl. VAT)"), money(amendment.worth)
        if amendment.notice_on:
            yield _("Modification notice"), amendment.notice_number
            yield _("Notice published on"), amendment.notice_on

    def panels(self) -> list[Panel]:
        """What changes first; the verdict for the buyer; the copy of a draft, else the papers."""
        found = [Panel(_("Changes"), template="contracts/_amendment_changes.html")]
        if not self.is_provider:
            found.append(Panel(VERDICT, template="contracts/_amendment_verdict.html"))
        if self.may_edit:
            found.append(Panel(COPY, template="contracts/_amendment_copy.html"))
        if self.object.status != AmendmentStatus.DRAFT:
            papers = Paper.objects.visible_to(self.person).filter(amendment=self.object)
            rows = papers.select_related("contract", "amendment").order_by("-made_at", "-pk")
            found.append(Panel(_("Papers"), table=PaperTable(rows)))
        return found

    def page_actions(self) -> list[Action]:
        """What can still be changed about it."""
        amendment = self.object
        if self.may_edit:
            pages = [
                (_("Ground and explanation"), "ground", "card-checklist"),
                (_("Title and day"), "update", "pencil"),
            ]
            if amendment.standing_terms != amendment.base:
                pages.append((_("Bring up to date"), "merge", "arrow-repeat"))
            return [_page(amendment, *page, Permission.CONTRACT_DRAFT) for page in pages]
        if amendment.needs_notice and amendment.status == AmendmentStatus.SIGNED:
            label = _("Modification notice")
            return [_page(amendment, label, "notice", "megaphone", Permission.CONTRACT_SIGN)]
        return []

    def missing_url(self, sentence: str) -> str:
        """Where each condition is met."""
        now = timezone.now()
        for condition, name in MENDED_ON:
            if condition(self.object, now) == sentence:
                copy = tab_url(self.object, COPY)
                return reverse(name, args=[self.object.pk]) if name else copy
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The changes; the verdict, live for what is not settled; the copy where it may change."""
        amendment = self.object
        return super().get_context_data(
            changes=shown_changes(amendment.base, amendment.proposed, amendment.names),
            verdict=None if self.is_provider else self._verdict(),
            sections=shown_copy(amendment) if self.may_edit else [],
            notice_due=self._notice_due(),
            **kwargs,
        )

    def _verdict(self) -> dict[str, Any] | None:
        """As frozen at the last step; of a draft as it would be today."""
        record = self.object.verdict
        if self.object.status == AmendmentStatus.DRAFT:
            day = amsterdam(timezone.now())
            case = self.object.case(day)
            record = verdict_record(case, judge(case), day) if case else None
        return described(record) if record else None

    def _notice_due(self) -> bool:
        amendment = self.object
        signed = amendment.status == AmendmentStatus.SIGNED
        lacking = amendment.needs_notice and amendment.notice_on is None
        return signed and lacking and not self.is_provider


def described(record: dict[str, Any]) -> dict[str, Any]:
    """A kept verdict with its codes in words."""
    tests = [{**test, "reason": Reason(test["reason"])} for test in record["tests"]]
    rules = [_rule_words(rule) for rule in record["rules"]]
    return {**record, "outcome": Outcome(record["outcome"]), "tests": tests, "rules": rules}


def _rule_words(rule: dict[str, str]) -> dict[str, str]:
    value = Decimal(rule["value"])
    is_share = rule["unit"] == RuleUnit.SHARE
    shown = f"{number((100 * value).normalize())}%" if is_share else money(value)
    name = str(RuleKey(rule["key"]).label)
    return {"name": name, "shown": shown, "source": rule["source"]}


def _from_to(totals: dict[str, Any], name: str, shown: Any) -> str:
    before, after = totals[f"{name}_before"], totals[f"{name}_after"]
    if before == after:
        return str(shown(after))
    words = {"before": shown(before), "after": shown(after)}
    return gettext("%(before)s becomes %(after)s") % words


def _page(amendment: Amendment, label: Any, name: str, icon: str, permission: Permission) -> Action:
    url = reverse(f"contracts:amendment-{name}", args=[amendment.pk])
    return Action(label, url, icon, permission=permission)


class AmendmentCreatePage(FormPage):
    model = Contract
    form_class = AmendmentForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Amend the contract")
    submit_label = _("Make the copy")
    success_message = _("%(object)s is drafted. Change the copy, then choose the ground.")

    def perform(self, form: Any) -> Amendment:
        """Copy the contract."""
        return draft_amendment(
            contract=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )

    def get_success_url(self, result: Any = None) -> str:
        """To the copy, where the work begins."""
        return tab_url(result, COPY)


class AmendmentUpdatePage(AmendmentPage, FormPage):
    form_class = AmendmentForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Title and day of the amendment")
    success_message = _("%(object)s is changed.")

    def perform(self, form: Any) -> Amendment:
        """Change them."""
        return rename_amendment(
            amendment=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class AmendmentGroundPage(AmendmentPage, FormPage):
    form_class = GroundForm
    permission = Permission.CONTRACT_DRAFT
    template_name = "contracts/amendment_ground.html"
    title = _("Ground and explanation")
    success_message = _("%(object)s is changed; the verdict follows from it.")

    def perform(self, form: Any) -> Amendment:
        """State the ground."""
        return state_ground(
            amendment=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )

    def get_success_url(self, result: Any = None) -> str:
        """To the verdict."""
        return tab_url(result, VERDICT)


class AmendmentMergePage(AmendmentPage, FormPage):
    """Takes over what changed in the contract meanwhile; asks where both changed the same."""

    form_class = ConflictForm
    permission = Permission.CONTRACT_DRAFT
    template_name = "contracts/amendment_merge.html"
    title = _("Bring up to date")
    submit_label = _("Take over")
    success_message = _("%(object)s stands beside the contract as it is now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The places where somebody has to choose."""
        amendment = self.object
        told = {"conflicts": amendment.merged.conflicts, "names": amendment.names}
        return super().get_form_kwargs() | told

    def perform(self, form: Any) -> Amendment:
        """Merge."""
        return bring_up_to_date(
            amendment=self.object, choices=form.choices(), by=self.person, at=timezone.now()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What changed in the contract since it was copied."""
        amendment = self.object
        meanwhile = shown_changes(amendment.base, amendment.standing_terms, amendment.names)
        return super().get_context_data(changes=meanwhile, **kwargs)


class AmendmentNoticePage(AmendmentPage, FormPage):
    form_class = NoticeForm
    permission = Permission.CONTRACT_SIGN
    title = _("Modification notice")
    success_message = _("The modification notice of %(object)s is written down.")

    def perform(self, form: Any) -> Amendment:
        """Write it down."""
        return record_notice(
            amendment=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class AmendmentTransitionPage(AmendmentPage, TransitionPage):
    workflow = AMENDMENT
    actions_map = {
        "offer": offer_amendment,
        "take_back": take_back_amendment,
        "sign": sign_amendment,
        "withdraw": withdraw_amendment,
    }
