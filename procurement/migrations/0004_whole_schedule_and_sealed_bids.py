"""A tender gets its whole schedule; a bid is ciphertext until two officers open it."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from config.shared.migrations import AddConstraints, AddFields

CARRY_OVER = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE procurement_bid SET contact_name = '', contact_email = '' WHERE status <> 'opened';
UPDATE procurement_lot SET prices_opened_at = quality_locked_at, prices_opened_by_id = quality_locked_by_id;
UPDATE procurement_lotbid SET compared_price = price;
INSERT INTO procurement_lotoutcome (lot_id, result, reason, explanation, recorded_at, recorded_by_id)
SELECT decision.lot_id, 'selec-w', '', '', decision.awarded_at, decision.awarded_by_id
FROM procurement_awarddecision decision WHERE decision.awarded_at IS NOT NULL;
SET CONSTRAINTS ALL DEFERRED;
"""
"""A bid that was submitted in clear text cannot be sealed afterwards: it has no envelope and is
opened as one that could not be read."""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_protect_audit_rows_and_statuses"),
        ("procurement", "0003_question_of_criterion_and_working_copy_of_bid"),
        ("providers", "0001_register"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="openingrecord",
            options={
                "ordering": ("tender", "first_at", "pk"),
                "verbose_name": "opening record",
                "verbose_name_plural": "opening records",
            },
        ),
        migrations.RemoveConstraint(
            model_name="awardcriterion",
            name="criterion_weight_within_100",
        ),
        migrations.RemoveConstraint(
            model_name="awardcriterion",
            name="criterion_formula_complete",
        ),
        migrations.RemoveConstraint(
            model_name="bid",
            name="bid_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="lotbid",
            name="lot_bid_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="lotbid",
            name="lot_bid_price_not_negative",
        ),
        migrations.RemoveConstraint(
            model_name="lotoutcome",
            name="lot_outcome_reason_known",
        ),
        migrations.RemoveConstraint(
            model_name="tender",
            name="tender_status_known",
        ),
        migrations.RemoveConstraint(
            model_name="tender",
            name="tender_procedure_known",
        ),
        migrations.RemoveConstraint(
            model_name="tender",
            name="tender_published_before_it_moves_on",
        ),
        migrations.RemoveField(
            model_name="bid",
            name="declaration",
        ),
        migrations.RemoveField(
            model_name="lotbid",
            name="answer",
        ),
        migrations.RemoveField(
            model_name="openingrecord",
            name="digests",
        ),
        migrations.RemoveField(
            model_name="bid",
            name="draft",
        ),
        migrations.AlterField(
            model_name="awardcriterion",
            name="formula",
            field=models.CharField(
                blank=True,
                choices=[
                    ("relative", "Relative: lowest price divided by own price"),
                    ("absolute", "Absolute: on a published scale"),
                    ("value", "Value-based: quality as a deduction in euro"),
                    ("fixed", "Fixed price: quality only"),
                ],
                max_length=10,
                verbose_name="price formula",
            ),
        ),
        migrations.AlterField(
            model_name="awardcriterion",
            name="weight",
            field=models.DecimalField(
                decimal_places=2, default=0, max_digits=5, verbose_name="weight"
            ),
        ),
        migrations.AlterField(
            model_name="bid",
            name="contact_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AlterField(
            model_name="bid",
            name="contact_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="contact"),
        ),
        migrations.AlterField(
            model_name="bid",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("withdrawn", "Withdrawn"),
                    ("opened", "Opened"),
                    ("unreadable", "Could not be opened"),
                ],
                default="draft",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="lot",
            name="price_unit",
            field=models.CharField(
                choices=[
                    ("trajectory", "per trajectory"),
                    ("hour", "per hour"),
                    ("month", "per month"),
                    ("group", "per group"),
                    ("group_hour", "per group hour"),
                    ("fee", "per fee"),
                ],
                default="trajectory",
                max_length=20,
                verbose_name="price unit",
            ),
        ),
        migrations.AlterField(
            model_name="lotbid",
            name="price",
            field=models.DecimalField(
                blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="price"
            ),
        ),
        migrations.AlterField(
            model_name="lotbid",
            name="status",
            field=models.CharField(
                choices=[
                    ("entered", "Entered"),
                    ("admissible", "Admissible"),
                    ("won", "Won"),
                    ("lost", "Not won"),
                    ("excluded", "Excluded"),
                    ("dropped_out", "Dropped out of the lot"),
                ],
                default="entered",
                max_length=12,
                verbose_name="status",
            ),
        ),
        migrations.AlterField(
            model_name="lotoutcome",
            name="explanation",
            field=models.TextField(blank=True, verbose_name="explanation"),
        ),
        migrations.AlterField(
            model_name="lotoutcome",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no-rece", "No bids were received"),
                    ("all-rej", "All bids were rejected"),
                    ("ins-fund", "Not enough funds"),
                    ("one-admis", "Only one admissible bid"),
                    ("chan-need", "The need has changed"),
                    ("no-signed", "The winner refused to sign the contract"),
                    ("rev-body", "Decision of a review body, tribunal or court"),
                    ("rev-buyer", "Decision of the buyer after a request for review"),
                    ("tch-pro-error", "Technical or procedural errors"),
                    ("other", "Other"),
                ],
                max_length=15,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="openingrecord",
            name="tender",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="openings",
                to="procurement.tender",
            ),
        ),
        migrations.AlterField(
            model_name="tender",
            name="procedure",
            field=models.CharField(
                choices=[
                    ("social", "Social and other specific services (light regime)"),
                    ("open", "Open procedure"),
                    ("restricted", "Restricted procedure"),
                    ("multiple_private", "Multiple private procedure"),
                    ("negotiated", "Negotiated procedure without notice"),
                    ("open_house", "Open house (admission)"),
                ],
                default="social",
                max_length=20,
                verbose_name="procedure",
            ),
        ),
        migrations.AlterField(
            model_name="tender",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("in_review", "In review"),
                    ("published", "Published"),
                    ("closed", "Closed"),
                    ("opened", "Bids opened"),
                    ("in_evaluation", "In evaluation"),
                    ("concluded", "Concluded"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="draft",
                max_length=20,
                verbose_name="status",
            ),
        ),
        AddFields(
            "assessment",
            [
                (
                    "locked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed in"),
                ),
            ],
        ),
        AddFields(
            "awardcriterion",
            [
                (
                    "maximum_value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="highest value in euro",
                    ),
                ),
                (
                    "minimum_score",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=4,
                        null=True,
                        verbose_name="lowest score that still counts",
                    ),
                ),
                (
                    "word_limit",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="words at most"
                    ),
                ),
            ],
        ),
        AddFields(
            "bid",
            [
                ("draft_key", models.BinaryField(blank=True, default=bytes)),
                (
                    "draft_saved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="working copy saved"),
                ),
                ("draft_version", models.PositiveIntegerField(default=0)),
                (
                    "espd",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="own declaration (UEA)"
                    ),
                ),
                (
                    "draft",
                    models.BinaryField(blank=True, default=bytes, verbose_name="working copy"),
                ),
            ],
        ),
        AddFields(
            "lot",
            [
                (
                    "concluded_on",
                    models.DateField(blank=True, null=True, verbose_name="contract concluded"),
                ),
                (
                    "gemeenten",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="accounts.gemeente",
                        verbose_name="gemeenten served",
                    ),
                ),
                ("places", models.TextField(blank=True, verbose_name="where lessons are given")),
                (
                    "price_kind",
                    models.CharField(
                        choices=[("ceiling", "Ceiling price"), ("fixed", "Fixed price")],
                        default="ceiling",
                        max_length=10,
                        verbose_name="price is a",
                    ),
                ),
                (
                    "prices_opened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="prices opened"),
                ),
                (
                    "prices_opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="travel time at most (minutes)"
                    ),
                ),
            ],
        ),
        AddFields(
            "lotbid",
            [
                (
                    "compared_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=12,
                        null=True,
                        verbose_name="price that is compared",
                    ),
                ),
                (
                    "groups_a_year",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="groups a year"
                    ),
                ),
            ],
        ),
        AddFields(
            "lotoutcome",
            [
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("selec-w", "At least one winner was chosen"),
                            ("clos-nw", "No winner was chosen and the competition is closed"),
                        ],
                        default="clos-nw",
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
            ],
        ),
        AddFields(
            "openingrecord",
            [
                ("bids_late", models.PositiveIntegerField(default=0, verbose_name="bids too late")),
                ("first_session", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(
                        choices=[("quality", "Quality and declarations"), ("price", "Prices")],
                        max_length=10,
                        verbose_name="opened",
                    ),
                ),
                (
                    "lots",
                    models.ManyToManyField(
                        blank=True, related_name="openings", to="procurement.lot"
                    ),
                ),
                (
                    "opened_with",
                    models.CharField(
                        choices=[
                            ("passphrase", "Own passphrase"),
                            ("archivist", "Printed key of the archivist"),
                        ],
                        default="passphrase",
                        max_length=10,
                        verbose_name="with",
                    ),
                ),
                ("record", models.JSONField(blank=True, default=dict, verbose_name="record")),
            ],
            fill={"first_session": "", "kind": "quality"},
        ),
        AddFields(
            "panelseat",
            [
                (
                    "conflict",
                    models.CharField(
                        choices=[
                            ("pending", "Not declared yet"),
                            ("none", "No conflict of interest"),
                            ("conflict", "Conflict of interest"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="conflict of interest",
                    ),
                ),
                ("declaration", models.TextField(blank=True, verbose_name="declaration")),
                (
                    "declared_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="declared"),
                ),
                ("end_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="seat ended"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_chair", models.BooleanField(default=False, verbose_name="chair")),
            ],
        ),
        AddFields(
            "tender",
            [
                (
                    "award_planned_on",
                    models.DateField(blank=True, null=True, verbose_name="planned award decision"),
                ),
                (
                    "clarification_planned_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="answers published no later than"
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="procurement.tender",
                        verbose_name="follows tender",
                    ),
                ),
                (
                    "has_electronic_submission",
                    models.BooleanField(default=True, verbose_name="electronic submission"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("learning_routes", "Learning routes (contract)"),
                            ("covenant_accession", "Accession to a covenant"),
                            ("other", "Other services (contract)"),
                        ],
                        default="learning_routes",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "legal_basis",
                    models.TextField(
                        blank=True, verbose_name="legal basis and reason for the procedure"
                    ),
                ),
                (
                    "lots_bid_maximum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="lots one may bid on",
                    ),
                ),
                (
                    "lots_win_maximum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="lots one may win",
                    ),
                ),
                (
                    "panel_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="assessors in the panel",
                    ),
                ),
                (
                    "planned_publication_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="planned publication"),
                ),
                (
                    "prior_notice_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="prior information notice on"
                    ),
                ),
                (
                    "questions_close_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="deadline for questions"
                    ),
                ),
                (
                    "requests_close_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="deadline for requests to participate"
                    ),
                ),
                (
                    "review_requested_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="review asked"),
                ),
                (
                    "review_requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rounding_decimals",
                    models.PositiveSmallIntegerField(
                        default=2,
                        validators=[django.core.validators.MaxValueValidator(4)],
                        verbose_name="decimals of points",
                    ),
                ),
                (
                    "score_method",
                    models.CharField(
                        choices=[
                            ("consensus", "Consensus, recorded by the chair"),
                            ("mean", "The mean of the individual scores"),
                        ],
                        default="mean",
                        max_length=10,
                        verbose_name="how scores become one",
                    ),
                ),
                (
                    "tie_rule",
                    models.CharField(
                        choices=[
                            ("quality", "The bid with the most quality points"),
                            ("price", "The bid with the lowest price"),
                            ("draw", "A draw by lot"),
                        ],
                        default="quality",
                        max_length=10,
                        verbose_name="rule for equal totals",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        AddConstraints(
            "awardcriterion",
            [
                models.CheckConstraint(
                    condition=models.Q(("weight__gte", 0), ("weight__lte", 100)),
                    name="criterion_weight_within_100",
                    violation_error_message="A weight lies between 0 and 100.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("weight__gt", 0),
                        models.Q(("formula__in", ("value", "fixed")), ("kind", "price")),
                        models.Q(("kind", "quality"), ("maximum_value__gt", 0)),
                        _connector="OR",
                    ),
                    name="criterion_counts_for_something",
                    violation_error_message="Give a weight, or for the value-based formula a highest value in euro.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("formula", ""), ("kind", "quality")),
                        models.Q(
                            ("formula__in", ("relative", "value", "fixed")), ("kind", "price")
                        ),
                        models.Q(
                            ("formula", "absolute"),
                            ("kind", "price"),
                            ("scale_best_price__gte", 0),
                            ("scale_zero_price__gt", models.F("scale_best_price")),
                        ),
                        _connector="OR",
                    ),
                    name="criterion_formula_complete",
                    violation_error_message="A price criterion needs a formula; the absolute formula needs a scale whose zero lies above its best price.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("minimum_score__isnull", True),
                        models.Q(
                            ("kind", "quality"),
                            ("minimum_score__gte", 0),
                            ("minimum_score__lte", 10),
                        ),
                        _connector="OR",
                    ),
                    name="criterion_minimum_score_0_to_10",
                    violation_error_message="A score lies between 0 and 10.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("maximum_value__gte", Decimal("0")),
                        ("maximum_value__isnull", True),
                        _connector="OR",
                    ),
                    name="criterion_maximum_value_not_negative",
                    violation_error_message="An amount or number may not be below zero.",
                ),
            ],
        ),
        AddConstraints(
            "bid",
            [
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ["draft", "submitted", "withdrawn", "opened", "unreadable"])
                    ),
                    name="bid_status_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status", "opened"),
                        models.Q(("contact_email", ""), ("contact_name", ""), ("espd", {})),
                        _connector="OR",
                    ),
                    name="bid_sealed_until_opened",
                    violation_error_message="What a bid says is not readable before its opening.",
                ),
            ],
        ),
        AddConstraints(
            "lot",
            [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "price_unit__in",
                            ["trajectory", "hour", "month", "group", "group_hour", "fee"],
                        )
                    ),
                    name="lot_price_unit_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("price_kind__in", ["ceiling", "fixed"])),
                    name="lot_price_kind_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("prices_opened_at__isnull", False), ("prices_opened_by__isnull", False)
                        ),
                        models.Q(
                            ("prices_opened_at__isnull", True), ("prices_opened_by__isnull", True)
                        ),
                        _connector="OR",
                    ),
                    name="lot_prices_opened_stamp_complete",
                    violation_error_message="A moment and the person who acted belong together.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("prices_opened_at__isnull", True),
                        ("quality_locked_at__isnull", False),
                        _connector="OR",
                    ),
                    name="lot_prices_open_after_quality",
                    violation_error_message="Prices are opened once the quality scores are locked.",
                ),
            ],
        ),
        AddConstraints(
            "lotbid",
            [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            ["entered", "admissible", "won", "lost", "excluded", "dropped_out"],
                        )
                    ),
                    name="lot_bid_status_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("price__gte", Decimal("0")), ("price__isnull", True), _connector="OR"
                        ),
                        models.Q(
                            ("compared_price__gte", Decimal("0")),
                            ("compared_price__isnull", True),
                            _connector="OR",
                        ),
                    ),
                    name="lot_bid_price_not_negative",
                    violation_error_message="An amount or number may not be below zero.",
                ),
            ],
        ),
        AddConstraints(
            "lotoutcome",
            [
                models.CheckConstraint(
                    condition=models.Q(("result__in", ["selec-w", "clos-nw"])),
                    name="lot_outcome_result_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("reason", ""), ("result", "selec-w")),
                        models.Q(
                            (
                                "reason__in",
                                [
                                    "no-rece",
                                    "all-rej",
                                    "ins-fund",
                                    "one-admis",
                                    "chan-need",
                                    "no-signed",
                                    "rev-body",
                                    "rev-buyer",
                                    "tch-pro-error",
                                    "other",
                                ],
                            ),
                            ("result", "clos-nw"),
                        ),
                        _connector="OR",
                    ),
                    name="lot_outcome_reason_without_winner",
                    violation_error_message="A lot that ends without a winner has a reason.",
                ),
            ],
        ),
        AddConstraints(
            "openingrecord",
            [
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["quality", "price"])),
                    name="opening_kind_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("opened_with__in", ["passphrase", "archivist"])),
                    name="opening_opened_with_known",
                    violation_error_message="This code is not known.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("kind", "quality")),
                    fields=("tender",),
                    name="opening_of_quality_once",
                    violation_error_message="The bids are already open.",
                ),
                models.UniqueConstraint(
                    condition=models.Q(("second_at__isnull", True)),
                    fields=("tender", "kind"),
                    name="opening_one_at_a_time",
                    violation_error_message="An opening is already under way.",
                ),
            ],
        ),
        AddConstraints(
            "panelseat",
            [
                models.UniqueConstraint(
                    condition=models.Q(("ended_at__isnull", True), ("is_chair", True)),
                    fields=("tender",),
                    name="panel_one_chair",
                    violation_error_message="The panel already has a chair.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("conflict__in", ["pending", "none", "conflict"])),
                    name="panel_seat_conflict_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                        models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                        _connector="OR",
                    ),
                    name="panel_seat_ended_stamp_complete",
                    violation_error_message="A moment and the person who acted belong together.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("conflict", "pending"), ("declared_at__isnull", True)),
                        models.Q(
                            ("conflict__in", ("none", "conflict")), ("declared_at__isnull", False)
                        ),
                        _connector="OR",
                    ),
                    name="panel_seat_declared_has_moment",
                    violation_error_message="A declaration has its moment.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("conflict", "conflict"), _negated=True),
                        ("ended_at__isnull", False),
                        _connector="OR",
                    ),
                    name="panel_seat_conflict_ends_it",
                    violation_error_message="A conflict of interest ends the seat.",
                ),
            ],
        ),
        AddConstraints(
            "tender",
            [
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            [
                                "draft",
                                "in_review",
                                "published",
                                "closed",
                                "opened",
                                "in_evaluation",
                                "concluded",
                                "withdrawn",
                            ],
                        )
                    ),
                    name="tender_status_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "procedure__in",
                            [
                                "social",
                                "open",
                                "restricted",
                                "multiple_private",
                                "negotiated",
                                "open_house",
                            ],
                        )
                    ),
                    name="tender_procedure_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ["learning_routes", "covenant_accession", "other"])
                    ),
                    name="tender_kind_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("score_method__in", ["consensus", "mean"])),
                    name="tender_score_method_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("tie_rule__in", ["quality", "price", "draw"])),
                    name="tender_tie_rule_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("clarification_planned_at__gte", models.F("questions_close_at")),
                        ("questions_close_at__isnull", True),
                        ("clarification_planned_at__isnull", True),
                        _connector="OR",
                    ),
                    name="tender_clarification_planned_at_not_before_questions_close_at",
                    violation_error_message="The last day may not be before the first day.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("closes_at__gte", models.F("clarification_planned_at")),
                        ("clarification_planned_at__isnull", True),
                        ("closes_at__isnull", True),
                        _connector="OR",
                    ),
                    name="tender_closes_at_not_before_clarification_planned_at",
                    violation_error_message="The last day may not be before the first day.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("closes_at__gte", models.F("requests_close_at")),
                        ("requests_close_at__isnull", True),
                        ("closes_at__isnull", True),
                        _connector="OR",
                    ),
                    name="tender_closes_at_not_before_requests_close_at",
                    violation_error_message="The last day may not be before the first day.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("follows", models.F("pk")), _negated=True),
                    name="tender_not_its_own_successor",
                    violation_error_message="A tender does not follow itself.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("rounding_decimals__lte", 4)),
                    name="tender_rounding_at_most_4",
                    violation_error_message="Points have at most four decimals.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ("draft", "in_review", "withdrawn")),
                        ("published_at__isnull", False),
                        _connector="OR",
                    ),
                    name="tender_published_before_it_moves_on",
                    violation_error_message="A tender is published before it can move on.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("review_requested_at__isnull", False),
                            ("review_requested_by__isnull", False),
                        ),
                        models.Q(
                            ("review_requested_at__isnull", True),
                            ("review_requested_by__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="tender_review_requested_stamp_complete",
                    violation_error_message="A moment and the person who acted belong together.",
                ),
            ],
        ),
    ]
