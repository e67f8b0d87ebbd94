"""Pages of report texts: made, changed under frozen figures, read, downloaded, compared."""

import pytest
import time_machine
from django.urls import reverse

from reports.enums import Recurrence, TextKind, TextStatus
from reports.models import BudgetLine, PlanningText
from reports.models.texts import PARTS
from tests.reports.conftest import ON

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _on_the_day_of_the_report():
    with time_machine.travel(f"{ON.isoformat()}T09:00:00+01:00", tick=False):
        yield


@pytest.fixture
def client(client_of, controller):
    return client_of(controller)


def url_of(name: str, *args: object) -> str:
    return reverse(f"reports:{name}", args=args)


@pytest.fixture
def make(client, noord, waterveen, budget, placements):
    def made(kind=TextKind.AUTUMN) -> PlanningText:
        asked = {"kind": kind, "year": 2026, "region": noord.pk, "gemeente": waterveen.pk}
        answer = client.post(url_of("planningtext-create"), asked)
        assert answer.status_code == 302
        return PlanningText.objects.latest("pk")

    return made


def test_a_text_is_made_and_read_with_its_figures(client, make, query_budget):
    text = make()
    with query_budget("planningtext-detail"):
        page = client.get(text.get_absolute_url()).content.decode()
    assert "(€ 5.000 nadeel - structureel)" in page
    for title in ("Eerdere melding", "Oorzaak", "Wat doet het geld?", "Wat moet er nog gebeuren?"):
        assert title in page
    assert "€ 105.000,00" in page
    assert "Niet in de cijfers" not in page
    with query_budget("planningtext-list"):
        page = client.get(url_of("planningtext-list"), {"q": "inburgering"}).content.decode()
    assert "Waterveen" in page


def test_lines_with_a_dash_are_a_list_and_amounts_stay_whole(client, make):
    section = make().sections.get()
    words = section.words | {"to_do": "Nog te doen:\n- bellen over € 5.000\n- schrijven"}
    client.post(
        url_of("planningsection-update", section.pk), words | {"recurrence": Recurrence.INCIDENTAL}
    )
    page = client.get(section.get_absolute_url()).content.decode()
    assert "<p>Nog te doen:</p>" in page
    assert "<li>bellen over €\N{NO-BREAK SPACE}5.000</li><li>schrijven</li>" in page


def test_a_controller_of_one_gemeente_writes_about_no_other(client, noord, meerdorp, budget):
    page = client.get(url_of("planningtext-create")).content.decode()
    assert "Meerdorp" not in page
    assert "de hele regio" not in page
    asked = {"kind": "autumn", "year": 2026, "region": noord.pk, "gemeente": meerdorp.pk}
    assert client.post(url_of("planningtext-create"), asked).status_code == 200
    assert not PlanningText.objects.exists()


def test_a_second_draft_is_refused_in_words(client, make, noord, waterveen):
    make()
    asked = {"kind": "autumn", "year": 2026, "region": noord.pk, "gemeente": waterveen.pk}
    page = client.post(url_of("planningtext-create"), asked).content.decode()
    assert "Er is al een concept van deze tekst." in page


def test_a_text_about_one_budget_line_starts_at_that_line(client, budget, placements, noord):
    url = f"{url_of('planningtext-create')}?line={budget.pk}"
    assert "Alleen één begrotingsregel" in client.get(url).content.decode()
    asked = {"kind": "autumn", "year": 2026, "region": noord.pk, "gemeente": budget.gemeente.pk}
    client.post(url, asked | {"line": budget.pk})
    assert PlanningText.objects.get().line == budget
    for strange in ("x", 10**9):
        page = client.get(f"{url_of('planningtext-create')}?line={strange}").content.decode()
        assert "Alleen één begrotingsregel" not in page


