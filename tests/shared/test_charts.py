import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal

import pytest
import time_machine
from django.http import Http404
from django.utils import translation
from django.views.generic import TemplateView

from config.shared.charts import (
    INK,
    BudgetBar,
    Curve,
    FanPoint,
    HeatCell,
    SeatBar,
    Step,
    budget_against_forecast,
    curves,
    fan_chart,
    heat_map,
    seats,
    waterfall,
)
from config.shared.views import PUBLIC, Page

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


def test_every_place_keeps_its_name_however_many():
    names = [f"Gemeente {number}" for number in range(11)]
    chart = budget_against_forecast([BUDGETS[0]._replace(label=name) for name in names], **WORDS)
    for svg in (chart.svg(), chart.narrow_svg()):
        assert set(names) <= texts(svg)


def test_what_is_below_zero_goes_down_from_zero():
    """A credit of 40 and 25 committed are 40 under and 25 above, not 40 under in two colours."""
    bar = BudgetBar("Oever", Decimal(50), Decimal(-40), Decimal(25), Decimal(0))
    pieces = budget_against_forecast([bar], **WORDS).spec["datasets"]["pieces"]
    assert [(piece["begin"], piece["end"]) for piece in pieces] == [(0, -40), (0, 25), (25, 25)]
    over = budget_against_forecast([bar._replace(budget=Decimal(-20))], **WORDS)
    assert over.spec["datasets"]["pieces"][-1]["end"] == -15


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


CAUSES = [
    Step("volume", Decimal(120)),
    Step("prijs", Decimal("-40.50")),
    Step("uitval", Decimal(0)),
]


@pytest.fixture
def falls():
    with translation.override("nl"):
        return waterfall(Step("begroting", Decimal(1000)), CAUSES, end="prognose", **WORDS)


def test_a_waterfall_ends_where_its_steps_lead(falls):
    assert [list(row[:2]) for row in falls.rows] == [
        ["begroting", "€ 1.000,00"], ["volume", "€ 120,00"], ["prijs", "€ -40,50"],
        ["uitval", "€ 0,00"], ["prognose", "€ 1.079,50"],
    ]  # fmt: skip
    assert {"1.000", "+120", "-40", "0", "1.080"} <= texts(falls.svg())


def test_only_what_a_waterfall_adds_is_hatched(falls):
    assert hatched(falls) == 1
    assert [row[2] for row in falls.rows] == ["", "meer", "minder", "geen verschil", ""]


def test_a_phone_leaves_a_waterfall_more_room_for_its_words(falls):
    lows, highs = zip(*(domain(spec) for spec in (falls.spec, falls.narrow)), strict=True)
    assert lows[0] == lows[1] < 1000
    assert highs[1] > highs[0] > 1120


def domain(spec):
    return spec["layer"][-1]["encoding"]["x"]["scale"]["domain"]


def test_a_waterfall_stands_on_nothing_too():
    assert tree(waterfall(Step("0", Decimal(0)), [], end="1", **WORDS).svg()).get("role") == "img"


CELLS = [
    HeatCell("Oever", "jan", Decimal(20), "+20"),
    HeatCell("Oever", "feb", Decimal(-5), "-5"),
    HeatCell("Plas", "feb", Decimal(0), "0"),
]


def test_a_name_of_two_parts_takes_two_lines():
    heat = heat_map([cell._replace(row=f"{cell.row}, B1-route") for cell in CELLS], **WORDS)
    lines = {element.text for element in tree(heat.svg()).iter(f"{SVG}tspan")} | texts(heat.svg())
    assert {"Oever", "Plas", "B1-route"} <= lines
    assert heat.rows[0][0] == "Oever, B1-route"


def test_a_heat_map_says_each_value_in_words():
    heat = heat_map(CELLS, **WORDS)
    assert list(heat.header) == ["gemeente", "jan", "feb"]
    assert [list(row) for row in heat.rows] == [["Oever", "+20", "-5"], ["Plas", "", "0"]]
    assert {"+20", "-5", "0", "Oever", "feb"} <= texts(heat.svg())


def test_on_a_phone_a_heat_map_marks_what_is_too_much():
    phone = heat_map(CELLS, **WORDS).narrow_svg()
    assert "+20" not in texts(phone)
    marked = [one.get("d") for one in tree(phone).iter(f"{SVG}path") if one.get("fill") == INK]
    assert len(marked) == 1


def fan(limit=None):
    points = [FanPoint(label, *map(Decimal, (8, 9, 10, 11, 13))) for label in ("jan", "feb")]
    return fan_chart(points, limit=limit, **WORDS)


def test_a_fan_shows_the_middle_and_its_bands():
    assert list(fan().rows[0][1:4]) == ["€ 8,00", "€ 9,00", "€ 10,00"]
    paths = re.findall(r'fill-opacity="0.35"', fan().svg())
    assert len(paths) == 2


def test_a_fan_sets_the_budget_beside_it():
    with_budget = fan(Curve("begroting", [Decimal(12), None]))
    assert [row[-1] for row in with_budget.rows] == ["€ 12,00", "–"]
    assert "begroting" in texts(with_budget.svg())


