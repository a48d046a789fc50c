"""Which bodies reconcile at all: those with civil servants (l.372)."""

from datetime import date

from events.text import Body, Text, msg
from workflows.catalogue import definition
from workflows.register import Register

SUBTASK = "2.2.1"


def reconciles(organization: str, year: int, on: date, register: Register) -> bool:
    """Whether an organisation is of a type that reconciles; one that the register does not know may be."""
    kind = register.type_of(organization, on)
    return kind is None or definition(year, SUBTASK).allows(kind)


def no_servants(organization: str) -> Text:
    """Say why one does not."""
    return msg(
        "{organization} does not reconcile: it is about offences of civil servants (l.372).",
        organization=Body(organization),
    )
