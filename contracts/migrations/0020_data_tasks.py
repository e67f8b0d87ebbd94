from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0019_mappings_receipts_and_corrections"),
    ]

    operations = []
