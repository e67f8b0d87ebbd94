"""The tender itself in the dossier: what was asked, who prepared it, and what the market said."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from config.shared.bundles import Entry
from config.shared.display import money
from config.shared.documents import Block, Heading, Paragraph
from procurement.exports.dossier.shapes import Dossier, facts, section
from procurement.models import (
    ConsultationAnswer,
    ConsultationContact,
    Mandate,
    MarketConsultation,
    PlannedBudget,
    PriceLine,
    Tender,
    TenderOfficer,
    TenderReview,
)


def entries(dossier: Dossier) -> Iterator[Entry]:
    """The tender, its preparation, and each market consultation that led to it."""
    folder, title = _("1 Tender"), _("Tender")
    yield dossier.paper(f"{folder}/{title}", title, lambda: _tender(dossier))
    title = _("Preparation")
    yield dossier.paper(f"{folder}/{title}", title, lambda: _preparation(dossier))
    consultations = dossier.visible(MarketConsultation, tender=dossier.tender)
    for consultation in consultations.order_by("created_at", "pk"):
        yield _consultation(dossier, folder, consultation)


def _tender(dossier: Dossier) -> Iterator[Block]:
    """Everything that was published, and the estimate."""
    tender = dossier.tender
    yield facts(_subject(tender))
    for title, words in (
        (_("Description"), tender.description),
        (_("Legal basis and reason for the procedure"), tender.legal_basis),
    ):
        if words:
            yield Heading(title)
            yield Paragraph(words)
    yield Heading(_("Dates of the tender"))
    yield facts(_schedule(tender))
    if tender.is_competitive:
        yield from _lots(tender)
        yield from _criteria(tender)
    yield from section(
        _("Requirements"),
        (_("No."), _("Kind"), _("Lot"), _("Requirement"), _("Evidence")),
        (
            (one.number, one.get_kind_display(), one.lot, one.text, one.evidence)
            for one in tender.requirements.select_related("lot").order_by("number")
        ),
    )


def _subject(tender: Tender) -> Iterator[tuple[str, object]]:
    yield _("Reference"), tender.reference
    yield _("Title"), tender.title
    yield _("Status"), tender.get_status_display()
    yield _("Region"), tender.region
    yield _("Lead gemeente"), tender.lead_gemeente
    names = tender.gemeenten.order_by("name").values_list("name", flat=True)
    yield _("Participating gemeenten"), ", ".join(names)
    yield _("Kind"), tender.get_kind_display()
    yield _("Procedure"), tender.get_procedure_display()
    yield _("CPV code"), tender.cpv_code
    yield _("Estimated value (excl. VAT)"), money(tender.estimated_amount)
    yield _("Follows tender"), tender.follows
    if tender.is_competitive:
        yield _("Scores of the panel"), tender.get_score_method_display()
        yield _("Rule for equal totals"), tender.get_tie_rule_display()
        yield _("Decimals of points"), tender.rounding_decimals
        yield _("Assessors in the panel"), tender.panel_size
        yield _("Lots one may bid on"), tender.lots_bid_maximum or _("all of them")
        yield _("Lots one may win"), tender.lots_win_maximum or _("all of them")


def _schedule(tender: Tender) -> Iterator[tuple[str, object]]:
    for label, value in (
        (_("Drafted"), tender.created_at),
        (_("Planned publication"), tender.planned_publication_at),
        (_("Published"), tender.published_at),
        (_("Deadline for requests to participate"), tender.requests_close_at),
        (_("Deadline for questions"), tender.questions_close_at),
        (_("Nota van Inlichtingen no later than"), tender.clarification_planned_at),
        (_("Deadline for bids"), tender.closes_at),
        (_("Planned award decision"), tender.award_planned_on),
        (_("Withdrawn"), tender.withdrawn_at),
    ):
        if value:
            yield label, value
    yield _("Standstill period"), _("%(days)s calendar days") % {"days": tender.standstill_days}


def _lots(tender: Tender) -> Iterator[Block]:
    for lot in tender.lots.order_by("number"):
        yield Heading(_("Lot %(lot)s") % {"lot": lot})
        price = f"{money(lot.ceiling_price, places=4)} {lot.get_price_unit_display()}"
        yield facts(
            (
                (_("Route"), lot.get_route_display()),
                (_("Area"), lot.area),
                (_("Where lessons are given"), lot.places),
                (_("Trajectories a year, low"), lot.expected_low),
                (_("Trajectories a year, expected"), lot.expected),
                (_("Trajectories a year, high"), lot.expected_high),
                (lot.get_price_kind_display(), price),
                (_("Smallest group"), lot.group_minimum),
                (_("Largest group"), lot.group_maximum),
                (_("Start guarantee (weeks)"), lot.start_guarantee_weeks),
                (_("First day of the contract"), lot.first_on),
                (_("Last day of the contract"), lot.last_on),
                (_("Status"), lot.get_status_display()),
            )
        )
    lines = PriceLine.objects.filter(lot__tender=tender).select_related("lot")
    yield from section(
        _("Further lines of the price tables"),
        (_("Lot"), _("Description"), _("Unit"), _("Number a year"), _("Ceiling price")),
        (
            (
                line.lot.number,
                line.description,
                line.get_unit_display(),
                line.quantity,
                money(line.ceiling_price, places=4),
            )
            for line in lines.order_by("lot__number", "number")
        ),
    )


def _criteria(tender: Tender) -> Iterator[Block]:
    """What counts, and what was asked about it."""
    criteria = list(tender.criteria.order_by("-kind", "pk"))
    yield from section(
        _("Award criteria"),
        (_("Criterion"), _("Kind"), _("Weight"), _("Highest value"), _("Formula")),
        (
            (
                one.name,
                one.get_kind_display(),
                one.weight,
                money(one.maximum_value),
                one.get_formula_display(),
            )
            for one in criteria
        ),
    )
    for one in criteria:
        if one.question:
            yield Heading(one.name, level=2)
            yield Paragraph(one.question)


def _preparation(dossier: Dossier) -> Iterator[Block]:
    """Budgets, mandates, reviews, and who was named to open."""
    tender = dossier.tender
    yield from section(
        _("Budget of the tender"),
        (_("Funding source"), _("Amount (excl. VAT)")),
        (
            (budget, money(budget.amount))
            for budget in dossier.visible(PlannedBudget, planned__tender=tender).order_by("source")
        ),
    )
    yield from section(
        _("Mandates"),
        (_("Gemeente"), _("Given on"), _("Given by"), _("Decision or document")),
        (
            (mandate.gemeente, mandate.given_on, mandate.signatory, mandate.evidence)
            for mandate in dossier.visible(Mandate, tender=tender)
            .select_related("gemeente")
            .order_by("gemeente__name")
        ),
    )
    yield from section(
        _("Reviews"),
        (_("When"), _("Reviewer"), _("Verdict"), _("Comment")),
        (
            (review.reviewed_at, review.reviewed_by, review.get_verdict_display(), review.comment)
            for review in dossier.visible(TenderReview, tender=tender)
            .select_related("reviewed_by")
            .order_by("reviewed_at", "pk")
        ),
    )
    yield from section(
        _("Officers who open"),
        (_("Officer"), _("Named")),
        (
            (officer.user, officer.named_at)
            for officer in dossier.visible(TenderOfficer, tender=tender)
            .select_related("user")
            .order_by("named_at", "pk")
        ),
    )


def _consultation(dossier: Dossier, folder: str, consultation: MarketConsultation) -> Entry:
    title = _("Market consultation: %(title)s") % {"title": consultation.title}
    return dossier.paper(
        f"{folder}/{title}", title, lambda: _consultation_blocks(dossier, consultation)
    )


def _consultation_blocks(dossier: Dossier, consultation: MarketConsultation) -> Iterator[Block]:
    """The questions with every answer, and each contact: that all were treated alike."""
    yield facts(
        (
            (_("Opened"), consultation.opened_at),
            (_("Answers until"), consultation.closes_at),
            (_("Closed"), consultation.closed_at),
        )
    )
    yield Paragraph(consultation.introduction)
    given = dossier.visible(ConsultationAnswer, question__consultation=consultation)
    answers = list(given.select_related("provider").order_by("provider__legal_name", "pk"))
    for question in consultation.questions.order_by("number"):
        yield from section(
            str(question.text),
            (_("Provider"), _("Answered"), _("Answer")),
            (
                (one.provider, one.answered_at, one.text)
                for one in answers
                if one.question_id == question.pk
            ),
        )
    contacts = dossier.visible(ConsultationContact, consultation=consultation)
    yield from section(
        _("Contacts"),
        (_("On"), _("Provider"), _("How"), _("What was asked and said"), _("Shared with all")),
        (
            (one.happened_on, one.provider, one.get_kind_display(), one.summary, one.shared_at)
            for one in contacts.select_related("provider").order_by("happened_on", "pk")
        ),
    )
