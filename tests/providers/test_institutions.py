"""DUO's list beside the register: what is read, how it is matched, what is proposed."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from accounts.models import Notification
from config.shared.sheets import Unusable
from providers import actions
from providers.enums import ChangeStatus, RegisterSource, Standing
from providers.imports import read_institutions
from providers.models import Provider, ProviderChange, Recognition
from tests.factories.providers import LocationFactory, ProviderFactory, RecognitionFactory
from tests.providers.conftest import NOW, TODAY

ONE = {
    "instellingsnummer": "1AB2345678",
    "naam": "Taalschool De Vliegerhof",
    "postcode": "1234AB",
    "huisnummer": 7,
    "huisnummertoevoeging": "A",
    "plaatsnaam": "Waterveen",
}


@pytest.fixture
def listed(tmp_path):
    """Writes institutions to a file and gives its path."""

    def write(*rows) -> str:
        path = tmp_path / "instellingen.json"
        path.write_text(json.dumps(rows), "utf-8")
        return str(path)

    return write


@pytest.fixture
def load(listed, capsys):
    """Runs the command on the day of these tests; gives what it printed."""

    def run(*rows, propose: bool = True) -> str:
        with time_machine.travel(NOW, tick=False):
            call_command("load_instellingen", listed(*rows), propose=propose)
        return capsys.readouterr().out

    return run


@pytest.fixture
def school(noord):
    return ProviderFactory(
        legal_name="Taalschool De Vliegerhof", duo_number="1AB2345678", admitted_in=[noord]
    )


# --- Reading --------------------------------------------------------------------------------------


def test_a_whole_institution_is_read(listed):
    (one,) = read_institutions(listed(ONE | {"bow": "123", "indicatieBowKeurmerk": True}))

    assert (one.number, one.postcode, one.address) == ("1AB2345678", "1234AB", "7A")
    assert (one.mark_number, one.has_quality_mark, one.has_tst) == ("123", True, None)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({**ONE, "naam": None}, "“naam” ontbreekt"),
        ({**ONE, "huisnummer": "7"}, "“huisnummer” is niet van het juiste type"),
        ({**ONE, "huisnummer": True}, "“huisnummer” is niet van het juiste type"),
        ({**ONE, "instellingsnummer": "12"}, "instellingsnummer"),
        ({**ONE, "postcode": "12AB"}, "postcode"),
        ({**ONE, "naam": "x" * 200}, "te lang"),
        ("geen object", "geen object"),
    ],
)
def test_a_wrong_institution_is_named(listed, row, sentence):
    with pytest.raises(Unusable, match=f"Instelling 2.*{sentence}"):
        read_institutions(listed(ONE, row))


def test_a_number_stands_once(listed):
    with pytest.raises(Unusable, match="2 keer"):
        read_institutions(listed(ONE, ONE))


@pytest.mark.parametrize("text", ["", "geen json", "{}", "[]", "[" * 100_000, "\udcff"])
def test_a_file_of_something_else(tmp_path, text):
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Unusable):
        read_institutions(str(path))


def test_the_command_says_what_is_wrong(listed, tmp_path, db):
    with pytest.raises(CommandError, match="Instelling 1") as error:
        call_command("load_instellingen", listed({}))
    assert error.value.returncode == 2
    with pytest.raises(CommandError, match="Cannot read"):
        call_command("load_instellingen", str(tmp_path / "ontbreekt.json"))


# --- Matching -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "known",
    [
        {"duo_number": "1AB2345678"},
        {"brin": "99XX", "legal_name": "Anders"},
        {"legal_name": "taalschool de vliegerhof"},
    ],
    ids=["DUO number", "BRIN", "name and postcode"],
)
def test_an_institution_is_matched(load, noord, known):
    provider = ProviderFactory(**{"legal_name": "Naam"} | known, admitted_in=[noord])
    LocationFactory(provider=provider, postcode="1234AB")
    said = load(ONE | {"brin": "99XX"})

    assert "niet in het register" not in said
    assert ProviderChange.objects.filter(provider=provider).exists()


def test_the_same_name_elsewhere_is_another_school(load, noord):
    LocationFactory(provider=ProviderFactory(legal_name=ONE["naam"]), postcode="9999ZZ")

    assert "niet in het register" in load(ONE)
    assert not ProviderChange.objects.exists()


def test_when_several_fit_nothing_is_proposed(load, db):
    ProviderFactory.create_batch(2, brin="99XX")

    assert "meer dan één aanbieder past" in load(ONE | {"brin": "99XX"})
    assert not ProviderChange.objects.exists()


def test_who_is_not_in_duos_list_is_said(load, school):
    assert "niet in de lijst van DUO" in load({**ONE, "instellingsnummer": "ZZZZZZZZZZ"})


# --- Proposing ------------------------------------------------------------------------------------


def test_without_propose_nothing_is_written(load, school):
    said = load(ONE | {"brin": "99XX", "indicatieBowKeurmerk": True}, propose=False)

    assert "BRIN is hier “leeg” en bij DUO “99XX”" in said
    assert not ProviderChange.objects.exists()
    assert not Recognition.objects.exists()


def test_differences_become_proposals_and_nothing_changes(load, school, coordinator):
    said = load({**ONE, "naam": "Vliegerhof", "brin": "99XX", "indicatieTstKeurmerk": True})

    assert "3 new proposals" in said
    found = set(ProviderChange.objects.values_list("field", "after", "source"))
    assert found == {("brin", "99XX", "duo"), ("trade_name", "Vliegerhof", "duo")}
    mark = school.recognitions.get()
    assert (mark.source, mark.standing_on(TODAY)) == (RegisterSource.DUO, Standing.UNCHECKED)
    school.refresh_from_db()
    assert (school.brin, school.trade_name) == ("", "")
    assert Notification.objects.filter(user=coordinator).count() == 1


def test_a_second_time_proposes_nothing(load, school):
    row = {**ONE, "brin": "99XX", "indicatieTstKeurmerk": True}
    load(row)

    assert "0 new proposals" in load(row)


def test_what_a_region_refused_is_not_proposed_again(load, school, officer):
    row = {**ONE, "brin": "99XX", "indicatieTstKeurmerk": True}
    load(row)
    actions.refuse_change(
        provider_change=ProviderChange.objects.get(), reason="Nee", by=officer, at=NOW
    )
    actions.reject_recognition(
        recognition=Recognition.objects.get(), reason="Nee", by=officer, at=NOW
    )

    assert "0 new proposals" in load(row)
    assert "1 new proposals" in load(row | {"naam": "Vliegerhof"})


def test_a_mark_that_ended_is_proposed_and_ended_on_acceptance(load, school, officer):
    mark = RecognitionFactory(provider=school)
    load(ONE | {"indicatieBowKeurmerk": False})
    change = ProviderChange.objects.get()
    mark.refresh_from_db()
    assert mark.last_on is None
    actions.accept_change(provider_change=change, by=officer, at=NOW + timedelta(days=1))

    mark.refresh_from_db()
    change.refresh_from_db()
    assert mark.last_on == change.last_on
    assert change.status == ChangeStatus.ACCEPTED


def test_what_duo_does_not_say_is_left_alone(load, school):
    RecognitionFactory(provider=school)

    assert "0 proposals" in load(ONE)


def test_another_address_is_only_said(load, school):
    assert "DUO heeft het adres 1234AB 7A, Waterveen" in load(ONE)
    assert not Provider.objects.filter(locations__isnull=False).exists()
