"""Seats and heads are counted as placements change; seats beyond the number can be authorised.

Statement triggers add what each statement changed to the tallies, in the order of their keys, so
that loads of many rows pay once and two writers never wait for each other.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.identifiers

STATUSES = [
    ("registered", "Registered"),
    ("accepted", "Accepted"),
    ("refused", "Refused"),
    ("waitlisted", "On the waiting list"),
    ("scheduled", "Scheduled"),
    ("started", "Started"),
    ("interrupted", "Interrupted"),
    ("completed", "Completed"),
    ("dropped_out", "Dropped out"),
    ("switched", "Switched to another route"),
    ("moved", "Moved away"),
    ("cancelled", "Cancelled"),
]
KEY = "line_id, gemeente_id, status, began_in_period, day"

COUNTED = """
    SELECT line.id AS line_id, placement.gemeente_id, placement.status,
           coalesce(placement.actual_first_on BETWEEN line.first_on AND line.last_on, false)
               AS began_in_period,
           CASE placement.status
               WHEN 'accepted' THEN placement.reserved_until_on
               WHEN 'interrupted' THEN placement.status_on
           END AS day,
           {step} AS step
      FROM {placements} placement
     CROSS JOIN LATERAL (
           VALUES (placement.capacity_line_id), (placement.intake_line_id)
           ) AS counting(line_id)
      JOIN contracts_capacityline line ON line.id = counting.line_id"""
"""Each placement once for every line that counts it."""

HEADS = """
    SELECT placement.course_group_id AS group_id,
           CASE WHEN placement.status = 'accepted' THEN 0 ELSE {step} END AS seated,
           CASE WHEN placement.status = 'accepted' THEN {step} ELSE 0 END AS accepted
      FROM {placements} placement
     WHERE placement.course_group_id IS NOT NULL
       AND placement.status IN ('accepted', 'scheduled', 'started', 'interrupted')"""

RECOUNTED = f"""
CREATE VIEW contracts_seats_recounted AS
SELECT {KEY}, count(*)::integer AS number
  FROM ({COUNTED.format(step=1, placements="contracts_placement")}) AS counted
 GROUP BY {KEY};
CREATE VIEW contracts_heads_recounted AS
SELECT group_id, sum(seated)::integer AS seated, sum(accepted)::integer AS accepted
  FROM ({HEADS.format(step=1, placements="contracts_placement")}) AS counted
 GROUP BY group_id;
INSERT INTO contracts_seattally ({KEY}, number)
SELECT {KEY}, number FROM contracts_seats_recounted;
INSERT INTO contracts_headtally (group_id, seated, accepted)
SELECT group_id, seated, accepted FROM contracts_heads_recounted;
"""
DROP_RECOUNTED = "DROP VIEW contracts_seats_recounted; DROP VIEW contracts_heads_recounted;"

TALLY_SEATS = f"""
    INSERT INTO contracts_seattally AS tally ({KEY}, number)
    SELECT {KEY}, sum(step)
      FROM ({{changed}}) AS changed
     GROUP BY {KEY}
    HAVING sum(step) <> 0
     ORDER BY {KEY}
    ON CONFLICT ({KEY}) DO UPDATE SET number = tally.number + excluded.number;
"""
TALLY_HEADS = """
    INSERT INTO contracts_headtally AS tally (group_id, seated, accepted)
    SELECT group_id, sum(seated), sum(accepted)
      FROM ({changed}) AS changed
     GROUP BY group_id
    HAVING sum(seated) <> 0 OR sum(accepted) <> 0
     ORDER BY group_id
    ON CONFLICT (group_id) DO UPDATE
       SET seated = tally.seated + excluded.seated, accepted = tally.accepted + excluded.accepted;
"""
DROP_EMPTY = """
    DELETE FROM contracts_seattally tally
     WHERE tally.number = 0
       AND tally.line_id IN (
           SELECT capacity_line_id FROM old_rows UNION SELECT intake_line_id FROM old_rows);
