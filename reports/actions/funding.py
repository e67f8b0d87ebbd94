"""What changes funding: streams, what they bring in a year, and how that is divided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import AllocationKeyVersion, Gemeente, Region, User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.money import share_out
from config.shared.periods import amsterdam, year_of
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from reports.enums.funding import FundingStage
from reports.funding.presets import Preset, part_of
from reports.models import FundingStream, StreamShare, StreamYear

CHANGEABLE = (
    "name",
    "kind",
    "cost_types",
    "recurrence",
    "includes_vat",
    "payer",
    "target",
    "source",
)


def require_funder(by: User, region: Region) -> None:
    """Refused unless `by` keeps the funding of the whole region."""
    if region.pk not in regions_of(by) or not by.may(Permission.FUNDING_MANAGE, region):
        raise Refused(_("Your role does not allow this step."))


@transaction.atomic
def make_stream(*, stream: FundingStream, by: User, at: datetime) -> FundingStream:
    """Enter a stream of the region's own."""
    require_funder(by, stream.region)
    valid(stream).save(force_insert=True)
    record_made(stream, by=by, at=at)
    return stream


@transaction.atomic
def change_stream(
    *, stream: FundingStream, values: Mapping[str, Any], by: User, at: datetime
) -> FundingStream:
    """Change what is said of a stream; its region and what it brought stay."""
    require_funder(by, stream.region)
    row = FundingStream.objects.select_for_update(of=("self",)).get(pk=stream.pk)
    before = {name: getattr(row, name) for name in CHANGEABLE}
    for name in CHANGEABLE:
        setattr(row, name, values[name])
    valid(row).save()
    changed = {name: value for name, value in before.items() if value != getattr(row, name)}
    if changed:
        record_update(row, changed, by=by, at=at, what="")
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRequest:
    """What a stream brings in a year, from which day that is known, and who says so."""

    year: int
    amount: Decimal
    stage: str
    known_on: date
    source: str


def shares_by_key(amount: Decimal, version: AllocationKeyVersion) -> dict[int, Decimal]:
    """Whole cents by id of the gemeente under a version of a key; together exactly `amount`."""
    percentages = version.percentages()
    return dict(zip(percentages, share_out(amount, list(percentages.values())), strict=True))


@transaction.atomic
def divide_year(
    *,
    stream: FundingStream,
    request: YearRequest,
    key_version: AllocationKeyVersion,
    by: User,
    at: datetime,
) -> StreamYear:
    """Record what a stream brings in a year, divided by a key of its region, to the cent."""
    if key_version.key.region_id != stream.region_id:
        raise Refused(_("This key is of another region."), field="key_version")
    shares = shares_by_key(request.amount, key_version)
    return _record_year(stream, request, shares, key_version, by=by, at=at)


@transaction.atomic
def record_year(
    *,
    stream: FundingStream,
    request: YearRequest,
    shares: Mapping[Gemeente, Decimal],
    by: User,
    at: datetime,
) -> StreamYear:
    """Record what each gemeente gets in a year, as a decision of who pays says it.

    Refused when the parts are not the amount together.
    """
    if sum(shares.values(), Decimal(0)) != request.amount:
        raise Refused(_("The parts of the gemeenten are not the amount together."))
    parts = {gemeente.pk: amount for gemeente, amount in shares.items()}
    return _record_year(stream, request, parts, None, by=by, at=at)


def _record_year(
    stream: FundingStream,
    request: YearRequest,
    shares: Mapping[int, Decimal],
    key_version: AllocationKeyVersion | None,
    *,
    by: User,
    at: datetime,
) -> StreamYear:
    require_funder(by, stream.region)
    locked = FundingStream.objects.select_for_update(of=("self",)).get(pk=stream.pk)
    _check_members(locked.region, shares, request.year)
    version = StreamYear(
        stream=locked,
        year=request.year,
        number=_next_number(locked, request),
        amount=request.amount,
        stage=request.stage,
        known_on=request.known_on,
        source=request.source,
        key_version=key_version,
        recorded_at=at,
        recorded_by=by,
    )
    valid(version).save(force_insert=True)
    StreamShare.objects.bulk_create(
        StreamShare(stream_year=version, gemeente_id=gemeente, amount=amount)
        for gemeente, amount in shares.items()
    )
    what = _("%(year)s: version %(number)s") % {"year": version.year, "number": version.number}
    record_update(locked, {}, by=by, at=at, what=what)
    return version


def _next_number(stream: FundingStream, request: YearRequest) -> int:
    latest = stream.years.filter(year=request.year).order_by("-number").first()
    if latest is None:
        return 1
    if request.known_on < latest.known_on:
        raise Refused(
            _("The last version is known from %(day)s; a new one cannot be known before that.")
            % {"day": day(latest.known_on)},
            field="known_on",
        )
    return latest.number + 1


def _check_members(region: Region, shares: Mapping[int, Decimal], year: int) -> None:
    """Every gemeente that gets a part is of the region somewhere in the year."""
    period = year_of(year)
    members = region.memberships_of_gemeenten.filter(first_on__lte=period.last)
    members = members.exclude(last_on__lt=period.first)
    known = set(members.values_list("gemeente", flat=True))
    others = Gemeente.objects.filter(pk__in=shares.keys() - known).order_by("name")
    names = ", ".join(others.values_list("name", flat=True))
    if names:
        raise Refused(
            _("Not in the region in %(year)s: %(gemeenten)s.") % {"year": year, "gemeenten": names}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """For which years a region takes over national streams, and which part of them is its own.

    Without a `percentage` only the streams themselves are taken over.
    """

    first_year: int
    last_year: int
    percentage: Decimal | None = None
    key_version: AllocationKeyVersion | None = None


@transaction.atomic
def adopt_presets(
    *, region: Region, presets: Sequence[Preset], adoption: Adoption, by: User, at: datetime
) -> list[FundingStream]:
    """Make streams of national ones, and forecast the region's part of what was published."""
    if not presets:
        raise Refused(_("Choose at least one stream."), field="presets")
    if (adoption.percentage is None) != (adoption.key_version is None):
        raise Refused(
            _("Give both the part of the region and the key that divides it, or neither."),
            field="percentage",
        )
    return [_adopt(region, preset, adoption, by=by, at=at) for preset in presets]


def _adopt(
    region: Region, preset: Preset, adoption: Adoption, *, by: User, at: datetime
) -> FundingStream:
    stream = FundingStream(
        region=region,
        name=str(preset.name),
        kind=preset.kind,
        cost_types=list(preset.cost_types),
        recurrence=preset.recurrence,
        includes_vat=preset.includes_vat,
        payer=str(preset.payer),
        target=preset.target,
        source=str(preset.source),
        preset=preset.code,
    )
    make_stream(stream=stream, by=by, at=at)
    if adoption.percentage is not None and adoption.key_version is not None:
        for request in _published(preset, adoption, adoption.percentage, at):
            divide_year(
                stream=stream, request=request, key_version=adoption.key_version, by=by, at=at
            )
    return stream


def _published(
    preset: Preset, adoption: Adoption, percentage: Decimal, at: datetime
) -> list[YearRequest]:
    """The region's part of every year of which an amount was published."""
    last = adoption.first_year if preset.is_once else adoption.last_year
    years = range(adoption.first_year, last + 1)
    amounts = {year: preset.amount_in(year) for year in years}
    return [
        YearRequest(
            year=year,
            amount=part_of(amount, percentage),
            stage=FundingStage.FORECAST,
            known_on=amsterdam(at),
            source=str(preset.source),
        )
        for year, amount in amounts.items()
        if amount is not None
    ]
