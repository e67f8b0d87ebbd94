"""What to type on TenderNed, in the order of its form: buyer, procedure, lots, submission."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from config.shared.display import day, deadline, money, number
from procurement.enums import CriterionKind, LotStatus, NoticeKind
from procurement.models import Lot, Tender

WEIGHT = "BT-541"
"""The one field of the eForms standard of which the number was checked."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its label, what to type, and its eForms number where it is known."""

    label: str
    value: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    fields: tuple[Field, ...]


def notice_sections(tender: Tender, kind: NoticeKind) -> list[Section]:
    """The sections of a notice of this kind; fields without a value are left out.

    A change notice begins with what changed, an award notice has the outcome of each lot.
    """
    lots = list(tender.lots.order_by("number"))
    sections = [
        *([_changes(tender)] if kind == NoticeKind.CHANGE else []),
        _section(_("Buyer"), _buyer(tender)),
        _section(_("Procedure"), _procedure(tender)),
        *(_section(_("Lot %(lot)s") % {"lot": lot.number}, _lot(lot, kind)) for lot in lots),
        _section(_("Award criteria"), _criteria(tender)),
        _section(_("Terms and submission"), _submission(tender)),
    ]
    return [section for section in sections if section.fields]


def _section(title: str, fields: Iterable[Field]) -> Section:
    return Section(title, tuple(field for field in fields if field.value))


def _changes(tender: Tender) -> Section:
    rows = tender.rectifications.order_by("-published_at", "-pk")[:1]
    fields = [Field(_("What changes and why"), row.text) for row in rows] + [
        Field(_("Notice that is changed"), _number_of(tender, NoticeKind.CONTRACT))
    ]
    return _section(_("Change"), fields)


def _buyer(tender: Tender) -> Iterator[Field]:
    yield Field(_("Buyer"), str(tender.lead_gemeente))
    names = tender.gemeenten.order_by("name").values_list("name", flat=True)
    yield Field(_("On behalf of"), ", ".join(names))
    yield Field(_("Region"), str(tender.region))


def _procedure(tender: Tender) -> Iterator[Field]:
    yield Field(_("Internal reference"), tender.reference)
    yield Field(_("Title"), tender.title)
    yield Field(_("Description"), tender.description)
    yield Field(_("Procedure"), tender.get_procedure_display())
    yield Field(_("Nature of the contract"), _("Services"))
    yield Field(_("Main CPV code"), tender.cpv_code)
    yield Field(_("Estimated value excl. VAT"), money(tender.estimated_amount))
    yield Field(_("Legal basis and reason for the procedure"), tender.legal_basis)
    yield Field(_("Lots one may bid on"), _limit(tender.lots_bid_maximum))
    yield Field(_("Lots one may win"), _limit(tender.lots_win_maximum))
    yield Field(_("Prior information notice"), _number_of(tender, NoticeKind.PRIOR))


def _lot(lot: Lot, kind: NoticeKind) -> Iterator[Field]:
    yield Field(_("Title"), str(lot))
    yield Field(_("Learning route"), lot.get_route_display())
    yield Field(_("Area"), lot.area)
    yield Field(_("Where lessons are given"), lot.places)
    yield Field(_("CPV code"), lot.tender.cpv_code)
    words = {"low": number(lot.expected_low), "high": number(lot.expected_high)}
    yield Field(
        _("Expected number a year"),
        _("%(expected)s trajectories (between %(low)s and %(high)s)")
        % {"expected": number(lot.expected), **words},
    )
    price = f"{money(lot.ceiling_price, 4)} {lot.get_price_unit_display()}"
    yield Field(lot.get_price_kind_display(), price)
    yield Field(_("First day of the contract"), day(lot.first_on))
    yield Field(_("Last day of the contract"), day(lot.last_on))
    if kind == NoticeKind.AWARD:
        yield from _outcome(lot)


def _outcome(lot: Lot) -> Iterator[Field]:
    outcome = getattr(lot, "outcome", None)
    if outcome is not None:
        result = f"{outcome.result} - {outcome.get_result_display()}"
        yield Field(_("Result (winner-selection-status)"), result)
        reason = f"{outcome.reason} - {outcome.get_reason_display()}" if outcome.reason else ""
        yield Field(_("Reason (non-award-justification)"), reason)
    if lot.status == LotStatus.AWARDED:
        yield Field(_("Bids received"), number(lot.lot_bids.count()))
        yield Field(_("Winner"), str(lot.decision.winner.bid.provider))
        yield Field(_("Contract concluded on"), day(lot.concluded_on) if lot.concluded_on else "")


def _criteria(tender: Tender) -> Iterator[Field]:
    for criterion in tender.criteria.order_by("-kind", "pk"):
        words = criterion.name
        if criterion.kind == CriterionKind.PRICE:
            words = f"{criterion.name} ({criterion.get_formula_display()})"
        if criterion.weight:
            yield Field(words, number(criterion.weight.normalize()), WEIGHT)
        else:
            yield Field(words, money(criterion.maximum_value) if criterion.maximum_value else "-")


def _submission(tender: Tender) -> Iterator[Field]:
    yield Field(_("Deadline for requests to participate"), _moment(tender.requests_close_at))
    yield Field(_("Deadline for questions"), _moment(tender.questions_close_at))
    yield Field(_("Deadline for bids"), _moment(tender.closes_at))
    yield Field(
        _("Electronic submission"), _("Yes") if tender.has_electronic_submission else _("No")
    )
    if not tender.is_private:
        path = reverse("procurement:public-tender-detail", args=[tender.pk])
        yield Field(_("Address of the documents and of the bids"), settings.PUBLIC_URL + path)
    yield Field(_("Language of the bids"), _("Dutch"))
    yield Field(
        _("Standstill period"), _("%(days)s calendar days") % {"days": tender.standstill_days}
    )


def _moment(at: datetime | None) -> str:
    return deadline(at) if at else ""


def _limit(maximum: int | None) -> str:
    return "" if maximum is None else number(maximum)


def _number_of(tender: Tender, kind: NoticeKind) -> str:
    numbers = tender.notices.filter(kind=kind).order_by("published_at", "pk")
    return ", ".join(numbers.values_list("number", flat=True))
