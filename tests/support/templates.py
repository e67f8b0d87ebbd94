"""Makes a template fail on a variable that nobody gave it."""

import sys


class LoudVariable(str):
    """Django's `string_if_invalid`: raises for our own templates, is empty for third parties'."""

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        frame = sys._getframe(1)
        while frame:
            origin = getattr(frame.f_locals.get("self"), "origin", None)
            if origin is not None:
                if "site-packages" in str(origin.name):
                    return ""
                raise AssertionError(f"{origin.name} uses the unknown variable {variable}")
            frame = frame.f_back
        return ""
