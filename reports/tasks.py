"""Background work of reports: each task makes one call and may run twice."""

from celery import shared_task
from django.utils import timezone

from reports.actions import forecasts, watching


@shared_task(name="reports.watch_overruns")
def watch_overruns() -> None:
    """Signal budgets and maxima that do not hold, and keep what stands up to date."""
    watching.watch_overruns(at=timezone.now())


@shared_task(name="reports.keep_forecasts")
def keep_forecasts() -> None:
    """Reckon what is expected anew, and keep a forecast of each month."""
    forecasts.keep_up(at=timezone.now())
