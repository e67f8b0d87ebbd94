"""Invoices and their disputes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0026_statements")]

    operations = []
