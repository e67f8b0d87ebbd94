"""Allocation keys, whose shares are 100% together and never change, and subregions."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SHARES_ARE_WHOLE = """
CREATE FUNCTION allocation_shares_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    total numeric;
BEGIN
    SELECT COALESCE(sum(percentage), 0) INTO total
    FROM accounts_allocationshare WHERE version_id = version;
    IF total <> 100 THEN
        RAISE EXCEPTION 'the shares of version % are %, not 100', version, total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_shares_are_whole';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER allocation_version_is_whole AFTER INSERT ON accounts_allocationkeyversion
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION allocation_shares_are_whole('id');
CREATE CONSTRAINT TRIGGER allocation_share_is_whole AFTER INSERT ON accounts_allocationshare
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION allocation_shares_are_whole('version_id');
"""
NO_WHOLE = """
DROP TRIGGER allocation_share_is_whole ON accounts_allocationshare;
DROP TRIGGER allocation_version_is_whole ON accounts_allocationkeyversion;
DROP FUNCTION allocation_shares_are_whole();
"""


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
        ("accounts", "0003_notices_calendar_feeds_and_training"),
    ]

    operations = [
        migrations.AddField(
            model_name="regiongemeente",
            name="subregion",
            field=models.CharField(blank=True, max_length=80, verbose_name="subregion"),
        ),
        migrations.CreateModel(
            name="AllocationKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("inhabitants", "Inhabitants"),
                            ("placements", "Placements"),
                            ("fixed_variable", "Fixed and variable part"),
                            ("manual", "Percentages by hand"),
                        ],
                        max_length=20,
                        verbose_name="divides by",
                    ),
                ),
                (
                    "fixed_percentage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Only for a key with a fixed and a variable part: this part is divided by inhabitants, the rest by placements.",
                        max_digits=5,
                        null=True,
                        verbose_name="fixed part (%)",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allocation_keys",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "allocation key",
                "verbose_name_plural": "allocation keys",
                "ordering": ("region", "name"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis__in", ["inhabitants", "placements", "fixed_variable", "manual"])
                        ),
                        name="allocation_key_basis_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.UniqueConstraint(
                        fields=("region", "name"),
                        name="allocation_key_name_once",
                        violation_error_message="There is already an allocation key with this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis", "fixed_variable"),
                                ("fixed_percentage__gte", 0),
                                ("fixed_percentage__isnull", False),
                                ("fixed_percentage__lte", Decimal("100")),
                            ),
                            models.Q(
                                models.Q(("basis", "fixed_variable"), _negated=True),
                                ("fixed_percentage__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="allocation_key_fixed_part_fits",
                        violation_error_message="Give the fixed part, from 0 to 100 per cent, for a key with a fixed and a variable part, and for no other key.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AllocationKeyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("first_on", models.DateField(verbose_name="from")),
                ("reason", models.TextField(verbose_name="reason")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="accounts.allocationkey",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an allocation key",
                "verbose_name_plural": "versions of allocation keys",
                "ordering": ("key", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "number"), name="allocation_key_version_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="allocation_key_version_counts_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AllocationShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(decimal_places=6, max_digits=9, verbose_name="share (%)"),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="accounts.allocationkeyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "share in an allocation key",
                "verbose_name_plural": "shares in allocation keys",
                "ordering": ("version", "gemeente__name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "gemeente"),
                        name="allocation_share_once",
                        violation_error_message="This gemeente already has a share.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percentage__gte", 0), ("percentage__lte", Decimal("100"))
                        ),
                        name="allocation_share_from_nought_to_whole",
                        violation_error_message="A share lies between 0 and 100 per cent.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SHARES_ARE_WHOLE, NO_WHOLE),
        keep("accounts_allocationkeyversion"),
        keep("accounts_allocationshare"),
    ]
