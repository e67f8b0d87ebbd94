"""Who plays: a region of three gemeenten, three schools, and their people. All but the three
gemeenten is invented.
"""

from dataclasses import dataclass, field
from datetime import date

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.actions import join
from accounts.enums import RegionKind, Role, SizeClass
from accounts.models import Gemeente, Region, RegionGemeente, User
from config.management.demo.days import Days
from config.management.demo.register import admit, supervise
from procurement import actions as vault
from providers import actions as register
from providers.enums import DeliveryMode, LearningRoute, ProviderKind, RecognitionKind
from providers.models import Provider

REGION = "Amstelland en Meer (demo)"
PASSWORD = "taalregie-demo"  # noqa: S105 - printed at the start, for invented people only
PASSPHRASE = "vier fietsen staan bij het water"  # noqa: S105 - as PASSWORD
"""Of the vault keys of both officers."""
GEMEENTEN = (
    ("0384", "Diemen", 33_000),
    ("0437", "Ouder-Amstel", 14_500),
    ("0451", "Uithoorn", 31_000),
)
"""CBS code, name and inhabitants, rounded."""
PEOPLE = (
    ("inkoper@demo.example", "Ilse Inkoop", Role.PROCUREMENT_OFFICER),
    ("inkoper2@demo.example", "Otto Opdracht", Role.PROCUREMENT_OFFICER),
    ("coordinator@demo.example", "Cora Coördinatie", Role.COORDINATOR),
    ("contractmanager@demo.example", "Karel Kontrakt", Role.CONTRACT_MANAGER),
    ("controller@demo.example", "Truus Toezicht", Role.CONTROLLER),
    ("lezer@demo.example", "Lieke Lezer", Role.READER),
    ("beheerder@demo.example", "Bas Beheer", Role.ADMINISTRATOR),
)
CONTROLLER_OF_ONE = ("controller.diemen@demo.example", "Dirk Drempel")
ASSESSOR = ("beoordelaar@demo.example", "Anna Oordeel")


@dataclass(frozen=True, slots=True)
class School:
    """A school of the demo; `marks` are kind, number, first and last day (from today)."""

    key: str
    kvk_number: str
    legal_name: str
    trade_name: str
    kind: str
    person: tuple[str, str]
    marks: tuple[tuple[str, str, int, int | None], ...]
    offers: tuple[tuple[str, str], ...]
    duo_number: str = ""
    brin: str = ""


SCHOOLS = (
    School(
        key="polderzicht",
        kvk_number="99000017",
        legal_name="ROC Polderzicht (verzonnen)",
        trade_name="",
        kind=ProviderKind.ROC,
        person=("aanbieder.polderzicht@demo.example", "Rob Roc"),
        marks=(
            (RecognitionKind.TST, "TST-DEMO-1", -900, None),
            (RecognitionKind.QUALITY_MARK, "BOW-DEMO-1", -900, 500),
        ),
        offers=((LearningRoute.EDUCATION, DeliveryMode.DAY), (LearningRoute.B1, DeliveryMode.DAY)),
        duo_number="99XX1DEMO1",
        brin="99XX",
    ),
    School(
        key="vliegerhof",
        kvk_number="99000025",
        legal_name="Taalschool De Vliegerhof B.V. (verzonnen)",
        trade_name="Taalschool De Vliegerhof",
        kind=ProviderKind.LANGUAGE_SCHOOL,
        person=("aanbieder.vliegerhof@demo.example", "Pia Vlieger"),
        marks=((RecognitionKind.QUALITY_MARK, "BOW-DEMO-2", -900, 55),),
        offers=((LearningRoute.B1, DeliveryMode.DAY), (LearningRoute.B1, DeliveryMode.EVENING)),
    ),
    School(
        key="letterbrug",
        kvk_number="99000033",
        legal_name="Stichting Letterbrug",
        trade_name="",
        kind=ProviderKind.LANGUAGE_SCHOOL,
        person=("aanbieder.letterbrug@demo.example", "Piet Letter"),
        marks=((RecognitionKind.QUALITY_MARK, "BOW-DEMO-3", -700, None),),
        offers=((LearningRoute.SELF_RELIANCE, DeliveryMode.COMBINED),),
    ),
)