def test_a_typed_amount_that_is_no_figure_is_pointed_out_and_kept_knowingly(client, make):
    section = make().sections.get()
    url = url_of("planningsection-update", section.pk)
    assert "Vastgelegde cijfers" in client.get(url).content.decode()
    words = section.words | {"cause": "Het kost € 77.000 meer."}
    typed = {**words, "recurrence": Recurrence.INCIDENTAL}
    page = client.post(url, typed).content.decode()
    assert "Niet in de cijfers van dit onderdeel: € 77.000." in page
    assert "toch laten staan" in page
    section.refresh_from_db()
    assert "77.000" not in section.cause
    assert client.post(url, typed | {"keep_amounts": "on"}).status_code == 302
    section.refresh_from_db()
    assert section.cause == "Het kost € 77.000 meer."
    page = client.get(section.get_absolute_url()).content.decode()
    assert "Niet in de cijfers van dit onderdeel: € 77.000." in page
    assert "Met de hand gewijzigd." in page
    assert section.heading.endswith("incidenteel)")


def test_words_without_strange_amounts_are_saved_at_once(client, make):
    section = make().sections.get()
    typed = {name: f"Over {name}" for name in PARTS} | {"recurrence": Recurrence.STRUCTURAL}
    answer = client.post(url_of("planningsection-update", section.pk), typed)
    assert answer.url == section.get_absolute_url()


def test_figures_are_taken_anew_and_a_draft_is_thrown_away(client, make):
    text = make()
    BudgetLine.objects.update(amount=50_000)
    client.post(url_of("planningtext-refresh", text.pk))
    assert "€ 55.000 nadeel" in text.sections.get().heading
    client.post(url_of("planningtext-discard", text.pk))
    assert not PlanningText.objects.exists()


def test_a_final_text_offers_no_changes(client, make):
    text = make()
    client.post(url_of("planningtext-transition", text.pk, "finalise"))
    text.refresh_from_db()
    assert text.status == TextStatus.FINAL
    page = client.get(text.get_absolute_url()).content.decode()
    assert "Tekst wijzigen" not in page
    for name in ("refresh", "discard"):
        url = url_of(f"planningtext-{name}", text.pk)
        assert "Deze tekst is definitief." in client.get(url).content.decode()
        assert "Deze tekst is definitief" in client.post(url).content.decode()


@pytest.mark.parametrize(("kind", "begin"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_papers_are_downloads(client, make, kind, begin):
    answer = client.get(url_of("planningtext-file", make().pk, kind))
    assert answer["Content-Disposition"] == (
        f'attachment; filename="Najaarsnota 2026_ Waterveen.{kind}"'
    )
    assert b"".join(answer.streaming_content).startswith(begin)


def test_there_is_no_other_kind_of_paper(client, make):
    assert client.get(url_of("planningtext-file", make().pk, "html")).status_code == 404


def test_the_series_shows_what_was_said_and_how_it_moved(client, make, query_budget):
    with time_machine.travel("2026-05-01T09:00:00+02:00", tick=False):
        first = make(TextKind.SPRING)
        client.post(url_of("planningtext-transition", first.pk, "finalise"))
    BudgetLine.objects.update(amount=92_000)
    second = make()
    with query_budget("planningtext-series"):
        page = client.get(url_of("planningtext-series", second.pk)).content.decode()
    assert "<svg" in page
    assert "€ 13.000,00 nadeel" in page
    assert "€ 8.000,00 nadeliger" in page


def test_a_reader_reads_and_does_not_write(client_of, reader, make):
    text = make()
    client = client_of(reader)
    page = client.get(text.get_absolute_url())
    assert page.status_code == 200
    assert "Tekst wijzigen" not in page.content.decode()
    section = text.sections.get()
    for url in (
        url_of("planningtext-create"),
        url_of("planningtext-refresh", text.pk),
        url_of("planningtext-discard", text.pk),
        url_of("planningsection-update", section.pk),
    ):
        assert client.post(url).status_code == 403
