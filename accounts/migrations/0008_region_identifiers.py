"""Numbers by which a region is known to senders of invoices."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_scopes_of_invoices")]

    operations = []
