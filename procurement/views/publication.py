"""What publication adds to the page of a tender, its notices on TenderNed, and rectifications."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from config.shared.display import weekday
from config.shared.periods import amsterdam
from config.shared.views import Action, Crumb, FormPage, ModelPage, Panel
from procurement import actions
from procurement.actions.publication import RECORDED_WHILE
from procurement.enums import NoticeKind, TenderStatus
from procurement.exports.notice_fields import Section, notice_sections
from procurement.forms.publication import NoticeForm, RectificationForm
from procurement.models import Notice, Rectification, Tender
from procurement.tables_publication import FittingProviderTable, NoticeTable, RectificationTable
from procurement.terms import MissingRule
from procurement.views.common import UnderTender, deadline_text, tender_trail
from procurement.workflows.publication import notice_needed, notice_recorded
from providers.models import Provider

if TYPE_CHECKING:
    from procurement.views.tenders import TenderDetailPage

PUBLICATION = gettext_lazy("Publication")


@dataclass(frozen=True, slots=True)
class FilledPanel(Panel):
    """A tab with a `tab` of its own, which its template asks; nothing is read before that."""

    tab: Any = None


class Tab:
    """What the template of a tab asks: about one tender, for one person."""

    def __init__(self, page: "TenderDetailPage") -> None:
        self.tender: Tender = page.object
        self.person = page.person
        self.may = page.may

    @property
    def is_desk(self) -> bool:
        """Whether the person acts for the region."""
        return self.tender.region_id in regions_of(self.person)

    @property
    def may_draft(self) -> bool:
        return self.is_desk and self.may(Permission.TENDER_DRAFT, self.tender)

    @property
    def may_publish(self) -> bool:
        return self.is_desk and self.may(Permission.TENDER_PUBLISH, self.tender)

    @property
    def is_published(self) -> bool:
        """Whether it runs: published, and not past its deadline."""
        closes_at = self.tender.closes_at
        is_ahead = closes_at is None or closes_at > timezone.now()
        return self.tender.status == TenderStatus.PUBLISHED and is_ahead


class PublicationTab(Tab):
    """Notices, rectifications, and who hears of the tender."""

    @cached_property
    def notices(self) -> NoticeTable:
        return NoticeTable(self.tender.notices.visible_to(self.person), prefix="notices-")

    @cached_property
    def rectifications(self) -> RectificationTable:
        rows = self.tender.rectifications.visible_to(self.person)
        return RectificationTable(rows, prefix="changes-")

    @cached_property
    def fitting(self) -> FittingProviderTable:
        """Whom the alert reaches, with their recognitions today."""
        today = amsterdam(timezone.now())
        rows = Provider.objects.with_recognitions(today).order_by("legal_name", "pk")
        fitting = rows.filter(pk__in=actions.fitting_providers(self.tender).values("pk"))
        return FittingProviderTable(fitting, prefix="fitting-")

    @property
    def shows_fitting(self) -> bool:
        """Of a tender by invitation nobody else is alerted; whom it reaches is the desk's."""
        return self.may_draft and not self.tender.is_private

    @property
    def lacking(self) -> str:
        """Why it cannot be published yet as far as TenderNed goes; empty when nothing lacks."""
        if self.tender.published_at:
            return ""
        return notice_recorded(self.tender, timezone.now()) or ""

    @cached_property
    def award_notices(self) -> list[str]:
        """A sentence for each award that is still to be published on TenderNed."""
        if not self.may_publish:
            return []
        return [_award_words(due) for due in actions.award_notices_due(self.tender)]

    @property
    def public_url(self) -> str:
        """The page without login; empty while there is none."""
        if self.tender.is_private or not self.tender.published_at:
            return ""
        return reverse("procurement:public-tender-detail", args=[self.tender.pk])


def panels_of(page: "TenderDetailPage") -> list[Panel]:
    """The notices of a tender and its changes: for the desk, and for others once there are any."""
    tab = PublicationTab(page)
    if not tab.is_desk and not page.object.rectifications.exists():
        return []
    return [FilledPanel(str(PUBLICATION), "procurement/_publication.html", tab=tab)]


def actions_of(page: "TenderDetailPage") -> list[Action]:
    """Rectifying, while bids can come in."""
    tab = PublicationTab(page)
    if not (tab.is_published and tab.may_publish):
        return []
    url = reverse("procurement:rectification-create", args=[page.object.pk])
    return [Action(_("Rectify"), url, "pencil-square", permission=Permission.TENDER_PUBLISH)]


