"""The charts of a page as files: each has an address on the page that shows it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from config.shared.charts import ENDINGS, Chart
from config.shared.display import day

CHART, ENDING = "_chart", "_as"
NAME_LENGTH = 60


def addressed(values: Mapping[str, Any], request: HttpRequest) -> dict[str, Any]:
    """The same values of a page, each Chart with the address of its files and the page's source."""
    source = str(values.get("source", ""))
    return {
        name: replace(value, address=_address(name, request), source=source)
        if isinstance(value, Chart)
        else value
        for name, value in values.items()
    }


def picture_of(values: Mapping[str, Any], request: HttpRequest) -> HttpResponse:
    """The chart that the address names, as a download; Http404 without such a chart or ending."""
    chart = values.get(request.GET[CHART])
    ending = request.GET.get(ENDING, "")
    if not isinstance(chart, Chart) or ending not in ENDINGS:
        raise Http404
    made = _("Taalregie, %(day)s.") % {"day": day(timezone.localdate())}
    content = chart.file_png(made) if ending == "png" else chart.file_svg(made)
    name = slugify(chart.title)[:NAME_LENGTH].strip("-") or "chart"
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(content, content_type=ENDINGS[ending], headers=disposition)


def _address(name: str, request: HttpRequest) -> str:
    """Up to the ending; what else was asked of the page stays asked."""
    query = request.GET.copy()
    for asked in (CHART, ENDING):
        query.pop(asked, None)
    query[CHART] = name
    return f"{request.path}?{query.urlencode()}&{ENDING}="
