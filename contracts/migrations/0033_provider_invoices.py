"""Invoices as their sender sees them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0032_recurring_costs_and_guarantees")]

    operations = []
