"""Former versions of groups, hours and fees: a closed month rests on what was known."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import config.shared.identifiers


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0027_invoices"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="CourseGroupVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "reference",
                    models.CharField(
                        max_length=40,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="group",
                    ),
                ),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
                ("minimum", models.PositiveSmallIntegerField(verbose_name="minimum")),
                ("maximum", models.PositiveSmallIntegerField(verbose_name="maximum")),
                (
                    "level",
                    models.CharField(
                        choices=[("A1", "A1"), ("A2", "A2"), ("B1", "B1"), ("B2", "B2")],
                        max_length=2,
                        verbose_name="level",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("day", "Daytime"),
                            ("evening", "Evening"),
                            ("online", "Online"),
                            ("combined", "Combined"),
                        ],
                        default="day",
                        max_length=10,
                        verbose_name="delivery mode",
                    ),
                ),
                ("schedule", models.CharField(blank=True, max_length=200, verbose_name="schedule")),
                (
                    "hours_per_week",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="hours a week",
                    ),
                ),
                (
                    "cost_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="cost of the group",
                    ),
                ),
                (
                    "decide_on",
                    models.DateField(blank=True, null=True, verbose_name="decide on (go or no go)"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("started", "Started"),
                            ("ended", "Ended"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.capacityline",
                        verbose_name="capacity line",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.coursegroup",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="versions",
                        to="contracts.coursegroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FeeOccasionVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="fee for")),
                ("on", models.DateField(verbose_name="day")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="versions",
                        to="contracts.feeoccasion",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlacementHoursVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("month", models.DateField(verbose_name="month")),
                (
                    "offered",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="hours offered"
                    ),
                ),
                (
                    "attended",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="hours attended"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.delivery",
                        verbose_name="delivery",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="versions",
                        to="contracts.placementhours",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coursegroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_coursegroupversion" ("cost_amount", "decide_on", "first_on", "hours_per_week", "id", "last_on", "level", "line_id", "maximum", "merged_into_id", "minimum", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "schedule", "status") SELECT old_values."cost_amount", old_values."decide_on", old_values."first_on", old_values."hours_per_week", old_values."id", old_values."last_on", old_values."level", old_values."line_id", old_values."maximum", old_values."merged_into_id", old_values."minimum", old_values."mode", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."reference", old_values."schedule", old_values."status" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="eeafc6af1d680770cf5b464058827967ac262be6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_533a1",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_coursegroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coursegroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_coursegroupversion" ("cost_amount", "decide_on", "first_on", "hours_per_week", "id", "last_on", "level", "line_id", "maximum", "merged_into_id", "minimum", "mode", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "schedule", "status") SELECT old_values."cost_amount", old_values."decide_on", old_values."first_on", old_values."hours_per_week", old_values."id", old_values."last_on", old_values."level", old_values."line_id", old_values."maximum", old_values."merged_into_id", old_values."minimum", old_values."mode", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reference", old_values."schedule", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d8364c28ffbc2801a00f5292c21500588e1d62f4",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3307a",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_coursegroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feeoccasion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_feeoccasionversion" ("id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_at", "recorded_by_id") SELECT old_values."id", old_values."name", old_values."on", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."placement_id", old_values."recorded_at", old_values."recorded_by_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f14d302d84f80babff5eb2e48ae260766d44f070",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7f131",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_feeoccasion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feeoccasion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_feeoccasionversion" ("id", "name", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_at", "recorded_by_id") SELECT old_values."id", old_values."name", old_values."on", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."placement_id", old_values."recorded_at", old_values."recorded_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="c8c98856a16314a88cd7bbe7772ad7a2d4d90644",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_acafc",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_feeoccasion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementhours",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_placementhoursversion" ("attended", "delivery_id", "id", "month", "offered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_at", "recorded_by_id") SELECT old_values."attended", old_values."delivery_id", old_values."id", old_values."month", old_values."offered", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."placement_id", old_values."recorded_at", old_values."recorded_by_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="63073fa3294144a323417b0458a0adb7d72b38f8",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_00c76",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_placementhours",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementhours",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_placementhoursversion" ("attended", "delivery_id", "id", "month", "offered", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "recorded_at", "recorded_by_id") SELECT old_values."attended", old_values."delivery_id", old_values."id", old_values."month", old_values."offered", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."placement_id", old_values."recorded_at", old_values."recorded_by_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="0db939bde8b8a5f8f5d47b2782d0dd42d726bcab",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_42a03",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_placementhours",
                    when="AFTER",
                ),
            ),
        ),
    ]
