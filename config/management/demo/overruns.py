"""What the controller of the demo did about overruns: a paper in spring, a decision, a draft."""

from datetime import datetime

from config.management.demo.cast import Cast
from config.management.demo.days import Days
from reports.actions.signals import Decided, decide, take_up
from reports.actions.texts import make_text
from reports.actions.watching import watch_overruns
from reports.enums import TextKind
from reports.models import OverrunSignal, PlanningText
from reports.texts.gathering import Scope
from reports.workflows import PLANNING_TEXT

SPRING = -190


def tell(cast: Cast, days: Days) -> None:
    """Signals that wait, one that somebody took up, and two papers about one gemeente."""
    controller, now = cast.people["controller"], days.at(0, 8)
    if days.on(SPRING).year == days.today.year:
        spring = _text(cast, days, TextKind.SPRING, days.at(SPRING))
        PLANNING_TEXT.apply(spring, "finalise", by=controller, at=days.at(SPRING, 15))
    watch_overruns(at=now)
    worst = OverrunSignal.objects.filter(gemeente=cast.gemeenten[0], year=days.today.year).first()
    if worst is not None:
        take_up(overrun_signal=worst, by=controller, at=now)
        text = "Met de taalschool bespreken welke groepen samen kunnen"
        due = Decided(text=text, due_on=days.on(16))
        decide(signal=worst, decided=due, by=controller, at=now)
    _text(cast, days, TextKind.AUTUMN, now)


def _text(cast: Cast, days: Days, kind: TextKind, at: datetime) -> PlanningText:
    scope = Scope(
        region=cast.region,
        gemeente=cast.gemeenten[0],
        line=None,
        kind=kind,
        year=days.today.year,
    )
    return make_text(scope=scope, by=cast.people["controller"], at=at)
