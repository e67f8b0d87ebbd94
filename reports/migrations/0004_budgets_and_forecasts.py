"""Versions of budgets, and forecasts as they were."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_funding")]

    operations = []
