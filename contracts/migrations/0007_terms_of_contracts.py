from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("contracts", "0006_columns_for_capacity_covenants_and_amendments")]

    operations: list[Operation] = []
