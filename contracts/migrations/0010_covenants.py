"""The text of covenants, who asks to join, and how they fare; the text is fast once in force."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.migrations
from config.shared.workflow import guard_operations

HOLD_TEXT = """
CREATE FUNCTION refuse_change_of_agreed_text() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.covenant_id ELSE NEW.covenant_id END;
BEGIN
    IF EXISTS (
        SELECT FROM contracts_covenant
        WHERE id = concerned AND status IN ('active', 'ended')
    ) THEN
        RAISE EXCEPTION 'the text of a covenant in force does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'covenant_text_in_force_stands';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION refuse_change_of_agreed_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.reference, OLD.title, OLD.kind, OLD.purpose, OLD.first_on, OLD.last_on,
            OLD.review_months)
        IS DISTINCT FROM (NEW.reference, NEW.title, NEW.kind, NEW.purpose, NEW.first_on,
            NEW.last_on, NEW.review_months)
    THEN
        RAISE EXCEPTION 'the facts of a covenant in force do not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'covenant_text_in_force_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER contracts_covenantclause_text
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_covenantclause
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_agreed_text();
CREATE TRIGGER contracts_covenant_facts BEFORE UPDATE ON contracts_covenant
    FOR EACH ROW WHEN (OLD.status IN ('active', 'ended'))
    EXECUTE FUNCTION refuse_change_of_agreed_facts();
