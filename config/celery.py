"""The task queue and, in one place, everything that runs by the clock."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init, worker_ready
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

OBJECTS_BETWEEN_COLLECTIONS = 10_000

app = Celery("taalregie")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = {
    "worker is alive": {"task": "accounts.pulse", "schedule": 15.0},
    "work that lost its worker": {
        "task": "accounts.heal_jobs",
        "schedule": float(settings.JOB_HEAL_SECONDS),
    },
    "seal the audit trail": {"task": "accounts.seal_audit", "schedule": 300.0},
    "mail that waits": {"task": "accounts.mail_waiting", "schedule": 300.0},
    "remind of what is due": {"task": "accounts.send_reminders", "schedule": 900.0},
    "forget old answers and requests": {"task": "accounts.tidy_api", "schedule": 3600.0},
    "let changes of providers take effect": {"task": "providers.turn_day", "schedule": 3600.0},
    "close tenders at their deadline": {"task": "procurement.close_tenders", "schedule": 60.0},
    "close consultations": {"task": "procurement.close_consultations", "schedule": 60.0},
    "erase abandoned bids": {"task": "procurement.clean_bids", "schedule": 6 * 3600.0},
    "watch contracts": {"task": "contracts.watch_contracts", "schedule": 6 * 3600.0},
    "watch budgets and maxima": {"task": "reports.watch_overruns", "schedule": 6 * 3600.0},
    "mail saved reports": {"task": "reports.mail_reports", "schedule": 900.0},
    "reckon forecasts": {"task": "reports.keep_forecasts", "schedule": 3600.0},
    "ask and watch monthly returns": {"task": "contracts.watch_returns", "schedule": 3600.0},
    "take back offers nobody answered": {"task": "contracts.expire_offers", "schedule": 3600.0},
    "forget shares that waited too long": {
        "task": "procurement.forget_expired_shares",
        "schedule": 60.0,
    },
}


def load_tasks() -> None:
    """Import each app's tasks at once, so that `later()` knows every name in web processes too."""
    app.set_default()
    app.autodiscover_tasks(force=True)


@worker_process_init.connect
def settle_memory(**kwargs: Any) -> None:
    """Modules stay as long as the process does: spare the collector from walking them each time.

    Rows of sheets are many small lists and no cycles: it is to come by seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)


@worker_ready.connect
def pulse_at_start(**kwargs: Any) -> None:
    """Let /healthz see a new worker at once and not only at the next tick."""
    app.send_task("accounts.pulse")
