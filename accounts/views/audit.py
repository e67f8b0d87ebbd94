"""What was done, for who may look."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from accounts.filters import AuditEventFilterSet
from accounts.models import AuditEvent, Gemeente, Region
from accounts.tables import AuditEventTable
from config.shared.views import ListPage


class AuditEventListPage(ListPage):
    model = AuditEvent
    table_class = AuditEventTable
    filterset_class = AuditEventFilterSet
    permission = Permission.AUDIT_VIEW
    title = _("Audit trail")
    empty_text = _("Nothing was done yet for the organisations you act for.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With who acted; newest first."""
        return super().scoped_queryset().select_related("by")

    def get_table_kwargs(self) -> dict[str, Any]:
        """The names of the organisations whose keys stand in the rows."""
        names = {
            f"{kind}:{row.pk}": str(row)
            for kind, model in (("region", Region), ("gemeente", Gemeente))
            for row in model.objects.visible_to(self.person)
        }
        return super().get_table_kwargs() | {
            "organisations": names,
            "reader": self.person,
        }
