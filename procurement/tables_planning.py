"""Tables of the procurement calendar and of market consultations."""

from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    StatusColumn,
)
from procurement.exports.consultation import sharing_words
from procurement.models import (
    ConsultationContact,
    MarketConsultation,
    PlannedBudget,
    PlannedTender,
)
from procurement.tables import DeadlineColumn


class PlannedTenderTable(BaseTable):
    """Lines of the calendar; `budget` is the money from all sources together."""

    title = LinkColumn()
    publication_on = DateColumn()
    start_on = DateColumn()
    budget = MoneyColumn(verbose_name=_("Budget"))
    owner = Column(verbose_name=_("Owner"))
    status = StatusColumn()
    default_columns = ("title", "year", "publication_on", "start_on", "budget", "owner", "status")
    telling = ("title", "publication_on")

    class Meta:
        model = PlannedTender
        fields = (
            "title",
            "year",
            "procedure",
            "publication_on",
            "start_on",
            "budget",
            "owner",
            "status",
        )
        order_by = ("publication_on",)

    def render_year(self, value: int) -> str:
        """2027, without a point."""
        return str(value)


class BudgetTable(BaseTable):
    """The money of one line by source."""

    amount = MoneyColumn()
    telling = ("source", "amount")

    class Meta:
        model = PlannedBudget
        fields = ("source", "amount")
        orderable = False


class ConsultationTable(BaseTable):
    title = LinkColumn()
    closes_at = DeadlineColumn()
    status = StatusColumn()
    telling = ("title", "closes_at")

    class Meta:
        model = MarketConsultation
        fields = ("title", "region", "closes_at", "status")
        order_by = ("-closes_at",)


class ContactTable(BaseTable):
    """Contacts with single providers, and whether what they learned reached all."""

    provider = Column(verbose_name=_("Provider"))
    happened_on = DateColumn()
    shared_at = Column(verbose_name=_("Shared with all"), empty_values=())
    telling = ("provider", "happened_on")

    class Meta:
        model = ConsultationContact
        fields = ("happened_on", "provider", "kind", "summary", "shared_at")
        orderable = False

    def render_shared_at(self, record: ConsultationContact) -> str:
        """When; or that it still has to be, or that there was nothing to share."""
        return sharing_words(record)
