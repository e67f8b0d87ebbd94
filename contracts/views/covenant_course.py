"""How a covenant fares: its targets against the figures, its reviews, and its check."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.periods import amsterdam
from config.shared.views import FormPage, ModelPage
from contracts.actions import covenants as actions
from contracts.covenant_chart import finding, target_chart, target_words
from contracts.covenant_figures import Figures, figures_of, learners_by_school
from contracts.covenant_indicators import Series, last_months, rounded
from contracts.covenant_questions import QUESTIONS, unanswered, warnings
from contracts.forms.covenants import CheckForm, HeldReviewForm, ReviewForm, TargetRows
from contracts.models import Covenant, CovenantCheck, CovenantReview, Placement
from procurement.forms.rows import standing
from procurement.views.rows import RowsPage


def no_figures() -> dict[str, Any]:
    """For who may not see placements."""
    return {"targets": [], "schools": []}


def figures_context(covenant: Covenant, visible: QuerySet[Placement], on: date) -> dict[str, Any]:
    """Each target with its chart and rows, and the learners per school.

    Over the placements in `visible` alone: a school sees its own figures and nobody else's.
    """
    placements = visible.filter(covenant_party__covenant=covenant)
    names = _schools(covenant, placements)
    months = last_months(on)
    indicators = covenant.indicators.order_by("pk")
    found = [figures_of(each, placements, names, months, on) for each in indicators]
    counted = learners_by_school(placements)
    return {
        "targets": [_shown(figures) for figures in found],
        "schools": [(name, counted[pk]) for pk, name in names.items() if pk in counted],
    }


def _schools(covenant: Covenant, placements: QuerySet[Placement]) -> dict[int, str]:
    """The schools with learners among `placements`, by name."""
    seen = placements.order_by().values("covenant_party")
    parties = covenant.parties.filter(pk__in=seen).select_related("provider")
    rows = [(party.provider_id or 0, str(party)) for party in parties.order_by("pk")]
    return dict(sorted(rows, key=lambda row: (row[1], row[0])))


def _shown(figures: Figures) -> dict[str, Any]:
    """What the template says of one target; with one school the total is that school."""
    is_one = len(figures.schools) == 1
    whole = figures.schools[0] if is_one else figures.total
    rows = [*figures.schools, *([] if is_one else [figures.total])]
    return {
        "indicator": figures.indicator,
        "finding": finding(figures, whole),
        "agreed": target_words(figures),
        "chart": target_chart(figures, whole),
        "verdict": figures.target.verdict(whole.latest),
        "rows": [_school_row(figures, series) for series in rows],
    }


def _school_row(figures: Figures, series: Series) -> dict[str, Any]:
    return {
        "name": series.name,
        "latest": rounded(series.latest),
        "verdict": figures.target.verdict(series.latest),
        "missed": series.missed(figures.target),
        "known": series.known,
    }


def check_context(covenant: Covenant, *, is_region: bool) -> dict[str, Any]:
    """The last check with what it warns of, for the region alone."""
    check = covenant.checks.order_by("-made_at", "-pk").first() if is_region else None
    if check is None:
        return {"check": None, "check_warnings": [], "is_check_old": False, "check_rows": []}
    is_old = check.digest != covenant.text().digest() or bool(unanswered(check.answers))
    return {
        "check": check,
        "check_warnings": list(warnings(check.answers)),
        "is_check_old": is_old,
        "check_rows": list(_check_rows(check)),
    }


def _check_rows(check: CovenantCheck) -> list[tuple[Any, bool | None, str]]:
    return [
        (question, check.answers.get(question.key), check.notes.get(question.key, ""))
        for question in QUESTIONS
    ]


class UnderCovenant(ModelPage):
    """A page of the drafters about one covenant."""

    model: Any = Covenant
    permission = Permission.COVENANT_DRAFT

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those of the region alone."""
        return Covenant.objects.drafted_by(self.person).select_related("region")

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class CovenantTargetsPage(UnderCovenant, RowsPage):
    """What the parties aim at, measure by measure."""

    form_class = PageForm
    title = _("Set targets")
    success_message = _("The targets are set.")
    rows_class = TargetRows
    row_label = _("Target")
    more_label = _("Another target")

    def initial_rows(self) -> list[dict[str, Any]]:
        """The targets that stand."""
        rows = self.object.indicators.order_by("pk")
        return standing(rows, ("measure", "direction", "target"))

    def perform(self, form: Any) -> Covenant:
        """Replace them."""
        return actions.set_targets(covenant=self.object, targets=self.lines(), **self.moment())


class ReviewCreatePage(UnderCovenant, FormPage):
    form_class = ReviewForm
    title = _("Plan a review")
    success_message = _("The review stands in the calendars.")

    def perform(self, form: Any) -> Covenant:
        """Plan it; back to the covenant."""
        review = actions.plan_review(covenant=self.object, **form.cleaned_data, **self.moment())
        return review.covenant


class ReviewHoldPage(UnderCovenant, FormPage):
    """Records what a review came to."""

    model = CovenantReview
    form_class = HeldReviewForm
    title = _("Record the review")
    success_message = _("The review is recorded.")

    def scoped_queryset(self) -> "QuerySet[CovenantReview]":
        """Reviews of the region's covenants."""
        covenants = Covenant.objects.drafted_by(self.person)
        return CovenantReview.objects.filter(covenant__in=covenants).select_related("covenant")

    def get_initial(self) -> dict[str, Any]:
        """Today, until another day is chosen."""
        return {"held_on": amsterdam(timezone.now())}

    def perform(self, form: Any) -> CovenantReview:
        """Record it."""
        return actions.hold_review(review=self.object, **form.cleaned_data, **self.moment())


class CovenantCheckPage(UnderCovenant, FormPage):
    """The question list; what it warns of blocks nothing."""

    form_class = CheckForm
    template_name = "contracts/covenant_check.html"
    title = _("Does this covenant buy, rank or steer?")
    submit_label = _("Keep the answers")

    def get_initial(self) -> dict[str, Any]:
        """The last answers."""
        check = self.object.checks.order_by("-made_at", "-pk").first()
        if check is None:
            return {}
        given = {key: "yes" if answer else "no" for key, answer in check.answers.items()}
        return given | {f"{key}_note": text for key, text in check.notes.items()}

    def perform(self, form: CheckForm) -> Covenant:
        """Keep them."""
        check = actions.check_covenant(
            covenant=self.object, answers=form.answers(), notes=form.notes(), **self.moment()
        )
        return check.covenant

    def get_success_message(self, result: Any) -> str:
        """How many answers warn."""
        return str(_("The answers are kept. The covenant shows what they warn of."))
