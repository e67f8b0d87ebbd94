"""Cost lines are found by region and day, and by the booking that they come from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0030_due_by_day")]

    operations = [
        migrations.AddIndex(
            model_name="costline",
            index=models.Index(fields=["region", "due_on", "id"], name="cost_line_of_region"),
        ),
        migrations.AddIndex(
            model_name="costline",
            index=models.Index(
                condition=models.Q(("entry__isnull", False)),
                fields=["entry"],
                name="cost_line_of_entry",
            ),
        ),
    ]
