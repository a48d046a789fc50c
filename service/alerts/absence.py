"""An absence: from when to when somebody is away, and who is told in their place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from events.text import msg
from workflows.refusals import Violation


@dataclass(frozen=True, slots=True)
class Absence:
    """An account's absence, both days included; `recorded_by` and `revoked_by` are identities. Instants are aware UTC."""

    id: UUID
    account: UUID
    substitute: UUID
    first_day: date
    last_day: date
    recorded_by: str
    recorded_at: datetime
    revoked_by: str | None = None
    revoked_at: datetime | None = None


def contradictions(absence: Absence, others: Sequence[Absence]) -> Iterator[Violation]:
    """Say what a new absence contradicts in itself and among those that hold."""
    if absence.last_day < absence.first_day:
        yield Violation(("last_day",), msg("This cannot be before {first}.", first=absence.first_day))
        return
    if absence.substitute == absence.account:
        yield Violation(("substitute",), msg("Nobody stands in for themselves: choose somebody else."))
        return
    for other in others:
        if other.account == absence.account and _days(absence, other):
            text = msg(
                "There is an absence from {first} to {last} already: choose other days, or revoke it first.",
                first=other.first_day,
                last=other.last_day,
            )
            yield Violation(("first_day",), text)
            return
    if meets := _way_back(absence, absence.substitute, (absence.first_day, absence.last_day), others):
        text = msg(
            "From {first} to {last} the substitute is absent, and it all comes back to whom they stand in for: choose another.",
            first=meets[0],
            last=meets[1],
        )
        yield Violation(("substitute",), text)


Span = tuple[date, date]


def _days(one: Absence, other: Absence) -> Span | None:
    """Give the first and last day on which both hold, None if there is none."""
    return _common((one.first_day, one.last_day), (other.first_day, other.last_day))


def _common(one: Span, other: Span) -> Span | None:
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _way_back(absence: Absence, at: UUID, span: Span, others: Sequence[Absence]) -> Span | None:
    """Give days on which whoever stands in is, through others' absences, the absent one; None if there are none.

    It ends: the absences that hold lead nowhere in a circle, and each of them is another one.
    """
    for other in others:
        if other.account != at or (days := _common(span, (other.first_day, other.last_day))) is None:
            continue
        if other.substitute == absence.account:
            return days
        if back := _way_back(absence, other.substitute, days, others):
            return back
    return None
