from django.db import migrations, models

import config.shared.migrations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0017_judged_rows"),
    ]

    operations = [
        config.shared.migrations.RemoveConstraints(
            model_name="deliveryfinding",
            names=["finding_level_known"],
        ),
        config.shared.migrations.AlterFields(
            model_name="deliveryfinding",
            fields=[
                (
                    "level",
                    models.CharField(
                        choices=[("error", "Error"), ("warning", "Warning"), ("notice", "Notice")],
                        max_length=8,
                        verbose_name="level",
                    ),
                )
            ],
        ),
        config.shared.migrations.AddConstraints(
            model_name="deliveryfinding",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(("level__in", ["error", "warning", "notice"])),
                    name="finding_level_known",
                    violation_error_message="This code is not known.",
                )
            ],
        ),
        config.shared.migrations.AddConstraints(
            model_name="placement",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        ("interruption_reason", ""), ("status", "interrupted"), _connector="OR"
                    ),
                    name="placement_interruption_reason_fits",
                    violation_error_message=(
                        "A reason of the interruption stands with an interrupted placement only."
                    ),
                )
            ],
        ),
    ]
