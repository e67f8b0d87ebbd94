"""What waits around the award: decisions to send, standstills that ended, notices, complaints."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, Min, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.display import weekday
from config.shared.periods import amsterdam
from procurement import terms
from procurement.enums import ComplaintStatus, LotStatus, NoticeKind
from procurement.models import Complaint, LegalRule, Notice
from procurement.worklist.shapes import Desk, Task, page, soonest


def decisions(desk: Desk) -> Iterator[Task]:
    """Award decisions that the bidders do not know yet."""
    rows = desk.lots().filter(status=LotStatus.PROVISIONALLY_AWARDED)
    for lot in soonest(rows, "tender__award_planned_on"):
        asked = _("Send the award decision to all bidders")
        url = page("lot-letters", lot.pk)
        yield desk.task(lot, asked, due=lot.tender.award_planned_on, url=url)


def standstills(desk: Desk) -> Iterator[Task]:
    """Standstills that ended without anything that suspends: the award can be final."""
    suspended = Complaint.objects.suspending().filter(lot=OuterRef("pk"))
    rows = desk.lots().filter(
        ~Exists(suspended),
        status=LotStatus.STANDSTILL,
        decision__standstill_ends_on__lt=amsterdam(desk.at),
    )
    for lot in soonest(rows.select_related("decision"), "decision__standstill_ends_on"):
        last = lot.decision.standstill_ends_on
        asked = _("Make the award final: the standstill ended on %(day)s") % {"day": weekday(last)}
        yield desk.task(lot, asked)


def complaints(desk: Desk) -> Iterator[Task]:
    """Complaints and proceedings that run."""
    rows = Complaint.objects.filter(
        status=ComplaintStatus.OPEN, lot__tender__region__in=regions_of(desk.person)
    )
    for complaint in soonest(rows.select_related("lot__tender", "provider"), "received_on"):
        asked = _("Decide on: %(complaint)s") % {"complaint": complaint}
        yield desk.task(complaint.lot, asked, url=complaint.get_absolute_url())


def award_notices(desk: Desk) -> Iterator[Task]:
    """Concluded lots whose award is still to be published on TenderNed."""
    published = Notice.objects.filter(
        tender=OuterRef("tender"),
        kind=NoticeKind.AWARD,
        published_at__date__gte=OuterRef("concluded_on"),
    )
    contract = Q(tender__notices__kind=NoticeKind.CONTRACT)
    rows = desk.lots().filter(~Exists(published), concluded_on__isnull=False)
    rows = rows.annotate(noticed_at=Min("tender__notices__published_at", filter=contract))
    rules: dict[int, terms.Rules] = {}
    for lot in soonest(rows.select_related("tender__region", "tender__follows"), "concluded_on"):
        region = lot.tender.region
        if region.pk not in rules:
            rules[region.pk] = LegalRule.objects.rules_for(region)
        if due := _notice_due(lot, rules[region.pk]):
            asked = _("Publish the award on TenderNed and record the notice")
            url = page("notice-create", lot.tender_id)
            yield desk.task(lot, asked, due=due, url=url)


def _notice_due(lot: Any, rules: terms.Rules) -> date | None:
    """The last day; None below the threshold, and where a rule has no value."""
    try:
        case = lot.tender.case(amsterdam(lot.noticed_at or lot.tender.published_at), rules)
    except terms.MissingRule:
        return None
    bundled = settings.AWARD_NOTICES_BUNDLED
    limit = terms.award_notice_due(case, lot.concluded_on, bundled=bundled)
    return limit.on if limit else None


SOURCES = (
    (Permission.TENDER_AWARD, decisions),
    (Permission.TENDER_AWARD, standstills),
    (Permission.TENDER_AWARD, complaints),
    (Permission.TENDER_PUBLISH, award_notices),
)
"""What makes tasks, and what one has to be allowed to get them."""
