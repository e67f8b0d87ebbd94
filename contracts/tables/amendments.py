"""Tables of amendments."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    StatusColumn,
)
from contracts.models import Amendment


class AmendmentTable(BaseTable):
    number = LinkColumn()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    effective_on = DateColumn()
    change_amount = MoneyColumn()
    signed_at = DateColumn()
    notice_on = DateColumn()
    status = StatusColumn()
    default_columns = (
        "number",
        "contract",
        "provider",
        "title",
        "reason_code",
        "effective_on",
        "status",
    )
    telling = ("number", "status")

    class Meta:
        model = Amendment
        fields = (
            "number",
            "contract",
            "provider",
            "title",
            "reason_code",
            "effective_on",
            "change_amount",
            "signed_at",
            "notice_on",
            "status",
        )

    def render_number(self, record: Amendment) -> str:
        """The amendment by name."""
        return str(record)

    def value_number(self, value: Any) -> Any:
        """The bare number, for export."""
        return value
