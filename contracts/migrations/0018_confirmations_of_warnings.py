from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0017_judged_rows"),
    ]

    operations = []
