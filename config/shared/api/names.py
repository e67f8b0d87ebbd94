"""Names as the API speaks them: lower camelCase, after the Dutch API Design Rules."""

import re

_HUMP = re.compile(r"([A-Z])")


def camel(name: str) -> str:
    """planned_first_on > plannedFirstOn."""
    first, *others = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def snake(name: str) -> str:
    """plannedFirstOn > planned_first_on; what is in snake_case already stays."""
    return _HUMP.sub(lambda hump: f"_{hump.group(1).lower()}", name)
