"""Amendments: an editable copy of what was agreed, until both sides have signed it."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, User
from config.shared.constraints import not_negative, one_of, stamped
from contracts.amending.diff import Names
from contracts.amending.fields import FACTS, read
from contracts.amending.grounds import Reason, Statement
from contracts.amending.merge import Merged, merge
from contracts.amending.paths import Value
from contracts.amending.verdict import Case, Earlier, indexed
from contracts.enums import AmendmentStatus
from contracts.models.agreement import references, terms_of
from contracts.models.contracts import Contract
from procurement.enums import RuleKey
from procurement.models import LegalRule
from providers.models import Provider

AMOUNT, QUANTITY = (FACTS.field(f"maximum_{name}") for name in ("amount", "quantity"))
SHOWN_TO_PROVIDER = (AmendmentStatus.OFFERED, AmendmentStatus.SIGNED)


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, user: User) -> "AmendmentQuerySet":
        """All of the region's contracts; of the provider's own those offered or signed."""
        ours = Contract.objects.filter(
            Q(region__in=regions_of(user)) | Q(gemeenten__in=gemeenten_of(user))
        )
        theirs = Q(contract__provider__in=providers_of(user), status__in=SHOWN_TO_PROVIDER)
        return self.filter(Q(contract__in=ours) | theirs)

    def open(self) -> "AmendmentQuerySet":
        """Those that are neither signed nor withdrawn."""
        return self.filter(status__in=(AmendmentStatus.DRAFT, AmendmentStatus.OFFERED))

    def signed(self) -> "AmendmentQuerySet":
        return self.filter(status=AmendmentStatus.SIGNED)

    def lacking_notice(self) -> "AmendmentQuerySet":
        """Signed ones whose modification notice has not been published yet."""
        return self.signed().filter(needs_notice=True, notice_on__isnull=True)


class Amendment(models.Model):
    """A change of a contract on one of the grounds of art. 2.163b-g Aw 2012.

    `base` is the contract as it was copied, `proposed` the same with the changes: flat mappings
    as in contracts.amending.paths. Values replace what stood there, so that two amendments are
    never added up. `verdict` is frozen when the amendment is offered, and again when signed;
    amounts are euro excl. VAT, quantities trajectories.
    """

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="amendments", verbose_name=_("contract")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("what changes"), max_length=200)
    effective_on = models.DateField(_("takes effect on"))
    reason_code = models.CharField(_("ground"), max_length=1, choices=Reason, blank=True)
    statements = models.JSONField(_("declared"), default=list, blank=True)
    clause = models.CharField(_("clause of the contract"), max_length=200, blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    change_amount = models.DecimalField(
        _("what the change is worth (excl. VAT)"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Below nought when the contract becomes cheaper."),
    )
    base = models.JSONField(_("contract as copied"), default=dict)
    proposed = models.JSONField(_("contract as proposed"), default=dict)
    value_before = models.DecimalField(
        _("value before"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    value_after = models.DecimalField(
        _("value after"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    quantity_before = models.PositiveIntegerField(_("number before"), null=True, blank=True)
    quantity_after = models.PositiveIntegerField(_("number after"), null=True, blank=True)
    verdict = models.JSONField(_("verdict"), null=True, blank=True)
    needs_notice = models.BooleanField(_("needs a modification notice"), default=False)
    notice_number = models.CharField(_("number of the notice"), max_length=40, blank=True)
    notice_on = models.DateField(_("notice published on"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=AmendmentStatus, default=AmendmentStatus.DRAFT
    )
    created_at = models.DateTimeField(_("drafted"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    offered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ("contract", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "number"),
                name="amendment_number_once",
                violation_error_message=_("This number is already used."),
            ),
            one_of("amendment", "status", AmendmentStatus.values),
            one_of("amendment", "reason_code", ["", *Reason.values]),
            not_negative("amendment", "value_before", "value_after"),
            *(stamped("amendment", event) for event in ("offered", "signed", "withdrawn")),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "withdrawn"))
                | (Q(offered_at__isnull=False, verdict__isnull=False) & ~Q(reason_code="")),
                name="amendment_offered_has_ground_and_verdict",
                violation_error_message=_("An amendment is judged before it is offered."),
            ),
            models.CheckConstraint(
                condition=Q(status="signed", signed_at__isnull=False)
                | (~Q(status="signed") & Q(signed_at__isnull=True)),
                name="amendment_signed_has_stamp",
                violation_error_message=_("A signed amendment says who signed and when."),
            ),
            models.CheckConstraint(
                condition=Q(notice_on__isnull=True, notice_number="")
                | (Q(notice_on__isnull=False, status="signed") & ~Q(notice_number="")),
                name="amendment_notice_complete",
                violation_error_message=_(
                    "Give the day and the number of the notice, of a signed amendment."
                ),
            ),
        )

    def __str__(self) -> str:
        return gettext("Amendment %(number)s of %(contract)s") % {
            "number": self.number,
            "contract": self.contract.reference,
        }

    def get_absolute_url(self) -> str:
        return reverse("contracts:amendment-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.contract.region_id

    @property
    def provider_id(self) -> int:
        return self.contract.provider_id

    @property
    def reason(self) -> Reason | None:
        """The ground; None while it has not been chosen."""
        return Reason(self.reason_code) if self.reason_code else None

    @cached_property
    def standing_terms(self) -> dict[str, Value]:
        """What the contract says now; once for each time the amendment is read."""
        return terms_of(self.contract)

    @cached_property
    def merged(self) -> Merged:
        """The changes brought into the contract as it stands now, with the conflicts."""
        return merge(self.base, self.proposed, self.standing_terms)

    @cached_property
    def names(self) -> Names:
        """Words for the gemeenten and providers in either version; two queries."""
        codes, providers = references(self.base, self.proposed)
        gemeenten = Gemeente.objects.filter(code__in=codes).values_list("code", "name")
        known = Provider.objects.filter(pk__in=providers)
        return {
            **{f"gemeente:{code}": name for code, name in gemeenten},
            **{f"provider:{provider.pk}": str(provider) for provider in known},
        }

    @property
    def worth(self) -> Decimal | None:
        """What the change is worth: as typed, else by the maxima; None when these are lacking."""
        if self.change_amount is not None:
            return self.change_amount
        totals = self.totals
        before, after = totals["value_before"], totals["value_after"]
        return None if before is None or after is None else after - before

    @property
    def totals(self) -> dict[str, Any]:
        """The maximum value and number before and after, as the two versions say."""
        versions = (("before", self.base), ("after", self.proposed))
        return {
            f"{name}_{moment}": read(field.kind, terms.get(f"facts.{field.name}"))
            for name, field in (("value", AMOUNT), ("quantity", QUANTITY))
            for moment, terms in versions
        }

    def case(self, on: date) -> Case | None:
        """What the verdict rests on, by the rules of the day; None while ground or worth lacks.

        MissingRule when a threshold or share is not set for the day.
        """
        reason, worth = self.reason, self.worth
        if reason is None or (worth is None and reason.is_limited):
            return None
        contract = self.contract
        rules = LegalRule.objects.rules_for(contract.region)
        return Case(
            reason=reason,
            change_amount=worth or Decimal(0),
            original_amount=contract.original_amount,
            indexed_amount=_indexed_value(contract, on),
            threshold=rules.get(_threshold_key(contract), "", on),
            minor_share=rules.get(RuleKey.MODIFICATION_MINOR, "", on),
            extra_share=rules.get(RuleKey.MODIFICATION_EXTRA, "", on),
            statements=frozenset(Statement(code) for code in self.statements),
            clause=self.clause,
            earlier=tuple(_earlier(self)),
            changes_provider=self.base.get(PROVIDER) != self.proposed.get(PROVIDER),
        )


PROVIDER = "facts.provider"


def _threshold_key(contract: Contract) -> RuleKey:
    """Education is a social service; what was tendered as something else has a lower threshold."""
    decision = contract.decision
    if decision is None or decision.lot.tender.is_social_service:
        return RuleKey.THRESHOLD_SOCIAL
    return RuleKey.THRESHOLD_SERVICES


def _indexed_value(contract: Contract, on: date) -> Decimal | None:
    """The original value with the indexations up to and including the day."""
    if contract.original_amount is None:
        return None
    applied = contract.indexations.filter(applies_on__lte=on).order_by("applies_on")
    return indexed(contract.original_amount, list(applied.values_list("percentage", flat=True)))


def _earlier(amendment: Amendment) -> list[Earlier]:
    signed = amendment.contract.amendments.signed().exclude(pk=amendment.pk).order_by("signed_at")
    return [Earlier(Reason(each.reason_code), each.change_amount or Decimal(0)) for each in signed]
