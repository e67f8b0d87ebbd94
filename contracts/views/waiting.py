"""Pages of the waiting list: who waits, what they are offered, and who comes first."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.badges import badge_text
from config.shared.display import NOTHING, day, number
from config.shared.views import (
    Action,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from config.shared.views.pages import page_url
from contracts.actions.waiting import add_entry, change_entry, set_rule, withdraw_entry
from contracts.enums import WaitingOrder, WaitStatus
from contracts.filters.waiting import WaitlistEntryFilterSet
from contracts.forms.waiting import ChangedEntryForm, OrderForm, WaitlistEntryForm
from contracts.models import SeatOffer, WaitingRule, WaitlistEntry
from contracts.models.waiting import WaitlistEntryQuerySet, order_of
from contracts.tables.waiting import SeatOfferTable, WaitlistEntryTable
from contracts.waiting import days_waited, is_over, pip_due
from contracts.workflows.waiting import WAITLIST_ENTRY

LIST = reverse_lazy("contracts:waitlistentry-list")


class WaitlistEntryListPage(ListPage):
    """Who waits in the order of the region; closed entries only when their status is asked for."""

    model = WaitlistEntry
    table_class = WaitlistEntryTable
    filterset_class = WaitlistEntryFilterSet
    permission = Permission.WAITLIST_VIEW
    template_name = "contracts/waitlistentry_list.html"
    empty_text = gettext_lazy(
        "Nobody waits. Who is put on a provider's waiting list appears here by itself; a "
        "coordinator can add others."
    )

    @cached_property
    def regions(self) -> list[Region]:
        """The regions that the person acts for."""
        return list(Region.objects.filter(pk__in=regions_of(self.person)).order_by("name"))

    @cached_property
    def order(self) -> WaitingOrder:
        """The rule of the one region; over several regions, or for one gemeente, by date."""
        return order_of(self.regions[0]) if len(self.regions) == 1 else WaitingOrder.DATE

    def scoped_queryset(self) -> "QuerySet[Any]":
        """In order, with what contracts promise."""
        visible: Any = super().scoped_queryset()
        rows = visible.in_order(self.order).with_guarantee(timezone.localdate())
        return rows if self.request.GET.get("status") else rows.waiting()

    def get_table_kwargs(self) -> dict[str, Any]:
        """Days are counted up to today."""
        return super().get_table_kwargs() | {"on": timezone.localdate()}

    def page_actions(self) -> list[Action]:
        """Add somebody, compare gemeenten, and choose the order."""
        plan = Permission.CAPACITY_MANAGE
        offered = []
        if self.regions:
            add = reverse("contracts:waitlistentry-create")
            fair = reverse("contracts:waitlist-fairness")
            offered = [
                Action(_("Add somebody"), add, "plus-lg", primary=True, permission=plan),
                Action(_("Compare gemeenten"), fair, "bar-chart"),
            ]
        for region in self.regions:
            url = reverse("contracts:waitingrule-update", args=[region.pk])
            label = _("Order of the list") if len(self.regions) == 1 else _order_of(region)
            offered.append(Action(label, url, "sort-down", permission=plan))
        return offered

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many wait and how long, in words, and in which order they stand."""
        today = timezone.localdate()
        waiting: Any = self.model.objects.visible_to(self.person).waiting()
        return super().get_context_data(
            sentence=_sentence(waiting, today), order=self.order.label, **kwargs
        )


def _order_of(region: Region) -> str:
    return _("Order of the list of %(region)s") % {"region": region}


def _sentence(waiting: WaitlistEntryQuerySet, on: date) -> str:
    """Three wait, the longest for 120 days; one longer than a contract promises."""
    since = waiting.order_by("since_on").values_list("since_on", flat=True)
    count = since.count()
    if not count:
        return _("Nobody waits.")
    late = waiting.count_over_guarantee(on)
    first = ngettext(
        "%(count)s waits, for %(days)s days", "%(count)s wait, the longest for %(days)s days", count
    )
    second = ngettext(
        "%(late)s longer than a contract promises", "%(late)s longer than a contract promises", late
    )
    words = {"count": number(count), "days": number(days_waited(since[0], on))}
    return "; ".join([first % words, *([second % {"late": number(late)}] if late else [])]) + "."


