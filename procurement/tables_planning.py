"""Tables of the procurement calendar, of market consultations and of the terms."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from config.shared.display import money, number, value_text
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    StatusColumn,
)
from procurement.enums import RuleUnit
from procurement.exports.consultation import sharing_words
from procurement.models import (
    ConsultationContact,
    LegalRule,
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
    budget = MoneyColumn(verbose_name=_("Budget of the tender"))
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


def _own_rule_url(record: LegalRule) -> str | None:
    """To its form for the region's own; national rules have none."""
    if record.region_id is None:
        return None
    return reverse("procurement:legalrule-update", args=[record.pk])


class LegalRuleTable(BaseTable):
    """Terms and thresholds, each with its source; the region's own lead to their form."""

    key = LinkColumn(linkify=_own_rule_url)
    procedure = Column(verbose_name=_("Procedure"), empty_values=())
    applies_from = DateColumn()
    value = Column(verbose_name=_("Value"))
    region = Column(verbose_name=_("Of"), empty_values=())
    is_binding = Column()
    is_certain = Column()
    telling = ("key", "value")
    default_columns = (
        "key",
        "procedure",
        "applies_from",
        "value",
        "article",
        "source",
        "region",
        "is_binding",
        "is_certain",
    )

    class Meta:
        model = LegalRule
        fields = (
            "key",
            "procedure",
            "applies_from",
            "value",
            "article",
            "source",
            "region",
            "is_binding",
            "is_certain",
            "note",
        )
        order_by = ("key",)

    def render_procedure(self, record: LegalRule) -> str:
        """Which; or that it stands for all others."""
        return record.get_procedure_display() or _t("All without a rule of their own")

    def render_region(self, record: LegalRule) -> str:
        """The region, or that it is national."""
        return str(record.region or _t("National"))

    def render_value(self, record: LegalRule) -> str:
        """30 calendar days; yes or no in words."""
        if record.unit == RuleUnit.YES_NO:
            return _t("Yes") if record.value else _t("No")
        if record.unit == RuleUnit.EURO:
            return money(record.value)
        return f"{number(record.value.normalize())} {record.get_unit_display()}"

    def render_is_binding(self, value: bool) -> str:
        """In a word."""
        return value_text(value)

    def render_is_certain(self, value: bool) -> str:
        """In a word."""
        return value_text(value)

    def value_value(self, record: LegalRule) -> Decimal:
        """The bare figure, for export."""
        return record.value
