"""Reports that a person keeps: made, changed, removed, and taken over from who left."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import Grant, require
from accounts.enums import Permission
from accounts.models import Gemeente, User
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from reports.models import ReportSchedule, SavedReport
from reports.questions import BY_CODE
from reports.questions.parameters import Parameters

_TOLD = ("name", "is_shared")
"""What the history of a saved report tells field by field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept: under which name, what is asked, and whether colleagues see it."""

    name: str
    parameters: Parameters
    is_shared: bool = False


@transaction.atomic
def keep_report(*, question: str, kept: Kept, by: User, at: datetime) -> SavedReport:
    """Keep a report for the organisation in which `by` acts.

    `question` is the code of one of reports.questions; KeyError for another.
    """
    grant = reading_grant(by)
    report = SavedReport(
        region_id=grant.region_id,
        gemeente_id=grant.gemeente_id,
        owner=by,
        question=question,
        created_at=at,
    )
    _fill(report, kept, by)
    report.save()
    record_made(report, by=by, at=at)
    return report


@transaction.atomic
def change_report(*, report: SavedReport, kept: Kept, by: User, at: datetime) -> SavedReport:
    """Change name, what is asked, or whether colleagues see it. Only its owner does."""
    row = locked(report)
    require_owner(row, by)
    before, asked = {name: getattr(row, name) for name in _TOLD}, row.parameters
    _fill(row, kept, by)
    row.save()
    what = _("Something else is asked") if row.parameters != asked else ""
    record_update(row, before, by=by, at=at, what=what)
    return row


@transaction.atomic
def remove_report(*, report: SavedReport, by: User, at: datetime) -> SavedReport:
    """Let nobody see it any more, and stop its schedules. Only its owner does."""
    row = locked(report)
    require_owner(row, by)
    ReportSchedule.objects.running().filter(report=row).update(stopped_at=at, stopped_by=by)
    row.removed_at, row.removed_by = at, by
    row.save(update_fields=["removed_at", "removed_by"])
    record_update(row, {}, by=by, at=at, what=_("Removed"))
    return row


@transaction.atomic
def take_over(*, report: SavedReport, by: User, at: datetime) -> SavedReport:
    """Make `by` its owner, now that the former one may not see costs here any more.

    Refused while the owner still may, and for who does not see the report.
    """
    row = locked(report)
    if not SavedReport.objects.visible_to(by).filter(pk=row.pk).exists():
        raise Refused(_("You do not see this report."))
    require(by, Permission.COST_VIEW)
    if row.has_owner:
        raise Refused(_("%(owner)s still keeps this report.") % {"owner": row.owner})
    before = str(row.owner)
    row.owner = by
    valid(row).save(update_fields=["owner"])
    record_update(row, {}, by=by, at=at, what=_("Taken over from %(owner)s") % {"owner": before})
    return row


def reading_grant(by: User) -> Grant:
    """The role in which `by` reads reports, of a region or of one gemeente; else Refused."""
    for grant in by.grants:
        is_of_place = grant.tender_id is None and grant.provider_id is None
        if is_of_place and grant.allows(Permission.COST_VIEW):
            return grant
    raise Refused(_("Your role does not allow this step."))


def require_owner(report: SavedReport, by: User) -> None:
    """Refused unless `by` keeps the report and may still read it."""
    require(by, Permission.COST_VIEW, report)
    if report.removed_at or report.owner_id != by.pk or report.grant_of(by) is None:
        raise Refused(_("Only who keeps the report does this."))


def locked(report: SavedReport) -> SavedReport:
    """The row as it stands now, until the transaction ends."""
    rows = SavedReport.objects.select_related("region", "gemeente", "owner")
    return rows.select_for_update(of=("self",)).get(pk=report.pk)


def _fill(report: SavedReport, kept: Kept, by: User) -> None:
    """Write what is kept; Refused for what the question does not ask or `by` may not see."""
    parameters, question = kept.parameters, BY_CODE[report.question]
    for name in parameters.strange_to(question):
        raise Refused(_("This report does not ask that."), field=name)
    gemeente = parameters.gemeente
    if gemeente and not Gemeente.objects.visible_to(by).filter(pk=gemeente.pk).exists():
        raise Refused(_("This gemeente is not yours."), field="gemeente")
    report.name, report.is_shared = kept.name, kept.is_shared
    report.parameters = parameters.as_json()
    valid(report)
