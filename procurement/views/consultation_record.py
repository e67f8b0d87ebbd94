"""What the region keeps beside a consultation: contacts, its tender, and the record."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.documents import to_docx, to_pdf
from config.shared.periods import amsterdam
from config.shared.views import Crumb, FormPage, ModelPage
from procurement import actions
from procurement.exports.consultation import consultation_document
from procurement.forms.consultations import ContactForm, LinkForm, ShareForm
from procurement.models import ConsultationContact, MarketConsultation
from procurement.views.consultations import CONTACTS, own_consultations, own_tenders
from procurement.views.round_files import WORD


class DeskConsultationPage(FormPage):
    """A form about a consultation, for the region."""

    model: Any = MarketConsultation
    permission = Permission.TENDER_DRAFT

    def scoped_queryset(self) -> "QuerySet[Any]":
        return own_consultations(self.person)

    @property
    def consultation(self) -> MarketConsultation:
        row: MarketConsultation = self.object
        return row

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class ConsultationLinkPage(DeskConsultationPage):
    form_class = LinkForm
    title = gettext_lazy("Link to a tender")
    success_message = gettext_lazy("“%(object)s” is linked.")

    def get_initial(self) -> dict[str, Any]:
        return {"tender": self.object.tender_id}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"tenders": own_tenders(self.person)}

    def perform(self, form: LinkForm) -> MarketConsultation:
        return actions.link_consultation(
            consultation=self.object, tender=form.cleaned_data["tender"], **self.moment()
        )


class ToContacts(DeskConsultationPage):
    """Leads back to the contacts."""

    def get_success_url(self, result: Any = None) -> str:
        return f"{self.consultation.get_absolute_url()}?tab={slugify(str(CONTACTS))}#parts"


class ContactCreatePage(ToContacts):
    form_class = ContactForm
    title = gettext_lazy("Record a contact")
    submit_label = gettext_lazy("Record it")
    success_message = gettext_lazy("The contact is recorded.")

    def get_initial(self) -> dict[str, Any]:
        return {"happened_on": amsterdam(timezone.now())}

    def get_form_kwargs(self) -> dict[str, Any]:
        providers = actions.consulted_providers(self.object).order_by("legal_name", "pk")
        return super().get_form_kwargs() | {"providers": providers}

    def perform(self, form: ContactForm) -> ConsultationContact:
        return actions.record_contact(
            consultation=self.object, **form.cleaned_data, **self.moment()
        )


class ContactSharePage(ToContacts):
    """Confirms in words what all providers will read."""

    model = ConsultationContact
    form_class = ShareForm
    template_name = "procurement/consultationcontact_share.html"
    title = gettext_lazy("Share with all providers")
    submit_label = gettext_lazy("Share with all at this moment")
    success_message = gettext_lazy("All providers can read it, and have been told.")

    def scoped_queryset(self) -> "QuerySet[ConsultationContact]":
        rows = ConsultationContact.objects.visible_to(self.person)
        return rows.select_related("consultation__region", "provider")

    @property
    def consultation(self) -> MarketConsultation:
        row: MarketConsultation = self.object.consultation
        return row

    def breadcrumbs(self) -> list[Crumb]:
        listed = reverse("procurement:marketconsultation-list")
        label = str(MarketConsultation._meta.verbose_name_plural)
        return [
            Crumb(capfirst(label), listed),
            Crumb(str(self.consultation), self.consultation.get_absolute_url()),
        ]

    def perform(self, form: ShareForm) -> ConsultationContact:
        return actions.share_contact(
            contact=self.object, text=form.cleaned_data["text"], **self.moment()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(contact=self.object, **kwargs)


class ConsultationPdfPage(ModelPage):
    """The equal-treatment record, for the region."""

    model = MarketConsultation
    permission = Permission.TENDER_VIEW
    content_type = "application/pdf"
    extension = "pdf"

    def scoped_queryset(self) -> "QuerySet[MarketConsultation]":
        return own_consultations(self.person)

    def content(self) -> bytes:
        return to_pdf(consultation_document(self.object))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As an attachment; 404 for a draft, of which there is nothing to record."""
        if self.object.opened_at is None:
            raise Http404
        name = slugify(f"marktconsultatie {self.object.title}")
        disposition = f'attachment; filename="{name}.{self.extension}"'
        return HttpResponse(
            self.content(),
            content_type=self.content_type,
            headers={"Content-Disposition": disposition},
        )


class ConsultationDocxPage(ConsultationPdfPage):
    content_type = WORD
    extension = "docx"

    def content(self) -> bytes:
        return to_docx(consultation_document(self.object))
