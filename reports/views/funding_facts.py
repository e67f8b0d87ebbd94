"""Pages of what is written down about funding: payments, people housed, and the rules."""

from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
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
from config.shared.views import Action, Crumb, FormPage, ListPage, SheetTemplatePage
from contracts.tables.terms import FindingTable
from reports.actions.funding_facts import People, record_payment, set_counts, set_rule
from reports.filters.funding import FundingPaymentFilterSet, HousedCountFilterSet
from reports.forms.funding import (
    CheckedHousedSheetForm,
    FundingPaymentForm,
    FundingRuleForm,
    HousedCountForm,
    HousedSheetForm,
)
from reports.imports.housed import HOUSED, people_of, read_housed
from reports.models import FundingPayment, FundingRule, HousedCount
from reports.tables.funding import FundingPaymentTable, HousedCountTable

KEEP = Permission.FUNDING_MANAGE
SALT = "housed-sheet"
SHOWN_FOR = 3600
"""Seconds in which a sheet that was checked can be taken over."""


class FundingPaymentListPage(ListPage):
    model = FundingPayment
    table_class = FundingPaymentTable
    filterset_class = FundingPaymentFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("No payment was written down yet.")
    main_action = Action(
        _("New payment"),
        reverse_lazy("reports:fundingpayment-create"),
        "plus-lg",
        primary=True,
        permission=KEEP,
    )


class FundingPaymentCreatePage(FormPage):
    model = FundingPayment
    form_class = FundingPaymentForm
    permission = KEEP
    title = _("New payment")
    success_message = _("The payment of %(object)s is written down.")

    def get_initial(self) -> dict[str, Any]:
        """Of this year, paid today."""
        today = timezone.localdate()
        return {"year": today.year, "paid_on": today}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be chosen."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> FundingPayment:
        """Write it down."""
        return record_payment(payment=form.instance, by=self.person, at=timezone.now())


class HousedCountListPage(ListPage):
    model = HousedCount
    table_class = HousedCountTable
    filterset_class = HousedCountFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("Nobody was counted yet. Enter what each gemeente expects and counts.")

    def page_actions(self) -> list[Action]:
        """One count, a sheet of a region, and what the counts are for."""
        sheets = [
            Action(
                _("From a sheet: %(region)s") % {"region": region},
                reverse("reports:housedcount-sheet", args=[region.pk]),
                "upload",
                permission=KEEP,
            )
            for region in Region.objects.visible_to(self.person).order_by("name")
        ]
        return [
            Action(
                _("Enter a count"),
                reverse("reports:housedcount-create"),
                "plus-lg",
                primary=True,
                permission=KEEP,
            ),
            *sheets,
            Action(_("SPUK simulation"), reverse("reports:funding-spuk"), "calculator"),
        ]