class EntryPage:
    """What a page about one entry starts from."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        related = visible.select_related(
            "region", "gemeente", "placement__contract__provider", "created_by"
        )
        return related.with_latest_start().with_guarantee(timezone.localdate())


class PlannedEntryPage(EntryPage):
    """A page that changes an entry of a region that the person acts for."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """A single gemeente sees its own, the region plans."""
        person: Any = self.person  # type: ignore[attr-defined]
        return super().scoped_queryset().filter(region__in=regions_of(person))


class WaitlistEntryDetailPage(EntryPage, DetailPage):
    model: Any = WaitlistEntry
    workflow = WAITLIST_ENTRY
    permission = Permission.WAITLIST_VIEW

    @cached_property
    def offer(self) -> SeatOffer | None:
        """The seat that waits for an answer."""
        found: SeatOffer | None = self.object.open_offer
        return found

    def facts(self) -> list[tuple[Any, Any]]:
        """Whose, for what, since when, and by when it should begin."""
        row, today = self.object, timezone.localdate()
        return [
            (_("Region"), row.region.name),
            (_("Gemeente"), row.gemeente),
            (_("Route and level"), f"{row.get_route_display()}, {row.level}"),
            (_("Target group"), row.get_target_group_display()),
            (_("Wished delivery mode"), row.get_mode_display() or NOTHING),
            (_("Wished place"), row.place),
            (_("Waits since"), row.since_on),
            (_("Days waiting"), days_waited(row.since_on, today)),
            (_("Start guarantee"), _guarantee(row, today)),
            (_("Latest sensible start"), row.latest_start_on),
            *_pip_facts(row, today),
            (_("End of the integration term"), row.term_ends_on),
            (_("Priority"), row.priority_reason or _("No")),
            (_("Placement"), row.placement),
            *([(_("Reason"), row.status_reason)] if row.status_reason else []),
        ]

    def panels(self) -> list[Panel]:
        """Every seat that was offered."""
        offers = self.object.offers.select_related(
            "placement__contract__provider", "placement__course_group", "offered_by"
        )
        return [Panel(_("Seats offered"), table=SeatOfferTable(offers, prefix="offers-"))]

    def page_actions(self) -> list[Action]:
        """Offer a seat, or record what the learner answered."""
        row, plan = self.object, Permission.CAPACITY_MANAGE
        if row.region_id not in regions_of(self.person):
            return []
        edit = Action(_("Edit"), page_url(self.model, "update", row.pk), "pencil", permission=plan)
        if row.status == WaitStatus.WAITING:
            url = page_url(self.model, "offer", row.pk)
            return [Action(_("Offer a seat"), url, "envelope-open", True, plan), edit]
        if self.offer:
            yes, no = (page_url(SeatOffer, name, self.offer.pk) for name in ("accept", "decline"))
            return [
                Action(_("Offer accepted"), yes, "check-lg", True, plan),
                Action(_("Offer declined"), no, "x-lg", permission=plan),
                edit,
            ]
        return []


def _guarantee(entry: Any, on: date) -> str:
    """The weeks that a contract promises, marked once they have passed."""
    weeks = entry.guaranteed_weeks
    if weeks is None:
        return _("No contract promises one.")
    text = ngettext("%(weeks)s week", "%(weeks)s weeks", weeks) % {"weeks": weeks}
    if not is_over(entry.since_on, weeks, on):
        return text
    return badge_text(_("%(weeks)s passed") % {"weeks": text}, "wrong")


def _pip_facts(entry: Any, on: date) -> list[tuple[Any, Any]]:
    """The PIP; without one the ten weeks in which it is due, where the notice is known."""
    if entry.pip_on or not entry.notice_on:
        return [(_("Date of the PIP"), entry.pip_on)]
    due_on = pip_due(entry.notice_on)
    text = _("%(day)s, ten weeks after the notice") % {"day": day(due_on)}
    if due_on < on:
        text = badge_text(text, "wrong")
    return [(_("Notice of DUO or BRP"), entry.notice_on), (_("PIP due by"), text)]


class WaitlistEntryCreatePage(FormPage):
    model: Any = WaitlistEntry
    form_class = WaitlistEntryForm
    permission = Permission.CAPACITY_MANAGE
    title = gettext_lazy("Add somebody to the waiting list")
    success_message = gettext_lazy("%(object)s is on the waiting list.")

    def get_initial(self) -> dict[str, Any]:
        return {"since_on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The regions and gemeenten to choose from."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> WaitlistEntry:
        """Add the learner."""
        return add_entry(entry=form.instance, by=self.person, at=timezone.now())


class WaitlistEntryUpdatePage(PlannedEntryPage, FormPage):
    model: Any = WaitlistEntry
    form_class = ChangedEntryForm
    permission = Permission.CAPACITY_MANAGE
    title = gettext_lazy("Edit the entry")
    success_message = gettext_lazy("%(object)s is changed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The gemeenten to choose from."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> WaitlistEntry:
        """Change what was typed."""
        return change_entry(
            entry=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class WaitlistEntryTransitionPage(PlannedEntryPage, TransitionPage):
    model: Any = WaitlistEntry
    workflow = WAITLIST_ENTRY
    actions_map = {"withdraw": withdraw_entry}


class WaitingRuleUpdatePage(FormPage):
    """Who comes first on the list of the region in the address."""

    model: Any = Region
    form_class = OrderForm
    permission = Permission.CAPACITY_MANAGE
    title = gettext_lazy("Order of the waiting list")
    success_message = gettext_lazy("The order is changed.")
    success_url = LIST

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The regions that the person acts for."""
        return super().scoped_queryset().filter(pk__in=regions_of(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        """The list."""
        return [Crumb(_("Waiting list"), LIST)]

    def get_initial(self) -> dict[str, Any]:
        """The order that holds."""
        return {"order": order_of(self.object)}

    def perform(self, form: Any) -> WaitingRule:
        """Change it."""
        order = WaitingOrder(form.cleaned_data["order"])
        return set_rule(region=self.object, order=order, by=self.person, at=timezone.now())
