"""What the people of the demo keep of the reports, and have mailed."""

from config.management.demo.cast import Cast
from config.management.demo.days import Days
from reports.actions.report_schedules import Plan, set_schedule
from reports.actions.saved_reports import Kept, keep_report
from reports.enums.saved_reports import Frequency, ReportFile
from reports.questions.parameters import Parameters


def keep(cast: Cast, days: Days) -> None:
    """The controller has the overruns mailed each month, the coordinator the seats each Monday."""
    controller, coordinator = cast.people["controller"], cast.people["coordinator"]
    at = days.at(-1, 15)
    overruns = keep_report(
        question="overruns",
        kept=Kept(name="Maandbericht: komen we uit?", parameters=Parameters(), is_shared=True),
        by=controller,
        at=at,
    )
    monthly = Plan(
        frequency=Frequency.MONTHLY,
        day=1,
        file_kind=ReportFile.PDF,
        recipients=[controller, coordinator],
    )
    set_schedule(report=overruns, plan=monthly, by=controller, at=at)
    seats = keep_report(
        question="capacity-use",
        kept=Kept(name="Plekken in de B1-route", parameters=Parameters(route="B")),
        by=coordinator,
        at=at,
    )
    weekly = Plan(
        frequency=Frequency.WEEKLY, day=1, file_kind=ReportFile.XLSX, recipients=[coordinator]
    )
    set_schedule(report=seats, plan=weekly, by=coordinator, at=at)
