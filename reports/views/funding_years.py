"""Pages of what a stream brings in a year: a new version, its parts, and another key beside it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models import AllocationKeyVersion, Gemeente
from config.shared.display import money
from config.shared.views import Action, Crumb, DetailPage, FormPage, ModelPage, Panel
from reports.actions.funding import divide_year, record_year, shares_by_key
from reports.forms.funding import StreamYearForm, WhatIfForm, kept_versions
from reports.models import FundingStream, StreamShare, StreamYear
from reports.tables.funding import StreamShareTable, StreamYearTable, WhatIfTable


class StreamYearCreatePage(FormPage):
    """Another year of a stream, or a new version of one."""

    model = FundingStream
    form_class = StreamYearForm
    permission = Permission.FUNDING_MANAGE
    title = _("Record a year")
    success_message = _("%(object)s is recorded.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Only streams of regions that the person acts for."""
        visible: Any = super().scoped_queryset()
        return visible.kept_by(self.person).select_related("region")

    def get_initial(self) -> dict[str, Any]:
        """This year, known from today."""
        today = timezone.localdate()
        return {"year": today.year, "known_on": today, "source": self.object.source}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The keys and gemeenten of the region."""
        region = self.object.region
        told = {
            "versions": kept_versions(self.person, region),
            "gemeenten": region.gemeenten_on(timezone.localdate()),
        }
        return super().get_form_kwargs() | told

    def perform(self, form: Any) -> StreamYear:
        """Divide the amount by the key, or take the parts as typed."""
        made: dict[str, Any] = {
            "stream": self.object,
            "request": form.request_of(),
            "by": self.person,
            "at": timezone.now(),
        }
        version = form.cleaned_data["key_version"]
        if version:
            return divide_year(key_version=version, **made)
        return record_year(shares=form.shares(), **made)


class StreamYearDetailPage(DetailPage):
    model = StreamYear
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().select_related("stream", "key_version__key", "recorded_by")

    def breadcrumbs(self) -> list[Crumb]:
        """The streams and the stream."""
        return _trail(self.object.stream)

    def facts(self) -> list[tuple[Any, Any]]:
        """What is known, since when and from where."""
        version = self.object
        return [
            (_("Funding stream"), version.stream),
            (_("Year"), str(version.year)),
            (_("Version"), str(version.number)),
            (_("Stage"), version.get_stage_display()),
            (_("Amount"), money(version.amount)),
            (_("Known from"), version.known_on),
            (_("Source"), version.source),
            (_("Divided by"), version.key_version or _("by hand")),
            (_("Recorded"), version.recorded_at),
            (_("Recorded by"), str(version.recorded_by)),
        ]

    def panels(self) -> list[Panel]:
        """The parts that the person sees, and the other versions of the year."""
        version = self.object
        parts = seen_parts(self.person, version)
        others = version.stream.years.filter(year=version.year).exclude(pk=version.pk)
        others = others.select_related("key_version__key").order_by("-number")
        return [
            Panel(_("Parts of the gemeenten"), table=StreamShareTable(parts, prefix="p-")),
            Panel(_("Other versions of this year"), table=StreamYearTable(others, prefix="v-")),
        ]

    def page_actions(self) -> list[Action]:
        """What another key would do."""
        url = reverse("reports:streamyear-compare", args=[self.object.pk])
        return [Action(_("Lay another key beside it"), url, "layout-split")]


def seen_parts(person: Any, version: StreamYear) -> "QuerySet[StreamShare]":
    """The parts of a version that the person may see: all, or the own gemeente's."""
    seen = StreamShare.objects.visible_to(person).filter(stream_year=version)
    return seen.select_related("gemeente").order_by("gemeente__name")


class StreamYearComparePage(ModelPage, TemplateView):
    """What another key would do with the amount of a year; nothing is changed by looking."""

    model: Any = StreamYear
    permission = Permission.COST_VIEW
    title = _("Lay another key beside it")
    template_name = "reports/funding_page.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().select_related("stream__region", "key_version__key")

    def breadcrumbs(self) -> list[Crumb]:
        """The stream and the year."""
        return [
            *_trail(self.object.stream),
            Crumb(str(self.object.year), self.object.get_absolute_url()),
        ]

    @cached_property
    def form(self) -> WhatIfForm:
        """Every other version of a key of the region can be chosen."""
        versions = AllocationKeyVersion.objects.visible_to(self.person)
        versions = versions.filter(key__region=self.object.stream.region).select_related("key")
        versions = versions.exclude(pk=self.object.key_version_id)
        return WhatIfForm(
            self.request.GET if "other" in self.request.GET else None,
            versions=versions.order_by("key__name", "-number"),
        )

    def rows(self) -> list[dict[str, Any]]:
        """The parts now and under the other key; those that the person may see."""
        if not self.form.is_bound or not self.form.is_valid():
            return []
        other = shares_by_key(self.object.amount, self.form.cleaned_data["other"])
        parts = seen_parts(self.person, self.object)
        present = dict(parts.values_list("gemeente", "amount"))
        seen = Gemeente.objects.visible_to(self.person).filter(pk__in=[*present, *other])
        return [
            _beside(gemeente, present.get(gemeente.pk), other.get(gemeente.pk))
            for gemeente in seen.order_by("name")
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question, and the answer once it was asked."""
        rows = self.rows()
        words = {"stream": self.object, "amount": money(self.object.amount)}
        told = gettext("%(stream)s: %(amount)s. Choose another key of the region.") % words
        answer = WhatIfTable(rows) if rows else None
        return super().get_context_data(
            form=self.form,
            submit_label=_("Compare"),
            sentence=_moved(rows) or told,
            sections=[("", answer)] if answer else [],
            **kwargs,
        )


def _trail(stream: FundingStream) -> list[Crumb]:
    return [
        Crumb(_("Funding streams"), reverse("reports:fundingstream-list")),
        Crumb(str(stream), stream.get_absolute_url()),
    ]


def _beside(gemeente: Gemeente, present: Decimal | None, other: Decimal | None) -> dict[str, Any]:
    now, then = present or Decimal(0), other or Decimal(0)
    return {"gemeente": gemeente, "present": now, "other": then, "difference": then - now}


def _moved(rows: Sequence[dict[str, Any]]) -> str:
    """How much moves between gemeenten, in one line; empty without an answer."""
    if not rows:
        return ""
    moved = sum((row["difference"] for row in rows if row["difference"] > 0), Decimal(0))
    if not moved and not any(row["difference"] for row in rows):
        return gettext("Both keys divide this amount in the same way.")
    more = [str(row["gemeente"]) for row in rows if row["difference"] > 0]
    less = [str(row["gemeente"]) for row in rows if row["difference"] < 0]
    none = gettext("no gemeente")
    return gettext("%(moved)s moves. More for: %(more)s. Less for: %(less)s.") % {
        "moved": money(moved),
        "more": ", ".join(more) or none,
        "less": ", ".join(less) or none,
    }
