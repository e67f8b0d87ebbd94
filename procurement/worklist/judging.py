"""What waits from the deadline to the award: vaults, scores, prices, answers of bidders."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.display import moment
from procurement.actions import opening_window
from procurement.enums import EnvelopeKind, LotBidStatus, LotStatus, TenderStatus
from procurement.models import (
    LotBid,
    LowPriceInquiry,
    OpeningRecord,
    RepairRequest,
    Tender,
    with_scoring,
)
from procurement.worklist.shapes import Desk, Task, page, soonest


def vaults(desk: Desk) -> Iterator[Task]:
    """Closed tenders whose bids two officers can open, and openings that wait for a second."""
    rows = desk.tenders().competitive().filter(status=TenderStatus.CLOSED)
    begun = OpeningRecord.objects.waiting(EnvelopeKind.QUALITY).select_related("first_by")
    rows = rows.prefetch_related(Prefetch("openings", begun.order_by("pk"), "begun"))
    for tender in soonest(rows, "closes_at"):
        asked = _("Open the bids, with a second officer")
        yield _opening(desk, tender, tender.begun, asked, page("tender-open", tender.pk))


def prices(desk: Desk) -> Iterator[Task]:
    """Tenders with lots whose quality is locked: two officers open the prices."""
    waiting = Q(
        lots__status=LotStatus.IN_EVALUATION,
        lots__quality_locked_at__isnull=False,
        lots__prices_opened_at__isnull=True,
    )
    rows = desk.tenders().annotate(to_open=Count("lots", filter=waiting)).filter(to_open__gt=0)
    begun = OpeningRecord.objects.waiting(EnvelopeKind.PRICE).select_related("first_by")
    rows = rows.prefetch_related(Prefetch("openings", begun.order_by("pk"), "begun"))
    for tender in soonest(rows, "award_planned_on"):
        sentence = ngettext(
            "Open the prices of %(count)s lot, with a second officer",
            "Open the prices of %(count)s lots, with a second officer",
            tender.to_open,
        )
        asked = sentence % {"count": tender.to_open}
        yield _opening(desk, tender, tender.begun, asked, page("tender-open-prices", tender.pk))


def _opening(desk: Desk, tender: Tender, begun: list[OpeningRecord], asked: str, url: str) -> Task:
    """The opening itself, or that a colleague waits for a second officer."""
    for record in begun:
        until = record.first_at + opening_window()
        if desk.at <= until and record.first_by_id != desk.person.pk:
            words = {"officer": record.first_by, "until": moment(until)}
            asked = _("%(officer)s waits for a second officer, until %(until)s") % words
            return desk.task(tender, asked, due=until, who=record.first_by, url=url)
    return desk.task(tender, asked, due=tender.award_planned_on, url=url)


def to_evaluate(desk: Desk) -> Iterator[Task]:
    """Opened tenders: judge the requirements, then let the panel begin."""
    entered = _counted(
        LotBid.objects.filter(lot__tender=OuterRef("pk"), status=LotBidStatus.ENTERED),
        "lot__tender",
    )
    rows = desk.tenders().filter(status=TenderStatus.OPENED).annotate(to_judge=entered)
    for tender in soonest(rows, "award_planned_on"):
        asked = _("Start the evaluation")
        if tender.to_judge:
            asked = _bids_to_judge(tender.to_judge)
        yield desk.task(tender, asked, due=tender.award_planned_on)


def lots(desk: Desk) -> Iterator[Task]:
    """Lots in evaluation: what is the next step of each."""
    rows = with_scoring(
        desk.lots()
        .filter(status=LotStatus.IN_EVALUATION)
        .exclude(quality_locked_at__isnull=False, prices_opened_at__isnull=True)
    )
    entered = LotBid.objects.filter(lot=OuterRef("pk"), status=LotBidStatus.ENTERED)
    rows = rows.annotate(to_judge=_counted(entered, "lot"))
    for lot in soonest(rows, "tender__award_planned_on"):
        yield desk.task(lot, _evaluation_asked(lot), due=lot.tender.award_planned_on)


def _evaluation_asked(lot: Any) -> str:
    left = lot.scores_needed - lot.scores_given
    if lot.prices_are_open:
        return _("Decide on the award")
    if lot.to_judge:
        return _bids_to_judge(lot.to_judge)
    if left <= 0:
        return _("Lock the quality scores")
    sentence = ngettext("%(count)s score to be given", "%(count)s scores to be given", left)
    return sentence % {"count": left}


def answers(desk: Desk) -> Iterator[Task]:
    """What bidders were asked: judge what they said, or wait until the term ends."""
    for model, answered, name, sentences in (
        (
            RepairRequest,
            "answered_at",
            "repairrequest-judge",
            (_("Judge the repair of an omission"), _("A bidder may mend an omission")),
        ),
        (
            LowPriceInquiry,
            "explained_at",
            "lowpriceinquiry-judge",
            (_("Judge the explanation of a low price"), _("A bidder may explain a low price")),
        ),
    ):
        rows = model._default_manager.filter(
            decided_at__isnull=True, lot_bid__lot__tender__region__in=regions_of(desk.person)
        )
        for row in soonest(rows.select_related("lot_bid__lot__tender"), "due_at"):
            is_ready = getattr(row, answered) is not None or row.due_at < desk.at
            url = page(name, row.pk) if is_ready else ""
            yield desk.task(
                row.lot_bid.lot, sentences[0 if is_ready else 1], due=row.due_at, url=url
            )


def _bids_to_judge(count: int) -> str:
    sentence = ngettext(
        "Judge whether %(count)s bid meets the requirements",
        "Judge whether %(count)s bids meet the requirements",
        count,
    )
    return sentence % {"count": count}


def _counted(rows: "QuerySet[Any]", by: str) -> Subquery:
    """How many there are per `by`; None for none."""
    return Subquery(rows.order_by().values(by).annotate(found=Count("pk")).values("found"))


SOURCES = (
    (Permission.TENDER_OPEN, vaults),
    (Permission.TENDER_OPEN, prices),
    (Permission.TENDER_AWARD, to_evaluate),
    (Permission.TENDER_AWARD, lots),
    (Permission.TENDER_AWARD, answers),
)
"""What makes tasks, and what one has to be allowed to get them."""
