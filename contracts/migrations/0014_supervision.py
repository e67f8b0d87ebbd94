from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.identifiers
from config.shared.workflow import guard_operations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0013_seat_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="SampleCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField(verbose_name="first day of the period")),
                ("last_on", models.DateField(verbose_name="last day of the period")),
                (
                    "percentage",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="share drawn (%)"
                    ),
                ),
                ("seed", models.CharField(max_length=40, verbose_name="seed")),
                (
                    "population",
                    models.PositiveIntegerField(verbose_name="placements in the period"),
                ),
                (
                    "evidence_asked",
                    models.TextField(
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="evidence asked",
                    ),
                ),
                ("reply_by_on", models.DateField(verbose_name="reply by")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Drawn, not yet asked"),
                            ("asked", "Evidence asked"),
                            ("heard", "Provider heard"),
                            ("concluded", "Concluded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("heard_on", models.DateField(blank=True, null=True, verbose_name="heard on")),
                (
                    "hearing",
                    models.TextField(
                        blank=True,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="what the provider said",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_order", "In order"),
                            ("remarks", "In order, with remarks"),
                            ("shortcomings", "Shortcomings"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "conclusion",
                    models.TextField(
                        blank=True,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="conclusion",
                    ),
                ),
                (
                    "sanction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No sanction"),
                            ("warning", "Warning"),
                            ("plan", "Improvement plan"),
                            ("recovery", "Payments claimed back"),
                            ("suspension", "No new placements"),
                            ("termination", "Termination proposed"),
                        ],
                        max_length=12,
                        verbose_name="sanction",
                    ),
                ),
                (
                    "recovered_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="amount claimed back",
                    ),
                ),
                ("drawn_at", models.DateTimeField(verbose_name="sample drawn")),
                (
                    "concluded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="concluded"),
                ),
                (
                    "concluded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sample_checks",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sample_checks",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "sample check",
                "verbose_name_plural": "sample checks",
                "ordering": ("-drawn_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__gte", models.F("first_on")),
                            ("first_on__isnull", True),
                            ("last_on__isnull", True),
                            _connector="OR",
                        ),
                        name="sample_check_last_on_not_before_first_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "asked", "heard", "concluded", "withdrawn"])
                        ),
                        name="sample_check_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["", "in_order", "remarks", "shortcomings"])
                        ),
                        name="sample_check_outcome_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sanction__in",
                                [
                                    "",
                                    "none",
                                    "warning",
                                    "plan",
                                    "recovery",
                                    "suspension",
                                    "termination",
                                ],
                            )
                        ),
                        name="sample_check_sanction_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recovered_amount__gte", Decimal("0")),
                            ("recovered_amount__isnull", True),
                            _connector="OR",
                        ),
                        name="sample_check_recovered_amount_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concluded_at__isnull", False), ("concluded_by__isnull", False)
                            ),
                            models.Q(
                                ("concluded_at__isnull", True), ("concluded_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="sample_check_concluded_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percentage__gt", 0), ("percentage__lte", 100)),
                        name="sample_check_percentage_within_100",
                        violation_error_message="A percentage lies between 0 and 100.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("concluded_at__isnull", False),
                                ("status", "concluded"),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("sanction", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "concluded"), _negated=True),
                                ("concluded_at__isnull", True),
                                ("outcome", ""),
                                ("sanction", ""),
                            ),
                            _connector="OR",
                        ),
                        name="sample_check_concluded_has_outcome",
                        violation_error_message="A concluded check has an outcome and says what follows.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sanction__in", ("", "none")),
                            ("outcome", "shortcomings"),
                            _connector="OR",
                        ),
                        name="sample_check_sanction_for_shortcomings",
                        violation_error_message="A sanction follows from shortcomings only.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recovered_amount__isnull", True),
                            ("sanction", "recovery"),
                            _connector="OR",
                        ),
                        name="sample_check_amount_with_recovery",
                        violation_error_message="An amount goes with payments that are claimed back.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=255,
                        upload_to="samples/%Y/%m",
                        verbose_name="evidence",
                    ),
                ),
                (
                    "filename",
                    models.CharField(blank=True, max_length=200, verbose_name="file name"),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                (
                    "evidence_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="evidence received"),
                ),
                (
                    "is_in_order",
                    models.BooleanField(blank=True, null=True, verbose_name="in order"),
                ),
                (
                    "remark",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="remark",
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="contracts.samplecheck",
                        verbose_name="sample check",
                    ),
                ),
                (
                    "evidence_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "placement in a sample",
                "verbose_name_plural": "placements in a sample",
                "ordering": ("check_of", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_of", "placement"),
                        name="sample_item_once_per_check",
                        violation_error_message="This placement is already in the sample.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("evidence_at__isnull", False), ("evidence_by__isnull", False)
                            ),
                            models.Q(("evidence_at__isnull", True), ("evidence_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="sample_item_evidence_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("evidence_at__isnull", True), ("file", "")),
                            models.Q(
                                models.Q(("file", ""), _negated=True),
                                ("evidence_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sample_item_evidence_has_moment",
                        violation_error_message="Evidence has the moment it was received.",
                    ),
                ],
            },
        ),
        *guard_operations("contracts_samplecheck", "sample_check"),
    ]
