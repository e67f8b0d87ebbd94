"""The waiting list: entries, offers of seats, and the order that each region chose."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.identifiers
from config.shared.workflow import guard_operations

STANDING = """
INSERT INTO contracts_waitlistentry (
    region_id, gemeente_id, reference, route, target_group, level, mode, place, since_on, pip_on,
    term_ends_on, priority, priority_reason, status, status_reason, placement_id, created_at
)
SELECT contract.region_id, placement.gemeente_id, placement.reference, placement.route,
       placement.target_group, placement.level, '', '', placement.status_on, placement.pip_on,
       (placement.pip_on + interval '3 years')::date, false, '', 'waiting', '', placement.id, now()
  FROM contracts_placement placement
  JOIN contracts_contract contract ON contract.id = placement.contract_id
 WHERE placement.status = 'waitlisted'
 ORDER BY placement.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0010_covenants"),
        ("accounts", "0004_allocation_keys_and_subregions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.CharField(
                        choices=[
                            ("date", "Longest waiting first"),
                            ("latest_start", "Earliest latest sensible start first"),
                            ("priority_date", "Priority first, then longest waiting"),
                            (
                                "priority_latest_start",
                                "Priority first, then earliest latest sensible start",
                            ),
                        ],
                        default="date",
                        max_length=24,
                        verbose_name="who comes first",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waiting_rule",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "order of the waiting list",
                "verbose_name_plural": "orders of the waiting list",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "order__in",
                                ["date", "latest_start", "priority_date", "priority_latest_start"],
                            )
                        ),
                        name="waiting_rule_order_known",
                        violation_error_message="This code is not known.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitlistEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        max_length=40,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reference",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[("B", "B1 route"), ("O", "Education route"), ("Z", "Z route")],
                        max_length=1,
                        verbose_name="route",
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
                (
                    "level",
                    models.CharField(
                        choices=[("A1", "A1"), ("A2", "A2"), ("B1", "B1"), ("B2", "B2")],
                        max_length=2,
                        verbose_name="level",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("day", "Daytime"),
                            ("evening", "Evening"),
                            ("online", "Online"),
                            ("combined", "Combined"),
                        ],
                        max_length=10,
                        verbose_name="wished delivery mode",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="wished place")),
                ("since_on", models.DateField(verbose_name="waits since")),
                (
                    "notice_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        verbose_name="notice of DUO or registration in the BRP",
                    ),
                ),
                ("pip_on", models.DateField(blank=True, null=True, verbose_name="date of the PIP")),
                (
                    "term_ends_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="end of the integration term"
                    ),
                ),
                ("priority", models.BooleanField(default=False, verbose_name="priority")),
                (
                    "priority_reason",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="why priority",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("offered", "Seat offered"),
                            ("placed", "Placed"),
                            ("withdrawn", "Off the list"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "status_reason",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reason",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "placement",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist_entry",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry on the waiting list",
                "verbose_name_plural": "waiting list",
                "ordering": ("since_on", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("waiting", "offered"))),
                        fields=["region", "since_on", "id"],
                        name="waitlist_of_region",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ("waiting", "offered"))),
                        fields=["gemeente", "since_on", "id"],
                        name="waitlist_of_gemeente",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["B", "O", "Z"])),
                        name="waitlist_entry_route_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_group__in", ["status_holder", "family_migrant", "other"])
                        ),
                        name="waitlist_entry_target_group_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["A1", "A2", "B1", "B2"])),
                        name="waitlist_entry_level_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode__in", ["", "day", "evening", "online", "combined"])
                        ),
                        name="waitlist_entry_mode_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "offered", "placed", "withdrawn"])
                        ),
                        name="waitlist_entry_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("term_ends_on__gte", models.F("pip_on")),
                            ("pip_on__isnull", True),
                            ("term_ends_on__isnull", True),
                            _connector="OR",
                        ),
                        name="waitlist_entry_term_ends_on_not_before_pip_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "A2"), ("route", "O"), _negated=True),
                            models.Q(("level", "B1"), ("route", "Z"), _negated=True),
                        ),
                        name="waitlist_entry_level_fits_route",
                        violation_error_message="Level A2 does not go with the education route, nor B1 with the Z route.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("priority", True), models.Q(("priority_reason", ""), _negated=True)
                            ),
                            models.Q(("priority", False), ("priority_reason", "")),
                            _connector="OR",
                        ),
                        name="waitlist_entry_priority_has_reason",
                        violation_error_message="Say why this learner has priority; without priority there is no reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "placed"), _negated=True),
                            ("placement__isnull", False),
                            _connector="OR",
                        ),
                        name="waitlist_entry_placed_names_placement",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("placement__isnull", True), ("status__in", ("waiting", "offered"))
                        ),
                        fields=("gemeente", "region", "reference"),
                        name="waitlist_entry_reference_once_while_waiting",
                        violation_error_message="This reference is already on the waiting list.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reply_by_on", models.DateField(verbose_name="answer by")),
                ("offered_at", models.DateTimeField(verbose_name="offered")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Offer accepted"),
                            ("declined", "Offer declined"),
                            ("expired", "No answer in time"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reason",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answer recorded by",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offered by",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat_offers",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="contracts.waitlistentry",
                        verbose_name="entry on the waiting list",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer of a seat",
                "verbose_name_plural": "offers of seats",
                "ordering": ("-offered_at", "-pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", "")),
                        fields=["reply_by_on"],
                        name="seat_offer_to_answer",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["", "accepted", "declined", "expired"])),
                        name="seat_offer_answer_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="seat_offer_answer_has_moment",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("entry",),
                        name="seat_offer_one_open_per_entry",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")),
                        fields=("placement",),
                        name="seat_offer_one_open_per_placement",
                    ),
                ],
            },
        ),
        migrations.RunSQL(STANDING, migrations.RunSQL.noop),
        *guard_operations("contracts_waitlistentry", "waitlist_entry"),
    ]
