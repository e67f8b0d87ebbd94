"""Funding in sentences: what a page of it finds, and what its figures mean."""

from decimal import Decimal

from django.utils.translation import gettext as _

from config.shared.display import money, number
from reports.funding.rules import InForce
from reports.funding.spuk import Simulation
from reports.funding.statement import Settlement, Statement
from reports.funding.supplement import CashYear


def settlement_sentence(settlement: Settlement) -> str:
    """Does the money do?"""
    if settlement.is_empty:
        return _("Nothing came in and nothing was spent in %(year)s.") % {"year": settlement.year}
    words = {
        "year": settlement.year,
        "funding": money(settlement.total("funding")),
        "cost": money(settlement.total("cost")),
    }
    open_cost = settlement.total("own_means")
    if open_cost > 0:
        text = _(
            "In %(year)s the streams bring %(funding)s and the cost is %(cost)s: %(open)s is "
            "covered by no stream."
        )
        return text % {**words, "open": money(open_cost)}
    text = _(
        "In %(year)s the streams bring %(funding)s and the cost is %(cost)s: all of it is "
        "covered, and %(left)s is left."
    )
    return text % {**words, "left": money(settlement.total("left"))}


def balance(statement: Statement) -> str:
    """Who still owes whom, in one line."""
    amount = statement.still_to_pay
    words = {"gemeente": statement.gemeente, "amount": money(abs(amount)), "year": statement.year}
    if amount > 0:
        return _("%(gemeente)s still pays the region %(amount)s for %(year)s.") % words
    if amount < 0:
        return _("The region still pays %(gemeente)s %(amount)s for %(year)s.") % words
    return _("%(gemeente)s and the region are even for %(year)s.") % words


def balance_steps(statement: Statement) -> list[tuple[str, Decimal]]:
    """From the cost to what is still to settle, each with its words."""
    return [
        (_("Cost"), statement.cost),
        (_("Held by the region for the gemeente"), -statement.held_by_region),
        (_("Paid to the region"), -statement.paid.to_region),
        (_("Paid by the region"), statement.paid.from_region),
        (_("Still to settle"), statement.still_to_pay),
    ]


def spuk_sentence(simulation: Simulation) -> str:
    """What the settlement will bring."""
    rows = simulation.gemeenten()
    if simulation.per_person is None:
        return _(
            "Nothing can be reckoned for %(year)s yet: enter who is expected, and a provisional "
            "amount or the euro for each person."
        ) % {"year": simulation.year}
    settled = sum((row.settlement for row in rows), Decimal(0))
    words = {
        "year": simulation.year,
        "next": simulation.year + 1,
        "people": number(round(sum(row.counted for row in rows))),
        "amount": money(abs(settled)),
    }
    if settled > 0:
        return (
            _("%(people)s people count for %(year)s: the settlement in %(next)s brings %(amount)s.")
            % words
        )
    if settled < 0:
        return (
            _(
                "%(people)s people count for %(year)s: the settlement in %(next)s takes %(amount)s "
                "back."
            )
            % words
        )
    return _("%(people)s people count for %(year)s: the settlement in %(next)s is nil.") % words


def supplement_sentence(years: list[CashYear]) -> str:
    """Where the supplement and the cost part."""
    if not years:
        return _("Nobody was housed for the education route yet: enter the counts of people.")
    worst = max(years, key=lambda year: year.short_so_far)
    if worst.short_so_far <= 0:
        return _("The supplement covers the courses of the education route in every year.")
    return _(
        "By the end of %(year)s the education route is %(amount)s short: the supplement comes "
        "once, in the year of housing."
    ) % {"year": worst.year, "amount": money(worst.short_so_far)}


def rule_value(rule: InForce) -> str:
    """A rule's value as it is read: years without a thousands separator, amounts in euro."""
    if rule.value is None:
        return _("not set")
    if rule.key.value.endswith(("_amount", "_cost", "_person")):
        return money(rule.value)
    whole = rule.value == rule.value.to_integral_value()
    return str(int(rule.value)) if whole else number(rule.value.normalize())


def statement_notes() -> list[tuple[str, str]]:
    """What the figures of the settlement are."""
    return [
        (
            _("Funding"),
            _("What the streams bring in the year, in the version that is known today."),
        ),
        (
            _("Of which corrected"),
            _("What later versions added to what was told first, or took off it."),
        ),
        (_("Cost"), _("Every cost line that falls due in the year, excluding VAT.")),
        (
            _("Spent"),
            _(
                "Cost that streams cover. The stream that is meant for the fewest kinds of cost "
                "pays first."
            ),
        ),
        (
            _("Still to settle"),
            _(
                "Cost, less what the region holds for the gemeente and what it paid, plus what "
                "the region paid back. Above zero the gemeente pays."
            ),
        ),
    ]
