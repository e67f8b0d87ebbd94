"""Lists of people, of what they are told and of what was done."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import resolve
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from accounts.models import (
    AllocationKey,
    AllocationKeyVersion,
    AllocationShare,
    ApiRequest,
    ApiToken,
    AuditEvent,
    Invitation,
    Membership,
    Notification,
    Region,
    User,
)
from accounts.notices import kind_label
from config.shared import display, history
from config.shared.badges import badge, badge_text
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, NumberColumn
from config.shared.views.pages import page_url
from config.shared.workflow import WORKFLOWS, Workflow


class MembershipTable(BaseTable):
    person = LinkColumn(accessor="user__name", verbose_name=_("Name"), order_by=("user__name",))
    email = Column(accessor="user__email", verbose_name=_("E-mail address"))
    organisation = Column(
        verbose_name=_("Organisation"), order_by=("region__name", "gemeente__name")
    )
    created_at = DateColumn()
    telling = ("person", "role")

    class Meta:
        model = Membership
        fields = ("person", "role", "organisation", "email", "created_at")
        order_by = ("person",)


class InvitationTable(BaseTable):
    email = LinkColumn()
    organisation = Column(
        verbose_name=_("Organisation"),
        order_by=("region__name", "gemeente__name", "provider_id"),
    )
    created_at = DateColumn()
    expires_at = DateColumn()
    state = Column(accessor="pk", verbose_name=_("State"), order_by=("-accepted_at", "-expires_at"))
    telling = ("email", "state")

    class Meta:
        model = Invitation
        fields = ("email", "role", "organisation", "created_at", "created_by", "expires_at")
        sequence = (*fields, "state")
        order_by = ("-created_at",)

    def render_state(self, record: Invitation) -> str:
        """Open, accepted or expired, as a badge."""
        return badge(record.state_at(timezone.now()))

    def value_state(self, record: Invitation) -> str:
        """The word, for export."""
        return str(record.state_at(timezone.now()).label)


class AuditEventTable(BaseTable):
    at = DateColumn()
    by = Column(verbose_name=_("Who"), order_by=("by__name",), default="Taalregie")
    thing = Column(
        accessor="object_id", verbose_name=_("About"), order_by=("content_type", "object_id")
    )
    telling = ("at", "action")

    class Meta:
        model = AuditEvent
        fields = ("at", "by", "action", "thing", "organisation", "reason")
        order_by = ("-at",)

    def __init__(
        self, *args: Any, reader: User, organisations: dict[str, str], **kwargs: Any
    ) -> None:
        """`organisations` has the names by key, such as "region:3"."""
        super().__init__(*args, **kwargs)
        self._reader = reader
        self._organisations = organisations

    def render_action(self, record: AuditEvent) -> str:
        """The word of the workflow for what was done."""
        return history.label_of(record.action, _workflow_of(_kind(record)))

    def render_organisation(self, value: str) -> str:
        """The name of the region or gemeente."""
        return self._organisations.get(value, value)

    def render_thing(self, record: AuditEvent) -> str:
        """What it was done to, with a link where that has a page that the reader may open."""
        model = _kind(record).model_class()
        if model is None:
            return f"{record.object_id}"
        name = f"{capfirst(model._meta.verbose_name)} {record.object_id}"
        url = page_url(model, "detail", record.object_id)
        return format_html('<a href="{}">{}</a>', url, name) if self._opens(url) else name

    def _opens(self, url: str) -> bool:
        """Whether the reader's role may enter the page at `url`."""
        page = getattr(resolve(url).func, "view_class", None) if url else None
        return page is not None and self._reader.may(page.permission)

    def value_thing(self, record: AuditEvent) -> str:
        """Kind and number, for export."""
        return f"{capfirst(_kind(record).name)} {record.object_id}"

    def value_at(self, value: datetime) -> datetime:
        """The moment itself, for export."""
        return value


class ApiTokenTable(BaseTable):
    name = LinkColumn()
    user = Column(verbose_name=_("Of"), order_by=("user__name",))
    prefix = Column()
    expires_on = DateColumn()
    last_used_at = DateColumn()
    state = Column(accessor="pk", verbose_name=_("State"), order_by=("revoked_at", "expires_on"))
    telling = ("name", "state")

    class Meta:
        model = ApiToken
        fields = ("name", "user", "prefix", "expires_on", "last_used_at")
        sequence = (*fields, "state")
        order_by = ("-pk",)

    def render_state(self, record: ApiToken) -> str:
        """In use, expired or revoked, as a badge."""
        return badge(record.state_at(timezone.now()))

    def value_state(self, record: ApiToken) -> str:
        """The word, for export."""
        return str(record.state_at(timezone.now()).label)


