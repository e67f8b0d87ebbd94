"""The one way by which an action starts background work."""

from functools import partial

from celery import current_app
from django.db import transaction


def later(name: str, **kwargs: object) -> None:
    """Queue the Celery task `name` with `kwargs` (ids, plain values) once this transaction commits.

    The name is looked up at once, so that a wrong name raises KeyError in the
    request that made it and not unseen in a worker.
    """
    task = current_app.tasks[name]
    transaction.on_commit(partial(task.apply_async, kwargs=kwargs))
