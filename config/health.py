"""GET /healthz: can this installation do its work, and if not, why not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError

from accounts.models import Heartbeat
from config.celery import app
from config.checks import database_role

OK = "ok"
BROKER_SECONDS = 2


class Unhealthy(Exception):
    """What is wrong, in one sentence."""


def database(at: datetime) -> dict[str, Any]:
    """The server answers, and the role is one on which row-level security has a hold."""
    role = database_role()
    if role.fault:
        raise Unhealthy(role.fault)
    return {"database": OK, "role": role.name}


def migrations(at: datetime) -> dict[str, Any]:
    """Every migration is applied."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise Unhealthy(f"{len(waiting)} migrations are not applied.")
    return {"migrations": OK}


def worker(at: datetime) -> dict[str, Any]:
    """A worker was seen within WORKER_SILENCE_SECONDS."""
    pulse = Heartbeat.objects.filter(name="worker").first()
    if pulse is None:
        raise Unhealthy("No worker was ever seen.")
    seconds = round((at - pulse.seen_at).total_seconds())
    if seconds > settings.WORKER_SILENCE_SECONDS:
        raise Unhealthy(f"The worker was last seen {seconds} seconds ago.")
    return {"worker": {"seen": True, "seconds_ago": max(seconds, 0)}}


def broker(at: datetime) -> dict[str, Any]:
    """The broker accepts a connection."""
    with app.connection_for_write(connect_timeout=BROKER_SECONDS) as link:
        link.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    return {"broker": OK}


CHECKS: dict[str, Callable[[datetime], dict[str, Any]]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "worker": worker,
}


def report(at: datetime) -> dict[str, Any]:
    """All answers by name; `wrong` lists a sentence for each part that fails."""
    answers: dict[str, Any] = {"wrong": []}
    for name, check in CHECKS.items():
        try:
            answers |= check(at)
        except (Unhealthy, DatabaseError, BrokerError, OSError) as error:
            sentence = " ".join(str(error).split()) or type(error).__name__
            answers |= {name: sentence}
            answers["wrong"].append(f"{name}: {sentence}")
    return answers


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503 with what is wrong."""
    answers = report(timezone.now())
    return JsonResponse(answers, status=503 if answers["wrong"] else 200)
