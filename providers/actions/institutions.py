"""DUO's list of institutions beside the register: what differs, and proposals that follow.

Nothing in the register changes here. A region accepts or refuses each proposal.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Permission
from accounts.models import Region
from accounts.notices import notify, people_with
from config.shared.periods import amsterdam
from config.shared.validity import valid
from providers.actions.changes import keep_proposal
from providers.actions.common import CHANGE_PROPOSED, note
from providers.enums import ChangeStatus, RecognitionKind, RegisterField, RegisterSource
from providers.models import Provider, ProviderChange, Recognition

BRIN_OF_SCHOOL = 4
"""Characters of a BRIN that name the school; two more name its location."""
ENDS = {
    RecognitionKind.QUALITY_MARK: RegisterField.QUALITY_MARK_ENDS,
    RecognitionKind.TST: RegisterField.TST_ENDS,
}


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution as DUO lists it; an indication is None when DUO does not say."""

    number: str
    name: str
    postcode: str
    address: str
    place: str
    brin: str = ""
    mark_number: str = ""
    has_quality_mark: bool | None = None
    has_tst: bool | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs, in words, and what is proposed to the region for it, if anything."""

    sentence: str
    provider: Provider | None = None
    field: str = ""
    value: str = ""
    mark: str = ""
    """The kind of recognition that DUO says is held."""

    @property
    def is_proposal(self) -> bool:
        return bool(self.field or self.mark)


def differences(institutions: Sequence[Institution], *, on: date) -> list[Difference]:
    """What DUO's list and the register say differently on `on`, provider by provider."""
    found = []
    known: set[int] = set()
    for one in institutions:
        provider, sentence = _matched(one)
        if provider is None:
            found.append(Difference(sentence))
            continue
        known.add(provider.pk)
        found.extend(_of_provider(provider, one, on))
    return [*found, *_not_listed(known)]


def propose(found: Iterable[Difference], *, at: datetime) -> int:
    """Write the proposals down that do not stand there yet; return how many are new.

    Safe to repeat: what waits is not proposed twice, and what a region refused is not proposed
    again with the same content.
    """
    with transaction.atomic():
        kept = [
            one.provider.pk
            for one in found
            if one.provider and one.is_proposal and _keep(one, one.provider, at)
        ]
        _tell_regions(set(kept), at)
    return len(kept)


def _matched(one: Institution) -> tuple[Provider | None, str]:
    """The provider by DUO number, else BRIN, else name and postcode; else why there is none."""
    providers = Provider.objects.order_by("pk")
    for rows in (
        providers.filter(duo_number=one.number),
        providers.filter(duo_number="", brin__startswith=one.brin) if one.brin else None,
        _by_name_and_postcode(one),
    ):
        matches = list(rows[:2]) if rows is not None else []
        if len(matches) == 1:
            return matches[0], ""
        if matches:
            return None, _("%(name)s (%(number)s): several providers fit; nothing is proposed.") % {
                "name": one.name,
                "number": one.number,
            }
    return None, _("%(name)s (%(number)s, %(place)s): not in the register.") % {
        "name": one.name,
        "number": one.number,
        "place": one.place,
    }


def _by_name_and_postcode(one: Institution) -> QuerySet[Provider]:
    placed = Provider.objects.filter(duo_number="", locations__postcode=one.postcode)
    named = placed.filter(legal_name__iexact=one.name) | placed.filter(trade_name__iexact=one.name)
    return named.distinct().order_by("pk")


def _of_provider(provider: Provider, one: Institution, on: date) -> Iterator[Difference]:
    yield from _facts(provider, one)
    yield from _marks(provider, one, on)
    if not provider.locations.filter(postcode=one.postcode).exists():
        yield Difference(
            _("%(provider)s: DUO has the address %(postcode)s %(address)s, %(place)s.")
            % {
                "provider": provider,
                "postcode": one.postcode,
                "address": one.address,
                "place": one.place,
            },
            provider,
        )


