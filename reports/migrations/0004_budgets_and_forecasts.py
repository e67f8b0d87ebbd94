"""Versions of budgets, and forecasts as they were."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import config.shared.migrations
from config.shared.workflow import guard_operations

FAST = (
    "region_id",
    "gemeente_id",
    "year",
    "route",
    "contract_id",
    "cost_type",
    "stream_id",
    "amount",
    "planned_unit",
    "planned_heads",
    "planned_units_per_head",
    "planned_unit_price",
    "planned_heads_per_group",
    "planned_settlements",
)
"""What a decision fixes of a budget line."""
ADOPTED = """
CREATE FUNCTION budget_is_adopted(region bigint, year int, gemeente bigint)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM reports_budgetadoption adoption
         WHERE adoption.region_id = $1
           AND adoption.year = $2
           AND (adoption.gemeente_id IS NULL OR adoption.gemeente_id = $3))
$$;
CREATE FUNCTION refuse_change_of_adopted_budget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF (NEW.amount, NEW.planned_heads, NEW.planned_settlements) = (0, 0, 0)
           OR NOT budget_is_adopted(NEW.region_id, NEW.year, NEW.gemeente_id) THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF ({new}) IS NOT DISTINCT FROM ({old})
           OR NOT (budget_is_adopted(NEW.region_id, NEW.year, NEW.gemeente_id)
                   OR budget_is_adopted(OLD.region_id, OLD.year, OLD.gemeente_id)) THEN
            RETURN NEW;
        END IF;
    ELSIF NOT budget_is_adopted(OLD.region_id, OLD.year, OLD.gemeente_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The budget of this year was adopted: only a decided change moves it.'
        USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER budget_line_adopted BEFORE INSERT OR UPDATE OR DELETE ON reports_budgetline
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_adopted_budget();
""".format(  # columns of this module, no input
    new=", ".join(f"NEW.{column}" for column in FAST),
    old=", ".join(f"OLD.{column}" for column in FAST),
)
NOT_ADOPTED = """
DROP TRIGGER budget_line_adopted ON reports_budgetline;
DROP FUNCTION refuse_change_of_adopted_budget();
DROP FUNCTION budget_is_adopted(bigint, int, bigint);
"""
DECIDED = """
CREATE FUNCTION refuse_change_of_decided_budget_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint;
BEGIN
    IF TG_TABLE_NAME = 'reports_budgetchange' THEN
        IF OLD.status = 'draft' THEN
            RETURN coalesce(NEW, OLD);
        END IF;
    ELSE
        concerned = CASE TG_OP WHEN 'DELETE' THEN OLD.change_id ELSE NEW.change_id END;
        IF NOT EXISTS (
            SELECT 1 FROM reports_budgetchange WHERE id = concerned AND status <> 'draft'
        ) THEN
            RETURN coalesce(NEW, OLD);
        END IF;
    END IF;
    RAISE EXCEPTION 'A budget change that was decided or withdrawn stays as it is.'
        USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER budget_change_decided BEFORE UPDATE OR DELETE ON reports_budgetchange
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_decided_budget_change();
CREATE TRIGGER budget_change_line_decided
    BEFORE INSERT OR UPDATE OR DELETE ON reports_budgetchangeline
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_decided_budget_change();
"""
NOT_DECIDED = """
DROP TRIGGER budget_change_line_decided ON reports_budgetchangeline;
DROP TRIGGER budget_change_decided ON reports_budgetchange;
DROP FUNCTION refuse_change_of_decided_budget_change();
"""


def keep(table: str) -> migrations.RunSQL:
    """Rows of the table are only ever added."""
    make = (
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();"
    )
    drop = f"DROP TRIGGER {table}_all ON {table}; DROP TRIGGER {table}_rows ON {table};"
    return migrations.RunSQL(make, drop)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_funding"),
        ("contracts", "0027_invoices"),
        ("accounts", "0006_api_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="budgetline",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="budgetline",
            name="delete_delete",
        ),
        config.shared.migrations.RemoveConstraints(
            model_name="budgetline",
            names=["budget_line_once", "budget_line_route_known", "budget_line_cost_type_known"],
        ),
        migrations.CreateModel(
            name="BudgetAdoption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2022),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                (
                    "reference",
                    models.CharField(max_length=80, verbose_name="reference of the decision"),
                ),
                ("adopted_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "adopted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_adoptions",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_adoptions",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "adopted budget",
                "verbose_name_plural": "adopted budgets",
                "ordering": ("-year", "region", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "year", "gemeente"),
                        name="budget_adoption_once",
                        nulls_distinct=False,
                        violation_error_message="This budget has been adopted already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2022),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "reference",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="reference of the decision"
                    ),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("decided", "Decided"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="drafted")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decision recorded"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_changes",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_changes",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "budget change",
                "verbose_name_plural": "budget changes",
                "ordering": ("-year", "-number", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "year", "number"),
                        name="budget_change_number_once",
                        violation_error_message="This number is already used.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "decided", "withdrawn"])),
                        name="budget_change_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="budget_change_decided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_on__isnull", False),
                                ("status", "decided"),
                                models.Q(("reference", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "decided"), _negated=True),
                                ("decided_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="budget_change_decided_names_decision",
                        violation_error_message="A decided change has a day and a reference.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpectedCost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[("B", "B1 route"), ("O", "Education route"), ("Z", "Z route")],
                        max_length=1,
                        verbose_name="route",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("instalment", "Instalment"),
                            ("hours", "Hours"),
                            ("month", "Month"),
                            ("group_share", "Share of a group"),
                            ("fee", "Fee"),
                            ("settlement", "Settlement"),
                            ("credit", "Credit"),
                            ("entry", "Booked cost"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("trajectory", "per trajectory"),
                            ("hour", "per hour"),
                            ("month", "per month"),
                            ("group", "per group"),
                            ("group_hour", "per group hour"),
                            ("fee", "per occasion"),
                        ],
                        max_length=12,
                        verbose_name="unit",
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount"),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=6, max_digits=16, verbose_name="number of units"
                    ),
                ),
                ("heads", models.PositiveIntegerField(verbose_name="learners who begin")),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected_costs",
                        to="contracts.contract",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected_costs",
                        to="accounts.gemeente",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expected_costs",
                        to="accounts.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "expected cost",
                "verbose_name_plural": "expected costs",
                "ordering": ("month", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "month", "gemeente", "route", "contract", "kind", "unit"),
                        name="expected_cost_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["B", "O", "Z"])),
                        name="expected_cost_route_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "instalment",
                                    "hours",
                                    "month",
                                    "group_share",
                                    "fee",
                                    "settlement",
                                    "credit",
                                    "entry",
                                ],
                            )
                        ),
                        name="expected_cost_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "unit__in",
                                ["trajectory", "hour", "month", "group", "group_hour", "fee"],
                            )
                        ),
                        name="expected_cost_unit_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForecastSnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_on", models.DateField(verbose_name="as on")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="occasion")),
                ("taken_at", models.DateTimeField(verbose_name="kept")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forecast_snapshots",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kept by",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept forecast",
                "verbose_name_plural": "kept forecasts",
                "ordering": ("-taken_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "taken_on"),
                        name="forecast_snapshot_once_a_day",
                        violation_error_message="The forecast of this day has been kept already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexationExpectation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2022),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="expected rise (%)"
                    ),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indexation_expectations",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "expected indexation",
                "verbose_name_plural": "expected indexations",
                "ordering": ("region", "year"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "year"),
                        name="indexation_expectation_once",
                        violation_error_message="There is already an expectation for this year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percentage__range", (-50, 50))),
                        name="indexation_expectation_within_reason",
                        violation_error_message="A percentage lies between -50 and 50.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetChangeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount_before",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="budget before"
                    ),
                ),
                (
                    "amount_after",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="budget after"
                    ),
                ),
                (
                    "planned_heads",
                    models.PositiveIntegerField(default=0, verbose_name="planned learners"),
                ),
                (
                    "planned_units_per_head",
                    models.DecimalField(
                        decimal_places=4,
                        default=1,
                        max_digits=6,
                        verbose_name="part of the price that falls in the year",
                    ),
                ),
                (
                    "planned_unit_price",
                    models.DecimalField(
                        decimal_places=4, default=0, max_digits=12, verbose_name="planned price"
                    ),
                ),
                (
                    "planned_heads_per_group",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="planned learners in a group",
                    ),
                ),
                (
                    "planned_settlements",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        verbose_name="planned settlements",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="reports.budgetchange",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="reports.budgetline",
                        verbose_name="budget line",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a budget change",
                "verbose_name_plural": "lines of a budget change",
                "ordering": ("change", "line", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change", "line"),
                        name="budget_change_line_once",
                        violation_error_message="This budget line already stands in the change.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_before__gte", Decimal("0")),
                            ("amount_before__isnull", True),
                            _connector="OR",
                        ),
                        name="budget_change_line_amount_before_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_after__gte", Decimal("0")),
                            ("amount_after__isnull", True),
                            _connector="OR",
                        ),
                        name="budget_change_line_amount_after_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("planned_units_per_head__gte", Decimal("0")),
                                ("planned_units_per_head__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("planned_unit_price__gte", Decimal("0")),
                                ("planned_unit_price__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="budget_change_line_plan_planned_units_per_head_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("planned_heads_per_group__isnull", True),
                            ("planned_heads_per_group__gt", 0),
                            _connector="OR",
                        ),
                        name="budget_change_line_planned_group_has_heads",
                        violation_error_message="A group has at least one learner.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForecastFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "cost_type",
                    models.CharField(
                        choices=[
                            ("learning_routes", "Learning routes"),
                            ("pvt", "Participation statement (PVT)"),
                            ("map", "Labour market and participation module (MAP)"),
                            ("guidance", "Social guidance"),
                            ("interpreters", "Interpreters"),
                            ("childcare", "Childcare"),
                            ("travel", "Travel"),
                            ("intake", "Broad intake and learnability test"),
                            ("it", "IT and licences"),
                            ("policy", "Policy and execution"),
                            ("bridging", "Bridging provision"),
                            ("other", "Other"),
                        ],
                        default="learning_routes",
                        max_length=20,
                        verbose_name="cost type",
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                (
                    "realised",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="realised"),
                ),
                (
                    "committed",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="committed"),
                ),
                (
                    "expected",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="expected"),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reports.forecastsnapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept figure",
                "verbose_name_plural": "kept figures",
                "ordering": ("snapshot", "month", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("snapshot", "month", "gemeente", "route", "contract", "cost_type"),
                        name="forecast_figure_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["", "B", "O", "Z"])),
                        name="forecast_figure_route_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cost_type__in",
                                [
                                    "learning_routes",
                                    "pvt",
                                    "map",
                                    "guidance",
                                    "interpreters",
                                    "childcare",
                                    "travel",
                                    "intake",
                                    "it",
                                    "policy",
                                    "bridging",
                                    "other",
                                ],
                            )
                        ),
                        name="forecast_figure_cost_type_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        config.shared.migrations.AddFields(
            model_name="budgetline",
            fields=[
                (
                    "planned_heads_per_group",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="planned learners in a group",
                    ),
                ),
                (
                    "planned_settlements",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        verbose_name="planned settlements",
                    ),
                ),
                (
                    "planned_unit",
                    models.CharField(
                        choices=[
                            ("trajectory", "per trajectory"),
                            ("hour", "per hour"),
                            ("month", "per month"),
                            ("group", "per group"),
                            ("group_hour", "per group hour"),
                            ("fee", "per occasion"),
                        ],
                        db_default="trajectory",
                        default="trajectory",
                        max_length=12,
                        verbose_name="planned by",
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("structural", "Structural"), ("incidental", "Incidental")],
                        db_default="structural",
                        default="structural",
                        max_length=10,
                        verbose_name="structural or incidental",
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="reports.fundingstream",
                        verbose_name="funding stream",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="budgetlineversion",
            fields=[
                (
                    "planned_heads_per_group",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="planned learners in a group",
                    ),
                ),
                (
                    "planned_settlements",
                    models.DecimalField(
                        db_default=0,
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        verbose_name="planned settlements",
                    ),
                ),
                (
                    "planned_unit",
                    models.CharField(
                        choices=[
                            ("trajectory", "per trajectory"),
                            ("hour", "per hour"),
                            ("month", "per month"),
                            ("group", "per group"),
                            ("group_hour", "per group hour"),
                            ("fee", "per occasion"),
                        ],
                        db_default="trajectory",
                        default="trajectory",
                        max_length=12,
                        verbose_name="planned by",
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("structural", "Structural"), ("incidental", "Incidental")],
                        db_default="structural",
                        default="structural",
                        max_length=10,
                        verbose_name="structural or incidental",
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reports.fundingstream",
                        verbose_name="funding stream",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="budgetline",
            fields=[
                (
                    "cost_type",
                    models.CharField(
                        choices=[
                            ("learning_routes", "Learning routes"),
                            ("pvt", "Participation statement (PVT)"),
                            ("map", "Labour market and participation module (MAP)"),
                            ("guidance", "Social guidance"),
                            ("interpreters", "Interpreters"),
                            ("childcare", "Childcare"),
                            ("travel", "Travel"),
                            ("intake", "Broad intake and learnability test"),
                            ("it", "IT and licences"),
                            ("policy", "Policy and execution"),
                            ("bridging", "Bridging provision"),
                            ("other", "Other"),
                        ],
                        default="learning_routes",
                        max_length=20,
                        verbose_name="cost type",
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
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="budgetlineversion",
            fields=[
                (
                    "cost_type",
                    models.CharField(
                        choices=[
                            ("learning_routes", "Learning routes"),
                            ("pvt", "Participation statement (PVT)"),
                            ("map", "Labour market and participation module (MAP)"),
                            ("guidance", "Social guidance"),
                            ("interpreters", "Interpreters"),
                            ("childcare", "Childcare"),
                            ("travel", "Travel"),
                            ("intake", "Broad intake and learnability test"),
                            ("it", "IT and licences"),
                            ("policy", "Policy and execution"),
                            ("bridging", "Bridging provision"),
                            ("other", "Other"),
                        ],
                        default="learning_routes",
                        max_length=20,
                        verbose_name="cost type",
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
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_budgetlineversion" ("amount", "contract_id", "cost_type", "gemeente_id", "id", "pc_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_heads", "planned_heads_per_group", "planned_settlements", "planned_unit", "planned_unit_price", "planned_units_per_head", "recurrence", "region_id", "route", "stream_id", "year") SELECT old_values."amount", old_values."contract_id", old_values."cost_type", old_values."gemeente_id", old_values."id", old_values."pc_code", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."planned_heads", old_values."planned_heads_per_group", old_values."planned_settlements", old_values."planned_unit", old_values."planned_unit_price", old_values."planned_units_per_head", old_values."recurrence", old_values."region_id", old_values."route", old_values."stream_id", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="e0a3887f27ecfc32a9f221efaf5059b40ab893a6",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dbf5e",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="reports_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="budgetline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_budgetlineversion" ("amount", "contract_id", "cost_type", "gemeente_id", "id", "pc_code", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_heads", "planned_heads_per_group", "planned_settlements", "planned_unit", "planned_unit_price", "planned_units_per_head", "recurrence", "region_id", "route", "stream_id", "year") SELECT old_values."amount", old_values."contract_id", old_values."cost_type", old_values."gemeente_id", old_values."id", old_values."pc_code", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."planned_heads", old_values."planned_heads_per_group", old_values."planned_settlements", old_values."planned_unit", old_values."planned_unit_price", old_values."planned_units_per_head", old_values."recurrence", old_values."region_id", old_values."route", old_values."stream_id", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="2c33f8800ceb5efad5882a8c048c1df7fde746df",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_51b50",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="reports_budgetline",
                    when="AFTER",
                ),
            ),
        ),
        config.shared.migrations.AddConstraints(
            model_name="budgetline",
            constraints=[
                models.UniqueConstraint(
                    fields=(
                        "region",
                        "gemeente",
                        "year",
                        "route",
                        "contract",
                        "cost_type",
                        "stream",
                    ),
                    name="budget_line_once",
                    nulls_distinct=False,
                    violation_error_message="There is already such a budget line.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("route__in", ["", "B", "O", "Z"])),
                    name="budget_line_route_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "cost_type__in",
                            [
                                "learning_routes",
                                "pvt",
                                "map",
                                "guidance",
                                "interpreters",
                                "childcare",
                                "travel",
                                "intake",
                                "it",
                                "policy",
                                "bridging",
                                "other",
                            ],
                        )
                    ),
                    name="budget_line_cost_type_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("recurrence__in", ["structural", "incidental"])),
                    name="budget_line_recurrence_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "planned_unit__in",
                            ["trajectory", "hour", "month", "group", "group_hour", "fee"],
                        )
                    ),
                    name="budget_line_planned_unit_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("route", ""), _negated=True),
                        models.Q(("cost_type", "learning_routes"), _negated=True),
                        _connector="OR",
                    ),
                    name="budget_line_of_learning_routes_has_route",
                    violation_error_message="A budget for learning routes names the route.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("planned_heads_per_group__isnull", True),
                        ("planned_heads_per_group__gt", 0),
                        _connector="OR",
                    ),
                    name="budget_line_planned_group_has_heads",
                    violation_error_message="A group has at least one learner.",
                ),
            ],
        ),
        migrations.RunSQL(ADOPTED, NOT_ADOPTED),
        migrations.RunSQL(DECIDED, NOT_DECIDED),
        *guard_operations("reports_budgetchange", "budget_change"),
        keep("reports_budgetadoption"),
        keep("reports_forecastsnapshot"),
        keep("reports_forecastfigure"),
    ]
