"""The cast of persons, and the strictness under which every test runs."""

import random
from collections.abc import Callable

import hypothesis
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import QuerySet
from django.test import Client, TestCase, TransactionTestCase
from django.utils import translation

from accounts import jobs
from accounts.enums import Role
from accounts.models import Gemeente, Region, User
from tests.factories.accounts import (
    GemeenteFactory,
    RegionFactory,
    UserFactory,
    member_of,
)
from tests.factories.procurement import PanelSeatFactory, TenderFactory
from tests.factories.providers import ProviderFactory, person_of
from tests.support.queries import query_budget
from tests.support.templates import LoudVariable

__all__ = ["query_budget"]

# A busy machine is no finding: no example is judged by the clock.
hypothesis.settings.register_profile("taalregie", deadline=None)
hypothesis.settings.load_profile("taalregie")

APPEND_ONLY = {
    "accounts_apirequest": ("accounts_apirequest_all",),
    "accounts_auditevent": ("accounts_auditevent_all",),
    "accounts_auditseal": ("accounts_auditseal_all",),
    "accounts_sealedevent": ("accounts_sealedevent_all",),
    "procurement_bidreceipt": ("bid_receipt_all",),
    "procurement_bidenvelope": ("procurement_bidenvelope_all",),
    "procurement_revokeddecision": ("procurement_revokeddecision_all",),
    "procurement_draw": ("procurement_draw_all",),
    "procurement_clarificationround": ("procurement_clarificationround_all",),
    "procurement_rectification": ("procurement_rectification_all",),
    "contracts_groupdecision": ("group_decision_all",),
    "contracts_monthclosing": ("month_closing_all",),
    "accounts_allocationkeyversion": ("accounts_allocationkeyversion_all",),
    "accounts_allocationshare": ("accounts_allocationshare_all",),
    "contracts_clauseversion": ("contracts_clauseversion_all",),
    "contracts_papersignature": ("contracts_papersignature_all",),
    "reports_budgetadoption": ("reports_budgetadoption_all",),
    "reports_forecastsnapshot": ("reports_forecastsnapshot_all",),
    "reports_forecastfigure": ("reports_forecastfigure_all",),
    "reports_signaldecision": ("signal_decision_all",),
    "reports_streamyear": ("reports_streamyear_all",),
    "reports_streamshare": ("reports_streamshare_all",),
    "reports_fundingpayment": ("reports_fundingpayment_all",),
}


@pytest.fixture(autouse=True, scope="session")
def _unordered_means_any_order():
    """A queryset without an order comes back shuffled, so that no test leans on luck."""
    fetch = QuerySet._fetch_all

    def fetch_shuffled(queryset: QuerySet) -> None:
        fresh = queryset._result_cache is None
        fetch(queryset)
        if fresh and not queryset.ordered and not queryset.query.is_sliced:
            random.shuffle(queryset._result_cache)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", fetch_shuffled)
        yield


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_append_only_tables():
    """Transactional tests clean up by TRUNCATE, which the audit tables refuse to anyone else."""
    execute = DatabaseOperations.execute_sql_flush

    def flush(operations: DatabaseOperations, sql_list: list[str]) -> None:
        _switch_triggers("DISABLE")
        execute(operations, sql_list)
        _switch_triggers("ENABLE")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_keeps_the_database_when_tests_end():
    """Tests kill processes and race threads; their sessions may not have ended yet at the end."""
    destroy = BaseDatabaseCreation._destroy_test_db

    def end_sessions_and_destroy(creation: BaseDatabaseCreation, name: str, verbosity: int) -> None:
        with creation._nodb_cursor() as cursor:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            cursor.execute(others, [name])
        destroy(creation, name, verbosity)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "_destroy_test_db", end_sessions_and_destroy)
        yield


def _switch_triggers(how: str) -> None:
    with connection.cursor() as cursor:
        for table, triggers in APPEND_ONLY.items():
            for trigger in triggers:
                cursor.execute(f"ALTER TABLE {table} {how} TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def _unknown_template_variables_fail(settings):
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LoudVariable("%s")


@pytest.fixture(autouse=True)
def _nothing_is_left_of_the_test_before():
    """Neither the language of the page it asked for last, nor what it put in the cache."""
    translation.deactivate()
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _transactional_tests_may_use_the_second_connection():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "databases", {"default", jobs.PROGRESS})
        patch.setattr(TestCase, "databases", {"default"}, raising=False)
        yield