def _facts(provider: Provider, one: Institution) -> Iterator[Difference]:
    names = (provider.legal_name.casefold(), provider.trade_name.casefold())
    said = {
        RegisterField.DUO_NUMBER: (provider.duo_number, one.number),
        RegisterField.BRIN: (provider.brin[:BRIN_OF_SCHOOL], one.brin),
        RegisterField.TRADE_NAME: (
            provider.trade_name,
            "" if one.name.casefold() in names else one.name,
        ),
    }
    for field, (ours, theirs) in said.items():
        if theirs and theirs != ours:
            words = {
                "provider": provider,
                "field": field.label,
                "ours": ours or _("empty"),
                "theirs": theirs,
            }
            sentence = _("%(provider)s: %(field)s is “%(ours)s” here and “%(theirs)s” at DUO.")
            yield Difference(sentence % words, provider, field, theirs)


def _marks(provider: Provider, one: Institution, on: date) -> Iterator[Difference]:
    said = {
        RecognitionKind.QUALITY_MARK: (one.has_quality_mark, one.mark_number or one.number),
        RecognitionKind.TST: (one.has_tst, one.brin or one.number),
    }
    for kind, (is_held, number) in said.items():
        held = provider.recognitions.valid_on(on).filter(kind=kind).exists()
        words = {"provider": provider, "mark": kind.label}
        if is_held and not held:
            sentence = _("%(provider)s: holds the %(mark)s by DUO, and not here.") % words
            yield Difference(sentence, provider, value=number, mark=kind)
        if is_held is False and held:
            sentence = _("%(provider)s: no longer holds the %(mark)s by DUO.") % words
            yield Difference(sentence, provider, ENDS[kind], on.isoformat())


def _not_listed(known: set[int]) -> Iterator[Difference]:
    """Those with a DUO number that DUO does not list."""
    others = Provider.objects.exclude(duo_number="").exclude(pk__in=known)
    for provider in others.order_by("legal_name", "pk"):
        sentence = _("%(provider)s (%(number)s): not in DUO's list.")
        words = {"provider": provider, "number": provider.duo_number}
        yield Difference(sentence % words, provider)


def _keep(one: Difference, provider: Provider, at: datetime) -> bool:
    """Write one proposal down; False when it stands there or was refused before."""
    return _keep_mark(one, provider, at) if one.mark else _keep_change(one, provider, at)


def _keep_mark(one: Difference, provider: Provider, at: datetime) -> bool:
    rows = provider.recognitions.filter(kind=one.mark)
    refused = rows.filter(source=RegisterSource.DUO, rejected_at__isnull=False, number=one.value)
    today = amsterdam(at)
    later_ones = rows.filter(rejected_at__isnull=True, first_on__gt=today)
    if rows.unchecked().exists() or refused.exists() or later_ones.exists():
        return False
    recognition = Recognition(
        provider=provider,
        kind=one.mark,
        number=one.value,
        first_on=today,
        source=RegisterSource.DUO,
    )
    valid(recognition).save()
    note(recognition, "created", by=None, at=at)
    return True


def _keep_change(one: Difference, provider: Provider, at: datetime) -> bool:
    rows = ProviderChange.objects.filter(provider=provider, field=one.field)
    refused = rows.filter(source=RegisterSource.DUO, status=ChangeStatus.REFUSED)
    if one.field not in ENDS.values():
        refused = refused.filter(after=one.value)
    if rows.open().exists() or refused.exists():
        return False
    keep_proposal(
        provider,
        one.field,
        one.value,
        at=at,
        source=RegisterSource.DUO,
        effective_on=amsterdam(at),
        reason=one.sentence[:400],
    )
    return True


def _tell_regions(touched: set[int], at: datetime) -> None:
    regions = Region.objects.filter(admissions__provider__in=touched).distinct()
    for region in regions.order_by("pk"):
        count = region.admissions.filter(provider__in=touched).count()
        sentence = ngettext(
            "DUO's list differs from the register for %(count)s provider.",
            "DUO's list differs from the register for %(count)s providers.",
            count,
        )
        notify(
            kind=CHANGE_PROPOSED,
            to=people_with(Permission.PROVIDER_MANAGE, region=region),
            subject=lambda: _("Proposals from DUO's list of institutions"),
            sentence=sentence % {"count": count},
            url=reverse("providers:providerchange-list"),
            organisation=f"region:{region.pk}",
            is_training=region.is_training,
            at=at,
        )
