"""Pages of papers: reading, downloading and signing them."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from config.shared.documents import document_of, to_html
from config.shared.views import Action, ConfirmPage, Crumb, DetailPage, ModelPage, Panel, download
from contracts.actions.signing import record_signature, sign_paper
from contracts.enums import AmendmentStatus, ContractStatus, PartySide
from contracts.forms.papers import InkSignatureForm, SignatureForm
from contracts.models import Paper, PaperSignature
from contracts.tables.papers import PaperSignatureTable, PaperTable
from contracts.workflows.contracts import lot_awarded

FILES = ("pdf", "docx")


class OfPaper(ModelPage):
    """A page about one paper of a contract or amendment."""

    model = Paper
    permission: Any = Permission.CONTRACT_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        rows = Paper.objects.visible_to(self.person).filter(contract__isnull=False)
        return rows.select_related(
            "contract__region", "contract__provider", "contract__decision__lot", "amendment"
        ).distinct()

    def breadcrumbs(self) -> list[Crumb]:
        """Under its contract."""
        contract, paper = self.object.contract, self.object
        trail = [
            Crumb(_("Contracts"), reverse("contracts:contract-list")),
            Crumb(str(contract), contract.get_absolute_url()),
            Crumb(str(paper), paper.get_absolute_url()),
        ]
        return [crumb for crumb in trail if crumb.url != self.request.path]

    @cached_property
    def waits(self) -> bool:
        """Whether the paper stands and still asks for signatures."""
        paper = self.object
        if paper.voided_at:
            return False
        if paper.amendment:
            return bool(paper.amendment.status == AmendmentStatus.OFFERED)
        return bool(paper.contract.status == ContractStatus.OFFERED)

    @cached_property
    def signed_sides(self) -> set[str]:
        return set(self.object.signatures.order_by().values_list("side", flat=True))


class PaperDetailPage(OfPaper, DetailPage):
    template_name = "contracts/paper_detail.html"

    def facts(self) -> list[tuple[Any, Any]]:
        paper = self.object
        return [
            (_("Contract"), paper.contract),
            (_("Amendment"), paper.amendment),
            (_("Made"), paper.made_at),
            (_("Taken back"), paper.voided_at),
            (_("Why it was taken back"), paper.void_reason),
            (_("SHA-256 of the PDF"), paper.sha256),
        ]

    def panels(self) -> list[Panel]:
        """The text, and who signed."""
        signatures = PaperSignatureTable(self.object.signatures.order_by("recorded_at", "pk"))
        text = Panel(_("Text"), template="contracts/_paper_text.html")
        signed = Panel(_("Signatures"), table=signatures, count=len(self.signed_sides))
        return [signed] if self.object.signed_outside else [text, signed]

    def page_actions(self) -> list[Action]:
        """Signing first, for the side that has not signed; then the files."""
        pk = self.object.pk
        files = [
            Action(label, reverse("contracts:paper-file", args=[pk, kind]), f"filetype-{kind}")
            for kind, label in (("pdf", _("PDF")), ("docx", _("Word")))
            if getattr(self.object, kind)
        ]
        return [*self._signing(), *files]

    def _signing(self) -> list[Action]:
        if not self.waits:
            return []
        pages = [
            (PartySide.PROVIDER, _("Sign for the provider"), "paper-countersign", CountersignPage),
            (PartySide.BUYER, _("Sign for the region"), "paper-sign", SignPage),
        ]
        acts = [
            Action(label, reverse(f"contracts:{name}", args=[self.object.pk]), "pen", primary=True)
            for side, label, name, page in pages
            if side not in self.signed_sides and self.may(page.permission, self.object.contract)
        ]
        ink = reverse("contracts:paper-record", args=[self.object.pk])
        label = _("Record a signature in ink")
        sign = Permission.CONTRACT_SIGN
        return [*acts[:1], Action(label, ink, "upload", permission=sign)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The words as they were frozen, and what is waited for."""
        kept = self.object.facts.get("document")
        return super().get_context_data(
            paper=self.object,
            text=to_html(document_of(kept)) if kept else "",
            waits=self.waits,
            awaited=self._awaited(),
            **kwargs,
        )

    def _awaited(self) -> list[str]:
        """Sentences on what is still needed before the paper binds."""
        if not self.waits:
            return []
        lacking = [
            _("The signature of: %(side)s.") % {"side": side.label}
            for side in PartySide
            if side not in self.signed_sides
        ]
        award = lot_awarded(self.object.contract, timezone.now())
        return [*lacking, award] if award else lacking


