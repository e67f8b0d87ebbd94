"""Tables around publication: notices, documents, invitations, questions and their rounds."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge_text
from config.shared.display import NOTHING, day
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, StatusColumn
from procurement.models import (
    ClarificationRound,
    Invitation,
    Notice,
    Question,
    Rectification,
    Tender,
    TenderDocument,
)
from procurement.tables import DeadlineColumn
from providers.models import Provider
from providers.models.organisations import RUNS_ON

LONG = 120


class PublicTenderTable(BaseTable):
    """Published tenders as anyone reads them."""

    reference = LinkColumn(
        linkify=lambda record: reverse("procurement:public-tender-detail", args=[record.pk])
    )
    closes_at = DeadlineColumn()
    region = Column(verbose_name=_("Region"))
    status = StatusColumn()
    telling = ("reference", "title")

    class Meta:
        model = Tender
        fields = ("reference", "title", "region", "procedure", "closes_at", "status")
        order_by = ("-closes_at",)


class NoticeTable(BaseTable):
    published_at = DateColumn()
    telling = ("kind", "number")

    class Meta:
        model = Notice
        fields = ("kind", "number", "published_at")
        orderable = False


class DocumentTable(BaseTable):
    """Documents that may be read; each leads to its file."""

    title = LinkColumn(linkify=lambda record: record.get_absolute_url())
    kind = Column(verbose_name=_("Type"))
    uploaded_at = DateColumn()
    telling = ("title", "size")

    class Meta:
        model = TenderDocument
        fields = ("title", "kind", "size", "uploaded_at", "sha256")
        orderable = False

    def render_title(self, record: TenderDocument) -> str:
        """The title; an older version says so."""
        if record.replaced_by_id is None:
            return record.title
        return gettext("%(title)s (replaced)") % {"title": record.title}

    def render_kind(self, value: str) -> str:
        """PDF."""
        return value.upper()

    def render_size(self, value: int) -> str:
        """1,2 MB."""
        return str(filesizeformat(value))

    def render_sha256(self, value: str) -> SafeString:
        """Its beginning, with the whole of it for who points at it or copies."""
        return format_html('<code class="hash" title="{}">{}</code>', value, value)


class PublicDocumentTable(DocumentTable):
    """For who has not signed in."""

    title = LinkColumn(
        linkify=lambda record: reverse("procurement:public-document", args=[record.pk])
    )

    class Meta(DocumentTable.Meta):
        pass


class DeskDocumentTable(DocumentTable):
    """For the desk: who may read it, and a way to change that or to replace the file."""

    visibility = Column(verbose_name=_("Who may read it"))
    change = Column(verbose_name=_("Change"), empty_values=(), exclude_from_export=True)

    class Meta:
        model = TenderDocument
        orderable = False
        fields = ("title", "visibility", "kind", "size", "uploaded_at", "sha256", "change")

    def render_change(self, record: TenderDocument) -> SafeString | str:
        """Two links; none for a version that was replaced."""
        if record.replaced_by_id is not None:
            return NOTHING
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a> · '
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("procurement:tenderdocument-update", args=[record.pk]),
            gettext("Change"),
            record.title,
            reverse("procurement:tenderdocument-replace", args=[record.pk]),
            gettext("Replace"),
            record.title,
        )


class InvitationTable(BaseTable):
    """Who was invited or asked to take part, for the desk."""

    provider = LinkColumn(linkify=lambda record: record.provider.get_absolute_url())
    requested_at = DateColumn()
    invited_at = DateColumn()
    answer = Column(verbose_name=_("Answer"), empty_values=())
    decide = Column(verbose_name=_("To do"), empty_values=(), exclude_from_export=True)
    telling = ("provider", "answer")

    class Meta:
        model = Invitation
        fields = ("provider", "requested_at", "invited_at", "answer", "decide")
        orderable = False

    def render_answer(self, record: Invitation) -> SafeString | str:
        """Not selected, declined and why, or nothing yet."""
        if record.rejected_at:
            return badge_text(gettext("Not selected"), "wrong")
        if record.declined_at:
            return format_html(
                "{} {}",
                badge_text(gettext("Declined"), "neutral"),
                record.get_decline_reason_display(),
            )
        return NOTHING

    def value_answer(self, record: Invitation) -> str:
        """The words, for export."""
        if record.rejected_at:
            return gettext("Not selected")
        return record.get_decline_reason_display() if record.declined_at else ""

    def render_decide(self, record: Invitation) -> SafeString | str:
        """The page on which a request is decided on, or a name is taken off the list."""
        name, label = self._page_of(record)
        if not name:
            return NOTHING
        url = reverse(f"procurement:{name}", args=[record.pk])
        who = record.provider
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>', url, label, who
        )

    @staticmethod
    def _page_of(record: Invitation) -> tuple[str, str]:
        if record.invited_at and not record.tender.published_at:
            return "invitation-delete", gettext("Take off the list")
        if record.requested_at and not record.invited_at and not record.rejected_at:
            return "invitation-decide", gettext("Decide")
        return "", ""


class QuestionTable(BaseTable):
    """Questions with their answers as everyone reads them: without the asker."""

    text = LinkColumn(linkify=lambda record: record.get_absolute_url())
    lot = Column(verbose_name=_("Lot"))
    round = Column(verbose_name=_("Nota van Inlichtingen"), accessor="round__number")
    status = StatusColumn()
    telling = ("text", "status")

    class Meta:
        model = Question
        fields = ("text", "lot", "round", "status")
        orderable = False

    def render_text(self, value: str) -> str:
        """Its beginning."""
        return value if len(value) <= LONG else f"{value[:LONG].rstrip()}…"


class DeskQuestionTable(QuestionTable):
    """For the region's desk: who asked, when, and who answers."""

    tender = Column(verbose_name=_("Tender"), accessor="tender__reference")
    provider = Column(verbose_name=_("Asked by"))
    asked_at = DateColumn()
    assigned_to = Column(verbose_name=_("Assigned to"))
    round = None
    default_columns = ("text", "tender", "provider", "asked_at", "assigned_to", "status")

    class Meta:
        model = Question
        fields = ("text", "tender", "lot", "provider", "asked_at", "assigned_to", "status")
        order_by = ("asked_at",)


