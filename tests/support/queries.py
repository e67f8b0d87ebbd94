"""How many queries each page makes, kept in a file so that a rise shows in the diff."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

COUNTS = Path(__file__).parents[1] / "query_counts.json"


@pytest.fixture
def query_budget() -> Callable[[str], AbstractContextManager[None]]:
    """`with query_budget("tender-list"):` asserts the number of queries kept under that name.

    UPDATE_QUERY_COUNTS=1 writes the numbers found; explain a rise in the commit.
    """

    @contextmanager
    def budget(name: str) -> Iterator[None]:
        ContentType.objects.get_for_models(*apps.get_models())  # looked up once a process
        with CaptureQueriesContext(connection) as captured:
            yield
        counts = json.loads(COUNTS.read_text()) if COUNTS.exists() else {}
        if os.environ.get("UPDATE_QUERY_COUNTS"):
            counts[name] = len(captured)
            COUNTS.write_text(json.dumps(counts, indent=2, sort_keys=True) + "\n")
        statements = "\n".join(query["sql"][:200] for query in captured)
        assert len(captured) == counts.get(name), (
            f"{name}: {len(captured)} queries, the file says {counts.get(name)}\n{statements}"
        )

    return budget
