"""What a bid has to hold before it can be submitted: asked by the form, and again on submission."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from config.shared.display import day, money
from procurement.bid_content import LotOffer, Prices, Quality
from procurement.bid_drafts import CONTACT, DECLARATION, lot_part
from procurement.enums import CriterionKind, PriceKind
from procurement.espd import unanswered
from procurement.models import AwardCriterion, Lot, PriceLine, Tender
from providers.enums import LearningRoute
from providers.models import Provider

PRICE = "price"


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """What is still wrong or missing: a sentence, and where in the form it is mended."""

    part: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Content:
    """The whole of a bid; `prices` has one table for each lot that is bid on."""

    quality: Quality
    prices: Sequence[Prices]


@dataclass(frozen=True, slots=True)
class LotTerms:
    """What is asked for one lot: the lot, the further lines of its price table, the questions."""

    lot: Lot
    lines: Sequence[PriceLine]
    questions: Sequence[AwardCriterion]

    @property
    def is_fixed_price(self) -> bool:
        """Whether bidders accept the price that is named."""
        return self.lot.price_kind == PriceKind.FIXED


def terms_of(tender: Tender) -> list[LotTerms]:
    """What each lot of the tender asks, in order; three queries."""
    questions = [
        criterion
        for criterion in tender.criteria.order_by("-kind", "pk")
        if criterion.kind == CriterionKind.QUALITY
    ]
    lots = tender.lots.order_by("number").prefetch_related("price_lines")
    return [LotTerms(lot, list(lot.price_lines.all()), questions) for lot in lots]


def words_in(text: str) -> int:
    """How many words a text has, by the white space between them."""
    return len(text.split())


def line_field(number: int) -> str:
    """The name of the field for the further price line of this number."""
    return f"line{number}"


def answer_field(criterion: int) -> str:
    """The name of the field for the answer to the criterion with this pk."""
    return f"answer{criterion}"


def shortcomings_of_offer(terms: LotTerms, offer: LotOffer) -> dict[str, str]:
    """By field what is wrong with an offer, prices apart; empty when all is well."""
    return {
        **dict(_group_shortcomings(terms.lot, offer)),
        **dict(_place_shortcomings(offer)),
        **shortcomings_of_answers(terms, offer.answers),
    }


def shortcomings_of_answers(terms: LotTerms, answers: Mapping[int, str]) -> dict[str, str]:
    """By field what is wrong with the answers, given by the pk of their criterion."""
    found = {
        answer_field(question.pk): _answer_shortcoming(question, answers.get(question.pk, ""))
        for question in terms.questions
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def shortcomings_of_prices(terms: LotTerms, prices: Prices) -> dict[str, str]:
    """By field what is wrong with the prices for a lot; empty when all is well."""
    found = {PRICE: _price_shortcoming(terms, prices.price)}
    for line in terms.lines:
        found[line_field(line.number)] = _line_shortcoming(line, prices.lines.get(line.number))
    return {name: sentence for name, sentence in found.items() if sentence}


def shortcomings(terms: Sequence[LotTerms], tender: Tender, content: Content) -> list[Shortcoming]:
    """Everything that keeps the bid from being submitted, in the order of the form."""
    return [
        *_of_bidder(content.quality),
        *(
            Shortcoming(lot_part(part.lot.number), name, sentence)
            for part in terms
            for name, sentence in _of_lot(part, content).items()
        ),
        *(Shortcoming("", "", sentence) for sentence in _of_whole(terms, tender, content)),
    ]


def sentences_on_lots(tender: Tender, lots: Sequence[int]) -> list[str]:
    """What is wrong with the choice of lots, given by number."""
    if not lots:
        return [_("Bid on at least one lot.")]
    most = tender.lots_bid_maximum
    if most is not None and len(lots) > most:
        said = {"most": most, "count": len(lots)}
        return [_("You may bid on %(most)s lots at most, and chose %(count)s.") % said]
    return []


def missing_recognitions(provider: Provider, tender: Tender) -> list[str]:
    """Sentences on the routes for which the provider holds no recognition on the first day.

    A notice and no refusal: evidence is asked of the intended winner only (art. 2.102 Aw 2012).
    """
    sentences = []
    for lot in tender.lots.order_by("number"):
        if not provider.recognised_on(lot.first_on, LearningRoute(lot.route)):
            said = {"lot": lot, "route": lot.get_route_display(), "day": day(lot.first_on)}
            sentences.append(
                _("%(lot)s: no recognition for the %(route)s is registered for %(day)s.") % said
            )
    return sentences


def _of_bidder(quality: Quality) -> Iterator[Shortcoming]:
    if not quality.contact_name.strip() or not quality.contact_email.strip():
        yield Shortcoming(CONTACT, "", _("Name a contact with an e-mail address."))
    for key, sentence in unanswered(quality.espd).items():
        yield Shortcoming(DECLARATION, key, str(sentence))


def _of_lot(terms: LotTerms, content: Content) -> Mapping[str, str]:
    number = terms.lot.number
    found: dict[str, str] = {}
    for offer in content.quality.lots:
        if offer.lot == number:
            found |= shortcomings_of_offer(terms, offer)
    for prices in content.prices:
        if prices.lot == number:
            found |= shortcomings_of_prices(terms, prices)
    return found


def _of_whole(terms: Sequence[LotTerms], tender: Tender, content: Content) -> Iterator[str]:
    offered = [offer.lot for offer in content.quality.lots]
    priced = [prices.lot for prices in content.prices]
    yield from sentences_on_lots(tender, offered)
    if sorted(offered) != sorted(priced) or len(set(offered)) != len(offered):
        yield _("Each lot that is bid on has one offer and one price table.")
    if set(offered) - {part.lot.number for part in terms}:
        yield _("A lot that is bid on is not one of this tender.")
    if {content.quality.tender, *(prices.tender for prices in content.prices)} != {
        tender.reference
    }:
        yield _("The content is that of a bid on another tender.")


def _group_shortcomings(lot: Lot, offer: LotOffer) -> Iterator[tuple[str, str]]:
    limits = {"minimum": lot.group_minimum, "maximum": lot.group_maximum}
    if not lot.group_minimum <= offer.group_minimum <= lot.group_maximum:
        yield (
            "group_minimum",
            _("The smallest group lies between %(minimum)s and %(maximum)s.") % limits,
        )
    if not lot.group_minimum <= offer.group_maximum <= lot.group_maximum:
        yield (
            "group_maximum",
            _("The largest group lies between %(minimum)s and %(maximum)s.") % limits,
        )
    elif offer.group_maximum < offer.group_minimum:
        yield "group_maximum", _("The largest group may not be below the smallest group.")


def _place_shortcomings(offer: LotOffer) -> Iterator[tuple[str, str]]:
    if offer.offered_places < 1:
        yield "offered_places", _("Offer at least one place.")
    if not offer.locations.strip():
        yield "locations", _("Say where lessons are given.")


def _answer_shortcoming(question: AwardCriterion, text: str) -> str:
    count = words_in(text)
    if not count:
        return _("Answer this question: you are judged on it.")
    if question.word_limit is not None and count > question.word_limit:
        said = {"count": count, "most": question.word_limit}
        return _("This answer has %(count)s words; at most %(most)s are read.") % said
    return ""


def _price_shortcoming(terms: LotTerms, price: Decimal) -> str:
    lot = terms.lot
    if terms.is_fixed_price and price != lot.ceiling_price:
        said = {"price": money(lot.ceiling_price, places=4)}
        return _("The price of this lot is fixed: %(price)s.") % said
    if price <= 0:
        return _("Give a price above zero.")
    return _ceiling_shortcoming(price, lot.ceiling_price)


def _line_shortcoming(line: PriceLine, price: Decimal | None) -> str:
    if price is None:
        return _("Give a price for this line.")
    return _ceiling_shortcoming(price, line.ceiling_price)


def _ceiling_shortcoming(price: Decimal, ceiling: Decimal | None) -> str:
    if price < 0:
        return _("A price is not below zero.")
    if ceiling is not None and price > ceiling:
        return _("The ceiling price is %(price)s.") % {"price": money(ceiling, places=4)}
    return ""
