"""The calendar, reviews, questions, keys, panels, letters, complaints and applications."""

from decimal import Decimal

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_protect_audit_rows_and_statuses"),
        ("providers", "0001_register"),
        ("procurement", "0004_whole_schedule_and_sealed_bids"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="procurement.tender",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                ("contact_name", models.CharField(max_length=120, verbose_name="contact")),
                ("contact_email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("motivation", models.TextField(blank=True, verbose_name="explanation")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("withdrawn", "Withdrawn"),
                            ("admitted", "Admitted"),
                            ("refused", "Not admitted"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="begun")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted"),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ("tender", "-created_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "submitted", "withdrawn", "admitted", "refused"],
                            )
                        ),
                        name="application_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("refused", "withdrawn")), _negated=True),
                        fields=("tender", "provider"),
                        name="application_once_while_running",
                        violation_error_message="Your organisation already has an application here.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("submitted_at__isnull", False), ("submitted_by__isnull", False)
                            ),
                            models.Q(
                                ("submitted_at__isnull", True), ("submitted_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="application_submitted_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="application_decided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("draft", "withdrawn")),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="application_submitted_before_it_moves_on",
                        violation_error_message="An application is submitted before it can move on.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("admitted", "refused")), _negated=True),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="application_decided_has_moment",
                        violation_error_message="A decision has a moment.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ArchivistKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archivist_keys",
                        to="accounts.region",
                    ),
                ),
                ("holder", models.CharField(max_length=160, verbose_name="kept by")),
                ("public_key", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired")),
                (
                    "retired_by",
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
                "verbose_name": "printed key of the archivist",
                "verbose_name_plural": "printed keys of archivists",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_at__isnull", False), ("retired_by__isnull", False)),
                            models.Q(("retired_at__isnull", True), ("retired_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="archivist_key_retired_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("region",),
                        name="archivist_key_one_in_use",
                        violation_error_message="The region already has a printed key.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="BidAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot_bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="procurement.lotbid",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="procurement.awardcriterion",
                    ),
                ),
                ("text", models.TextField(verbose_name="answer")),
            ],
            options={
                "verbose_name": "answer to a criterion",
                "verbose_name_plural": "answers to criteria",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lot_bid", "criterion"),
                        name="bid_answer_once",
                        violation_error_message="This question is already answered.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="BidEnvelope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="envelopes",
                        to="procurement.bidreceipt",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("quality", "Quality and declarations"), ("price", "Prices")],
                        max_length=10,
                        verbose_name="holds",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.lot",
                    ),
                ),
                ("ciphertext", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="size")),
            ],
            options={
                "verbose_name": "envelope",
                "verbose_name_plural": "envelopes",
                "ordering": ("receipt", "-kind", "lot"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["quality", "price"])),
                        name="bid_envelope_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "quality"), ("lot__isnull", True)),
                            models.Q(("kind", "price"), ("lot__isnull", False)),
                            _connector="OR",
                        ),
                        name="bid_envelope_price_names_lot",
                        violation_error_message="A price envelope is of one lot.",
                    ),
                    models.UniqueConstraint(
                        fields=("receipt", "kind", "lot"),
                        name="bid_envelope_once",
                        nulls_distinct=False,
                        violation_error_message="This envelope is already in the vault.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="BidPartner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="procurement.bid",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("consortium", "Member of the consortium"),
                            ("subcontractor", "Subcontractor"),
                        ],
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="name")),
                (
                    "kvk_number",
                    models.CharField(blank=True, max_length=8, verbose_name="KvK number"),
                ),
                ("part", models.TextField(blank=True, verbose_name="part of the work")),
            ],
            options={
                "verbose_name": "partner in a bid",
                "verbose_name_plural": "partners in a bid",
                "ordering": ("bid", "role", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["consortium", "subcontractor"])),
                        name="bid_partner_role_known",
                        violation_error_message="This code is not known.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ClarificationRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="procurement.tender",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("introduction", models.TextField(blank=True, verbose_name="introduction")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "Nota van Inlichtingen",
                "verbose_name_plural": "Notas van Inlichtingen",
                "ordering": ("tender", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "number"),
                        name="clarification_number_once",
                        violation_error_message="This number is already used.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="procurement.lot",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="providers.provider",
                        verbose_name="brought by",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("interim_proceeding", "Interim proceedings (kort geding)"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("text", models.TextField(verbose_name="what it says")),
                ("suspends", models.BooleanField(default=True, verbose_name="suspends the award")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Running"),
                            ("dismissed", "Dismissed"),
                            ("upheld", "Upheld"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="status",
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
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
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
                ("resolution", models.TextField(blank=True, verbose_name="how it ended")),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ("lot", "-received_on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["complaint", "interim_proceeding"])),
                        name="complaint_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "dismissed", "upheld", "withdrawn"])
                        ),
                        name="complaint_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("resolved_at__isnull", False), ("resolved_by__isnull", False)
                            ),
                            models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="complaint_resolved_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_at__isnull", True), ("status", "open")),
                            models.Q(
                                models.Q(("status", "open"), _negated=True),
                                ("resolved_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="complaint_resolved_has_moment",
                        violation_error_message="A complaint that has ended says when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "interim_proceeding"), _negated=True),
                            ("suspends", True),
                            _connector="OR",
                        ),
                        name="complaint_interim_proceeding_suspends",
                        violation_error_message="Interim proceedings suspend the award.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ConsensusScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot_bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consensus_scores",
                        to="procurement.lotbid",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consensus_scores",
                        to="procurement.awardcriterion",
                    ),
                ),
                (
                    "score",
                    models.DecimalField(decimal_places=2, max_digits=4, verbose_name="score"),
                ),
                ("motivation", models.TextField(verbose_name="motivation")),
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
                "verbose_name": "consensus score",
                "verbose_name_plural": "consensus scores",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lot_bid", "criterion"),
                        name="consensus_once_per_criterion",
                        violation_error_message="The consensus on this criterion is already recorded.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 10)),
                        name="consensus_score_0_to_10",
                        violation_error_message="A score lies between 0 and 10.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="procurement.tender",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="asked to take part"),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request_text",
                    models.TextField(blank=True, verbose_name="request to participate"),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="invited")),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rejected_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="not selected"),
                ),
                (
                    "rejected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("rejection_reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "declined_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="declined"),
                ),
                (
                    "declined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("price", "The price does not cover the cost"),
                            ("numbers", "The numbers of learners are too uncertain"),
                            ("group_size", "The group sizes do not fit"),
                            ("teachers", "Not enough teachers"),
                            ("location", "The places are too far away"),
                            ("terms", "The contract terms"),
                            ("time", "Not enough time to bid"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="why not",
                    ),
                ),
                ("decline_note", models.TextField(blank=True, verbose_name="explanation")),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ("tender", "provider__legal_name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "provider"),
                        name="invitation_once_per_provider",
                        violation_error_message="This provider is already invited.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("requested_at__isnull", False), ("requested_by__isnull", False)
                            ),
                            models.Q(
                                ("requested_at__isnull", True), ("requested_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="invitation_requested_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("invited_at__isnull", False), ("invited_by__isnull", False)),
                            models.Q(("invited_at__isnull", True), ("invited_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="invitation_invited_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("rejected_at__isnull", False), ("rejected_by__isnull", False)
                            ),
                            models.Q(("rejected_at__isnull", True), ("rejected_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="invitation_rejected_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("declined_at__isnull", False), ("declined_by__isnull", False)
                            ),
                            models.Q(("declined_at__isnull", True), ("declined_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="invitation_declined_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invited_at__isnull", False),
                            ("requested_at__isnull", False),
                            _connector="OR",
                        ),
                        name="invitation_asked_by_someone",
                        violation_error_message="An invitation is sent, or taking part was asked for.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("invited_at__isnull", True),
                            ("rejected_at__isnull", True),
                            _connector="OR",
                        ),
                        name="invitation_not_both_ways",
                        violation_error_message="Who was not selected is not invited.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="LateBid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_bids",
                        to="procurement.tender",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="providers.provider",
                    ),
                ),
                ("refused_at", models.DateTimeField(verbose_name="refused")),
                (
                    "refused_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "late bid",
                "verbose_name_plural": "late bids",
                "ordering": ("tender", "refused_at", "pk"),
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="LegalRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for every region.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_rules",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("threshold.social", "Threshold for social services"),
                            ("threshold.services", "Threshold for other services"),
                            ("term.request", "Term for requests to participate"),
                            (
                                "term.request.national",
                                "Term for requests to participate, below the threshold",
                            ),
                            ("term.tender", "Term for bids"),
                            ("term.tender.national", "Term for bids, below the threshold"),
                            ("term.tender.prior_notice", "Term for bids after a prior notice"),
                            (
                                "term.tender.prior_notice.floor",
                                "Shortest term for bids after a prior notice",
                            ),
                            (
                                "reduction.e_submission",
                                "Days less when bids come in electronically",
                            ),
                            ("term.clarification", "Last clarification before the deadline"),
                            (
                                "term.clarification.national",
                                "Last clarification before the deadline, below the threshold",
                            ),
                            (
                                "term.shift_to_working_day",
                                "A term that ends on a day off moves to the next working day",
                            ),
                            ("standstill", "Standstill period"),
                            ("standstill.national", "Standstill period, below the threshold"),
                            (
                                "standstill.shift_to_working_day",
                                "A standstill that ends on a day off moves to the next working day",
                            ),
                            (
                                "award_decision.reasons",
                                "An award decision gives its relevant reasons",
                            ),
                            ("award_notice", "Term for the award notice"),
                            ("award_notice.quarterly", "Award notices bundled per quarter"),
                            ("abnormally_low", "Explanation asked before rejecting a low price"),
                            ("records.keep_years", "Years to keep the file after the award"),
                            ("invited.minimum", "Fewest providers to invite"),
                            ("invited.maximum", "Most providers to invite"),
                            ("framework.maximum_years", "Longest framework agreement in years"),
                            ("modification.minor_share", "Largest share of minor modifications"),
                            (
                                "modification.extra_share",
                                "Largest share of one extra or unforeseen modification",
                            ),
                            ("regime.social", "Light regime for social services"),
                            ("regime.negotiated", "Negotiation after a tender without bids"),
                            ("regime.open_house", "Admission without a choice by the buyer"),
                        ],
                        max_length=40,
                        verbose_name="rule",
                    ),
                ),
                (
                    "procedure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("social", "Social and other specific services (light regime)"),
                            ("open", "Open procedure"),
                            ("restricted", "Restricted procedure"),
                            ("multiple_private", "Multiple private procedure"),
                            ("negotiated", "Negotiated procedure without notice"),
                            ("open_house", "Open house (admission)"),
                        ],
                        help_text="Empty: for every procedure without a rule of its own.",
                        max_length=30,
                        verbose_name="procedure",
                    ),
                ),
                ("applies_from", models.DateField(verbose_name="applies from")),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Yes is 1, no is 0.",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                        verbose_name="value",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("calendar_days", "calendar days"),
                            ("working_days", "working days"),
                            ("years", "years"),
                            ("number", "number"),
                            ("euro", "euro"),
                            ("share", "share"),
                            ("yes_no", "yes or no"),
                        ],
                        max_length=20,
                        verbose_name="unit",
                    ),
                ),
                (
                    "article",
                    models.CharField(
                        blank=True,
                        help_text="Such as “2.127 Aw 2012”. Empty: no page and no letter cites an article.",
                        max_length=60,
                        verbose_name="article",
                    ),
                ),
                ("source", models.TextField(verbose_name="source")),
                (
                    "is_binding",
                    models.BooleanField(
                        default=False,
                        help_text="The law says so; no region may set it aside.",
                        verbose_name="binding",
                    ),
                ),
                (
                    "is_certain",
                    models.BooleanField(
                        default=False,
                        help_text="Checked against the text of the law; until then no article is cited.",
                        verbose_name="certain",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "legal rule",
                "verbose_name_plural": "legal rules",
                "ordering": (
                    "key",
                    "procedure",
                    "-applies_from",
                    models.OrderBy(models.F("region"), nulls_first=True),
                    "pk",
                ),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "key", "procedure", "applies_from"),
                        name="legal_rule_once",
                        nulls_distinct=False,
                        violation_error_message="There is already such a rule from this day on.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "key__in",
                                [
                                    "threshold.social",
                                    "threshold.services",
                                    "term.request",
                                    "term.request.national",
                                    "term.tender",
                                    "term.tender.national",
                                    "term.tender.prior_notice",
                                    "term.tender.prior_notice.floor",
                                    "reduction.e_submission",
                                    "term.clarification",
                                    "term.clarification.national",
                                    "term.shift_to_working_day",
                                    "standstill",
                                    "standstill.national",
                                    "standstill.shift_to_working_day",
                                    "award_decision.reasons",
                                    "award_notice",
                                    "award_notice.quarterly",
                                    "abnormally_low",
                                    "records.keep_years",
                                    "invited.minimum",
                                    "invited.maximum",
                                    "framework.maximum_years",
                                    "modification.minor_share",
                                    "modification.extra_share",
                                    "regime.social",
                                    "regime.negotiated",
                                    "regime.open_house",
                                ],
                            )
                        ),
                        name="legal_rule_key_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "procedure__in",
                                [
                                    "",
                                    "social",
                                    "open",
                                    "restricted",
                                    "multiple_private",
                                    "negotiated",
                                    "open_house",
                                ],
                            )
                        ),
                        name="legal_rule_procedure_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "unit__in",
                                [
                                    "calendar_days",
                                    "working_days",
                                    "years",
                                    "number",
                                    "euro",
                                    "share",
                                    "yes_no",
                                ],
                            )
                        ),
                        name="legal_rule_unit_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__gte", Decimal("0")), ("value__isnull", True), _connector="OR"
                        ),
                        name="legal_rule_value_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("unit__in", ("calendar_days", "working_days")), _negated=True
                            ),
                            ("value", django.db.models.functions.math.Round("value")),
                            _connector="OR",
                        ),
                        name="legal_rule_days_are_whole",
                        violation_error_message="A term has a whole number of days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", "yes_no"), _negated=True),
                            ("value__in", (0, 1)),
                            _connector="OR",
                        ),
                        name="legal_rule_yes_or_no",
                        violation_error_message="Yes is 1, no is 0.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unit", "share"), _negated=True),
                            ("value__lte", 1),
                            _connector="OR",
                        ),
                        name="legal_rule_share_at_most_one",
                        violation_error_message="A share lies between 0 and 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("region__isnull", True),
                            models.Q(("article", ""), ("is_binding", False)),
                            _connector="OR",
                        ),
                        name="legal_rule_of_region_is_no_law",
                        violation_error_message="A region's own rule is not law and cites no article.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="legal_rule_names_its_source",
                        violation_error_message="A rule names its source.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot_bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="procurement.lotbid",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("winner", "Award decision, to the winner"),
                            ("loser", "Award decision, to who did not win"),
                            ("excluded", "Award decision, to who was excluded"),
                        ],
                        max_length=10,
                        verbose_name="letter",
                    ),
                ),
                (
                    "content",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="content",
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ("lot_bid", "written_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["winner", "loser", "excluded"])),
                        name="letter_kind_known",
                        violation_error_message="This code is not known.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="LowPriceInquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot_bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="low_price_inquiry",
                        to="procurement.lotbid",
                    ),
                ),
                ("question", models.TextField(verbose_name="what has to be explained")),
                ("due_at", models.DateTimeField(verbose_name="explanation by")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                (
                    "explained_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="explained"),
                ),
                (
                    "explained_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("heard_on", models.DateField(blank=True, null=True, verbose_name="heard on")),
                ("hearing", models.TextField(blank=True, verbose_name="report of the hearing")),
                (
                    "is_accepted",
                    models.BooleanField(blank=True, null=True, verbose_name="price is explained"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="judged")),
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
                "verbose_name": "inquiry into a low price",
                "verbose_name_plural": "inquiries into low prices",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("explained_at__isnull", False), ("explained_by__isnull", False)
                            ),
                            models.Q(
                                ("explained_at__isnull", True), ("explained_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="low_price_explained_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="low_price_decided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("asked_at"))),
                        name="low_price_due_after_asked",
                        violation_error_message="Give the bidder time: the term lies before now.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("is_accepted__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("is_accepted", True)),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("heard_on__isnull", False),
                                ("is_accepted", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="low_price_rejected_after_hearing",
                        violation_error_message="A bid is rejected for its price only after hearing the bidder, with reasons.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mandates",
                        to="procurement.tender",
                    ),
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
                ("given_on", models.DateField(verbose_name="given on")),
                ("signatory", models.CharField(max_length=160, verbose_name="given by")),
                ("evidence", models.CharField(max_length=200, verbose_name="decision or document")),
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
                "verbose_name": "mandate",
                "verbose_name_plural": "mandates",
                "ordering": ("tender", "gemeente__name"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "gemeente"),
                        name="mandate_once_per_gemeente",
                        violation_error_message="The mandate of this gemeente is already recorded.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="MarketConsultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="accounts.region",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="procurement.tender",
                        verbose_name="tender",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("introduction", models.TextField(verbose_name="introduction")),
                (
                    "closes_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answers until"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="drafted")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "closed_by",
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
                "verbose_name": "market consultation",
                "verbose_name_plural": "market consultations",
                "ordering": ("-created_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "open", "closed"])),
                        name="consultation_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                            models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="consultation_opened_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(("closes_at__isnull", False), ("opened_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="consultation_opened_has_deadline",
                        violation_error_message="An open consultation has a day until which it runs.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by__isnull", True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="consultation_closed_by_has_moment",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ConsultationContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="procurement.marketconsultation",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("written", "In writing"),
                            ("call", "Call"),
                            ("meeting", "Meeting"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="on")),
                ("summary", models.TextField(verbose_name="what was asked and said")),
                (
                    "gave_information",
                    models.BooleanField(
                        default=False,
                        verbose_name="the provider learned something that others did not know",
                    ),
                ),
                (
                    "shared_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="shared with all"),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "contact in a market consultation",
                "verbose_name_plural": "contacts in a market consultation",
                "ordering": ("happened_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["written", "call", "meeting"])),
                        name="consultation_contact_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shared_at__isnull", False), ("shared_by__isnull", False)),
                            models.Q(("shared_at__isnull", True), ("shared_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="consultation_contact_shared_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ConsultationQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="procurement.marketconsultation",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.TextField(verbose_name="question")),
            ],
            options={
                "verbose_name": "question of a market consultation",
                "verbose_name_plural": "questions of a market consultation",
                "ordering": ("consultation", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("consultation", "number"),
                        name="consultation_question_number_once",
                        violation_error_message="This number is already used.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ConsultationAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="procurement.consultationquestion",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="providers.provider",
                    ),
                ),
                ("text", models.TextField(verbose_name="answer")),
                ("answered_at", models.DateTimeField(verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "answer in a market consultation",
                "verbose_name_plural": "answers in a market consultation",
                "ordering": ("question", "provider"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "provider"),
                        name="consultation_answer_once",
                        violation_error_message="Your organisation has already answered this question.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="procurement.tender",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prior", "Prior information notice"),
                            ("contract", "Contract notice"),
                            ("change", "Change notice"),
                            ("award", "Contract award notice"),
                        ],
                        max_length=10,
                        verbose_name="notice",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="notice number")),
                ("published_at", models.DateTimeField(verbose_name="published on TenderNed")),
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
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ("tender", "published_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["prior", "contract", "change", "award"])),
                        name="notice_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.UniqueConstraint(
                        fields=("tender", "number"),
                        name="notice_number_once",
                        violation_error_message="This notice is already recorded.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("published_at__lte", models.F("recorded_at"))),
                        name="notice_published_before_recorded",
                        violation_error_message="The notice cannot be published in the future.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PlannedTender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_tenders",
                        to="accounts.region",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "procedure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("social", "Social and other specific services (light regime)"),
                            ("open", "Open procedure"),
                            ("restricted", "Restricted procedure"),
                            ("multiple_private", "Multiple private procedure"),
                            ("negotiated", "Negotiated procedure without notice"),
                            ("open_house", "Open house (admission)"),
                        ],
                        max_length=20,
                        verbose_name="procedure",
                    ),
                ),
                (
                    "publication_on",
                    models.DateField(blank=True, null=True, verbose_name="planned publication"),
                ),
                (
                    "start_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="first day of the contract"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned_tenders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("started", "Tender drafted"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "tender",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="procurement.tender",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="planned on")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "planned tender",
                "verbose_name_plural": "procurement calendar",
                "ordering": ("year", "publication_on", "pk"),
                "indexes": [models.Index(fields=["region", "year"], name="planned_tender_of_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["planned", "started", "dropped"])),
                        name="planned_tender_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("start_on__gte", models.F("publication_on")),
                            ("publication_on__isnull", True),
                            ("start_on__isnull", True),
                            _connector="OR",
                        ),
                        name="planned_tender_start_on_not_before_publication_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "started"), ("tender__isnull", False)),
                            models.Q(
                                models.Q(("status", "started"), _negated=True),
                                ("tender__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="planned_tender_started_has_tender",
                        violation_error_message="A planned tender that has started has its tender.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedBudget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budgets",
                        to="procurement.plannedtender",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("spuk", "Earmarked grant (SPUK) integration facilities"),
                            ("supplement", "Supplement for the education route"),
                            ("general", "Municipal fund (gemeentefonds)"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="funding source",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
            ],
            options={
                "verbose_name": "budget of a planned tender",
                "verbose_name_plural": "budgets of planned tenders",
                "ordering": ("planned", "source"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("planned", "source"),
                        name="planned_budget_once_per_source",
                        violation_error_message="This source is already listed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("source__in", ["spuk", "supplement", "general", "other"])
                        ),
                        name="planned_budget_source_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", Decimal("0")), ("amount__isnull", True), _connector="OR"
                        ),
                        name="planned_budget_amount_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PriceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="price_lines",
                        to="procurement.lot",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("description", models.CharField(max_length=160, verbose_name="description")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("trajectory", "per trajectory"),
                            ("hour", "per hour"),
                            ("month", "per month"),
                            ("group", "per group"),
                            ("group_hour", "per group hour"),
                            ("fee", "per fee"),
                        ],
                        max_length=20,
                        verbose_name="unit",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="expected number a year")),
                (
                    "ceiling_price",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        max_digits=12,
                        null=True,
                        verbose_name="ceiling price",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of the price table",
                "verbose_name_plural": "lines of the price table",
                "ordering": ("lot", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lot", "number"),
                        name="price_line_number_once",
                        violation_error_message="This line number is already used.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "unit__in",
                                ["trajectory", "hour", "month", "group", "group_hour", "fee"],
                            )
                        ),
                        name="price_line_unit_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ceiling_price__gte", Decimal("0")),
                            ("ceiling_price__isnull", True),
                            _connector="OR",
                        ),
                        name="price_line_ceiling_price_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="BidPrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot_bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prices",
                        to="procurement.lotbid",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="prices",
                        to="procurement.priceline",
                    ),
                ),
                (
                    "price",
                    models.DecimalField(decimal_places=4, max_digits=12, verbose_name="price"),
                ),
            ],
            options={
                "verbose_name": "price of a line",
                "verbose_name_plural": "prices of lines",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lot_bid", "line"),
                        name="bid_price_once",
                        violation_error_message="This line already has a price.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price__gte", Decimal("0")), ("price__isnull", True), _connector="OR"
                        ),
                        name="bid_price_price_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="procurement.tender",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.lot",
                        verbose_name="lot",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="providers.provider",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="about (document, page, paragraph)"
                    ),
                ),
                ("text", models.TextField(verbose_name="question")),
                ("text_as_asked", models.TextField(verbose_name="question as asked")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("asked", "To be answered"),
                            ("answered", "Answer drafted"),
                            ("published", "Answer published"),
                            ("declined", "Not taken up"),
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
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned_questions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="procurement.clarificationround",
                    ),
                ),
                (
                    "search",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "text", "answer", config="dutch"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ("tender", "asked_at", "pk"),
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search"], name="question_by_words"
                    ),
                    models.Index(fields=["tender", "status"], name="question_of_tender"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["asked", "answered", "published", "declined"])
                        ),
                        name="question_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="question_answered_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("round__isnull", False), ("status", "published")),
                            models.Q(
                                models.Q(("status", "published"), _negated=True),
                                ("round__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="question_published_in_a_round",
                        violation_error_message="An answer is published in a Nota van Inlichtingen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectifications",
                        to="procurement.tender",
                    ),
                ),
                ("text", models.TextField(verbose_name="what changes and why")),
                ("closed_at_before", models.DateTimeField(verbose_name="deadline before")),
                ("closes_at_after", models.DateTimeField(verbose_name="deadline after")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rectification",
                "verbose_name_plural": "rectifications",
                "ordering": ("tender", "published_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at_after__gte", models.F("closed_at_before"))),
                        name="rectification_never_shortens",
                        violation_error_message="A rectification may extend the term, not shorten it.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RepairRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot_bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="procurement.lotbid",
                    ),
                ),
                ("text", models.TextField(verbose_name="what is missing")),
                ("due_at", models.DateTimeField(verbose_name="to be mended by")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_accepted", models.BooleanField(blank=True, null=True, verbose_name="mended")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="judged")),
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
                "verbose_name": "repair of an omission",
                "verbose_name_plural": "repairs of omissions",
                "ordering": ("lot_bid", "asked_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False), ("answered_by__isnull", False)
                            ),
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="repair_answered_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="repair_decided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("asked_at"))),
                        name="repair_due_after_asked",
                        violation_error_message="Give the bidder time: the term lies before now.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("is_accepted__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("is_accepted__isnull", False)),
                            _connector="OR",
                        ),
                        name="repair_decided_has_verdict",
                        violation_error_message="Say whether the omission is mended.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="procurement.tender",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requirements",
                        to="procurement.lot",
                        verbose_name="lot",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("exclusion", "Ground for exclusion"),
                            ("selection", "Suitability"),
                            ("minimum", "Minimum requirement"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="requirement")),
                ("evidence", models.TextField(blank=True, verbose_name="evidence")),
            ],
            options={
                "verbose_name": "requirement",
                "verbose_name_plural": "requirements",
                "ordering": ("tender", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "number"),
                        name="requirement_number_once",
                        violation_error_message="This number is already used.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["exclusion", "selection", "minimum"])),
                        name="requirement_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ApplicationAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="procurement.application",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="procurement.requirement",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="how you meet it")),
                ("is_met", models.BooleanField(blank=True, null=True, verbose_name="met")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "answer to a requirement",
                "verbose_name_plural": "answers to requirements",
                "ordering": ("application", "requirement__number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "requirement"),
                        name="application_answer_once",
                        violation_error_message="This requirement is already answered.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RequirementCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot_bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="procurement.lotbid",
                    ),
                ),
                (
                    "requirement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="procurement.requirement",
                    ),
                ),
                ("is_met", models.BooleanField(verbose_name="met")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("checked_at", models.DateTimeField(verbose_name="checked")),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a requirement",
                "verbose_name_plural": "checks of requirements",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lot_bid", "requirement"),
                        name="requirement_check_once",
                        violation_error_message="This requirement is already checked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_met", True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="requirement_check_says_why_not",
                        violation_error_message="Say why the requirement is not met.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="RevokedDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revoked_decisions",
                        to="procurement.lot",
                    ),
                ),
                (
                    "winner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.lotbid",
                    ),
                ),
                (
                    "ranking",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="ranking",
                    ),
                ),
                ("motivation", models.TextField(verbose_name="motivation")),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revoked_at", models.DateTimeField(verbose_name="revoked")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
            ],
            options={
                "verbose_name": "revoked decision",
                "verbose_name_plural": "revoked decisions",
                "ordering": ("lot", "revoked_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("sent_by__isnull", False)),
                            models.Q(("sent_at__isnull", True), ("sent_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="revoked_decision_sent_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="procurement.bid",
                    ),
                ),
                ("path", models.CharField(max_length=200, unique=True)),
                (
                    "sha256",
                    models.CharField(max_length=64, verbose_name="SHA-256 of the sealed file"),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="file name")),
                ("kind", models.CharField(blank=True, max_length=10, verbose_name="type")),
                ("key", models.BinaryField(blank=True, default=bytes)),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                (
                    "receipts",
                    models.ManyToManyField(related_name="files", to="procurement.bidreceipt"),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ("bid", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at__isnull", False),
                            models.Q(("key", b""), ("kind", ""), ("name", "")),
                            _connector="OR",
                        ),
                        name="sealed_file_until_opened",
                        violation_error_message="What a bid says is not readable before its opening.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TenderDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="procurement.tender",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                (
                    "visibility",
                    models.CharField(
                        choices=[
                            ("public", "Everyone"),
                            ("invited", "Invited providers"),
                            ("after_award", "Everyone, after the award"),
                            ("never", "The desk of the region only"),
                        ],
                        default="public",
                        max_length=12,
                        verbose_name="who may read it",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=255, upload_to="tenders/%Y/%m", verbose_name="file"
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="file name")),
                ("kind", models.CharField(max_length=10, verbose_name="type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "replaced_by",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="procurement.tenderdocument",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ("tender", "title", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("visibility__in", ["public", "invited", "after_award", "never"])
                        ),
                        name="tender_document_visibility_known",
                        violation_error_message="This code is not known.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TenderKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="procurement.tender",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("quality", "Quality and declarations"), ("price", "Prices")],
                        max_length=10,
                        verbose_name="opens",
                    ),
                ),
                ("public_key", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "key of a tender",
                "verbose_name_plural": "keys of a tender",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["quality", "price"])),
                        name="tender_key_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.UniqueConstraint(
                        fields=("tender", "kind"),
                        name="tender_key_once_per_kind",
                        violation_error_message="This tender already has its keys.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TenderOfficer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="officers",
                        to="procurement.tender",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="procurement officer",
                    ),
                ),
                ("named_at", models.DateTimeField(verbose_name="named")),
                (
                    "named_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "officer who opens",
                "verbose_name_plural": "officers who open",
                "ordering": ("tender", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tender", "user"),
                        name="tender_officer_once",
                        violation_error_message="This officer is already named.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="TenderReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="procurement.tender",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("approved", "Approved"), ("changes", "Changes asked")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("reviewed_at", models.DateTimeField(verbose_name="reviewed")),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
            ],
            options={
                "verbose_name": "review",
                "verbose_name_plural": "reviews",
                "ordering": ("tender", "-reviewed_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["approved", "changes"])),
                        name="tender_review_verdict_known",
                        violation_error_message="This code is not known.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="VaultKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vault_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("public_key", models.BinaryField(max_length=32)),
                ("salt", models.BinaryField(max_length=16)),
                ("opslimit", models.PositiveIntegerField()),
                ("memlimit", models.PositiveBigIntegerField()),
                ("locked_key", models.BinaryField()),
                ("created_at", models.DateTimeField(verbose_name="made")),
                (
                    "replaced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="replaced"),
                ),
            ],
            options={
                "verbose_name": "vault key",
                "verbose_name_plural": "vault keys",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("user",),
                        name="vault_key_one_in_use",
                        violation_error_message="You already have a vault key.",
                    )
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="KeyShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="procurement.tenderkey",
                    ),
                ),
                ("index", models.PositiveSmallIntegerField(verbose_name="share")),
                (
                    "vault_key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="procurement.vaultkey",
                    ),
                ),
                (
                    "archivist_key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="procurement.archivistkey",
                    ),
                ),
                ("sealed", models.BinaryField()),
            ],
            options={
                "verbose_name": "share of a key",
                "verbose_name_plural": "shares of a key",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "index"),
                        name="key_share_index_once",
                        violation_error_message="This share already exists.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archivist_key__isnull", True), ("vault_key__isnull", False)),
                            models.Q(("archivist_key__isnull", False), ("vault_key__isnull", True)),
                            _connector="OR",
                        ),
                        name="key_share_has_one_holder",
                        violation_error_message="A share has one holder.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ResealedShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="resealed_shares",
                        to="procurement.openingrecord",
                    ),
                ),
                (
                    "vault_key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.vaultkey",
                    ),
                ),
                (
                    "archivist_key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procurement.archivistkey",
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "share that waits for a second officer",
                "verbose_name_plural": "shares that wait for a second officer",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archivist_key__isnull", True), ("vault_key__isnull", False)),
                            models.Q(("archivist_key__isnull", False), ("vault_key__isnull", True)),
                            _connector="OR",
                        ),
                        name="resealed_share_has_one_holder",
                        violation_error_message="A share has one holder.",
                    )
                ],
                "indexes": [],
            },
        ),
    ]
