"""Statements: made for a month, sent to the provider, discussed, and approved for good."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import providers_of, regions_of, require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.periods import amsterdam, month_of, month_start
from config.shared.validity import valid
from contracts.actions.costs import close_months, next_open_month
from contracts.actions.records import record_update
from contracts.enums.payments import StatementStatus
from contracts.ledger import lock_ledger
from contracts.models import (
    Contract,
    CostLine,
    DataTask,
    Statement,
    StatementLine,
    StatementMessage,
    Tariff,
    VatRule,
)
from contracts.notices_invoices import tell_offered, tell_reaction, tell_statement_approved
from contracts.statements.making import differs_from_ledger, fill
from contracts.workflows import STATEMENT
from providers.models import Provider

CHANGEABLE = (StatementStatus.CONCEPT, StatementStatus.DISPUTED)


@dataclass(frozen=True, slots=True)
class Made:
    """Statements that were made, and providers that were left out because a return is missing."""

    statements: list[Statement]
    held: list[Provider]


@transaction.atomic
def make_statements(
    *,
    region: Region,
    month: date,
    by: User,
    at: datetime,
    providers: Collection[Provider] | None = None,
    held_reason: str = "",
) -> Made:
    """Make the statements of a month (any day of it) that are still to be made.

    Of all providers, or of some. A provider of which a return is missing is left out where the
    region's rule holds its payment, unless `held_reason` says why its statement is made after all.
    """
    require(by, Permission.STATEMENT_APPROVE, region)
    first_on = month_start(month)
    if region.pk not in regions_of(by):
        raise Refused(_("You do not act for this region."), field="region")
    if first_on > amsterdam(at):
        raise Refused(_("This month has yet to begin."), field="month")
    Region.objects.select_for_update(no_key=True).get(pk=region.pk)
    owed = _owed(region, first_on, providers)
    held = _held(region, first_on)
    free = [each for each in owed if each.pk not in held or held_reason.strip()]
    rows = [_concept(region, each, first_on, by, at) for each in free]
    for row in rows:
        row.held_reason = held_reason if row.provider_id in held else ""
        valid(row).save(force_insert=True)
        STATEMENT.record_created(row, by=by, at=at, reason=row.held_reason)
    fill([row.pk for row in rows])
    made = list(Statement.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))
    return Made(made, [each for each in owed if each not in free])


def _owed(region: Region, month: date, providers: Collection[Provider] | None) -> list[Provider]:
    """Providers to whom something is due in the month, and that have no statement of it."""
    days = month_of(month)
    due = CostLine.objects.filter(contract__region=region, due_on__range=(days.first, days.last))
    done = Statement.objects.filter(region=region, month=month)
    found = Provider.objects.filter(pk__in=due.values("contract__provider"))
    found = found.exclude(pk__in=done.values("provider"))
    if providers is not None:
        found = found.filter(pk__in=[each.pk for each in providers])
    return list(found.order_by("pk"))


def _held(region: Region, month: date) -> set[int]:
    """Ids of providers of which a return of the month or before is missing and holds payment."""
    missing = DataTask.objects.open().filter(contract__region=region, month__lte=month)
    return set(missing.that_hold_payment().values_list("provider", flat=True))


def _concept(region: Region, provider: Provider, month: date, by: User, at: datetime) -> Statement:
    return Statement(
        region=region,
        provider=provider,
        month=month,
        number=f"{month:%Y%m}-{provider.kvk_number}",
        made_at=at,
        made_by=by,
    )


@transaction.atomic
def renew_statement(*, statement: Statement, by: User, at: datetime) -> Statement:
    """Make the lines anew from the costs as they are; the provider's agreement lapses."""
    row = _locked(statement)
    _require_region(row, by)
    if row.status not in CHANGEABLE:
        raise Refused(_("Take the statement back first: the provider is looking at it."))
    before = {"amount_excl": row.amount_excl}
    StatementLine.objects.filter(statement=row).delete()
    Statement.objects.filter(pk=row.pk).update(agreed_at=None, agreed_by=None)
    fill([row.pk])
    row.refresh_from_db()
    record_update(row, before, by=by, at=at, what=_("Made anew from the costs"))
    return row


@transaction.atomic
def offer_statement(*, statement: Statement, by: User, at: datetime) -> Statement:
    """Let the provider see the statement; its people are told."""
    _require_region(statement, by)
    offered = STATEMENT.apply(statement, "offer", by=by, at=at, agreed_at=None, agreed_by=None)
    tell_offered(offered, at=at)
    return offered


@transaction.atomic
def take_back_statement(*, statement: Statement, reason: str, by: User, at: datetime) -> Statement:
    """Make it a concept again, which the provider does not see."""
    _require_region(statement, by)
    return STATEMENT.apply(statement, "take_back", by=by, at=at, reason=reason)


