"""Pages of funding streams: the list, a stream with its years, and the national ones."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.display import money, number
from config.shared.views import Action, Crumb, DetailPage, FormPage, ListPage, Panel
from reports.actions.funding import Adoption, adopt_presets, change_stream, make_stream
from reports.filters.funding import FundingStreamFilterSet
from reports.forms.funding import AdoptForm, FundingStreamForm
from reports.funding.presets import BY_CODE, PRESETS, National, Preset
from reports.models import FundingStream
from reports.tables.funding import FundingStreamTable, StreamYearTable

KEEP = Permission.FUNDING_MANAGE


class FundingStreamListPage(ListPage):
    model = FundingStream
    table_class = FundingStreamTable
    filterset_class = FundingStreamFilterSet
    permission = Permission.COST_VIEW
    empty_text = _("No funding stream yet. Take over the national ones, or enter one of your own.")

    def page_actions(self) -> list[Action]:
        """A new stream, the national ones, and what the streams are for."""
        return [
            Action(
                _("New funding stream"),
                reverse("reports:fundingstream-create"),
                "plus-lg",
                primary=True,
                permission=KEEP,
            ),
            Action(
                _("Take over national streams"),
                reverse("reports:fundingstream-adopt"),
                "flag",
                permission=KEEP,
            ),
            Action(_("Funding against cost"), reverse("reports:funding"), "bank"),
            Action(_("Payments"), reverse("reports:fundingpayment-list"), "arrow-left-right"),
        ]


class FundingStreamDetailPage(DetailPage):
    model = FundingStream
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().select_related("region")

    def facts(self) -> list[tuple[Any, Any]]:
        """What it is meant for, and by whom it is paid."""
        stream = self.object
        return [
            (_("Region"), stream.region.name),
            (_("Kind of funding"), stream.get_kind_display()),
            (_("Meant for"), stream.purposes),
            (_("Structural or incidental"), stream.get_recurrence_display()),
            (_("Amounts include VAT"), stream.includes_vat),
            (_("Paid by"), stream.payer),
            (_("Paid to"), stream.get_target_display()),
            (_("Source"), stream.source),
        ]

    def panels(self) -> list[Panel]:
        """What it brings, year by year and version by version."""
        years = self.object.years.select_related("key_version__key").order_by("-year", "-number")
        return [Panel(_("Years"), table=StreamYearTable(years, prefix="y-"))]

    def page_actions(self) -> list[Action]:
        """A new year or version, and a change, for who keeps the region's funding."""
        pk = self.object.pk
        if not FundingStream.objects.kept_by(self.person).filter(pk=pk).exists():
            return []
        year, edit = (
            reverse(f"reports:{name}", args=[pk])
            for name in ("streamyear-create", "fundingstream-update")
        )
        return [
            Action(_("Record a year"), year, "plus-lg", primary=True, permission=KEEP),
            Action(_("Change"), edit, "pencil", permission=KEEP),
        ]


class FundingStreamFormPage(FormPage):
    """What a new stream and a change have in common."""

    model = FundingStream
    form_class = FundingStreamForm
    permission = KEEP

    def get_form_kwargs(self) -> dict[str, Any]:
        """The regions to choose from."""
        return super().get_form_kwargs() | {"person": self.person}


class FundingStreamCreatePage(FundingStreamFormPage):
    title = _("New funding stream")
    success_message = _("%(object)s is made. Record what it brings in a year now.")

    def perform(self, form: Any) -> FundingStream:
        """Make it."""
        return make_stream(stream=form.instance, by=self.person, at=timezone.now())


class FundingStreamUpdatePage(FundingStreamFormPage):
    title = _("Change the funding stream")
    success_message = _("%(object)s is changed.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Only those of regions that the person acts for."""
        visible: Any = super().scoped_queryset()
        return visible.kept_by(self.person).select_related("region")

    def perform(self, form: Any) -> FundingStream:
        """Change it."""
        return change_stream(
            stream=self.object, values=form.cleaned_data, by=self.person, at=timezone.now()
        )


class FundingAdoptPage(FormPage):
    """The national streams that the person's regions have not taken over yet."""

    model = FundingStream
    form_class = AdoptForm
    permission = KEEP
    title = _("Take over national streams")
    template_name = "reports/fundingstream_adopt.html"
    submit_label = _("Take over")
    success_url = reverse_lazy("reports:fundingstream-list")

    def offered(self) -> list[Preset]:
        """Those that no region of the person has."""
        kept = FundingStream.objects.kept_by(self.person).exclude(preset="")
        taken = set(kept.values_list("preset", flat=True))
        return [preset for preset in PRESETS if preset.code not in taken]

    def breadcrumbs(self) -> list[Crumb]:
        """Under the streams."""
        return [Crumb(_("Funding streams"), reverse("reports:fundingstream-list"))]

    def get_initial(self) -> dict[str, Any]:
        """This year."""
        year = timezone.localdate().year
        return {"first_year": year, "last_year": year}

    def get_form_kwargs(self) -> dict[str, Any]:
        """What may be chosen."""
        return super().get_form_kwargs() | {"person": self.person, "presets": self.offered()}

    def perform(self, form: Any) -> list[FundingStream]:
        """Take over what was chosen."""
        given = form.cleaned_data
        names = ("first_year", "last_year", "percentage", "key_version")
        return adopt_presets(
            region=given["region"],
            presets=[BY_CODE[code] for code in given["presets"]],
            adoption=Adoption(**{name: given[name] for name in names}),
            by=self.person,
            at=timezone.now(),
        )

    def get_success_message(self, result: Any) -> str:
        """How many."""
        count = len(result)
        return ngettext(
            "%(count)s stream is taken over.", "%(count)s streams are taken over.", count
        ) % {"count": number(count)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What each stream is, with its amounts and source."""
        presets = [(preset.name, preset.source, _amounts(preset)) for preset in self.offered()]
        return super().get_context_data(presets=presets, **kwargs)


def _amounts(preset: Preset) -> str:
    """Year by year what was published for the country."""
    if not preset.amounts:
        return gettext("The amount follows from a decision for each gemeente.")
    if preset.is_once:
        return gettext("Once, in the first year below: %(amount)s") % {
            "amount": money(preset.amounts[0].amount)
        }
    return ", ".join(f"{_span(each)}: {money(each.amount)}" for each in preset.amounts)


def _span(each: National) -> str:
    if each.last is None:
        return gettext("from %(year)s on") % {"year": each.first}
    return str(each.first) if each.first == each.last else f"{each.first}-{each.last}"
