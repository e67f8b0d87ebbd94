"""Statements per provider and month."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0025_cost_ledger")]

    operations = []
