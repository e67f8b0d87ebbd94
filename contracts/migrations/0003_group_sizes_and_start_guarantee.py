"""Capacity lines carry the agreed group sizes, contracts the start guarantee."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import config.shared.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_guard_statuses"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="capacityline",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="capacityline",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="capacityline",
            name="group_maximum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="largest group"
            ),
        ),
        migrations.AddField(
            model_name="capacityline",
            name="group_minimum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="smallest group"
            ),
        ),
        migrations.AddField(
            model_name="capacitylineversion",
            name="group_maximum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="largest group"
            ),
        ),
        migrations.AddField(
            model_name="capacitylineversion",
            name="group_minimum",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="smallest group"
            ),
        ),
        migrations.AddField(
            model_name="contract",
            name="start_guarantee_weeks",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="start guarantee (weeks)"
            ),
        ),
        migrations.AlterField(
            model_name="contract",
            name="reference",
            field=models.CharField(max_length=40, verbose_name="reference"),
        ),
        migrations.AlterField(
            model_name="coursegroup",
            name="reference",
            field=models.CharField(
                max_length=40,
                validators=[config.shared.identifiers.validate_no_personal_number],
                verbose_name="group",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capacityline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_capacitylineversion" ("contract_id", "counts", "first_on", "group_maximum", "group_minimum", "id", "last_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "route") SELECT old_values."contract_id", old_values."counts", old_values."first_on", old_values."group_maximum", old_values."group_minimum", old_values."id", old_values."last_on", old_values."number", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place", old_values."route" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="03dcccc93fcc5a7ae1007a6e8f1069a22599dd94",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f2d98",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_capacityline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capacityline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_capacitylineversion" ("contract_id", "counts", "first_on", "group_maximum", "group_minimum", "id", "last_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "route") SELECT old_values."contract_id", old_values."counts", old_values."first_on", old_values."group_maximum", old_values."group_minimum", old_values."id", old_values."last_on", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."route" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8c5c9dea6b1c714d2c2f9587fb97ca3f33e6aac3",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f9dab",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_capacityline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="capacityline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group_maximum__isnull", True), ("group_minimum__isnull", True)),
                    models.Q(
                        ("group_maximum__gte", models.F("group_minimum")), ("group_minimum__gte", 1)
                    ),
                    _connector="OR",
                ),
                name="capacity_line_group_sizes_fit",
                violation_error_message="Give both group sizes, the largest not below the smallest, or neither.",
            ),
        ),
    ]
