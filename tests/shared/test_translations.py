from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command

from config.management.commands import translations
from config.shared.catalogues import Catalogue, Message, contradictions, messages_in

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

GREETING = _("Good "
             "morning")
MONTH = pgettext_lazy("month", "May")


def seats(count):
    return ngettext("%(count)s seat", "%(count)s seats", count) % {"count": count}
"""
TEMPLATE = """
{% load i18n %}
<div title="{% translate 'It is "quoted"' %}">
        {{ _("Short") }} don't
    {% blocktranslate trimmed with name=user.name %}
        Welcome, {{ name }}.
    {% endblocktranslate %}
    {% translate "May" context "month" %} {# "not this" #}
  </div>
"""


@pytest.fixture
def package(tmp_path):
    package = tmp_path / "shop"
    (package / "templates" / "shop").mkdir(parents=True)
    (package / "migrations").mkdir()
    (package / "models.py").write_text(CODE)
    (package / "migrations" / "0001.py").write_text('_("From a migration")')
    (package / "templates" / "shop" / "page.html").write_text(TEMPLATE)
    return package


@pytest.fixture
def catalogue(package):
    catalogue = Catalogue(package)
    catalogue.update(messages_in(package))
    return catalogue


def translate(catalogue, **texts):
    """Fill the catalogue on disk: every text with itself, some with another one."""
    entries = polib.pofile(str(catalogue.path))
    for entry in entries:
        entry.msgstr = texts.get(entry.msgid.split()[0], entry.msgid)
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    entries.save()
    return Catalogue(catalogue.package)


def test_texts_are_found_in_code_and_templates(package):
    assert messages_in(package) == {
        Message("Good morning"),
        Message("May", context="month"),
        Message("%(count)s seat", plural="%(count)s seats"),
        Message('It is "quoted"'),
        Message("Short"),
        Message("Welcome, %(name)s."),
    }


def test_a_new_catalogue_is_sorted_and_says_nothing_that_changes_by_itself(catalogue, package):
    text = catalogue.path.read_text()
    entries = polib.pofile(text)
    assert [entry.msgid for entry in entries] == sorted(entry.msgid for entry in entries)
    assert "#:" not in text
    assert "Date" not in text
    catalogue.update(messages_in(package))
    assert catalogue.path.read_text() == text


def test_translations_stay_and_unused_texts_go(catalogue, package):
    translated = translate(catalogue, Good="Goedemorgen")
    (package / "models.py").write_text('_("Good morning"); _("New")')
    assert translated.update(messages_in(package)) == (1, 1)
    kept = {entry.msgid: entry.msgstr for entry in polib.pofile(str(translated.path))}
    assert kept["Good morning"] == "Goedemorgen"
    assert kept["New"] == ""
    assert "%(count)s seat" not in kept


def test_a_complete_catalogue_has_no_problems(catalogue, package):
    assert translate(catalogue).problems(messages_in(package)) == []


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (lambda entry: setattr(entry, "msgstr", ""), "not translated"),
        (lambda entry: entry.flags.append("fuzzy"), "fuzzy"),
        (lambda entry: setattr(entry, "msgstr", "Welkom, %(naam)s."), "other placeholders"),
        (lambda entry: setattr(entry, "msgid", "Other %(name)s"), "no longer used"),
    ],
)
def test_every_fault_is_listed(catalogue, package, spoil, problem):
    entries = polib.pofile(str(translate(catalogue).path))
    spoil(entries.find("Welcome, %(name)s."))
    entries.save()
    problems = Catalogue(package).problems(messages_in(package))
    assert any(line.startswith(problem) for line in problems)


def test_a_text_that_is_missing_is_listed(package):
    assert "not in the catalogue: “May” (month)" in Catalogue(package).problems(
        messages_in(package)
    )


def test_a_plural_must_be_translated_in_both_forms(catalogue, package):
    entries = polib.pofile(str(translate(catalogue).path))
    entries.find("%(count)s seat").msgstr_plural = {0: "%(count)s plek", 1: ""}
    entries.save()
    assert Catalogue(package).problems(messages_in(package)) == ["not translated: “%(count)s seat”"]


def test_one_text_has_one_translation(catalogue, package, tmp_path):
    other = tmp_path / "office"
    other.mkdir()
    (other / "views.py").write_text('_("Short"); _("Good morning")')
    second = Catalogue(other)
    second.update(messages_in(other))
    lines = contradictions([translate(catalogue, Short="Kort"), translate(second, Short="Krap")])
    assert lines == ["translated in two ways: “Short”: “Kort” and “Krap”"]


def test_compiling_writes_what_django_reads(catalogue):
    translate(catalogue, Short="Kort").compile()
    compiled = polib.mofile(str(catalogue.path.with_suffix(".mo")))
    assert compiled.find("Short").msgstr == "Kort"


@pytest.fixture
def only_shop(monkeypatch, package):
    monkeypatch.setattr(translations.Command, "_packages", lambda self, names: [package])
    return package


def test_the_command_updates_then_checks_then_compiles(only_shop, capsys):
    with pytest.raises(CommandError, match="6 texts need attention"):
        call_command("translations", check=True)
    call_command("translations")
    assert "shop: 6 added, 0 dropped, 6 of 6 to translate" in capsys.readouterr().out
    translate(Catalogue(only_shop))
    call_command("translations", check=True)
    call_command("translations", compile=True)
    assert list(only_shop.rglob("*.mo"))


def test_only_packages_of_the_project_are_known():
    with pytest.raises(CommandError, match="No package of ours: django"):
        call_command("translations", "django", check=True)
    assert (translations.ROOT / "manage.py").exists()
    assert Path(translations.__file__).is_relative_to(translations.ROOT)