"""
LET_TEXT_GO = """
DROP TRIGGER contracts_covenant_facts ON contracts_covenant;
DROP TRIGGER contracts_covenantclause_text ON contracts_covenantclause;
DROP FUNCTION refuse_change_of_agreed_facts();
DROP FUNCTION refuse_change_of_agreed_text();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0009_papers_clauses_and_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        config.shared.migrations.AddFields(
            model_name="covenant",
            fields=[
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="last day in force"),
                )
            ],
            fill={},
        ),
        config.shared.migrations.AddFields(
            model_name="covenantparty",
            fields=[
                ("leave_reason", models.TextField(blank=True, verbose_name="reason for leaving"))
            ],
            fill={},
        ),
        config.shared.migrations.AddConstraints(
            model_name="covenant",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("end_reason", ""),
                            ("ended_at__isnull", True),
                            ("ended_on__isnull", True),
                        ),
                        models.Q(
                            ("ended_at__isnull", False),
                            ("ended_on__isnull", False),
                            models.Q(("end_reason", ""), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="covenant_ended_has_day_and_reason",
                    violation_error_message="A covenant that has ended has a day and a reason.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("published_at__isnull", True),
                        ("status__in", ("active", "ended")),
                        _connector="OR",
                    ),
                    name="covenant_published_is_in_force",
                    violation_error_message="Only a covenant that is in force is published.",
                ),
            ],
        ),
        config.shared.migrations.AddConstraints(
            model_name="covenantparty",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        ("signed_digest", ""),
                        ("signed_digest", models.F("accepted_digest")),
                        _connector="OR",
                    ),
                    name="covenant_party_signs_what_it_accepted",
                    violation_error_message="A party signs the text that it accepted.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("left_on__isnull", True), ("signed_at__isnull", False), _connector="OR"
                    ),
                    name="covenant_party_signed_before_it_left",
                    violation_error_message="Only a party that signed can leave.",
                ),
            ],
        ),
        migrations.CreateModel(
            name="CovenantClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clauses",
                        to="contracts.covenant",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covenant_clauses",
                        to="contracts.clauseversion",
                        verbose_name="from the library",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="agreed")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "clause of a covenant",
                "verbose_name_plural": "clauses of a covenant",
                "ordering": ("covenant", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="covenant_clause_agreed_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="covenant_clause_says_something",
                        violation_error_message="A clause has a title and a text.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="contracts.covenantclause",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="contracts.covenantparty",
                        verbose_name="party",
                    ),
                ),
                ("text", models.TextField(verbose_name="comment")),
                ("proposed_text", models.TextField(blank=True, verbose_name="proposed text")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "resolved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="settled"),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a clause",
                "verbose_name_plural": "comments on clauses",
                "ordering": ("clause", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resolved_at__isnull", False), ("resolved_by__isnull", False)
                            ),
                            models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="clause_comment_resolved_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessionRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accession_requests",
                        to="contracts.covenant",
                        verbose_name="covenant",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accession_requests",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                ("motivation", models.TextField(verbose_name="how you meet the conditions")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("admitted", "Admitted"),
                            ("refused", "Refused"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
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
                ("reason", models.TextField(blank=True, verbose_name="reason")),
            ],
            options={
                "verbose_name": "request for accession",
                "verbose_name_plural": "requests for accession",
                "ordering": ("-asked_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["asked", "admitted", "refused"])),
                        name="accession_request_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="accession_request_decided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "asked")),
                        fields=("covenant", "provider"),
                        name="accession_asked_once",
                        violation_error_message="Your organisation has already asked to join.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("status", "asked")),
                            models.Q(
                                models.Q(("status", "asked"), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="accession_decided_has_moment",
                        violation_error_message="A decision has a moment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CovenantIndicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="contracts.covenant",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("group_size", "Learners in a group"),
                            ("progress_in_time", "Progress conversations held in time (%)"),
                            ("attendance", "Hours attended of hours offered (%)"),
                        ],
                        max_length=20,
                        verbose_name="measure",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("at_least", "at least"), ("at_most", "at most")],
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(decimal_places=2, max_digits=6, verbose_name="target"),
                ),
            ],
            options={
                "verbose_name": "indicator of a covenant",
                "verbose_name_plural": "indicators of a covenant",
                "ordering": ("covenant", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("measure__in", ["group_size", "progress_in_time", "attendance"])
                        ),
                        name="covenant_indicator_measure_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["at_least", "at_most"])),
                        name="covenant_indicator_direction_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__gte", Decimal("0")), ("target__isnull", True), _connector="OR"
                        ),
                        name="covenant_indicator_target_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.UniqueConstraint(
                        fields=("covenant", "measure"),
                        name="covenant_indicator_once",
                        violation_error_message="There is already a target for this measure.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("measure", "group_size"), ("target__lte", 100), _connector="OR"
                        ),
                        name="covenant_indicator_within_100",
                        violation_error_message="A percentage lies between 0 and 100.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CovenantReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="contracts.covenant",
                        verbose_name="covenant",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="planned for")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held on")),
                ("conclusions", models.TextField(blank=True, verbose_name="conclusions")),
                (
                    "recorded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="recorded"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "review of a covenant",
                "verbose_name_plural": "reviews of a covenant",
                "ordering": ("covenant", "due_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("recorded_at__isnull", False), ("recorded_by__isnull", False)
                            ),
                            models.Q(("recorded_at__isnull", True), ("recorded_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="covenant_review_recorded_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("conclusions", ""),
                                ("held_on__isnull", True),
                                ("recorded_at__isnull", True),
                            ),
                            models.Q(
                                ("held_on__isnull", False),
                                ("recorded_at__isnull", False),
                                models.Q(("conclusions", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_review_held_has_conclusions",
                        violation_error_message="A review that was held has conclusions.",
                    ),
                    models.UniqueConstraint(
                        fields=("covenant", "due_on"),
                        name="covenant_review_once_per_day",
                        violation_error_message="There is already a review due on that day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CovenantCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="contracts.covenant",
                    ),
                ),
                ("answers", models.JSONField(verbose_name="answers")),
                ("notes", models.JSONField(default=dict, verbose_name="notes")),
                ("digest", models.CharField(max_length=64, verbose_name="text checked")),
                ("made_at", models.DateTimeField(verbose_name="checked")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a covenant",
                "verbose_name_plural": "checks of a covenant",
                "ordering": ("covenant", "-made_at", "-pk"),
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="PlacementHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                (
                    "offered",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="hours offered"
                    ),
                ),
                (
                    "attended",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="hours attended"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hours of a placement",
                "verbose_name_plural": "hours of placements",
                "ordering": ("placement", "month"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("placement", "month"),
                        name="placement_hours_once_per_month",
                        violation_error_message="The hours of this month are already there.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="placement_hours_month_is_first_day",
                        violation_error_message="A month is named by its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attended__gte", 0), ("attended__lte", models.F("offered"))
                        ),
                        name="placement_hours_attended_within_offered",
                        violation_error_message="More hours attended than offered.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HOLD_TEXT, LET_TEXT_GO),
        *guard_operations("contracts_covenant", "covenant"),
        *guard_operations("contracts_accessionrequest", "accession_request"),
    ]