class SigningPage(OfPaper, ConfirmPage):
    """Asks who signs for one side, as what and on which day."""

    form_class = SignatureForm
    side: ClassVar[str] = ""
    success_message = gettext_lazy("The signature is recorded.")
    submit_label = gettext_lazy("Sign")

    def get_initial(self) -> dict[str, Any]:
        """The person who signs here, today."""
        key = "buyer" if self.side == PartySide.BUYER else "provider"
        role = self.object.facts.get(key, {}).get("role", "")
        return {
            "signatory_name": self.person.name,
            "signatory_role": role,
            "signed_on": timezone.localdate(),
        }

    def missing(self) -> list[str]:
        """Why this side cannot sign now."""
        if not self.waits:
            return [_("This paper does not wait for signatures.")]
        if self.side in self.signed_sides:
            return [_("This side has already signed.")]
        return self.awaited()

    def awaited(self) -> list[str]:
        return []

    def consequences(self) -> list[Any]:
        return [
            _("The name, the function, the day and the SHA-256 of the PDF are kept for good."),
            _("SHA-256 of the PDF: %(digest)s") % {"digest": self.object.sha256},
            _("When both sides have signed, the paper binds them. Both are told."),
        ]

    def perform(self, form: Any) -> Paper:
        sign_paper(
            paper=self.object,
            side=self.side,
            signed=form.signed(),
            file=form.cleaned_data["file"],
            by=self.person,
            at=timezone.now(),
        )
        paper: Paper = self.object
        return paper


class SignPage(SigningPage):
    """The region signs; not while the award is not final."""

    permission = Permission.CONTRACT_SIGN
    title = gettext_lazy("Sign for the region")
    side = PartySide.BUYER

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().filter(contract__region__in=regions_of(self.person))

    def awaited(self) -> list[str]:
        award = lot_awarded(self.object.contract, timezone.now())
        return [award] if award else []


class CountersignPage(SigningPage):
    """The provider's administrator signs."""

    permission = Permission.CONTRACT_COUNTERSIGN
    title = gettext_lazy("Sign for the provider")
    side = PartySide.PROVIDER

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().filter(contract__provider__in=providers_of(self.person))


class RecordPage(SignPage):
    """The region writes down a signature in ink, of either side."""

    form_class = InkSignatureForm
    title = gettext_lazy("Record a signature in ink")
    submit_label = gettext_lazy("Record")

    def get_initial(self) -> dict[str, Any]:
        return {"side": PartySide.PROVIDER, "signed_on": timezone.localdate()}

    def missing(self) -> list[str]:
        return [] if self.waits else [_("This paper does not wait for signatures.")]

    def perform(self, form: Any) -> Paper:
        record_signature(
            paper=self.object,
            side=form.cleaned_data["side"],
            signed=form.signed(),
            file=form.cleaned_data["file"],
            by=self.person,
            at=timezone.now(),
        )
        paper: Paper = self.object
        return paper


class PaperFilePage(OfPaper):
    """The file as it was made, or as it was handed in: pdf or docx."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """A download; 404 for another kind, or one that this paper does not have."""
        kind = self.kwargs["kind"]
        file = getattr(self.object, kind) if kind in FILES else None
        if not file:
            raise Http404
        return download(file, f"{slugify(self.object.title)}-{self.object.number}.{kind}")


class SignatureFilePage(ModelPage):
    """The scan of a signature."""

    model = PaperSignature
    permission = Permission.CONTRACT_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """A download; 404 where there is no scan."""
        return download(self.object.file, self.object.filename)


def panels_of(page: Any) -> list[Panel]:
    """The tab of a contract with its papers and those of its amendments."""
    papers = Paper.objects.visible_to(page.person).filter(contract=page.object)
    rows = papers.select_related("contract", "amendment").distinct().order_by("-made_at", "-pk")
    return [Panel(_("Papers"), table=PaperTable(rows))]
