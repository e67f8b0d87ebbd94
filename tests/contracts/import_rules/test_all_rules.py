"""What holds for every rule, and that each has a file of tests of its own."""

from pathlib import Path

import pytest
from django.utils import translation

from config.shared.sheets import ERROR, WARNING
from config.shared.sheets.finding import NOTICE
from contracts.imports import PLACEMENTS, rules

FILES = Path(rules.__file__).parent
EVERY = (*rules.ALL, *rules.OVER_THE_SHEET)


def test_every_file_is_a_rule_of_its_name_with_a_test():
    names = {path.stem for path in FILES.glob("*.py")} - {"__init__"}
    tests = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")}
    codes = [rule.code for rule in EVERY]
    assert sorted(codes) == sorted(names)
    assert names == tests - {"all_rules", "sheet_explanation", "conversations", "confirming"}


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.code)
def test_a_rule_is_complete(rule):
    columns = {column.name for column in PLACEMENTS.columns}
    assert rule.level in (ERROR, WARNING, NOTICE)
    assert rule.columns
    assert set(rule.columns) <= columns
    for text in (rule.title, rule.message, rule.remedy):
        with translation.override("nl"):
            dutch = str(text)
        with translation.override("en"):
            assert dutch != str(text)


def test_rules_of_rows_ask_something_and_those_of_the_sheet_are_judged_elsewhere():
    assert all(rule.broken for rule in rules.ALL)
    assert not any(rule.broken for rule in rules.OVER_THE_SHEET)
