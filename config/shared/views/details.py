"""Object pages: what is still needed, facts, tabs, history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.views.generic import TemplateView

from config.shared import history
from config.shared.badges import badge_of
from config.shared.tables import BaseTable
from config.shared.views.pages import Action, ModelPage, Text, page_url
from config.shared.workflow import Transition, Workflow


@dataclass(frozen=True, slots=True)
class Panel:
    """A tab of an object page: a template, a table, or a list page that loads from `url`."""

    title: Text
    template: str = ""
    table: BaseTable | None = None
    url: str = ""
    count: int | None = None

    @property
    def slug(self) -> str:
        """The tab's name in the address."""
        return slugify(str(self.title))


@dataclass(frozen=True, slots=True)
class Step:
    """A transition the person may make, where it starts, and what is still missing for it."""

    transition: Transition
    url: str
    missing: Sequence[tuple[str, str]]
    """Sentences, each with the address where it is mended, or an empty one."""

    @property
    def is_forward(self) -> bool:
        """Whether it can be made now and needs no explaining, as ending or withdrawing does."""
        return not self.missing and not self.transition.reason_required


class DetailPage(ModelPage, TemplateView):
    """One object. Declare model, workflow, permission, facts() and panels()."""

    template_name = "generic/detail.html"
    workflow: Workflow | None = None

    def get_title(self) -> Text:
        """The declared title, else the object's own name."""
        return self.title or str(self.object)

    def facts(self) -> Iterable[tuple[Text, Any]]:
        """Label and value of each fact, in order; every value is shown by its type."""
        return []

    def panels(self) -> list[Panel]:
        """The tabs."""
        return []

    def missing_url(self, sentence: str) -> str:
        """Where to mend what `sentence` says is missing; empty when nowhere in particular."""
        return ""

    def asks_now(self, step: Step) -> bool:
        """Whether what `step` still lacks is worth telling; a far end is not."""
        return True

    @cached_property
    def steps(self) -> list[Step]:
        """What the person may do next with the object, complete or not."""
        if self.workflow is None:
            return []
        moves = self.workflow.available(self.object, self.person)
        missing = self.workflow.missing_for(self.object, moves, timezone.now())
        return [self._step(move, missing[move.name]) for move in moves]

    def offered_actions(self) -> list[Action]:
        """The page's own actions, then the transitions; the first complete one is filled."""
        actions = super().offered_actions()
        is_filled = any(action.primary for action in actions)
        for step in self.steps:
            primary = step.is_forward and not is_filled
            is_filled = is_filled or primary
            actions.append(Action(step.transition.label, step.url, primary=primary))
        return actions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All parts of the object page."""
        panels = self.panels()
        return super().get_context_data(
            object=self.object,
            status_badge=badge_of(self.object) if self.workflow else "",
            needs=[step for step in self.steps if step.missing and self.asks_now(step)],
            facts=list(self.facts()),
            panels=panels,
            open_panel=self._open_panel(panels),
            history=history.lines(self.object, self.workflow),
            **kwargs,
        )

    def _step(self, move: Transition, sentences: Sequence[str]) -> Step:
        url = page_url(self.model, "transition", self.object.pk, move.name)
        return Step(move, url, [(sentence, self.missing_url(sentence)) for sentence in sentences])

    def _open_panel(self, panels: list[Panel]) -> Panel | None:
        """The tab of the address, the first without one; 404 for a tab that does not exist."""
        chosen = self.request.GET.get("tab")
        if not chosen:
            return panels[0] if panels else None
        for panel in panels:
            if panel.slug == chosen:
                return panel
        raise Http404
