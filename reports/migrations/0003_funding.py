"""Funding streams and what they bring to whom."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_lean_indexes"),
        ("contracts", "0027_invoices"),
        ("accounts", "0006_api_tokens"),
    ]

    operations = []
