from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("contracts", "0012_groups_and_forecasts")]

    operations: list[Operation] = []
