"""A region's own rules: terms that no law binds, each with its source."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement.actions.common import assign, constraints_refuse, locked, note
from procurement.enums import RuleKey
from procurement.models import LegalRule

AT_FIELD = {
    "legal_rule_once": "applies_from",
    "legal_rule_days_are_whole": "value",
    "legal_rule_yes_or_no": "value",
    "legal_rule_share_at_most_one": "value",
    "legal_rule_names_its_source": "source",
}


def set_own_rule(
    *,
    region: Region,
    key: str,
    procedure: str,
    applies_from: date,
    by: User,
    at: datetime,
    **said: Any,
) -> LegalRule:
    """Add a rule of the region from a day on; it counts what the national rule counts.

    `said` has its value, source and note.
    Refused where the national rule that applies on that day binds, and without one.
    """
    rule = LegalRule(region=region, key=key, procedure=procedure, applies_from=applies_from)
    require(by, Permission.TENDER_DRAFT, rule)
    national = LegalRule.objects.rules_for(None).find(RuleKey(key), procedure, applies_from)
    if national is None:
        raise Refused(_("There is no national rule of this kind on that day."), field="key")
    if national.is_binding:
        raise Refused(_("The law binds here: a region cannot set it aside."), field="key")
    kept = {"unit": national.unit, **said}
    assign(rule, kept)
    with constraints_refuse(LegalRule, fields=AT_FIELD):
        rule.save(force_insert=True)
        note(rule, "created", by=by, at=at, after=kept)
    return rule


def change_own_rule(*, rule: LegalRule, by: User, at: datetime, **changes: Any) -> LegalRule:
    """Change value, source or note of a region's rule before the day from which it applies.

    One that applies stays as it was for the tenders that rest on it: add one from a later day.
    """
    with constraints_refuse(LegalRule, fields=AT_FIELD):
        row: LegalRule = locked(rule)
        if row.region_id is None:
            raise Refused(_("National rules are kept by the administrator of the site."))
        require(by, Permission.TENDER_DRAFT, row)
        if row.applies_from <= amsterdam(at):
            raise Refused(_("This rule applies already: add one from a later day."))
        before, after = assign(row, changes)
        row.save(update_fields=list(changes))
        if after:
            note(row, "updated", by=by, at=at, before=before, after=after)
    return row
