"""What the papers of one year said, one after the other."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.charts import Chart, Curve, curves
from config.shared.display import money
from config.shared.views import ModelPage
from reports.models import PlanningText
from reports.overruns.words import overrun_text
from reports.texts.series import Said, Story, last_versions, stories
from reports.views.texts import TextPage


class PlanningTextSeriesPage(TextPage, ModelPage, TemplateView):
    """Every paper about the same as the text of the address, drafts too, in their order."""

    permission = Permission.COST_VIEW
    title = gettext_lazy("What did we say before?")
    template_name = "reports/planningtext_series.html"

    @cached_property
    def papers(self) -> list[PlanningText]:
        """The last version of each paper of the year."""
        visible = PlanningText.objects.visible_to(self.person).of_scope(self.object)
        rows = visible.named().prefetch_related("sections").order_by("pk")
        return last_versions(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The subjects with what each paper said of them."""
        told = stories(self.papers)
        return super().get_context_data(
            papers=self.papers,
            stories=[(story.name, _cells(self.papers, story)) for story in told],
            chart=_chart(self.papers, told[0]) if told and len(self.papers) > 1 else None,
            **kwargs,
        )


def _cells(papers: Sequence[PlanningText], story: Story) -> list[tuple[Any, str, str]]:
    """Paper, what it said, and how far that moved."""
    return [
        (paper.get_kind_display(), _said(said), _moved(said))
        for paper, said in zip(papers, story.said, strict=True)
    ]


def _said(said: Said) -> str:
    return _("not named") if said.overrun is None else overrun_text(said.overrun)


def _moved(said: Said) -> str:
    if said.moved is None:
        return ""
    if not said.moved:
        return _("unchanged")
    text = _("%(amount)s worse") if said.moved > 0 else _("%(amount)s better")
    return text % {"amount": money(abs(said.moved))}


def _chart(papers: Sequence[PlanningText], story: Story) -> Chart:
    """The subject that stands first: all of them together, where there are several."""
    last = story.said[-1]
    return curves(
        [str(paper.get_kind_display()) for paper in papers],
        [Curve(story.name, [said.overrun for said in story.said])],
        title=_("%(subject)s: %(overrun)s in the last paper")
        % {"subject": story.name, "overrun": _said(last)},
        description=_("The overrun as each paper of the year reported it."),
        heading=_("Paper"),
    )
