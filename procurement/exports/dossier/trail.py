"""The course of a tender in the dossier: its timeline, and the audit trail row by row."""

import json
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import AuditEvent
from config.shared.bundles import Entry
from config.shared.documents import Block, Column, Table
from config.shared.history import label_of
from procurement import models
from procurement.exports.dossier.shapes import Dossier
from procurement.timeline import Happening, timeline_of
from procurement.workflows import APPLICATION, BID, COMPLAINT, LOT, LOT_BID, QUESTION, TENDER

TRAIL = {
    models.Tender: "pk",
    models.Lot: "tender",
    models.Question: "tender",
    models.Invitation: "tender",
    models.TenderDocument: "tender",
    models.Bid: "tender",
    models.LotBid: "lot__tender",
    models.PanelSeat: "tender",
    models.Assessment: "lot_bid__lot__tender",
    models.ConsensusScore: "lot_bid__lot__tender",
    models.RepairRequest: "lot_bid__lot__tender",
    models.LowPriceInquiry: "lot_bid__lot__tender",
    models.OpeningRecord: "tender",
    models.AwardDecision: "lot__tender",
    models.Complaint: "lot__tender",
    models.Letter: "lot_bid__lot__tender",
    models.Application: "tender",
}
"""Whose audit rows belong to the dossier, and by which field each leads to the tender."""
WORKFLOWS = {
    models.Tender: TENDER,
    models.Lot: LOT,
    models.Bid: BID,
    models.LotBid: LOT_BID,
    models.Question: QUESTION,
    models.Complaint: COMPLAINT,
    models.Application: APPLICATION,
}
"""Which workflow knows the words for what was done."""


def entries(dossier: Dossier) -> Iterator[Entry]:
    """The timeline for people, the audit trail for who checks."""
    folder = _("7 Course")
    title = _("Timeline")
    yield dossier.paper(f"{folder}/{title}", title, lambda: _timeline(dossier))
    title = _("Audit trail")
    header = [_("When"), _("Who"), _("What"), _("Object"), _("Before"), _("After"), _("Reason")]
    yield dossier.sheet(f"{folder}/{title}", title, header, _events(dossier))


def _timeline(dossier: Dossier) -> Iterator[Block]:
    columns = (_("When"), _("What"), _("Who"), _("Legal limit"))
    rows = timeline_of(dossier.tender, dossier.person, dossier.at)
    yield Table(tuple(Column(label) for label in columns), tuple(map(_cells, rows)))


def _cells(row: Happening) -> tuple[str, ...]:
    what = _("%(what)s (to come)") % {"what": row.what} if row.is_coming else row.what
    return row.when, what, row.who or "–", row.limit or "–"


def _events(dossier: Dossier) -> Iterator[tuple[object, ...]]:
    """The rows about what the person may see, oldest first; ids of people and objects as kept."""
    kinds = ContentType.objects.get_for_models(*TRAIL)
    about = reduce(or_, (_about(dossier, model, kind) for model, kind in kinds.items()))
    models_by_kind = {kind.pk: model for model, kind in kinds.items()}
    events = AuditEvent.objects.visible_to(dossier.person).filter(about)
    for event in events.select_related("by").order_by("pk").iterator():
        yield _event(event, models_by_kind[event.content_type_id])


def _about(dossier: Dossier, model: Any, kind: ContentType) -> Q:
    rows = dossier.visible(model, **{TRAIL[model]: dossier.tender.pk})
    return Q(content_type=kind, object_id__in=rows.order_by().values("pk"))


def _event(event: AuditEvent, model: Any) -> tuple[object, ...]:
    return (
        event.at,
        str(event.by) if event.by else _("Taalregie"),
        label_of(event.action, WORKFLOWS.get(model)),
        f"{model._meta.verbose_name} {event.object_id}",
        _plain(event.before),
        _plain(event.after),
        event.reason,
    )


def _plain(values: dict[str, Any]) -> str:
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False) if values else ""
