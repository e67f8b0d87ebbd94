"""Parents that a transaction wrote itself are found without a lock."""

from importlib import import_module

from django.db import migrations

from config.shared.statement_keys import look_for_parents

KEYS = import_module("contracts.migrations.0024_statement_keys").KEYS


class Migration(migrations.Migration):
    dependencies = [("contracts", "0035_parents_by_the_order_of_ids")]

    operations = look_for_parents(KEYS)
