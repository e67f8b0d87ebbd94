"""Sample checks: drawn by a seed, answered with evidence, judged, heard and concluded."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.access import providers_of, regions_of, require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.scanning import refuse_infected
from config.shared.uploads import DOCUMENTS, FileKind, examined
from config.shared.validity import valid
from contracts.actions.records import record_update
from contracts.enums import BEGUN, SampleOutcome, SampleStatus, Sanction
from contracts.models import Placement, SampleCheck, SampleItem
from contracts.models.placements import PlacementQuerySet
from contracts.notices_supervision import tell_answered, tell_asked
from contracts.workflows.supervision import SAMPLE_CHECK
from providers.models import Provider

EVIDENCE_KINDS = (*DOCUMENTS, FileKind.PNG, FileKind.JPEG, FileKind.CSV)


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """Of which placements a share is drawn, and what the provider has to show for each."""

    region: Region
    provider: Provider
    first_on: date
    last_on: date
    percentage: Decimal
    """Of the placements that were taught in the period; rounded up, so that one is drawn."""
    seed: str
    """Any text; the same seed draws the same placements, so that a draw can be repeated."""
    evidence_asked: str
    reply_by_on: date


def drawn_from(ids: Sequence[int], *, percentage: Decimal, seed: str) -> list[int]:
    """The ids in the sample: those whose SHA-256 of seed and id comes first; in order of id.

    Nobody can choose who is drawn without trying seeds, and everybody can repeat the draw.
    """
    exact = Decimal(len(ids)) * percentage / 100
    wanted = int(exact.to_integral_value(ROUND_CEILING))
    lots = sorted(ids, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).digest())
    return sorted(lots[:wanted])


@transaction.atomic
def draw_sample(*, plan: SamplePlan, by: User, at: datetime) -> SampleCheck:
    """Draw the sample; Refused when nothing was taught in the period."""
    require(by, Permission.SUPERVISION_MANAGE)
    if plan.region.pk not in regions_of(by):
        raise Refused(_("You do not act for this region."), field="region")
    if plan.reply_by_on < amsterdam(at):
        raise Refused(_("This day has passed."), field="reply_by_on")
    ids = list(_taught(plan).values_list("pk", flat=True).order_by("pk"))
    check = SampleCheck(
        region=plan.region,
        provider=plan.provider,
        first_on=plan.first_on,
        last_on=plan.last_on,
        percentage=plan.percentage,
        seed=plan.seed,
        population=len(ids),
        evidence_asked=plan.evidence_asked,
        reply_by_on=plan.reply_by_on,
        drawn_at=at,
        drawn_by=by,
    )
    valid(check)
    if not ids:
        raise Refused(_("Nothing was taught by this provider in the period."), field="first_on")
    check.save(force_insert=True)
    drawn = drawn_from(ids, percentage=plan.percentage, seed=plan.seed)
    SampleItem.objects.bulk_create(SampleItem(check_of=check, placement_id=pk) for pk in drawn)
    SAMPLE_CHECK.record_created(check, by=by, at=at)
    return check


def _taught(plan: SamplePlan) -> PlacementQuerySet:
    """Placements with the provider, under the region's agreements, taught within the period."""
    ours = Q(contract__region=plan.region, contract__provider=plan.provider) | Q(
        covenant_party__covenant__region=plan.region, covenant_party__provider=plan.provider
    )
    runs = Q(actual_last_on__isnull=True) | Q(actual_last_on__gte=plan.first_on)
    return Placement.objects.filter(ours, runs, status__in=BEGUN, actual_first_on__lte=plan.last_on)


@transaction.atomic
def ask_evidence(*, sample_check: SampleCheck, by: User, at: datetime) -> SampleCheck:
    """Let the provider see the sample, and tell it by when to reply."""
    asked = SAMPLE_CHECK.apply(sample_check, "ask", by=by, at=at)
    tell_asked(asked, at=at)
    return asked


