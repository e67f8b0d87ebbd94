from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_check_many_status_moves_at_once"),
    ]

    operations = []
