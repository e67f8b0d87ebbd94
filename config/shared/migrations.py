"""Migration operations that change one model in several places at once.

Django renders every related model anew after each operation on a model; in a schema where all is
related that is most of the time a migration takes. These render once per model.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, BaseConstraint, Field


class AddFields(Operation):
    """Add several columns to one model.

    `fill` has the value of standing rows for columns that have no default.
    """

    def __init__(
        self,
        model_name: str,
        fields: Sequence[tuple[str, Field]],
        fill: Mapping[str, Any] | None = None,
    ) -> None:
        self.model_name, self.fields, self.fill = model_name, list(fields), dict(fill or {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name.lower()
        state.models[key].fields.update(dict(self.fields))
        state.reload_model(*key, delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        before = from_state.apps.get_model(app_label, self.model_name)
        after = to_state.apps.get_model(app_label, self.model_name)
        for name, _field in self.fields:
            column = after._meta.get_field(name)
            if name in self.fill:
                column.default = self.fill[name]
            schema_editor.add_field(before, column)
            if name in self.fill:
                column.default = NOT_PROVIDED

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        after = from_state.apps.get_model(app_label, self.model_name)
        for name, _field in reversed(self.fields):
            schema_editor.remove_field(after, after._meta.get_field(name))

    def describe(self) -> str:
        return f"Add {len(self.fields)} fields to {self.model_name}"


class AddConstraints(Operation):
    """Add several constraints to one model."""

    def __init__(self, model_name: str, constraints: Sequence[BaseConstraint]) -> None:
        self.model_name, self.constraints = model_name, list(constraints)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name.lower()
        options = state.models[key].options
        options["constraints"] = [*options.get("constraints", []), *self.constraints]
        state.reload_model(*key, delay=True)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        for constraint in self.constraints:
            schema_editor.add_constraint(model, constraint)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        for constraint in self.constraints:
            schema_editor.remove_constraint(model, constraint)

    def describe(self) -> str:
        return f"Add {len(self.constraints)} constraints to {self.model_name}"


class AlterFields(Operation):
    """Change several columns of one model."""

    def __init__(self, model_name: str, fields: Sequence[tuple[str, Field]]) -> None:
        self.model_name, self.fields = model_name, list(fields)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name.lower()
        state.models[key].fields.update(dict(self.fields))
        state.reload_model(*key, delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        before = from_state.apps.get_model(app_label, self.model_name)
        after = to_state.apps.get_model(app_label, self.model_name)
        for name, _field in self.fields:
            schema_editor.alter_field(
                before, before._meta.get_field(name), after._meta.get_field(name)
            )

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Change {len(self.fields)} fields of {self.model_name}"


class RemoveConstraints(Operation):
    """Take several constraints off one model."""

    def __init__(self, model_name: str, names: Sequence[str]) -> None:
        self.model_name, self.names = model_name, list(names)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        key = app_label, self.model_name.lower()
        options = state.models[key].options
        options["constraints"] = [
            each for each in options.get("constraints", []) if each.name not in self.names
        ]
        state.reload_model(*key, delay=True)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._each(app_label, from_state, schema_editor.remove_constraint)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self._each(app_label, to_state, schema_editor.add_constraint)

    def _each(self, app_label: str, state: ProjectState, change: Any) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        for constraint in model._meta.constraints:
            if constraint.name in self.names:
                change(model, constraint)

    def describe(self) -> str:
        return f"Take {len(self.names)} constraints off {self.model_name}"
