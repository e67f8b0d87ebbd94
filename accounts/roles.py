"""Which role may do what: the one place where that is written."""

from accounts.enums import ApiScope, Permission, Role

_SEE = frozenset(
    {
        Permission.TENDER_VIEW,
        Permission.BID_VIEW,
        Permission.PROVIDER_VIEW,
        Permission.CONTRACT_VIEW,
        Permission.COVENANT_VIEW,
        Permission.CAPACITY_VIEW,
    }
)
_SUPERVISE = frozenset({Permission.SUPERVISION_VIEW, Permission.SUPERVISION_MANAGE})
_PROVIDER = frozenset(
    {
        Permission.STATEMENT_VIEW,
        Permission.INVOICE_SUBMIT,
        Permission.TENDER_VIEW,
        Permission.BID_VIEW,
        Permission.BID_SUBMIT,
        Permission.PROVIDER_VIEW,
        Permission.CONTRACT_VIEW,
        Permission.COVENANT_VIEW,
        Permission.CAPACITY_VIEW,
        Permission.PLACEMENT_VIEW,
        Permission.PLACEMENT_DELIVER,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.PROCUREMENT_OFFICER: _SEE
    | {
        Permission.TENDER_DRAFT,
        Permission.TENDER_REVIEW,
        Permission.TENDER_PUBLISH,
        Permission.TENDER_OPEN,
        Permission.TENDER_SCORE,
        Permission.TENDER_AWARD,
        Permission.PROVIDER_MANAGE,
        Permission.OFFERING_EDIT,
        Permission.CONTRACT_DRAFT,
        Permission.COVENANT_DRAFT,
    },
    Role.ASSESSOR: frozenset(
        {Permission.TENDER_VIEW, Permission.BID_VIEW, Permission.TENDER_SCORE}
    ),
    Role.COORDINATOR: _SEE
    | _SUPERVISE
    | {
        Permission.STATEMENT_VIEW,
        Permission.OVERRUN_HANDLE,
        Permission.SCENARIO_RUN,
        Permission.RETURN_MANAGE,
        Permission.DUO_EXPORT,
        Permission.API_MANAGE,
        Permission.COVENANT_DRAFT,
        Permission.ALLOCATION_MANAGE,
        Permission.TENDER_REVIEW,
        Permission.CAPACITY_MANAGE,
        Permission.WAITLIST_VIEW,
        Permission.PLACEMENT_VIEW,
        Permission.PROVIDER_MANAGE,
        Permission.OFFERING_EDIT,
        Permission.CONTRACT_DRAFT,
        Permission.COST_VIEW,
    },
    Role.CONTRACT_MANAGER: _SEE
    | _SUPERVISE
    | {
        Permission.STATEMENT_VIEW,
        Permission.STATEMENT_APPROVE,
        Permission.INVOICE_HANDLE,
        Permission.RETURN_MANAGE,
        Permission.API_MANAGE,
        Permission.COVENANT_DRAFT,
        Permission.COVENANT_AGREE,
        Permission.ALLOCATION_MANAGE,
        Permission.TENDER_REVIEW,
        Permission.CONTRACT_DRAFT,
        Permission.CONTRACT_SIGN,
        Permission.WAITLIST_VIEW,
        Permission.PLACEMENT_VIEW,
        Permission.COST_VIEW,
        Permission.PROVIDER_MANAGE,
        Permission.OFFERING_EDIT,
    },
    Role.CONTROLLER: frozenset(
        {
            Permission.COST_BOOK,
            Permission.STATEMENT_VIEW,
            Permission.STATEMENT_APPROVE,
            Permission.INVOICE_HANDLE,
            Permission.FUNDING_MANAGE,
            Permission.OVERRUN_HANDLE,
            Permission.SCENARIO_RUN,
            Permission.DUO_EXPORT,
            Permission.API_MANAGE,
            Permission.PROVIDER_VIEW,
            Permission.CONTRACT_VIEW,
            Permission.COVENANT_VIEW,
            Permission.CAPACITY_VIEW,
            Permission.WAITLIST_VIEW,
            Permission.PLACEMENT_VIEW,
            Permission.COST_VIEW,
            Permission.BUDGET_MANAGE,
            Permission.ALLOCATION_MANAGE,
        }
    ),
    Role.READER: _SEE
    | {
        Permission.STATEMENT_VIEW,
        Permission.WAITLIST_VIEW,
        Permission.PLACEMENT_VIEW,
        Permission.COST_VIEW,
        Permission.SUPERVISION_VIEW,
        Permission.AUDIT_VIEW,
    },
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.API_MANAGE,
            Permission.MEMBERS_MANAGE,
            Permission.SETTINGS_MANAGE,
            Permission.VAULT_ARCHIVE,
            Permission.AUDIT_VIEW,
            Permission.PROVIDER_VIEW,
            Permission.PROVIDER_MANAGE,
            Permission.OFFERING_EDIT,
        }
    ),
    Role.PROVIDER_ADMINISTRATOR: _PROVIDER
    | {
        Permission.API_MANAGE,
        Permission.PROVIDER_EDIT,
        Permission.OFFERING_EDIT,
        Permission.MEMBERS_MANAGE,
        Permission.CONTRACT_COUNTERSIGN,
        Permission.COVENANT_AGREE,
    },
    Role.PROVIDER_STAFF: _PROVIDER,
}

REGION_ROLES = (
    Role.PROCUREMENT_OFFICER,
    Role.COORDINATOR,
    Role.CONTRACT_MANAGER,
    Role.CONTROLLER,
    Role.READER,
    Role.ADMINISTRATOR,
)
GEMEENTE_ROLES = (Role.CONTROLLER, Role.READER)
PROVIDER_ROLES = (Role.PROVIDER_ADMINISTRATOR, Role.PROVIDER_STAFF)
ROLES = {"region": REGION_ROLES, "gemeente": GEMEENTE_ROLES, "provider_id": PROVIDER_ROLES}
"""Which roles exist in which kind of organisation, by the name of an invitation's field."""

SCOPES: dict[ApiScope, Permission] = {
    ApiScope.CONTRACTS_READ: Permission.CONTRACT_VIEW,
    ApiScope.CAPACITY_READ: Permission.CAPACITY_VIEW,
    ApiScope.WAITLIST_READ: Permission.WAITLIST_VIEW,
    ApiScope.PLACEMENTS_READ: Permission.PLACEMENT_VIEW,
    ApiScope.PLACEMENTS_WRITE: Permission.PLACEMENT_DELIVER,
    ApiScope.DELIVERIES_READ: Permission.PLACEMENT_VIEW,
    ApiScope.DELIVERIES_WRITE: Permission.PLACEMENT_DELIVER,
    ApiScope.REPORTS_READ: Permission.COST_VIEW,
    ApiScope.DUO_READ: Permission.DUO_EXPORT,
    ApiScope.INVOICES_READ: Permission.STATEMENT_VIEW,
    ApiScope.INVOICES_WRITE: Permission.INVOICE_SUBMIT,
}
"""What a role must be allowed before a token of it can have a scope."""


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold `permission`."""
    return [role for role, held in PERMISSIONS.items() if permission in held]
