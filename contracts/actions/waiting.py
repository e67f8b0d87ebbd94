"""What a region does with its waiting list: entries, and the rule for who comes first."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions.records import record_update
from contracts.enums import ON_LIST, WaitingOrder
from contracts.models import WaitingRule, WaitlistEntry
from contracts.waiting import term_end
from contracts.workflows.waiting import WAITLIST_ENTRY


def require_planner(by: User, region: Region) -> None:
    """Refused unless `by` plans the seats of the whole region."""
    if region.pk not in regions_of(by) or not by.may(Permission.CAPACITY_MANAGE, region):
        raise Refused(_("Your role does not allow this step."))


@transaction.atomic
def add_entry(*, entry: WaitlistEntry, by: User, at: datetime) -> WaitlistEntry:
    """Put somebody of a gemeente of the region on its list.

    The term follows from the PIP (three years) unless its end is given.
    """
    require_planner(by, entry.region)
    _check_facts(entry, at)
    entry.created_at, entry.created_by = at, by
    valid(_with_term(entry)).save(force_insert=True)
    WAITLIST_ENTRY.record_created(entry, by=by, at=at)
    return entry


@transaction.atomic
def change_entry(*, entry: WaitlistEntry, by: User, at: datetime, **facts: Any) -> WaitlistEntry:
    """Change what is known of somebody who still waits."""
    require_planner(by, entry.region)
    row = WaitlistEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if row.status not in ON_LIST:
        raise Refused(_("This learner is no longer on the list."))
    before = {name: getattr(row, name) for name in (*facts, "term_ends_on")}
    for name, value in facts.items():
        setattr(row, name, value)
    _check_facts(row, at)
    valid(_with_term(row)).save(update_fields=list(before))
    record_update(row, before, by=by, at=at, what="")
    return row


def withdraw_entry(
    *, waitlist_entry: WaitlistEntry, by: User, at: datetime, reason: str
) -> WaitlistEntry:
    """Take somebody off the list who waits for no placement of its own."""
    require_planner(by, waitlist_entry.region)
    return WAITLIST_ENTRY.apply(
        waitlist_entry, "withdraw", by=by, at=at, reason=reason, status_reason=reason[:200]
    )


@transaction.atomic
def set_rule(*, region: Region, order: WaitingOrder, by: User, at: datetime) -> WaitingRule:
    """Choose who comes first on the list of a region; the lists follow at once."""
    require_planner(by, region)
    standing = WaitingRule.objects.select_for_update(of=("self",)).filter(region=region).first()
    rule = standing or WaitingRule(region=region)
    before = {"order": rule.order}
    rule.order, rule.changed_at, rule.changed_by = order, at, by
    valid(rule).save()
    recorder().record([Entry(rule, "updated", by, at, before, {"order": rule.order})])
    return rule


def _with_term(entry: WaitlistEntry) -> WaitlistEntry:
    if entry.term_ends_on is None and entry.pip_on:
        entry.term_ends_on = term_end(entry.pip_on)
    return entry


def _check_facts(entry: WaitlistEntry, at: datetime) -> None:
    today = amsterdam(at)
    if entry.since_on > today:
        raise Refused(_("Waiting cannot begin in the future."), field="since_on")
    if not entry.region.gemeenten_on(today).filter(pk=entry.gemeente_id).exists():
        raise Refused(
            _("%(gemeente)s does not belong to the region.") % {"gemeente": entry.gemeente},
            field="gemeente",
        )