"""

EVENTS = {
    "INSERT": (("new_rows", 1),),
    "UPDATE": (("old_rows", -1), ("new_rows", 1)),
    "DELETE": (("old_rows", -1),),
}
REFERENCING = {"old_rows": "OLD TABLE AS old_rows", "new_rows": "NEW TABLE AS new_rows"}


def counting_of(event: str) -> migrations.RunSQL:
    """The function and trigger that keep the tallies after one kind of statement."""
    tables = EVENTS[event]
    sources = {
        each: " UNION ALL ".join(each.format(step=step, placements=table) for table, step in tables)
        for each in (COUNTED, HEADS)
    }
    name = f"contracts_tally_{event.lower()}"
    body = TALLY_SEATS.format(changed=sources[COUNTED])
    body += TALLY_HEADS.format(changed=sources[HEADS])
    body += "" if event == "INSERT" else DROP_EMPTY
    referencing = " ".join(REFERENCING[table] for table, _step in tables)
    create = f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {body} RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON contracts_placement REFERENCING {referencing}
FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
    drop = f"DROP TRIGGER {name} ON contracts_placement; DROP FUNCTION {name}();"
    return migrations.RunSQL(create, drop)


RECOUNT_LINE = f"""
CREATE FUNCTION contracts_recount_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM contracts_seattally WHERE line_id = NEW.id;
    INSERT INTO contracts_seattally ({KEY}, number)
    SELECT {KEY}, number FROM contracts_seats_recounted WHERE line_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER contracts_recount_line AFTER UPDATE OF first_on, last_on ON contracts_capacityline
FOR EACH ROW WHEN ((OLD.first_on, OLD.last_on) IS DISTINCT FROM (NEW.first_on, NEW.last_on))
EXECUTE FUNCTION contracts_recount_line();
"""
"""Another period of a line is another count of who began in it."""
DROP_RECOUNT_LINE = """
DROP TRIGGER contracts_recount_line ON contracts_capacityline;
DROP FUNCTION contracts_recount_line();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0012_groups_and_forecasts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HeadTally",
            fields=[
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tally",
                        serialize=False,
                        to="contracts.coursegroup",
                    ),
                ),
                ("seated", models.IntegerField(verbose_name="scheduled and taught")),
                ("accepted", models.IntegerField(verbose_name="accepted")),
            ],
            options={
                "verbose_name": "tally of heads",
                "verbose_name_plural": "tallies of heads",
                "ordering": ("group",),
            },
        ),
        migrations.CreateModel(
            name="SeatTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(choices=STATUSES, max_length=12, verbose_name="status"),
                ),
                (
                    "began_in_period",
                    models.BooleanField(verbose_name="began in the period of the line"),
                ),
                ("day", models.DateField(null=True, verbose_name="day")),
                ("number", models.IntegerField(verbose_name="number")),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.gemeente",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tallies",
                        to="contracts.capacityline",
                    ),
                ),
            ],
            options={
                "verbose_name": "tally of seats",
                "verbose_name_plural": "tallies of seats",
                "ordering": ("line", "gemeente", "status", "began_in_period", "day"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "gemeente", "status", "began_in_period", "day"),
                        name="seat_tally_once",
                        nulls_distinct=False,
                        violation_error_message="This is counted already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatAuthorisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="extra seats")),
                ("used", models.PositiveSmallIntegerField(default=0, verbose_name="used up")),
                (
                    "reason",
                    models.CharField(
                        max_length=200,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reason",
                    ),
                ),
                (
                    "valid_until_on",
                    models.DateField(blank=True, null=True, verbose_name="until and including"),
                ),
                ("authorised_at", models.DateTimeField(verbose_name="authorised")),
                (
                    "authorised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="authorised by",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="contracts.capacityline",
                    ),
                ),
            ],
            options={
                "verbose_name": "authorisation of extra seats",
                "verbose_name_plural": "authorisations of extra seats",
                "ordering": ("-authorised_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("used__lte", models.F("number"))),
                        name="seat_authorisation_used_within_number",
                        violation_error_message="No more seats are used up than were authorised.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                fields=["status_on", "id"],
                condition=models.Q(("status", "waitlisted")),
                name="placement_longest_waiting",
            ),
        ),
        migrations.RunSQL(RECOUNTED, DROP_RECOUNTED),
        *(counting_of(event) for event in EVENTS),
        migrations.RunSQL(RECOUNT_LINE, DROP_RECOUNT_LINE),
    ]
