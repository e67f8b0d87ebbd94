"""What was exported for DUO, line by line."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0022_deliveries_by_api"),
        ("providers", "0003_guard_register_and_check_standing_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DuoExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_month", models.DateField(verbose_name="first month")),
                ("last_month", models.DateField(verbose_name="last month")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("file", models.FileField(upload_to="duo/%Y/%m/", verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("offers", models.PositiveIntegerField(default=0, verbose_name="offers")),
                ("hours", models.PositiveIntegerField(default=0, verbose_name="months with hours")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="new or changed")),
                (
                    "withdrawn",
                    models.PositiveIntegerField(default=0, verbose_name="to be withdrawn"),
                ),
                (
                    "missing",
                    models.PositiveIntegerField(default=0, verbose_name="cannot be exported"),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duo_exports",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duo_exports",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "export for DUO",
                "verbose_name_plural": "exports for DUO",
                "ordering": ("-made_at", "-pk"),
                "indexes": [
                    models.Index(fields=["gemeente", "region", "-id"], name="duo_export_in_turn")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_month__gte", models.F("first_month")),
                            ("first_month__isnull", True),
                            ("last_month__isnull", True),
                            _connector="OR",
                        ),
                        name="duo_export_last_month_not_before_first_month",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__day", 1), ("last_month__day", 1)),
                        name="duo_export_months_by_first_day",
                        violation_error_message="A month is named by its first day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuoLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("offer", "Offer (Inburgeringsaanbod)"),
                            ("hours", "Hours attended (GevolgdeUren)"),
                        ],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                (
                    "institution",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="DUO institution number"
                    ),
                ),
                ("reference", models.CharField(max_length=40, verbose_name="reference")),
                ("month", models.DateField(blank=True, null=True, verbose_name="month")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("changed", "Changed"),
                            ("unchanged", "Unchanged"),
                            ("withdrawn", "To be withdrawn"),
                            ("missing", "Cannot be exported"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("body", models.JSONField(blank=True, null=True, verbose_name="body")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        size=None,
                        verbose_name="why not",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="contracts.duoexport",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duo_lines",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duo_lines",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an export for DUO",
                "verbose_name_plural": "lines of an export for DUO",
                "ordering": ("export", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["offer", "hours"])),
                        name="duo_line_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["new", "changed", "unchanged", "withdrawn", "missing"])
                        ),
                        name="duo_line_state_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reasons__contained_by",
                                [
                                    "not_planned",
                                    "no_pip",
                                    "before_pip",
                                    "before_term",
                                    "after_term",
                                    "ends_first",
                                    "no_institution",
                                    "not_recognised",
                                    "no_return",
                                    "too_many_hours",
                                ],
                            )
                        ),
                        name="duo_line_reasons_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.UniqueConstraint(
                        fields=("export", "kind", "provider", "reference", "month"),
                        name="duo_line_once_per_learner",
                        nulls_distinct=False,
                        violation_error_message="There is one body per learner and institution.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "offer"), ("month__isnull", True)),
                            models.Q(("kind", "hours"), ("month__day", 1)),
                            _connector="OR",
                        ),
                        name="duo_line_hours_have_month",
                        violation_error_message="Hours are told by month.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("body__isnull", True), ("state__in", ("missing", "withdrawn"))
                            ),
                            models.Q(
                                models.Q(("state__in", ("missing", "withdrawn")), _negated=True),
                                ("body__isnull", False),
                                ("reasons", []),
                            ),
                            _connector="OR",
                        ),
                        name="duo_line_body_or_reason",
                        violation_error_message="There is a body, or a reason why there is none.",
                    ),
                ],
            },
        ),
    ]