class HousedCountCreatePage(FormPage):
    """A count of one group in one gemeente and year; it takes the place of what stood."""

    model = HousedCount
    form_class = HousedCountForm
    permission = KEEP
    title = _("Enter a count")
    success_url = reverse_lazy("reports:housedcount-list")
    success_message = _("The count is entered.")

    def get_initial(self) -> dict[str, Any]:
        """Of this year."""
        return {"year": timezone.localdate().year}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The gemeenten that the person keeps."""
        gemeenten = Gemeente.objects.visible_to(self.person).order_by("name")
        return super().get_form_kwargs() | {"gemeenten": gemeenten}

    def perform(self, form: Any) -> int:
        """Write it for the region of the person in which the gemeente is."""
        people = form.people()
        regions = Region.objects.visible_to(self.person).order_by("name")
        region = regions.filter(memberships_of_gemeenten__gemeente=people.gemeente).first()
        if region is None:
            raise Refused(gettext("This gemeente is not of the region."), field="gemeente")
        return set_counts(
            region=region, people=[people], source="", by=self.person, at=timezone.now()
        )


class HousedCountSheetPage(FormPage):
    """First the file is checked and shown; the checked rows then replace what stood."""

    model = Region
    form_class = HousedSheetForm
    permission = KEEP
    template_name = "reports/housedcount_sheet.html"
    title = _("People housed, from a sheet")
    submit_label = _("Check the sheet")
    success_url = reverse_lazy("reports:housedcount-list")

    def get_title(self) -> str:
        """With the region whose counts they are."""
        return f"{self.title}: {self.object}"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the counts."""
        return [Crumb(_("Counts of people housed"), reverse("reports:housedcount-list"))]

    def get_form_class(self) -> type[HousedSheetForm]:
        """A file to check, or what was checked before."""
        return CheckedHousedSheetForm if "checked" in self.request.POST else HousedSheetForm

    def form_valid(self, form: Any) -> HttpResponse:
        """Take over what was checked; else check the file and show what was found."""
        if isinstance(form, CheckedHousedSheetForm):
            return super().form_valid(form)
        file = form.cleaned_data["file"]
        try:
            parsed = read_housed(file, file.name, self._by_code, self.object)
        except Unusable as unusable:
            form.add_error("file", str(unusable))
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, **self._found(parsed)))

    @cached_property
    def _by_code(self) -> dict[str, Gemeente]:
        """Those for which the person keeps counts."""
        found = Gemeente.objects.filter(regions__region=self.object).distinct()
        if self.object.pk not in regions_of(self.person):
            found = found.filter(pk__in=gemeenten_of(self.person))
        return {gemeente.code: gemeente for gemeente in found.order_by("name")}

    def _found(self, parsed: Parsed) -> dict[str, Any]:
        """Everything that is wrong; or what would be taken over."""
        if parsed.errors:
            return {"findings": FindingTable(parsed.findings), "errors": parsed.errors}
        rows = [_packed(each) for each in people_of(parsed, self._by_code)]
        years = ", ".join(str(year) for year in sorted({row[1] for row in rows}))
        checked = signing.dumps([self.object.pk, rows], salt=SALT, compress=True)
        return {"checked": checked, "count": len(rows), "years": years}

    def perform(self, form: Any) -> int:
        """Take over the rows that were shown."""
        try:
            region, rows = signing.loads(form.cleaned_data["checked"], salt=SALT, max_age=SHOWN_FOR)
        except signing.BadSignature as error:
            raise Refused(
                gettext("Hand the sheet in once more: it was checked too long ago.")
            ) from error
        if region != self.object.pk:
            raise Refused(gettext("This sheet was checked for another region."))
        return set_counts(
            region=self.object,
            people=[_unpacked(row, self._by_code) for row in rows],
            source=gettext("Sheet"),
            by=self.person,
            at=timezone.now(),
        )

    def get_success_message(self, result: Any) -> str:
        """How many figures changed."""
        return ngettext(
            "%(count)s figure is changed.", "%(count)s figures are changed.", result
        ) % {"count": number(result)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The columns in words."""
        told = {
            "columns": HOUSED.describe(),
            "template_url": reverse("reports:housedcount-template"),
        }
        return super().get_context_data(**told | kwargs)


_FIGURES = ("year", "target_group", "expected", "housed", "in_azc", "education")


def _packed(people: People) -> list[Any]:
    return [people.gemeente.code, *(getattr(people, name) for name in _FIGURES)]


def _unpacked(row: list[Any], by_code: dict[str, Gemeente]) -> People:
    code, *figures = row
    return People(gemeente=by_code[code], **dict(zip(_FIGURES, figures, strict=True)))


class HousedTemplatePage(SheetTemplatePage):
    permission = KEEP
    sheet = HOUSED


class FundingRuleCreatePage(FormPage):
    """A region's own value of a rule."""

    model = Region
    form_class = FundingRuleForm
    permission = KEEP
    title = _("Set a rule of the region")
    success_message = _("%(object)s is set.")

    def scoped_queryset(self) -> "QuerySet[Region]":
        """Only regions that the person acts for; a single gemeente sets none."""
        return super().scoped_queryset().filter(pk__in=regions_of(self.person))

    def get_title(self) -> str:
        """With the region whose rule it is."""
        return f"{self.title}: {self.object}"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the simulation, which shows the rules."""
        return [Crumb(_("SPUK simulation"), reverse("reports:funding-spuk"))]

    def get_initial(self) -> dict[str, Any]:
        """From this year, for the rule of the address."""
        return {"year": timezone.localdate().year, "key": self.request.GET.get("key", "")}

    def perform(self, form: Any) -> FundingRule:
        """Set it."""
        return set_rule(region=self.object, **form.cleaned_data, by=self.person, at=timezone.now())

    def get_success_url(self, result: Any = None) -> str:
        """Back to the rules in their year."""
        return f"{reverse('reports:funding-spuk')}?region={self.object.pk}&year={result.year}"
