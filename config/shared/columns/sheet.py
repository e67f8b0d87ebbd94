"""A sheet declared once: its columns in order, its key, and the rules between columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypedDict

import pandas as pd

from config.shared.columns.kinds import Kind, Text
from config.shared.sheets.words import in_each_language, plain

ANY_TEXT = Text()


@dataclass(frozen=True)
class Column:
    """`name` is the English key, `label` the header a person sees, `aliases` other headers that
    mean the same.
    """

    name: str
    label: object
    kind: Kind = ANY_TEXT
    required: bool = False
    aliases: Sequence[str] = ()
    help: object = ""
    example: object = ""

    @cached_property
    def spellings(self) -> frozenset[str]:
        return frozenset(
            plain(text) for text in (self.name, *self.aliases, *in_each_language(self.label))
        )


@dataclass(frozen=True)
class Rule:
    """Something that must hold between the columns of a row.

    `broken` gets the frame of canonical values (text, None when empty) and returns a boolean
    Series; the finding stands at `column`.
    """

    column: str
    code: str
    message: object
    remedy: object
    broken: Callable[[pd.DataFrame], pd.Series]
    level: str = "error"


class Explained(Protocol):
    """A rule in words, wherever it is judged."""

    @property
    def code(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def title(self) -> object: ...
    @property
    def message(self) -> object: ...
    @property
    def remedy(self) -> object: ...


class RuleDescription(TypedDict):
    """`columns` holds the labels of the columns at which the finding can stand."""

    code: str
    level: str
    columns: list[str]
    title: str
    message: str
    remedy: str


class ColumnDescription(TypedDict):
    name: str
    label: str
    kind: str
    required: bool
    allowed: str
    codes: list[tuple[str, str]]
    aliases: list[str]
    help: str
    example: str


@dataclass(frozen=True)
class Sheet:
    """`key` names the columns that together may not repeat within a sheet; `version` goes up when
    columns change; `explained` are rules that are judged elsewhere and told with the columns.
    What broke one of the rules `unrepeated`, by code, is not written down in its finding.
    """

    name: str
    title: object
    version: int
    columns: Sequence[Column]
    key: Sequence[str] = ()
    rules: Sequence[Rule] = ()
    explained: Sequence[Explained] = ()
    unrepeated: frozenset[str] = frozenset({"personal_number"})

    @property
    def stamp(self) -> str:
        return f"{self.name} {self.version}"

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def header(self) -> list[str]:
        return [str(column.label) for column in self.columns]

    @property
    def example(self) -> list[str]:
        return [str(column.example) for column in self.columns]

    @cached_property
    def by_spelling(self) -> dict[str, Column]:
        """Raises ValueError when two columns answer to the same header."""
        found: dict[str, Column] = {}
        for column in self.columns:
            for spelling in column.spellings:
                if found.setdefault(spelling, column) is not column:
                    raise ValueError(f"Two columns of {self.name} answer to {spelling!r}.")
        return found

    def describe(self) -> list[ColumnDescription]:
        """The columns in words, for the template's explanation, the help page and the API."""
        return [
            ColumnDescription(
                name=column.name,
                label=str(column.label),
                kind=str(column.kind.label),
                required=column.required,
                allowed=column.kind.allowed(),
                codes=[(code, str(label)) for code, label in column.kind.legend()],
                aliases=list(column.aliases),
                help=str(column.help),
                example=str(column.example),
            )
            for column in self.columns
        ]

    def describe_rules(self) -> list[RuleDescription]:
        """What is asked of the cells and rows, in words, for the same readers."""
        return [
            RuleDescription(
                code=rule.code,
                level=rule.level,
                columns=[str(self.column(name).label) for name in rule.columns],
                title=str(rule.title),
                message=str(rule.message),
                remedy=str(rule.remedy),
            )
            for rule in self.explained
        ]


def in_order(
    first: str, last: str, *, message: object, remedy: object, code: str = "order"
) -> Rule:
    """A rule for two days: `last` may not lie before `first`; either may be empty."""

    def broken(frame: pd.DataFrame) -> pd.Series:
        both = frame[first].notna() & frame[last].notna()
        result = pd.Series(False, index=frame.index)
        result[both] = frame.loc[both, last] < frame.loc[both, first]
        return result

    return Rule(column=last, code=code, message=message, remedy=remedy, broken=broken)
