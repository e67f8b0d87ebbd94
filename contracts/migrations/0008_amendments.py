from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    dependencies = [("contracts", "0007_terms_of_contracts")]

    operations: list[Operation] = []