def own_provider(person: Any) -> Provider:
    """The provider for which the person acts; 404 for who acts for none."""
    provider = Provider.objects.filter(pk__in=providers_of(person)).order_by("pk").first()
    if provider is None:
        raise Http404
    return provider


class ActPage(UnderTender, FormPage):
    """A form about a tender, or a part of it, that leads back to the `tab` of the tender."""

    model: Any = Tender
    tab: str | Promise = PUBLICATION

    @property
    def tender(self) -> Tender:
        above: Tender = self.object if isinstance(self.object, Tender) else self.object.tender
        return above

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender)

    def get_success_url(self, result: Any = None) -> str:
        return f"{self.tender.get_absolute_url()}?tab={slugify(str(self.tab))}#parts"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whoever reads it sees that a region is for practice."""
        return super().get_context_data(**{"is_training": self.is_training} | kwargs)

    @property
    def is_training(self) -> bool:
        return bool(self.tender.region.is_training)


class NoticeCreatePage(ActPage):
    """Writes down what TenderNed published."""

    form_class = NoticeForm
    permission = Permission.TENDER_PUBLISH
    title = gettext_lazy("Record a notice on TenderNed")
    submit_label = gettext_lazy("Record the notice")
    success_message = gettext_lazy("%(object)s is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        fitting = [kind for kind in NoticeKind if self.tender.status in RECORDED_WHILE[kind]]
        return super().get_form_kwargs() | {"kinds": fitting}

    def get_initial(self) -> dict[str, Any]:
        """The notice that is asked for now."""
        asked = NoticeKind.CONTRACT if not self.tender.published_at else NoticeKind.AWARD
        return {"kind": self.request.GET.get("kind", asked)}

    def perform(self, form: NoticeForm) -> Notice:
        return actions.record_notice(tender=self.tender, **form.cleaned_data, **self.moment())


class NoticeFieldsPage(UnderTender, ModelPage, TemplateView):
    """The fields of a notice, to copy into TenderNed in the order of its form."""

    model = Tender
    permission = Permission.TENDER_DRAFT
    template_name = "procurement/notice_fields.html"
    title = gettext_lazy("Fields for TenderNed")

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object
        return tender

    @cached_property
    def kind(self) -> NoticeKind:
        """The notice of the address, `?kind=award`; 404 for one that does not exist."""
        asked = self.request.GET.get("kind", NoticeKind.CONTRACT)
        if asked not in NoticeKind.values:
            raise Http404
        return NoticeKind(asked)

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.tender)

    def sections(self) -> list[Section]:
        return notice_sections(self.tender, self.kind)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            tender=self.tender,
            kind=self.kind,
            kinds=list(NoticeKind),
            sections=self.sections(),
            is_training=self.tender.region.is_training,
            **kwargs,
        )


class RectificationCreatePage(ActPage):
    """Says what changes; with a later deadline where that is needed."""

    form_class = RectificationForm
    permission = Permission.TENDER_PUBLISH
    template_name = "procurement/rectification_form.html"
    title = gettext_lazy("Rectify the tender")
    submit_label = gettext_lazy("Publish the rectification to all")
    success_message = gettext_lazy("The rectification is published; all providers have been told.")

    def scoped_queryset(self) -> "QuerySet[Tender]":
        rows = super().scoped_queryset().filter(region__in=regions_of(self.person))
        return rows.filter(published_at__isnull=False)

    def get_initial(self) -> dict[str, Any]:
        """The dates as they stand."""
        names = ("closes_at", "questions_close_at", "clarification_planned_at", "award_planned_on")
        return {name: getattr(self.tender, name) for name in names}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"needs_notice": self.needs_notice}

    @cached_property
    def needs_notice(self) -> bool:
        """Whether TenderNed publishes the change first."""
        try:
            return notice_needed(self.tender, timezone.now())
        except MissingRule:
            return True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"deadline_text": deadline_text(self.tender.closes_at)}
        return super().get_context_data(**told | kwargs)

    def perform(self, form: RectificationForm) -> Rectification:
        values = dict(form.cleaned_data)
        number = values.pop("notice_number", "")
        published_at = values.pop("notice_published_at", None)
        notice = actions.ChangeNotice(number, published_at) if number else None
        return actions.rectify_tender(tender=self.tender, notice=notice, **values, **self.moment())


def _award_words(due: Any) -> str:
    words = {"lot": due.lot, "day": weekday(due.limit.on), "authority": due.limit.rule.authority}
    return _("%(authority)s, the award of “%(lot)s” is published no later than %(day)s.") % words
