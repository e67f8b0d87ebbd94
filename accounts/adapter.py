"""How signing in deviates from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False


def typed_address(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Which account someone tries to enter, for counting failures: the address as typed."""
    typed = (credentials or {}).get("email") or request.POST.get("login", "")
    return typed.strip().lower()
