"""Lists of the register."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from config.shared.badges import badge, badge_text
from config.shared.display import NOTHING, day
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from providers.enums import AdmissionStatus, Standing
from providers.models import (
    Admission,
    AgreedAction,
    DataAgreement,
    DeliveryLocation,
    Offering,
    Provider,
    ProviderChange,
    ProviderComplaint,
    ProviderContact,
    ProviderMembership,
    ProviderName,
    ProviderRegistration,
    Recognition,
    SiteVisit,
)
from providers.models.organisations import RUNS_ON


class HeldColumn(Column):
    """Until when a recognition is held: a day, "runs on", or a badge that it is not held."""

    attrs = {"td": {"class": "day"}}
    empty_values = ()

    def render(self, value: date | None) -> Any:
        if value is None:
            return badge_text(_("not held"))
        return _("runs on") if value == RUNS_ON else day(value)

    def value(self, value: date | None) -> Any:
        """The last day, for export; empty when not held or without a last day."""
        return None if value in (None, RUNS_ON) else value


class ChangeColumn(Column):
    """A link to the page `url_name` of the row, with the same `word` in every row."""

    def __init__(self, word: Any, url_name: str) -> None:
        super().__init__(
            accessor="pk",
            verbose_name=_("Action"),
            orderable=False,
            exclude_from_export=True,
            linkify=lambda record: reverse(url_name, args=[record.pk]),
        )
        self.word = word

    def render(self) -> Any:
        return self.word


class ProviderTable(BaseTable):
    legal_name = LinkColumn()
    admission_status = Column(verbose_name=_("Status in your region"), empty_values=())
    quality_mark_until = HeldColumn(verbose_name=_("Blik op Werk until"))
    tst_until = HeldColumn(verbose_name=_("TST until"))
    created_at = DateColumn()
    default_columns = (
        "legal_name",
        "trade_name",
        "kind",
        "admission_status",
        "quality_mark_until",
        "tst_until",
    )
    telling = ("legal_name", "admission_status")

    class Meta:
        model = Provider
        fields = (
            "legal_name",
            "trade_name",
            "kvk_number",
            "kind",
            "admission_status",
            "quality_mark_until",
            "tst_until",
            "duo_number",
            "brin",
            "email",
            "phone",
            "created_at",
        )
        order_by = ("legal_name",)

    def render_admission_status(self, value: str | None) -> Any:
        """Where it stands in the region of who looks; nothing for its own people."""
        return badge(AdmissionStatus(value)) if value else NOTHING

    def value_admission_status(self, value: str | None) -> str:
        """The word, for export."""
        return str(AdmissionStatus(value).label) if value else ""


class RecognitionTable(BaseTable):
    kind = LinkColumn()
    first_on = DateColumn()
    last_on = DateColumn()
    standing = Column(
        accessor="pk", verbose_name=_("On this day"), order_by=("last_on", "first_on")
    )
    telling = ("kind", "standing")

    class Meta:
        model = Recognition
        fields = ("kind", "number", "first_on", "last_on", "standing", "source")
        order_by = ("kind",)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """`on` is the day of which it says what holds."""
        super().__init__(*args, **kwargs)
        self._on = on

    def render_standing(self, record: Recognition) -> Any:
        """Valid, expiring or lapsed, with the days that are left; or that it is to be checked."""
        return standing_badge(record, self._on)


def standing_badge(record: Recognition, on: date) -> Any:
    """What a recognition is worth on the day, with the days that are left where it holds."""
    days, standing = record.days_left(on), record.standing_on(on)
    if standing not in (Standing.VALID, Standing.EXPIRING) or days is None:
        return badge(standing)
    words = ngettext("%(label)s: %(days)s day left", "%(label)s: %(days)s days left", days)
    return badge_text(words % {"label": standing.label, "days": days}, standing.tone)


class AdmissionTable(BaseTable):
    region = LinkColumn()
    status = StatusColumn()
    admitted_at = DateColumn()
    barred_from = DateColumn()
    barred_until = DateColumn()
    telling = ("region", "status")

    class Meta:
        model = Admission
        fields = ("region", "status", "admitted_at", "barred_from", "barred_until", "reason")
        order_by = ("region",)


class LocationTable(BaseTable):
    first_on = DateColumn()
    last_on = DateColumn()
    change = ChangeColumn(_("Change or move"), "providers:location-update")
    telling = ("address", "gemeente")

    class Meta:
        model = DeliveryLocation
        fields = (
            "name",
            "address",
            "postcode",
            "gemeente",
            "is_accessible",
            "contact",
            "first_on",
            "last_on",
            "change",
        )
        order_by = ("postcode",)

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if may_change else ("change",), **kwargs)

    def render_is_accessible(self, value: bool) -> Any:
        """In a word."""
        return _("Yes") if value else _("No")


class OfferingTable(BaseTable):
    change = ChangeColumn(_("Remove"), "providers:offering-remove")
    telling = ("route", "gemeente")

    class Meta:
        model = Offering
        fields = ("route", "gemeente", "mode", "location", "levels", "places", "change")
        order_by = ("route",)

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if may_change else ("change",), **kwargs)


class ContactTable(BaseTable):
    change = ChangeColumn(_("Remove"), "providers:contact-remove")
    telling = ("subject", "name")

    class Meta:
        model = ProviderContact
        fields = ("subject", "name", "job_title", "email", "phone", "change")
        order_by = ("subject",)

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if may_change else ("change",), **kwargs)


class AgreementTable(BaseTable):
    region = LinkColumn()
    first_on = DateColumn()
    last_on = DateColumn()
    signed_at = DateColumn()
    withdrawn_at = DateColumn()
    telling = ("region", "signed_at")

    class Meta:
        model = DataAgreement
        fields = ("region", "version", "first_on", "last_on", "signed_at", "withdrawn_at")
        order_by = ("region",)


class NameTable(BaseTable):
    first_on = DateColumn()

    class Meta:
        model = ProviderName
        fields = ("first_on", "legal_name", "trade_name")
        order_by = ("-first_on",)


class _Proposed(BaseTable):
    """What stands and what is proposed, as words."""

    status = StatusColumn()
    effective_on = DateColumn()

    def render_before(self, value: str, record: ProviderChange) -> str:
        return record.in_words(value)

    def render_after(self, value: str, record: ProviderChange) -> str:
        return record.in_words(value)


class ProviderChangeTable(_Proposed):
    provider = LinkColumn()
    created_at = DateColumn()
    default_columns = ("provider", "field", "before", "after", "effective_on", "status")
    telling = ("provider", "field")

    class Meta:
        model = ProviderChange
        fields = (
            "provider",
            "field",
            "before",
            "after",
            "effective_on",
            "status",
            "source",
            "reason",
            "created_at",
        )
        order_by = ("-created_at",)


class ProviderRegistrationTable(BaseTable):
    legal_name = LinkColumn()
    status = StatusColumn()
    created_at = DateColumn()
    telling = ("legal_name", "status")

    class Meta:
        model = ProviderRegistration
        fields = (
            "legal_name",
            "trade_name",
            "kvk_number",
            "kind",
            "contact_name",
            "created_at",
            "status",
        )
        order_by = ("-created_at",)


class SiteVisitTable(BaseTable):
    visited_on = LinkColumn()
    open_actions = NumberColumn(verbose_name=_("Actions not done"))
    telling = ("visited_on", "provider")

    class Meta:
        model = SiteVisit
        fields = ("visited_on", "provider", "location", "conclusion", "open_actions")
        order_by = ("-visited_on",)

    def render_visited_on(self, value: date) -> str:
        """The day, which leads to the visit."""
        return day(value)


class AgreedActionTable(BaseTable):
    due_on = DateColumn()
    done_on = DateColumn()
    change = ChangeColumn(_("Done"), "providers:agreedaction-done")
    telling = ("text", "due_on")

    class Meta:
        model = AgreedAction
        fields = ("text", "due_on", "done_on", "change")
        order_by = ("due_on",)

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, exclude=() if may_change else ("change",), **kwargs)

    def render_change(self, record: AgreedAction) -> Any:
        """Only where something is still to be done."""
        return NOTHING if record.done_on else _("Done")


class ProviderComplaintTable(BaseTable):
    received_on = LinkColumn()
    closed_at = DateColumn()
    telling = ("received_on", "provider")

    class Meta:
        model = ProviderComplaint
        fields = ("received_on", "provider", "subject", "handler", "outcome", "closed_at")
        order_by = ("-received_on",)

    def render_received_on(self, value: date) -> str:
        """The day, which leads to the complaint."""
        return day(value)


class ProviderMembershipTable(BaseTable):
    person = LinkColumn(accessor="user__name", verbose_name=_("Name"), order_by=("user__name",))
    email = Column(accessor="user__email", verbose_name=_("E-mail address"))
    created_at = DateColumn()
    telling = ("person", "role")

    class Meta:
        model = ProviderMembership
        fields = ("person", "role", "email", "created_at")
        order_by = ("person",)
