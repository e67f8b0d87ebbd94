import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.identifiers
from config.shared.workflow import guard_operations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0019_mappings_receipts_and_corrections"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "working_day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(20),
                        ],
                        verbose_name="due on working day",
                    ),
                ),
                (
                    "grace_days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(31)],
                        verbose_name="days of grace",
                    ),
                ),
                (
                    "reminder_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(31),
                            ]
                        ),
                        size=5,
                        verbose_name="reminders, days before",
                    ),
                ),
                (
                    "escalate_days",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(60),
                        ],
                        verbose_name="pass on after days of lateness",
                    ),
                ),
                (
                    "holds_payment",
                    models.BooleanField(verbose_name="a missing return holds payment"),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_rule",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of monthly returns",
                "verbose_name_plural": "rules of monthly returns",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("working_day__gte", 1), ("working_day__lte", 20)),
                        name="return_rule_working_day_in_month",
                        violation_error_message="Choose a working day from 1 to 20.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("escalate_days__gte", 1)),
                        name="return_rule_escalates_once_late",
                        violation_error_message="Nothing is passed on before it is late.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DataTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("due_on", models.DateField(verbose_name="due by")),
                ("in_time_until_on", models.DateField(verbose_name="in time until")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "To be delivered"),
                            ("submitted", "Delivered"),
                            ("nil", "No further changes"),
                            ("excused", "Excused"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "running",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="running at the end"
                    ),
                ),
                (
                    "started",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="started"),
                ),
                ("ended", models.PositiveIntegerField(blank=True, null=True, verbose_name="ended")),
                (
                    "status_reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reason",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "escalated_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="passed on"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_tasks",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "covenant_party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_tasks",
                        to="contracts.covenantparty",
                        verbose_name="covenant",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_tasks",
                        to="contracts.delivery",
                        verbose_name="delivery",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_tasks",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_tasks",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "monthly return",
                "verbose_name_plural": "monthly returns",
                "ordering": ("due_on", "pk"),
                "indexes": [
                    models.Index(fields=["region", "-month", "-id"], name="data_task_of_region"),
                    models.Index(
                        fields=["provider", "-month", "-id"], name="data_task_of_provider"
                    ),
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["in_time_until_on"],
                        name="data_task_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "submitted", "nil", "excused"])),
                        name="data_task_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_time_until_on__gte", models.F("due_on")),
                            ("due_on__isnull", True),
                            ("in_time_until_on__isnull", True),
                            _connector="OR",
                        ),
                        name="data_task_in_time_until_on_not_before_due_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contract__isnull", False), ("covenant_party__isnull", True)),
                            models.Q(("contract__isnull", True), ("covenant_party__isnull", False)),
                            _connector="OR",
                        ),
                        name="data_task_of_contract_or_covenant",
                        violation_error_message="A return is of a contract or of a covenant.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="data_task_month_is_first_day",
                        violation_error_message="A month is named by its first day.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contract__isnull", False)),
                        fields=("contract", "month"),
                        name="data_task_once_per_contract_and_month",
                        violation_error_message="The return of this month is already asked.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("covenant_party__isnull", False)),
                        fields=("covenant_party", "month"),
                        name="data_task_once_per_party_and_month",
                        violation_error_message="The return of this month is already asked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False), ("status__in", ("submitted", "nil"))
                            ),
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("status__in", ("open", "excused")),
                            ),
                            _connector="OR",
                        ),
                        name="data_task_answered_has_moment",
                        violation_error_message="A return that was answered has the moment of it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "submitted"), _negated=True),
                            ("delivery__isnull", False),
                            _connector="OR",
                        ),
                        name="data_task_delivered_names_delivery",
                        violation_error_message="A delivered return names its delivery.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "nil"), _negated=True),
                            models.Q(
                                ("ended__isnull", False),
                                ("running__isnull", False),
                                ("started__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="data_task_nil_confirms_figures",
                        violation_error_message="Who reports no changes confirms the figures.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "excused"), _negated=True),
                            models.Q(("status_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="data_task_excused_has_reason",
                        violation_error_message="Say why this return is not asked.",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="contractkpi",
            name="contract_kpi_indicator_known",
        ),
        migrations.AlterField(
            model_name="contractkpi",
            name="indicator",
            field=models.CharField(
                choices=[
                    ("days_to_start", "Days from registration to start"),
                    ("fill_rate", "Filled seats (%)"),
                    ("attendance", "Attendance (%)"),
                    ("diplomas", "Diplomas among who ended (%)"),
                    ("dropouts", "Dropouts among who ended (%)"),
                    ("progression", "In further education after six months (%)"),
                    ("satisfaction", "Satisfaction of learners (mark)"),
                    ("reports_in_time", "Reports in time (%)"),
                    ("returns_in_time", "Monthly returns in time (%)"),
                    ("complaints", "Complaints a year"),
                ],
                max_length=20,
                verbose_name="indicator",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractkpi",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "indicator__in",
                        [
                            "days_to_start",
                            "fill_rate",
                            "attendance",
                            "diplomas",
                            "dropouts",
                            "progression",
                            "satisfaction",
                            "reports_in_time",
                            "returns_in_time",
                            "complaints",
                        ],
                    )
                ),
                name="contract_kpi_indicator_known",
                violation_error_message="This code is not known.",
            ),
        ),
        *guard_operations("contracts_datatask", "data_task"),
    ]
