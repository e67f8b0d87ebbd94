"""The sheet of running contracts, declared once: one row a tariff or a number of seats.

The facts of the contract are repeated on each of its rows.
"""

from django.utils.translation import gettext_lazy as _

from config.shared.columns import (
    Choice,
    Column,
    Date,
    Decimal,
    Integer,
    Rule,
    Sheet,
    Text,
    in_order,
)
from config.shared.identifiers import clean_kvk
from contracts.enums import CapacityCounts, TariffUnit
from contracts.imports import running_rules as rules
from providers.enums import LearningRoute

MOST_DIGITS = 9_999_999_999
LARGEST_GROUP = 200

CONTRACT_FACTS = (
    Column(
        "reference",
        _("reference"),
        Text(40, personal_numbers_allowed=True),
        required=True,
        aliases=("kenmerk", "contractnummer", "contract"),
        help=_("Reference of the contract; all its rows have the same."),
        example="C-2025-014",
    ),
    Column(
        "title",
        _("title"),
        Text(200, personal_numbers_allowed=True),
        required=True,
        aliases=("titel", "omschrijving"),
        example="Onderwijsroute Noord",
    ),
    Column(
        "provider",
        _("KvK number"),
        Text(8, clean=clean_kvk, personal_numbers_allowed=True),
        required=True,
        aliases=("KvK", "KvK-nummer", "aanbieder"),
        help=_("Of a provider that is admitted in the region."),
        example="12345678",
    ),
    Column(
        "gemeenten",
        _("gemeente codes"),
        Text(400, personal_numbers_allowed=True),
        required=True,
        aliases=("gemeenten", "gemeentecodes", "municipalities"),
        help=_("CBS codes of the gemeenten that take part, with spaces between them."),
        example="9001 9002",
    ),
    Column(
        "first_on",
        _("first day"),
        Date(),
        required=True,
        aliases=("ingangsdatum", "eerste dag"),
        example="2025-01-01",
    ),
    Column(
        "last_on",
        _("last day"),
        Date(),
        required=True,
        aliases=("einddatum", "laatste dag"),
        example="2027-12-31",
    ),
    Column(
        "signed_outside_on",
        _("signed on"),
        Date(),
        required=True,
        aliases=("ondertekend op", "datum ondertekening"),
        example="2024-11-20",
    ),
    Column(
        "maximum_amount",
        _("maximum value"),
        Decimal(places=2, maximum=MOST_DIGITS),
        aliases=("maximale waarde", "contractwaarde"),
        help=_("Excl. VAT; empty where the contract has no maximum."),
        example="450000",
    ),
    Column(
        "maximum_quantity",
        _("maximum number"),
        Integer(),
        aliases=("maximaal aantal", "maximum aantal trajecten"),
        help=_("Trajectories; empty where the contract has no maximum."),
    ),
)
TARIFFS = (
    Column(
        "price",
        _("price"),
        Decimal(places=4, maximum=MOST_DIGITS),
        aliases=("prijs", "tarief"),
        help=_("Only on the row of a tariff: euro excl. VAT a unit."),
        example="15250",
    ),
    Column(
        "unit",
        _("unit"),
        Choice(TariffUnit),
        aliases=("eenheid",),
        help=_("Only on the row of a tariff. Empty means per trajectory."),
        example=TariffUnit.TRAJECTORY.label,
    ),
    Column(
        "name",
        _("fee for"),
        Text(80, personal_numbers_allowed=True),
        aliases=("vergoeding voor",),
        help=_("Only with the unit per occasion."),
    ),
)
SEATS = (
    Column(
        "number",
        _("number of seats"),
        Integer(),
        aliases=("aantal plekken", "aantal plaatsen"),
        help=_("Only on a row of seats."),
    ),
    Column(
        "place",
        _("place"),
        Text(80, personal_numbers_allowed=True),
        aliases=("plaats", "locatie"),
        help=_("Only on a row of seats."),
    ),
    Column(
        "counts",
        _("counts"),
        Choice(CapacityCounts),
        aliases=("telt",),
        help=_("Only on a row of seats. Empty means places at the same time."),
    ),
    Column(
        "group_minimum",
        _("smallest group"),
        Integer(minimum=1, maximum=LARGEST_GROUP),
        aliases=("kleinste groep", "minimum groepsgrootte"),
    ),
    Column(
        "group_maximum",
        _("largest group"),
        Integer(minimum=1, maximum=LARGEST_GROUP),
        aliases=("grootste groep", "maximum groepsgrootte"),
    ),
)
ROW = (
    Column(
        "route",
        _("route"),
        Choice(LearningRoute),
        required=True,
        aliases=("leerroute",),
        example=LearningRoute.EDUCATION.label,
    ),
    Column(
        "from_on",
        _("from"),
        Date(),
        aliases=("vanaf",),
        help=_("First day of the tariff or the seats; empty: of the contract."),
    ),
    Column(
        "until_on",
        _("until"),
        Date(),
        aliases=("tot en met",),
        help=_("Last day of the tariff or the seats; empty: of the contract."),
    ),
)

RUNNING = Sheet(
    name="contracts",
    title=_("Running contracts"),
    version=1,
    columns=(*CONTRACT_FACTS, *ROW, *TARIFFS, *SEATS),
    rules=(
        in_order(
            "first_on",
            "last_on",
            code="days_in_order",
            message=_("The last day of the contract lies before its first day."),
            remedy=_("Correct one of the two days."),
        ),
        in_order(
            "from_on",
            "until_on",
            code="row_days_in_order",
            message=_("The last day of the row lies before its first day."),
            remedy=_("Correct one of the two days."),
        ),
        Rule(
            "price",
            "tariff_or_seats",
            _("A row is a tariff or a number of seats."),
            _("Fill in the price, or the number of seats, and not both."),
            rules.neither_or_both,
        ),
        Rule(
            "place",
            "seats_have_place",
            _("Seats are somewhere."),
            _("Fill in the place."),
            rules.seats_without_place,
        ),
        Rule(
            "name",
            "fee_has_name",
            _("A price per occasion says for what; another unit does not."),
            _("Fill in or empty what the fee is for."),
            rules.fee_without_name,
        ),
        Rule(
            "group_maximum",
            "group_sizes_fit",
            _("The group sizes do not fit."),
            _("Give both, the largest not below the smallest, or neither."),
            rules.group_sizes_do_not_fit,
        ),
        Rule(
            "from_on",
            "within_contract",
            _("The period of the row lies outside the contract."),
            _("Correct the days of the row or of the contract."),
            rules.outside_contract,
        ),
    ),
)
