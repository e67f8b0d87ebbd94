from decimal import Decimal

import django.contrib.postgres.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import config.shared.migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_allocation_keys_and_subregions"),
        ("contracts", "0005_delivery_outcome_digest"),
        ("procurement", "0010_what_a_consultation_shares_with_all"),
        ("providers", "0001_register"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="capacityline",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="capacityline",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="placement",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="placement",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tariff",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="tariff",
            name="delete_delete",
        ),
        config.shared.migrations.RemoveConstraints(
            model_name="contract",
            names=[
                "contract_status_known",
                "contract_over_target_policy_known",
                "contract_signed_before_it_moves_on",
            ],
        ),
        config.shared.migrations.RemoveConstraints(
            model_name="tariff",
            names=["tariff_unit_known", "tariff_no_overlap"],
        ),
        migrations.CreateModel(
            name="Covenant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=40, verbose_name="reference")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("quality", "Quality covenant with schools"),
                            ("accession", "Accession covenant, open to every school that meets it"),
                            ("buying", "Covenant of gemeenten to buy together"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("purpose", models.TextField(verbose_name="purpose")),
                ("first_on", models.DateField(verbose_name="first day")),
                ("last_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "review_months",
                    models.PositiveSmallIntegerField(
                        default=12, verbose_name="months between reviews"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("offered", "To be signed"),
                            ("active", "Active"),
                            ("ended", "Ended"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="drafted")),
                (
                    "published_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="published"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("end_reason", models.TextField(blank=True, verbose_name="reason of the end")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
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
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covenants",
                        to="accounts.region",
                    ),
                ),
                (
                    "tender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covenants",
                        to="procurement.tender",
                        verbose_name="tender",
                    ),
                ),
            ],
            options={
                "verbose_name": "covenant",
                "verbose_name_plural": "covenants",
                "ordering": ("-first_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "reference"),
                        name="covenant_reference_once_per_region",
                        violation_error_message="This reference is already used in the region.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["quality", "accession", "buying"])),
                        name="covenant_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "offered", "active", "ended"])),
                        name="covenant_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__gte", models.F("first_on")),
                            ("first_on__isnull", True),
                            ("last_on__isnull", True),
                            _connector="OR",
                        ),
                        name="covenant_last_on_not_before_first_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("published_at__isnull", False), ("published_by__isnull", False)
                            ),
                            models.Q(
                                ("published_at__isnull", True), ("published_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="covenant_published_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="covenant_ended_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_months__gte", 1)),
                        name="covenant_is_reviewed",
                        violation_error_message="Give at least one month between reviews.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("status", "ended")),
                            models.Q(
                                models.Q(("status", "ended"), _negated=True),
                                ("ended_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_ended_has_moment",
                        violation_error_message="A covenant that has ended has the moment it ended.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgressConversation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="held")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on_course", "On course"),
                            ("behind", "Behind the plan"),
                            ("switch_advised", "Another route advised"),
                            ("learner_absent", "Learner did not come"),
                        ],
                        max_length=20,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="conversations",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "progress conversation",
                "verbose_name_plural": "progress conversations",
                "ordering": ("placement", "due_on"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("placement", "due_on"),
                        name="progress_conversation_once_per_day",
                        violation_error_message="There is already a conversation due on that day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["", "on_course", "behind", "switch_advised", "learner_absent"],
                            )
                        ),
                        name="progress_conversation_outcome_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_on__isnull", True), ("outcome", "")),
                            models.Q(
                                ("held_on__isnull", False), models.Q(("outcome", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="progress_conversation_held_has_outcome",
                        violation_error_message="A conversation that was held has an outcome.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CovenantParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("buyer", "Gemeenten"), ("provider", "Provider")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                ("acceded_on", models.DateField(blank=True, null=True, verbose_name="acceded")),
                (
                    "accepted_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="text accepted"),
                ),
                (
                    "accepted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepted"),
                ),
                (
                    "signatory_name",
                    models.CharField(blank=True, max_length=120, verbose_name="signed by (name)"),
                ),
                (
                    "signatory_role",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="signed by (function)"
                    ),
                ),
                (
                    "signed_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="text signed"),
                ),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="day of the signature"),
                ),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signature recorded"),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covenant_party",
                        to="procurement.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="contracts.covenant",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covenant_parties",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "signed_by",
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
                "verbose_name": "party to a covenant",
                "verbose_name_plural": "parties to a covenant",
                "ordering": ("covenant", "side", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["buyer", "provider"])),
                        name="covenant_party_side_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("gemeente__isnull", False),
                                ("provider__isnull", True),
                                ("side", "buyer"),
                            ),
                            models.Q(
                                ("gemeente__isnull", True),
                                ("provider__isnull", False),
                                ("side", "provider"),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_party_gemeente_or_provider",
                        violation_error_message="A party is a gemeente or a provider, on its own side.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("covenant", "gemeente"),
                        name="covenant_gemeente_once",
                        violation_error_message="This gemeente is already a party.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("covenant", "provider"),
                        name="covenant_provider_once",
                        violation_error_message="This provider is already a party.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="covenant_party_accepted_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="covenant_party_signed_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_digest", "")),
                            models.Q(
                                ("accepted_at__isnull", False),
                                models.Q(("accepted_digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_party_accepts_a_text",
                        violation_error_message="Who accepts, accepts one exact text.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("signatory_name", ""),
                                ("signed_at__isnull", True),
                                ("signed_digest", ""),
                                ("signed_on__isnull", True),
                            ),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_on__isnull", False),
                                models.Q(("signed_digest", ""), _negated=True),
                                models.Q(("signatory_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="covenant_party_signature_complete",
                        violation_error_message="A signature has a day, a name and one exact text.",
                    ),
                ],
            },
        ),
        config.shared.migrations.AddFields(
            model_name="capacityline",
            fields=[
                (
                    "key",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.allocationkey",
                        verbose_name="allocation key",
                    ),
                )
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="capacitylineversion",
            fields=[
                (
                    "key",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.allocationkey",
                        verbose_name="allocation key",
                    ),
                )
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="contract",
            fields=[
                (
                    "framework",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_offs",
                        to="contracts.contract",
                        verbose_name="framework agreement",
                    ),
                ),
                (
                    "interruption_weeks",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="weeks that an interrupted learner keeps the place",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("direct", "Contract by itself"),
                            ("framework", "Framework agreement"),
                            ("call_off", "Call-off under a framework agreement"),
                        ],
                        default="direct",
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "maximum_quantity",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="maximum number of trajectories"
                    ),
                ),
                (
                    "original_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="original value (excl. VAT)",
                    ),
                ),
                (
                    "original_quantity",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="original number of trajectories"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts_owned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "refills_intake",
                    models.BooleanField(
                        default=False, verbose_name="a dropout gives the place of the intake back"
                    ),
                ),
                (
                    "signed_outside_on",
                    models.DateField(blank=True, null=True, verbose_name="signed outside on"),
                ),
                (
                    "social_return_percentage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="social return (%)",
                    ),
                ),
                (
                    "suspended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="suspended"),
                ),
                (
                    "suspended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="coursegroup",
            fields=[
                (
                    "cost_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="cost of the group",
                    ),
                ),
                (
                    "decide_on",
                    models.DateField(blank=True, null=True, verbose_name="decide on (go or no go)"),
                ),
                (
                    "hours_per_week",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="hours a week",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="contracts.coursegroup",
                        verbose_name="merged into",
                    ),
                ),
                ("schedule", models.CharField(blank=True, max_length=200, verbose_name="schedule")),
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="placement",
            fields=[
                (
                    "cohort",
                    models.CharField(
                        choices=[
                            ("wi2021", "Wi2021"),
                            ("wi2013", "Wi2013"),
                            ("elip", "ELIP"),
                            ("interim", "Interim group"),
                        ],
                        db_default="wi2021",
                        default="wi2021",
                        max_length=10,
                        verbose_name="cohort",
                    ),
                ),
                (
                    "covenant_group",
                    models.CharField(
                        blank=True,
                        db_default="",
                        max_length=40,
                        verbose_name="group under the covenant",
                    ),
                ),
                (
                    "diploma_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the diploma"),
                ),
                (
                    "intake_line",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_placements",
                        to="contracts.capacityline",
                        verbose_name="capacity line of the intake",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("diploma", "Diploma or exams passed"),
                            ("lower_level", "Lower level reached"),
                            ("none", "No level reached"),
                        ],
                        db_default="",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "term_ends_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="end of the integration term"
                    ),
                ),
                (
                    "covenant_party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.covenantparty",
                        verbose_name="covenant",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="placementversion",
            fields=[
                (
                    "cohort",
                    models.CharField(
                        choices=[
                            ("wi2021", "Wi2021"),
                            ("wi2013", "Wi2013"),
                            ("elip", "ELIP"),
                            ("interim", "Interim group"),
                        ],
                        db_default="wi2021",
                        default="wi2021",
                        max_length=10,
                        verbose_name="cohort",
                    ),
                ),
                (
                    "covenant_group",
                    models.CharField(
                        blank=True,
                        db_default="",
                        max_length=40,
                        verbose_name="group under the covenant",
                    ),
                ),
                (
                    "diploma_on",
                    models.DateField(blank=True, null=True, verbose_name="date of the diploma"),
                ),
                (
                    "intake_line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.capacityline",
                        verbose_name="capacity line of the intake",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("diploma", "Diploma or exams passed"),
                            ("lower_level", "Lower level reached"),
                            ("none", "No level reached"),
                        ],
                        db_default="",
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "term_ends_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="end of the integration term"
                    ),
                ),
                (
                    "covenant_party",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.covenantparty",
                        verbose_name="covenant",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="tariff",
            fields=[
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="contracts.tariff",
                        verbose_name="version before",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="fee for")),
            ],
        ),
        config.shared.migrations.AddFields(
            model_name="tariffversion",
            fields=[
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.tariff",
                        verbose_name="version before",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="fee for")),
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="contract",
            fields=[
                (
                    "over_target_policy",
                    models.CharField(
                        choices=[
                            ("block", "Refuse"),
                            ("warn", "Warn"),
                            ("authorise", "Only when authorised with a reason"),
                        ],
                        default="block",
                        max_length=10,
                        verbose_name="over the contracted number",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("offered", "To be signed"),
                            ("signed", "Signed"),
                            ("active", "Active"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended"),
                            ("terminated", "Terminated"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="placement",
            fields=[
                (
                    "capacity_line",
                    models.ForeignKey(
                        blank=True,
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        blank=True,
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
            model_name="placementversion",
            fields=[
                (
                    "capacity_line",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.capacityline",
                        verbose_name="capacity line",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.tariff",
                        verbose_name="tariff",
                    ),
                ),
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="tariff",
            fields=[
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("trajectory", "per trajectory"),
                            ("hour", "per hour"),
                            ("month", "per month"),
                            ("group", "per group"),
                            ("group_hour", "per group hour"),
                            ("fee", "per occasion"),
                        ],
                        default="trajectory",
                        max_length=12,
                        verbose_name="unit",
                    ),
                )
            ],
        ),
        config.shared.migrations.AlterFields(
            model_name="tariffversion",
            fields=[
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("trajectory", "per trajectory"),
                            ("hour", "per hour"),
                            ("month", "per month"),
                            ("group", "per group"),
                            ("group_hour", "per group hour"),
                            ("fee", "per occasion"),
                        ],
                        default="trajectory",
                        max_length=12,
                        verbose_name="unit",
                    ),
                )
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capacityline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_capacitylineversion" ("contract_id", "counts", "first_on", "group_maximum", "group_minimum", "id", "key_id", "last_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "route") SELECT old_values."contract_id", old_values."counts", old_values."first_on", old_values."group_maximum", old_values."group_minimum", old_values."id", old_values."key_id", old_values."last_on", old_values."number", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."place", old_values."route" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="688c0167fecd0960eb41d83bdb9dbf634e25c1fa",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f2d98",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_capacityline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="capacityline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_capacitylineversion" ("contract_id", "counts", "first_on", "group_maximum", "group_minimum", "id", "key_id", "last_on", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "route") SELECT old_values."contract_id", old_values."counts", old_values."first_on", old_values."group_maximum", old_values."group_minimum", old_values."id", old_values."key_id", old_values."last_on", old_values."number", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."place", old_values."route" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="dc199c68317bb440a53aee41cd82c5c579f9569a",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f9dab",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_capacityline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_placementversion" ("actual_first_on", "actual_last_on", "attended_hours", "capacity_line_id", "cohort", "contract_id", "course_group_id", "covenant_group", "covenant_party_id", "delivery_id", "diploma_on", "gemeente_id", "id", "intake_line_id", "level", "literacy", "mode", "offered_hours", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pip_on", "planned_first_on", "planned_last_on", "reference", "reserved_until_on", "route", "status", "status_on", "status_reason", "target_group", "tariff_id", "term_ends_on") SELECT old_values."actual_first_on", old_values."actual_last_on", old_values."attended_hours", old_values."capacity_line_id", old_values."cohort", old_values."contract_id", old_values."course_group_id", old_values."covenant_group", old_values."covenant_party_id", old_values."delivery_id", old_values."diploma_on", old_values."gemeente_id", old_values."id", old_values."intake_line_id", old_values."level", old_values."literacy", old_values."mode", old_values."offered_hours", old_values."outcome", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."pip_on", old_values."planned_first_on", old_values."planned_last_on", old_values."reference", old_values."reserved_until_on", old_values."route", old_values."status", old_values."status_on", old_values."status_reason", old_values."target_group", old_values."tariff_id", old_values."term_ends_on" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="950213099f27673c2b3668d53277cbf6474384ce",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e46a8",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_placementversion" ("actual_first_on", "actual_last_on", "attended_hours", "capacity_line_id", "cohort", "contract_id", "course_group_id", "covenant_group", "covenant_party_id", "delivery_id", "diploma_on", "gemeente_id", "id", "intake_line_id", "level", "literacy", "mode", "offered_hours", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pip_on", "planned_first_on", "planned_last_on", "reference", "reserved_until_on", "route", "status", "status_on", "status_reason", "target_group", "tariff_id", "term_ends_on") SELECT old_values."actual_first_on", old_values."actual_last_on", old_values."attended_hours", old_values."capacity_line_id", old_values."cohort", old_values."contract_id", old_values."course_group_id", old_values."covenant_group", old_values."covenant_party_id", old_values."delivery_id", old_values."diploma_on", old_values."gemeente_id", old_values."id", old_values."intake_line_id", old_values."level", old_values."literacy", old_values."mode", old_values."offered_hours", old_values."outcome", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pip_on", old_values."planned_first_on", old_values."planned_last_on", old_values."reference", old_values."reserved_until_on", old_values."route", old_values."status", old_values."status_on", old_values."status_reason", old_values."target_group", old_values."tariff_id", old_values."term_ends_on" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="636630282d79fa70659d6b33fbd92dbca61a5d6c",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e1800",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tariff",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffversion" ("charges_other_groups", "contract_id", "first_on", "follows_id", "id", "last_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "route", "unit") SELECT old_values."charges_other_groups", old_values."contract_id", old_values."first_on", old_values."follows_id", old_values."id", old_values."last_on", old_values."name", _pgh_attached_context.value, NOW(), \'update\', old_values."id", old_values."price", old_values."route", old_values."unit" FROM ( SELECT old_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="ac1167031b0b6f21ff04abb4304e901bbcc32835",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_tariffversion" ("charges_other_groups", "contract_id", "first_on", "follows_id", "id", "last_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price", "route", "unit") SELECT old_values."charges_other_groups", old_values."contract_id", old_values."first_on", old_values."follows_id", old_values."id", old_values."last_on", old_values."name", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."price", old_values."route", old_values."unit" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="5a12505b1255501c0853874c220942c731af7585",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00224",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_tariff",
                    when="AFTER",
                ),
            ),
        ),
        config.shared.migrations.AddConstraints(
            model_name="contract",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        (
                            "status__in",
                            [
                                "draft",
                                "offered",
                                "signed",
                                "active",
                                "suspended",
                                "ended",
                                "terminated",
                            ],
                        )
                    ),
                    name="contract_status_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("over_target_policy__in", ["block", "warn", "authorise"])),
                    name="contract_over_target_policy_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("original_amount__gte", Decimal("0")),
                        ("original_amount__isnull", True),
                        _connector="OR",
                    ),
                    name="contract_original_amount_not_negative",
                    violation_error_message="An amount or number may not be below zero.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("kind__in", ["direct", "framework", "call_off"])),
                    name="contract_kind_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("suspended_at__isnull", False), ("suspended_by__isnull", False)),
                        models.Q(("suspended_at__isnull", True), ("suspended_by__isnull", True)),
                        _connector="OR",
                    ),
                    name="contract_suspended_stamp_complete",
                    violation_error_message="A moment and the person who acted belong together.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("framework__isnull", False), ("kind", "call_off")),
                        models.Q(
                            models.Q(("kind", "call_off"), _negated=True),
                            ("framework__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="contract_call_off_names_framework",
                    violation_error_message="A call-off names its framework agreement; another contract has none.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("social_return_percentage__isnull", True),
                        models.Q(
                            ("social_return_percentage__gte", 0),
                            ("social_return_percentage__lte", 100),
                        ),
                        _connector="OR",
                    ),
                    name="contract_social_return_within_100",
                    violation_error_message="A percentage lies between 0 and 100.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("status__in", ("draft", "offered")),
                        ("signed_at__isnull", False),
                        _connector="OR",
                    ),
                    name="contract_signed_before_it_moves_on",
                    violation_error_message="A contract is signed before it can move on.",
                ),
            ],
        ),
        config.shared.migrations.AddConstraints(
            model_name="coursegroup",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("hours_per_week__gte", Decimal("0")),
                            ("hours_per_week__isnull", True),
                            _connector="OR",
                        ),
                        models.Q(
                            ("cost_amount__gte", Decimal("0")),
                            ("cost_amount__isnull", True),
                            _connector="OR",
                        ),
                    ),
                    name="course_group_hours_per_week_not_negative",
                    violation_error_message="An amount or number may not be below zero.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("merged_into__isnull", True),
                        models.Q(
                            ("status", "cancelled"),
                            models.Q(("merged_into", models.F("pk")), _negated=True),
                        ),
                        _connector="OR",
                    ),
                    name="course_group_merged_is_cancelled",
                    violation_error_message="A group that was merged into another is cancelled.",
                ),
            ],
        ),
        config.shared.migrations.AddConstraints(
            model_name="tariff",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        ("unit__in", ["trajectory", "hour", "month", "group", "group_hour", "fee"])
                    ),
                    name="tariff_unit_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("unit", "fee"), models.Q(("name", ""), _negated=True)),
                        models.Q(models.Q(("unit", "fee"), _negated=True), ("name", "")),
                        _connector="OR",
                    ),
                    name="tariff_fee_has_name",
                    violation_error_message="Say what the fee is for; another unit has no name.",
                ),
                django.contrib.postgres.constraints.ExclusionConstraint(
                    expressions=[
                        ("contract", "="),
                        ("route", "="),
                        ("unit", "="),
                        ("name", "="),
                        (
                            models.Func(
                                models.F("first_on"),
                                models.F("last_on"),
                                models.Value("[]"),
                                function="daterange",
                            ),
                            "&&",
                        ),
                    ],
                    name="tariff_no_overlap",
                    violation_error_message="There is already a tariff for this route in that period.",
                ),
            ],
        ),
        config.shared.migrations.AddConstraints(
            model_name="placement",
            constraints=[
                models.UniqueConstraint(
                    fields=("covenant_party", "reference"),
                    name="placement_reference_once_per_covenant_party",
                    violation_error_message="This reference already exists in the covenant.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("capacity_line__isnull", False),
                            ("contract__isnull", False),
                            ("covenant_group", ""),
                            ("covenant_party__isnull", True),
                            ("tariff__isnull", False),
                        ),
                        models.Q(
                            ("capacity_line__isnull", True),
                            ("contract__isnull", True),
                            ("course_group__isnull", True),
                            ("covenant_party__isnull", False),
                            ("intake_line__isnull", True),
                            ("tariff__isnull", True),
                        ),
                        _connector="OR",
                    ),
                    name="placement_under_contract_or_covenant",
                    violation_error_message="A placement stands under a contract, with a capacity line and a tariff, or under a covenant.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("intake_line__isnull", True),
                        models.Q(("intake_line", models.F("capacity_line")), _negated=True),
                        _connector="OR",
                    ),
                    name="placement_intake_line_is_another",
                    violation_error_message="The line of the intake is another line.",
                ),
                models.CheckConstraint(
                    condition=models.Q(
                        ("diploma_on__isnull", True), ("outcome", "diploma"), _connector="OR"
                    ),
                    name="placement_diploma_has_outcome",
                    violation_error_message="Who has a diploma has that as outcome.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("cohort__in", ["wi2021", "wi2013", "elip", "interim"])),
                    name="placement_cohort_known",
                    violation_error_message="This code is not known.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("outcome__in", ["", "diploma", "lower_level", "none"])),
                    name="placement_outcome_known",
                    violation_error_message="This code is not known.",
                ),
            ],
        ),
    ]