def add_evidence(*, item: SampleItem, file: File, by: User, at: datetime) -> SampleItem:
    """Keep what the provider shows for one placement; a later file takes the earlier's place.

    Refused when nothing is asked (any more), for a file that is too large, of another kind, or in
    which a virus is found.
    """
    found = examined(file, kinds=EVIDENCE_KINDS, maximum_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    refuse_infected(file)
    with transaction.atomic():
        check = _locked(item.check_of)
        require(by, Permission.PLACEMENT_DELIVER)
        if check.provider_id not in providers_of(by):
            raise Refused(_("Only the provider itself shows evidence."))
        if check.status != SampleStatus.ASKED:
            raise Refused(_("No evidence is asked for this sample at the moment."))
        row = check.items.select_for_update().get(pk=item.pk)
        row.filename, row.sha256 = found.name, found.sha256
        row.evidence_at, row.evidence_by, row.is_in_order = at, by, None
        row.file.save(found.name, file, save=False)
        row.save()
        sentence = _("Evidence for %(placement)s") % {"placement": row.placement}
        record_update(check, {}, by=by, at=at, what=sentence, after={"sha256": found.sha256})
        if not check.items.filter(file="").exists():
            tell_answered(check, at=at)
    return row


@transaction.atomic
def judge_item(
    *, item: SampleItem, is_in_order: bool, remark: str, by: User, at: datetime
) -> SampleItem:
    """Say whether the evidence shows what was delivered; what is not in order asks a remark."""
    check = _locked(item.check_of)
    require(by, Permission.SUPERVISION_MANAGE, check)
    if check.status not in (SampleStatus.ASKED, SampleStatus.HEARD):
        raise Refused(_("This sample is not being judged."))
    if not is_in_order and not remark.strip():
        raise Refused(_("Say what is not in order."), field="remark")
    row = check.items.select_for_update().get(pk=item.pk)
    before = {"item": row.pk, "is_in_order": row.is_in_order, "remark": row.remark}
    row.is_in_order, row.remark = is_in_order, remark
    valid(row).save(update_fields=["is_in_order", "remark"])
    after = {"item": row.pk, "is_in_order": is_in_order, "remark": remark}
    record_update(check, before, by=by, at=at, what=str(row.placement), after=after)
    return row


def record_hearing(
    *, check: SampleCheck, heard_on: date, hearing: str, by: User, at: datetime
) -> SampleCheck:
    """Write down what the provider said about the findings, before they are concluded."""
    if heard_on > amsterdam(at):
        raise Refused(_("This day has not come yet."), field="heard_on")
    return _moved(check, "hear", by=by, at=at, heard_on=heard_on, hearing=hearing)


@transaction.atomic
def conclude_sample(
    *,
    check: SampleCheck,
    outcome: str,
    conclusion: str,
    sanction: str,
    recovered_amount: Decimal | None,
    by: User,
    at: datetime,
) -> SampleCheck:
    """End the check with its outcome and what follows; nothing else happens by itself."""
    _check_follows(check, outcome, sanction, recovered_amount)
    return _moved(
        check,
        "conclude",
        by=by,
        at=at,
        outcome=outcome,
        conclusion=conclusion,
        sanction=sanction,
        recovered_amount=recovered_amount if sanction == Sanction.RECOVERY else None,
    )


def _check_follows(
    check: SampleCheck, outcome: str, sanction: str, recovered_amount: Decimal | None
) -> None:
    wrong = check.items.filter(is_in_order=False).exists()
    if wrong and outcome == SampleOutcome.IN_ORDER:
        raise Refused(_("Not everything was in order: choose another outcome."), field="outcome")
    if outcome != SampleOutcome.SHORTCOMINGS and sanction != Sanction.NONE:
        raise Refused(_("A sanction follows from shortcomings only."), field="sanction")
    if sanction == Sanction.RECOVERY and not recovered_amount:
        raise Refused(_("Give the amount that is claimed back."), field="recovered_amount")


@transaction.atomic
def _moved(check: SampleCheck, name: str, *, by: User, at: datetime, **changes: Any) -> SampleCheck:
    """Make the move, when the fields that change with it are right."""
    row = _locked(check)
    for field, value in changes.items():
        setattr(row, field, value)
    unchanged = {each.name for each in row._meta.fields} - set(changes)
    try:
        row.clean_fields(exclude=unchanged)
    except ValidationError as error:
        raise Refused(*error.messages, field=next(iter(error.message_dict))) from error
    return SAMPLE_CHECK.apply(check, name, by=by, at=at, **changes)


def _locked(check: SampleCheck) -> SampleCheck:
    return SampleCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
