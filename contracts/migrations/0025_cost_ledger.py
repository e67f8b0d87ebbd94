"""The cost ledger: all kinds of cost, costs without a placement, closed months."""

from decimal import Decimal

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

import config.shared.identifiers
from config.shared.migrations import AddConstraints, AddFields, AlterFields, RemoveConstraints

KINDS = [
    ("instalment", "Instalment"),
    ("hours", "Hours"),
    ("month", "Month"),
    ("group_share", "Share of a group"),
    ("fee", "Fee"),
    ("settlement", "Settlement"),
    ("credit", "Credit"),
    ("entry", "Booked cost"),
]
TYPES = [
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
]
UNITS = [
    ("trajectory", "per trajectory"),
    ("hour", "per hour"),
    ("month", "per month"),
    ("group", "per group"),
    ("group_hour", "per group hour"),
    ("fee", "per occasion"),
]
ROUTES = [("B", "B1 route"), ("O", "Education route"), ("Z", "Z route")]
MOMENTS = [
    ("start", "at the start"),
    ("completion", "at completion"),
    ("recorded", "each time it is recorded"),
]
HOURS = [("offered", "hours offered"), ("attended", "hours attended")]
BOOKED = ["entry", "credit"]


def codes(choices: list[tuple[str, str]]) -> list[str]:
    return [code for code, _label in choices]


FILL = """
UPDATE contracts_costline line
   SET region_id = contract.region_id, part = instalment.moment, unit = tariff.unit,
       quantity = instalment.percentage / 100
  FROM contracts_contract contract, contracts_tariffinstalment instalment, contracts_tariff tariff
 WHERE contract.id = line.contract_id AND instalment.id = line.instalment_id
   AND tariff.id = line.tariff_id;
UPDATE contracts_costmonth standing
   SET region_id = contract.region_id, unit = 'trajectory', quantity = summed.quantity
  FROM contracts_contract contract,
       (SELECT contract_id, gemeente_id, route, kind, date_trunc('month', due_on)::date AS month,
               sum(quantity) AS quantity
          FROM contracts_costline
         GROUP BY contract_id, gemeente_id, route, kind, date_trunc('month', due_on)) AS summed
 WHERE contract.id = standing.contract_id
   AND (summed.contract_id, summed.gemeente_id, summed.route, summed.kind, summed.month)
     = (standing.contract_id, standing.gemeente_id, standing.route, standing.kind, standing.month);
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
"""What stands are instalments of trajectories, so that the rest of a line follows from those."""

MONTHS_CLOSE = """
CREATE FUNCTION contracts_closed_months_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1
          FROM (SELECT contract_id, min(due_on) AS due_on FROM changed
                 WHERE contract_id IS NOT NULL GROUP BY contract_id) AS line
          JOIN contracts_monthclosing closing
            ON closing.contract_id = line.contract_id
           AND closing.month >= date_trunc('month', line.due_on)::date
    ) THEN
        RAISE EXCEPTION 'cost lines of a closed month stand'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cost_line_month_is_open';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER cost_line_added AFTER INSERT ON contracts_costline
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_closed_months_stand();
CREATE TRIGGER cost_line_changed_from AFTER UPDATE ON contracts_costline
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_closed_months_stand();
CREATE TRIGGER cost_line_changed_to AFTER UPDATE ON contracts_costline
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_closed_months_stand();
CREATE TRIGGER cost_line_removed AFTER DELETE ON contracts_costline
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_closed_months_stand();

CREATE FUNCTION contracts_months_close_in_order() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest date;
BEGIN
    SELECT max(month) INTO newest
      FROM contracts_monthclosing WHERE contract_id = NEW.contract_id;
    IF NEW.month <> newest + interval '1 month' THEN
        RAISE EXCEPTION 'the month after % closes next', newest
            USING ERRCODE = 'check_violation', CONSTRAINT = 'month_closing_in_order';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER month_closing_in_order BEFORE INSERT ON contracts_monthclosing
    FOR EACH ROW EXECUTE FUNCTION contracts_months_close_in_order();
CREATE TRIGGER month_closing_rows BEFORE UPDATE OR DELETE ON contracts_monthclosing
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER month_closing_all BEFORE TRUNCATE ON contracts_monthclosing
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
MONTHS_OPEN = """
DROP TRIGGER month_closing_all ON contracts_monthclosing;
DROP TRIGGER month_closing_rows ON contracts_monthclosing;
DROP TRIGGER month_closing_in_order ON contracts_monthclosing;
DROP FUNCTION contracts_months_close_in_order();
DROP TRIGGER cost_line_removed ON contracts_costline;
DROP TRIGGER cost_line_changed_to ON contracts_costline;
DROP TRIGGER cost_line_changed_from ON contracts_costline;
DROP TRIGGER cost_line_added ON contracts_costline;
DROP FUNCTION contracts_closed_months_stand();
"""

