"""The waterfall from budget to forecast."""

from django.utils.translation import gettext as _

from config.shared.charts import Chart, Step, waterfall
from config.shared.display import money
from reports.overruns.words import overrun_text
from reports.why.explanation import Explanation
from reports.why.words import heaviest, in_sentence


def waterfall_chart(found: Explanation) -> Chart:
    """A step for each part that is not nought, in the order in which they are told."""
    steps = [Step(str(part.label), amount) for part, amount in found.parts.items() if amount]
    return waterfall(
        Step(_("budget"), found.budget),
        steps,
        end=_("forecast"),
        title=_finding(found),
        description=_("From a budget of %(budget)s to a forecast of %(forecast)s: %(overrun)s.")
        % {
            "budget": money(found.budget),
            "forecast": money(found.forecast),
            "overrun": overrun_text(found.overrun),
        },
        heading=_("part"),
    )


def _finding(found: Explanation) -> str:
    causes = heaviest(found)
    if not causes:
        return _("The forecast equals the budget")
    cause = in_sentence(causes[0][0])
    text = (
        _("Most of the overrun comes from %(cause)s")
        if found.overrun > 0
        else _("Most of the underspend comes from %(cause)s")
    )
    return text % {"cause": cause}
