"""What a provider owes each month: the return of one contract or covenant."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Region, User
from config.shared.constraints import in_order, one_of
from config.shared.identifiers import validate_no_personal_number
from config.shared.periods import month_of
from contracts.enums import BEGUN, ENDED, UNDER_WAY, DataTaskStatus
from contracts.models.contracts import Contract
from contracts.models.costs import CostMonth
from contracts.models.covenants import Covenant, CovenantParty
from contracts.models.deliveries import Delivery
from contracts.models.placements import Placement
from contracts.models.return_rules import ReturnRule
from contracts.returns import MonthFigures, standard_terms
from providers.models import Provider

NOBODY = MonthFigures(0, 0, 0)


class DataTaskQuerySet(models.QuerySet["DataTask"]):
    def visible_to(self, user: User) -> "DataTaskQuerySet":
        """The region's, the provider's own, and those of contracts of the single gemeente."""
        shared = Contract.objects.filter(gemeenten__in=gemeenten_of(user))
        return self.filter(
            Q(region__in=regions_of(user))
            | Q(provider__in=providers_of(user))
            | Q(contract__in=shared)
        )

    def deliverable_by(self, user: User) -> "DataTaskQuerySet":
        """Those of the providers that `user` acts for."""
        return self.filter(provider__in=providers_of(user))

    def open(self) -> "DataTaskQuerySet":
        """Those that nobody has answered."""
        return self.filter(status=DataTaskStatus.OPEN)

    def ended_before(self, on: date) -> "DataTaskQuerySet":
        """Those of months that were over on `on`: before that nobody can say how a month went."""
        return self.filter(month__lt=date(on.year, on.month, 1))

    def without_sheet(self) -> "DataTaskQuerySet":
        """Those of which no sheet waits to be checked, confirmed or applied."""
        waiting = Delivery.objects.filter(contract=OuterRef("contract"), status__in=UNDER_WAY)
        return self.filter(~Exists(waiting))

    def late(self, on: date) -> "DataTaskQuerySet":
        """Open ones whose last day in time lies before `on`."""
        return self.open().filter(in_time_until_on__lt=on)

    def holding(self, contract: Contract, month: date) -> "DataTaskQuerySet":
        """What keeps a statement of `month` (any day of it) from being made for the contract.

        Missing returns of that month and of earlier ones, where the region's rule says so.
        """
        missing = self.open().filter(contract=contract, month__lte=month)
        return missing.filter(pk__in=self.that_hold_payment().values("pk"))

    def that_hold_payment(self) -> "DataTaskQuerySet":
        """Those of regions whose rule, or the standard, keeps back statements."""
        rules = ReturnRule.objects.filter(region=OuterRef("region"))
        if standard_terms().holds_payment:
            return self.filter(~Exists(rules.filter(holds_payment=False)))
        return self.filter(Exists(rules.filter(holds_payment=True)))

    def with_days_late(self, on: date) -> "DataTaskQuerySet":
        """Annotate `days_late`: from the due day to the answer, or to `on` while there is none.

        Nought when in time, None when excused.
        """
        answered_on = Coalesce(TruncDate("answered_at"), Value(on))
        late = Func(
            answered_on,
            F("due_on"),
            template="(%(expressions)s)",
            arg_joiner=" - ",
            output_field=models.IntegerField(),
        )
        days = Case(
            When(status=DataTaskStatus.EXCUSED, then=Value(None)),
            When(in_time_until_on__gte=answered_on, then=Value(0)),
            default=late,
            output_field=models.IntegerField(),
        )
        return self.annotate(days_late=days)

    def with_amount(self) -> "DataTaskQuerySet":
        """Annotate `amount`: euros of instalments that fall due in the month; None without any."""
        months = CostMonth.objects.filter(contract=OuterRef("contract"), month=OuterRef("month"))
        amounts = months.order_by().values("contract").annotate(total=Sum("amount"))
        return self.annotate(amount=Subquery(amounts.values("total")))

    def with_agreement(self) -> "DataTaskQuerySet":
        """With what names a return: the contract or the covenant."""
        return self.select_related("contract", "covenant_party__covenant", "region", "provider")


class DataTask(models.Model):
    """The return of one month that a provider owes for one contract, or under one covenant.

    `month` is its first day. The days are fixed when it is made; a later rule changes no return
    that was asked before. `delivery` is the sheet that answers it, or was handed in to do so.
    Who reports no changes, confirms `running`, `started` and `ended` as they stood then.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="data_tasks", verbose_name=_("region")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="data_tasks", verbose_name=_("provider")
    )
    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="data_tasks",
        verbose_name=_("contract"),
    )
    covenant_party = models.ForeignKey(
        CovenantParty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="data_tasks",
        verbose_name=_("covenant"),
    )
    month = models.DateField(_("month"))
    due_on = models.DateField(_("due by"))
    in_time_until_on = models.DateField(_("in time until"))
    status = models.CharField(
        _("status"), max_length=10, choices=DataTaskStatus, default=DataTaskStatus.OPEN
    )
    delivery = models.ForeignKey(
        Delivery,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="data_tasks",
        verbose_name=_("delivery"),
    )
    running = models.PositiveIntegerField(_("running at the end"), null=True, blank=True)
    started = models.PositiveIntegerField(_("started"), null=True, blank=True)
    ended = models.PositiveIntegerField(_("ended"), null=True, blank=True)
    status_reason = models.CharField(
        _("reason"), max_length=300, blank=True, validators=[validate_no_personal_number]
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    escalated_at = models.DateTimeField(_("passed on"), null=True, blank=True)

    objects = DataTaskQuerySet.as_manager()

    # Annotated by with_days_late() and with_amount().
    days_late: int | None
    amount: Decimal | None

    class Meta:
        verbose_name = _("monthly return")
        verbose_name_plural = _("monthly returns")
        ordering = ("due_on", "pk")
        constraints = (
            one_of("data_task", "status", DataTaskStatus.values),
            in_order("data_task", "due_on", "in_time_until_on"),
            models.CheckConstraint(
                condition=Q(contract__isnull=False, covenant_party__isnull=True)
                | Q(contract__isnull=True, covenant_party__isnull=False),
                name="data_task_of_contract_or_covenant",
                violation_error_message=_("A return is of a contract or of a covenant."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="data_task_month_is_first_day",
                violation_error_message=_("A month is named by its first day."),
            ),
            models.UniqueConstraint(
                fields=("contract", "month"),
                condition=Q(contract__isnull=False),
                name="data_task_once_per_contract_and_month",
                violation_error_message=_("The return of this month is already asked."),
            ),
            models.UniqueConstraint(
                fields=("covenant_party", "month"),
                condition=Q(covenant_party__isnull=False),
                name="data_task_once_per_party_and_month",
                violation_error_message=_("The return of this month is already asked."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=("submitted", "nil"), answered_at__isnull=False)
                | Q(
                    status__in=("open", "excused"),
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                ),
                name="data_task_answered_has_moment",
                violation_error_message=_("A return that was answered has the moment of it."),
            ),
            models.CheckConstraint(
                condition=~Q(status="submitted") | Q(delivery__isnull=False),
                name="data_task_delivered_names_delivery",
                violation_error_message=_("A delivered return names its delivery."),
            ),
            models.CheckConstraint(
                condition=~Q(status="nil")
                | Q(running__isnull=False, started__isnull=False, ended__isnull=False),
                name="data_task_nil_confirms_figures",
                violation_error_message=_("Who reports no changes confirms the figures."),
            ),
            models.CheckConstraint(
                condition=~Q(status="excused") | ~Q(status_reason=""),
                name="data_task_excused_has_reason",
                violation_error_message=_("Say why this return is not asked."),
            ),
        )
        indexes = (
            models.Index(fields=("region", "-month", "-id"), name="data_task_of_region"),
            models.Index(fields=("provider", "-month", "-id"), name="data_task_of_provider"),
            models.Index(
                fields=("in_time_until_on",), condition=Q(status="open"), name="data_task_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month_name}, {self.agreement.reference}"

    def get_absolute_url(self) -> str:
        return reverse("contracts:datatask-detail", args=[self.pk])

    @property
    def agreement(self) -> Contract | Covenant:
        """The contract or the covenant of which it is the return."""
        return self.covenant_party.covenant if self.covenant_party else _of_contract(self)

    @property
    def month_name(self) -> str:
        """Such as november 2026, in the language of who reads."""
        return date_format(self.month, "F Y")

    @property
    def confirmed_figures(self) -> MonthFigures | None:
        """What was confirmed when the provider reported no changes."""
        if self.running is None or self.started is None or self.ended is None:
            return None
        return MonthFigures(self.running, self.started, self.ended)

    def figures(self) -> MonthFigures:
        """The learners of the month as they are known now; costs one query."""
        return figures_of([self])[self]


def figures_of(tasks: Sequence[DataTask]) -> dict[DataTask, MonthFigures]:
    """The learners of each return as they are known now; a query a month and kind of agreement."""
    found: dict[tuple[date, str, int | None], MonthFigures] = {}
    kinds = ((task.month, "contract" if task.contract_id else "covenant_party") for task in tasks)
    for month, kind in sorted(set(kinds)):
        ids = {getattr(task, f"{kind}_id") for task in tasks if task.month == month} - {None}
        found |= {(month, kind, pk): figures for pk, figures in _counted(month, kind, ids)}
    return {task: found.get(_key(task), NOBODY) for task in tasks}


def _of_contract(task: DataTask) -> Contract:
    if task.contract is None:
        raise ValueError("a return is of a contract or of a covenant")
    return task.contract


def _key(task: DataTask) -> tuple[date, str, int | None]:
    if task.contract_id:
        return task.month, "contract", task.contract_id
    return task.month, "covenant_party", task.covenant_party_id


def _counted(month: date, kind: str, ids: set[int]) -> Iterator[tuple[int, MonthFigures]]:
    """Figures of the month by contract or by party."""
    period = month_of(month)
    begun = Q(status__in=BEGUN, actual_first_on__lte=period.last)
    not_ended = ~Q(status__in=ENDED) | Q(actual_last_on__gt=period.last)
    days = (period.first, period.last)
    placements = Placement.objects.filter(**{f"{kind}__in": ids}).order_by()
    rows = placements.values_list(kind).annotate(
        running=Count("pk", filter=begun & not_ended),
        started=Count("pk", filter=Q(status__in=BEGUN, actual_first_on__range=days)),
        ended=Count("pk", filter=Q(status__in=ENDED, actual_last_on__range=days)),
    )
    for pk, running, started, ended in rows:
        yield pk, MonthFigures(running, started, ended)
