"""A signal in one sentence, for lists, mail and the head of its page."""

from django.utils.translation import gettext as _

from config.shared.display import day, money
from reports.enums import SignalKind
from reports.models import OverrunSignal


def sentence(signal: OverrunSignal) -> str:
    """€ 12.000 over a budget of € 100.000; passed on 3 December 2026."""
    named = {
        "overrun": money(signal.overrun_amount),
        "limit": money(signal.limit_amount),
        "day": day(signal.passes_on),
    }
    if signal.overrun_amount <= 0:
        return _("The forecast stays within %(limit)s again.") % named
    if signal.kind == SignalKind.CEILING_PASSED:
        text = _("%(overrun)s more than the maximum of %(limit)s")
    elif signal.limit_amount:
        text = _("%(overrun)s more than the budget of %(limit)s")
    else:
        text = _("%(overrun)s, of which nothing was budgeted")
    when = _("; passed on %(day)s.") if signal.passes_on else "."
    return (text + when) % named
