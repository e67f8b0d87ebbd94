"""The panel of a tender: seats, the chair, declarations, and the work of one assessor."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of, tenders_of
from accounts.enums import Permission, Role
from accounts.models import User
from config.shared.forms import PageForm
from config.shared.views import Crumb, FormPage, Page, Panel
from procurement import actions
from procurement.enums import ConflictStatus, LotStatus
from procurement.forms.evaluation import DeclarationForm, ReplaceForm, SeatForm
from procurement.models import Assessment, Lot, PanelSeat, Tender, with_scoring
from procurement.views.common import Confirms, UnderTender, tender_trail


class PanelPage(UnderTender, FormPage):
    """A form about the panel: it leads back to that tab of the tender."""

    permission = Permission.TENDER_DRAFT

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender)

    def get_success_url(self, result: Any = None) -> str:
        return f"{self.tender.get_absolute_url()}?tab={Panel(_('Panel')).slug}#parts"


class SeatCreatePage(PanelPage):
    model = Tender
    form_class = SeatForm
    title = gettext_lazy("Give a seat in the panel")
    submit_label = gettext_lazy("Give the seat")
    success_message = gettext_lazy("%(object)s: the seat is given.")

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object
        return tender

    def perform(self, form: SeatForm) -> PanelSeat:
        return actions.add_panel_seat(tender=self.object, **form.cleaned_data, **self.moment())


class SeatPage(PanelPage):
    """About one seat. A panel member sees the panel, but only the region changes it."""

    model = PanelSeat

    def scoped_queryset(self) -> "QuerySet[PanelSeat]":
        return super().scoped_queryset().select_related("tender", "user")


class SeatDeletePage(Confirms, SeatPage):
    form_class = PageForm
    title = gettext_lazy("Take the seat away")
    submit_label = gettext_lazy("Take away")
    success_message = gettext_lazy("The seat is taken away.")

    def consequences(self) -> list[str]:
        return [_("The person no longer sees the tender and cannot score any more.")]

    def perform(self, form: PageForm) -> Tender:
        return actions.remove_panel_seat(seat=self.object, **self.moment())


class SeatReplacePage(Confirms, SeatPage):
    """Another assessor in the place of this one."""

    form_class = ReplaceForm
    title = gettext_lazy("Replace the assessor")
    submit_label = gettext_lazy("Replace")
    success_message = gettext_lazy("%(object)s: the seat is given.")

    def missing(self) -> list[str]:
        return actions.panel_stands(self.tender)

    def consequences(self) -> list[str]:
        return [
            _("The seat of %(person)s ends at once. The reason stays on record.")
            % {"person": self.object.user},
            _("Scores of this person no longer count for lots whose quality is not locked."),
            _("A consensus that was recorded on those lots is opened again."),
            _("The new assessor declares about interests and scores every bid."),
        ]

    def perform(self, form: ReplaceForm) -> PanelSeat:
        return actions.replace_assessor(seat=self.object, **form.cleaned_data, **self.moment())


class SeatChairPage(Confirms, SeatPage):
    form_class = PageForm
    title = gettext_lazy("Name the chair")
    submit_label = gettext_lazy("Name as chair")
    success_message = gettext_lazy("%(object)s: now the chair of the panel.")

    def consequences(self) -> list[str]:
        return [
            _("%(person)s leads the panel and sees the scores of others once they are handed in.")
            % {"person": self.object.user},
            _("Who was the chair until now remains an assessor."),
        ]

    def perform(self, form: PageForm) -> PanelSeat:
        return actions.name_chair(seat=self.object, **self.moment())


class SeatDeclarePage(SeatPage):
    """Where an assessor declares about interests, before anything of a bid can be seen."""

    form_class = DeclarationForm
    permission = Permission.TENDER_SCORE
    template_name = "procurement/panelseat_declare.html"
    title = gettext_lazy("Declare about conflicts of interest")
    submit_label = gettext_lazy("Declare")

    def scoped_queryset(self) -> "QuerySet[PanelSeat]":
        """One's own seats that have not ended."""
        return super().scoped_queryset().filter(user=self.person, ended_at__isnull=True)

    def perform(self, form: DeclarationForm) -> PanelSeat:
        words = form.cleaned_data["declaration"]
        return actions.declare_interest(
            seat=self.object,
            has_conflict=form.cleaned_data["conflict"] == ConflictStatus.CONFLICT,
            declaration=words or _("I have no interest in any organisation that may have bid."),
            **self.moment(),
        )

    def get_success_message(self, result: PanelSeat) -> str:
        if result.conflict == ConflictStatus.CONFLICT:
            return _("You declared a conflict of interest. Your seat in this panel has ended.")
        return _("Thank you. You can score as soon as the evaluation has started.")

    def get_success_url(self, result: Any = None) -> str:
        return reverse("home" if result.ended_at else "procurement:panel-work")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisations = actions.organisations_around(self.tender)
        return super().get_context_data(
            tender=self.tender, organisations=organisations, seat=self.object, **kwargs
        )


