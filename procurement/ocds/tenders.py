"""The tender section: procedure, periods, lots, criteria, documents and changes."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from procurement.enums import (
    CriterionKind,
    DocumentVisibility,
    LotStatus,
    PriceFormula,
    Procedure,
    TenderStatus,
)
from procurement.models import AwardCriterion, Lot, Tender, TenderDocument
from procurement.ocds.parties import Parties
from procurement.ocds.shapes import (
    filled,
    first_moment,
    last_moment,
    moment,
    number,
    period,
    value,
)

METHODS = {
    Procedure.SOCIAL: "open",
    Procedure.OPEN: "open",
    Procedure.OPEN_HOUSE: "open",
    Procedure.RESTRICTED: "selective",
    Procedure.MULTIPLE_PRIVATE: "limited",
    Procedure.NEGOTIATED: "limited",
}
STATUSES = {
    TenderStatus.DRAFT: "planning",
    TenderStatus.IN_REVIEW: "planned",
    TenderStatus.PUBLISHED: "active",
    TenderStatus.CLOSED: "active",
    TenderStatus.OPENED: "active",
    TenderStatus.IN_EVALUATION: "active",
    TenderStatus.CONCLUDED: "complete",
    TenderStatus.WITHDRAWN: "cancelled",
}
LOT_STATUSES = {
    LotStatus.AWARDED: "complete",
    LotStatus.NO_BIDS: "unsuccessful",
    LotStatus.NOT_AWARDED: "unsuccessful",
    LotStatus.WITHDRAWN: "cancelled",
}


def lot_id(lot: Lot) -> str:
    return f"LOT-{lot.number:04}"


def tender_section(tender: Tender, parties: Parties) -> dict[str, Any]:
    """What was asked, by whom, until when and how it is decided."""
    lots = list(tender.lots.order_by("number"))
    criteria = list(tender.criteria.order_by("pk"))
    return filled(
        id=tender.reference,
        title=tender.title,
        description=tender.description,
        status=_status(tender, lots),
        procuringEntity=parties.lead,
        value=value(tender.estimated_amount),
        mainProcurementCategory="services",
        procurementMethod=METHODS[Procedure(tender.procedure)],
        procurementMethodDetails=tender.get_procedure_display(),
        procurementMethodRationale=tender.legal_basis,
        awardCriteria=_basis(criteria),
        submissionMethod=["electronicSubmission"] if tender.has_electronic_submission else None,
        tenderPeriod=period(moment(tender.published_at), moment(tender.closes_at)),
        enquiryPeriod=period(moment(tender.published_at), moment(tender.questions_close_at)),
        hasEnquiries=tender.rounds.exists(),
        items=[_item(tender, lot) for lot in lots],
        lots=[_lot(lot, criteria) for lot in lots],
        documents=[*_documents(tender), *_clarifications(tender)],
        amendments=_amendments(tender),
    )


def _status(tender: Tender, lots: Iterable[Lot]) -> str:
    """A tender of which no lot found a provider was unsuccessful."""
    if tender.status == TenderStatus.CONCLUDED and tender.is_competitive:
        ends = {LOT_STATUSES.get(LotStatus(lot.status)) for lot in lots}
        return "complete" if "complete" in ends else "unsuccessful"
    return STATUSES[TenderStatus(tender.status)]


def _basis(criteria: list[AwardCriterion]) -> str | None:
    """Rated criteria, or quality alone where the price is fixed; None where nobody competes."""
    if not criteria:
        return None
    is_fixed = any(one.formula == PriceFormula.FIXED for one in criteria)
    return "qualityOnly" if is_fixed else "ratedCriteria"


def _item(tender: Tender, lot: Lot) -> dict[str, Any]:
    """The places asked, with the CPV code of the tender."""
    return filled(
        id=str(lot.number),
        description=lot.title,
        classification={"scheme": "CPV", "id": tender.cpv_code},
        quantity=lot.expected,
        unit={"name": lot.get_price_unit_display(), "value": value(lot.ceiling_price)},
        relatedLot=lot_id(lot),
    )


def _lot(lot: Lot, criteria: list[AwardCriterion]) -> dict[str, Any]:
    rated = [_criterion(one) for one in criteria]
    return filled(
        id=lot_id(lot),
        title=lot.title,
        description=f"{lot.get_route_display()}, {lot.area}".rstrip(", "),
        status=LOT_STATUSES.get(LotStatus(lot.status), "active"),
        contractPeriod=period(first_moment(lot.first_on), last_moment(lot.last_on)),
        awardCriteria=filled(criteria=rated) or None,
    )


def _criterion(criterion: AwardCriterion) -> dict[str, Any]:
    weight = {"number": number(criterion.weight), "weight": "percentageExact"}
    return filled(
        type=str(CriterionKind(criterion.kind)),
        name=criterion.name,
        description=criterion.question or criterion.get_formula_display(),
        numbers=[weight] if criterion.weight else None,
    )


def _documents(tender: Tender) -> list[dict[str, Any]]:
    """Only what anyone may read."""
    readable = TenderDocument.objects.standing().filter(
        tender=tender, visibility=DocumentVisibility.PUBLIC
    )
    if not tender.published_at:
        return []
    return [
        filled(
            id=f"document-{document.pk}",
            documentType="biddingDocuments",
            title=document.title,
            url=settings.PUBLIC_URL + document.get_absolute_url(),
            datePublished=moment(max(document.uploaded_at, tender.published_at)),
            language="nl",
        )
        for document in readable.order_by("pk")
    ]


def _clarifications(tender: Tender) -> list[dict[str, Any]]:
    url = settings.PUBLIC_URL + reverse("procurement:tender-detail", args=[tender.pk])
    return [
        filled(
            id=f"clarification-{one.number}",
            documentType="clarifications",
            title=str(one),
            url=url,
            datePublished=moment(one.published_at),
            language="nl",
        )
        for one in tender.rounds.order_by("number")
    ]


def _amendments(tender: Tender) -> list[dict[str, Any]]:
    return [
        filled(
            id=f"rectification-{number_}",
            date=moment(one.published_at),
            rationale=one.text,
            description=f"{moment(one.closed_at_before)} > {moment(one.closes_at_after)}",
        )
        for number_, one in enumerate(tender.rectifications.order_by("published_at", "pk"), 1)
    ]
