"""Scenarios and their outcomes; a frozen one never changes."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from config.shared.workflow import guard_operations

KEEP = """
CREATE TRIGGER scenario_frozen_stands BEFORE UPDATE OR DELETE ON reports_scenario
    FOR EACH ROW WHEN (OLD.status = 'frozen') EXECUTE FUNCTION refuse_change();
"""
LET_GO = "DROP TRIGGER scenario_frozen_stands ON reports_scenario;"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_scopes_of_invoices"),
        ("reports", "0005_overruns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "first_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2022),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="first year",
                    ),
                ),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2022),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="last year",
                    ),
                ),
                ("assumptions", models.JSONField(default=dict, verbose_name="assumptions")),
                (
                    "draws",
                    models.PositiveIntegerField(
                        default=10000,
                        validators=[
                            django.core.validators.MinValueValidator(100),
                            django.core.validators.MaxValueValidator(20000),
                        ],
                        verbose_name="draws",
                    ),
                ),
                (
                    "seed",
                    models.PositiveIntegerField(
                        default=20260,
                        validators=[django.core.validators.MaxValueValidator(2147483647)],
                        verbose_name="seed",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("queued", "Waits for its turn"),
                            ("running", "Is being reckoned"),
                            ("done", "Reckoned"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                            ("frozen", "Frozen"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("outcome", models.JSONField(blank=True, null=True, verbose_name="outcome")),
                (
                    "inputs_digest",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="fingerprint of the actuals"
                    ),
                ),
                (
                    "actuals_on",
                    models.DateField(blank=True, null=True, verbose_name="actuals as on"),
                ),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reckoned"),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="frozen")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "frozen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.job",
                        verbose_name="job",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "scenario",
                "verbose_name_plural": "scenarios",
                "ordering": ("region", "name", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "name"),
                        name="scenario_name_once",
                        violation_error_message="There is already a scenario of this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "queued",
                                    "running",
                                    "done",
                                    "failed",
                                    "cancelled",
                                    "frozen",
                                ],
                            )
                        ),
                        name="scenario_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen_at__isnull", False), ("frozen_by__isnull", False)),
                            models.Q(("frozen_at__isnull", True), ("frozen_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="scenario_frozen_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_year__gte", models.F("first_year"))),
                        name="scenario_years_in_order",
                        violation_error_message="The last year is not before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("draws__range", (100, 20000))),
                        name="scenario_draws_within_reason",
                        violation_error_message="A scenario has from 100 to 20,000 draws.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("done", "frozen")), _negated=True),
                            models.Q(
                                ("actuals_on__isnull", False),
                                ("finished_at__isnull", False),
                                ("outcome__isnull", False),
                                models.Q(("inputs_digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="scenario_reckoned_has_outcome",
                        violation_error_message="A scenario that was reckoned has an outcome.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen_at__isnull", False), ("status", "frozen")),
                            models.Q(
                                models.Q(("status", "frozen"), _negated=True),
                                ("frozen_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="scenario_frozen_is_stamped",
                        violation_error_message="A frozen scenario says who froze it.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
        *guard_operations("reports_scenario", "scenario"),
    ]
