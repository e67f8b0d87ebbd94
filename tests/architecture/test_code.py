"""Habits of the code that no linter knows."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.forms import ModelForm

from config.management.commands.document import FOLDER, documents
from config.shared.workflow import WORKFLOWS
from tests.support.pages import APPS, OURS, pages

ROOT: Path = settings.ROOT
QUIET_ROOMS = (
    "actions",
    "models",
    "workflows",
    "pricing",
    "scoring",
    "terms",
    "law",
    "capacity",
    "ledger",
    "allocation",
    "waiting",
    "waiting_sync",
    "vault",
)
"""Modules and packages of an app that know neither the web nor the time."""
CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "time"),
}
WEB = ("django.http", "django.shortcuts", "django.views", "django.contrib.messages")
ERROR_REPORTS = "django.views.decorators.debug"
"""What keeps passphrases and bids out of error reports; it only stands among the views."""


def modules(*rooms: str) -> list[Path]:
    """The modules of these rooms in every app."""
    found = []
    for app in APPS:
        for room in rooms:
            found += [path for path in [ROOT / app / f"{room}.py"] if path.exists()]
            found += sorted((ROOT / app / room).rglob("*.py"))
    return found


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def imported(path: Path) -> Iterator[tuple[ast.AST, str]]:
    """Every module that a file imports, with the node that does so."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def test_there_is_something_to_look_at():
    assert len(modules("actions")) > 10
    assert len(modules("workflows")) > 5


def test_what_decides_does_not_read_the_clock():
    read = [
        where(path, node)
        for path in modules(*QUIET_ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in CLOCKS
    ]
    assert read == []


def is_of_the_web(argument: ast.arg) -> bool:
    """A request for a seat, say, is annotated as such."""
    return argument.annotation is None or "HttpRequest" in ast.unparse(argument.annotation)


def test_what_decides_does_not_know_the_web():
    known = [
        where(path, node)
        for path in modules(*QUIET_ROOMS)
        for node, name in imported(path)
        if name.startswith(WEB) and not name.startswith(ERROR_REPORTS)
    ]
    asked = [
        where(path, node)
        for path in modules(*QUIET_ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.arg) and node.arg == "request" and is_of_the_web(node)
    ]
    assert known + asked == []


def test_the_shared_floor_imports_nothing_of_ours():
    upward = [
        where(path, node)
        for path in sorted((ROOT / "config" / "shared").rglob("*.py"))
        for node, name in imported(path)
        if name.split(".")[0] in OURS and not name.startswith("config.shared") and name != "config"
    ]
    assert upward == []


def every_form() -> set[type[ModelForm]]:
    """Every model form of ours; the resolver has imported all pages."""
    pages()

    def below(form: type) -> Iterator[type]:
        for child in form.__subclasses__():
            yield child
            yield from below(child)

    return {form for form in below(ModelForm) if form.__module__.split(".")[0] in OURS}


def test_no_form_lists_a_status():
    forms = every_form()
    assert len(forms) > 5
    assert [form.__name__ for form in forms if "status" in form.base_fields] == []


def test_only_workflows_set_a_status():
    """`something.status = ...` stands in the engine alone; migrations and tests are not pages."""
    assigned = [
        where(path, node)
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        and any(isinstance(to, ast.Attribute) and to.attr == "status" for to in node.targets)
    ]
    assert assigned == []


@pytest.mark.parametrize("name", sorted(documents()))
def test_generated_documents_are_up_to_date(name):
    assert (FOLDER / name).read_text() == documents()[name], "run manage.py document"


def test_every_state_of_a_workflow_can_be_reached():
    for workflow in WORKFLOWS.values():
        reached = set(workflow.initial) | {move.target for move in workflow.transitions}
        assert reached == set(workflow.states.values), workflow.name


def test_the_glossary_names_what_exists():
    apps = "|".join(APPS)
    named = re.findall(rf"`((?:{apps})\.[\w.]+)`", (FOLDER / "glossary.md").read_text())
    assert len(named) > 40
    assert [name for name in sorted(set(named)) if not exists(name)] == []


def exists(name: str) -> bool:
    """Whether this is a module or something in one."""
    owner, _dot, last = name.rpartition(".")
    return find_spec(name) is not None if owner in APPS else hasattr(import_module(owner), last)
