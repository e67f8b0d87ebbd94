"""Who awaits a seat is found by status, so that who only waits is read without who was offered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0033_provider_invoices")]

    operations = [
        migrations.RemoveIndex(model_name="placement", name="placement_awaiting_seat"),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                condition=models.Q(("status__in", ("waitlisted", "accepted"))),
                fields=["status", "id"],
                include=("contract",),
                name="placement_awaiting_seat",
            ),
        ),
    ]
