"""What comes in for the demo region: national streams, a provisional SPUK, payments and people."""

from collections.abc import Iterable
from decimal import Decimal

from accounts.models import AllocationKeyVersion, Gemeente, User
from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.shared.money import cents
from contracts.enums import TargetGroup
from reports.actions.funding import Adoption, YearRequest, adopt_presets, divide_year
from reports.actions.funding_facts import People, record_payment, set_counts
from reports.enums.funding import FundingStage, PaymentDirection
from reports.funding.presets import BY_CODE
from reports.models import FundingPayment, FundingStream

PRESETS = ("spuk_wi2021", "supplement_education", "gemeentefonds", "learnability")
PART_OF_THE_COUNTRY = Decimal("0.45")
"""Per cent of the inhabitants of the country that live in the demo region."""
FOR_EACH_PERSON = Decimal(7_400)
"""Euro of the invented grants for each person expected."""


def fund(cast: Cast, days: Days) -> None:
    """Streams with this year's amounts, people housed in three years, and two payments."""
    by, at = cast.people["controller"], days.at(-310)
    version = AllocationKeyVersion.objects.filter(key__region=cast.region).latest("first_on")
    year = days.today.year
    streams = adopt_presets(
        region=cast.region,
        presets=[BY_CODE[code] for code in PRESETS],
        adoption=Adoption(
            first_year=year - 1,
            last_year=year + 1,
            percentage=PART_OF_THE_COUNTRY,
            key_version=version,
        ),
        by=by,
        at=at,
    )
    people = [each for gemeente in cast.gemeenten for each in _people(gemeente, year)]
    set_counts(region=cast.region, people=people, source="Raming en telling", by=by, at=at)
    _grant(streams[0], version, people, days, by=by)
    _pay(cast, days, by=by)


def _people(gemeente: Gemeente, year: int) -> list[People]:
    """Some for each thousand inhabitants; who was housed this year is not counted yet."""
    thousands = (gemeente.inhabitants or 0) // 1_000
    groups = ((TargetGroup.STATUS_HOLDER, 3), (TargetGroup.FAMILY_MIGRANT, 6))
    return [
        People(
            gemeente=gemeente,
            year=housed_in,
            target_group=group,
            expected=max(2, thousands // rate),
            housed=None if housed_in == year else max(2, thousands // rate) + housed_in % 3 - 1,
            education=max(1, thousands // rate // 3) if group == TargetGroup.STATUS_HOLDER else 0,
        )
        for housed_in in range(year - 2, year + 1)
        for group, rate in groups
    ]


def _grant(
    stream: FundingStream,
    version: AllocationKeyVersion,
    people: Iterable[People],
    days: Days,
    *,
    by: User,
) -> None:
    """The provisional amount of this year, divided by the key of the region."""
    year = days.today.year
    expected = sum(
        each.expected
        for each in people
        if each.year == year or each.target_group == TargetGroup.STATUS_HOLDER
    )
    divide_year(
        stream=stream,
        request=YearRequest(
            year=year,
            amount=cents(expected * FOR_EACH_PERSON),
            stage=FundingStage.PROVISIONAL,
            known_on=days.on(-305),
            source="Voorlopige beschikking",
        ),
        key_version=version,
        by=by,
        at=days.at(-305),
    )


def _pay(cast: Cast, days: Days, *, by: User) -> None:
    """The first two gemeenten paid the region an advance."""
    for gemeente in cast.gemeenten[:2]:
        payment = FundingPayment(
            region=cast.region,
            gemeente=gemeente,
            year=days.today.year,
            direction=PaymentDirection.TO_REGION,
            amount=Decimal(60_000),
            paid_on=days.on(-120),
            note="Voorschot eerste halfjaar",
        )
        record_payment(payment=payment, by=by, at=days.at(-118))