class ApiRequestTable(BaseTable):
    """What tokens asked. The log is long: newest first, and no other order."""

    at = DateColumn(orderable=False)
    token = Column(orderable=False)
    method = Column(orderable=False)
    path = Column(orderable=False)
    status = NumberColumn(orderable=False)
    row_count = NumberColumn(orderable=False)
    milliseconds = NumberColumn(orderable=False)
    address = Column(orderable=False)
    is_sandbox = Column(orderable=False)
    telling = ("path", "status")
    default_columns = ("at", "token", "method", "path", "status", "row_count", "milliseconds")

    class Meta:
        model = ApiRequest
        fields = (
            "at",
            "token",
            "method",
            "path",
            "status",
            "row_count",
            "milliseconds",
            "address",
            "is_sandbox",
        )

    def render_status(self, value: int) -> str:
        """As it is: no thousands."""
        return str(value)

    def render_is_sandbox(self, value: bool) -> str:
        """Yes or no."""
        return display.value_text(value)


class NotificationTable(BaseTable):
    """The inbox. Its buttons belong to the form `inbox` that stands on the page."""

    subject = Column(verbose_name=_("Message"))
    kind = Column()
    created_at = DateColumn()
    read_at = Column(verbose_name=_("Read"), empty_values=())
    telling = ("subject",)

    class Meta:
        model = Notification
        fields = ("subject", "kind", "organisation", "created_at", "read_at")
        order_by = ("-created_at",)

    def __init__(self, *args: Any, organisations: dict[str, str], **kwargs: Any) -> None:
        """`organisations` has the names by key, such as "region:3"."""
        super().__init__(*args, **kwargs)
        self._organisations = organisations

    def render_subject(self, record: Notification) -> str:
        """A button that opens what it is about, a mark on practice, and what was said in Dutch."""
        return format_html(
            '<div lang="nl"><button class="link-button{}" form="inbox" formaction="{}">{}</button>'
            "{}<p>{}</p></div>",
            "" if record.read_at else " link-button-new",
            page_url(Notification, "open", record.pk),
            record.subject,
            badge_text(_("Practice"), "attention") if record.is_training else "",
            record.sentence,
        )

    def value_subject(self, record: Notification) -> str:
        """The words alone, for export."""
        return f"{record.subject}: {record.sentence}"

    def render_kind(self, value: str) -> str:
        """The word of the app that registered the kind."""
        return kind_label(value)

    value_kind = render_kind

    def render_organisation(self, value: str) -> str:
        """The name of the organisation for which the reader was told."""
        return self._organisations.get(value, display.NOTHING)

    value_organisation = render_organisation

    def render_read_at(self, record: Notification) -> str:
        """When it was read; until then a button that says so without opening anything."""
        if record.read_at:
            return display.moment(record.read_at)
        return format_html(
            '<button class="btn btn-outline btn-small" form="inbox" formaction="{}">{}'
            '<span class="visually-hidden">: <span lang="nl">{}</span></span></button>',
            page_url(Notification, "read", record.pk),
            _("Mark as read"),
            record.subject,
        )

    def value_read_at(self, record: Notification) -> datetime | None:
        """The moment itself, for export."""
        return record.read_at


class AllocationKeyTable(BaseTable):
    """Keys with the day since which they divide as they do; rows come from `with_since`."""

    name = LinkColumn()
    since = DateColumn(verbose_name=_("Holds since"))
    telling = ("name", "basis")

    class Meta:
        model = AllocationKey
        fields = ("name", "basis", "region", "since")
        order_by = ("name",)


class RegionTable(BaseTable):
    """Regions with the numbers by which senders of invoices know them."""

    name = LinkColumn(linkify=("accounts:region-detail", [A("pk")]))
    telling = ("name", "oin")

    class Meta:
        model = Region
        fields = ("name", "kind", "kvk_number", "oin", "invoice_reference")
        order_by = ("name",)


class AllocationShareTable(BaseTable):
    """The shares of one version."""

    gemeente = Column(orderable=False)
    percentage = NumberColumn(orderable=False)

    class Meta:
        model = AllocationShare
        fields = ("gemeente", "percentage")

    def render_percentage(self, value: Decimal) -> str:
        """Without the noughts that mean nothing."""
        return display.percentage(value)


class AllocationKeyVersionTable(BaseTable):
    """The versions of one key, newest first."""

    number = LinkColumn(orderable=False)
    first_on = DateColumn(orderable=False)
    reason = Column(orderable=False)
    made_at = DateColumn(orderable=False)
    made_by = Column(orderable=False)
    telling = ("number", "first_on")

    class Meta:
        model = AllocationKeyVersion
        fields = ("number", "first_on", "reason", "made_at", "made_by")


def _kind(event: AuditEvent) -> ContentType:
    """From the content types that are kept in memory, so that a row costs no query."""
    return ContentType.objects.get_for_id(event.content_type_id)


def _workflow_of(kind: ContentType) -> Workflow | None:
    """The workflow of a kind of object; names of workflows have underscores, of models none."""
    by_model = {name.replace("_", ""): workflow for name, workflow in WORKFLOWS.items()}
    return by_model.get(kind.model)
