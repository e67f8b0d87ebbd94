"""Covenants as anyone reads them, without signing in: text, parties and period, no people."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from config.shared.documents import Document, to_html
from config.shared.views import PUBLIC, Action, Crumb, ListPage, ModelPage
from contracts.covenant_paper import covenant_document
from contracts.covenant_rules import RULES
from contracts.filters.covenants import PublicCovenantFilterSet
from contracts.models import Covenant
from contracts.tables.covenants import PublicCovenantTable
from contracts.views.covenant_clauses import CovenantFilePage

COVENANTS = _("Published covenants")


class PublicCovenantListPage(ListPage):
    """Every covenant that is in force and published; what is for practice is left out."""

    model = Covenant
    table_class = PublicCovenantTable
    filterset_class = PublicCovenantFilterSet
    permission = PUBLIC
    title = COVENANTS
    empty_text = _("No covenant has been published yet.")

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        return Covenant.objects.public().with_parties()


class PublicCovenantDetailPage(ModelPage, TemplateView):
    """The public page of one covenant."""

    model = Covenant
    permission = PUBLIC
    template_name = "contracts/public_covenant.html"

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        return Covenant.objects.public().select_related("region")

    def get_title(self) -> str:
        title: str = self.object.title
        return title

    def breadcrumbs(self) -> list[Crumb]:
        return [Crumb(COVENANTS, reverse("contracts:public-covenant-list"))]

    def page_actions(self) -> list[Action]:
        """Joining asks for an account; the address leads there and back."""
        pk = self.object.pk
        found = [
            Action(
                label,
                reverse("contracts:public-covenant-file", args=[pk, kind]),
                f"filetype-{kind}",
            )
            for label, kind in ((_("PDF"), "pdf"), (_("Word"), "docx"))
        ]
        if RULES[self.object.kind].takes_accession:
            url = reverse("contracts:covenant-accession", args=[pk])
            found.insert(0, Action(_("Ask to join"), url, "person-plus", primary=True))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = to_html(covenant_document(self.object, is_public=True))
        return super().get_context_data(covenant=self.object, text=text, **kwargs)


class PublicCovenantFilePage(CovenantFilePage):
    """The same as a file."""

    permission: Any = PUBLIC

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        return Covenant.objects.public().select_related("region")

    def document(self) -> Document:
        """Without the names of people."""
        return covenant_document(self.object, is_public=True)
