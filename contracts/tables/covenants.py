"""Tables of covenants, of who asks to join, and of learners under them."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import (
    AccessionRequest,
    Covenant,
    CovenantReview,
    Placement,
    PlacementHours,
    ProgressConversation,
)


class CovenantTable(BaseTable):
    reference = LinkColumn()
    region = Column(verbose_name=_("Region"))
    first_on = DateColumn()
    last_on = DateColumn()
    signed_count = NumberColumn(verbose_name=_("Parties signed"), accessor="signed_count")
    party_count = NumberColumn(verbose_name=_("Parties"), accessor="party_count")
    published_at = DateColumn()
    status = StatusColumn()
    default_columns = (
        "reference",
        "title",
        "kind",
        "first_on",
        "last_on",
        "signed_count",
        "party_count",
        "status",
    )
    telling = ("reference", "status")

    class Meta:
        model = Covenant
        fields = (
            "reference",
            "title",
            "kind",
            "region",
            "first_on",
            "last_on",
            "signed_count",
            "party_count",
            "published_at",
            "status",
        )
        order_by = ("-first_on",)


class PublicCovenantTable(BaseTable):
    title = LinkColumn(linkify=lambda record: record.get_public_url())
    region = Column(verbose_name=_("Region"))
    first_on = DateColumn()
    last_on = DateColumn()
    signed_count = NumberColumn(verbose_name=_("Parties"), accessor="signed_count")
    telling = ("title", "region")

    class Meta:
        model = Covenant
        fields = ("title", "kind", "region", "first_on", "last_on", "signed_count")
        order_by = ("-first_on",)


class AccessionRequestTable(BaseTable):
    provider = LinkColumn(linkify=lambda record: record.get_absolute_url())
    covenant = Column()
    asked_at = DateColumn()
    status = StatusColumn()
    decided_at = DateColumn()
    telling = ("provider", "status")

    class Meta:
        model = AccessionRequest
        fields = ("provider", "covenant", "asked_at", "status", "decided_at")
        order_by = ("-asked_at",)


class ReviewTable(BaseTable):
    """The reviews that come, over covenants."""

    covenant = LinkColumn(orderable=False)
    due_on = DateColumn(orderable=False)
    telling = ("covenant", "due_on")

    class Meta:
        model = CovenantReview
        fields = ("covenant", "due_on")


class LearnerTable(BaseTable):
    """Placements under a covenant."""

    reference = LinkColumn()
    provider = Column(accessor="covenant_party__provider", verbose_name=_("Provider"))
    covenant = Column(accessor="covenant_party__covenant__reference", verbose_name=_("Covenant"))
    gemeente = Column(verbose_name=_("Gemeente"))
    planned_first_on = DateColumn()
    actual_first_on = DateColumn()
    actual_last_on = DateColumn()
    offered_hours = NumberColumn()
    attended_hours = NumberColumn()
    status = StatusColumn()
    status_on = DateColumn()
    default_columns = (
        "reference",
        "provider",
        "gemeente",
        "target_group",
        "route",
        "covenant_group",
        "offered_hours",
        "attended_hours",
        "status",
    )
    telling = ("reference", "status")

    class Meta:
        model = Placement
        fields = (
            "reference",
            "provider",
            "covenant",
            "gemeente",
            "target_group",
            "route",
            "level",
            "covenant_group",
            "planned_first_on",
            "actual_first_on",
            "actual_last_on",
            "offered_hours",
            "attended_hours",
            "status",
            "status_on",
        )


class HoursTable(BaseTable):
    """The hours of one learner by month."""

    month = Column(orderable=False)
    offered = NumberColumn(orderable=False)
    attended = NumberColumn(orderable=False)

    class Meta:
        model = PlacementHours
        fields = ("month", "offered", "attended")

    def render_month(self, value: date) -> str:
        """March 2026."""
        return date_format(value, "F Y")


class ConversationTable(BaseTable):
    """The progress conversations of one learner."""

    due_on = DateColumn(verbose_name=_("Due on"), orderable=False)
    held_on = DateColumn(verbose_name=_("Held on"), orderable=False)
    outcome = Column(orderable=False)

    class Meta:
        model = ProgressConversation
        fields = ("due_on", "held_on", "outcome")
