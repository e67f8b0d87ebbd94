"""An explanation in words: what weighs most, and what each part is."""

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.models import Region
from config.shared.display import day, money
from reports.enums.why import OverrunPart
from reports.overruns.bases import counts_on
from reports.overruns.words import overrun_text
from reports.why.explanation import Explanation

NAMED = 2
"""How many parts a sentence names."""


def sentence(found: Explanation) -> str:
    """How much the forecast differs from the budget, and mostly because of what."""
    if not found.rows:
        return _("There is no budget and there are no costs for %(year)s.") % {"year": found.year}
    if not found.overrun:
        return _("The forecast for %(year)s equals the budget.") % {"year": found.year}
    causes = heaviest(found)
    if not causes:
        return _("%(overrun)s.") % {"overrun": overrun_text(found.overrun)}
    named = _(" and ").join(f"{in_sentence(part)} ({money(amount)})" for part, amount in causes)
    return _("%(overrun)s, mostly through %(causes)s.") % {
        "overrun": overrun_text(found.overrun),
        "causes": named,
    }


def heaviest(found: Explanation) -> list[tuple[OverrunPart, Decimal]]:
    """The parts that weigh most on the side of the overrun or underspend, heaviest first."""
    sign = 1 if found.overrun > 0 else -1
    same = [(part, amount) for part, amount in found.parts.items() if amount * sign > 0]
    return sorted(same, key=lambda each: -abs(each[1]))[:NAMED]


def in_sentence(part: OverrunPart) -> str:
    """The part as it stands within a sentence."""
    return {
        OverrunPart.VOLUME: _("the number of learners"),
        OverrunPart.MIX: _("the spread over routes and contracts"),
        OverrunPart.DURATION: _("hours and duration"),
        OverrunPart.PRICE: _("prices"),
        OverrunPart.INDEXATION: _("indexation"),
        OverrunPart.FILL: _("the fill of groups"),
        OverrunPart.SETTLEMENTS: _("dropout, absence and switches"),
        OverrunPart.UNSUBSTANTIATED: _("a budget that differs from its own plan"),
        OverrunPart.ENTRIES: _("costs without a placement"),
    }[part]


def meaning(part: OverrunPart) -> str:
    """What the part measures."""
    return {
        OverrunPart.VOLUME: _("More or fewer learners than planned, over all routes together."),
        OverrunPart.MIX: _(
            "Learners on another route or under another contract than planned; also all of what "
            "was not planned at all."
        ),
        OverrunPart.DURATION: _(
            "More or fewer units in the year for each learner, or for each group: hours, months, "
            "or the part of a trajectory that falls due."
        ),
        OverrunPart.PRICE: _("Another price of a unit than planned, without indexation."),
        OverrunPart.INDEXATION: _("What indexations in the year itself added to prices."),
        OverrunPart.FILL: _(
            "More or fewer learners in a group than planned: the price of a group is shared by "
            "fewer when seats stay empty."
        ),
        OverrunPart.SETTLEMENTS: _(
            "What contracts settle for dropout, absence, no-show and switches of route, against "
            "what was planned for it."
        ),
        OverrunPart.UNSUBSTANTIATED: _(
            "Budget that is not covered by a plan of learners, units and prices: more budget than "
            "plan is an underspend, more plan than budget an overrun."
        ),
        OverrunPart.ENTRIES: _(
            "Costs that were booked without a placement, such as interpreters or licences."
        ),
    }[part]


def footnote(found: Explanation, regions: Collection[Region]) -> str:
    """The method, the basis, the sources and the day; `regions` have the basis of their costs."""
    text = _(
        "Each part is the mean of what it does over every order in which plan can turn into "
        "forecast (Shapley value); the parts add up to the cent. Source: budget lines, cost lines "
        "and forecast, as on %(day)s."
    ) % {"day": day(found.on)}
    return f"{counts_on(regions)} {text}"
