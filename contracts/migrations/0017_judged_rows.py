from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0016_columns_of_deliveries"),
    ]

    operations = []
