"""An amendment as a document to sign: its ground, what changes in words, and what stays."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from config.shared.display import money, number
from config.shared.documents import Block, Bullets, Document, Facts, Heading, Paragraph
from contracts.amending.diff import sentences
from contracts.amending.grounds import Reason
from contracts.models import Amendment
from contracts.paper_facts import plain
from contracts.paper_terms import iso_day
from contracts.papers import paragraphs, parties, signatures

FACTS = (
    "number",
    "title",
    "effective_on",
    "reason_code",
    "clause",
    "explanation",
    "value_before",
    "value_after",
    "quantity_before",
    "quantity_after",
)


def amendment_facts(amendment: Amendment) -> dict[str, Any]:
    """What the paper of an amendment says beside the parties; the changes stand in words."""
    changes = sentences(amendment.base, amendment.proposed, amendment.names)
    facts = {name: plain(getattr(amendment, name)) for name in FACTS}
    return {"amendment": facts, "changes": changes}


def amendment_paper(facts: dict[str, Any], *, at: datetime, mark: str = "") -> Document:
    """The document of an amendment, in the language spoken now; `facts` as make() freezes them."""
    contract, amendment = facts["contract"], facts["amendment"]
    named = {"number": amendment["number"], "contract": contract["title"]}
    return Document(
        title=_("Amendment %(number)s: %(contract)s") % named,
        blocks=(
            *parties(facts),
            Heading(_("What is amended")),
            Facts(tuple(_amended(contract, amendment))),
            *_explained(amendment),
            Heading(_("Changes")),
            Bullets(tuple(facts["changes"])),
            Paragraph(_("What is not named here stays as it was agreed.")),
            signatures(facts),
        ),
        created_at=at,
        reference=f"{contract['reference']}-{amendment['number']}",
        sender=(contract["region"],),
        mark=mark,
    )


def _amended(contract: dict[str, Any], amendment: dict[str, Any]) -> Iterator[tuple[str, str]]:
    reason = Reason(amendment["reason_code"])
    yield _("Contract"), f"{contract['reference']} {contract['title']}"
    yield _("What changes"), amendment["title"]
    yield _("Takes effect on"), iso_day(amendment["effective_on"])
    yield _("Ground"), f"{reason.label} ({reason.article})"
    if amendment["clause"]:
        yield _("Clause of the contract"), amendment["clause"]
    if amendment["value_after"] is not None:
        yield _("Value (excl. VAT)"), _from_to(amendment, "value", lambda one: money(Decimal(one)))
    if amendment["quantity_after"] is not None:
        yield _("Number of trajectories"), _from_to(amendment, "quantity", number)


def _from_to(amendment: dict[str, Any], name: str, shown: Any) -> str:
    before, after = amendment[f"{name}_before"], amendment[f"{name}_after"]
    if before in (None, after):
        return str(shown(after))
    return _("%(after)s (was %(before)s)") % {"after": shown(after), "before": shown(before)}


def _explained(amendment: dict[str, Any]) -> Iterator[Block]:
    if amendment["explanation"]:
        yield Heading(_("Why"), level=2)
        yield from paragraphs(amendment["explanation"])
