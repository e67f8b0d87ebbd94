from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0018_confirmations_of_warnings"),
    ]

    operations = []
