"""A new placement is not one that is known under another reference."""

import pytest
from django.db import connection

from contracts.imports.rules.facts_of_other_placement import RULE
from tests.support.placements import row

pytestmark = pytest.mark.django_db


def test_the_same_facts_under_another_reference_are_questioned(judge, taught):
    taught(9)
    judged = judge(
        row(1),
        row(2, attended_hours="96"),
    )
    assert judged.broken(RULE) == [2]
    assert judged.said(RULE) == (
        "Een plaatsing met een ander kenmerk heeft precies dezelfde data, uren en codes.",
        "Gebruik het kenmerk dat al bekend is, of zeg dat dit twee inburgeraars zijn.",
    )


def test_who_is_named_in_the_sheet_is_not_taken_for_another(judge, taught):
    taught(9)
    assert judge(row(9), row(2)).broken(RULE) == []


def test_many_alike_are_found_once_for_each_row(judge, taught):
    """So that what is read grows with the sheet, not with all that it looks like."""
    for number in (9, 10, 11):
        taught(number)
    answers = []

    def told(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if "told" in sql:
            answers.append(context["cursor"].rowcount)
        return result

    with connection.execute_wrapper(told):
        assert judge(row(1), row(2)).broken(RULE) == [2, 3]
    assert answers == [2]
