from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0020_data_tasks"),
    ]

    operations = []
