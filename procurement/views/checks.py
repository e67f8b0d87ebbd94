"""Knock-outs: requirements per bid, and omissions that a bidder may mend."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.badges import badge_text
from config.shared.views import Action, Crumb, FormPage, ModelPage
from procurement import actions
from procurement.enums import LotBidStatus, LotStatus
from procurement.forms.evaluation import AnswerForm, ChecksForm, RepairForm, VerdictForm
from procurement.models import Lot, LotBid, RepairRequest, RequirementCheck
from procurement.views.common import UnderTender, deadline_text, tender_trail


class UnderLotBid(UnderTender):
    """A page about a bid on a lot; `lot_bid` says which, `overview` where it leads back to."""

    overview = "procurement:lot-requirements"

    @property
    def lot_bid(self) -> LotBid:
        """The bid on the lot."""
        lot_bid: LotBid = self.object
        return lot_bid

    @property
    def tender(self) -> Any:
        return self.lot_bid.lot.tender

    def breadcrumbs(self) -> list[Crumb]:
        lot = self.lot_bid.lot
        return tender_trail(self.tender, (str(lot), reverse(self.overview, args=[lot.pk])))

    def get_success_url(self, result: Any = None) -> str:
        return reverse(self.overview, args=[self.lot_bid.lot_id])


class LotRequirementsPage(UnderTender, ModelPage, TemplateView):
    """Every requirement beside every bid on the lot: met, not met, or still to be judged."""

    model = Lot
    permission = Permission.TENDER_AWARD
    template_name = "procurement/lot_requirements.html"

    def get_title(self) -> str:
        return _("Requirements of lot %(lot)s") % {"lot": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot = self.object
        bids = list(self._bids())
        checks = {(one.lot_bid_id, one.requirement_id): one for one in self._checks()}
        matrix = [
            (one, [(bid, _verdict(checks.get((bid.pk, one.pk)))) for bid in bids])
            for one in actions.requirements_of(lot)
        ]
        repairs = RepairRequest.objects.visible_to(self.person).filter(lot_bid__lot=lot)
        return super().get_context_data(
            lot=lot,
            bids=[(bid, bid.status == LotBidStatus.ENTERED) for bid in bids],
            matrix=matrix,
            repairs=repairs.select_related("lot_bid__bid__provider").order_by("asked_at", "pk"),
            can_judge=lot.status == LotStatus.IN_EVALUATION,
            at=timezone.now(),
            **kwargs,
        )

    def _bids(self) -> "QuerySet[LotBid]":
        rows = LotBid.objects.visible_to(self.person).filter(lot=self.object)
        return rows.select_related("bid__provider").order_by("bid__provider__legal_name", "pk")

    def _checks(self) -> "QuerySet[Any]":
        return RequirementCheck.objects.visible_to(self.person).filter(lot_bid__lot=self.object)


def _verdict(check: RequirementCheck | None) -> tuple[Any, str]:
    """A badge, and the note beside it."""
    if check is None:
        return badge_text(_("not judged yet")), ""
    words, tone = (_("met"), "good") if check.is_met else (_("not met"), "wrong")
    return badge_text(words, tone), check.note


class LotBidCheckPage(UnderLotBid, FormPage):
    """Judges one bid on each requirement."""

    model = LotBid
    form_class = ChecksForm
    permission = Permission.TENDER_AWARD
    template_name = "procurement/lotbid_check.html"
    success_message = gettext_lazy("What was judged is kept. Admit or exclude the bid.")

    def get_title(self) -> str:
        return _("Requirements: %(bidder)s") % {"bidder": self.object.bid.provider}

    def page_actions(self) -> list[Action]:
        bid = self.object.bid.get_absolute_url()
        read = Action(_("Read the bid"), bid, "file-earmark-text")
        if not self._is_open():
            return [read]
        repair = reverse("procurement:repairrequest-create", args=[self.object.pk])
        return [read, Action(_("Ask to mend an omission"), repair, "tools")]

    def get_form_kwargs(self) -> dict[str, Any]:
        requirements = actions.requirements_of(self.object.lot)
        return super().get_form_kwargs() | {"requirements": requirements}

    def get_initial(self) -> dict[str, Any]:
        """What was judged before."""
        found: dict[str, Any] = {}
        for one in self.object.checks.order_by("pk"):
            found[f"met_{one.requirement_id}"] = "yes" if one.is_met else "no"
            found[f"note_{one.requirement_id}"] = one.note
        return found

    def perform(self, form: ChecksForm) -> LotBid:
        judged = {
            one.pk: actions.Verdict(
                form.cleaned_data[f"met_{one.pk}"] == "yes", form.cleaned_data[f"note_{one.pk}"]
            )
            for one in form.requirements
            if form.cleaned_data[f"met_{one.pk}"]
        }
        return actions.check_requirements(lot_bid=self.object, verdicts=judged, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks = {one.requirement_id: one for one in self.object.checks.order_by("pk")}
        return super().get_context_data(
            lot_bid=self.object,
            can_judge=self._is_open(),
            judged=[
                (one, _verdict(checks.get(one.pk)))
                for one in actions.requirements_of(self.object.lot)
            ],
            **kwargs,
        )

    def _is_open(self) -> bool:
        in_evaluation = self.object.lot.status == LotStatus.IN_EVALUATION
        return in_evaluation and self.object.status == LotBidStatus.ENTERED


class RepairCreatePage(UnderLotBid, FormPage):
    """Asks a bidder to mend an omission."""

    model = LotBid
    form_class = RepairForm
    permission = Permission.TENDER_AWARD
    template_name = "procurement/repairrequest_form.html"
    title = gettext_lazy("Ask to mend an omission")
    submit_label = gettext_lazy("Ask the bidder")
    success_message = gettext_lazy("The bidder is asked, and told by mail.")

    def perform(self, form: RepairForm) -> RepairRequest:
        return actions.ask_repair(lot_bid=self.object, **form.cleaned_data, **self.moment())


class RepairPage(UnderLotBid, FormPage):
    """About one repair of an omission."""

    model = RepairRequest

    @property
    def lot_bid(self) -> LotBid:
        lot_bid: LotBid = self.object.lot_bid
        return lot_bid

    def scoped_queryset(self) -> "QuerySet[RepairRequest]":
        rows = super().scoped_queryset()
        return rows.select_related("lot_bid__lot__tender", "lot_bid__bid__provider")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.object
        return super().get_context_data(
            lot_bid=self.lot_bid,
            question=asked.text,
            answer=asked.answer,
            answered_at=asked.answered_at,
            verdict=_words_of(asked.is_accepted),
            reason=asked.reason,
            due=deadline_text(asked.due_at),
            can_act=self.can_act(),
            **kwargs,
        )

    def can_act(self) -> bool:
        """Whether the form of this page can still be sent."""
        raise NotImplementedError


def _words_of(is_accepted: bool | None) -> str:
    """How an omission was judged; empty while it is not."""
    if is_accepted is None:
        return ""
    return _("The omission is mended.") if is_accepted else _("The omission is not mended.")


class RepairAnswerPage(RepairPage):
    """Where the bidder answers, until the term ends."""

    form_class = AnswerForm
    permission = Permission.BID_SUBMIT
    template_name = "procurement/asked_answer.html"
    title = gettext_lazy("Mend an omission")
    submit_label = gettext_lazy("Send the answer")
    success_message = gettext_lazy("Your answer is sent to the region.")

    def breadcrumbs(self) -> list[Crumb]:
        bid = self.lot_bid.bid
        return tender_trail(self.tender, (_("Your bid"), bid.get_absolute_url()))

    def can_act(self) -> bool:
        return not self.object.answered_at and timezone.now() <= self.object.due_at

    def perform(self, form: AnswerForm) -> RepairRequest:
        return actions.answer_repair(
            repair_request=self.object, **form.cleaned_data, **self.moment()
        )

    def get_success_url(self, result: Any = None) -> str:
        return self.request.path


class RepairJudgePage(RepairPage):
    """Where the region judges the answer, or that none came."""

    form_class = VerdictForm
    permission = Permission.TENDER_AWARD
    template_name = "procurement/asked_judge.html"
    title = gettext_lazy("Judge the repair")
    submit_label = gettext_lazy("Judge")
    success_message = gettext_lazy("The repair is judged.")

    def can_act(self) -> bool:
        answered = self.object.answered_at or timezone.now() > self.object.due_at
        return bool(answered and not self.object.decided_at)

    def get_form_kwargs(self) -> dict[str, Any]:
        words = {"accept": _("The omission is mended"), "refuse": _("The omission is not mended")}
        return super().get_form_kwargs() | words

    def perform(self, form: VerdictForm) -> RepairRequest:
        return actions.judge_repair(
            repair_request=self.object, **form.cleaned_data, **self.moment()
        )
