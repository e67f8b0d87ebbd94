"""The own declaration (UEA) as a code list: what a bidder states, by key.

The grounds are those of art. 2.86 and 2.87 Aw 2012 and the suitability of art. 2.90 and further;
each `article` is what the page names. The answers are part of a bid's sealed content.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.shared.display import NOTHING

EXPLANATION = "explanation"
"""`<key>.explanation` has the explanation to the answer under `<key>`."""


class Answer(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Section(TextChoices):
    """The parts of the declaration, in their order."""

    MANDATORY = "mandatory", _("Mandatory grounds for exclusion")
    OPTIONAL = "optional", _("Optional grounds for exclusion")
    SUITABILITY = "suitability", _("Suitability and requirements")


@dataclass(frozen=True, slots=True)
class Statement:
    """One question. `expected` is the answer that needs no explanation."""

    key: str
    section: Section
    article: str
    question: str | Promise
    expected: Answer = Answer.NO

    @property
    def explanation_key(self) -> str:
        """Under which the explanation stands."""
        return f"{self.key}.{EXPLANATION}"


def _mandatory(key: str, question: Promise) -> Statement:
    return Statement(f"mandatory.{key}", Section.MANDATORY, "2.86", question)


def _optional(key: str, question: Promise) -> Statement:
    return Statement(f"optional.{key}", Section.OPTIONAL, "2.87", question)


def _suitable(key: str, article: str, question: Promise) -> Statement:
    return Statement(f"suitability.{key}", Section.SUITABILITY, article, question, Answer.YES)


STATEMENTS = (
    _mandatory(
        "criminal_organisation",
        _("Has there been a conviction for taking part in a criminal organisation?"),
    ),
    _mandatory("corruption", _("Has there been a conviction for bribery?")),
    _mandatory("fraud", _("Has there been a conviction for fraud?")),
    _mandatory("terrorism", _("Has there been a conviction for a terrorist offence?")),
    _mandatory(
        "money_laundering",
        _("Has there been a conviction for money laundering or financing terrorism?"),
    ),
    _mandatory(
        "child_labour",
        _("Has there been a conviction for child labour or trafficking in human beings?"),
    ),
    _mandatory(
        "taxes",
        _("Has it been established that taxes or social contributions were not paid?"),
    ),
    _optional(
        "obligations",
        _("Were obligations in environmental, social or labour law not met?"),
    ),
    _optional(
        "insolvency",
        _("Is there a bankruptcy, liquidation, suspension of payments or the like?"),
    ),
    _optional("misconduct", _("Was there grave professional misconduct?")),
    _optional(
        "distortion", _("Were agreements made with others that were meant to distort competition?")
    ),
    _optional("conflict_of_interest", _("Is there a conflict of interest in this tender?")),
    _optional("preparation", _("Were you involved in preparing this tender?")),
    _optional(
        "earlier_contracts",
        _("Did serious shortcomings end an earlier public contract early, or lead to damages?"),
    ),
    _optional(
        "false_statements",
        _("Was information given falsely or withheld in an earlier or this tender?"),
    ),
    _optional("influence", _("Was there an attempt to influence the decision of the buyer?")),
    _suitable("register", "2.98", _("Are you entered in the trade register?")),
    _suitable(
        "economic",
        "2.91",
        _("Do you meet what the tender asks of financial and economic standing?"),
    ),
    _suitable(
        "technical",
        "2.93",
        _("Do you meet what the tender asks of technical and professional ability?"),
    ),
    _suitable("requirements", "2.90", _("Do you meet all further requirements of the tender?")),
)


def answered(espd: Mapping[str, str]) -> list[tuple[Statement, str, str]]:
    """Each statement of an opened declaration with its answer in words and its explanation."""
    labels = dict(Answer.choices)
    return [
        (one, str(labels.get(espd.get(one.key, ""), NOTHING)), espd.get(one.explanation_key, ""))
        for one in STATEMENTS
    ]


def unanswered(espd: Mapping[str, str]) -> dict[str, str | Promise]:
    """A sentence per key that is still to be filled in; empty when the declaration is complete."""
    found: dict[str, str | Promise] = {}
    for statement in STATEMENTS:
        answer = espd.get(statement.key, "")
        if answer not in Answer.values:
            found[statement.key] = _("Answer yes or no.")
        elif answer != statement.expected and not espd.get(statement.explanation_key, "").strip():
            found[statement.explanation_key] = _(
                "Explain this answer, and what you did to be reliable all the same (art. 2.87a)."
            )
    return found
