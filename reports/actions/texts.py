"""What becomes of a report text: made, its words changed, its figures taken anew, discarded."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import gemeenten_of, regions_of, require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions.records import record_update
from contracts.models.cost_basis import basis_of
from reports.enums import Recurrence
from reports.models import PlanningSection, PlanningText
from reports.models.texts import PARTS, edited_parts
from reports.texts.figures import frozen, thawed
from reports.texts.gathering import Draft, Scope, drafts_of
from reports.texts.wording import heading, proposed
from reports.workflows import PLANNING_TEXT


@transaction.atomic
def make_text(*, scope: Scope, by: User, at: datetime) -> PlanningText:
    """Write the draft of a text: figures of today, words as they are proposed.

    After a final text of the same paper this is its next version. Refused when there is nothing to
    write about, or a draft already.
    """
    _check_scope(scope, by)
    text = PlanningText(
        region=scope.region,
        gemeente=scope.gemeente,
        line=scope.line,
        kind=scope.kind,
        year=scope.year,
        figures_on=amsterdam(at),
        basis=basis_of(scope.region),
        created_at=at,
        created_by=by,
    )
    before = PlanningText.objects.of_scope(text).filter(kind=scope.kind)
    text.version = (before.aggregate(last=Max("version"))["last"] or 0) + 1
    valid(text).save()
    _write_sections(text, scope, {})
    PLANNING_TEXT.record_created(text, by=by, at=at)
    return text


@transaction.atomic
def refresh_text(*, text: PlanningText, by: User, at: datetime) -> PlanningText:
    """Take the figures of today; words that a person changed stay, the others are written anew."""
    row = _draft(text, by)
    edited = {section.key: edited_parts(section) for section in row.sections.all()}
    before = {"figures_on": row.figures_on}
    row.figures_on, row.basis = amsterdam(at), basis_of(row.region)
    row.save(update_fields=["figures_on", "basis"])
    row.sections.all().delete()
    _write_sections(row, Scope.of(row), edited)
    after = {"figures_on": row.figures_on}
    recorder().record([Entry(row, "refreshed", by, at, before, after)])
    return row


@transaction.atomic
def change_section(
    *,
    section: PlanningSection,
    words: Mapping[str, str],
    recurrence: Recurrence,
    by: User,
    at: datetime,
) -> PlanningSection:
    """Change the four pieces of words of a draft, and whether it comes back; never a figure."""
    text = _draft(section.text, by)
    row = PlanningSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    before = {name: getattr(row, name) for name in PARTS}
    for name in PARTS:
        setattr(row, name, words[name].strip())
    row.recurrence = recurrence
    row.heading = heading(thawed(row.figures), recurrence)
    valid(row).save()
    if before != row.words:
        record_update(text, {}, by=by, at=at, what=row.heading)
    return row


@transaction.atomic
def discard_text(*, text: PlanningText, by: User, at: datetime) -> None:
    """Throw a draft away."""
    row = _draft(text, by)
    row.delete()


def _check_scope(scope: Scope, by: User) -> None:
    gemeente = scope.gemeente
    is_ours = scope.region.pk in regions_of(by) or (
        gemeente is not None and gemeente.pk in gemeenten_of(by)
    )
    if not is_ours:
        raise Refused(_("Your role does not allow this step."))
    require(by, Permission.OVERRUN_HANDLE, gemeente or scope.region)
    line = scope.line
    about = (scope.region, gemeente, scope.year)
    if line is not None and about != (line.region, line.gemeente, line.year):
        raise Refused(_("This budget line is of another gemeente or year."), field="line")


def _draft(text: PlanningText, by: User) -> PlanningText:
    """The text, locked; Refused for who may not write, and once it is final."""
    row = PlanningText.objects.select_for_update(of=("self",)).named().get(pk=text.pk)
    require(by, Permission.OVERRUN_HANDLE, row)
    if row.is_final:
        raise Refused(_("This text is final; make a next version instead."))
    return row


def _write_sections(
    text: PlanningText, scope: Scope, edited: Mapping[str, Mapping[str, str]]
) -> None:
    drafts = drafts_of(scope, text.figures_on)
    if not drafts:
        raise Refused(_("There is no budget and no cost to write about."))
    sections = _sections(text, drafts, edited)
    PlanningSection.objects.bulk_create(sections)


def _sections(
    text: PlanningText, drafts: Iterable[Draft], edited: Mapping[str, Mapping[str, str]]
) -> list[PlanningSection]:
    made = []
    for position, draft in enumerate(drafts, start=1):
        words = proposed(draft.section, year=text.year, on=text.figures_on)
        fields: dict[str, Any] = {**words, **edited.get(draft.key, {})}
        made.append(
            PlanningSection(
                text=text,
                position=position,
                key=draft.key,
                heading=heading(draft.section, draft.recurrence),
                recurrence=draft.recurrence,
                figures=frozen(draft.section),
                proposed=words,
                **fields,
            )
        )
    return made
