"""Tables of deliveries, what was found in them and what their rows would do."""

from django.utils.html import format_html_join
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.enums import FindingLevel, RowKind
from contracts.imports.recording import WHOLE_SHEET
from contracts.imports.words import sentences
from contracts.models import CourseGroup, Delivery, DeliveryFinding, DeliveryRow


class DeliveryTable(BaseTable):
    filename = LinkColumn()
    received_at = DateColumn()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    provider = Column(verbose_name=_("Provider"))
    status = StatusColumn()
    rows_total = NumberColumn()
    rows_new = NumberColumn()
    rows_changed = NumberColumn()
    rows_unchanged = NumberColumn()
    rows_refused = NumberColumn()
    rows_warned = NumberColumn()
    received_by = Column(verbose_name=_("Received by"))
    default_columns = (
        "filename",
        "received_at",
        "contract",
        "status",
        "rows_total",
        "rows_new",
        "rows_changed",
        "rows_refused",
    )
    telling = ("filename", "status")

    class Meta:
        model = Delivery
        fields = (
            "filename",
            "received_at",
            "contract",
            "provider",
            "source",
            "status",
            "rows_total",
            "rows_new",
            "rows_changed",
            "rows_unchanged",
            "rows_refused",
            "rows_warned",
            "received_by",
            "applied_at",
        )
        order_by = ("-received_at",)


class DeliveryFindingTable(BaseTable):
    row_number = NumberColumn()
    level = StatusColumn(states=FindingLevel, verbose_name=_("Level"))
    default_columns = ("row_number", "column", "level", "message", "remedy", "value")
    telling = ("message",)

    class Meta:
        model = DeliveryFinding
        fields = ("row_number", "column", "level", "message", "remedy", "value")
        order_by = ("row_number",)

    def render_row_number(self, value: int) -> str:
        return _now("whole sheet") if value == WHOLE_SHEET else str(value)


class DeliveryRowTable(BaseTable):
    row_number = NumberColumn()
    kind = StatusColumn(states=RowKind, verbose_name=_("Effect"))
    changes = Column(orderable=False, empty_values=())
    telling = ("reference", "kind")

    class Meta:
        model = DeliveryRow
        fields = ("row_number", "kind", "reference", "changes")
        order_by = ("row_number",)

    def render_row_number(self, value: int) -> str:
        return str(value)

    def render_changes(self, record: DeliveryRow) -> str:
        return format_html_join("", "<div>{}</div>", ((line,) for line in sentences(record)))

    def value_changes(self, record: DeliveryRow) -> str:
        return "; ".join(sentences(record))


class DeskDeliveryTable(BaseTable):
    """The last few, as the provider's first screen shows them."""

    filename = LinkColumn()
    received_at = DateColumn()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    status = StatusColumn()
    rows_total = NumberColumn()
    rows_refused = NumberColumn()
    telling = ("filename", "status")

    class Meta:
        model = Delivery
        fields = ("filename", "received_at", "contract", "status", "rows_total", "rows_refused")
        orderable = False
        empty_text = _("No sheet has been handed in yet.")


class DeskGroupTable(BaseTable):
    """Groups with room."""

    reference = LinkColumn()
    route = Column(accessor="line__get_route_display", verbose_name=_("Route"))
    place = Column(accessor="line__place", verbose_name=_("Place"))
    first_on = DateColumn()
    heads = NumberColumn(verbose_name=_("Heads"))
    free_seats = NumberColumn(verbose_name=_("Free seats"))

    class Meta:
        model = CourseGroup
        fields = ("reference", "route", "place", "first_on", "heads", "free_seats")
        orderable = False
        empty_text = _("No group has a free seat now.")