@transaction.atomic
def agree_to_statement(*, statement: Statement, by: User, at: datetime) -> Statement:
    """The provider says that the statement is right; the region is told."""
    row = _locked(statement)
    _require_provider(row, by)
    if row.status != StatementStatus.OFFERED:
        raise Refused(_("This statement does not wait for your answer."))
    row.agreed_at, row.agreed_by = at, by
    row.save(update_fields=["agreed_at", "agreed_by"])
    record_update(row, {}, by=by, at=at, what=_("The provider agrees"), after={"agreed_at": at})
    tell_reaction(row, _("The provider agrees with the statement."), at=at)
    return row


@transaction.atomic
def dispute_statement(*, statement: Statement, reason: str, by: User, at: datetime) -> Statement:
    """The provider says what is wrong; the region is told."""
    _require_provider(statement, by)
    _say(statement, reason, is_of_provider=True, by=by, at=at)
    disputed = STATEMENT.apply(
        statement, "dispute", by=by, at=at, reason=reason, agreed_at=None, agreed_by=None
    )
    tell_reaction(disputed, reason, at=at)
    return disputed


@transaction.atomic
def comment_on_statement(
    *, statement: Statement, text: str, by: User, at: datetime
) -> StatementMessage:
    """Say something about a statement that is not approved yet; the other side is told."""
    is_of_provider = statement.provider_id in providers_of(by)
    if is_of_provider:
        _require_provider(statement, by)
    else:
        _require_region(statement, by)
    if statement.status == StatementStatus.APPROVED:
        raise Refused(_("This statement is approved and does not change any more."))
    message = _say(statement, text, is_of_provider=is_of_provider, by=by, at=at)
    if is_of_provider:
        tell_reaction(statement, text, at=at)
    elif statement.status != StatementStatus.CONCEPT:
        tell_offered(statement, at=at)
    return message


def _say(
    statement: Statement, text: str, *, is_of_provider: bool, by: User, at: datetime
) -> StatementMessage:
    message = StatementMessage(
        statement=statement, text=text, is_of_provider=is_of_provider, sent_at=at, sent_by=by
    )
    valid(message).save()
    return message


@transaction.atomic
def approve_statement(*, statement: Statement, by: User, at: datetime) -> Statement:
    """Fix the figures, and close the month of each of its contracts in the same act.

    Refused while the costs say something else than the statement, which is then made anew.
    """
    row = _locked(statement)
    _require_region(row, by)
    contracts = Contract.objects.filter(pk__in=row.lines.values("contract"))
    for contract in contracts.order_by("pk"):
        lock_ledger(contract.pk)
        if next_open_month(contract) <= row.month:
            close_months(contract=contract, until=row.month, by=by, at=at)
    if differs_from_ledger(row.pk):
        raise Refused(_("The costs have changed since: make the statement anew first."))
    approved = STATEMENT.apply(row, "approve", by=by, at=at)
    tell_statement_approved(approved, at=at)
    return approved


@transaction.atomic
def set_vat_rule(
    *,
    contract: Contract,
    tariff: Tariff | None,
    rate: Decimal,
    ground: str,
    by: User,
    at: datetime,
) -> VatRule:
    """Say whether VAT is charged under the contract, or on one tariff of it; a later statement
    follows it. Nought asks the ground of the exemption.
    """
    require(by, Permission.STATEMENT_APPROVE, contract)
    if contract.region_id not in regions_of(by):
        raise Refused(_("You do not act for this region."))
    found = (
        VatRule.objects.select_for_update(of=("self",))
        .filter(contract=contract, tariff=tariff)
        .first()
    )
    rule = found or VatRule(contract=contract, tariff=tariff)
    before = {"rate": rule.rate, "ground": rule.ground}
    rule.rate, rule.ground = rate, ground.strip()
    rule.recorded_at, rule.recorded_by = at, by
    valid(rule).save()
    after = {"rate": rule.rate, "ground": rule.ground, "tariff": rule.tariff_id}
    record_update(contract, before, by=by, at=at, what=_("VAT"), after=after)
    return rule


def _locked(statement: Statement) -> Statement:
    return Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)


def _require_region(statement: Statement, by: User) -> None:
    require(by, Permission.STATEMENT_APPROVE, statement)
    if statement.region_id not in regions_of(by):
        raise Refused(_("You do not act for this region."))


def _require_provider(statement: Statement, by: User) -> None:
    require(by, Permission.INVOICE_SUBMIT, statement)
    if statement.provider_id not in providers_of(by):
        raise Refused(_("Only the provider itself says so."))
