"""A release per tender, and the package around releases (OCDS 1.1.5)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify

from procurement.enums import TenderStatus
from procurement.models import PlannedTender, Tender
from procurement.ocds.parties import Parties
from procurement.ocds.results import awards_section, bids_section
from procurement.ocds.shapes import filled, moment
from procurement.ocds.tenders import tender_section

VERSION = "1.1"
_EXTENSION = "https://raw.githubusercontent.com/open-contracting-extensions"
EXTENSIONS = [
    f"{_EXTENSION}/{name}/master/extension.json"
    for name in ("ocds_lots_extension", "ocds_bid_extension", "ocds_awardCriteria_extension")
]


def ocid(tender: Tender) -> str:
    """The identifier of the contracting process: the publisher's prefix, region and reference."""
    return f"{settings.OCDS_PREFIX}-{tender.region_id}-{slugify(tender.reference)}"


def release(tender: Tender, *, at: datetime) -> dict[str, Any]:
    """Everything that is public about the tender at `at`; texts in Dutch."""
    with translation.override(settings.LANGUAGE_CODE):
        parties = Parties(tender)
        asked = tender_section(tender, parties)
        bids, awards = bids_section(tender, parties), awards_section(tender, parties)
        return filled(
            ocid=ocid(tender),
            id=f"{ocid(tender)}-{at:%Y%m%dT%H%M%S}",
            date=moment(at),
            tag=_tags(tender, awards),
            initiationType="tender",
            language="nl",
            parties=parties.rows(),
            buyer=parties.lead,
            planning=_planning(tender),
            tender=asked,
            bids=bids,
            awards=awards,
            relatedProcesses=_related(tender),
        )


def package(tenders: Iterable[Tender], *, at: datetime) -> dict[str, Any]:
    """A release package; ready for json.dumps."""
    address = f"{settings.PUBLIC_URL}/procurement/ocds/{at:%Y%m%dT%H%M%S}"
    return filled(
        uri=address,
        version=VERSION,
        extensions=EXTENSIONS,
        publishedDate=moment(at),
        publisher={"name": settings.OCDS_PUBLISHER, "uri": settings.PUBLIC_URL},
        license=settings.OCDS_LICENSE,
    ) | {"releases": [release(tender, at=at) for tender in tenders]}


def _tags(tender: Tender, awards: list[dict[str, Any]]) -> list[str]:
    if tender.status == TenderStatus.WITHDRAWN:
        return ["tenderCancellation"]
    if tender.published_at is None:
        return ["planning"]
    return ["tender", "award"] if awards else ["tender"]


def _planning(tender: Tender) -> dict[str, Any] | None:
    """Where the money comes from; how much and the region's notes are no business of bidders."""
    planned = PlannedTender.objects.filter(tender=tender).first()
    if planned is None:
        return None
    sources = ", ".join(str(budget) for budget in planned.budgets.order_by("source"))
    return filled(budget=filled(description=sources)) or None


def _related(tender: Tender) -> list[dict[str, Any]]:
    if tender.follows is None:
        return []
    earlier = ocid(tender.follows)
    return [
        {"id": "1", "relationship": ["prior"], "scheme": "ocid", "identifier": earlier},
    ]
