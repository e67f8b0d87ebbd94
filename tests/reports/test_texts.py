"""Report texts: written from the figures of a day, changed in words alone, and then final."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from docx import Document as WordFile

from config.shared.documents import to_docx, to_html, to_pdf
from config.shared.errors import Refused
from config.shared.periods import AMSTERDAM
from reports.actions import signals
from reports.actions import texts as actions
from reports.actions.signals import Decided
from reports.actions.watching import watch_overruns
from reports.enums import Recurrence, TextKind, TextStatus
from reports.models import BudgetLine, PlanningSection, PlanningText
from reports.models.texts import PARTS
from reports.texts.figures import thawed
from reports.texts.gathering import TOTAL, Scope
from reports.texts.paper import text_document
from reports.texts.series import last_versions, stories
from reports.workflows import PLANNING_TEXT
from tests.factories.overruns import PlanningSectionFactory, PlanningTextFactory
from tests.factories.reports import BudgetLineFactory

pytestmark = pytest.mark.django_db
SPRING = datetime(2026, 5, 1, 12, tzinfo=AMSTERDAM)
AT = datetime(2026, 11, 22, 12, tzinfo=AMSTERDAM)


@pytest.fixture
def budget(budget):
    """100,000 euro, structural, S-6."""
    BudgetLine.objects.update(pc_code="S-6", recurrence=Recurrence.STRUCTURAL)
    budget.refresh_from_db()
    return budget


@pytest.fixture
def scope(noord, waterveen):
    def of(kind=TextKind.AUTUMN, gemeente=waterveen, line=None, region=noord, year=2026):
        return Scope(region=region, gemeente=gemeente, line=line, kind=kind, year=year)

    return of


@pytest.fixture
def text(scope, budget, placements, controller):
    return actions.make_text(scope=scope(), by=controller, at=AT)


def final(text, by, at=AT):
    return PLANNING_TEXT.apply(text, "finalise", by=by, at=at)


# --- Writing ----------------------------------------------------------------------------------


def test_a_draft_is_written_from_the_figures_of_the_day(text, waterveen, controller):
    """105,000 forecast against 100,000: one budget, so one section and no sum above it."""
    section = text.sections.get()
    assert section.heading == "S-6 Inburgering, onderwijsroute (€ 5.000 nadeel - structureel)"
    assert thawed(section.figures).overrun == Decimal(5_000)
    assert sum(thawed(section.figures).parts.values()) == Decimal(5_000)
    assert "niet eerder gerapporteerd" in section.announcement
    assert "€ 21.000 gerealiseerd" in section.money
    assert section.proposed == section.words
    assert (text.figures_on, text.version, text.status) == (
        date(2026, 11, 22),
        1,
        TextStatus.DRAFT,
    )
    assert (text.gemeente, text.created_by) == (waterveen, controller)


def test_several_budgets_are_summed_first_and_those_that_hold_are_left_out(
    scope, budget, placements, noord, waterveen, coordinator
):
    BudgetLineFactory(
        region=noord,
        gemeente=waterveen,
        route="B",
        amount=Decimal(30_000),
        planned_heads=0,
        pc_code="S-7",
    )
    BudgetLineFactory(
        region=noord, gemeente=waterveen, route="Z", amount=Decimal(0), planned_heads=0
    )
    text = actions.make_text(scope=scope(), by=coordinator, at=AT)
    total, *others = text.sections.all()
    assert total.key == TOTAL
    assert total.heading == "Inburgering (€ 25.000 voordeel - structureel)"
    assert [one.heading for one in others] == [
        "S-7 Inburgering, B1-route (€ 30.000 voordeel - structureel)",
        "S-6 Inburgering, onderwijsroute (€ 5.000 nadeel - structureel)",
    ]
    assert thawed(total.figures).overrun == sum(
        thawed(section.figures).overrun for section in others
    )


def test_a_region_has_a_section_for_each_gemeente(scope, budget, placements, coordinator):
    text = actions.make_text(scope=scope(gemeente=None), by=coordinator, at=AT)
    assert [section.heading for section in text.sections.all()] == [
        "Inburgering (€ 11.000 nadeel - incidenteel)",
        "Inburgering, Meerdorp (€ 6.000 nadeel - incidenteel)",
        "S-6 Inburgering, Waterveen (€ 5.000 nadeel - structureel)",
    ]


def test_a_text_about_one_budget_line_holds_that_alone(
    scope, budget, placements, noord, waterveen, coordinator
):
    BudgetLineFactory(region=noord, gemeente=waterveen, route="B", amount=Decimal(30_000))
    text = actions.make_text(scope=scope(line=budget), by=coordinator, at=AT)
    assert [section.heading[:4] for section in text.sections.all()] == ["S-6 "]


def test_decisions_about_the_signal_say_what_has_still_to_be_done(
    scope, budget, placements, coordinator
):
    BudgetLine.objects.update(amount=Decimal(80_000))
    watch_overruns(at=AT)
    signal = budget.region.overrun_signals.get()
    made = signals.decide(
        signal=signal,
        decided=Decided(text="Groepen samenvoegen", due_on=date(2026, 12, 1)),
        by=coordinator,
        at=AT,
    )
    text = actions.make_text(scope=scope(), by=coordinator, at=AT)
    assert text.sections.get().to_do == "- Groepen samenvoegen (vóór 1 december 2026)"
    signals.carry_out(decision=made, text="Gedaan", by=coordinator, at=AT)
    refreshed = actions.refresh_text(text=text, by=coordinator, at=AT)
    assert "nog een besluit" in refreshed.sections.get().to_do


def test_who_may_write_and_about_what(
    scope, budget, placements, noord, zuid, meerdorp, controller, reader, zuid_coordinator
):
    refused = (
        (scope(), reader),
        (scope(), zuid_coordinator),
        (scope(gemeente=meerdorp), controller),
        (scope(gemeente=None), controller),
        (scope(gemeente=meerdorp, line=budget), zuid_coordinator),
    )
    for asked, person in refused:
        with pytest.raises(Refused, match="rol"):
            actions.make_text(scope=asked, by=person, at=AT)
    with pytest.raises(Refused, match="andere gemeente of een ander jaar"):
        actions.make_text(scope=scope(line=budget, year=2025), by=controller, at=AT)
    with pytest.raises(Refused, match="om over te schrijven"):
        actions.make_text(scope=scope(year=2030), by=controller, at=AT)
    assert not PlanningText.objects.exists()


# --- Changing ---------------------------------------------------------------------------------


def test_words_change_and_figures_do_not(text, controller):
    section = text.sections.get()
    before = section.figures
    words = section.words | {"cause": " Er kwamen er meer. "}
    changed = actions.change_section(
        section=section, words=words, recurrence=Recurrence.INCIDENTAL, by=controller, at=AT
    )
    assert changed.cause == "Er kwamen er meer."
    assert changed.is_edited("cause")
    assert not changed.is_edited("money")
    assert changed.heading.endswith("(€ 5.000 nadeel - incidenteel)")
    changed.refresh_from_db()
    assert changed.figures == before


def test_new_figures_keep_what_a_person_wrote(text, controller, line, waterveen):
    section = text.sections.get()
    words = section.words | {"cause": "Er kwamen er meer."}
    actions.change_section(
        section=section, words=words, recurrence=Recurrence.STRUCTURAL, by=controller, at=AT
    )
    BudgetLine.objects.update(amount=Decimal(50_000))
    later = datetime(2026, 12, 1, 12, tzinfo=AMSTERDAM)
    refreshed = actions.refresh_text(text=text, by=controller, at=later)
    again = refreshed.sections.get()
    assert refreshed.figures_on == date(2026, 12, 1)
    assert again.cause == "Er kwamen er meer."
    assert "€ 50.000" in again.money
    assert again.is_edited("cause")


def test_only_a_draft_changes_and_only_by_who_may(text, controller, reader, zuid_coordinator):
    section = text.sections.get()
    acts = (
        lambda by: actions.refresh_text(text=text, by=by, at=AT),
        lambda by: actions.discard_text(text=text, by=by, at=AT),
        lambda by: actions.change_section(
            section=section,
            words=section.words,
            recurrence=Recurrence.STRUCTURAL,
            by=by,
            at=AT,
        ),
    )
    for act in acts:
        for stranger in (reader, zuid_coordinator):
            with pytest.raises(Refused, match="rol"):
                act(stranger)
    final(text, controller)
    for act in acts:
        with pytest.raises(Refused, match="definitief"):
            act(controller)


def test_the_database_keeps_a_final_text_as_it_is(text, controller):
    section = text.sections.get()
    final(text, controller)
    for change in (
        lambda: PlanningText.objects.filter(pk=text.pk).update(year=2027),
        lambda: PlanningSection.objects.filter(pk=section.pk).update(cause="Anders"),
        lambda: PlanningSectionFactory(text=text, position=9, key="nog een"),
        section.delete,
        text.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_draft_can_be_thrown_away(text, controller):
    actions.discard_text(text=text, by=controller, at=AT)
    assert not PlanningSection.objects.exists()


# --- Final ------------------------------------------------------------------------------------


def test_making_it_final_stamps_it(text, controller):
    made = final(text, controller)
    assert (made.status, made.finalised_at, made.finalised_by) == (
        TextStatus.FINAL,
        AT,
        controller,
    )


def test_a_section_without_a_cause_is_not_final(text, controller, reader):
    PlanningSection.objects.update(cause="")
    with pytest.raises(Refused, match="oorzaak"):
        final(text, controller)
    PlanningSection.objects.update(cause="x")
    with pytest.raises(Refused, match="rol"):
        final(text, reader)
    text.refresh_from_db()
    assert (text.status, text.finalised_at) == (TextStatus.DRAFT, None)


def test_after_a_final_text_comes_a_next_version_and_one_draft_at_a_time(text, scope, controller):
    with pytest.raises(Refused, match="al een concept"):
        actions.make_text(scope=scope(), by=controller, at=AT)
    final(text, controller)
    again = actions.make_text(scope=scope(), by=controller, at=AT)
    assert again.version == 2


def test_a_paper_refers_to_the_final_one_before_it(
    scope, budget, placements, line, waterveen, controller
):
    spring = actions.make_text(scope=scope(TextKind.SPRING), by=controller, at=SPRING)
    draft = actions.make_text(scope=scope(TextKind.INTERIM), by=controller, at=AT)
    assert "niet eerder" in draft.sections.get().announcement  # a draft is no announcement
    final(spring, controller, SPRING)
    BudgetLine.objects.update(amount=Decimal(92_000))
    autumn = actions.make_text(scope=scope(), by=controller, at=AT)
    assert autumn.sections.get().announcement == (
        "In de voorjaarsnota 2026 (cijfers van 1 mei 2026) is gemeld: € 5.000 nadeel. "
        "Dat is nu € 8.000 nadeliger."
    )


def test_the_series_tells_paper_by_paper_how_it_moved(
    scope, budget, placements, controller, noord, waterveen
):
    first = actions.make_text(scope=scope(TextKind.SPRING), by=controller, at=SPRING)
    final(first, controller, SPRING)
    BudgetLine.objects.update(amount=Decimal(92_000))
    second = actions.make_text(scope=scope(TextKind.SPRING), by=controller, at=SPRING)
    BudgetLine.objects.update(amount=Decimal(100_000))
    third = actions.make_text(scope=scope(), by=controller, at=AT)
    other = PlanningTextFactory(region=noord, gemeente=waterveen, year=2025)
    assert other not in PlanningText.objects.of_scope(first)
    papers = last_versions(PlanningText.objects.of_scope(first))
    assert papers == [second, third]
    (story,) = stories(papers)
    assert [(said.overrun, said.moved) for said in story.said] == [
        (Decimal(13_000), None),
        (Decimal(5_000), Decimal(-8_000)),
    ]


# --- Paper ------------------------------------------------------------------------------------


def test_the_paper_has_words_and_exact_figures_in_dutch(text, controller):
    page = to_html(text_document(text))
    assert "Wat moet er nog gebeuren?" in page
    assert "Eerdere melding" in page
    assert "€ 105.000,00" in page
    assert "€ 5.000,00 nadeel" in page
    assert "CONCEPT" in page
    made = final(text, controller)
    assert "CONCEPT" not in to_html(text_document(made))
    assert to_pdf(text_document(made)).startswith(b"%PDF")
    word = WordFile(BytesIO(to_docx(text_document(made))))
    headings = [part.text for part in word.paragraphs if part.style.name.startswith("Heading")]
    assert "S-6 Inburgering, onderwijsroute (€ 5.000 nadeel - structureel)" in headings


def test_lines_with_a_dash_become_a_list(text):
    text.sections.update(**dict.fromkeys(PARTS, ""))
    text.sections.update(cause="Eerst dit:\n- een\n- twee\nDan dat.")
    page = to_html(text_document(text))
    assert "<p>Eerst dit:</p><ul><li>een</li><li>twee</li></ul><p>Dan dat.</p>" in page
    assert "Eerdere melding" not in page


def test_the_paper_is_final_on_the_day_in_the_netherlands(text, controller):
    """Half past midnight of 1 December is still November in Greenwich."""
    made = final(text, controller, at=datetime(2026, 12, 1, 0, 30, tzinfo=AMSTERDAM))
    made.refresh_from_db()
    assert "1 dec 2026" in to_html(text_document(made))


def test_who_sees_a_text(
    noord, waterveen, meerdorp, controller, coordinator, provider_user, zuid_coordinator
):
    own = PlanningTextFactory(region=noord, gemeente=waterveen)
    other = PlanningTextFactory(region=noord, gemeente=meerdorp)
    whole = PlanningTextFactory(region=noord, gemeente=None)
    section = PlanningSectionFactory(text=own)
    seen = PlanningText.objects.visible_to
    assert set(seen(coordinator)) == {own, other, whole}
    assert set(seen(controller)) == {own}
    assert set(PlanningSection.objects.visible_to(controller)) == {section}
    for stranger in (provider_user, zuid_coordinator):
        assert not seen(stranger).exists()
        assert not PlanningSection.objects.visible_to(stranger).exists()
