"""Amendments: the copy of a contract is made, changed and brought up to date."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, User
from config.shared.display import day, number
from config.shared.errors import Refused
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions.records import record_update
from contracts.amending.diff import row_label
from contracts.amending.fields import BY_NAME, FACTS, GEMEENTEN, LINES, SHARES, TAKES_PART, TARIFFS
from contracts.amending.grounds import Reason, Statement
from contracts.amending.merge import Side, merge
from contracts.amending.paths import Key, Row, Terms, Value, in_section, rows_of, with_row, without
from contracts.capacity import spread_seats
from contracts.enums import AmendmentStatus, CapacityCounts
from contracts.models import Amendment, Contract, RenewalOption
from contracts.models.agreement import terms_of
from contracts.workflows import AMENDMENT
from contracts.workflows.amendments import AMENDABLE

Fields = Mapping[str, Value | None]


@transaction.atomic
def draft_amendment(
    *, contract: Contract, title: str, effective_on: date, by: User, at: datetime
) -> Amendment:
    """Copy what the contract says now, to be changed; Refused when the contract is not in force."""
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, Permission.CONTRACT_DRAFT, row)
    if row.status not in AMENDABLE:
        raise Refused(
            _("The contract is not in force: its status is “%(status)s”.")
            % {"status": row.get_status_display()}
        )
    _check_day(row, effective_on)
    copied = terms_of(row)
    last = row.amendments.aggregate(last=Max("number"))["last"] or 0
    amendment = Amendment(
        contract=row,
        number=last + 1,
        title=title,
        effective_on=effective_on,
        base=copied,
        proposed=copied,
        created_at=at,
        created_by=by,
    )
    valid(amendment).save(force_insert=True)
    AMENDMENT.record_created(amendment, by=by, at=at)
    return amendment


def _check_day(contract: Contract, effective_on: date) -> None:
    if not contract.first_on <= effective_on <= contract.last_on + timedelta(days=1):
        raise Refused(
            _("An amendment takes effect within the contract, from %(first)s to %(last)s.")
            % {"first": day(contract.first_on), "last": day(contract.last_on)},
            field="effective_on",
        )


def draft_renewal(*, option: RenewalOption, by: User, at: datetime) -> Amendment:
    """Draft the amendment by which a renewal option is used: ground c, the option is the clause.

    The contract, its prices and its places go on until the last day of the option; trajectories
    to begin in the new period are counted anew, with the same number.
    """
    name = _("Renewal option %(number)s") % {"number": number(option.number)}
    with transaction.atomic():
        amendment = draft_amendment(
            contract=option.contract, title=name, effective_on=option.first_on, by=by, at=at
        )
        amendment.proposed = renewed(amendment.base, option)
        amendment.reason_code = Reason.CLAUSE
        amendment.statements = [Statement.CLEAR_CLAUSE.value]
        amendment.clause = name
        amendment.explanation = _(
            "The contract foresees this renewal until and including %(day)s."
        ) % {"day": day(option.last_on)}
        valid(amendment).save()
    return amendment


def renewed(terms: Terms, option: RenewalOption) -> dict[str, Value]:
    """What the contract says when it goes on until the last day of `option`."""
    end, until = terms["facts.last_on"], option.last_on.isoformat()
    renewed_terms = {**terms, "facts.last_on": until}
    for (section, key), fields in rows_of(terms).items():
        if section in (TARIFFS.name, LINES.name) and fields["last_on"] == end:
            goes_on = _next_intake(terms, key, option) if _counts_intake(section, key) else None
            longer = with_row(terms, (section, key), {**fields, "last_on": until})
            renewed_terms |= goes_on or _row_of(longer, (section, key))
    return renewed_terms


def _counts_intake(section: str, key: Key) -> bool:
    return section == LINES.name and key[2] == CapacityCounts.INTAKE


def _row_of(terms: Terms, row: Row) -> dict[str, Value]:
    return {text: terms[text] for text in terms.keys() - without(terms, [row]).keys()}


def _next_intake(terms: Terms, key: Key, option: RenewalOption) -> dict[str, Value]:
    """A line for the trajectories that begin in the period of the option, with its shares."""
    later = (*key[:-1], option.first_on.isoformat())
    fields = in_section(terms, LINES.name)[key] | {"last_on": option.last_on.isoformat()}
    added = with_row({}, (LINES.name, later), fields)
    for share, numbers in in_section(terms, SHARES.name).items():
        if share[:-1] == key:
            added = with_row(added, (SHARES.name, (*later, share[-1])), numbers)
    return added


# --- The copy -------------------------------------------------------------------------------------


def _lock_draft(amendment: Amendment, by: User) -> Amendment:
    """The amendment, locked; Refused when it is not a draft or `by` may not change it."""
    row = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    require(by, Permission.CONTRACT_DRAFT, row)
    if row.status != AmendmentStatus.DRAFT:
        raise Refused(
            _("The amendment can no longer be changed: its status is “%(status)s”.")
            % {"status": row.get_status_display()}
        )
    return row


@transaction.atomic
def put_row(*, amendment: Amendment, row: Row, fields: Fields, by: User, at: datetime) -> Amendment:
    """Let one part of the copy say `fields`, whatever it said before; a new part is added.

    Another number of seats is divided over the gemeenten in the proportions that stand, or by
    inhabitants when nothing was divided yet.
    """
    draft = _lock_draft(amendment, by)
    proposed = with_row(draft.proposed, row, _cleaned(row, fields))
    if row[0] == LINES.name:
        proposed = _with_shares(proposed, row[1], int(fields["number"] or 0))
    return _save_copy(draft, proposed, row, by=by, at=at)


def _cleaned(row: Row, fields: Fields) -> Fields:
    """Only facts that the section has; KeyError for another."""
    section = BY_NAME[row[0]]
    return {section.field(name).name: value for name, value in fields.items()}


def _with_shares(terms: Terms, key: Key, seats: int) -> dict[str, Value]:
    standing = {
        share[-1]: int(fields["number"])
        for share, fields in in_section(terms, SHARES.name).items()
        if share[:-1] == key
    }
    if standing and sum(standing.values()) == seats:
        return dict(terms)
    weights = standing if any(standing.values()) else _inhabitants(terms)
    if not weights:
        raise Refused(_("Choose the participating gemeenten."))
    numbers = dict(zip(weights, spread_seats(seats, list(weights.values())), strict=True))
    return _shared(terms, key, numbers)


def _inhabitants(terms: Terms) -> dict[str, int]:
    codes = [key[0] for key in in_section(terms, GEMEENTEN.name)]
    found = Gemeente.objects.filter(code__in=codes).order_by("name")
    return {code: count or 0 for code, count in found.values_list("code", "inhabitants")}


def _shared(terms: Terms, key: Key, numbers: Mapping[str, int]) -> dict[str, Value]:
    rows = [(SHARES.name, share) for share in in_section(terms, SHARES.name) if share[:-1] == key]
    shared = without(terms, rows)
    for code, count in numbers.items():
        shared = with_row(shared, (SHARES.name, (*key, code)), {"number": count})
    return shared


@transaction.atomic
def divide_seats(
    *, amendment: Amendment, key: Key, numbers: Mapping[str, int], by: User, at: datetime
) -> Amendment:
    """Divide the seats of a line of the copy over gemeenten, by code; they add up to its number."""
    draft = _lock_draft(amendment, by)
    seats = int(in_section(draft.proposed, LINES.name)[key]["number"])
    total = sum(numbers.values())
    if total != seats:
        raise Refused(
            _("Together these are %(total)s places; the line has %(number)s.")
            % {"total": number(total), "number": number(seats)}
        )
    proposed = _shared(draft.proposed, key, numbers)
    return _save_copy(draft, proposed, (LINES.name, key), by=by, at=at)


@transaction.atomic
def take_row_out(*, amendment: Amendment, row: Row, by: User, at: datetime) -> Amendment:
    """Leave one part out of the copy; seats go with their shares."""
    draft = _lock_draft(amendment, by)
    if row[0] == FACTS.name or row not in rows_of(draft.proposed):
        raise Refused(_("There is no such part of the contract."))
    gone = [row]
    if row[0] == LINES.name:
        shares = in_section(draft.proposed, SHARES.name)
        gone += [(SHARES.name, share) for share in shares if share[:-1] == row[1]]
    return _save_copy(draft, without(draft.proposed, gone), row, by=by, at=at)


@transaction.atomic
def continue_tariff(
    *, amendment: Amendment, key: Key, first_on: date, fields: Fields, by: User, at: datetime
) -> Amendment:
    """Let another price follow a tariff from `first_on`; the standing one ends the day before."""
    draft = _lock_draft(amendment, by)
    standing = in_section(draft.proposed, TARIFFS.name)[key]
    begins, ends = date.fromisoformat(key[-1]), date.fromisoformat(str(standing["last_on"]))
    if not begins < first_on <= ends:
        raise Refused(
            _("The new price begins after %(first)s and not after %(last)s.")
            % {"first": day(begins), "last": day(ends)},
            field="first_on",
        )
    day_before = (first_on - timedelta(days=1)).isoformat()
    row = (TARIFFS.name, (*key[:-1], first_on.isoformat()))
    ended = with_row(draft.proposed, (TARIFFS.name, key), {**standing, "last_on": day_before})
    proposed = with_row(ended, row, _cleaned(row, fields))
    return _save_copy(draft, proposed, row, by=by, at=at)


@transaction.atomic
def choose_gemeenten(
    *, amendment: Amendment, codes: list[str], by: User, at: datetime
) -> Amendment:
    """Say which gemeenten take part; seats of one that leaves have to be divided anew."""
    draft = _lock_draft(amendment, by)
    if not codes:
        raise Refused(_("Choose the participating gemeenten."), field="gemeenten")
    rows = [(GEMEENTEN.name, key) for key in in_section(draft.proposed, GEMEENTEN.name)]
    proposed = without(draft.proposed, rows)
    for code in sorted(codes):
        proposed = with_row(proposed, (GEMEENTEN.name, (code,)), {TAKES_PART: True})
    draft.proposed = proposed
    draft.save(update_fields=["proposed"])
    record_update(draft, {}, by=by, at=at, what=str(GEMEENTEN.title))
    return draft


def _save_copy(
    draft: Amendment, proposed: dict[str, Value], row: Row, *, by: User, at: datetime
) -> Amendment:
    names = draft.names
    draft.proposed = proposed
    draft.save(update_fields=["proposed"])
    record_update(draft, {}, by=by, at=at, what=row_label(row, names))
    return draft


# --- The ground -----------------------------------------------------------------------------------


@transaction.atomic
def state_ground(
    *,
    amendment: Amendment,
    reason_code: str,
    statements: list[str],
    explanation: str,
    clause: str = "",
    change_amount: Decimal | None = None,
    by: User,
    at: datetime,
) -> Amendment:
    """Say on which ground the contract may be changed, what is declared about it, and why."""
    draft = _lock_draft(amendment, by)
    facts: dict[str, Any] = {
        "reason_code": reason_code,
        "statements": [Statement(code).value for code in statements],
        "explanation": explanation,
        "clause": clause,
        "change_amount": change_amount,
    }
    return _change(draft, facts, by=by, at=at)


@transaction.atomic
def rename_amendment(
    *, amendment: Amendment, title: str, effective_on: date, by: User, at: datetime
) -> Amendment:
    """Change what a draft is called and the day from which it works."""
    draft = _lock_draft(amendment, by)
    _check_day(draft.contract, effective_on)
    return _change(draft, {"title": title, "effective_on": effective_on}, by=by, at=at)


def _change(draft: Amendment, facts: dict[str, Any], *, by: User, at: datetime) -> Amendment:
    before = {name: getattr(draft, name) for name in facts}
    for name, value in facts.items():
        setattr(draft, name, value)
    valid(draft).save(update_fields=list(facts))
    declared = [str(Statement(code).label) for code in facts.get("statements", ())]
    said = {name: value for name, value in before.items() if name != "statements"}
    record_update(draft, said, by=by, at=at, what=" ".join(declared))
    return draft


@transaction.atomic
def bring_up_to_date(
    *, amendment: Amendment, choices: Mapping[str, Side], by: User, at: datetime
) -> Amendment:
    """Take over what was changed in the contract since it was copied.

    `choices` says by path whose version stands where both changed the same; Refused while one of
    them has not been chosen.
    """
    draft = _lock_draft(amendment, by)
    merged = merge(draft.base, draft.proposed, draft.standing_terms, choices)
    if merged.conflicts:
        raise Refused(_("Choose which version stands at each place that both changed."))
    draft.base, draft.proposed = draft.standing_terms, dict(merged.terms)
    draft.save(update_fields=["base", "proposed"])
    recorder().record([Entry(draft, "rebased", by, at, {}, {})])
    return draft
