"""The keys of the tables that get a row for every row of a sheet are looked at once a statement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.migrations
from config.shared.statement_keys import StatementKey, hold_keys, refuse_orphans

KEYS = (
    StatementKey("contracts_placement", "contract_id", "contracts_contract"),
    StatementKey("contracts_placement", "capacity_line_id", "contracts_capacityline"),
    StatementKey("contracts_placement", "intake_line_id", "contracts_capacityline"),
    StatementKey("contracts_placement", "covenant_party_id", "contracts_covenantparty"),
    StatementKey("contracts_placement", "course_group_id", "contracts_coursegroup"),
    StatementKey("contracts_placement", "tariff_id", "contracts_tariff"),
    StatementKey("contracts_placement", "gemeente_id", "accounts_gemeente"),
    StatementKey("contracts_placement", "delivery_id", "contracts_delivery"),
    StatementKey("contracts_placementevent", "placement_id", "contracts_placement"),
    StatementKey("contracts_placementevent", "recorded_by_id", "accounts_user"),
    StatementKey("contracts_placementevent", "delivery_id", "contracts_delivery"),
    StatementKey("contracts_deliveryrow", "delivery_id", "contracts_delivery"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0023_duo_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        config.shared.migrations.AlterFields(
            model_name="deliveryrow",
            fields=[
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="contracts.delivery",
                    ),
                )
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="placement",
            fields=[
                (
                    "capacity_line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.capacityline",
                        verbose_name="capacity line",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "course_group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.coursegroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "covenant_party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.covenantparty",
                        verbose_name="covenant",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.delivery",
                        verbose_name="delivery",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "intake_line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_placements",
                        to="contracts.capacityline",
                        verbose_name="capacity line of the intake",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.tariff",
                        verbose_name="tariff",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="placementevent",
            fields=[
                (
                    "delivery",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="contracts.delivery",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="contracts.placement",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        refuse_orphans(),
        *hold_keys(KEYS),
    ]
