"""List, page and forms of tenders."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.display import money
from config.shared.tables import BaseTable
from config.shared.views import (
    Action,
    DetailPage,
    ListPage,
    Panel,
    Step,
    TransitionPage,
)
from procurement import actions
from procurement.enums import BidStatus, EnvelopeKind, TenderStatus
from procurement.filters import TenderFilterSet
from procurement.models import Bid, BidReceipt, Lot, OpeningRecord, PanelSeat, Tender
from procurement.tables import (
    BidderTenderTable,
    BidTable,
    ChangingSeatTable,
    CriterionTable,
    LotTable,
    RequirementTable,
    SeatTable,
    TenderTable,
)
from procurement.views import (
    applications,
    bid_list,
    complaints,
    copying,
    documents,
    dossier,
    invitations,
    opening,
    publication,
    questions,
    timeline,
)
from procurement.views.common import deadline_text, is_bidder
from procurement.views.wizard import BEFORE_PUBLICATION, places_to_mend
from procurement.workflows import TENDER

ENDED = (TenderStatus.CONCLUDED, TenderStatus.WITHDRAWN)
BEFORE_OPENING = (TenderStatus.DRAFT, TenderStatus.PUBLISHED, TenderStatus.CLOSED)


class TenderListPage(ListPage):
    """The tenders of the region; for a provider all that were published, with its own bid."""

    model = Tender
    filterset_class = TenderFilterSet
    permission = Permission.TENDER_VIEW
    main_action = Action(
        gettext_lazy("New tender"),
        reverse_lazy("procurement:tender-create"),
        "plus-lg",
        primary=True,
        permission=Permission.TENDER_DRAFT,
    )

    def page_actions(self) -> list[Action]:
        return [*super().page_actions(), bid_list.list_action()]

    @property
    def table_class(self) -> type[BaseTable]:  # type: ignore[override]
        """Another table for who bids."""
        return BidderTenderTable if is_bidder(self.person) else TenderTable

    @property
    def empty_text(self) -> str:  # type: ignore[override]
        """Why the list is empty, and what to do first."""
        if is_bidder(self.person):
            return _("No tender has been published yet. New ones appear here by themselves.")
        return _("No tender yet. Draft one to ask providers for seats.")

    def scoped_queryset(self) -> "QuerySet[Tender]":
        """With the number of lots, and for a provider the state of its own bid."""
        lots = Lot.objects.filter(tender=OuterRef("pk")).order_by().values("tender")
        rows = super().scoped_queryset()
        rows = rows.annotate(lots_count=Subquery(lots.values(found=Count("pk"))))
        if is_bidder(self.person):
            own = Bid.objects.filter(tender=OuterRef("pk"), provider__in=providers_of(self.person))
            rows = rows.annotate(own_bid=Subquery(own.order_by("pk").values("status")[:1]))
        return rows


class TenderDetailPage(DetailPage):
    """A tender as the buyer sees it, and with less of it as a bidder does."""

    model = Tender
    workflow = TENDER
    permission = Permission.TENDER_VIEW
    template_name = "procurement/tender_detail.html"

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return super().scoped_queryset().select_related("region", "lead_gemeente")

    @cached_property
    def is_bidder(self) -> bool:
        return is_bidder(self.person)

    @cached_property
    def own_bid(self) -> Bid | None:
        """The provider's bid on this tender."""
        found = Bid.objects.filter(tender=self.object, provider__in=providers_of(self.person))
        return found.first()

    @cached_property
    def opening(self) -> OpeningRecord | None:
        """The record of the opening of the bids, with both officers."""
        visible = OpeningRecord.objects.visible_to(self.person)
        found = visible.filter(tender=self.object, kind=EnvelopeKind.QUALITY)
        return found.select_related("first_by", "second_by").first()

    def facts(self) -> Iterable[tuple[Any, Any]]:
        """The figures; the estimate is the buyer's own business."""
        tender = self.object
        yield _("Deadline for bids"), deadline_text(tender.closes_at)
        yield _("Region"), tender.region
        yield _("Lead gemeente"), tender.lead_gemeente
        yield _("Participating gemeenten"), tender.gemeenten.order_by("name")
        yield _("Kind"), tender.get_kind_display()
        yield _("Procedure"), tender.get_procedure_display()
        yield from self._method_facts()
        yield _("CPV code"), tender.cpv_code
        if not self.is_bidder:
            yield _("Estimated value (excl. VAT)"), money(tender.estimated_amount)
        yield _("Standstill period"), _("%(days)s calendar days") % {"days": tender.standstill_days}

    def _method_facts(self) -> Iterable[tuple[Any, Any]]:
        """How bids become a ranking: published with the tender."""
        tender = self.object
        if not tender.is_competitive:
            return
        yield _("Scores of the panel"), tender.get_score_method_display()
        yield _("Rule for equal totals"), tender.get_tie_rule_display()
        yield _("Decimals of points"), tender.rounding_decimals
        for label, limit in (
            (_("Lots one may bid on"), tender.lots_bid_maximum),
            (_("Lots one may win"), tender.lots_win_maximum),
        ):
            yield label, _("all of them") if limit is None else limit

    def panels(self) -> list[Panel]:
        """Each room of the tender brings its own."""
        return [panel for panels_of in PANELS for panel in panels_of(self)]

    def own_panels(self) -> list[Panel]:
        """Lots and criteria for everyone; bids once opened and the panel for the buyer."""
        criteria, requirements = self.object.criteria.count(), self.object.requirements.count()
        found = []
        if self.object.is_competitive:
            found = [
                Panel(_("Lots"), "procurement/_lots.html", count=self.object.lots.count()),
                Panel(_("Award criteria"), "procurement/_criteria.html", count=criteria),
            ]
        found.append(Panel(_("Requirements"), "procurement/_requirements.html", count=requirements))
        if not self.is_bidder and self.object.is_competitive:
            found.append(Panel(_("Bids"), "procurement/_bids.html"))
            seats = self.object.panel.count()
            found.append(Panel(_("Panel"), "procurement/_panel.html", count=seats))
        return found

    def page_actions(self) -> list[Action]:
        """What can be done beside the transitions: each room brings its own."""
        return [action for actions_of in ACTIONS for action in actions_of(self)]

    def own_actions(self) -> list[Action]:
        """To prepare the tender, or to bid on it."""
        return self._bidder_actions() if self.is_bidder else self._officer_actions()

    def _bidder_actions(self) -> list[Action]:
        if not self.object.is_competitive:
            return []
        if self.own_bid:
            label = _("To your bid")
            return [Action(label, self.own_bid.get_absolute_url(), "file-earmark-text", True)]
        if self.object.status != TenderStatus.PUBLISHED or self.object.closes_at <= timezone.now():
            return []
        url = reverse("procurement:bid-create", args=[self.object.pk])
        return [Action(_("Bid on this tender"), url, "pencil", True, Permission.BID_SUBMIT)]

    def _officer_actions(self) -> list[Action]:
        if self.object.status in BEFORE_PUBLICATION:
            return self._preparing_actions()
        return []

    def _preparing_actions(self) -> list[Action]:
        pk = self.object.pk
        steps = reverse("procurement:tender-update", args=[pk])
        review = reverse("procurement:tender-review", args=[pk])
        return [
            Action(_("Prepare"), steps, "list-ol", permission=Permission.TENDER_DRAFT),
            Action(_("Review"), review, "eye", permission=Permission.TENDER_REVIEW),
        ]

    @cached_property
    def places(self) -> dict[str, str]:
        """Where each missing part is filled in: by the sentence that says so."""
        if self.object.status not in BEFORE_PUBLICATION:
            return {}
        return places_to_mend(self.object, timezone.now())

    def missing_url(self, sentence: str) -> str:
        """The step of the preparation where the missing part is filled in."""
        return self.places.get(sentence, "")

    @cached_property
    def steps(self) -> list[Step]:
        """For a bidder none; a tender is the buyer's to move. Bids end lot by lot."""
        if self.is_bidder:
            return []
        steps: list[Step] = super().steps
        ends_by_lot = self.object.is_competitive
        return [s for s in steps if not (ends_by_lot and s.transition.name == "end_admission")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the tabs show; tables fetch nothing until their tab is open."""
        context = super().get_context_data(**kwargs)
        if self.is_bidder:
            context["history"] = []
        return context | self._tables() | {"opening": self.opening, "tender": self.object}

    def _tables(self) -> dict[str, Any]:
        tender = self.object
        may_draft = self.may(Permission.TENDER_DRAFT, tender)
        is_draft = may_draft and tender.status == TenderStatus.DRAFT
        panel_moves = may_draft and tender.status not in ENDED
        seat_table = ChangingSeatTable if panel_moves else SeatTable
        seats = PanelSeat.objects.visible_to(self.person).filter(tender=tender)
        lots = tender.lots.visible_to(self.person)
        return {
            "lot_table": LotTable(lots, prefix="lots-"),
            "criterion_table": CriterionTable(tender.criteria.all(), prefix="criteria-"),
            "requirement_table": RequirementTable(
                tender.requirements.select_related("lot").order_by("number"), prefix="needs-"
            ),
            "seat_table": seat_table(
                seats.select_related("user").order_by("user__name", "pk"), prefix="panel-"
            ),
            "bid_table": BidTable(self._bids(), prefix="bids-"),
            "may_change_parts": is_draft,
            "may_change_panel": panel_moves,
            "before_opening": tender.status in BEFORE_OPENING,
        }

    def _bids(self) -> "QuerySet[Bid]":
        receipts = BidReceipt.objects.filter(bid=OuterRef("pk")).order_by("-sequence")
        return (
            Bid.objects.visible_to(self.person)
            .filter(tender=self.object, status=BidStatus.OPENED)
            .annotate(
                lots_count=Count("lot_bids"),
                received_at=Subquery(receipts.values("received_at")[:1]),
            )
            .order_by("provider__legal_name", "pk")
        )


class TenderTransitionPage(TransitionPage):
    """Publish, start the evaluation, withdraw."""

    model = Tender
    workflow = TENDER
    actions_map = {
        "ask_review": actions.ask_review,
        "return_to_draft": actions.return_to_draft,
        "publish": actions.publish_tender,
        "evaluate": actions.start_evaluation,
    }

    def consequences(self) -> list[Any]:
        """The transition's own, and who is told."""
        said = list(super().consequences())
        if self.transition.name == "publish" and self.object.is_competitive:
            said.extend(self._about_publication())
        return said

    def _about_publication(self) -> Iterable[str]:
        moment = deadline_text(self.object.closes_at)
        yield _("Bids come in until %(moment)s.") % {"moment": moment}
        names = ", ".join(str(row.user) for row in self.object.officers.select_related("user"))
        yield _("The keys of the vault are made and dealt out to %(names)s.") % {"names": names}
        yield _(
            "Two of them open the bids together. Who loses the passphrase cannot open any more; "
            "when fewer than two are left, only the printed key of the archivist helps."
        )


PANELS: tuple[Callable[[TenderDetailPage], list[Panel]], ...] = (
    TenderDetailPage.own_panels,
    opening.panels_of,
    documents.panels_of,
    questions.panels_of,
    invitations.panels_of,
    publication.panels_of,
    complaints.panels_of,
    copying.panels_of,
)
"""Who adds tabs to the page of a tender, in their order."""
ACTIONS: tuple[Callable[[TenderDetailPage], list[Action]], ...] = (
    TenderDetailPage.own_actions,
    applications.actions_of,
    opening.actions_of,
    invitations.actions_of,
    publication.actions_of,
    timeline.actions_of,
    dossier.actions_of,
    copying.actions_of,
)
"""Who adds buttons to the page of a tender, in their order."""
