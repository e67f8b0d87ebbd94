"""Catalogues are compiled without the system's gettext, and only when they changed."""

import gettext
import os

import pytest

from config.launch.translations import compile_catalogues

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "place"
msgstr "plaats"
"""


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "app" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE)
    return path


def test_a_catalogue_is_compiled(source, tmp_path):
    assert compile_catalogues(tmp_path) == 1
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("place") == "plaats"


def test_an_unchanged_catalogue_is_left_alone(source, tmp_path):
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == 0


def test_a_changed_catalogue_is_compiled_again(source, tmp_path):
    compile_catalogues(tmp_path)
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_catalogues(tmp_path) == 1
