"""Who is invited, who asks to take part, and who says no."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from config.shared.forms import PageForm, ReasonForm
from config.shared.periods import amsterdam
from config.shared.views import Action, Panel
from procurement import actions
from procurement.enums import Procedure, RuleKey, TenderStatus
from procurement.forms.publication import DeclineForm, InviteForm, RequestForm
from procurement.models import Invitation, Tender
from procurement.tables_publication import InvitationTable
from procurement.views.common import Confirms, deadline_text
from procurement.views.publication import ActPage, FilledPanel, Tab, own_provider
from providers.models import Provider

if TYPE_CHECKING:
    from procurement.views.tenders import TenderDetailPage

INVITATIONS = gettext_lazy("Invitations")
CHOSEN_WHILE = (TenderStatus.DRAFT, TenderStatus.IN_REVIEW, TenderStatus.PUBLISHED)


class InvitationsTab(Tab):
    """Who was invited or asked to take part, and how many there may be."""

    @cached_property
    def table(self) -> InvitationTable:
        rows = Invitation.objects.visible_to(self.person).filter(tender=self.tender)
        return InvitationTable(rows.select_related("tender"), prefix="invitations-")

    @property
    def may_invite(self) -> bool:
        return self.may_draft and self.tender.is_private and self.tender.status in CHOSEN_WHILE

    @cached_property
    def advice(self) -> str:
        """How many to invite, and by whose rule; empty where none is set."""
        on = amsterdam(self.tender.sent_at(timezone.now()))
        rules = self.tender.legal_rules()
        least = rules.find(RuleKey.INVITED_MINIMUM, self.tender.procedure, on)
        most = rules.find(RuleKey.INVITED_MAXIMUM, self.tender.procedure, on)
        if not (least and most and self.tender.is_private):
            return ""
        return _("Invite %(least)s to %(most)s providers (%(source)s).") % {
            "least": int(least.value),
            "most": int(most.value),
            "source": most.source,
        }

    @property
    def requests_deadline(self) -> str:
        """Until when providers ask to take part; empty where they do not."""
        if self.tender.procedure != Procedure.RESTRICTED:
            return ""
        return deadline_text(self.tender.requests_close_at)


class OwnInvitationTab(Tab):
    """How the own request or invitation stands, for a provider."""

    @cached_property
    def invitation(self) -> Invitation | None:
        own = Invitation.objects.visible_to(self.person).filter(tender=self.tender)
        return own.filter(provider__in=providers_of(self.person)).first()


def panels_of(page: "TenderDetailPage") -> list[Panel]:
    """In the procedures by invitation: all for the desk, its own for a provider."""
    if not Procedure(page.object.procedure).is_by_invitation:
        return []
    tab = InvitationsTab(page)
    if tab.is_desk:
        return [FilledPanel(str(INVITATIONS), "procurement/_invitations.html", tab=tab)]
    own = OwnInvitationTab(page)
    if own.invitation is None:
        return []
    return [FilledPanel(_("Your invitation"), "procurement/_own_invitation.html", tab=own)]


def actions_of(page: "TenderDetailPage") -> list[Action]:
    """What a provider does about its invitation, or to get one."""
    tender = page.object
    if not page.is_bidder or tender.status != TenderStatus.PUBLISHED:
        return []
    if not Procedure(tender.procedure).is_by_invitation:
        return []
    own = tender.invitations.filter(provider__in=providers_of(page.person)).first()
    return [action for action in [_own_action(tender, own)] if action]


def _own_action(tender: Tender, own: Invitation | None) -> Action | None:
    permission = Permission.BID_SUBMIT
    if own is None:
        closes_at = tender.requests_close_at
        if tender.procedure != Procedure.RESTRICTED or not closes_at:
            return None
        if closes_at <= timezone.now():
            return None
        url = reverse("procurement:request-create", args=[tender.pk])
        return Action(_("Ask to take part"), url, "hand-index", True, permission)
    if own.declined_at:
        url = reverse("procurement:invitation-reconsider", args=[own.pk])
        return Action(_("Bid after all"), url, "arrow-counterclockwise", permission=permission)
    if own.invited_at:
        url = reverse("procurement:invitation-decline", args=[own.pk])
        return Action(_("Do not bid"), url, "x-lg", permission=permission)
    return None


class InvitePage(ActPage):
    """Chooses who is invited; told at publication, or at once."""

    form_class = InviteForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Invite providers")
    submit_label = gettext_lazy("Invite")
    tab = INVITATIONS

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return super().scoped_queryset().filter(region__in=regions_of(self.person))

    def get_form_kwargs(self) -> dict[str, Any]:
        admitted = Provider.objects.admitted_on(timezone.localdate(), self.tender.region_id)
        invited = self.tender.invitations.values("provider")
        choices = admitted.exclude(pk__in=invited).order_by("legal_name", "pk")
        return super().get_form_kwargs() | {"providers": choices}

    def perform(self, form: InviteForm) -> list[Invitation]:
        chosen = list(form.cleaned_data["providers"])
        return actions.invite_providers(tender=self.tender, providers=chosen, **self.moment())

    def get_success_message(self, result: Any) -> str:
        """Whether they have been told."""
        if self.tender.published_at:
            return _("They are invited and have been told.")
        return _("They stand on the list and are told at publication.")


class InvitationPage(ActPage):
    """About one invitation or request, for the desk."""

    model = Invitation
    tab = INVITATIONS

    def scoped_queryset(self) -> "QuerySet[Invitation]":
        rows = super().scoped_queryset().select_related("tender__region", "provider")
        return rows.filter(tender__region__in=regions_of(self.person))


class InvitationDeletePage(Confirms, InvitationPage):
    form_class = PageForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Take off the list")
    submit_label = gettext_lazy("Take off the list")
    success_message = gettext_lazy("The provider is not invited any more.")

    def consequences(self) -> list[Any]:
        return [_("The provider is not told of this tender. Nobody has been told so far.")]

    def perform(self, form: PageForm) -> Tender:
        return actions.remove_invitation(invitation=self.object, **self.moment())


class InvitationDecidePage(InvitationPage):
    """Selects a request to participate; not selecting it is a page of its own."""

    form_class = PageForm
    permission = Permission.TENDER_PUBLISH
    template_name = "procurement/invitation_decide.html"
    title = gettext_lazy("Decide on a request to participate")
    submit_label = gettext_lazy("Select and invite")
    success_message = gettext_lazy("The provider is selected and has been invited.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"invitation": self.object} | kwargs)

    def perform(self, form: PageForm) -> Invitation:
        return actions.select_request(invitation=self.object, **self.moment())


class InvitationRejectPage(Confirms, InvitationPage):
    form_class = ReasonForm
    permission = Permission.TENDER_PUBLISH
    title = gettext_lazy("Do not select the request")
    submit_label = gettext_lazy("Do not select")
    success_message = gettext_lazy("The provider is not selected and reads why.")

    def consequences(self) -> list[Any]:
        return [_("The provider reads the reason and cannot bid. This cannot be undone.")]

    def perform(self, form: ReasonForm) -> Invitation:
        reason = form.cleaned_data["reason"]
        return actions.reject_request(invitation=self.object, reason=reason, **self.moment())


class BidderPage(ActPage):
    """What a provider does; it leads back to the tender."""

    permission = Permission.BID_SUBMIT

    def get_success_url(self, result: Any = None) -> str:
        return self.tender.get_absolute_url()


class RequestCreatePage(BidderPage):
    """A provider asks to take part."""

    form_class = RequestForm
    title = gettext_lazy("Ask to take part")
    submit_label = gettext_lazy("Send the request")
    success_message = gettext_lazy("Your request is sent. You hear of the decision here.")

    def perform(self, form: RequestForm) -> Invitation:
        return actions.request_participation(
            tender=self.tender,
            provider=own_provider(self.person),
            text=form.cleaned_data["text"],
            **self.moment(),
        )


class OwnInvitationPage(BidderPage):
    """About the provider's own invitation."""

    model = Invitation

    def scoped_queryset(self) -> "QuerySet[Invitation]":
        rows = super().scoped_queryset().select_related("tender__region", "provider")
        return rows.filter(provider__in=providers_of(self.person))


class InvitationDeclinePage(OwnInvitationPage):
    form_class = DeclineForm
    title = gettext_lazy("Do not bid")
    submit_label = gettext_lazy("We do not bid")
    success_message = gettext_lazy("The region knows that you do not bid.")

    def perform(self, form: DeclineForm) -> Invitation:
        return actions.decline_invitation(
            invitation=self.object, **form.cleaned_data, **self.moment()
        )


class InvitationReconsiderPage(Confirms, OwnInvitationPage):
    form_class = PageForm
    title = gettext_lazy("Bid after all")
    submit_label = gettext_lazy("Bid after all")
    success_message = gettext_lazy("You can bid again.")

    def consequences(self) -> list[Any]:
        return [_("The region sees that you may bid, and you can begin a bid.")]

    def perform(self, form: PageForm) -> Invitation:
        return actions.reconsider_invitation(invitation=self.object, **self.moment())
