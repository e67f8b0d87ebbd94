"""What the rows of a delivery would write is kept until they are applied, and what that rests on."""

from django.db import migrations, models

import config.shared.migrations

CREATE = """
CREATE UNLOGGED TABLE contracts_judgedplacement AS
SELECT 0::bigint AS delivery_id, 0 AS row_number, id AS placement_id, reference,
       gemeente_id, capacity_line_id, intake_line_id, course_group_id, tariff_id,
       route, target_group, literacy, level, mode, pip_on, planned_first_on, planned_last_on,
       actual_first_on, actual_last_on, offered_hours, attended_hours,
       status, status_on, status_reason, interruption_reason,
       cohort, term_ends_on, outcome, diploma_on, reserved_until_on,
       NULL::date AS conversation_on, ''::varchar(20) AS conversation_outcome
  FROM contracts_placement
  WITH NO DATA;
ALTER TABLE contracts_judgedplacement
    ALTER COLUMN delivery_id SET NOT NULL, ALTER COLUMN row_number SET NOT NULL;
CREATE INDEX judged_placement_of_delivery ON contracts_judgedplacement (delivery_id, row_number);
"""
"""Without keys to other tables: the placements that come of it have them."""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0016_columns_of_deliveries"),
    ]

    operations = [
        migrations.RemoveField(model_name="delivery", name="outcome_digest"),
        config.shared.migrations.AddFields(
            model_name="delivery",
            fields=[
                ("judged_digest", models.CharField(blank=True, db_default="", max_length=64)),
                ("seats_beyond", models.JSONField(db_default={}, default=dict)),
            ],
        ),
        migrations.RunSQL(CREATE, "DROP TABLE contracts_judgedplacement"),
    ]
