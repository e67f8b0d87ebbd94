"""Roles, permissions and kinds of places."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What someone is within a region, a gemeente, a provider or one tender."""

    PROCUREMENT_OFFICER = "procurement_officer", _("Procurement officer")
    ASSESSOR = "assessor", _("Assessor")
    COORDINATOR = "coordinator", _("Regional coordinator")
    CONTRACT_MANAGER = "contract_manager", _("Contract manager")
    CONTROLLER = "controller", _("Controller")
    READER = "reader", _("Reader")
    ADMINISTRATOR = "administrator", _("Administrator")
    PROVIDER_ADMINISTRATOR = "provider_administrator", _("Provider administrator")
    PROVIDER_STAFF = "provider_staff", _("Provider staff")


class Permission(TextChoices):
    """Everything a person may or may not do; roles.py says which role may what."""

    MEMBERS_MANAGE = "members.manage", _("Invite people and end memberships")
    SETTINGS_MANAGE = "settings.manage", _("Change settings and code lists")
    AUDIT_VIEW = "audit.view", _("Read the audit trail of the organisation")
    TENDER_VIEW = "tender.view", _("See tenders")
    TENDER_DRAFT = "tender.draft", _("Prepare tenders")
    TENDER_REVIEW = "tender.review", _("Review the drafts of colleagues")
    TENDER_PUBLISH = "tender.publish", _("Publish, close and withdraw tenders")
    TENDER_OPEN = "tender.open", _("Open bids, together with a second officer")
    VAULT_ARCHIVE = "vault.archive", _("Make the printed key of the bid vault")
    TENDER_SCORE = "tender.score", _("Score bids")
    TENDER_AWARD = "tender.award", _("Decide on awards")
    BID_VIEW = "bid.view", _("See bids that may be seen")
    BID_SUBMIT = "bid.submit", _("Submit bids")
    PROVIDER_VIEW = "provider.view", _("See providers")
    PROVIDER_MANAGE = "provider.manage", _("Register and admit providers")
    OFFERING_EDIT = "offering.edit", _("List what a provider offers")
    PROVIDER_EDIT = "provider.edit", _("Keep the own organisation up to date")
    CONTRACT_VIEW = "contract.view", _("See contracts")
    CONTRACT_DRAFT = "contract.draft", _("Prepare contracts")
    CONTRACT_SIGN = "contract.sign", _("Sign, activate and end contracts")
    CONTRACT_COUNTERSIGN = "contract.countersign", _("Sign contracts for the provider")
    COVENANT_VIEW = "covenant.view", _("See covenants")
    COVENANT_DRAFT = "covenant.draft", _("Draft covenants and keep the clause library")
    COVENANT_AGREE = "covenant.agree", _("Comment on, accept and sign covenants as a party")
    SUPERVISION_VIEW = "supervision.view", _("See the supervision of providers")
    SUPERVISION_MANAGE = "supervision.manage", _("Visit providers, draw samples, handle complaints")
    ALLOCATION_MANAGE = "allocation.manage", _("Keep allocation keys and intake forecasts")
    CAPACITY_VIEW = "capacity.view", _("See seats and groups")
    CAPACITY_MANAGE = "capacity.manage", _("Plan groups and reserve seats")
    WAITLIST_VIEW = "waitlist.view", _("See who waits for a seat in the region")
    PLACEMENT_VIEW = "placement.view", _("See placements")
    PLACEMENT_DELIVER = "placement.deliver", _("Deliver placement data")
    RETURN_MANAGE = "return.manage", _("Set what providers owe each month, and excuse them")
    DUO_EXPORT = "duo.export", _("Export offers and hours for DUO")
    API_MANAGE = "api.manage", _("Make and revoke tokens for the API")
    COST_VIEW = "cost.view", _("See costs and reports")
    BUDGET_MANAGE = "budget.manage", _("Enter budgets")
    COST_BOOK = "cost.book", _("Book costs without a placement and close months")
    STATEMENT_VIEW = "statement.view", _("See statements and invoices")
    STATEMENT_APPROVE = "statement.approve", _("Approve statements")
    INVOICE_SUBMIT = "invoice.submit", _("Hand in invoices and answer disputes")
    INVOICE_HANDLE = "invoice.handle", _("Match, dispute and approve invoices")
    FUNDING_MANAGE = "funding.manage", _("Keep funding streams and divide them")
    OVERRUN_HANDLE = "overrun.handle", _("Handle signals of overruns and write report texts")
    SCENARIO_RUN = "scenario.run", _("Make and compare scenarios")


class RegionKind(TextChoices):
    """How gemeenten work together."""

    LABOUR_MARKET_REGION = "labour_market_region", _("Labour market region")
    PARTNERSHIP = "partnership", _("Partnership of gemeenten")


class KeyBasis(TextChoices):
    """What an allocation key divides by."""

    INHABITANTS = "inhabitants", _("Inhabitants")
    PLACEMENTS = "placements", _("Placements")
    FIXED_VARIABLE = "fixed_variable", _("Fixed and variable part")
    MANUAL = "manual", _("Percentages by hand")


class SizeClass(TextChoices):
    """Size classes used by national keys such as the one for IV/ICT money."""

    G4 = "g4", _("G4")
    LARGE = "large", _("Large")
    MEDIUM = "medium", _("Medium-sized")
    SMALL = "small", _("Small")


class InvitationState(TextChoices):
    """What became of an invitation; follows from its dates."""

    OPEN = "open", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    EXPIRED = "expired", _("No longer valid")

    @property
    def tone(self) -> str:
        return {"open": "busy", "accepted": "good"}.get(self.value, "neutral")


class JobState(TextChoices):
    """Where a piece of long work stands."""

    QUEUED = "queued", _("Waiting to start")
    RUNNING = "running", _("Busy")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")

    @property
    def tone(self) -> str:
        return {"running": "busy", "done": "good", "failed": "wrong"}.get(self.value, "neutral")


class MailChoice(TextChoices):
    """When a notification is mailed."""

    NEVER = "never", _("Never")
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")


class ApiScope(TextChoices):
    """What a token may be made for; roles.py says which permission each asks."""

    CONTRACTS_READ = "contracts:read", _("Read contracts")
    CAPACITY_READ = "capacity:read", _("Read seats and groups")
    WAITLIST_READ = "waiting-list:read", _("Read the waiting list")
    PLACEMENTS_READ = "placements:read", _("Read placements")
    PLACEMENTS_WRITE = "placements:write", _("Register and change placements")
    DELIVERIES_READ = "deliveries:read", _("Read deliveries and their findings")
    DELIVERIES_WRITE = "deliveries:write", _("Hand in deliveries, confirm and reject them")
    REPORTS_READ = "reports:read", _("Read reports")
    DUO_READ = "duo:read", _("Read offers and hours for DUO")
    INVOICES_READ = "invoices:read", _("Read statements and invoices")
    INVOICES_WRITE = "invoices:write", _("Hand in invoices")


class TokenState(TextChoices):
    """Whether a token of the API works; follows from its dates."""

    ACTIVE = "active", _("In use")
    EXPIRED = "expired", _("No longer valid")
    REVOKED = "revoked", _("Revoked")

    @property
    def tone(self) -> str:
        return {"active": "good"}.get(self.value, "neutral")
