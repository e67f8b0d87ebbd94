"""Parts of the wall that load after it, each also a page of its own."""

from abc import ABC, abstractmethod
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from config.shared.tables import BaseTable
from config.shared.views import Crumb
from contracts.models import CourseGroup
from contracts.tables.wall import ShareTable, StartTable
from contracts.views.wall import WallPage


class WallPartPage(WallPage, ABC):
    """One table about the lines of the wall: the table alone where htmx asks for it."""

    @abstractmethod
    def table(self) -> BaseTable:
        """The rows of this part."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page or its table, kept apart by whoever stores answers."""
        response = super().get(request, *args, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def get_template_names(self) -> list[str]:
        """The table alone for the wall."""
        name = "_wall_part" if self.is_panel else "wall_part"
        return [f"contracts/{name}.html"]

    @property
    def is_panel(self) -> bool:
        """Whether the wall asks."""
        return bool(getattr(self.request, "htmx", False))

    def breadcrumbs(self) -> list[Crumb]:
        """Under the wall."""
        return [Crumb(_("Seats"), reverse("contracts:capacity-wall"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table; its pages replace it in its panel."""
        frame = {"table": self.table(), "form": self.form, "is_list": self.is_panel}
        return super().get_context_data(**frame | kwargs)


class SeatsByGemeentePage(WallPartPage):
    title = _("Seats per gemeente")

    def table(self) -> BaseTable:
        """Each gemeente beside its share."""
        is_mixed = len(self.wall.uses) > 1
        shown = () if is_mixed else [name for name in ShareTable.base_columns if name != "counts"]
        return ShareTable(
            self.wall.shares,
            prefix="shares-",
            shown=shown,
            source=self.source,
            narrowed=self.narrowed,
        )


class SeatsByStartPage(WallPartPage):
    title = _("Seats by start")

    def table(self) -> BaseTable:
        """Groups that run on the day or begin after it, by first day."""
        groups = CourseGroup.objects.filter(line__in=self.lines()).open()
        rows = groups.filter(last_on__gte=self.chosen["day"]).with_heads().with_places()
        rows = rows.select_related("line__contract__provider").order_by("first_on", "pk")
        return self.paged(StartTable(rows, prefix="starts-", source=self.source))
