"""Signals of overruns, and texts for the planning and control cycle.

The log of decisions is only added to, and a final text stands as it is.
"""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

from config.shared.workflow import guard_operations

KEEP = """
CREATE TRIGGER signal_decision_rows BEFORE UPDATE OR DELETE ON reports_signaldecision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signal_decision_all BEFORE TRUNCATE ON reports_signaldecision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_change_of_final_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.text_id ELSE NEW.text_id END;
BEGIN
    IF EXISTS (SELECT FROM reports_planningtext WHERE id = concerned AND status = 'final') THEN
        RAISE EXCEPTION 'a final report text does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'planning_text_final_stands';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reports_planningsection_stands
    BEFORE INSERT OR UPDATE OR DELETE ON reports_planningsection
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_final_text();
CREATE TRIGGER reports_planningtext_stands
    BEFORE UPDATE OR DELETE ON reports_planningtext
    FOR EACH ROW WHEN (OLD.status = 'final') EXECUTE FUNCTION refuse_change();
"""
LET_GO = """
DROP TRIGGER reports_planningtext_stands ON reports_planningtext;
DROP TRIGGER reports_planningsection_stands ON reports_planningsection;
DROP FUNCTION refuse_change_of_final_text();
DROP TRIGGER signal_decision_all ON reports_signaldecision;
DROP TRIGGER signal_decision_rows ON reports_signaldecision;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0027_invoices"),
        ("reports", "0004_budgets_and_forecasts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OverrunRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="from a percentage of the budget",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="from an amount"
                    ),
                ),
                (
                    "worse_percentage",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="opens again when worse by a percentage",
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
                        related_name="overrun_rule",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule of overruns",
                "verbose_name_plural": "rules of overruns",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("percentage__gte", Decimal("0")),
                                ("percentage__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("amount__gte", Decimal("0")),
                                ("amount__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("worse_percentage__gte", Decimal("0")),
                                ("worse_percentage__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="overrun_rule_percentage_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OverrunSignal",
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
                            ("threshold", "The forecast passes the budget"),
                            ("budget_passed", "The budget has been passed"),
                            ("ceiling_passed", "The contract passes its maximum value"),
                        ],
                        max_length=16,
                        verbose_name="signal",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year"),
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
                (
                    "limit_amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="budget or maximum"
                    ),
                ),
                (
                    "forecast_amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="forecast"),
                ),
                (
                    "overrun_amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="overrun"),
                ),
                (
                    "passes_on",
                    models.DateField(blank=True, null=True, verbose_name="day of passing"),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("volume", "More learners than planned"),
                            ("mix", "Learners on dearer routes or contracts"),
                            ("duration", "More hours or longer trajectories"),
                            ("price", "Higher prices"),
                            ("fill", "Empty seats in groups"),
                            ("settlement", "Settlements of dropout, absence and switches"),
                            ("entries", "Costs without a placement"),
                            ("funding", "The budget has too little ground"),
                            ("unknown", "Not known"),
                        ],
                        max_length=12,
                        verbose_name="cause",
                    ),
                ),
                (
                    "cause_is_chosen",
                    models.BooleanField(default=False, verbose_name="cause chosen by a person"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Not taken up yet"),
                            ("taken_up", "Taken up"),
                            ("solved", "Solved"),
                            ("accepted", "Overrun accepted"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "settled_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="overrun when settled",
                    ),
                ),
                ("raised_at", models.DateTimeField(verbose_name="signalled")),
                ("figures_at", models.DateTimeField(verbose_name="figures of")),
                (
                    "taken_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken up"),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrun_signals",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrun_signals",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrun_signals",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken up by",
                    ),
                ),
            ],
            options={
                "verbose_name": "overrun signal",
                "verbose_name_plural": "overrun signals",
                "ordering": ("-overrun_amount", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("open", "taken_up"))),
                        fields=["region", "-overrun_amount"],
                        name="overrun_signal_unsettled",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["threshold", "budget_passed", "ceiling_passed"])
                        ),
                        name="overrun_signal_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "taken_up", "solved", "accepted"])
                        ),
                        name="overrun_signal_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cause__in",
                                [
                                    "volume",
                                    "mix",
                                    "duration",
                                    "price",
                                    "fill",
                                    "settlement",
                                    "entries",
                                    "funding",
                                    "unknown",
                                ],
                            )
                        ),
                        name="overrun_signal_cause_known",
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
                        name="overrun_signal_cost_type_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_up_at__isnull", False), ("taken_up_by__isnull", False)
                            ),
                            models.Q(("taken_up_at__isnull", True), ("taken_up_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="overrun_signal_taken_up_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.UniqueConstraint(
                        fields=("region", "year", "gemeente", "route", "cost_type", "contract"),
                        name="overrun_signal_once",
                        nulls_distinct=False,
                        violation_error_message="This signal stands already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("contract__isnull", False),
                                ("gemeente__isnull", True),
                                ("kind", "ceiling_passed"),
                                ("route", ""),
                                ("year__isnull", True),
                            ),
                            models.Q(
                                ("gemeente__isnull", False),
                                ("kind__in", ("threshold", "budget_passed")),
                                ("year__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="overrun_signal_of_budget_or_maximum",
                        violation_error_message="A signal is about a budget or about a maximum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "overrun_amount",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("forecast_amount"), "-", models.F("limit_amount")
                                ),
                            )
                        ),
                        name="overrun_signal_adds_up",
                        violation_error_message="An overrun is the forecast less the budget.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanningText",
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
                            ("budget", "Budget paper"),
                            ("spring", "Spring memorandum"),
                            ("interim", "Interim report"),
                            ("autumn", "Autumn memorandum"),
                            ("annual", "Annual accounts"),
                        ],
                        max_length=10,
                        verbose_name="paper",
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
                ("figures_on", models.DateField(verbose_name="figures of")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("final", "Final")],
                        default="draft",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                (
                    "finalised_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="made final"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "finalised_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made final by",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planning_texts",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planning_texts",
                        to="reports.budgetline",
                        verbose_name="budget line",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planning_texts",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "report text",
                "verbose_name_plural": "report texts",
                "ordering": ("-year", "-figures_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["budget", "spring", "interim", "autumn", "annual"])
                        ),
                        name="planning_text_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "final"])),
                        name="planning_text_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finalised_at__isnull", False), ("finalised_by__isnull", False)
                            ),
                            models.Q(
                                ("finalised_at__isnull", True), ("finalised_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="planning_text_finalised_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finalised_at__isnull", False), ("status", "final")),
                            models.Q(("finalised_at__isnull", True), ("status", "draft")),
                            _connector="OR",
                        ),
                        name="planning_text_final_is_stamped",
                        violation_error_message="A final text says who made it final.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("line__isnull", True), ("gemeente__isnull", False), _connector="OR"
                        ),
                        name="planning_text_of_line_names_gemeente",
                        violation_error_message="A budget line belongs to a gemeente.",
                    ),
                    models.UniqueConstraint(
                        fields=("region", "gemeente", "line", "kind", "year", "version"),
                        name="planning_text_version_once",
                        nulls_distinct=False,
                        violation_error_message="There is already such a text.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("region", "gemeente", "line", "kind", "year"),
                        name="planning_text_one_draft",
                        nulls_distinct=False,
                        violation_error_message="There is already a draft of this text.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanningSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("key", models.CharField(max_length=60, verbose_name="subject")),
                ("heading", models.CharField(max_length=300, verbose_name="heading")),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("structural", "Structural"), ("incidental", "Incidental")],
                        max_length=10,
                        verbose_name="structural or incidental",
                    ),
                ),
                ("figures", models.JSONField(verbose_name="figures")),
                ("announcement", models.TextField(blank=True, verbose_name="earlier announcement")),
                ("cause", models.TextField(blank=True, verbose_name="cause")),
                ("money", models.TextField(blank=True, verbose_name="what the money does")),
                ("to_do", models.TextField(blank=True, verbose_name="what has still to be done")),
                ("proposed", models.JSONField(default=dict, verbose_name="words as generated")),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="reports.planningtext",
                        verbose_name="report text",
                    ),
                ),
            ],
            options={
                "verbose_name": "section of a report text",
                "verbose_name_plural": "sections of report texts",
                "ordering": ("position",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("recurrence__in", ["structural", "incidental"])),
                        name="planning_section_recurrence_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.UniqueConstraint(
                        fields=("text", "position"), name="planning_section_in_order"
                    ),
                    models.UniqueConstraint(fields=("text", "key"), name="planning_section_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignalDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="decision")),
                (
                    "effect_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="expected effect",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="before")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                (
                    "carries_out",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_out",
                        to="reports.signaldecision",
                        verbose_name="carries out",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="reports.overrunsignal",
                        verbose_name="signal",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ("-decided_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="signal_decision_says_what",
                        violation_error_message="Say what was decided.",
                    )
                ],
            },
        ),
        migrations.RunSQL(KEEP, LET_GO),
        *guard_operations("reports_overrunsignal", "overrun_signal"),
        *guard_operations("reports_planningtext", "planning_text"),
    ]
