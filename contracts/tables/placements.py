"""Tables of placements and of what happened to them."""

from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import Placement, PlacementEvent


class PlacementTable(BaseTable):
    reference = LinkColumn()
    gemeente = Column(verbose_name=_("Gemeente"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    place = Column(accessor="capacity_line__place", verbose_name=_("Place"))
    course_group = Column(verbose_name=_("Group"))
    planned_first_on = DateColumn()
    planned_last_on = DateColumn()
    actual_first_on = DateColumn()
    actual_last_on = DateColumn()
    reserved_until_on = DateColumn()
    offered_hours = NumberColumn()
    attended_hours = NumberColumn()
    status = StatusColumn()
    status_on = DateColumn()
    default_columns = (
        "reference",
        "gemeente",
        "route",
        "level",
        "contract",
        "course_group",
        "planned_first_on",
        "status",
        "status_on",
    )
    telling = ("reference", "status")

    class Meta:
        model = Placement
        fields = (
            "reference",
            "gemeente",
            "provider",
            "contract",
            "route",
            "level",
            "target_group",
            "place",
            "course_group",
            "mode",
            "planned_first_on",
            "planned_last_on",
            "actual_first_on",
            "actual_last_on",
            "reserved_until_on",
            "offered_hours",
            "attended_hours",
            "status",
            "status_on",
        )


class PlacementEventTable(BaseTable):
    """How a placement came where it stands."""

    on = DateColumn(orderable=False)
    source = Column(orderable=False)
    target = Column(orderable=False)
    reason = Column(orderable=False)
    delivery = Column(verbose_name=_("Delivery"), orderable=False)
    recorded_at = DateColumn(orderable=False)
    recorded_by = Column(verbose_name=_("By"), orderable=False)
    telling = ("target", "on")

    class Meta:
        model = PlacementEvent
        fields = ("on", "source", "target", "reason", "delivery", "recorded_at", "recorded_by")
