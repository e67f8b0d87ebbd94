"""Foreign keys of the large tables, held per statement."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contracts", "0023_duo_exports")]

    operations = []
