"""Forms about people, and about what they are told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.actions import Weight, Wish
from accounts.allocation import PERCENTAGE_PLACES
from accounts.enums import ApiScope, KeyBasis, MailChoice
from accounts.models import AllocationKey, AllocationKeyVersion, Gemeente, Region, User
from accounts.notices import NoticeKind
from accounts.roles import ROLES
from config.shared.display import day
from config.shared.forms import PageForm, PageModelForm, use_native_widgets
from config.shared.identifiers import clean_kvk, clean_oin


class InvitationForm(PageForm):
    """Whom to invite, where and as what; the choices are the organisations of `person`."""

    email = forms.EmailField(label=_("E-mail address"))
    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = dict(_organisations_of(person))
        kinds = {kind for kind, _value, _name in self.organisations.values()}
        roles = dict.fromkeys(role for kind in ROLES if kind in kinds for role in ROLES[kind])
        self._offer("role", [(role.value, role.label) for role in roles])
        self._offer(
            "organisation",
            [(key, name) for key, (_kind, _value, name) in self.organisations.items()],
        )
        if "gemeente" in kinds:
            self.fields["role"].help_text = _("In a single gemeente: controller or reader.")

    def clean_organisation(self) -> dict[str, Any]:
        """The organisation as the action takes it: region=, gemeente= or provider_id=."""
        kind, value, _name = self.organisations[self.cleaned_data["organisation"]]
        return {kind: value}

    def _offer(self, field: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


def _organisations_of(person: User) -> Iterator[tuple[str, tuple[str, Any, str]]]:
    """By key: how the action names it, its value and its name."""
    for kind, model in (("region", Region), ("gemeente", Gemeente)):
        for row in model.objects.visible_to(person).order_by("name"):
            yield f"{kind}:{row.pk}", (kind, row, str(row))
    for grant in person.grants:
        if grant.provider_id is not None:
            yield grant.for_organisation, ("provider_id", grant.provider_id, grant.organisation)


class NewPersonForm(PageForm):
    """What someone who was invited and has no account yet fills in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same, and hard enough to guess for this person."""
        given = super().clean() or {}
        password = given.get("password")
        if password is None:
            return given
        if password != given.get("password_again"):
            self.add_error("password_again", _("This is not the same password."))
        try:
            validate_password(password, User(email=self.email, name=given.get("name", "")))
        except forms.ValidationError as error:
            self.add_error("password", error)
        return given


class ApiTokenForm(PageForm):
    """What a token is for, what it may do, how long and from where."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Which program will use it, such as “student administration”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("May do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("No more than the program needs. What your role may not do is not offered."),
    )
    expires_on = forms.DateField(label=_("Valid up to and including"))
    networks = forms.CharField(
        label=_("Only from these addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as 192.0.2.10 or 192.0.2.0/24. Empty: from anywhere."),
    )
    is_sandbox = forms.BooleanField(
        label=_("Only to try out"),
        required=False,
        help_text=_("Everything is checked as always, and nothing is kept."),
    )

    def __init__(
        self, *args: Any, scopes: Sequence[ApiScope], last_on: date, **kwargs: Any
    ) -> None:
        """`scopes` are those that the role may have; `last_on` is the day it starts with."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes]
        fields["expires_on"].initial = last_on

    def clean_networks(self) -> list[str]:
        """The addresses, one a line; whether they are is for the action to say."""
        return str(self.cleaned_data["networks"]).split()


class AllReadForm(PageForm):
    """Up to which moment everything in the inbox was seen."""

    until = forms.DateTimeField(widget=forms.HiddenInput)


class PreferenceLine(NamedTuple):
    """One kind in the form; the fields are empty for a kind that may not be silenced."""

    kind: NoticeKind
    in_inbox: forms.BoundField | None
    by_mail: forms.BoundField | None


class PreferencesForm(PageForm):
    """For each kind: in the inbox or not, and when by mail. `kinds` are those of the person."""

    def __init__(
        self, *args: Any, kinds: Sequence[NoticeKind], chosen: dict[str, Wish], **kwargs: Any
    ) -> None:
        """`chosen` has what the person chose before, by kind."""
        super().__init__(*args, **kwargs)
        self.kinds = kinds
        for kind in self._silenceable():
            self._add_fields(kind, chosen.get(kind.name, Wish(True, kind.by_mail)))

    def rooms(self) -> dict[str, list[PreferenceLine]]:
        """Every kind with its two fields, by room."""
        rooms: dict[str, list[PreferenceLine]] = {}
        for kind in self.kinds:
            line = PreferenceLine(kind, *self._fields_of(kind))
            rooms.setdefault(str(kind.room), []).append(line)
        return rooms

    def wishes(self) -> dict[str, Wish]:
        """What was chosen, by kind."""
        given = self.cleaned_data
        return {
            kind.name: Wish(given[_inbox(kind)], MailChoice(given[_mail(kind)]))
            for kind in self._silenceable()
        }

    def _silenceable(self) -> Iterator[NoticeKind]:
        return (kind for kind in self.kinds if kind.may_be_silenced)

    def _add_fields(self, kind: NoticeKind, wish: Wish) -> None:
        """Both named for who cannot see the head of the column."""
        self.fields[_inbox(kind)] = forms.BooleanField(
            label=_named(kind, _("in the inbox")), required=False, initial=wish.in_inbox
        )
        self.fields[_mail(kind)] = forms.ChoiceField(
            label=_named(kind, _("by mail")), choices=MailChoice.choices, initial=wish.by_mail
        )
        for name in (_inbox(kind), _mail(kind)):
            field = self.fields[name]
            looks = "form-select" if name == _mail(kind) else "form-check-input"
            field.widget.attrs |= {"aria-label": field.label, "class": looks}

    def _fields_of(self, kind: NoticeKind) -> tuple[forms.BoundField | None, ...]:
        if not kind.may_be_silenced:
            return (None, None)
        return (self[_inbox(kind)], self[_mail(kind)])


def _inbox(kind: NoticeKind) -> str:
    return f"{kind.name}-inbox"


def _mail(kind: NoticeKind) -> str:
    return f"{kind.name}-mail"


def _named(kind: NoticeKind, where: Any) -> Any:
    return format_lazy("{kind}: {where}", kind=kind.label, where=where)


class BuyerForm(PageForm):
    """By which numbers senders of invoices know a region; spaces and dots are taken out."""

    kvk_number = forms.CharField(
        label=_("KvK number"),
        max_length=20,
        required=False,
        help_text=_("Of the organisation to which invoices are made out."),
    )
    oin = forms.CharField(
        label=_("OIN"),
        max_length=40,
        required=False,
        help_text=_("By this number an e-invoice reaches a public body."),
    )
    invoice_reference = forms.CharField(
        label=_("Reference that an invoice names"),
        max_length=60,
        required=False,
        help_text=_("Such as a cost centre. Empty: the number of the statement."),
    )

    def clean_kvk_number(self) -> str:
        """Eight digits, or nothing."""
        typed = self.cleaned_data["kvk_number"]
        return clean_kvk(typed) if typed else ""

    def clean_oin(self) -> str:
        """Twenty digits, or nothing."""
        typed = self.cleaned_data["oin"]
        return clean_oin(typed) if typed else ""


class AllocationKeyForm(PageModelForm):
    """A new key of one of the regions that `person` acts for."""

    class Meta:
        model = AllocationKey
        fields = ("region", "name", "basis", "fixed_percentage", "description")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=regions_of(person))
        fields: dict[str, Any] = self.fields
        fields["region"].queryset = regions
        fields["region"].initial = regions.first()


class KeptKeyForm(PageModelForm):
    """A key that exists already divides by what it always divided by."""

    class Meta:
        model = AllocationKey
        fields = ("name", "description")


class VersionForm(PageForm):
    """From when a key divides anew, and why."""

    first_on = forms.DateField(label=_("From"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class SharesForm(VersionForm):
    """A version with one figure for each gemeente: its per cents, or its inhabitants.

    The field of a gemeente is called gemeente_<id>; `figures` are those it starts with.
    """

    def __init__(
        self,
        *args: Any,
        basis: KeyBasis,
        figures: Mapping[Gemeente, Decimal | int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.gemeenten = list(figures)
        for gemeente, figure in figures.items():
            self.fields[_figure(gemeente)] = _figure_field(basis, gemeente, figure)
        use_native_widgets(self.fields.values())

    def shares(self) -> dict[Gemeente, Decimal]:
        """The per cents as typed."""
        return {gemeente: self.cleaned_data[_figure(gemeente)] for gemeente in self.gemeenten}

    def weights(self) -> dict[Gemeente, Weight]:
        """The inhabitants as typed."""
        return {
            gemeente: Weight(inhabitants=int(number)) for gemeente, number in self.shares().items()
        }


def _figure(gemeente: Gemeente) -> str:
    return f"gemeente_{gemeente.pk}"


def _figure_field(basis: KeyBasis, gemeente: Gemeente, figure: Decimal | int) -> forms.Field:
    if basis == KeyBasis.INHABITANTS:
        label = _("%(gemeente)s: inhabitants") % {"gemeente": gemeente}
        return forms.IntegerField(label=label, min_value=0, initial=figure)
    return forms.DecimalField(
        label=_("%(gemeente)s (%%)") % {"gemeente": gemeente},
        min_value=0,
        max_value=100,
        decimal_places=PERCENTAGE_PLACES,
        initial=figure,
    )


class VersionChoiceField(forms.ModelChoiceField):
    """Versions of keys, with the day from which they hold."""

    def label_from_instance(self, obj: AllocationKeyVersion) -> str:
        """By inhabitants, version 2 from 1 jan 2026."""
        words = {"key": obj.key, "number": obj.number, "day": day(obj.first_on)}
        return str(_("%(key)s, version %(number)s from %(day)s")) % words


class CompareForm(forms.Form):
    """Which other key to lay beside the present one, and over which amount."""

    other = VersionChoiceField(AllocationKeyVersion.objects.none(), label=_("Other key"))
    amount = forms.DecimalField(
        label=_("Amount (euro)"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )

    def __init__(self, *args: Any, versions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["other"].queryset = versions
        use_native_widgets(self.fields.values())
