"""Tables of clauses, papers, signatures and warnings."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, NumberColumn
from contracts.models import Clause, ContractAlert, Paper, PaperSignature


class ClauseTable(BaseTable):
    title = LinkColumn()
    version_number = NumberColumn(verbose_name=_("Version"), orderable=False)
    retired_at = DateColumn()

    class Meta:
        model = Clause
        fields = ("position", "title", "use", "code", "is_standard", "version_number", "retired_at")

    telling = ("title", "use")
    default_columns = ("position", "title", "use", "is_standard", "version_number", "retired_at")


class PaperTable(BaseTable):
    title = LinkColumn(verbose_name=_("Paper"), orderable=False)
    number = Column(verbose_name=_("Version"), orderable=False)
    made_at = DateColumn(orderable=False)
    voided_at = DateColumn(orderable=False)

    class Meta:
        model = Paper
        fields = ("title", "number", "made_at", "voided_at")

    telling = ("title", "made_at")


class PaperSignatureTable(BaseTable):
    side = Column(orderable=False)
    signatory_name = Column(orderable=False)
    signatory_role = Column(orderable=False)
    signed_on = DateColumn(orderable=False)
    recorded_at = DateColumn(orderable=False)
    filename = LinkColumn(
        verbose_name=_("Scan"),
        linkify=lambda record: (
            record.file and reverse("contracts:papersignature-file", args=[record.pk])
        ),
        orderable=False,
    )

    class Meta:
        model = PaperSignature
        fields = (
            "side",
            "signatory_name",
            "signatory_role",
            "signed_on",
            "recorded_at",
            "filename",
        )

    telling = ("side", "signatory_name")


class ContractAlertTable(BaseTable):
    kind = LinkColumn()
    contract = Column(accessor="contract__reference", verbose_name=_("Contract"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"), orderable=False)
    sentence = Column(orderable=False)
    due_on = DateColumn()
    owner = Column()
    raised_at = DateColumn()
    acknowledged_at = DateColumn()
    escalated_at = DateColumn()
    lapsed_at = DateColumn()

    class Meta:
        model = ContractAlert
        fields = (
            "kind",
            "contract",
            "provider",
            "sentence",
            "due_on",
            "owner",
            "level",
            "raised_at",
            "acknowledged_at",
            "escalated_at",
            "lapsed_at",
        )
        order_by = ("due_on",)

    telling = ("kind", "due_on")
    default_columns: Sequence[str] = (
        "kind",
        "contract",
        "provider",
        "sentence",
        "due_on",
        "acknowledged_at",
    )


class OpenAlertTable(ContractAlertTable):
    """Those that wait for an answer, on the desk."""

    default_columns = ("kind", "contract", "sentence", "due_on", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, orderable=False, **kwargs)
