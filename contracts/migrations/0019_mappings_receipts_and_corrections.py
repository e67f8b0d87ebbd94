"""Remembered headers; and a correction may bring a status back to what fits before its mistake."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.migrations

CORRECTED_STATUSES = """
CREATE FUNCTION contracts_corrected_statuses(correction bigint)
RETURNS TABLE (placement_id bigint, status text, status_on date) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE chain AS (
        SELECT corrects_id AS id FROM contracts_delivery
        WHERE id = correction AND corrects_id IS NOT NULL
        UNION ALL
        SELECT delivery.corrects_id FROM contracts_delivery delivery JOIN chain USING (id)
        WHERE delivery.corrects_id IS NOT NULL
    ), first_move AS (
        SELECT event.placement_id, min(event.id) AS id
        FROM contracts_placementevent event JOIN chain ON chain.id = event.delivery_id
        GROUP BY event.placement_id
    )
    SELECT event.placement_id, event.source::text, (
        SELECT former."on" FROM contracts_placementevent former
        WHERE former.placement_id = event.placement_id AND former.id < event.id
        ORDER BY former.id DESC LIMIT 1
    )
    FROM first_move JOIN contracts_placementevent event USING (id)
    WHERE NOT EXISTS (
        SELECT FROM contracts_placementevent later
        WHERE later.placement_id = event.placement_id AND later.id > event.id
          AND later.delivery_id IS DISTINCT FROM correction
          AND (later.delivery_id IS NULL OR later.delivery_id NOT IN (SELECT id FROM chain))
    )
$$
"""
"""By placement: its status, and since when, before the delivery that `correction` corrects.

When that delivery was a correction itself, before the first of them; '' for what they made new.
A placement that somebody moved otherwise since then is not in it.
"""

REFUSE_UNKNOWN_PLACEMENT_MOVE = """
CREATE FUNCTION refuse_unknown_placement_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    correction bigint := (
        SELECT id FROM contracts_delivery WHERE status = 'confirmed'
        AND id = NULLIF(current_setting('taalregie.correction', true), '')::bigint
    );
    move record;
BEGIN
    PERFORM FROM (
        SELECT DISTINCT former.status AS source, fresh.status AS target
        FROM old_rows former JOIN new_rows fresh USING (id)
        WHERE former.status <> fresh.status
    ) moved
    WHERE NOT EXISTS (
        SELECT FROM accounts_statuspair pair WHERE pair.workflow = 'placement'
        AND pair.source = moved.source AND pair.target = moved.target
    );
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT former.status AS source, fresh.status AS target INTO move
    FROM old_rows former JOIN new_rows fresh USING (id)
    LEFT JOIN contracts_corrected_statuses(correction) corrected ON corrected.placement_id = id
    WHERE former.status <> fresh.status
      AND corrected.status IS DISTINCT FROM fresh.status
      AND NOT EXISTS (
        SELECT FROM accounts_statuspair pair WHERE pair.workflow = 'placement'
        AND pair.source IN (former.status, corrected.status) AND pair.target = fresh.status
    )
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'workflow placement knows no move from "%" to "%"',
            move.source, move.target USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
"""As `refuse_unknown_status_move`; but while the transaction names the confirmed correction that
it applies, a move that fits what stood before the corrected delivery is known too."""

GUARD = """
DROP TRIGGER contracts_placement_status_update ON contracts_placement;
CREATE TRIGGER contracts_placement_status_update AFTER UPDATE ON contracts_placement
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION refuse_unknown_placement_move()
"""

GUARD_BEFORE = """
DROP TRIGGER contracts_placement_status_update ON contracts_placement;
CREATE TRIGGER contracts_placement_status_update AFTER UPDATE ON contracts_placement
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION refuse_unknown_status_move('placement')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0018_confirmations_of_warnings"),
        ("providers", "0003_guard_register_and_check_standing_marks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ColumnMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.CharField(max_length=40, verbose_name="sheet")),
                ("header", models.CharField(max_length=200, verbose_name="header in the file")),
                ("spelling", models.CharField(max_length=200, verbose_name="compared as")),
                (
                    "column",
                    models.CharField(blank=True, max_length=60, verbose_name="column"),
                ),
                ("mapped_at", models.DateTimeField(verbose_name="mapped")),
                (
                    "mapped_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="mapped by",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_mappings",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "remembered header",
                "verbose_name_plural": "remembered headers",
                "ordering": ("header", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "sheet", "spelling"),
                        name="column_mapping_once_per_header",
                        violation_error_message="This header has been given a meaning already.",
                    )
                ],
            },
        ),
        config.shared.migrations.AddFields(
            model_name="delivery",
            fields=[
                (
                    "cancels_left_out",
                    models.BooleanField(
                        db_default=False,
                        default=False,
                        verbose_name="cancel what the correction leaves out",
                    ),
                )
            ],
        ),
        migrations.RunSQL(CORRECTED_STATUSES, "DROP FUNCTION contracts_corrected_statuses(bigint)"),
        migrations.RunSQL(
            REFUSE_UNKNOWN_PLACEMENT_MOVE, "DROP FUNCTION refuse_unknown_placement_move()"
        ),
        migrations.RunSQL(GUARD, GUARD_BEFORE),
    ]
