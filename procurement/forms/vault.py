"""What people fill in about keys: passphrases, and the groups of a printed key."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.forms import PageForm


def _secret(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """A field whose text is never sent back to the page, and kept exactly as typed."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
    return forms.CharField(label=label, widget=widget, strip=False, help_text=help_text)


class PassphraseForm(PageForm):
    """The passphrase of one's own vault key."""

    passphrase = _secret(
        gettext_lazy("Passphrase of your vault key"),
        "current-password",
        gettext_lazy("Not the password with which you sign in."),
    )


class NewPassphraseForm(PageForm):
    """A new passphrase, typed twice because nobody can reset it."""

    new = _secret(
        gettext_lazy("New passphrase"),
        "new-password",
        gettext_lazy(
            "At least 16 characters or four different words. It is not the password with which "
            "you sign in, and nobody can reset it."
        ),
    )
    again = _secret(gettext_lazy("New passphrase, once more"), "new-password")
    understood = forms.BooleanField(
        label=gettext_lazy(
            "I know that without this passphrase my share of a tender's key is lost, for everyone."
        )
    )

    def clean(self) -> dict[str, Any]:
        """Both times the same."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("This is not the same passphrase as above."))
        return data


class ChangePassphraseForm(PassphraseForm, NewPassphraseForm):
    """The old passphrase, and the new one that takes its place."""

    field_order = ("passphrase", "new", "again", "understood")


class PrintedKeyForm(PageForm):
    """The groups of the archivist's key, typed from paper."""

    printed_key = forms.CharField(
        label=gettext_lazy("The fourteen groups on the paper"),
        widget=forms.Textarea(
            attrs={
                "rows": 3,
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
        help_text=gettext_lazy(
            "Lower case, O for 0 and I or L for 1 will do; spaces do not matter."
        ),
    )


class HolderForm(PageForm):
    """Who keeps the paper."""

    holder = forms.CharField(
        label=gettext_lazy("Kept by"),
        max_length=160,
        help_text=gettext_lazy("A name and a place, such as “G. Griffier, safe in room 2.14”."),
    )
    understood = forms.BooleanField(
        label=gettext_lazy(
            "A printer is ready: the key is shown once, on the next page, and never again."
        )
    )
