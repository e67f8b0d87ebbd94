"""The letters of an award decision: reading, adding to and downloading them."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.documents import Document, to_docx, to_html, to_pdf
from config.shared.views import Action, ConfirmPage, Crumb, ModelPage, Panel
from procurement import actions
from procurement.enums import LotStatus
from procurement.forms.awards import RemarksForm
from procurement.models import Bid, Letter, Lot
from procurement.tables import LetterTable, OwnLetterTable
from procurement.views.common import UnderTender, tender_trail

MAKERS: dict[str, Callable[[Document], bytes]] = {"pdf": to_pdf, "docx": to_docx}


def panels_of(page: Any) -> list[Panel]:
    """The tab of a bid with the letters about it, once they were sent."""
    bid: Bid = page.object
    letters = Letter.objects.visible_to(page.person).filter(lot_bid__bid=bid, sent_at__isnull=False)
    rows = letters.select_related("lot_bid__lot")
    return [Panel(_("Letters"), table=OwnLetterTable(rows))] if rows else []


def actions_of(page: Any) -> list[Action]:
    """For the bidder: straight to each letter, which stands low on a long page."""
    if not page.is_own:
        return []
    letters = Letter.objects.visible_to(page.person).filter(lot_bid__bid=page.object)
    return [
        Action(
            _("Letter about lot %(number)s") % {"number": letter.lot_bid.lot.number},
            letter.get_absolute_url(),
            "envelope-open",
        )
        for letter in letters.select_related("lot_bid__lot").order_by("sent_at", "pk")
    ]


class LotLettersPage(UnderTender, ModelPage, TemplateView):
    """All letters of a lot, to read before they are sent and afterwards."""

    model = Lot
    permission = Permission.BID_VIEW
    template_name = "procurement/lot_letters.html"
    title = gettext_lazy("Letters about the award")

    def scoped_queryset(self) -> "QuerySet[Any]":
        rows = Lot.objects.visible_to(self.person)
        return rows.filter(tender__region__in=regions_of(self.person)).select_related("tender")

    def page_actions(self) -> list[Action]:
        if self.object.status != LotStatus.PROVISIONALLY_AWARDED:
            return []
        url = reverse("procurement:lot-transition", args=[self.object.pk, "send_decision"])
        award = Permission.TENDER_AWARD
        return [Action(_("Send the award decision"), url, "send", primary=True, permission=award)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = Letter.objects.visible_to(self.person).filter(lot_bid__lot=self.object)
        rows = letters.select_related("lot_bid__bid__provider")
        return super().get_context_data(
            object=self.object,
            table=LetterTable(rows),
            is_waiting=self.object.status == LotStatus.PROVISIONALLY_AWARDED,
            **kwargs,
        )


class OfLetter(ModelPage):
    """A page about one letter."""

    model = Letter
    permission: Any = Permission.BID_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        rows = Letter.objects.visible_to(self.person)
        return rows.select_related("lot_bid__bid__provider", "lot_bid__lot__tender__region")

    @cached_property
    def is_region(self) -> bool:
        """Whether the person reads it for the region, not for the bidder."""
        return self.object.region_id in regions_of(self.person)

    @cached_property
    def document(self) -> Document:
        """The letter as it was sent, or as it would be if it were sent now."""
        return actions.document_of_letter(self.object, timezone.now())

    def breadcrumbs(self) -> list[Crumb]:
        """For the region under the lot, for the bidder under its bid."""
        lot_bid = self.object.lot_bid
        lot, bid = lot_bid.lot, lot_bid.bid
        if not self.is_region:
            return tender_trail(lot.tender, (_("Your bid"), bid.get_absolute_url()))
        letters = reverse("procurement:lot-letters", args=[lot.pk])
        return tender_trail(lot.tender, (str(lot), lot.get_absolute_url()), (_("Letters"), letters))


class LetterDetailPage(OfLetter, TemplateView):
    """One letter, word for word."""

    template_name = "procurement/letter_detail.html"

    def get_title(self) -> str:
        return self.document.title

    def page_actions(self) -> list[Action]:
        pk = self.object.pk
        found = [
            Action(label, reverse("procurement:letter-file", args=[pk, kind]), f"filetype-{kind}")
            for label, kind in ((_("PDF"), "pdf"), (_("Word"), "docx"))
        ]
        if not self.object.sent_at:
            url = reverse("procurement:letter-update", args=[pk])
            award = Permission.TENDER_AWARD
            found.insert(0, Action(_("Add to this letter"), url, "pencil", permission=award))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letter=self.object, text=to_html(self.document), **kwargs)


class LetterFilePage(OfLetter):
    """The letter as a file: pdf or docx."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """A download; 404 for another kind."""
        kind = self.kwargs["kind"]
        if kind not in MAKERS:
            raise Http404
        name = f"{slugify(self.document.title)}-{self.object.pk}.{kind}"
        content = BytesIO(MAKERS[kind](self.document))
        response = FileResponse(content, as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response


class LetterUpdatePage(OfLetter, ConfirmPage):
    """Says more to one bidder, until the letters are sent."""

    permission = Permission.TENDER_AWARD
    form_class = RemarksForm
    title = gettext_lazy("Add to this letter")
    submit_label = gettext_lazy("Save")
    success_message = gettext_lazy("Saved. This is how the letter reads now.")

    def missing(self) -> Sequence[str]:  # type: ignore[override]
        if not self.object.sent_at:
            return []
        return [_("This letter was sent; it cannot be changed any more.")]

    def get_initial(self) -> dict[str, Any]:
        return {"remarks": self.object.content["remarks"]}

    def perform(self, form: RemarksForm) -> Letter:
        moment: dict[str, Any] = {"by": self.person, "at": timezone.now()}
        return actions.change_remarks(letter=self.object, **form.cleaned_data, **moment)
