from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("contracts", "0011_waiting_list")]

    operations: list[Operation] = []
