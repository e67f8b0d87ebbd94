"""What the domain says when it will not do something; knows no HTTP."""

from collections.abc import Iterable


class Refused(Exception):
    """A request that may not be carried out, with one or more sentences for a person.

    Nothing has been changed when this is raised: callers run inside a transaction
    that it rolls back. `field` names the form field the sentence belongs to, if any.
    """

    def __init__(self, *messages: object, field: str | None = None) -> None:
        self.messages = [str(message) for message in messages]
        self.field = field
        super().__init__(" ".join(self.messages))


def refuse_if(messages: Iterable[object]) -> None:
    """Raise Refused with all of `messages`, or return when there are none."""
    sentences = [message for message in messages if message]
    if sentences:
        raise Refused(*sentences)