@pytest.fixture(autouse=True)
def _progress_is_seen_within_a_test(request, monkeypatch):
    """A test that rolls back shows progress on its one connection; others use the second."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or "live_server" in request.fixturenames
    if not (commits or (marker and marker.kwargs.get("transaction"))):
        monkeypatch.setattr(jobs, "PROGRESS", "default")


# --- Places -----------------------------------------------------------------------------------


@pytest.fixture
def waterveen(db) -> Gemeente:
    return GemeenteFactory(name="Waterveen", code="9001", inhabitants=30_000)


@pytest.fixture
def meerdorp(db) -> Gemeente:
    return GemeenteFactory(name="Meerdorp", code="9002", inhabitants=10_000)


@pytest.fixture
def noord(waterveen: Gemeente, meerdorp: Gemeente) -> Region:
    return RegionFactory(name="Noord", gemeenten=[waterveen, meerdorp])


@pytest.fixture
def zuid(db) -> Region:
    return RegionFactory(name="Zuid", gemeenten=[GemeenteFactory(name="Heidestad", code="9101")])


# --- Persons ----------------------------------------------------------------------------------


@pytest.fixture
def officer(noord: Region) -> User:
    return member_of(noord, Role.PROCUREMENT_OFFICER, name="Ines Inkoper")


@pytest.fixture
def second_officer(noord: Region) -> User:
    return member_of(noord, Role.PROCUREMENT_OFFICER, name="Otto Inkoper")


@pytest.fixture
def coordinator(noord: Region) -> User:
    return member_of(noord, Role.COORDINATOR, name="Cora Coördinator")


@pytest.fixture
def contract_manager(noord: Region) -> User:
    return member_of(noord, Role.CONTRACT_MANAGER, name="Karel Contractmanager")


@pytest.fixture
def controller(noord: Region, waterveen: Gemeente) -> User:
    """Of the one gemeente Waterveen."""
    return member_of(waterveen, Role.CONTROLLER, name="Truus Toezicht")


@pytest.fixture
def region_controller(noord: Region) -> User:
    return member_of(noord, Role.CONTROLLER, name="Ties Toezicht")


@pytest.fixture
def reader(noord: Region) -> User:
    return member_of(noord, Role.READER, name="Lieke Lezer")


@pytest.fixture
def administrator(noord: Region) -> User:
    return member_of(noord, Role.ADMINISTRATOR, name="Bas Beheerder")


@pytest.fixture
def zuid_officer(zuid: Region) -> User:
    return member_of(zuid, Role.PROCUREMENT_OFFICER, name="Zara Inkoper")


@pytest.fixture
def zuid_coordinator(zuid: Region) -> User:
    return member_of(zuid, Role.COORDINATOR, name="Zeno Coördinator")


@pytest.fixture
def provider(noord: Region):
    """Admitted in Noord, with both recognitions."""
    return ProviderFactory(
        legal_name="Taalschool De Vliegerhof", admitted_in=[noord], recognised=True
    )


@pytest.fixture
def other_provider(noord: Region):
    return ProviderFactory(legal_name="Stichting Letterbrug", admitted_in=[noord], recognised=True)


@pytest.fixture
def provider_user(provider) -> User:
    return person_of(provider, Role.PROVIDER_ADMINISTRATOR, name="Pia Aanbieder")


@pytest.fixture
def other_provider_user(other_provider) -> User:
    return person_of(other_provider, Role.PROVIDER_ADMINISTRATOR, name="Piet Aanbieder")


@pytest.fixture
def assessor(noord: Region) -> User:
    """With a seat in the panel of one tender of Noord."""
    user = UserFactory(name="Anna Beoordelaar")
    PanelSeatFactory(user=user, tender=TenderFactory(region=noord))
    return user


@pytest.fixture
def anonymous() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def client_of(db) -> Callable[[User], Client]:
    """A client in which the given person has signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
