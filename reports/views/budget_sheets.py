"""Pages of the sheet of budgets: the empty sheet, and checking and taking over a filled one."""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.enums import Permission
from accounts.models import Gemeente, Region
from config.shared.columns import Parsed
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.sheets import Unusable
from config.shared.views import Crumb, FormPage, SheetTemplatePage
from contracts.tables.terms import FindingTable
from reports.actions.budget_sheets import SheetEffect, compare, write_budgets
from reports.forms.budget_sheets import BudgetSheetForm, CheckedBudgetSheetForm
from reports.imports.budgets import BUDGETS, BudgetPlaces, budgets_of, read_budgets

SALT = "reports.budget-lines"
SHOWN_FOR = 3600
"""Seconds for which a checked sheet can be taken over."""


class BudgetSheetPage(FormPage):
    """First the file is checked and shown; the checked rows are then written."""

    model = Region
    form_class = BudgetSheetForm
    permission = Permission.BUDGET_MANAGE
    template_name = "reports/budget_sheet.html"
    title = _("Budget lines from a sheet")
    submit_label = _("Check the sheet")

    def get_title(self) -> str:
        """With the region whose budget it is."""
        return f"{self.title}: {self.object}"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the lines."""
        return [Crumb(_("Budget lines"), reverse("reports:budgetline-list"))]

    def get_form_class(self) -> type[BudgetSheetForm]:
        """A file to check, or what was checked before."""
        return CheckedBudgetSheetForm if "checked" in self.request.POST else BudgetSheetForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Take over what was checked; else check the file and show what was found."""
        if isinstance(form, CheckedBudgetSheetForm):
            return super().form_valid(form)
        file = form.cleaned_data["file"]
        try:
            parsed = read_budgets(file, file.name, self.places)
        except Unusable as unusable:
            form.add_error("file", str(unusable))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, **self._found(parsed)))

    @cached_property
    def places(self) -> BudgetPlaces:
        """What rows may name; of gemeenten those whose budget the person keeps."""
        found = Gemeente.objects.filter(regions__region=self.object).distinct()
        if self.object.pk not in regions_of(self.person):
            found = found.filter(pk__in=gemeenten_of(self.person))
        by_code = {gemeente.code: gemeente for gemeente in found.order_by("name")}
        return BudgetPlaces(self.object, by_code)

    def _found(self, parsed: Parsed) -> dict[str, Any]:
        """Everything that is wrong; or what would be new, changed and unchanged."""
        if parsed.errors:
            return {"findings": FindingTable(parsed.findings), "errors": parsed.errors}
        records = parsed.frame.to_dict("records")
        effect = compare(self.object, budgets_of(records, self.places))
        checked = signing.dumps([self.object.pk, records], salt=SALT, compress=True)
        return {"checked": checked, "effect": effect}

    def perform(self, form: Any) -> SheetEffect:
        """Take over the rows that were shown."""
        try:
            region, records = signing.loads(
                form.cleaned_data["checked"], salt=SALT, max_age=SHOWN_FOR
            )
        except signing.BadSignature as error:
            raise Refused(
                gettext("Hand the sheet in once more: it was checked too long ago.")
            ) from error
        if region != self.object.pk:
            raise Refused(gettext("This sheet was checked for another region."))
        return write_budgets(
            region=self.object,
            budgets=budgets_of(records, self.places),
            by=self.person,
            at=timezone.now(),
        )

    def get_success_message(self, result: SheetEffect) -> str:
        """How many lines were written."""
        return ngettext(
            "%(count)s budget line is written.",
            "%(count)s budget lines are written.",
            result.written,
        ) % {"count": number(result.written)}

    def get_success_url(self, result: Any = None) -> str:
        """To the lines."""
        return reverse("reports:budgetline-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns in words."""
        told = {
            "columns": BUDGETS.describe(),
            "template_url": reverse("reports:budget-template"),
        }
        return super().get_context_data(**told | kwargs)


class BudgetTemplatePage(SheetTemplatePage):
    permission = Permission.BUDGET_MANAGE
    sheet = BUDGETS
