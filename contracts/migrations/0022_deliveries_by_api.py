from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0021_lean_indexes"),
    ]

    operations = []
