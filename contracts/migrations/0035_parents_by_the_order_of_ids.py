"""Parents are found by the order of ids, so that no statistics lead the lookup astray."""

from importlib import import_module

from django.db import migrations

from config.shared.statement_keys import look_for_parents

KEYS = import_module("contracts.migrations.0024_statement_keys").KEYS


class Migration(migrations.Migration):
    dependencies = [("contracts", "0034_waiting_by_status")]

    operations = look_for_parents(KEYS)
