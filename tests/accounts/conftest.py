"""Kinds of notifications that exist in these tests alone."""

import pytest

from accounts.enums import MailChoice, Role
from accounts.notices import NoticeKind, register_kind
from tests.factories.accounts import KIND


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers goes when it ends."""
    monkeypatch.setattr("accounts.notices.kinds._kinds", {})


@pytest.fixture
def kinds(registered) -> list[NoticeKind]:
    """One in the inbox alone, one mailed at once, one that may not be silenced."""
    made = [
        NoticeKind(KIND, "Vraag gesteld", "Testen", (Role.PROCUREMENT_OFFICER,)),
        NoticeKind(
            "test.urgent",
            "Spoed",
            "Testen",
            (Role.PROCUREMENT_OFFICER, Role.PROVIDER_STAFF),
            by_mail=MailChoice.AT_ONCE,
        ),
        NoticeKind(
            "test.duty",
            "Plicht",
            "Verplicht",
            (Role.PROCUREMENT_OFFICER,),
            by_mail=MailChoice.AT_ONCE,
            may_be_silenced=False,
        ),
    ]
    for kind in made:
        register_kind(kind)
    return made
