"""By which basis kept forecasts, texts and scenarios counted costs."""

from django.db import migrations, models

from config.shared.migrations import AddConstraints, AddFields


class Migration(migrations.Migration):
    dependencies = [("reports", "0011_expected_with_seats")]

    operations = [
        AddFields(
            model_name="forecastsnapshot",
            fields=[
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("due", "the day it falls due"),
                            ("service", "the days of service it pays for (accrual)"),
                        ],
                        db_default="due",
                        default="due",
                        editable=False,
                        max_length=8,
                        verbose_name="a cost counts on",
                    ),
                )
            ],
        ),
        AddFields(
            model_name="planningtext",
            fields=[
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("due", "the day it falls due"),
                            ("service", "the days of service it pays for (accrual)"),
                        ],
                        db_default="due",
                        default="due",
                        editable=False,
                        max_length=8,
                        verbose_name="a cost counts on",
                    ),
                )
            ],
        ),
        AddFields(
            model_name="scenario",
            fields=[
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("due", "the day it falls due"),
                            ("service", "the days of service it pays for (accrual)"),
                        ],
                        db_default="due",
                        default="due",
                        editable=False,
                        max_length=8,
                        verbose_name="a cost counts on",
                    ),
                )
            ],
        ),
        AddConstraints(
            model_name="forecastsnapshot",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(("basis__in", ["due", "service"])),
                    name="forecast_snapshot_basis_known",
                    violation_error_message="This code is not known.",
                )
            ],
        ),
        AddConstraints(
            model_name="planningtext",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(("basis__in", ["due", "service"])),
                    name="planning_text_basis_known",
                    violation_error_message="This code is not known.",
                )
            ],
        ),
        AddConstraints(
            model_name="scenario",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(("basis__in", ["due", "service"])),
                    name="scenario_basis_known",
                    violation_error_message="This code is not known.",
                )
            ],
        ),
    ]
