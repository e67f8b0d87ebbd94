"""Costs that come back, and what a contract guarantees."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0031_indexes_of_cost_lines")]

    operations = []
