"""Copies the transitions of every workflow to the table that the status trigger reads."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction

from config.shared.workflow import WORKFLOWS


def copy_status_pairs(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the table equal to the code; runs after each migrate."""
    from accounts.models import StatusPair

    wanted = {
        (workflow.name, source, target)
        for workflow in WORKFLOWS.values()
        for source, target in workflow.pairs()
    }
    with transaction.atomic(using=using):
        rows = StatusPair.objects.using(using)
        standing = {(row.workflow, row.source, row.target): row.pk for row in rows.all()}
        rows.filter(pk__in=[standing[pair] for pair in standing.keys() - wanted]).delete()
        rows.bulk_create(
            StatusPair(workflow=name, source=source, target=target)
            for name, source, target in sorted(wanted - standing.keys())
        )
