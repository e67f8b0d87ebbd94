import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import config.shared.migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_check_many_status_moves_at_once"),
        ("contracts", "0015_indexes_of_lists"),
        ("providers", "0003_guard_register_and_check_standing_marks"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="placement",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="placement",
            name="delete_delete",
        ),
        config.shared.migrations.RemoveConstraints(
            model_name="delivery",
            names=["delivery_status_known", "delivery_applied_has_moment"],
        ),
        config.shared.migrations.AddFields(
            model_name="delivery",
            fields=[
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="contracts.delivery",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "rows_warned",
                    models.PositiveIntegerField(
                        db_default=0, default=0, verbose_name="with warnings"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("sheet", "Sheet"), ("api", "API call")],
                        db_default="sheet",
                        default="sheet",
                        max_length=6,
                        verbose_name="came in as",
                    ),
                ),
                (
                    "understood",
                    models.JSONField(
                        db_default=[], default=list, verbose_name="how the header was understood"
                    ),
                ),
                (
                    "warnings_reason",
                    models.CharField(
                        blank=True,
                        db_default="",
                        max_length=500,
                        verbose_name="why the warnings are right",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="placement",
            fields=[
                (
                    "interruption_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("childcare", "No childcare"),
                            ("work", "Work"),
                            ("leave", "Leave, as agreed with the gemeente"),
                            ("abroad", "Stay abroad"),
                            ("school", "The provider cannot give lessons"),
                            ("measure", "Measure of the authorities"),
                            ("personal", "Personal circumstances"),
                        ],
                        db_default="",
                        max_length=10,
                        verbose_name="reason of the interruption",
                    ),
                )
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="placementversion",
            fields=[
                (
                    "interruption_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("childcare", "No childcare"),
                            ("work", "Work"),
                            ("leave", "Leave, as agreed with the gemeente"),
                            ("abroad", "Stay abroad"),
                            ("school", "The provider cannot give lessons"),
                            ("measure", "Measure of the authorities"),
                            ("personal", "Personal circumstances"),
                        ],
                        db_default="",
                        max_length=10,
                        verbose_name="reason of the interruption",
                    ),
                )
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="delivery",
            fields=[
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("checked", "Checked"),
                            ("confirmed", "Confirmed"),
                            ("applied", "Applied"),
                            ("superseded", "Superseded"),
                            ("rejected", "Rejected"),
                        ],
                        default="received",
                        max_length=12,
                        verbose_name="status",
                    ),
                )
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_placementversion" ("actual_first_on", "actual_last_on", "attended_hours", "capacity_line_id", "cohort", "contract_id", "course_group_id", "covenant_group", "covenant_party_id", "delivery_id", "diploma_on", "gemeente_id", "id", "intake_line_id", "interruption_reason", "level", "literacy", "mode", "offered_hours", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pip_on", "planned_first_on", "planned_last_on", "reference", "reserved_until_on", "route", "status", "status_on", "status_reason", "target_group", "tariff_id", "term_ends_on") SELECT old_values."actual_first_on", old_values."actual_last_on", old_values."attended_hours", old_values."capacity_line_id", old_values."cohort", old_values."contract_id", old_values."course_group_id", old_values."covenant_group", old_values."covenant_party_id", old_values."delivery_id", old_values."diploma_on", old_values."gemeente_id", old_values."id", old_values."intake_line_id", old_values."interruption_reason", old_values."level", old_values."literacy", old_values."mode", old_values."offered_hours", old_values."outcome", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."pip_on", old_values."planned_first_on", old_values."planned_last_on", old_values."reference", old_values."reserved_until_on", old_values."route", old_values."status", old_values."status_on", old_values."status_reason", old_values."target_group", old_values."tariff_id", old_values."term_ends_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8cd2ba091802dfc61f1c93ecbcaf7dcf89c46f67",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e46a8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_placementversion" ("actual_first_on", "actual_last_on", "attended_hours", "capacity_line_id", "cohort", "contract_id", "course_group_id", "covenant_group", "covenant_party_id", "delivery_id", "diploma_on", "gemeente_id", "id", "intake_line_id", "interruption_reason", "level", "literacy", "mode", "offered_hours", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pip_on", "planned_first_on", "planned_last_on", "reference", "reserved_until_on", "route", "status", "status_on", "status_reason", "target_group", "tariff_id", "term_ends_on") SELECT old_values."actual_first_on", old_values."actual_last_on", old_values."attended_hours", old_values."capacity_line_id", old_values."cohort", old_values."contract_id", old_values."course_group_id", old_values."covenant_group", old_values."covenant_party_id", old_values."delivery_id", old_values."diploma_on", old_values."gemeente_id", old_values."id", old_values."intake_line_id", old_values."interruption_reason", old_values."level", old_values."literacy", old_values."mode", old_values."offered_hours", old_values."outcome", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pip_on", old_values."planned_first_on", old_values."planned_last_on", old_values."reference", old_values."reserved_until_on", old_values."route", old_values."status", old_values."status_on", old_values."status_reason", old_values."target_group", old_values."tariff_id", old_values."term_ends_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="41cf572ecb68ec2372d1c15ea3fdd2561853765b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e1800",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_placement",
                    when="AFTER",
                ),
            ),
        ),
        config.shared.migrations.AddConstraints(
            model_name="delivery",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            [
                                "received",
                                "checked",
                                "confirmed",
                                "applied",
                                "superseded",
                                "rejected",
                            ],
                        )
                    ),
                    name="delivery_status_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("source__in", ["sheet", "api"])),
                    name="delivery_source_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("applied_at__isnull", False), ("status__in", ("applied", "superseded"))
                        ),
                        models.Q(
                            models.Q(("status__in", ("applied", "superseded")), _negated=True),
                            ("applied_at__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="delivery_applied_has_moment",
                    violation_error_message="An applied delivery has the moment it was applied.",
                ),
            ],
        ),
        config.shared.migrations.AddConstraints(
            model_name="placement",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "interruption_reason__in",
                            [
                                "",
                                "childcare",
                                "work",
                                "leave",
                                "abroad",
                                "school",
                                "measure",
                                "personal",
                            ],
                        )
                    ),
                    name="placement_interruption_reason_known",
                    violation_error_message="This code is not known.",
                )
            ],
        ),
    ]
