"""One bidder's letter: the decision, the reasons, the own figures and the chosen bid's, the term.

Nothing in it is another loser's, and no price in it is another bidder's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.enums import Role
from config.shared.display import long_day
from config.shared.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    Note,
    Paragraph,
    Rich,
    Signatory,
    Signature,
    with_bold,
)
from config.shared.periods import ONE_DAY, amsterdam
from config.shared.workflow import recorder
from procurement import terms
from procurement.actions.letters.figures import figure_blocks
from procurement.actions.ranking import ruleset_of
from procurement.enums import LetterKind, RuleKey
from procurement.models import AwardDecision, Letter, Lot, LotBid
from procurement.scoring import Ruleset, Standing


@dataclass(frozen=True, slots=True)
class Sending:
    """What the letters about one decision have in common."""

    decision: AwardDecision
    limit: terms.Limit
    at: datetime
    ruleset: Ruleset
    standings: dict[int, Standing]
    reasons_article: str

    @classmethod
    def of(cls, decision: AwardDecision, limit: terms.Limit, at: datetime) -> "Sending":
        """The letters as sent at `at`, with the standstill of `limit`."""
        tender = decision.lot.tender
        asks = tender.legal_rules().find(RuleKey.AWARD_REASONS, tender.procedure, amsterdam(at))
        return cls(
            decision,
            limit,
            at,
            ruleset_of(tender),
            decision.standings,
            asks.citation if asks else "",
        )

    @property
    def lot(self) -> Lot:
        return self.decision.lot


def compose(letter: Letter, sending: Sending) -> Document:
    """The whole letter in the active language."""
    tender, bid = sending.lot.tender, letter.lot_bid.bid
    sent_on = amsterdam(sending.at)
    return Document(
        title=_("Award decision for lot %(lot)s") % {"lot": sending.lot},
        reference=tender.reference,
        sender=(
            str(tender.region),
            _("for the gemeente %(name)s") % {"name": tender.lead_gemeente},
        ),
        addressee=(str(bid.provider), bid.contact_name),
        place_and_date=f"{tender.lead_gemeente.name}, {long_day(sent_on)}",
        blocks=tuple(_blocks(letter, sending)),
        created_at=sending.at,
        mark=_("PRACTICE") if tender.region.is_training else "",
        footer=f"{tender.reference}, {sending.lot}",
    )


def _blocks(letter: Letter, sending: Sending) -> Iterator[Block]:
    yield from _opening(letter, sending)
    yield _term_note(sending)
    yield from _reasons(letter, sending)
    if letter.kind == LetterKind.EXCLUDED:
        yield from _exclusion(letter.lot_bid)
    else:
        yield from figure_blocks(
            letter.lot_bid, sending.decision, sending.standings, sending.ruleset
        )
    yield from _remedy(letter, sending)
    signatory = Signatory(str(sending.decision.decided_by), str(Role.PROCUREMENT_OFFICER.label))
    yield Signature(_("Yours sincerely,"), (signatory,))


def _opening(letter: Letter, sending: Sending) -> Iterator[Block]:
    bid, lot = letter.lot_bid.bid, sending.lot
    yield Paragraph(_("Dear %(contact)s,") % {"contact": bid.contact_name})
    words = {"provider": bid.provider, "tender": lot.tender, "lot": lot}
    yield Paragraph(_("%(provider)s bid on lot %(lot)s of tender %(tender)s.") % words)
    yield Paragraph(_decision_words(letter, sending))


def _decision_words(letter: Letter, sending: Sending) -> Rich:
    if letter.kind == LetterKind.WINNER:
        return with_bold(_("We intend to award this lot {to_you}."), to_you=_("to you"))
    winner = sending.decision.winner.bid.provider
    if letter.kind == LetterKind.EXCLUDED:
        sentence = _("We intend to award this lot to {winner}. Your bid was excluded.")
    else:
        sentence = _("We intend to award this lot to {winner}. Your bid was not chosen.")
    return with_bold(sentence, winner=winner)


def _term_note(sending: Sending) -> Note:
    last = long_day(sending.limit.on)
    sentence = _("The standstill period runs until and including {day}.")
    steps = " ".join(sending.limit.steps)
    return Note((with_bold(sentence, day=last), steps), title=_("Standstill period"))


def _reasons(letter: Letter, sending: Sending) -> Iterator[Block]:
    yield Heading(_("Why we decided so"))
    if sending.reasons_article:
        article = {"article": sending.reasons_article}
        yield Paragraph(
            _("Under article %(article)s we give you the relevant reasons for our decision.")
            % article
        )
    remarks = letter.content["remarks"]
    for text in (*_parts(sending.decision.motivation), *_parts(remarks)):
        yield Paragraph(text)


def _exclusion(lot_bid: LotBid) -> Iterator[Block]:
    """Why the bid takes no part, in the words with which it was excluded."""
    yield Heading(_("Why your bid was excluded"))
    excluded = [entry for entry in recorder().history(lot_bid) if entry.action == "exclude"]
    for text in _parts(excluded[0].reason if excluded else ""):
        yield Paragraph(text)
    unmet = lot_bid.checks.filter(is_met=False).select_related("requirement")
    items = tuple(
        f"{check.requirement.number}. {check.requirement.text}: {check.note}"
        for check in unmet.order_by("requirement__number")
    )
    if items:
        yield Bullets(items)


def _remedy(letter: Letter, sending: Sending) -> Iterator[Block]:
    yield Heading(_("What you can do, and until when"))
    words = {"last": long_day(sending.limit.on), "article": sending.limit.article}
    if sending.limit.article:
        yield Paragraph(
            _(
                "Until and including %(last)s nobody signs the contract for this lot (article "
                "%(article)s)."
            )
            % words
        )
    else:
        yield Paragraph(
            _("Until and including %(last)s nobody signs the contract for this lot.") % words
        )
    yield Paragraph(
        _(
            "Who disagrees starts interim proceedings (kort geding) at the civil court no later "
            "than that day and lets us know at once; the award of this lot then waits for the "
            "judgment. You can ask us questions or bring a complaint in the same period; a "
            "complaint by itself does not lengthen it."
        )
    )
    yield Paragraph(_last_words(letter, sending))


def _last_words(letter: Letter, sending: Sending) -> str:
    first = long_day(sending.limit.on + ONE_DAY)
    if letter.kind == LetterKind.WINNER:
        sentence = _(
            "This letter is not yet an agreement. The award can become final, and the contract be "
            "signed, from %(day)s if nothing stands in the way by then."
        )
    else:
        sentence = _(
            "If nothing stands in the way by then, the award can become final from %(day)s."
        )
    return sentence % {"day": first}


def _parts(text: str) -> tuple[str, ...]:
    """The paragraphs of a text that somebody typed."""
    blank_lines = text.replace("\r\n", "\n").split("\n\n")
    return tuple(part.strip() for part in blank_lines if part.strip())
