"""Puts the rules that stand from the start into the database."""

from typing import Any

from django.apps.registry import Apps
from django.apps.registry import apps as current_apps
from django.db import DEFAULT_DB_ALIAS, transaction

from procurement.law import DEFAULTS

COPIED = (
    "key",
    "procedure",
    "applies_from",
    "value",
    "unit",
    "article",
    "source",
    "is_binding",
    "is_certain",
    "note",
)


def load_default_rules(
    using: str = DEFAULT_DB_ALIAS, apps: Apps = current_apps, **kwargs: Any
) -> int:
    """Add the national rules that are missing and return how many; runs after each migrate.

    What stands under the same key, procedure and day is left as an administrator made it. Before
    the table exists, as when migrating back, there is nothing to do.
    """
    try:
        model = apps.get_model("procurement", "LegalRule")
    except LookupError:
        return 0
    with transaction.atomic(using=using):
        rows = model._default_manager.using(using)
        standing = set(rows.filter(region=None).values_list("key", "procedure", "applies_from"))
        missing = [
            model(**{name: getattr(default, name) for name in COPIED})
            for default in DEFAULTS
            if (default.key, default.procedure, default.applies_from) not in standing
        ]
        rows.bulk_create(missing)
    return len(missing)
