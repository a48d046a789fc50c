"""Words for people, kept as message ids: they are translated where they are shown."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import Field


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation in a message, by its code: it is named where the message is shown, and logs have the code."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person in a message, by their code; `bodies` are those among whose officials they may be found and named.

    Whoever tries codes learns the name of nobody who is not in the body that the message is about.
    """

    code: str
    bodies: tuple[str, ...]

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Text:
    """A message id (English) and the values for its `{placeholders}`."""

    msgid: str
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """Show the English text, for logs and tests."""
        return self.msgid.format(**self.params)


def msg(msgid: str, **params: Any) -> Text:
    """Mark a message for translation."""
    return Text(msgid, params)


def label(title: str, hint: str = "", example: Any = None, **constraints: Any) -> Any:
    """Describe a field of an event: its title and hint (message ids), an example, pydantic constraints."""
    return Field(title=title, description=hint or None, examples=None if example is None else [example], **constraints)
