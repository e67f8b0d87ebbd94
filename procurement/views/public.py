"""Tenders as anyone reads them, without signing in; nothing here tells who bids or how many."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from config.shared.views import PUBLIC, Action, Crumb, ListPage, ModelPage
from procurement import actions
from procurement.enums import EnvelopeKind, TenderStatus
from procurement.exports.clarification import questions_of
from procurement.filters_publication import PublicTenderFilterSet
from procurement.models import Tender, TenderDocument
from procurement.tables import CriterionTable
from procurement.tables_publication import (
    PublicDocumentTable,
    PublicTenderTable,
    RectificationTable,
)
from procurement.views.common import deadline_text

TENDERS = gettext_lazy("Published tenders")


class PublicTenderListPage(ListPage):
    """Every tender that was published; what is for practice is left out."""

    model = Tender
    table_class = PublicTenderTable
    filterset_class = PublicTenderFilterSet
    permission = PUBLIC
    title = TENDERS
    empty_text = gettext_lazy("No tender has been published yet.")

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return Tender.objects.public().filter(region__is_training=False)


class PublicTenderDetailPage(ModelPage, TemplateView):
    """The public notice of one tender."""

    model = Tender
    permission = PUBLIC
    template_name = "procurement/public_tender.html"

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return Tender.objects.public().select_related("region", "lead_gemeente")

    def get_title(self) -> str:
        return str(self.object)

    def breadcrumbs(self) -> list[Crumb]:
        return [Crumb(TENDERS, reverse("procurement:public-tender-list"))]

    def page_actions(self) -> list[Action]:
        """Bidding asks for an account; the address leads there and back."""
        tender = self.object
        closes_at = tender.closes_at
        is_over = closes_at is not None and closes_at <= timezone.now()
        if tender.status != TenderStatus.PUBLISHED or is_over:
            return []
        label = _("Bid on this tender") if tender.is_competitive else _("Apply for admission")
        return [Action(label, tender.get_absolute_url(), "box-arrow-in-right", True)]

    def facts(self) -> Iterator[tuple[Any, Any]]:
        """What was published; the estimate is the buyer's own business."""
        tender = self.object
        yield _("Status"), TenderStatus(tender.status)
        if tender.requests_close_at:
            yield _("Deadline for requests to participate"), deadline_text(tender.requests_close_at)
        if tender.questions_close_at:
            yield _("Deadline for questions"), deadline_text(tender.questions_close_at)
        if tender.is_competitive:
            yield _("Deadline for bids"), deadline_text(tender.closes_at)
        yield _("Region"), str(tender.region)
        yield _("Lead gemeente"), str(tender.lead_gemeente)
        names = tender.gemeenten.order_by("name").values_list("name", flat=True)
        yield _("Participating gemeenten"), ", ".join(names)
        yield _("Procedure"), tender.get_procedure_display()
        yield _("CPV code"), tender.cpv_code
        notices = [str(notice) for notice in self._notices()]
        yield _("Notices on TenderNed"), ", ".join(notices)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tender = self.object
        readable = TenderDocument.objects.current_for_public(Tender.objects.public())
        documents = TenderDocument.objects.filter(readable, tender=tender).order_by("title", "-pk")
        rounds = tender.rounds.order_by("-number")
        return super().get_context_data(
            tender=tender,
            facts=list(self.facts()),
            lots=tender.lots.order_by("number"),
            criterion_table=CriterionTable(tender.criteria.all(), prefix="criteria-"),
            requirements=tender.requirements.select_related("lot").order_by("number"),
            document_table=PublicDocumentTable(documents, prefix="documents-"),
            rectification_table=RectificationTable(tender.rectifications.all(), prefix="changes-"),
            rounds=[(one, list(questions_of(one))) for one in rounds],
            keys=self._keys(),
            signing_key=actions.signing_public_key(),
            is_training=tender.region.is_training,
            **kwargs,
        )

    def _notices(self) -> "QuerySet[Any]":
        return self.object.notices.order_by("published_at", "pk")

    def _keys(self) -> list[tuple[str, str]]:
        """What bids are sealed to, by kind of envelope, in hexadecimal."""
        found = actions.public_keys_of(self.object)
        return [(str(EnvelopeKind(kind).label), key.hex()) for kind, key in sorted(found.items())]
