import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
from django.utils import translation

from config.shared.charts import BudgetBar, SeatBar, budget_against_forecast, seats

SVG = "{http://www.w3.org/2000/svg}"
BUDGETS = [
    BudgetBar("Oever", Decimal(400), Decimal(210), Decimal(120), Decimal("90.50")),
    BudgetBar("Plas", Decimal(250), Decimal(100), Decimal(60), Decimal(40)),
]
WORDS = {
    "title": "Oever <20> te duur",
    "description": "Prognose & begroting",
    "heading": "gemeente",
}


@pytest.fixture
def chart():
    with translation.override("nl"):
        return budget_against_forecast(BUDGETS, **WORDS)


def tree(svg):
    return ET.fromstring(svg)  # noqa: S314  drawn here


def texts(svg):
    return {element.text for element in tree(svg).iter(f"{SVG}text")}


def test_the_picture_is_one_image_with_a_name_and_a_description(chart):
    root = tree(chart.svg())
    named_by = root.get("aria-labelledby").split()
    found = {element.get("id"): element.text for element in root if element.get("id") in named_by}
    assert root.get("role") == "img"
    assert list(found.values()) == ["Oever <20> te duur", "Prognose & begroting"]


def test_nothing_in_it_speaks_english_or_breaks_a_strict_policy(chart):
    svg = chart.svg()
    assert (
        re.findall(r"aria-(?!labelledby)|aria-roledescription|style=|<script|href=|<image", svg)
        == []
    )
    assert svg.count("role=") == 1


def test_ids_are_its_own_and_every_reference_is_met(chart):
    other = seats([SeatBar("O", 10, 5, 2, 3)], **WORDS)
    ids = [set(re.findall(r'\bid="([^"]+)"', picture)) for picture in (chart.svg(), other.svg())]
    assert not ids[0] & ids[1]
    assert set(re.findall(r"url\(#([^)]+)\)", chart.svg())) <= ids[0]
    assert chart.svg() == chart.svg()


def test_colours_follow_the_page(chart):
    fills = set(re.findall(r'fill="([^"]+)"', chart.svg()))
    assert {"var(--chart-1)", "currentColor"} <= fills
    assert not [fill for fill in fills if fill.startswith(("#", "rgb")) or fill == "black"]


def hatched(chart):
    return len(re.findall(r'<path d="[^"]*" fill="url\(#[^)]*hatch\)" stroke=', chart.svg()))


def test_only_what_passes_the_budget_is_hatched():
    within = [bar._replace(budget=Decimal(1000)) for bar in BUDGETS]
    with_one_over = hatched(budget_against_forecast(BUDGETS, **WORDS))
    assert with_one_over == hatched(budget_against_forecast(within, **WORDS)) + 1


@pytest.mark.parametrize(("language", "tick"), [("nl", "10.000"), ("en", "10,000")])
def test_figures_follow_the_language(language, tick):
    bars = [BudgetBar("Oever", Decimal(40000), Decimal(35000), Decimal(0), Decimal(0))]
    with translation.override(language):
        assert tick in texts(budget_against_forecast(bars, **WORDS, over_time=True).svg())


def test_the_table_says_the_same_to_the_cent(chart):
    assert chart.header[0] == "gemeente"
    assert list(chart.rows[0]) == [
        "Oever", "€ 400,00", "€ 210,00", "€ 120,00", "€ 90,50", "€ 420,50", "€ 20,50",
    ]  # fmt: skip
    assert chart.labelled_rows[1][0] == ("gemeente", "Plas")


def test_seats_over_contract_are_hatched():
    one = SeatBar("Onderwijsroute", contracted=10, used=8, held=2, free=0)
    assert hatched(seats([one._replace(held=4)], **WORDS)) == hatched(seats([one], **WORDS)) + 1
    assert list(seats([one], **WORDS).rows[0]) == ["Onderwijsroute", "10", "8", "2", "0"]


def test_the_narrow_picture_is_made_for_a_phone(chart):
    widths = [
        float(tree(svg).get("viewBox").split()[2]) for svg in (chart.svg(), chart.narrow_svg())
    ]
    assert widths[0] >= 700
    assert widths[1] <= 360


def test_a_chart_without_bars_is_drawn():
    assert tree(budget_against_forecast([], **WORDS).svg()).get("role") == "img"
    assert tree(seats([], **WORDS).svg()).get("role") == "img"


def test_hostile_labels_stay_text():
    bars = [BUDGETS[0]._replace(label='<script>"\\1</script>')]
    words = {**WORDS, "title": "<b>\\1</b>", "description": "\\g<0>"}
    svg = budget_against_forecast(bars, **words).svg()
    assert "<script" not in svg
    assert tree(svg)[0].text == "<b>\\1</b>"


def test_a_file_of_its_own_needs_no_page(chart):
    """Outside a page no variable is known, and the background may be anything."""
    drawn = chart.file_svg()
    assert "var(" not in drawn
    assert "currentColor" not in drawn
    assert 'fill="#fff"' in drawn


def test_the_same_picture_is_drawn_once(chart, monkeypatch):
    first = chart.svg()
    monkeypatch.setattr("vl_convert.vegalite_to_svg", lambda *spec, **options: "")
    assert chart.svg() == first