@dataclass(frozen=True, slots=True)
class PanelWork:
    """What one seat asks of its person.

    `is_acting`: the person acts in this panel, or for its region, so that the links work; else
    `grant` is what to switch to.
    """

    seat: PanelSeat
    is_acting: bool
    lots: list[dict[str, Any]] = field(default_factory=list)

    @property
    def must_declare(self) -> bool:
        return self.seat.conflict == ConflictStatus.PENDING

    @property
    def grant(self) -> str:
        """The key of the role of assessor in this tender."""
        return f"{Role.ASSESSOR}:tender:{self.seat.tender_id}"


def panel_work(person: User) -> list[PanelWork]:
    """Every seat that the person has in whatever tender, with the lots to score.

    Three queries, however many seats.
    """
    seats = list(
        PanelSeat.objects.sitting()
        .filter(user=person)
        .exclude(tender__status__in=("concluded", "withdrawn"))
        .select_related("tender__region")
        .order_by("tender__closes_at", "pk")
    )
    lots = _lots_to_score(person, [seat.tender_id for seat in seats])
    return [
        PanelWork(seat, _acts_in(person, seat.tender), lots.get(seat.tender_id, []))
        for seat in seats
    ]


def _acts_in(person: User, tender: Tender) -> bool:
    return tender.pk in tenders_of(person) or tender.region_id in regions_of(person)


def _lots_to_score(person: User, tenders: list[int]) -> dict[int, list[dict[str, Any]]]:
    """By tender the lots in evaluation, with what this person has given of what is asked."""
    rows = Lot.objects.filter(
        tender__in=tenders, status=LotStatus.IN_EVALUATION, quality_locked_at__isnull=True
    )
    counted = with_scoring(rows).annotate(
        seats=Count("tender__panel", filter=_sitting("tender__panel"), distinct=True)
    )
    given = _given(person, rows)
    found: dict[int, list[dict[str, Any]]] = {}
    for lot in counted.order_by("tender", "number"):
        done, handed_in = given.get(lot.pk, (0, 0))
        total = lot.scores_needed // max(lot.seats, 1)
        state = {"lot": lot, "done": done, "total": total, "is_handed_in": bool(handed_in)}
        found.setdefault(lot.tender_id, []).append(state)
    return found


def _sitting(path: str) -> Q:
    """The seats behind `path` that score, or will once declared."""
    ended, conflict = {f"{path}__ended_at__isnull": True}, {f"{path}__conflict": "conflict"}
    return Q(**ended) & ~Q(**conflict)


def _given(person: User, lots: "QuerySet[Lot]") -> dict[int, tuple[int, int]]:
    """By lot how many scores the person gave, and how many of those are handed in."""
    own = Assessment.objects.counting().filter(assessor=person, lot_bid__lot__in=lots)
    counts = own.values_list("lot_bid__lot").order_by()
    rows = counts.annotate(given=Count("pk"), handed_in=Count("locked_at"))
    return {lot: (given, handed_in) for lot, given, handed_in in rows}


class PanelWorkPage(Page, TemplateView):
    """All panels in which the person sits."""

    permission = Permission.TENDER_SCORE
    template_name = "procurement/panel_work.html"
    title = gettext_lazy("My panels")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(work=panel_work(self.person), **kwargs)


def own_seat(person: User, tender_id: int) -> PanelSeat:
    """The seat by which the person may see bids, or 404: so nothing shows before declaring."""
    seat = PanelSeat.objects.scoring().filter(tender=tender_id, user=person).first()
    if seat is None:
        raise Http404
    return seat
