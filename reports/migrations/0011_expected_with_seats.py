"""Beside what is expected stands what of it has a seat; zero until it is reckoned anew."""

from django.db import migrations, models

from config.shared.migrations import AddFields


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0010_housed_count_sheets"),
    ]

    operations = [
        AddFields(
            model_name="expectedcost",
            fields=[
                (
                    "seated_amount",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        verbose_name="amount with a seat",
                    ),
                ),
                (
                    "seated_heads",
                    models.PositiveIntegerField(
                        db_default=0, default=0, verbose_name="learners who begin on a seat"
                    ),
                ),
            ],
        ),
    ]
