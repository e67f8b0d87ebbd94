"""Serializers whose members are named in camelCase."""

from typing import Any

from rest_framework import serializers

from config.shared.api.names import camel


class _CamelNames:
    """Renames the fields of a serializer; each keeps the attribute that it shows."""

    def get_fields(self) -> dict[str, Any]:
        """The fields by the names that the API speaks."""
        fields: dict[str, Any] = super().get_fields()  # type: ignore[misc]
        return {_renamed(name, field): field for name, field in fields.items()}


def _renamed(name: str, field: Any) -> str:
    spoken = camel(name)
    if isinstance(field, serializers.SerializerMethodField):
        field.method_name = field.method_name or f"get_{name}"
    elif spoken != name and field.source is None:
        field.source = name
    return spoken


class ApiSerializer(_CamelNames, serializers.Serializer):
    """A serializer that is declared in snake_case and speaks camelCase."""


class ApiModelSerializer(_CamelNames, serializers.ModelSerializer):
    """The same of a model. Related rows are shown by their id, amounts as text."""


class CodeField(serializers.ChoiceField):
    """A code of a list, to read; null where none was chosen."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, read_only=True, allow_null=True, **kwargs)

    def to_representation(self, value: Any) -> Any:
        """The code, or null."""
        return super().to_representation(value) or None


class FaultSerializer(serializers.Serializer):
    """One thing that is wrong with what was sent."""

    row = serializers.IntegerField(
        allow_null=True, help_text="Row of the sheet or of the list that was sent, from 1."
    )
    field = serializers.CharField(
        help_text="The member or parameter; empty when no single one is to blame."
    )
    code = serializers.CharField(help_text="Which rule: stable, for programs.")
    message = serializers.CharField(help_text="What is wrong, for a person.")
    remedy = serializers.CharField(help_text="How to mend it; may be empty.")


class ProblemSerializer(serializers.Serializer):
    """An error (RFC 9457)."""

    type = serializers.CharField()
    status = serializers.IntegerField(help_text="The HTTP status.")
    title = serializers.CharField(help_text="The HTTP status in words.")
    detail = serializers.CharField(help_text="What happened, for a person.")
    instance = serializers.CharField(help_text="The path that was asked for.")
    errors = FaultSerializer(many=True)  # type: ignore[assignment]