ENTRIES_STAND = """
CREATE FUNCTION contracts_entry_shares_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    difference numeric;
BEGIN
    SELECT amount - (SELECT coalesce(sum(amount), 0) FROM contracts_costentryshare
                      WHERE entry_id = entry)
      INTO difference FROM contracts_costentry WHERE id = entry;
    IF difference <> 0 THEN
        RAISE EXCEPTION 'the shares of booked cost % differ % from its amount', entry, difference
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cost_entry_shares_are_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cost_entry_is_whole AFTER INSERT ON contracts_costentry
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION contracts_entry_shares_are_whole('id');
CREATE CONSTRAINT TRIGGER cost_entry_share_is_whole AFTER INSERT ON contracts_costentryshare
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION contracts_entry_shares_are_whole('entry_id');
CREATE TRIGGER cost_entry_stands BEFORE UPDATE ON contracts_costentry
    FOR EACH ROW WHEN (
        OLD.withdrawn_at IS NOT NULL
        OR to_jsonb(OLD) - '{withdrawn_at,withdrawn_by_id}'::text[]
           <> to_jsonb(NEW) - '{withdrawn_at,withdrawn_by_id}'::text[]
    ) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER cost_entry_share_stands BEFORE UPDATE OR DELETE ON contracts_costentryshare
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
ENTRIES_MOVE = """
DROP TRIGGER cost_entry_share_stands ON contracts_costentryshare;
DROP TRIGGER cost_entry_stands ON contracts_costentry;
DROP TRIGGER cost_entry_share_is_whole ON contracts_costentryshare;
DROP TRIGGER cost_entry_is_whole ON contracts_costentry;
DROP FUNCTION contracts_entry_shares_are_whole();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_api_tokens"),
        ("contracts", "0024_statement_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="tariff",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tariff",
            name="delete_delete",
        ),
        RemoveConstraints(
            model_name="costline",
            names=["cost_line_once_per_instalment", "cost_line_kind_known"],
        ),
        RemoveConstraints(
            model_name="costmonth",
            names=["cost_month_once"],
        ),
        RemoveConstraints(
            model_name="placementhours",
            names=["placement_hours_attended_within_offered"],
        ),
        migrations.CreateModel(
            name="CostEntry",
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
                        blank=True, choices=ROUTES, max_length=1, verbose_name="route"
                    ),
                ),
                (
                    "cost_type",
                    models.CharField(choices=TYPES, max_length=20, verbose_name="cost type"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("entry", "Booked cost"), ("credit", "Credit")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("first_on", models.DateField(verbose_name="first service day")),
                ("last_on", models.DateField(verbose_name="last service day")),
                (
                    "description",
                    models.CharField(
                        max_length=200,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="description",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reason",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="amount excl. VAT"
                    ),
                ),
                (
                    "vat_rate",
                    models.DecimalField(
                        db_default=Decimal("0"),
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        verbose_name="VAT (%)",
                    ),
                ),
                (
                    "vat_exemption",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="ground of the VAT exemption"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="booked")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_entries",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to="accounts.allocationkeyversion",
                        verbose_name="allocation key",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="booked by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="cost_entries",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "booked cost",
                "verbose_name_plural": "booked costs",
                "ordering": ("-due_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", BOOKED)),
                        name="cost_entry_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost_type__in", codes(TYPES))),
                        name="cost_entry_cost_type_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["", *codes(ROUTES)])),
                        name="cost_entry_route_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__gte", models.F("first_on")),
                            ("first_on__isnull", True),
                            ("last_on__isnull", True),
                            _connector="OR",
                        ),
                        name="cost_entry_last_on_not_before_first_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("vat_rate__gte", Decimal("0")),
                            ("vat_rate__isnull", True),
                            _connector="OR",
                        ),
                        name="cost_entry_vat_rate_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="cost_entry_withdrawn_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__lt", 0), ("kind", "credit")),
                            models.Q(("kind", "entry"), models.Q(("amount", 0), _negated=True)),
                            _connector="OR",
                        ),
                        name="cost_entry_amount_fits_kind",
                        violation_error_message="A cost is not nought; a credit is below nought.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vat_exemption", ""), ("vat_rate", 0), _connector="OR"),
                        name="cost_entry_exempt_has_no_rate",
                        violation_error_message="What is exempt from VAT has no rate.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeeOccasion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="fee for")),
                ("on", models.DateField(verbose_name="day")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "placement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="fee_occasions",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "occasion for a fee",
                "verbose_name_plural": "occasions for a fee",
                "ordering": ("placement", "on", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("placement", "name", "on"),
                        name="fee_occasion_once",
                        violation_error_message="This fee was already recorded on this day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthClosing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("closed_at", models.DateTimeField(verbose_name="closed")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="month_closings",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "closed month",
                "verbose_name_plural": "closed months",
                "ordering": ("contract", "-month"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "month"),
                        name="month_closing_once",
                        violation_error_message="This month is already closed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="month_closing_month_begins"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostEntryShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="amount excl. VAT"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="shares", to="contracts.costentry"
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="+",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of a booked cost",
                "verbose_name_plural": "shares of booked costs",
                "ordering": ("entry", "gemeente__name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "gemeente"),
                        name="cost_entry_share_once",
                        violation_error_message="This gemeente already has a share.",
                    )
                ],
            },
        ),
        AddFields(
            model_name="costline",
            fields=[
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="corrections",
                        to="contracts.costline",
                        verbose_name="corrects",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_lines",
                        to="contracts.coursegroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "is_reversal",
                    models.BooleanField(db_default=False, default=False, verbose_name="takes back"),
                ),
                ("part", models.CharField(blank=True, max_length=100, verbose_name="part")),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=6, max_digits=14, verbose_name="number of units"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_lines",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "unit",
                    models.CharField(blank=True, choices=UNITS, max_length=12, verbose_name="unit"),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_lines",
                        to="contracts.costentry",
                        verbose_name="booked cost",
                    ),
                ),
            ],
            fill={"quantity": Decimal(0)},
        ),
        AddFields(
            model_name="costmonth",
            fields=[
                (
                    "cost_type",
                    models.CharField(
                        choices=TYPES,
                        db_default="learning_routes",
                        default="learning_routes",
                        max_length=20,
                        verbose_name="cost type",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=6, default=0, max_digits=16, verbose_name="number of units"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_months",
                        to="accounts.region",
                    ),
                ),
                (
                    "unit",
                    models.CharField(blank=True, choices=UNITS, max_length=12, verbose_name="unit"),
                ),
            ],
        ),
        AddFields(
            model_name="placementhours",
            fields=[
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="hours",
                        to="contracts.delivery",
                        verbose_name="delivery",
                    ),
                )
            ],
        ),
        AddFields(
            model_name="tariff",
            fields=[
                (
                    "charged_at",
                    models.CharField(
                        choices=MOMENTS,
                        db_default="start",
                        default="start",
                        max_length=10,
                        verbose_name="fee falls due",
                    ),
                ),
                (
                    "hours_basis",
                    models.CharField(
                        choices=HOURS,
                        db_default="offered",
                        default="offered",
                        max_length=10,
                        verbose_name="hours that are paid",
                    ),
                ),
            ],
        ),
        AddFields(
            model_name="tariffversion",
            fields=[
                (
                    "charged_at",
                    models.CharField(
                        choices=MOMENTS,
                        db_default="start",
                        default="start",
                        max_length=10,
                        verbose_name="fee falls due",
                    ),
                ),
                (
                    "hours_basis",
                    models.CharField(
                        choices=HOURS,
                        db_default="offered",
                        default="offered",
                        max_length=10,
                        verbose_name="hours that are paid",
                    ),
                ),
            ],
        ),
        AlterFields(
            model_name="costline",
            fields=[
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_lines",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12, verbose_name="kind")),
                (
                    "placement",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_lines",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        blank=True, choices=ROUTES, max_length=1, verbose_name="route"
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_lines",
                        to="contracts.tariff",
                        verbose_name="tariff",
                    ),
                ),
            ],
        ),
        AlterFields(
            model_name="costmonth",
            fields=[
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=PROTECT,
                        related_name="cost_months",
                        to="contracts.contract",
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12, verbose_name="kind")),
                (
                    "route",
                    models.CharField(
                        blank=True, choices=ROUTES, max_length=1, verbose_name="route"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        AlterFields(
            model_name="costline",
            fields=[
                (
                    "region",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="cost_lines",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                )
            ],
        ),
        AlterFields(
            model_name="costmonth",
            fields=[
                (
                    "region",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="cost_months", to="accounts.region"
                    ),
                )
            ],
        ),
        migrations.RemoveField(
            model_name="costline",
            name="instalment",
        ),
        migrations.AddIndex(
            model_name="costline",
            index=models.Index(
                condition=models.Q(("group__isnull", False)),
                fields=["group"],
                name="cost_line_of_group",
            ),
        ),
        migrations.AddIndex(
            model_name="costline",
            index=models.Index(
                condition=models.Q(("corrects__isnull", False)),
                fields=["corrects"],
                name="cost_line_correcting",
            ),
        ),
        migrations.AddIndex(
            model_name="costline",
            index=models.Index(
                condition=models.Q(("contract__isnull", True)),
                fields=["region", "due_on"],
                name="cost_line_without_contract",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffversion" ("charged_at", "charges_other_groups", "contract_id", "first_on", "follows_id", "hours_basis", "id", "last_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "route", "unit") SELECT old_values."charged_at", old_values."charges_other_groups", old_values."contract_id", old_values."first_on", old_values."follows_id", old_values."hours_basis", old_values."id", old_values."last_on", old_values."name", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."price", old_values."route", old_values."unit" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="b2ccf1a60b6046bbab8f8c85c9e5573a5b9eaf91",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0e47f",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_tariff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffversion" ("charged_at", "charges_other_groups", "contract_id", "first_on", "follows_id", "hours_basis", "id", "last_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "route", "unit") SELECT old_values."charged_at", old_values."charges_other_groups", old_values."contract_id", old_values."first_on", old_values."follows_id", old_values."hours_basis", old_values."id", old_values."last_on", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."price", old_values."route", old_values."unit" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="82b33a621710fe35cff32d4355b671115fc9a035",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00224",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_tariff",
                    when="AFTER",
                ),
            ),
        ),
        AddConstraints(
            model_name="costmonth",
            constraints=[
                models.UniqueConstraint(
                    fields=(
                        "contract",
                        "gemeente",
                        "route",
                        "kind",
                        "cost_type",
                        "unit",
                        "month",
                        "region",
                    ),
                    name="cost_month_once",
                    nulls_distinct=False,
                ),
                models.CheckConstraint(
                    condition=models.Q(("cost_type__in", codes(TYPES))),
                    name="cost_month_cost_type_known",
                    violation_error_message="This code is not known.",
                ),
            ],
        ),
        AddConstraints(
            model_name="placementhours",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        ("attended__gte", 0),
                        ("offered__gte", 0),
                        models.Q(
                            ("attended__lte", models.F("offered")),
                            ("delivery__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    name="placement_hours_attended_within_offered",
                    violation_error_message="More hours attended than offered.",
                )
            ],
        ),
        AddConstraints(
            model_name="tariff",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(("hours_basis__in", codes(HOURS))),
                    name="tariff_hours_basis_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("charged_at__in", codes(MOMENTS))),
                    name="tariff_charged_at_known",
                    violation_error_message="This code is not known.",
                ),
            ],
        ),
        AddConstraints(
            model_name="costline",
            constraints=[
                models.UniqueConstraint(
                    condition=models.Q(("placement__isnull", False)),
                    fields=(
                        "placement",
                        "kind",
                        "part",
                        "service_month",
                        "is_reversal",
                        "corrects",
                    ),
                    name="cost_line_once_per_placement",
                    nulls_distinct=False,
                ),
                models.UniqueConstraint(
                    condition=models.Q(("placement__isnull", True)),
                    fields=(
                        "entry",
                        "group",
                        "gemeente",
                        "kind",
                        "part",
                        "service_month",
                        "is_reversal",
                        "corrects",
                    ),
                    name="cost_line_once_elsewhere",
                    nulls_distinct=False,
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("entry__isnull", True), ("placement__isnull", False)),
                        models.Q(
                            ("entry__isnull", False),
                            ("group__isnull", True),
                            ("placement__isnull", True),
                        ),
                        models.Q(
                            ("entry__isnull", True),
                            ("group__isnull", False),
                            ("placement__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="cost_line_has_one_origin",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("entry__isnull", False), ("tariff__isnull", True), ("unit", "")),
                        models.Q(
                            ("contract__isnull", False),
                            ("entry__isnull", True),
                            ("tariff__isnull", False),
                            ("unit__in", codes(UNITS)),
                        ),
                        _connector="OR",
                    ),
                    name="cost_line_names_its_tariff",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("entry__isnull", False), ("kind__in", BOOKED)),
                        models.Q(
                            ("entry__isnull", True), models.Q(("kind__in", BOOKED), _negated=True)
                        ),
                        _connector="OR",
                    ),
                    name="cost_line_kind_fits_origin",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("is_reversal", False), ("corrects__isnull", False), _connector="OR"
                    ),
                    name="cost_line_reversal_names_line",
                ),
                models.CheckConstraint(
                    condition=models.Q(("service_month__day", 1)),
                    name="cost_line_service_month_begins",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("last_on__gte", models.F("first_on")),
                        ("first_on__isnull", True),
                        ("last_on__isnull", True),
                        _connector="OR",
                    ),
                    name="cost_line_last_on_not_before_first_on",
                    violation_error_message="The last day may not be before the first day.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", codes(KINDS))),
                    name="cost_line_kind_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("route__in", ["", *codes(ROUTES)])),
                    name="cost_line_route_known",
                    violation_error_message="This code is not known.",
                ),
            ],
        ),
        migrations.RunSQL(MONTHS_CLOSE, MONTHS_OPEN),
        migrations.RunSQL(ENTRIES_STAND, ENTRIES_MOVE),
    ]