def test_curves_are_told_apart_in_grey():
    lines = [Curve("maart", [Decimal(1), Decimal(2)]), Curve("juni", [None, Decimal(3)])]
    chart = curves(["jan", "feb"], lines, limit=Curve("begroting", [Decimal(2)] * 2), **WORDS)
    assert [list(row) for row in chart.rows] == [
        ["jan", "€ 1,00", "–", "€ 2,00"], ["feb", "€ 2,00", "€ 3,00", "€ 2,00"],
    ]  # fmt: skip
    assert {"7,3", "1,0"} <= set(re.findall(r'stroke-dasharray="([^"]*)"', chart.svg()))


def test_a_legend_takes_as_many_lines_as_its_names_need():
    short, long = (
        curves(["jan"], [Curve(f"{name} {n}", [Decimal(n)]) for n in range(5)], **WORDS)
        for name in ("plan", "een scenario met een lange naam")
    )
    wide, phone = ([each.spec, each.narrow] for each in (short, long))
    assert [spec["config"]["legend"]["columns"] for spec in (*wide, *phone)] == [6, 2, 2, 1]
    assert long.narrow["height"] > short.narrow["height"] > long.spec["height"]


def test_a_curve_of_one_label_is_a_ring():
    def marks(labels):
        line = Curve("maart", [Decimal(1)] * len(labels))
        drawn = curves(labels, [line], limit=line._replace(name="begroting"), **WORDS).svg()
        return drawn.count('class="mark-symbol')

    assert marks(["2026"]) == marks(["2026", "2027"]) + 2


@pytest.mark.parametrize("make", [lambda: heat_map([], **WORDS), lambda: curves([], [], **WORDS)])
def test_pictures_of_nothing_are_drawn(make):
    assert tree(make().svg()).get("role") == "img"


def test_the_picture_is_had_as_pixels(chart):
    assert chart.file_png().startswith(b"\x89PNG")
    assert chart.files == []


class ChartPage(Page, TemplateView):
    permission = PUBLIC
    template_name = "base.html"
    source = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(chart=fan(), words="no chart", source=self.source, **kwargs)


def answer(rf, **asked):
    return ChartPage.as_view()(rf.get("/page/", {"year": "2026", **asked}))


def test_a_page_gives_its_chart_an_address(rf):
    assert answer(rf).context_data["chart"].files == [
        ("svg", "/page/?year=2026&_chart=chart&_as=svg"),
        ("png", "/page/?year=2026&_chart=chart&_as=png"),
    ]


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_address_gives_the_file(rf, ending, start):
    response = answer(rf, _chart="chart", _as=ending)
    assert response.content.startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="oever-20-te-duur.{ending}"'


@pytest.mark.parametrize("asked", [
    {"_chart": "chart", "_as": "exe"}, {"_chart": "chart"}, {"_chart": "words", "_as": "svg"},
    {"_chart": "none", "_as": "svg"},
])  # fmt: skip
def test_another_file_does_not_exist(rf, asked):
    with pytest.raises(Http404):
        answer(rf, **asked)


# --- A file tells what it is --------------------------------------------------------------------


def words_of(svg: str) -> list[str]:
    return [element.text or "" for element in tree(svg).iter(f"{SVG}text")]


def test_a_file_stands_under_its_title_and_over_its_source(chart):
    told = replace(chart, source="Bron: kostenregels.")
    before, after = tree(told.svg()), tree(told.file_svg("Taalregie, 22 nov 2026."))
    words = words_of(told.file_svg("Taalregie, 22 nov 2026."))
    assert words[0] == "Oever <20> te duur"
    assert "Bron: kostenregels. Taalregie, 22 nov 2026." in words
    assert "Bron: kostenregels." not in " ".join(words_of(told.svg()))
    (_x, _y, wide, high), (x, y, broader, higher) = (
        map(float, root.get("viewBox").split()) for root in (before, after)
    )
    assert (broader, x) == (wide + 32, -16)
    assert y < 0 < high < y + higher


def test_words_round_a_file_take_the_lines_that_they_need(chart):
    long = replace(chart, title="Een lange bevinding over wat dit kost " * 4)
    lines = words_of(long.file_svg())
    assert lines[0].startswith("Een lange bevinding")
    assert lines[1] in long.title
    room = [float(tree(each.file_svg()).get("viewBox").split()[3]) for each in (chart, long)]
    assert room[0] < room[1]


def test_hostile_words_round_a_file_stay_text(chart):
    hostile = replace(chart, title='<script>"\\1</defs>', source="</svg>&<b>")
    assert words_of(hostile.file_svg())[0] == '<script>"\\1</defs>'
    assert hostile.file_png().startswith(b"\x89PNG")


def test_a_page_puts_its_source_and_the_day_on_the_file(rf, monkeypatch):
    monkeypatch.setattr(ChartPage, "source", "Bron: kostenregels.")
    with time_machine.travel("2026-11-22 12:00 +0100"):
        words = words_of(answer(rf, _chart="chart", _as="svg").content.decode())
    assert "Bron: kostenregels. Taalregie, 22 nov 2026." in words
