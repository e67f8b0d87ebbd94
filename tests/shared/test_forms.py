"""What every form of a page asks of what is typed."""

import pytest

from config.shared.forms import ReasonForm

UNSEEN = ("\u200b", "\ufeff", " \u2060\u200e ", "\u00a0\u200b\u00a0", "\x7f")


@pytest.mark.parametrize("typed", UNSEEN)
def test_a_text_in_which_nobody_sees_anything_is_no_text(typed):
    form = ReasonForm({"reason": typed})
    assert form.errors == {
        "reason": ["Deze tekens zijn niet te zien. Typ een tekst die te lezen is."]
    }


@pytest.mark.parametrize("typed", ["a\u200bb", "\u202eomgekeerd", "😀", "."])
def test_a_text_with_something_to_see_is_taken(typed):
    assert ReasonForm({"reason": typed}).is_valid()