class RoundTable(BaseTable):
    """The Notas van Inlichtingen of a tender."""

    number = LinkColumn(linkify=lambda record: record.get_absolute_url())
    published_at = DeadlineColumn()
    telling = ("number", "published_at")

    class Meta:
        model = ClarificationRound
        fields = ("number", "published_at")
        orderable = False

    def render_number(self, record: ClarificationRound) -> str:
        """Nota van Inlichtingen 1."""
        return str(record)


class RectificationTable(BaseTable):
    """What changed after publication."""

    published_at = DeadlineColumn()
    closed_at_before = DeadlineColumn()
    closes_at_after = DeadlineColumn()
    telling = ("published_at", "text")

    class Meta:
        model = Rectification
        fields = ("published_at", "text", "closed_at_before", "closes_at_after")
        orderable = False


class FittingProviderTable(BaseTable):
    """Providers whose offering fits a tender, with what they hold; needs `with_recognitions`."""

    legal_name = LinkColumn(linkify=lambda record: record.get_absolute_url())
    quality_mark_until = Column(verbose_name=_("Blik op Werk until"))
    tst_until = Column(verbose_name=_("TST recognition until"))
    telling = ("legal_name",)

    class Meta:
        model = Provider
        fields = ("legal_name", "kind", "quality_mark_until", "tst_until")
        orderable = False

    def render_quality_mark_until(self, value: object) -> str:
        """A day, or in words that it runs on."""
        return _until(value)

    def render_tst_until(self, value: object) -> str:
        """A day, or in words that it runs on."""
        return _until(value)


def _until(value: object) -> str:
    return gettext("no last day") if value == RUNS_ON else day(value)  # type: ignore[arg-type]
