"""Visits and complaints: what a region sees and hears of a provider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.validity import valid
from providers.actions.common import locked, note, require_region
from providers.enums import ComplaintOutcome
from providers.models import (
    AgreedAction,
    DeliveryLocation,
    Provider,
    ProviderComplaint,
    SiteVisit,
    VisitFinding,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one topic; `is_in_order` None when it could not be judged."""

    text: str
    is_in_order: bool | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What the provider will mend, and by when."""

    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Report:
    """What a visit brought: findings by topic (VisitTopic), and what was agreed."""

    visited_on: date
    conclusion: str
    findings: Mapping[str, Seen]
    promises: Sequence[Promise] = ()
    location: DeliveryLocation | None = None
    is_announced: bool = True


def record_visit(
    *, provider: Provider, region: Region, report: Report, by: User, at: datetime
) -> SiteVisit:
    """Keep a visit; refused without a finding, and for a location of another provider."""
    with transaction.atomic():
        require_region(by, region, Permission.SUPERVISION_MANAGE)
        if not report.findings:
            raise Refused(_("Write down what was seen of at least one topic."))
        if report.location and report.location.provider_id != provider.pk:
            raise Refused(_("That location is another provider's."), field="location")
        visit = SiteVisit(
            provider=provider,
            region=region,
            location=report.location,
            visited_on=report.visited_on,
            is_announced=report.is_announced,
            conclusion=report.conclusion,
            created_at=at,
            created_by=by,
        )
        valid(visit).save()
        _keep_parts(visit, report)
        note(visit, "created", by=by, at=at)
    return visit


def agree_action(
    *, visit: SiteVisit, text: str, due_on: date, by: User, at: datetime
) -> AgreedAction:
    """Add what was agreed after the visit."""
    with transaction.atomic():
        row = locked(visit)
        require(by, Permission.SUPERVISION_MANAGE, row)
        action = AgreedAction(visit=row, text=text, due_on=due_on)
        valid(action).save()
        note(row, "action_agreed", by=by, at=at, reason=text, due_on=due_on)
    return action


def finish_action(
    *, agreed_action: AgreedAction, done_on: date, by: User, at: datetime
) -> AgreedAction:
    """Say that the provider did what was agreed, and when."""
    with transaction.atomic():
        row = locked(agreed_action)
        require(by, Permission.SUPERVISION_MANAGE, row.visit)
        if row.done_on:
            raise Refused(_("This was done already. Reload the page."))
        row.done_on = done_on
        valid(row).save(update_fields=["done_on"])
        note(row.visit, "action_done", by=by, at=at, reason=row.text, done_on=done_on)
    return row


def receive_complaint(
    *,
    provider: Provider,
    region: Region,
    received_on: date,
    subject: str,
    text: str,
    handler: User,
    by: User,
    at: datetime,
) -> ProviderComplaint:
    """Keep a complaint, without names, and who handles it."""
    with transaction.atomic():
        require_region(by, region, Permission.SUPERVISION_MANAGE)
        complaint = ProviderComplaint(
            provider=provider,
            region=region,
            received_on=received_on,
            subject=subject,
            text=text,
            handler=handler,
            created_at=at,
            created_by=by,
        )
        valid(complaint).save()
        note(complaint, "created", by=by, at=at)
    return complaint


def hear_sides(
    *, complaint: ProviderComplaint, by: User, at: datetime, **heard: Any
) -> ProviderComplaint:
    """Write down what each side says and when it was heard; either may come first."""
    with transaction.atomic():
        row = _locked_open(complaint, by)
        for name, value in heard.items():
            setattr(row, name, value)
        valid(row).save(update_fields=list(heard))
        note(row, "sides_heard", by=by, at=at)
    return row


def close_complaint(
    *, complaint: ProviderComplaint, outcome: str, outcome_text: str, by: User, at: datetime
) -> ProviderComplaint:
    """End it with an outcome; refused before both sides were heard, unless it is withdrawn."""
    with transaction.atomic():
        row = _locked_open(complaint, by)
        if outcome != ComplaintOutcome.WITHDRAWN and not (
            row.complainant_heard_on and row.provider_heard_on
        ):
            raise Refused(_("Hear both sides first, or close it as withdrawn."), field="outcome")
        row.outcome, row.outcome_text = outcome, outcome_text
        row.closed_at, row.closed_by = at, by
        valid(row).save()
        note(row, "complaint_closed", by=by, at=at, reason=outcome_text)
    return row


def _keep_parts(visit: SiteVisit, report: Report) -> None:
    for topic, seen in report.findings.items():
        finding = VisitFinding(visit=visit, topic=topic, seen=seen.text)
        finding.is_in_order = seen.is_in_order
        valid(finding).save()
    for promise in report.promises:
        valid(AgreedAction(visit=visit, text=promise.text, due_on=promise.due_on)).save()


def _locked_open(complaint: ProviderComplaint, by: User) -> ProviderComplaint:
    row: ProviderComplaint = locked(complaint)
    require(by, Permission.SUPERVISION_MANAGE, row)
    if row.closed_at:
        raise Refused(_("This complaint is closed."))
    return row
