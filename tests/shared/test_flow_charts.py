"""Bands from station to station: their words, their heights and what stands out."""

import json
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.charts import Flow, flow_chart

HEADER = ["Van wie", "Geldstroom", "Soort kosten"]


def drawn(*flows: Flow):
    return flow_chart(flows, title="Geld", description="Wie betaalt wat", header=HEADER)


def band_heights(chart) -> list[float]:
    """The height of each band where it begins, in the order of drawing."""
    first = {}
    for point in chart.spec["datasets"]["bands"]:
        first.setdefault(point["band"], point["bottom"] - point["top"])
    return list(first.values())


@pytest.fixture
def flows() -> list[Flow]:
    return [
        Flow(("Rijk", "SPUK", "Leerroutes"), Decimal("750.50")),
        Flow(("Rijk", "SPUK", "Begeleiding"), Decimal(250)),
        Flow(("Gemeenten", "Eigen middelen", "Leerroutes"), Decimal(1_000), stands_out=True),
    ]


def test_every_station_tells_what_passes_it(flows):
    chart = drawn(*flows)
    words = {node["words"] for node in chart.spec["datasets"]["nodes"]}
    assert {"Rijk\n€ 1.001", "Leerroutes\n€ 1.751", "Eigen middelen\n€ 1.000"} <= words
    assert chart.rows[0] == ["Rijk", "SPUK", "Leerroutes", "€ 750,50"]
    assert "Eigen middelen" in re.sub(r"<[^>]+>", " ", chart.svg())


def test_what_lacks_is_hatched_and_only_that(flows):
    ways = {point["band"]: point["way"] for point in drawn(*flows).spec["datasets"]["bands"]}
    assert sorted(ways.values()) == ["flows", "flows", "flows", "lacks", "lacks"]
    assert "hatch)" in drawn(*flows).svg()
    assert "hatch)" not in drawn(*flows[:2]).svg()


amounts = st.lists(st.integers(1, 10**9), min_size=1, max_size=6)


@given(amounts=amounts)
def test_bands_are_as_high_as_their_amounts(amounts):
    found = [
        Flow((f"Van {n % 2}", f"Stroom {n}", f"Soort {n % 3}"), Decimal(amount))
        for n, amount in enumerate(amounts)
    ]
    chart = drawn(*found)
    heights = band_heights(chart)
    assert sum(heights) == pytest.approx(2 * 260, abs=0.1)
    nodes = chart.spec["datasets"]["nodes"]
    for column in range(3):
        ends = sorted((n["top"], n["bottom"]) for n in nodes if n["x"] == column)
        assert all(bottom < top for (_t, bottom), (top, _b) in pairwise(ends))


@pytest.mark.parametrize(
    "flow", [Flow(("Rijk", "SPUK", "Leerroutes"), Decimal(0)), Flow(("Rijk",), Decimal(1))]
)
def test_what_has_no_band_is_refused(flow):
    with pytest.raises(ValueError, match="above zero"):
        drawn(flow)


def test_the_narrow_picture_breaks_words_sooner(flows):
    chart = drawn(Flow(("Ministerie van Sociale Zaken", "SPUK", "Leerroutes"), Decimal(1)))
    wide, narrow = chart.spec["datasets"], chart.narrow["datasets"]
    assert narrow["nodes"][0]["words"].count("\n") > wide["nodes"][0]["words"].count("\n") - 1
    assert json.dumps(chart.narrow)
    assert chart.narrow_svg()


def test_a_picture_without_flows_is_drawn():
    assert "<svg" in drawn().svg()
