"""Funding streams and what they bring to whom."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

SHARES_ADD_UP = """
CREATE FUNCTION stream_shares_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    total numeric;
    divided numeric;
BEGIN
    SELECT amount INTO total FROM reports_streamyear WHERE id = version;
    SELECT COALESCE(sum(amount), 0) INTO divided
    FROM reports_streamshare WHERE stream_year_id = version;
    IF total <> divided THEN
        RAISE EXCEPTION 'the parts of version % are %, not %', version, divided, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stream_shares_add_up';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stream_year_is_divided AFTER INSERT ON reports_streamyear
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION stream_shares_add_up('id');
CREATE CONSTRAINT TRIGGER stream_share_adds_up AFTER INSERT ON reports_streamshare
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION stream_shares_add_up('stream_year_id');
"""
NO_SUM = """
DROP TRIGGER stream_share_adds_up ON reports_streamshare;
DROP TRIGGER stream_year_is_divided ON reports_streamyear;
DROP FUNCTION stream_shares_add_up();
"""
KEPT = ("reports_streamyear", "reports_streamshare", "reports_fundingpayment")


def keep(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_all ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_lean_indexes"),
        ("contracts", "0027_invoices"),
        ("accounts", "0006_api_tokens"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="FundingStream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("spuk_wi2021", "SPUK civic integration facilities (Wi2021)"),
                            ("spuk_education", "SPUK education route 2022-2025"),
                            ("supplement_education", "Supplement education route 2026-2029"),
                            ("gemeentefonds", "Gemeentefonds (general grant)"),
                            ("meicirculaire", "May circular"),
                            ("decembercirculaire", "December circular"),
                            ("own", "Own means"),
                            ("other", "Other"),
                        ],
                        max_length=30,
                        verbose_name="kind of funding",
                    ),
                ),
                (
                    "cost_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                            max_length=20,
                        ),
                        size=None,
                        verbose_name="meant for",
                    ),
                ),
                (
                    "recurrence",
                    models.CharField(
                        choices=[("structural", "Structural"), ("incidental", "Incidental")],
                        max_length=10,
                        verbose_name="structural or incidental",
                    ),
                ),
                (
                    "includes_vat",
                    models.BooleanField(default=False, verbose_name="amounts include VAT"),
                ),
                ("payer", models.CharField(max_length=120, verbose_name="paid by")),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("gemeente", "each gemeente"),
                            ("region", "the region, for all gemeenten"),
                        ],
                        max_length=10,
                        verbose_name="paid to",
                    ),
                ),
                ("source", models.TextField(verbose_name="source")),
                (
                    "preset",
                    models.CharField(blank=True, max_length=40, verbose_name="taken over from"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding_streams",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "funding stream",
                "verbose_name_plural": "funding streams",
                "ordering": ("region", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "name"),
                        name="funding_stream_name_once",
                        violation_error_message="There is already a funding stream with this name.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("preset", ""), _negated=True),
                        fields=("region", "preset"),
                        name="funding_stream_preset_once",
                        violation_error_message="This stream was already taken over.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="funding_stream_names_its_source",
                        violation_error_message="A funding stream names its source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "cost_types__contained_by",
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
                            ),
                            ("cost_types__len__gt", 0),
                        ),
                        name="funding_stream_has_a_purpose",
                        violation_error_message="Say what the money is meant for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "spuk_wi2021",
                                    "spuk_education",
                                    "supplement_education",
                                    "gemeentefonds",
                                    "meicirculaire",
                                    "decembercirculaire",
                                    "own",
                                    "other",
                                ],
                            )
                        ),
                        name="funding_stream_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("recurrence__in", ["structural", "incidental"])),
                        name="funding_stream_recurrence_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target__in", ["gemeente", "region"])),
                        name="funding_stream_target_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HousedCount",
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
                            django.core.validators.MinValueValidator(2021),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "target_group",
                    models.CharField(
                        choices=[
                            ("status_holder", "Asylum status holder"),
                            ("family_migrant", "Family migrant"),
                            ("other", "Other migrant"),
                        ],
                        max_length=20,
                        verbose_name="target group",
                    ),
                ),
                ("expected", models.PositiveIntegerField(verbose_name="expected")),
                (
                    "housed",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="counted on 31 December"
                    ),
                ),
                (
                    "in_azc",
                    models.PositiveIntegerField(
                        default=0, verbose_name="still in an asylum centre"
                    ),
                ),
                (
                    "education",
                    models.PositiveIntegerField(
                        default=0, verbose_name="of whom on the education route"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="housed_counts",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="housed_counts",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "count of people housed",
                "verbose_name_plural": "counts of people housed",
                "ordering": ("-year", "gemeente__name", "target_group", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "gemeente", "year", "target_group"),
                        name="housed_count_once",
                        violation_error_message="There is already a count of this group and year.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("education__lte", models.F("expected")), ("housed__isnull", True)
                            ),
                            ("education__lte", models.F("housed")),
                            _connector="OR",
                        ),
                        name="housed_count_education_within",
                        violation_error_message="No more people take the education route than were housed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_group__in", ["status_holder", "family_migrant", "other"])
                        ),
                        name="housed_count_target_group_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("advance_months", "Advances a year"),
                            ("settlement_month", "Month of the settlement in the next year"),
                            (
                                "asylum_years",
                                "Years that an asylum status holder counts once housed",
                            ),
                            ("family_years", "Years that a family migrant counts"),
                            ("other_years", "Years that another migrant counts"),
                            ("counts_azc", "People in an asylum centre count (1 is yes, 0 is no)"),
                            ("amount_per_person", "Euro for each person counted"),
                            (
                                "supplement_amount",
                                "Supplement for each learner of the education route",
                            ),
                            ("supplement_first_year", "First year of the supplement"),
                            ("supplement_last_year", "Last year of the supplement"),
                            ("course_cost", "Cost of a course of the education route"),
                            (
                                "first_year_percentage",
                                "Part of the cost of a course in the year of housing (%)",
                            ),
                        ],
                        max_length=30,
                        verbose_name="funding rule",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2021),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="from year",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="value"),
                ),
                ("source", models.TextField(verbose_name="source")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding_rules",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "funding rule",
                "verbose_name_plural": "funding rules",
                "ordering": ("key", "-year", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "key", "year"),
                        name="funding_rule_once",
                        violation_error_message="There is already such a rule from this year on.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="funding_rule_names_its_source",
                        violation_error_message="A rule names its source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gte", Decimal("0")), ("value__isnull", True), _connector="OR"
                        ),
                        name="funding_rule_value_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "key__in",
                                [
                                    "advance_months",
                                    "settlement_month",
                                    "asylum_years",
                                    "family_years",
                                    "other_years",
                                    "counts_azc",
                                    "amount_per_person",
                                    "supplement_amount",
                                    "supplement_first_year",
                                    "supplement_last_year",
                                    "course_cost",
                                    "first_year_percentage",
                                ],
                            )
                        ),
                        name="funding_rule_key_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingPayment",
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
                            django.core.validators.MinValueValidator(2021),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="about the year",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("to_region", "paid to the region"),
                            ("from_region", "paid by the region"),
                        ],
                        max_length=12,
                        verbose_name="direction",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding_payments",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding_payments",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="reports.fundingstream",
                        verbose_name="funding stream",
                    ),
                ),
            ],
            options={
                "verbose_name": "payment between gemeente and region",
                "verbose_name_plural": "payments between gemeenten and regions",
                "ordering": ("-paid_on", "-pk"),
                "indexes": [
                    models.Index(
                        fields=["region", "year", "gemeente"], name="funding_payment_of_year"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", 0), _negated=True),
                        name="funding_payment_is_of_something",
                        violation_error_message="A payment has an amount.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["to_region", "from_region"])),
                        name="funding_payment_direction_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HousedCountVersion",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(2021),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "target_group",
                    models.CharField(
                        choices=[
                            ("status_holder", "Asylum status holder"),
                            ("family_migrant", "Family migrant"),
                            ("other", "Other migrant"),
                        ],
                        max_length=20,
                        verbose_name="target group",
                    ),
                ),
                ("expected", models.PositiveIntegerField(verbose_name="expected")),
                (
                    "housed",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="counted on 31 December"
                    ),
                ),
                (
                    "in_azc",
                    models.PositiveIntegerField(
                        default=0, verbose_name="still in an asylum centre"
                    ),
                ),
                (
                    "education",
                    models.PositiveIntegerField(
                        default=0, verbose_name="of whom on the education route"
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
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
                        to="reports.housedcount",
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
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StreamYear",
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
                            django.core.validators.MinValueValidator(2021),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("forecast", "Forecast"),
                            ("provisional", "Provisional"),
                            ("definitive", "Definitive"),
                        ],
                        max_length=12,
                        verbose_name="funding stage",
                    ),
                ),
                ("known_on", models.DateField(verbose_name="known from")),
                ("source", models.TextField(verbose_name="source")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "key_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stream_years",
                        to="accounts.allocationkeyversion",
                        verbose_name="divided by",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "stream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="years",
                        to="reports.fundingstream",
                        verbose_name="funding stream",
                    ),
                ),
            ],
            options={
                "verbose_name": "year of a funding stream",
                "verbose_name_plural": "years of funding streams",
                "ordering": ("-year", "stream__name", "-number", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stream", "year", "number"), name="stream_year_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="stream_year_counts_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="stream_year_names_its_source",
                        violation_error_message="An amount names its source.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["forecast", "provisional", "definitive"])
                        ),
                        name="stream_year_stage_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StreamShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount"),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stream_shares",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "stream_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="reports.streamyear",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a gemeente",
                "verbose_name_plural": "parts of gemeenten",
                "ordering": ("stream_year", "gemeente__name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stream_year", "gemeente"),
                        name="stream_share_once",
                        violation_error_message="This gemeente already has a part.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="housedcount",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_housedcountversion" ("education", "expected", "gemeente_id", "housed", "id", "in_azc", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "region_id", "source", "target_group", "year") SELECT old_values."education", old_values."expected", old_values."gemeente_id", old_values."housed", old_values."id", old_values."in_azc", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."region_id", old_values."source", old_values."target_group", old_values."year" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="7559429c95d8226e82b30e1957fde4555cba0bf3",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reports_housedcountversion" ("education", "expected", "gemeente_id", "housed", "id", "in_azc", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "region_id", "source", "target_group", "year") SELECT old_values."education", old_values."expected", old_values."gemeente_id", old_values."housed", old_values."id", old_values."in_azc", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."recorded_at", old_values."recorded_by_id", old_values."region_id", old_values."source", old_values."target_group", old_values."year" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="8b1d706dcc3896d63a63b6f192fbaea8b9d2f3ae",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fe43e",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="reports_housedcount",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(SHARES_ADD_UP, NO_SUM),
        *(keep(table) for table in KEPT),
    ]
