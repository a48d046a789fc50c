"""Facts that Appendix 2 reports (l.707–736): a case for each, whatever its kind."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from events.event import CaseEvent
from events.fields import Words
from events.spelling import folded
from events.text import label


def quarter(day: date) -> str:
    """Give the quarter of a day, "2024Q2": the period in which a fact found then is reported (A-67)."""
    return f"{day.year}Q{(day.month + 2) // 3}"


ONLY_PROPOSED = frozenset({"2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "2.5.R"})
"""Rows whose form has neither a number nor, for certain, the day of the event (l.464–500): registrations of two bodies that say the
same may be of two facts. They are proposed as one, and a person links them; in the other rows they count as one (requirements §3)."""

Another = Annotated[
    Words | None,
    label(
        "Another fact",
        "Only where it looks like one that the body has registered already: why it is another one",
        example="Второй эпизод того же дня",
    ),
]
"""Why a registration is not the double that it looks like."""


class FactRegistered(CaseEvent):
    """The event by which a fact is registered: it opens the case of the fact.

    `ROW` is the subtask of the row of Appendix 2. The day on which it happened (`HAPPENED`) decides in which period it is reported.
    """

    ROW: ClassVar[str] = ""

    @property
    def identity(self) -> str:
        """What makes registrations by two bodies one fact (requirements §3); made by `identity`."""
        raise NotImplementedError(f"{type(self).__name__} does not say what makes it the same as another")

    def knowing(self, later: CaseEvent) -> "FactRegistered":
        """Give the registration with what a later event of the case says of it."""
        return later if isinstance(later, FactRegistered) else self


class FactWithdrawn(CaseEvent):
    """The fact turned out to be none, or to be registered twice by the same body: it is reported no more."""

    TOPIC = "fact.withdrawn"
    HAPPENED = "withdrawn_on"
    CLOSES = True

    withdrawn_on: Annotated[date, label("Withdrawn on", example="2024-07-02")]
    reason: Annotated[Words, label("Reason", example="Сведения не подтвердились")]


class FactLinked(CaseEvent):
    """Somebody found that this is the fact of another case: the two count once, and both origins stay.

    A later link takes the place of an earlier one; one to nothing says that the fact is a fact of its own after all.
    """

    TOPIC = "fact.linked"
    HAPPENED = "linked_on"

    linked_on: Annotated[date, label("Found on", example="2024-07-02")]
    reason: Annotated[Words, label("Why", example="Один и тот же приговор")]
    same_as: Annotated[
        UUID | None,
        label(
            "The same as",
            "Case of the fact; empty if it is a fact of its own after all",
            example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11",
        ),
    ] = None


def is_said_to_be_another(fact: FactRegistered) -> bool:
    """Whether whoever registered a fact said that it is another one than it looks like."""
    return getattr(fact, "another", None) is not None


def category(fact: FactRegistered) -> str:
    """Give the category of the offence, "" if the fact is about none."""
    return str(getattr(getattr(fact, "offence", fact), "category", None) or "")


def identity(row: str, names: Iterable[str], on: date | None, *numbers: str | None) -> str:
    """Give the key under which a fact is counted once: row or category, numbers if known, people as spelt alike, day.

    It is a digest, so that read models hold it without holding names.
    """
    parts = [
        row,
        *(folded(number or "") for number in numbers),
        *sorted(map(folded, names)),
        on.isoformat() if on else "",
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
