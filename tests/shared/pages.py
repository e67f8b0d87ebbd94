"""Pages for tests of the generic ones, about tenders because those have a workflow."""

from django.http import HttpResponse
from django.urls import include, path

from accounts.enums import Permission
from config.shared.errors import Refused
from config.shared.filters import BaseFilterSet
from config.shared.forms import PageModelForm
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from config.shared.views import (
    PUBLIC,
    Action,
    DetailPage,
    FormPage,
    ListPage,
    Page,
    Panel,
    TransitionPage,
)
from config.urls import urlpatterns as roof
from procurement.models import Lot, Tender
from procurement.urls import urlpatterns as tender_room
from procurement.workflows import TENDER


class TenderTable(BaseTable):
    reference = LinkColumn()
    region = Column(accessor="region__name")
    estimated_amount = MoneyColumn()
    closes_at = DateColumn()
    standstill_days = NumberColumn()
    status = StatusColumn()
    default_columns = ("reference", "title", "region", "estimated_amount", "closes_at", "status")
    telling = ("reference", "status")

    class Meta:
        model = Tender
        fields = (
            "reference",
            "title",
            "region",
            "estimated_amount",
            "closes_at",
            "standstill_days",
            "status",
        )


class LotTable(BaseTable):
    ceiling_price = MoneyColumn(places=4)
    status = StatusColumn()

    class Meta:
        model = Lot
        fields = ("number", "title", "ceiling_price", "status")


class TenderFilterSet(BaseFilterSet):
    search_fields = ("reference", "title")

    class Meta:
        model = Tender
        fields = ("status", "region", "lead_gemeente")


class TenderForm(PageModelForm):
    class Meta:
        model = Tender
        fields = ("reference", "title", "description", "estimated_amount", "closes_at", "procedure")


class TenderListPage(ListPage):
    model = Tender
    table_class = TenderTable
    filterset_class = TenderFilterSet
    permission = Permission.TENDER_VIEW
    main_action = Action("Begin", "/tenders/new/", "plus-lg", True, Permission.TENDER_DRAFT)
    empty_text = "Nog geen aanbesteding. Begin er een."


class LotListPage(ListPage):
    model = Lot
    table_class = LotTable
    filterset_class = type("LotFilterSet", (BaseFilterSet,), {"search_fields": ("title",)})
    permission = Permission.TENDER_VIEW


class TenderDetailPage(DetailPage):
    model = Tender
    workflow = TENDER
    permission = Permission.TENDER_VIEW

    def facts(self):
        tender = self.object
        return [
            ("Regio", tender.region),
            ("Gemeenten", tender.gemeenten.all()),
            ("Sluit", tender.closes_at),
            ("Omschrijving", tender.description),
        ]

    def panels(self):
        lots = self.object.lots.visible_to(self.request.user)
        return [
            Panel("Percelen", table=LotTable(lots, prefix="lots-"), count=lots.count()),
            Panel("Alle percelen", url="/tenders/lots/?_panel=1"),
        ]

    def missing_url(self, sentence):
        return f"/tenders/{self.object.pk}/lots/" if "perce" in sentence else ""


class TenderUpdatePage(FormPage):
    model = Tender
    form_class = TenderForm
    permission = Permission.TENDER_DRAFT
    title = "Aanbesteding wijzigen"
    success_message = "%(object)s is gewijzigd."

    def perform(self, form):
        if form.cleaned_data["title"] == "verboden":
            raise Refused("Die titel mag niet.", field="title")
        if form.cleaned_data["title"] == "anders":
            raise Refused("Het kan nu niet.", "En dit ook niet.", field="elders")
        return form.save()


class TenderTransitionPage(TransitionPage):
    model = Tender
    workflow = TENDER


class Front(Page):
    permission = PUBLIC

    def get(self, request):
        return HttpResponse("front")


class Forgotten(Front):
    permission = None


pages = [
    path("room/", include(tender_room)),  # what the frame links to; the names below come first
    path("", TenderListPage.as_view(), name="tender-list"),
    path("lots/", LotListPage.as_view(), name="lot-list"),
    path("<int:pk>/", TenderDetailPage.as_view(), name="tender-detail"),
    path("<int:pk>/edit/", TenderUpdatePage.as_view(), name="tender-update"),
    path("<int:pk>/<slug:name>/", TenderTransitionPage.as_view(), name="tender-transition"),
]
urlpatterns = [
    path("tenders/", include((pages, "procurement"))),
    *roof,
    path("front/", Front.as_view(), name="front"),
    path("forgotten/", Forgotten.as_view(), name="forgotten"),
]
