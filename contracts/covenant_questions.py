"""Questions that show whether a covenant has begun to buy, rank or steer for pay.

An agreement for consideration is a public contract and has to be tendered. The questions warn in
words and never block: a lawyer judges, and the answers are kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CONSIDERATION = _(
    "Art. 1.1 Aanbestedingswet 2012: a public contract is concluded in writing for consideration."
)
_CHOICE = _(
    "CJEU 2 June 2016, C-410/14 (Falk Pharma): where everybody who meets the conditions may join "
    "and nobody is chosen, there is no public contract."
)
_JOINING = _(
    "CJEU 1 March 2018, C-9/17 (Tirkkonen): conditions are fixed beforehand and joining stays open."
)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `risk` is what the answer "yes" means, `source` the rule it rests on."""

    key: str
    text: Promise
    risk: Promise
    source: Promise


QUESTIONS: tuple[Question, ...] = (
    Question(
        "pays",
        _("Does a gemeente pay a school for lessons, or for joining?"),
        _("Payment for lessons is consideration: what is agreed then is bought, not encouraged."),
        _CONSIDERATION,
    ),
    Question(
        "other_advantage",
        _("Does a school get another advantage in money, such as rooms for free or teachers?"),
        _("An advantage in kind can be consideration as much as money."),
        _CONSIDERATION,
    ),
    Question(
        "price",
        _("Does the text fix a price for lessons?"),
        _("A fixed price for a fixed service reads as an order, and can limit competition."),
        _CONSIDERATION,
    ),
    Question(
        "volume",
        _("Does the text promise a number of learners, or a minimum turnover?"),
        _("A promised volume that can be enforced is what a contract gives, not a covenant."),
        _CONSIDERATION,
    ),
    Question(
        "ranks",
        _("Are schools put in an order, scored, or limited in number?"),
        _("Who ranks or limits chooses among providers, and choosing is awarding."),
        _CHOICE,
    ),
    Question(
        "steers",
        _("Does the gemeente send learners to named schools, rather than let them choose?"),
        _("Steering learners to a school decides who earns: placement for pay in another form."),
        _CHOICE,
    ),
    Question(
        "closed",
        _("Can a school that meets every condition be kept out, or join only until some day?"),
        _("A covenant that is not open to all who meet it is a choice of partners."),
        _JOINING,
    ),
    Question(
        "penalty",
        _("Can a party be made to perform, or to pay when it does not?"),
        _("Penalties and enforceable duties to perform belong to a contract."),
        _CONSIDERATION,
    ),
)
KEYS = tuple(question.key for question in QUESTIONS)


def warnings(answers: Mapping[str, bool]) -> Iterator[Question]:
    """The questions that were answered with yes, in order."""
    return (question for question in QUESTIONS if answers.get(question.key))


def unanswered(answers: Mapping[str, bool]) -> list[Question]:
    """The questions without an answer: asked after the answers were given."""
    return [question for question in QUESTIONS if question.key not in answers]
