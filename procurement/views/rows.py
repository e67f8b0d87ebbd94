"""Pages with a form and a set of rows below it, which are saved together."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise, cached_property

from config.shared.views import FormPage
from procurement.forms.rows import Rows, with_one_more


class RowsPage(FormPage):
    """Declare rows_class with initial_rows(); `rows.lines()` is what was filled in.

    A button asks for one more row, which saves nothing.
    """

    template_name = "procurement/rows_form.html"
    rows_class: type[Rows] | None = None
    row_label: str | Promise = ""
    more_label: str | Promise = ""

    @cached_property
    def rows(self) -> Rows | None:
        """The rows of the form, as typed or as they stand; None for a page without."""
        if self.rows_class is None:
            return None
        data = self.row_data() if self.request.method == "POST" else None
        return self.rows_class(
            data, initial=self.initial_rows(), prefix=Rows.prefix, form_kwargs=self.row_kwargs()
        )

    def initial_rows(self) -> list[dict[str, Any]]:
        """What the rows begin with."""
        return []

    def row_kwargs(self) -> dict[str, Any]:
        """What the form of a row is given."""
        return {}

    def row_data(self) -> Any:
        """What was typed in the rows; with one row more when that was asked."""
        return with_one_more(self.request.POST) if self.asks("more") else self.request.POST

    def asks(self, button: str) -> bool:
        """Whether this button of the form was pressed, which is not the one that saves."""
        return self.request.method == "POST" and button in self.request.POST

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save when everything is right; another row is shown without saving."""
        form = self.get_form()
        if self.asks("more"):
            return self.shown_again(form)
        rows_are_valid = self.rows is None or self.rows.is_valid()
        if form.is_valid() and rows_are_valid:
            return self.form_valid(form)
        return self.form_invalid(form)

    def shown_again(self, form: Any) -> HttpResponse:
        """The page with what was typed, and nothing saved."""
        return self.render_to_response(self.get_context_data(form=form))

    def lines(self) -> list[dict[str, Any]]:
        """What was filled in, row by row."""
        return self.rows.lines() if self.rows else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, and what one of them is called."""
        told = {"rows": self.rows, "row_label": self.row_label, "more_label": self.more_label}
        return super().get_context_data(**told | kwargs)
