"""Drafting the text together: clauses, comments that unlock them, agreement clause by clause."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Prefetch, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from config.shared.documents import Document, to_docx, to_pdf
from config.shared.views import Action, ConfirmPage, Crumb, FormPage, ModelPage
from contracts.actions import covenants as actions
from contracts.covenant_paper import covenant_document
from contracts.enums import ClauseUse, CovenantStatus
from contracts.forms.covenants import (
    AgreeForm,
    ClauseForm,
    CommentForm,
    LibraryForm,
    OwnClauseForm,
    SettleForm,
)
from contracts.models import Clause, ClauseComment, ClauseVersion, Covenant, CovenantClause
from contracts.views.covenant_course import UnderCovenant

MAKERS: dict[str, Callable[[Document], bytes]] = {"pdf": to_pdf, "docx": to_docx}


def trail(covenant: Covenant, *, to_clauses: bool = True) -> list[Crumb]:
    """List, covenant, and its clauses."""
    crumbs = [
        Crumb(
            capfirst(str(Covenant._meta.verbose_name_plural)), reverse("contracts:covenant-list")
        ),
        Crumb(str(covenant), covenant.get_absolute_url()),
    ]
    if to_clauses:
        url = reverse("contracts:covenant-clauses", args=[covenant.pk])
        crumbs.append(Crumb(_("Clauses and comments"), url))
    return crumbs


class CovenantClausesPage(ModelPage, TemplateView):
    """The clauses one by one, with what the parties say about each."""

    model = Covenant
    permission = Permission.COVENANT_VIEW
    template_name = "contracts/covenant_clauses.html"
    title = _("Clauses and comments")

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        """With clauses and comments."""
        comments = ClauseComment.objects.select_related("party__provider", "party__gemeente")
        clauses = CovenantClause.objects.order_by("position", "pk").prefetch_related(
            Prefetch("comments", comments.order_by("pk"))
        )
        visible = Covenant.objects.visible_to(self.person).select_related("region")
        return visible.prefetch_related(Prefetch("clauses", clauses))

    def breadcrumbs(self) -> list[Crumb]:
        """Under the covenant."""
        return trail(self.object, to_clauses=False)

    @property
    def is_writable(self) -> bool:
        """Whether the person drafts, and nobody has signed yet."""
        row = self.object
        drafts = row.region_id in regions_of(self.person)
        open_ones = row.status in (CovenantStatus.DRAFT, CovenantStatus.OFFERED)
        return drafts and open_ones and self.may(Permission.COVENANT_DRAFT, row) and not self.signed

    @property
    def signed(self) -> int:
        """How many parties have signed."""
        return int(self.object.parties.filter(signed_at__isnull=False).count())

    def page_actions(self) -> list[Action]:
        """For who drafts."""
        if not self.is_writable:
            return []
        pk = self.object.pk
        found = [
            Action(_("From the library"), reverse("contracts:covenant-library", args=[pk]), "book"),
            Action(
                _("Write a clause"), reverse("contracts:covenantclause-create", args=[pk]), "pencil"
            ),
        ]
        if self.object.status == CovenantStatus.OFFERED:
            url = reverse("contracts:covenant-agree", args=[pk])
            found.insert(0, Action(_("Agree on clauses"), url, "lock", primary=True))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each clause as it reads, with its comments."""
        covenant = self.object
        provisions = covenant.text().provisions
        clauses = list(covenant.clauses.all())
        return super().get_context_data(
            covenant=covenant,
            clauses=list(zip(clauses, provisions, strict=True)),
            is_writable=self.is_writable,
            may_comment=covenant.status == CovenantStatus.OFFERED
            and may_comment(self.person, covenant)
            and not self.signed,
            signed=self.signed,
            own_providers=providers_of(self.person),
            points=actions.open_points(covenant),
            is_training=covenant.region.is_training,
            **kwargs,
        )


def may_comment(person: Any, covenant: Covenant) -> bool:
    """Drafters of the region, and who signs for a school that is a party."""
    if covenant.region_id in regions_of(person):
        return bool(person.may(Permission.COVENANT_DRAFT, covenant))
    return bool(providers_of(person) and person.may(Permission.COVENANT_AGREE))


