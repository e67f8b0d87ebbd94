"""The cost ledger: all kinds of cost, costs without a placement, closed months."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0024_statement_keys")]

    operations = []
