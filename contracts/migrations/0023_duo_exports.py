from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0022_deliveries_by_api"),
    ]

    operations = []
