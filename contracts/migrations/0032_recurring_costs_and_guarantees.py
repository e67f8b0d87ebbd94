"""Costs that come back, what a contract guarantees, what is earned by days of service, and
former versions of rules, shares of seats, bands and instalments.
"""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from config.shared.migrations import AddConstraints, AddFields, AlterFields, RemoveConstraints

STOOD_BEFORE = """
UPDATE contracts_capacityshare SET kept_at = NULL;
UPDATE contracts_settlementrule SET kept_at = NULL;
UPDATE contracts_tariffband SET kept_at = NULL;
UPDATE contracts_tariffinstalment SET kept_at = NULL;
"""
EARNED_BY = """
CREATE FUNCTION contracts_earned_by(
    what numeric, digits integer, first_on date, last_on date, due_on date, service_month date,
    on_day date
) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN due_on >= service_month + interval '1 month' AND on_day < due_on THEN 0
                ELSE round(what * greatest(least(on_day, last_on) - first_on + 1, 0)
                           / (last_on - first_on + 1), digits) END
$$;
COMMENT ON FUNCTION contracts_earned_by IS
    'What a cost line has earned by the end of a day, evenly over its days of service; what is '
    'booked later than its month of service counts from the day of booking on.';
"""
NOT_EARNED = """
DROP FUNCTION contracts_earned_by(numeric, integer, date, date, date, date, date);
"""
ENTRY_MAY_END = """
DROP TRIGGER cost_entry_stands ON contracts_costentry;
CREATE TRIGGER cost_entry_stands BEFORE UPDATE ON contracts_costentry
    FOR EACH ROW WHEN (
        OLD.withdrawn_at IS NOT NULL
        OR OLD.ended_at IS NOT NULL AND OLD.ended_at IS DISTINCT FROM NEW.ended_at
        OR OLD.ended_at IS NOT NULL AND OLD.ended_on IS DISTINCT FROM NEW.ended_on
        OR to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id,ended_on,ended_at,ended_by_id}'::text[]
           <> to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id,ended_on,ended_at,ended_by_id}'::text[]
    ) EXECUTE FUNCTION refuse_change();
"""
ENTRY_STANDS = """
DROP TRIGGER cost_entry_stands ON contracts_costentry;
CREATE TRIGGER cost_entry_stands BEFORE UPDATE ON contracts_costentry
    FOR EACH ROW WHEN (
        OLD.withdrawn_at IS NOT NULL
        OR to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id}'::text[]
           <> to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id}'::text[]
    ) EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contracts", "0031_indexes_of_cost_lines"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        RemoveConstraints(
            model_name="contractalert",
            names=["contract_alert_kind_known"],
        ),
        migrations.CreateModel(
            name="CapacityShareVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField(verbose_name="contracted")),
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
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
                        to="contracts.capacityshare",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractGuarantee",
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
                        choices=[("value", "An amount"), ("heads", "A number of learners")],
                        max_length=8,
                        verbose_name="guaranteed",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        blank=True,
                        choices=[("B", "B1 route"), ("O", "Education route"), ("Z", "Z route")],
                        max_length=1,
                        verbose_name="route",
                    ),
                ),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(verbose_name="last day")),
                (
                    "minimum_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="least amount excl. VAT",
                    ),
                ),
                (
                    "minimum_heads",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="least number of learners"
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="price of each learner short",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guarantees",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee",
                        to="contracts.costentry",
                        verbose_name="shortfall booked as",
                    ),
                ),
            ],
            options={
                "verbose_name": "guaranteed minimum",
                "verbose_name_plural": "guaranteed minimums",
                "ordering": ("contract", "first_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["value", "heads"])),
                        name="guarantee_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["", "B", "O", "Z"])),
                        name="guarantee_route_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__gte", models.F("first_on")),
                            ("first_on__isnull", True),
                            ("last_on__isnull", True),
                            _connector="OR",
                        ),
                        name="guarantee_last_on_not_before_first_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("minimum_amount__gte", Decimal("0")),
                                ("minimum_amount__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("price__gte", Decimal("0")),
                                ("price__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="guarantee_minimum_amount_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "value"),
                                ("minimum_amount__isnull", False),
                                ("minimum_heads__isnull", True),
                                ("price__isnull", True),
                            ),
                            models.Q(
                                ("kind", "heads"),
                                ("minimum_amount__isnull", True),
                                ("minimum_heads__isnull", False),
                                ("price__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="guarantee_kind_complete",
                        violation_error_message="Give an amount, or a number of learners with the price of each one short.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("due", "the day it falls due"),
                            ("service", "the days of service it pays for (accrual)"),
                        ],
                        max_length=8,
                        verbose_name="a cost counts on",
                    ),
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
                        related_name="cost_basis",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "basis of costs",
                "verbose_name_plural": "bases of costs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["due", "service"])),
                        name="cost_basis_basis_known",
                        violation_error_message="This code is not known.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementRuleVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("absence", "Absence"),
                            ("dropout", "Dropout"),
                            ("no_show", "No-show"),
                            ("route_switch", "Switch of route"),
                        ],
                        max_length=12,
                        verbose_name="event",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("percentage", "Part of the tariff"),
                            ("amount", "Fixed amount"),
                            ("none", "Nothing is settled"),
                        ],
                        max_length=10,
                        verbose_name="basis",
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="percentage of the tariff",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="amount",
                    ),
                ),
                (
                    "threshold_percentage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="from this part of the hours missed (%)",
                    ),
                ),
                (
                    "within_weeks",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="within so many weeks of the start"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="explanation")),
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
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
                        to="contracts.settlementrule",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TariffBandVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("from_number", models.PositiveIntegerField(verbose_name="from number")),
                (
                    "price",
                    models.DecimalField(decimal_places=4, max_digits=12, verbose_name="price"),
                ),
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
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
                        to="contracts.tariffband",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.tariff",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TariffInstalmentVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "moment",
                    models.CharField(
                        choices=[
                            ("start", "at the start"),
                            ("halfway", "halfway"),
                            ("completion", "at completion"),
                        ],
                        max_length=12,
                        verbose_name="falls due",
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="percentage"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
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
                        to="contracts.tariffinstalment",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.tariff",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        AddFields(
            model_name="capacityshare",
            fields=[
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
                    ),
                )
            ],
        ),
        AddFields(
            model_name="costentry",
            fields=[
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="stopped by",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="stopped from the day after"
                    ),
                ),
                (
                    "repeats_until",
                    models.DateField(blank=True, null=True, verbose_name="repeats until"),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("once", "Once"),
                            ("monthly", "Every month"),
                            ("quarterly", "Every quarter"),
                            ("yearly", "Every year"),
                        ],
                        db_default="once",
                        default="once",
                        max_length=9,
                        verbose_name="falls due",
                    ),
                ),
            ],
        ),
        AddFields(
            model_name="costmonth",
            fields=[
                (
                    "earned_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="earned",
                    ),
                ),
                (
                    "earned_by_day",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DecimalField(decimal_places=2, max_digits=14),
                        blank=True,
                        null=True,
                        size=31,
                    ),
                ),
                (
                    "earned_heads",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="learners taught"
                    ),
                ),
                (
                    "earned_quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=16,
                        null=True,
                        verbose_name="units earned",
                    ),
                ),
            ],
        ),
        AddFields(
            model_name="settlementrule",
            fields=[
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
                    ),
                )
            ],
        ),
        AddFields(
            model_name="tariffband",
            fields=[
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
                    ),
                )
            ],
        ),
        AddFields(
            model_name="tariffinstalment",
            fields=[
                (
                    "kept_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        null=True,
                        verbose_name="kept",
                    ),
                )
            ],
        ),
        AlterFields(
            model_name="contractalert",
            fields=[
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("option_decision", "Renewal option to decide on"),
                            ("value_meter", "Maximum value comes near"),
                            ("quantity_meter", "Maximum number comes near"),
                            ("recognition", "Recognition lapses"),
                            ("term_ending", "Contract comes to its end"),
                            ("kpi", "Agreed result is not reached"),
                            ("guarantee", "Guaranteed minimum is not reached"),
                        ],
                        max_length=16,
                        verbose_name="warning",
                    ),
                )
            ],
        ),
        migrations.RunSQL(STOOD_BEFORE, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name="capacityshare",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_capacityshareversion" ("gemeente_id", "id", "kept_at", "line_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."gemeente_id", old_values."id", old_values."kept_at", old_values."line_id", old_values."number", _pgh_attached_context.value, NOW(), \'update\', old_values."id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="a146fc6a29cbf92a5f162a2b66e004550e169c2f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dc3fd",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_capacityshare",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capacityshare",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_capacityshareversion" ("gemeente_id", "id", "kept_at", "line_id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."gemeente_id", old_values."id", old_values."kept_at", old_values."line_id", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="4f5b5868e664f64507c6aecd432e47b81d56918f",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_90db1",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_capacityshare",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_settlementruleversion" ("amount", "basis", "contract_id", "event", "id", "kept_at", "note", "percentage", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "threshold_percentage", "within_weeks") SELECT old_values."amount", old_values."basis", old_values."contract_id", old_values."event", old_values."id", old_values."kept_at", old_values."note", old_values."percentage", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."threshold_percentage", old_values."within_weeks" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="d17e23112858b2ea1a04f201c9a4bbf1efe12d32",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_84451",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_settlementrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="settlementrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_settlementruleversion" ("amount", "basis", "contract_id", "event", "id", "kept_at", "note", "percentage", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "threshold_percentage", "within_weeks") SELECT old_values."amount", old_values."basis", old_values."contract_id", old_values."event", old_values."id", old_values."kept_at", old_values."note", old_values."percentage", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."threshold_percentage", old_values."within_weeks" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8dc2d4fed916ddf0026ab94d45c2833d50f88f1b",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_baa42",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_settlementrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariffband",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffbandversion" ("from_number", "id", "kept_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "tariff_id") SELECT old_values."from_number", old_values."id", old_values."kept_at", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."price", old_values."tariff_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="44c371296d6f050edde97ae84f0debd009d8f327",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6f040",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_tariffband",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariffband",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffbandversion" ("from_number", "id", "kept_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "tariff_id") SELECT old_values."from_number", old_values."id", old_values."kept_at", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."price", old_values."tariff_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="45355f7719b052f9df92974064faafcc83e5f1cb",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_819be",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_tariffband",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariffinstalment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffinstalmentversion" ("amount", "id", "kept_at", "moment", "percentage", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tariff_id") SELECT old_values."amount", old_values."id", old_values."kept_at", old_values."moment", old_values."percentage", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."tariff_id" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="1d1d302cfdc7944f512aeab01bd73ea2f00339b2",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_afd66",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_tariffinstalment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariffinstalment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffinstalmentversion" ("amount", "id", "kept_at", "moment", "percentage", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "tariff_id") SELECT old_values."amount", old_values."id", old_values."kept_at", old_values."moment", old_values."percentage", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."tariff_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="dc92a2bd4a8d9dda88259f0fa2cd1120f5db7cc6",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_32eed",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_tariffinstalment",
                    when="AFTER",
                ),
            ),
        ),
        AddConstraints(
            model_name="contractalert",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "kind__in",
                            [
                                "option_decision",
                                "value_meter",
                                "quantity_meter",
                                "recognition",
                                "term_ending",
                                "kpi",
                                "guarantee",
                            ],
                        )
                    ),
                    name="contract_alert_kind_known",
                    violation_error_message="This code is not known.",
                )
            ],
        ),
        AddConstraints(
            model_name="costentry",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                        models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                        _connector="OR",
                    ),
                    name="cost_entry_ended_stamp_complete",
                    violation_error_message="A moment and the person who acted belong together.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("rhythm__in", ["once", "monthly", "quarterly", "yearly"])),
                    name="cost_entry_rhythm_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("repeats_until__gte", models.F("due_on")),
                        ("due_on__isnull", True),
                        ("repeats_until__isnull", True),
                        _connector="OR",
                    ),
                    name="cost_entry_repeats_until_not_before_due_on",
                    violation_error_message="The last day may not be before the first day.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("repeats_until__isnull", True), ("rhythm", "once")),
                        models.Q(
                            models.Q(("rhythm", "once"), _negated=True),
                            ("repeats_until__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="cost_entry_rhythm_has_end",
                    violation_error_message="Only what comes back has a last day.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", True), ("ended_on__isnull", True)),
                        models.Q(
                            ("ended_at__isnull", False), ("ended_on__lt", models.F("repeats_until"))
                        ),
                        _connector="OR",
                    ),
                    name="cost_entry_ends_before_its_last_day",
                    violation_error_message="It is stopped before the day until which it repeats.",
                ),
            ],
        ),
        AddConstraints(
            model_name="costmonth",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("earned_amount__isnull", False),
                            ("earned_by_day__isnull", False),
                            ("earned_heads__isnull", False),
                            ("earned_quantity__isnull", False),
                        ),
                        models.Q(
                            ("earned_amount__isnull", True),
                            ("earned_by_day__isnull", True),
                            ("earned_heads__isnull", True),
                            ("earned_quantity__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="cost_month_earned_complete",
                )
            ],
        ),
        migrations.RunSQL(ENTRY_MAY_END, ENTRY_STANDS),
        migrations.RunSQL(EARNED_BY, NOT_EARNED),
    ]
