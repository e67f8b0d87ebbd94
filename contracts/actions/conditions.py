"""What a draft contract says beside tariffs and seats: settlements, targets and options.

Each part is written as a whole: what is given replaces what stood. Social return is recorded
while the contract runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import ONE_DAY
from config.shared.validity import valid
from contracts.actions.records import record_update
from contracts.actions.terms import lock_draft
from contracts.enums import ContractStatus
from contracts.models import Contract, ContractKpi, RenewalOption, SettlementRule, SocialReturn

Row = Mapping[str, Any]
"""Columns of one row."""
UNSIGNED = (ContractStatus.DRAFT, ContractStatus.OFFERED)


@transaction.atomic
def set_settlement_rules(
    *, contract: Contract, rules: Sequence[Row], by: User, at: datetime
) -> Contract:
    """What is paid at absence, dropout, no-show and a switch of route; once per event."""
    draft = lock_draft(contract)
    said = replace_rows(draft, SettlementRule, _("Settlement rules"), rules)
    record_update(draft, {}, by=by, at=at, what=said)
    return draft


@transaction.atomic
def set_kpis(*, contract: Contract, kpis: Sequence[Row], by: User, at: datetime) -> Contract:
    """What the provider promises to reach; one target an indicator."""
    draft = lock_draft(contract)
    said = replace_rows(draft, ContractKpi, _("Performance indicators"), kpis)
    record_update(draft, {}, by=by, at=at, what=said)
    return draft


def replace_rows(contract: Contract, model: type[Any], title: str, rows: Iterable[Row]) -> str:
    """Write these rows of the draft instead of those that stood; return them in words."""
    model._default_manager.filter(contract=contract).delete()
    written = [model(contract=contract, **row) for row in rows]
    for row in written:
        valid(row).save(force_insert=True)
    return f"{title}: {'; '.join(map(str, written)) or _('none')}"


class OptionTerms(NamedTuple):
    """One more period: it begins on the day after the one before it."""

    last_on: date
    decide_by_on: date


@transaction.atomic
def set_renewals(
    *, contract: Contract, options: Sequence[OptionTerms], by: User, at: datetime
) -> Contract:
    """Give the draft these options instead of those that stood; periods follow without a gap."""
    draft = lock_draft(contract)
    draft.renewal_options.all().delete()
    first_on = draft.last_on + ONE_DAY
    for number, terms in enumerate(options, 1):
        option = RenewalOption(contract=draft, number=number, first_on=first_on, **terms._asdict())
        valid(option).save(force_insert=True)
        first_on = terms.last_on + ONE_DAY
    until = ", ".join(day(terms.last_on) for terms in options) or _("none")
    what = _("Renewal options until: %(days)s") % {"days": until}
    record_update(draft, {}, by=by, at=at, what=what)
    return draft


def refit_first_option(contract: Contract) -> None:
    """Let the first option begin on the day after a changed last day of the draft."""
    option = contract.renewal_options.order_by("number").first()
    if option is None:
        return
    option.first_on = contract.last_on + ONE_DAY
    if option.last_on < option.first_on:
        raise Refused(
            _("The first renewal option runs until %(day)s: change the options first.")
            % {"day": day(option.last_on)},
            field="last_on",
        )
    valid(option).save(update_fields=["first_on"])


@transaction.atomic
def record_social_return(*, social_return: SocialReturn, by: User, at: datetime) -> SocialReturn:
    """Write down what the provider did; refused before the contract is signed."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=social_return.contract_id)
    require(by, Permission.CONTRACT_DRAFT, contract)
    if contract.status in UNSIGNED:
        raise Refused(_("Social return counts from the day that the contract is signed."))
    if contract.social_return_percentage is None:
        raise Refused(_("The contract asks no social return."))
    social_return.recorded_at, social_return.recorded_by = at, by
    valid(social_return).save(force_insert=True)
    what = _("Social return: %(what)s") % {"what": social_return}
    record_update(contract, {}, by=by, at=at, what=what)
    return social_return
