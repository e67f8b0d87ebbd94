"""Signals of overruns, and texts for the planning and control cycle."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0004_budgets_and_forecasts")]

    operations = []