class ToClauses(UnderCovenant, FormPage):
    """A form of the drafters that leads back to the clauses."""

    @property
    def covenant(self) -> Covenant:
        """Under which the page stands."""
        row: Covenant = self.object
        return row

    def breadcrumbs(self) -> list[Crumb]:
        """Under the clauses."""
        return trail(self.covenant)

    def get_success_url(self, result: Any = None) -> str:
        """Back to the clauses."""
        return reverse("contracts:covenant-clauses", args=[self.covenant.pk])


class CovenantLibraryPage(ToClauses):
    form_class = LibraryForm
    title = _("Clauses from the library")
    submit_label = _("Add")
    success_message = _("The clauses stand at the end of the text.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The latest versions of clauses for covenants that are not in the text yet."""
        taken = self.object.clauses.filter(version__isnull=False).values("version__clause")
        clauses = Clause.objects.visible_to(self.person).standing().with_text()
        fitting = clauses.filter(region=self.object.region, use=ClauseUse.COVENANT)
        latest = [row.version_id for row in fitting.exclude(pk__in=taken)]
        versions = ClauseVersion.objects.filter(pk__in=latest).select_related("clause")
        ordered = versions.order_by("clause__position", "pk")
        return super().get_form_kwargs() | {"versions": ordered}

    def perform(self, form: Any) -> Covenant:
        """Add them."""
        versions = list(form.cleaned_data["versions"])
        return actions.add_clauses(covenant=self.object, versions=versions, **self.moment())


class CovenantClauseCreatePage(ToClauses):
    form_class = OwnClauseForm
    title = _("Write a clause")
    success_message = _("The clause stands at the end of the text.")

    def perform(self, form: Any) -> CovenantClause:
        """Add it."""
        return actions.write_clause(covenant=self.object, **form.cleaned_data, **self.moment())


class CovenantAgreePage(ToClauses):
    form_class = AgreeForm
    title = _("Agree on clauses")
    submit_label = _("Agree")
    success_message = _("The clauses are locked. A comment unlocks a clause again.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """What is not agreed on, and has no comment that waits for an answer."""
        waiting = ClauseComment.objects.open().filter(clause__covenant=self.object)
        clauses = self.object.clauses.filter(agreed_at__isnull=True)
        ready = clauses.exclude(pk__in=waiting.values("clause")).order_by("position", "pk")
        return super().get_form_kwargs() | {"clauses": ready}

    def perform(self, form: Any) -> Covenant:
        """Lock them."""
        clauses = list(form.cleaned_data["clauses"])
        return actions.agree_clauses(covenant=self.object, clauses=clauses, **self.moment())


class OfClause(ToClauses):
    """A form about one clause."""

    model: Any = CovenantClause

    @property
    def covenant(self) -> Covenant:
        row: Covenant = self.object.covenant
        return row

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Clauses of the region's covenants."""
        return CovenantClause.objects.drafted_by(self.person).select_related("covenant__region")

    def get_success_url(self, result: Any = None) -> str:
        """Back to the clause."""
        return f"{super().get_success_url()}#clause-{self.object.pk}"


class CovenantClauseUpdatePage(OfClause):
    form_class = ClauseForm
    title = _("Change the clause")
    success_message = _("The clause is changed.")

    def perform(self, form: Any) -> CovenantClause:
        """Change it; who accepted the text before is told."""
        return actions.change_clause(clause=self.object, **form.cleaned_data, **self.moment())


class CovenantClauseRemovePage(OfClause, ConfirmPage):
    title = _("Remove the clause")
    submit_label = _("Remove")
    success_message = _("The clause is removed.")

    def consequences(self) -> list[Any]:
        """What goes."""
        return [_("The clause disappears with its comments. Acceptances of the text lapse.")]

    def perform(self, form: Any) -> Covenant:
        """Remove it."""
        return actions.remove_clause(clause=self.object, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        """The clause has no place any more."""
        return reverse("contracts:covenant-clauses", args=[self.covenant.pk])


class ClauseCommentPage(OfClause):
    """Says something about one clause; both sides do."""

    permission = Permission.COVENANT_VIEW
    form_class = CommentForm
    title = _("Comment on the clause")
    submit_label = _("Comment")
    success_message = _("Your comment stands there, and the clause is open again.")
    template_name = "contracts/covenantclause_comment.html"

    def scoped_queryset(self) -> "QuerySet[CovenantClause]":
        """Clauses of the covenants that the person sees."""
        return CovenantClause.objects.visible_to(self.person).select_related("covenant__region")

    def check_permission(self, obj: Model | None = None) -> None:
        """Reading alone gives no voice."""
        super().check_permission(obj)
        has_voice = self.may(Permission.COVENANT_DRAFT) or self.may(Permission.COVENANT_AGREE)
        if obj is not None and not has_voice:
            raise PermissionDenied

    def get_initial(self) -> dict[str, Any]:
        """The text as it stands, to write over."""
        return {"proposed_text": self.object.text}

    def perform(self, form: Any) -> ClauseComment:
        """Comment; a text that was left as it stands is no proposal."""
        proposed = form.cleaned_data["proposed_text"]
        kept = "" if proposed.split() == self.object.text.split() else proposed
        return actions.comment_on_clause(
            clause=self.object, text=form.cleaned_data["text"], proposed_text=kept, **self.moment()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The clause as it reads."""
        return super().get_context_data(clause=self.object, **kwargs)


class ClauseCommentSettlePage(OfClause):
    """Answers a comment, or takes one's own back."""

    model = ClauseComment
    permission = Permission.COVENANT_VIEW
    form_class = SettleForm
    title = _("Answer the comment")
    submit_label = _("Settle")
    success_message = _("The comment is settled.")
    template_name = "contracts/clausecomment_settle.html"

    def scoped_queryset(self) -> "QuerySet[ClauseComment]":
        """Comments that the person may answer."""
        rows = ClauseComment.objects.visible_to(self.person).answerable_by(self.person)
        return rows.select_related("clause__covenant__region", "party__provider", "party__gemeente")

    def check_permission(self, obj: Model | None = None) -> None:
        """Reading alone gives no voice."""
        super().check_permission(obj)
        has_voice = self.may(Permission.COVENANT_DRAFT) or self.may(Permission.COVENANT_AGREE)
        if obj is not None and not has_voice:
            raise PermissionDenied

    @property
    def covenant(self) -> Covenant:
        row: Covenant = self.object.clause.covenant
        return row

    def get_form_kwargs(self) -> dict[str, Any]:
        """Only the region takes a proposal over."""
        drafts = self.may(Permission.COVENANT_DRAFT, self.object)
        proposes = bool(self.object.proposed_text)
        return super().get_form_kwargs() | {"has_proposal": proposes and drafts}

    def perform(self, form: Any) -> ClauseComment:
        """Settle it."""
        return actions.settle_comment(comment=self.object, **form.cleaned_data, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        """Back to the clause."""
        url = reverse("contracts:covenant-clauses", args=[self.covenant.pk])
        return f"{url}#clause-{self.object.clause_id}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The comment with its clause."""
        return super().get_context_data(comment=self.object, **kwargs)


class CovenantFilePage(ModelPage):
    """The consolidated text as a file: pdf or docx."""

    model = Covenant
    permission = Permission.COVENANT_VIEW

    def scoped_queryset(self) -> "QuerySet[Covenant]":
        """With what the text names."""
        return Covenant.objects.visible_to(self.person).select_related("region")

    def document(self) -> Document:
        """With who signed."""
        return covenant_document(self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        """A download; 404 for another kind."""
        kind = self.kwargs["kind"]
        if kind not in MAKERS:
            raise Http404
        name = f"{slugify(f'convenant {self.object}')}.{kind}"
        content = BytesIO(MAKERS[kind](self.document()))
        response = FileResponse(content, as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response
