"""Sheets of housed people, kept."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0009_reporting_basis")]

    operations = []
