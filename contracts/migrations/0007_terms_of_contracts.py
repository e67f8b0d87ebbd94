"""What contracts say beside tariffs and seats, the figures of price indices, and sheets of them."""

from decimal import Decimal

import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from config.shared.workflow import guard_operations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0006_columns_for_capacity_covenants_and_amendments"),
    ]

    operations = [
        migrations.CreateModel(
            name="IndexFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "index",
                    models.CharField(
                        choices=[
                            ("cpi", "Consumer prices (CPI)"),
                            ("services_price", "Prices of services (DPI)"),
                            ("wages", "Collectively agreed wages"),
                        ],
                        max_length=20,
                        verbose_name="index",
                    ),
                ),
                ("base_year", models.PositiveSmallIntegerField(verbose_name="base year (= 100)")),
                ("month", models.DateField(verbose_name="month")),
                (
                    "stage",
                    models.CharField(
                        choices=[("first", "First published figure"), ("final", "Final figure")],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "figure",
                    models.DecimalField(decimal_places=3, max_digits=8, verbose_name="figure"),
                ),
                ("source", models.CharField(max_length=200, verbose_name="source")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="index_figures",
                        to="accounts.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "index figure",
                "verbose_name_plural": "index figures",
                "ordering": ("-month", "index", "stage", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "index", "base_year", "month", "stage"),
                        name="index_figure_once",
                        violation_error_message="This figure has already been entered.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("index__in", ["cpi", "services_price", "wages"])),
                        name="index_figure_index_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["first", "final"])),
                        name="index_figure_stage_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("figure__gt", 0)),
                        name="index_figure_above_nought",
                        violation_error_message="An index figure lies above nought.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="index_figure_month_begins",
                        violation_error_message="A month is written by its first day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indexation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(decimal_places=4, max_digits=9, verbose_name="percentage"),
                ),
                ("applies_on", models.DateField(verbose_name="from")),
                ("applied_at", models.DateTimeField(verbose_name="applied")),
                (
                    "applied_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indexations",
                        to="contracts.contract",
                    ),
                ),
                (
                    "from_figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.indexfigure",
                    ),
                ),
                (
                    "to_figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.indexfigure",
                    ),
                ),
            ],
            options={
                "verbose_name": "indexation",
                "verbose_name_plural": "indexations",
                "ordering": ("contract", "applies_on"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "applies_on"),
                        name="indexation_once_a_day",
                        violation_error_message="Prices were already indexed from this day.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RenewalOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("first_on", models.DateField(verbose_name="from")),
                ("last_on", models.DateField(verbose_name="until")),
                ("decide_by_on", models.DateField(verbose_name="decide by")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Undecided"), ("used", "Used"), ("declined", "Not used")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renewal_options",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "renewal option",
                "verbose_name_plural": "renewal options",
                "ordering": ("contract", "number"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["decide_by_on"],
                        name="renewal_option_undecided",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "number"),
                        name="renewal_option_number_once",
                        violation_error_message="This number is already used.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "used", "declined"])),
                        name="renewal_option_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__gte", models.F("first_on")),
                            ("first_on__isnull", True),
                            ("last_on__isnull", True),
                            _connector="OR",
                        ),
                        name="renewal_option_last_on_not_before_first_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="renewal_option_decided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("status", "open")),
                            models.Q(
                                ("decided_at__isnull", False), ("status__in", ("used", "declined"))
                            ),
                            _connector="OR",
                        ),
                        name="renewal_option_decided_has_moment",
                        violation_error_message="Who decides about an option is written down.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decide_by_on__lt", models.F("first_on"))),
                        name="renewal_option_decided_before_it_begins",
                        violation_error_message="An option is decided about before its first day.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("contract", "="),
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
                        name="renewal_option_no_overlap",
                        violation_error_message="Two options may not have days in common.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("absence", "Absence"),
                            ("dropout", "Dropout"),
                            ("no_show", "No-show"),
                            ("route_switch", "Switch of route"),
                        ],
                        max_length=12,
                        verbose_name="event",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("percentage", "Part of the tariff"),
                            ("amount", "Fixed amount"),
                            ("none", "Nothing is settled"),
                        ],
                        max_length=10,
                        verbose_name="basis",
                    ),
                ),
                (
                    "percentage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="percentage of the tariff",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="amount",
                    ),
                ),
                (
                    "threshold_percentage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="from this part of the hours missed (%)",
                    ),
                ),
                (
                    "within_weeks",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="within so many weeks of the start"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="explanation")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="settlement_rules",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "settlement rule",
                "verbose_name_plural": "settlement rules",
                "ordering": ("contract", "event"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "event"),
                        name="settlement_rule_once_per_event",
                        violation_error_message="There is already a rule for this event.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("event__in", ["absence", "dropout", "no_show", "route_switch"])
                        ),
                        name="settlement_rule_event_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis__in", ["percentage", "amount", "none"])),
                        name="settlement_rule_basis_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("amount__isnull", True),
                                ("basis", "percentage"),
                                ("percentage__isnull", False),
                            ),
                            models.Q(
                                ("amount__isnull", False),
                                ("basis", "amount"),
                                ("percentage__isnull", True),
                            ),
                            models.Q(
                                ("amount__isnull", True),
                                ("basis", "none"),
                                ("percentage__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="settlement_rule_basis_complete",
                        violation_error_message="Give a percentage or an amount, as the basis says, and not the other.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("percentage__isnull", True),
                                ("percentage__range", (0, 100)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("threshold_percentage__isnull", True),
                                models.Q(
                                    ("event", "absence"), ("threshold_percentage__range", (0, 100))
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="settlement_rule_percentages_within_100",
                        violation_error_message="A percentage lies between 0 and 100; hours missed count for absence alone.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", Decimal("0")), ("amount__isnull", True), _connector="OR"
                        ),
                        name="settlement_rule_amount_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SocialReturn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("description", models.CharField(max_length=300, verbose_name="what was done")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="social_returns",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
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
                "verbose_name": "social return",
                "verbose_name_plural": "social return",
                "ordering": ("contract", "-on", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__gte", Decimal("0")), ("amount__isnull", True), _connector="OR"
                        ),
                        name="social_return_amount_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TariffBand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_number", models.PositiveIntegerField(verbose_name="from number")),
                (
                    "price",
                    models.DecimalField(decimal_places=4, max_digits=12, verbose_name="price"),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="contracts.tariff",
                    ),
                ),
            ],
            options={
                "verbose_name": "price band",
                "verbose_name_plural": "price bands",
                "ordering": ("tariff", "from_number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tariff", "from_number"),
                        name="tariff_band_number_once",
                        violation_error_message="Bands begin at different numbers.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_number__gte", 2)),
                        name="tariff_band_after_the_first",
                        violation_error_message="A band begins at the second unit or later.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("price__gte", Decimal("0")), ("price__isnull", True), _connector="OR"
                        ),
                        name="tariff_band_price_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractKpi",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("days_to_start", "Days from registration to start"),
                            ("fill_rate", "Filled seats (%)"),
                            ("attendance", "Attendance (%)"),
                            ("diplomas", "Diplomas among who ended (%)"),
                            ("dropouts", "Dropouts among who ended (%)"),
                            ("progression", "In further education after six months (%)"),
                            ("satisfaction", "Satisfaction of learners (mark)"),
                            ("reports_in_time", "Reports in time (%)"),
                            ("complaints", "Complaints a year"),
                        ],
                        max_length=20,
                        verbose_name="indicator",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("at_least", "at least"), ("at_most", "at most")],
                        default="at_least",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                (
                    "target",
                    models.DecimalField(decimal_places=2, max_digits=7, verbose_name="target"),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kpis",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "performance indicator",
                "verbose_name_plural": "performance indicators",
                "ordering": ("contract", "indicator"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "indicator"),
                        name="contract_kpi_once",
                        violation_error_message="There is already a target for this indicator.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "indicator__in",
                                [
                                    "days_to_start",
                                    "fill_rate",
                                    "attendance",
                                    "diplomas",
                                    "dropouts",
                                    "progression",
                                    "satisfaction",
                                    "reports_in_time",
                                    "complaints",
                                ],
                            )
                        ),
                        name="contract_kpi_indicator_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("direction__in", ["at_least", "at_most"])),
                        name="contract_kpi_direction_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__gte", Decimal("0")), ("target__isnull", True), _connector="OR"
                        ),
                        name="contract_kpi_target_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="contract-sheets/%Y/%m/", verbose_name="file")),
                ("filename", models.CharField(max_length=200, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirmed"),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("contracts", models.ManyToManyField(related_name="+", to="contracts.contract")),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contract_sheets",
                        to="accounts.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "sheet of running contracts",
                "verbose_name_plural": "sheets of running contracts",
                "ordering": ("-received_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            models.Q(
                                ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="contract_sheet_confirmed_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IndexationRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "index",
                    models.CharField(
                        choices=[
                            ("cpi", "Consumer prices (CPI)"),
                            ("services_price", "Prices of services (DPI)"),
                            ("wages", "Collectively agreed wages"),
                        ],
                        max_length=20,
                        verbose_name="index",
                    ),
                ),
                ("base_year", models.PositiveSmallIntegerField(verbose_name="base year (= 100)")),
                ("base_month", models.DateField(verbose_name="month of the first figure")),
                (
                    "stage",
                    models.CharField(
                        choices=[("first", "First published figure"), ("final", "Final figure")],
                        max_length=10,
                        verbose_name="which figure counts",
                    ),
                ),
                (
                    "cap_percentage",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="at most (%)",
                    ),
                ),
                (
                    "may_fall",
                    models.BooleanField(default=False, verbose_name="prices can also fall"),
                ),
                (
                    "month_of_year",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="new prices from month"
                    ),
                ),
                (
                    "contract",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indexation_rule",
                        to="contracts.contract",
                    ),
                ),
            ],
            options={
                "verbose_name": "indexation rule",
                "verbose_name_plural": "indexation rules",
                "ordering": ("contract",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("index__in", ["cpi", "services_price", "wages"])),
                        name="indexation_rule_index_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ["first", "final"])),
                        name="indexation_rule_stage_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cap_percentage__gte", Decimal("0")),
                            ("cap_percentage__isnull", True),
                            _connector="OR",
                        ),
                        name="indexation_rule_cap_percentage_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month_of_year__range", (1, 12))),
                        name="indexation_rule_month_of_year",
                        violation_error_message="A year has the months 1 up to 12.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("base_month__day", 1)),
                        name="indexation_rule_month_begins",
                        violation_error_message="A month is written by its first day.",
                    ),
                ],
            },
        ),
        *guard_operations("contracts_renewaloption", "renewal_option"),
    ]
