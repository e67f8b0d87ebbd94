"""The ceremony in which two people open the bids of a tender, or the prices of its lots."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.views import Action, FormPage, Panel
from procurement import actions
from procurement.enums import EnvelopeKind, TenderStatus
from procurement.forms.vault import PassphraseForm, PrintedKeyForm
from procurement.models import ArchivistKey, Lot, OpeningRecord, Tender, VaultKey
from procurement.notices_opening import officers_of, opening_url
from procurement.tables import OpeningRecordTable
from procurement.views.bid_work import Secret
from procurement.views.factors import (
    factor_links,
    fresh_factor,
    session_digest,
    use_up_factor,
)

FIRST, SECOND = "first", "second"


class TenderOpenPage(Secret, FormPage):
    """Who acted, who may act and until when; and the form of the act that is this person's.

    A GET shows; the second factor is given on its own pages and leads back here.
    """

    model = Tender
    form_class: Any = PassphraseForm
    permission = Permission.TENDER_OPEN
    template_name = "procurement/tender_open.html"
    title = gettext_lazy("Open the bids")
    kind: str = EnvelopeKind.QUALITY

    @cached_property
    def now(self) -> datetime:
        """The moment of this request."""
        return timezone.now()

    @cached_property
    def opening(self) -> OpeningRecord | None:
        """The first act that waits for a second, expired or not."""
        found = OpeningRecord.objects.visible_to(self.person).waiting(self.kind)
        return found.filter(tender=self.object).select_related("first_by", "tender").first()

    @cached_property
    def waiting_until(self) -> datetime | None:
        """Until when somebody may act second; None when nothing waits."""
        return actions.waiting_until(self.opening, self.now)

    @cached_property
    def key(self) -> VaultKey | None:
        """The person's own key that holds a share of this tender's."""
        return actions.held_key(self.object, self.kind, self.person)

    @cached_property
    def lots(self) -> list[Lot]:
        """The lots whose prices are opened."""
        is_price = self.kind == EnvelopeKind.PRICE
        return list(actions.lots_to_open(self.object)) if is_price else []

    @property
    def is_first(self) -> bool:
        """Whether this person began, and now waits for somebody else."""
        begun_by = self.opening.first_by_id if self.opening and self.waiting_until else None
        return begun_by == self.person.pk

    @property
    def act(self) -> str:
        """Which act the form is for; empty when this person has none."""
        if self.closed_because() or self.is_first or self.key is None:
            return ""
        return SECOND if self.waiting_until else FIRST

    def closed_because(self) -> str:
        """Why nothing can be opened now; empty when it can."""
        tender, status = self.object, self.object.get_status_display()
        if self.kind == EnvelopeKind.PRICE:
            if self.lots and tender.status == TenderStatus.IN_EVALUATION:
                return ""
            return _("Prices are opened once the quality of a lot is locked. Of no lot it is now.")
        if tender.status == TenderStatus.CLOSED:
            return ""
        return _("Bids are opened when the tender is closed. It is now: %(status)s.") % {
            "status": status
        }

    def perform(self, form: Any) -> OpeningRecord:
        """The act that the page offered: one that is no longer this person's is refused."""
        proof = self.proof(form.cleaned_data)
        moment: dict[str, Any] = {"proof": proof, "by": self.person, "at": self.now}
        if self.request.POST.get("act") == SECOND:
            if self.opening is None:
                raise Refused(_("The act of the first officer has expired. Begin again."))
            record = actions.complete_opening(opening=self.opening, **moment)
        else:
            record = actions.begin_opening(tender=self.object, kind=self.kind, **moment)
        use_up_factor(self.request)
        return record

    def proof(self, given: dict[str, Any]) -> actions.Proof:
        """The session, the second factor and the secret that were brought."""
        factor_at = fresh_factor(self.request, self.now)
        if factor_at is None:
            raise Refused(_("Give your second factor again: it serves for one act."))
        return actions.Proof(session_digest(self.request), factor_at, **given)

    def get_success_message(self, result: OpeningRecord) -> str:
        if result.second_at:
            return _("It is open. This is the record of opening: give it to the bidders today.")
        return _("You are the first officer. Now a second officer opens.")

    def get_success_url(self, result: Any = None) -> str:
        """The record once open; until then the page that says what is awaited."""
        is_open = bool(result.second_at)
        return str(result.get_absolute_url()) if is_open else opening_url(self.object, self.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that the page says in words."""
        return super().get_context_data(
            tender=self.object,
            kind=self.kind,
            opening=self.opening,
            waiting_until=self.waiting_until,
            is_first=self.is_first,
            closed_because=self.closed_because(),
            act=self.act,
            factor_at=fresh_factor(self.request, self.now) if self.act else None,
            factor_links=factor_links(self.request) if self.act else [],
            submit_label=_("Open") if self.act == SECOND else _("Begin the opening"),
            **self.holders(),
            **kwargs,
        )

    def holders(self) -> dict[str, Any]:
        """Who can act, and what it takes."""
        return {
            "officers": [
                (officer, self._state(officer)) for officer in officers_of(self.object, self.kind)
            ],
            "printed_keys": ArchivistKey.objects.filter(
                shares__key__tender=self.object, shares__key__kind=self.kind
            ),
            "printed_url": self.printed_url() if self._may_use_paper() else "",
            "is_named": self.key is not None,
            "lots": self.lots,
            "minutes": int(actions.opening_window().total_seconds() // 60),
        }

    def printed_url(self) -> str:
        """Where a second person types the printed key."""
        return f"{opening_url(self.object, self.kind)}printed-key/"

    def _may_use_paper(self) -> bool:
        return bool(self.waiting_until) and not self.is_first

    def _state(self, officer: User) -> str:
        """What an officer did or may do, in words."""
        if self.closed_because():
            return _("may act when it is time")
        if not self.waiting_until or self.opening is None:
            return _("may act first")
        if self.opening.first_by_id == officer.pk:
            return _("has acted and waits")
        return _("may act second")


class TenderOpenPricesPage(TenderOpenPage):
    """The same for the prices of the lots whose quality is locked."""

    title = gettext_lazy("Open the prices")
    kind = EnvelopeKind.PRICE


class PrintedKeyPage(TenderOpenPage):
    """The second act with the archivist's printed key, by a person who may open bids."""

    form_class = PrintedKeyForm
    template_name = "procurement/tender_open_printed.html"
    title = gettext_lazy("Open with the printed key")

    @property
    def act(self) -> str:
        """Second, while a first act of somebody else waits; 404 otherwise."""
        if not self._may_use_paper() and self.request.method == "GET":
            raise Http404
        return SECOND


class PrintedKeyPricesPage(PrintedKeyPage):
    """The same for prices."""

    kind = EnvelopeKind.PRICE


def panels_of(page: Any) -> list[Panel]:
    """The records of what was opened, for who may see them."""
    records = OpeningRecord.objects.visible_to(page.person).done().filter(tender=page.object)
    number = records.count()
    table = OpeningRecordTable(records.order_by("first_at", "pk"), prefix="openings-")
    return [Panel(_("Records of opening"), table=table, count=number)] if number else []


def actions_of(page: Any) -> list[Action]:
    """What the page of a tender offers about its vault, to who may open."""
    tender = page.object
    opens = {"permission": Permission.TENDER_OPEN}
    if tender.status == TenderStatus.CLOSED:
        url = opening_url(tender, EnvelopeKind.QUALITY)
        return [Action(_("Open the bids"), url, "unlock", primary=True, **opens)]
    if tender.status == TenderStatus.IN_EVALUATION and actions.lots_to_open(tender).exists():
        url = opening_url(tender, EnvelopeKind.PRICE)
        return [Action(_("Open the prices"), url, "unlock", primary=True, **opens)]
    return []
