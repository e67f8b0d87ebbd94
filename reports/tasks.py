"""Background work of reports: each task makes one call and may run twice."""

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import jobs
from reports.actions import forecasts, report_mails, scenarios, watching
from reports.attachments import attachment


@shared_task(name="reports.watch_overruns")
def watch_overruns() -> None:
    """Signal budgets and maxima that do not hold, and keep what stands up to date."""
    watching.watch_overruns(at=timezone.now())


@shared_task(name="reports.keep_forecasts")
def keep_forecasts() -> None:
    """Reckon what is expected anew, and keep a forecast of each month."""
    forecasts.keep_up(at=timezone.now())


@shared_task(name="reports.mail_reports")
def mail_reports() -> None:
    """Write down which saved reports are due, and queue each mail that waits."""
    report_mails.queue_mails(at=timezone.now())


@shared_task(name="reports.mail_report")
def mail_report(*, mail_id: int) -> None:
    """Mail one saved report to one person."""
    report_mails.mail_report(mail_id=mail_id, attach=attachment, at=timezone.now())


@shared_task(name="reports.run_scenario")
def run_scenario(*, job_id: int, scenario_id: int, language: str) -> None:
    """Make the draws of a scenario, and show how far they are."""
    at = timezone.now()
    with (
        override(language),
        jobs.running(job_id) as progress,
        scenarios.settling(scenario_id=scenario_id, job_id=job_id, at=at),
    ):

        def step(done: int, total: int) -> None:
            progress.step(done, total, _("Draws are made."))

        scenarios.run_scenario(scenario_id=scenario_id, job_id=job_id, at=at, step=step)
