"""Sheets of people housed are kept, and each count names the sheet it came from."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from config.shared.migrations import AddFields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_region_identifiers"),
        ("reports", "0008_saved_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="housedcount",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="housedcount",
            name="delete_delete",
        ),
        migrations.CreateModel(
            name="HousedCountSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="housed-counts/%Y/%m/", verbose_name="file")),
                ("filename", models.CharField(max_length=200, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                (
                    "changed",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="figures changed"
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken over"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken over by",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="housed_count_sheets",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet of people housed",
                "verbose_name_plural": "sheets of people housed",
                "ordering": ("-received_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            models.Q(
                                ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="housed_count_sheet_confirmed_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="housed_count_sheet_has_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("changed__isnull", True), ("confirmed_at__isnull", True)),
                            models.Q(("changed__isnull", False), ("confirmed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="housed_count_sheet_taken_over_has_number",
                    ),
                ],
            },
        ),
        AddFields(
            model_name="housedcount",
            fields=[
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="reports.housedcountsheet",
                        verbose_name="sheet",
                    ),
                )
            ],
        ),
        AddFields(
            model_name="housedcountversion",
            fields=[
                (
                    "sheet",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.housedcountsheet",
                        verbose_name="sheet",
                    ),
                )
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="housedcount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_housedcountversion" ("education", "expected", "gemeente_id", "housed", "id", "in_azc", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "region_id", "sheet_id", "source", "target_group", "year") SELECT old_values."education", old_values."expected", old_values."gemeente_id", old_values."housed", old_values."id", old_values."in_azc", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."region_id", old_values."sheet_id", old_values."source", old_values."target_group", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4faea4983b604445e9851c208dff172be60d6ddb",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_88a59",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="reports_housedcount",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="housedcount",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_housedcountversion" ("education", "expected", "gemeente_id", "housed", "id", "in_azc", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "region_id", "sheet_id", "source", "target_group", "year") SELECT old_values."education", old_values."expected", old_values."gemeente_id", old_values."housed", old_values."id", old_values."in_azc", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."region_id", old_values."sheet_id", old_values."source", old_values."target_group", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ee6111829155c719edf8d7075670a6378c142705",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fe43e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="reports_housedcount",
                    when="AFTER",
                ),
            ),
        ),
    ]