SHOWN = {Role.ADMINISTRATOR: "administrator; demo_code EMAIL prints the second factor"}
ACCOUNTS = (
    *((email, SHOWN.get(role, str(role.value)), PASSWORD) for email, _name, role in PEOPLE),
    (CONTROLLER_OF_ONE[0], "controller, Diemen", PASSWORD),
    (ASSESSOR[0], "assessor", PASSWORD),
    *((school.person[0], "provider_administrator", PASSWORD) for school in SCHOOLS),
)
"""E-mail address, role and password of everyone who can sign in."""


@dataclass(slots=True)
class Cast:
    """Everyone and everywhere, by role, code and key."""

    region: Region
    gemeenten: list[Gemeente]
    people: dict[str, User] = field(default_factory=dict)
    providers: dict[str, Provider] = field(default_factory=dict)

    @property
    def officer(self) -> User:
        return self.people["inkoper"]

    @property
    def second_officer(self) -> User:
        return self.people["inkoper2"]

    def of(self, key: str) -> User:
        """The person of a school."""
        return self.people[f"aanbieder.{key}"]


def gather(days: Days) -> Cast:
    """Make the region, its people and its schools."""
    cast = Cast(*_places())
    for email, name, role in PEOPLE:
        _take_on(cast, email, name, role, days, region=cast.region)
    _take_on(cast, *CONTROLLER_OF_ONE, Role.CONTROLLER, days, gemeente=cast.gemeenten[0])
    cast.people["beoordelaar"] = _person(*ASSESSOR)
    TOTP.activate(cast.people["beheerder"], generate_totp_secret())
    for officer in (cast.officer, cast.second_officer):
        vault.make_vault_key(passphrase=PASSPHRASE, by=officer, at=days.at(-490))
    for school in SCHOOLS:
        _register(cast, school, days)
    supervise(cast, days)
    return cast


def _places() -> tuple[Region, list[Gemeente]]:
    region = Region.objects.create(
        name=REGION,
        kind=RegionKind.PARTNERSHIP,
        kvk_number="99900017",
        oin="00000099999000170000",
        invoice_reference="KPL-4410",
    )
    gemeenten = []
    for code, name, inhabitants in GEMEENTEN:
        facts = {"name": name, "inhabitants": inhabitants, "size_class": SizeClass.SMALL}
        gemeente, _made = Gemeente.objects.update_or_create(code=code, defaults=facts)
        RegionGemeente.objects.create(region=region, gemeente=gemeente, first_on=date(2022, 1, 1))
        gemeenten.append(gemeente)
    return region, gemeenten


def _person(email: str, name: str) -> User:
    return User.objects.create_user(email, PASSWORD, name=name)


def _take_on(
    cast: Cast, email: str, name: str, role: Role, days: Days, **organisation: Region | Gemeente
) -> None:
    person = _person(email, name)
    join(person=person, role=role, at=days.at(-500), **organisation)
    cast.people[email.split("@", maxsplit=1)[0]] = acting(person)


def acting(person: User) -> User:
    """The person afresh, acting in the first role."""
    fresh = User.objects.get(pk=person.pk)
    fresh.acting = fresh.all_grants[0]
    return fresh


def _register(cast: Cast, school: School, days: Days) -> None:
    by, at = cast.officer, days.at(-480)
    provider = register.register_provider(
        region=cast.region,
        kvk_number=school.kvk_number,
        legal_name=school.legal_name,
        trade_name=school.trade_name,
        kind=school.kind,
        duo_number=school.duo_number,
        brin=school.brin,
        email=school.person[0],
        by=by,
        at=at,
    )
    for kind, number, first, last in school.marks:
        register.add_recognition(
            provider=provider,
            kind=kind,
            number=number,
            first_on=days.on(first),
            last_on=None if last is None else days.on(last),
            by=by,
            at=at,
        )
    for route, mode in school.offers:
        for gemeente in cast.gemeenten:
            register.add_offering(
                provider=provider, route=route, gemeente=gemeente, mode=mode, by=by, at=at
            )
    person = _person(*school.person)
    register.join_provider(provider.pk, person, Role.PROVIDER_ADMINISTRATOR, at)
    cast.people[school.person[0].split("@")[0]] = acting(person)
    cast.providers[school.key] = provider
    admit(cast, school.key, days)
