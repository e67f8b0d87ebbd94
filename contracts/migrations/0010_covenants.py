from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("contracts", "0009_papers_clauses_and_alerts")]

    operations: list[Operation] = []
