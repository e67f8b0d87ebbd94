"""Every test in this folder runs in Chromium."""

from pathlib import Path

import pytest

from tests.support.browser import chromium, open_page

__all__ = ["chromium", "open_page"]

HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
