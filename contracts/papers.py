"""A contract as a document to sign: parties, what was agreed, clauses and room for signatures."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from config.shared.display import money, number
from config.shared.documents import (
    Block,
    Document,
    Facts,
    Heading,
    Paragraph,
    Signatory,
    Signature,
)
from contracts.clause_text import PLACES, filled
from contracts.enums import ClauseUse, ContractKind, OverTargetPolicy
from contracts.paper_terms import days, iso_day, percentage, terms
from providers.enums import LearningRoute

NOT_AGREED = "–"


def contract_paper(facts: dict[str, Any], *, at: datetime, mark: str = "") -> Document:
    """The document that says what `facts` (paper_facts.facts_of) hold, in the language spoken now.

    `mark` stands above each page, for a draft and for practice.
    """
    contract = facts["contract"]
    return Document(
        title=f"{_kind(contract['kind'])}: {contract['title']}",
        blocks=(
            *parties(facts),
            Heading(_("What is agreed")),
            Facts(tuple(_agreed(contract))),
            *terms(facts),
            *_clauses(facts),
            signatures(facts),
        ),
        created_at=at,
        reference=contract["reference"],
        sender=(contract["region"],),
        mark=mark,
    )


def _kind(kind: str) -> str:
    return _("Contract") if kind == ContractKind.DIRECT else str(ContractKind(kind).label)


def parties(facts: dict[str, Any]) -> Iterator[Block]:
    """Both sides, as they were when the paper was made."""
    yield Heading(_("Parties"))
    for label, side in ((_("The client"), "buyer"), (_("The provider"), "provider")):
        yield Heading(label, level=2)
        yield Facts(tuple(_party(facts[side])))


def _party(party: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is known of a side; what is not known leaves room to write."""
    yield _("Name"), party["name"]
    yield _("KvK number"), party["register_number"] or NOT_AGREED
    yield _("Address"), party["address"] or NOT_AGREED
    yield _("Represented by"), party["representative"] or NOT_AGREED
    yield _("As"), party["role"] or NOT_AGREED


def _agreed(contract: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The facts of the contract that were filled in."""
    yield _("Period"), days(contract)
    yield _("Participating gemeenten"), ", ".join(contract["gemeenten"])
    for label, value in (
        (_("Framework agreement"), contract["framework"]),
        (_("Awarded lot"), contract["lot"]),
        (_("Maximum value (excl. VAT)"), _euro(contract["maximum_amount"])),
        (_("Maximum number of trajectories"), _count(contract["maximum_quantity"])),
        (_("Start guarantee"), _weeks(contract["start_guarantee_weeks"])),
        (_("Social return"), _part(contract["social_return_percentage"])),
        (_("An interrupted learner keeps the place"), _weeks(contract["interruption_weeks"])),
    ):
        if value:
            yield label, value
    policy = OverTargetPolicy(contract["over_target_policy"])
    yield _("Placements over the contracted number"), str(policy.label)
    if contract["refills_intake"]:
        yield _("A dropout gives the place of the intake back"), _("Yes")


def _euro(text: str | None) -> str:
    return money(Decimal(text)) if text else ""


def _count(value: int | None) -> str:
    return "" if value is None else number(value)


def _weeks(value: int | None) -> str:
    return "" if value is None else _("%(weeks)s weeks") % {"weeks": value}


def _part(text: str | None) -> str:
    return percentage(text) if text else ""


def _clauses(facts: dict[str, Any]) -> Iterator[Block]:
    values = clause_values(facts)
    if facts["clauses"]:
        yield Heading(_("Clauses"))
    for place, clause in enumerate(facts["clauses"], start=1):
        numbered = {"number": place, "title": clause["title"]}
        yield Heading(_("Article %(number)s. %(title)s") % numbered, level=2)
        yield from paragraphs(filled(clause["text"], values))


def paragraphs(text: str) -> Iterator[Block]:
    """One for each piece between empty lines."""
    for piece in text.split("\n\n"):
        if piece.strip():
            yield Paragraph(piece.strip())


def clause_values(facts: dict[str, Any]) -> dict[str, str]:
    """What each place in the clauses of a contract is filled in with."""
    contract = facts["contract"]
    routes = (_within(str(LearningRoute(route).label)) for route in contract["routes"])
    found = {
        "reference": contract["reference"],
        "title": contract["title"],
        "region": contract["region"],
        "provider": facts["provider"]["name"],
        "first_on": iso_day(contract["first_on"]),
        "last_on": iso_day(contract["last_on"]),
        "gemeenten": ", ".join(contract["gemeenten"]),
        "routes": ", ".join(routes),
        "maximum_amount": _euro(contract["maximum_amount"]),
        "maximum_quantity": _count(contract["maximum_quantity"]),
        "start_guarantee_weeks": _count(contract["start_guarantee_weeks"]),
        "social_return_percentage": _part(contract["social_return_percentage"]),
    }
    return {name: found[name] or NOT_AGREED for name in PLACES[ClauseUse.CONTRACT]}


def _within(name: str) -> str:
    """A name within a sentence: onderwijsroute, but B1-route and Z-route."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def signatures(facts: dict[str, Any]) -> Signature:
    """Room for both sides."""
    sides = (facts["buyer"], facts["provider"])
    people = (Signatory(side["representative"] or side["name"], _signs_as(side)) for side in sides)
    return Signature(_("Agreed and signed by both parties,"), tuple(people))


def _signs_as(side: dict[str, str]) -> str:
    return ", ".join(filter(None, (side["role"], side["name"] if side["representative"] else "")))
