from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0014_supervision"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                condition=models.Q(("status__in", ("waitlisted", "accepted"))),
                fields=["id"],
                include=("contract",),
                name="placement_awaiting_seat",
            ),
        ),
    ]
