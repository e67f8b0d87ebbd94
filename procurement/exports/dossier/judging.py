"""Evaluation and award in the dossier: the panel, and per lot checks, scores, decision, letters."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from config.shared.bundles import Entry
from config.shared.display import money
from config.shared.documents import Block, Heading, Paragraph
from procurement.actions import document_of_letter, ranking_rows
from procurement.exports.dossier.shapes import Dossier, facts, section
from procurement.models import (
    Application,
    Assessment,
    AwardDecision,
    Complaint,
    ConsensusScore,
    Draw,
    Letter,
    Lot,
    LotOutcome,
    LowPriceInquiry,
    PanelSeat,
    RepairRequest,
    RequirementCheck,
    RevokedDecision,
)

BIDDER = "lot_bid__bid__provider"


def entries(dossier: Dossier) -> Iterator[Entry]:
    """The panel, and each lot by itself."""
    seats = dossier.visible(PanelSeat, tender=dossier.tender).select_related("user", "ended_by")
    if seats.exists():
        title = _("Panel")
        path = "/".join([_("5 Evaluation"), title])
        yield dossier.paper(path, title, lambda: _panel(seats))
    for lot in dossier.visible(Lot, tender=dossier.tender).order_by("number"):
        yield from _lot_entries(dossier, lot)


def application_entries(dossier: Dossier) -> Iterator[Entry]:
    """For an admission: every application with how it was judged."""
    applications = dossier.visible(Application, tender=dossier.tender).select_related("provider")
    for application in applications.order_by("submitted_at", "pk"):
        yield _application(dossier, application)


def _lot_entries(dossier: Dossier, lot: Lot) -> Iterator[Entry]:
    name = _("Lot %(number)s") % {"number": lot.number}
    if lot.lot_bids.exists():
        title = _("Evaluation of lot %(lot)s") % {"lot": lot}
        path = "/".join([_("5 Evaluation"), name])
        yield dossier.paper(path, title, lambda: _evaluation(dossier, lot))
    folder = "/".join([_("6 Award"), name])
    title = _("Award of lot %(lot)s") % {"lot": lot}
    yield dossier.paper("/".join([folder, _("Decision")]), title, lambda: _award(dossier, lot))
    letters = dossier.visible(Letter, lot_bid__lot=lot, sent_at__isnull=False)
    for letter in letters.select_related(BIDDER).order_by("sent_at", "pk"):
        yield _letter(dossier, folder, letter)


def _panel(seats: Any) -> Iterator[Block]:
    for seat in seats.order_by("user__name", "pk"):
        yield Heading(str(seat.user))
        yield facts(
            (
                (_("Chair"), seat.is_chair),
                (_("Conflict of interest"), seat.get_conflict_display()),
                (_("Declared"), seat.declared_at),
                (_("Declaration"), seat.declaration),
                (_("Seat ended"), seat.ended_at),
                (_("Reason"), seat.end_reason),
            )
        )


def _evaluation(dossier: Dossier, lot: Lot) -> Iterator[Block]:
    """From admissibility to the ranking, each as far as the person may see it."""
    yield from _checks(dossier, lot)
    yield from _asked(dossier, lot)
    yield from _scores(dossier, lot)
    yield from _ranking(lot)


def _checks(dossier: Dossier, lot: Lot) -> Iterator[Block]:
    checks = dossier.visible(RequirementCheck, lot_bid__lot=lot).select_related(
        BIDDER, "requirement", "checked_by"
    )
    yield from section(
        _("Requirements"),
        (_("Bidder"), _("Requirement"), _("Met"), _("Note"), _("Checked by")),
        (
            (one.lot_bid.bid.provider, one.requirement, one.is_met, one.note, one.checked_by)
            for one in checks.order_by("lot_bid", "requirement__number")
        ),
    )


def _asked(dossier: Dossier, lot: Lot) -> Iterator[Block]:
    """What bidders were asked: to mend an omission, or to explain a low price."""
    repairs = dossier.visible(RepairRequest, lot_bid__lot=lot).select_related(BIDDER)
    yield from section(
        _("Repairs of omissions"),
        (_("Bidder"), _("What is missing"), _("Answer"), _("Mended"), _("Reason")),
        (
            (one.lot_bid.bid.provider, one.text, one.answer, one.is_accepted, one.reason)
            for one in repairs.order_by("asked_at", "pk")
        ),
    )
    inquiries = dossier.visible(LowPriceInquiry, lot_bid__lot=lot).select_related(BIDDER)
    for one in inquiries.order_by("asked_at", "pk"):
        yield Heading(_("Low price of %(bidder)s") % {"bidder": one.lot_bid.bid.provider})
        yield facts(
            (
                (_("What has to be explained"), one.question),
                (_("Explanation"), one.explanation),
                (_("Heard on"), one.heard_on),
                (_("Report of the hearing"), one.hearing),
                (_("Price is explained"), one.is_accepted),
                (_("Reason"), one.reason),
            )
        )


def _scores(dossier: Dossier, lot: Lot) -> Iterator[Block]:
    given = dossier.visible(Assessment, lot_bid__lot=lot).filter(locked_at__isnull=False)
    yield from section(
        _("Individual scores"),
        (_("Bidder"), _("Criterion"), _("Assessor"), _("Score"), _("Motivation")),
        (
            (one.lot_bid.bid.provider, one.criterion, one.assessor, one.score, one.motivation)
            for one in given.select_related(BIDDER, "criterion", "assessor").order_by(
                "lot_bid", "criterion", "assessor__name", "pk"
            )
        ),
    )
    agreed = dossier.visible(ConsensusScore, lot_bid__lot=lot)
    yield from section(
        _("Consensus"),
        (_("Bidder"), _("Criterion"), _("Score"), _("Motivation"), _("Recorded by")),
        (
            (one.lot_bid.bid.provider, one.criterion, one.score, one.motivation, one.recorded_by)
            for one in agreed.select_related(BIDDER, "criterion", "recorded_by").order_by(
                "lot_bid", "criterion"
            )
        ),
    )


def _ranking(lot: Lot) -> Iterator[Block]:
    """Empty until two officers opened the prices."""
    rows = ranking_rows(lot) if lot.prices_are_open else []
    yield from section(
        _("Ranking"),
        (_("Rank"), _("Bidder"), _("Price"), _("Points for price"), _("Quality"), _("Total")),
        (
            (
                row["rank"],
                row["provider"],
                money(row["price"], places=4),
                row["price_points"],
                row["quality_points"],
                row["total"],
            )
            for row in rows
        ),
    )


def _award(dossier: Dossier, lot: Lot) -> Iterator[Block]:
    """The decision that stands, those that no longer do, how the lot ended, and what was brought
    against it.
    """
    yield facts(_decision(dossier, lot))
    draws = dossier.visible(Draw, lot=lot).select_related("drawn_by")
    yield from section(
        _("Draws by lot"),
        (_("Drawn"), _("Recorded by"), _("How it was drawn, and who was there")),
        ((one.drawn_at, one.drawn_by, one.report) for one in draws.order_by("drawn_at", "pk")),
    )
    revoked = dossier.visible(RevokedDecision, lot=lot).select_related("winner__bid__provider")
    yield from section(
        _("Revoked decisions"),
        (_("Was to win"), _("Decided"), _("Sent"), _("Revoked"), _("Reason")),
        (
            (one.winner.bid.provider, one.decided_at, one.sent_at, one.revoked_at, one.reason)
            for one in revoked.order_by("revoked_at", "pk")
        ),
    )
    complaints = dossier.visible(Complaint, lot=lot).select_related("provider")
    for one in complaints.order_by("received_on", "pk"):
        yield Heading(str(one))
        yield Paragraph(one.text)
        yield facts(
            (
                (_("Received on"), one.received_on),
                (_("Suspends the award"), one.suspends),
                (_("Status"), one.get_status_display()),
                (_("Ended"), one.resolved_at),
                (_("How it ended"), one.resolution),
            )
        )


def _decision(dossier: Dossier, lot: Lot) -> Iterator[tuple[str, Any]]:
    yield _("Status"), lot.get_status_display()
    decision = dossier.visible(AwardDecision, lot=lot).first()
    if decision:
        yield _("Winner"), decision.winner.bid.provider
        yield _("Motivation"), decision.motivation
        yield _("Decided"), decision.decided_at
        yield _("Decided by"), decision.decided_by
        yield _("Sent"), decision.sent_at
        yield _("Last day of the standstill period"), decision.standstill_ends_on
        yield _("Awarded"), decision.awarded_at
    outcome = dossier.visible(LotOutcome, lot=lot).first()
    if outcome:
        yield _("Result (eForms)"), f"{outcome.get_result_display()} ({outcome.result})"
        yield _("Reason (eForms)"), outcome.get_reason_display()
        yield _("Explanation"), outcome.explanation
    yield _("Contract concluded"), lot.concluded_on


def _letter(dossier: Dossier, folder: str, letter: Letter) -> Entry:
    provider = letter.lot_bid.bid.provider
    title = _("Letter to %(provider)s") % {"provider": provider}
    path = "/".join([folder, _("Letters"), str(provider)])
    return dossier.document(
        path, title, lambda: document_of_letter(letter, dossier.at), letter.sent_at
    )


def _application(dossier: Dossier, application: Application) -> Entry:
    title = _("Application of %(provider)s") % {"provider": application.provider}
    path = "/".join([_("4 Applications"), str(application.provider)])
    return dossier.paper(path, title, lambda: _application_blocks(application))


def _application_blocks(application: Application) -> Iterator[Block]:
    yield facts(
        (
            (_("Submitted"), application.submitted_at),
            (_("Contact"), application.contact_name),
            (_("E-mail address"), application.contact_email),
            (_("Explanation"), application.motivation),
            (_("Status"), application.get_status_display()),
            (_("Decided"), application.decided_at),
            (_("Reason"), application.reason),
        )
    )
    answers = application.answers.select_related("requirement")
    yield from section(
        _("Requirements"),
        (_("Requirement"), _("How it is met"), _("Met"), _("Note")),
        (
            (one.requirement, one.text, one.is_met, one.note)
            for one in answers.order_by("requirement__number")
        ),
    )
