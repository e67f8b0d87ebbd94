"""Scenarios in words: the answer, and what was assumed."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import AllocationKeyVersion
from config.shared.display import day, money, number, percentage
from providers.enums import LearningRoute
from reports.enums.scenarios import Inflow
from reports.models import FundingStream, Scenario
from reports.overruns.words import overrun_text
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.reading import Figures


class Assumed(NamedTuple):
    """One assumption: what it is about, and what it says."""

    subject: str
    text: str


def sentence(year: int, figures: Figures) -> str:
    """The answer: will the budget do, and between what does it lie?"""
    words: dict[str, object] = {"year": year, "middle": money(figures.middle)}
    if figures.draws == 1:
        return _("Nothing is left to chance here: %(year)s costs %(middle)s, %(overrun)s.") % {
            **words,
            "overrun": overrun_text(figures.overrun),
        }
    between = _("half of the draws lie between %(low)s and %(high)s.") % {
        "low": money(figures.quarter),
        "high": money(figures.three_quarters),
    }
    if not figures.budget:
        words["between"] = between
        return _("Nothing has been budgeted for %(year)s; %(between)s") % words
    return _("%(chance)s the budget of %(year)s is passed; %(between)s") % {
        **words,
        "chance": chance_text(figures),
        "between": between,
    }


def chance_text(figures: Figures) -> str:
    """With 74% chance; never a certainty that some draws deny."""
    if not figures.over:
        return _("In none of the draws")
    if figures.over == figures.draws:
        return _("In all of the draws")
    chance = min(max(figures.chance, 1), 99)
    return _("With %(chance)s%% chance") % {"chance": chance}


def chance_short(figures: Figures) -> str:
    """For a column: 74%, < 1%, > 99%."""
    if figures.over and not figures.chance:
        return "< 1%"
    if figures.over < figures.draws and figures.chance == 100:  # noqa: PLR2004 - per cents
        return "> 99%"
    return f"{figures.chance}%"


def footnote(scenario: Scenario) -> str:
    """On what it rests."""
    return _(
        "Draws: %(draws)s, with seed %(seed)s, on top of the actuals of %(day)s. A cost counts on "
        "%(basis)s. Fingerprint of the actuals: %(digest)s."
    ) % {
        "basis": scenario.get_basis_display(),
        "draws": number(scenario.figures["draws"]),
        "seed": scenario.seed,
        "day": day(scenario.actuals_on),
        "digest": scenario.inputs_digest[:12],
    }


def assumed(scenario: Scenario) -> list[Assumed]:
    """Every assumption, also those that change nothing; at most two queries."""
    found = Assumptions.from_json(scenario.assumptions)
    return [
        Assumed(_("Inflow"), str(Inflow(found.inflow).label)),
        Assumed(_("Share per route"), _routes(found)),
        Assumed(_("Chance to stop, a month"), f"{percentage(found.dropout)}%"),
        Assumed(_("Learners of a group"), _groups(found)),
        Assumed(_("Tariffs of who begins from now on"), _change(found.tariff)),
        Assumed(_("Indexation each January"), _indexation(found)),
        Assumed(_("Costs are divided"), _key(found)),
        Assumed(_("Funding on top of the budget, a year"), _funding(found)),
    ]


def _routes(found: Assumptions) -> str:
    if not found.routes:
        return _("as gemeenten expect")
    return ", ".join(
        f"{LearningRoute(route).label} {percentage(share)}%"
        for route, share in sorted(found.routes.items())
    )


def _groups(found: Assumptions) -> str:
    if not found.has_group_sizes:
        return _("as groups usually are")
    words = {"least": found.group_minimum, "most": found.group_maximum}
    return _("from %(least)s to %(most)s") % words


def _change(share: Decimal) -> str:
    if not share:
        return _("unchanged")
    return f"{'+' if share > 0 else '-'}{percentage(abs(share))}%"


def _indexation(found: Assumptions) -> str:
    if found.indexation is None:
        return _("as the region expects")
    return f"{percentage(found.indexation)}%"


def _key(found: Assumptions) -> str:
    if found.key is None:
        return _("by who lives where")
    version = AllocationKeyVersion.objects.select_related("key").filter(pk=found.key).first()
    return str(version) if version else _("by a key that is gone")


def _funding(found: Assumptions) -> str:
    if not found.funding:
        return _("none")
    names = dict(FundingStream.objects.filter(pk__in=found.funding).values_list("pk", "name"))
    return ", ".join(
        f"{names.get(stream, '')} {money(amount)}" for stream, amount in found.funding.items()
    )
