"""The quota of civil servants sent to anti-corruption training: at least 5 % a year (4.2.1, l.613, D18)."""

from collections.abc import Iterable
from datetime import date

from events.subtask import Entry, Trainee, TraineesReported

PERCENT = 5


def staff(entries: Iterable[Entry]) -> int | None:
    """Give the number of civil servants as last reported, None if it was not."""
    reported = [entry.staff for entry in entries if isinstance(entry, TraineesReported)]
    return reported[-1] if reported else None


def people(entries: Iterable[Entry]) -> dict[tuple[str, str], date]:
    """Give the distinct people who were trained, each with the day on which their first training ended.

    Somebody is one person by name and personnel number, however often trained (A-47). Somebody without a number is one of
    those who have that name and a number.
    """
    ended: dict[tuple[str, str], date] = {}
    for trainee in (t for e in entries if isinstance(e, TraineesReported) for t in e.trainees):
        key = _identity(trainee)
        ended[key] = min(ended.get(key, date.max), trainee.ended_on)
    for name in [name for name, number in ended if not number]:
        if numbered := [key for key in ended if key[0] == name and key[1]]:
            day = ended.pop((name, ""))
            if len(numbered) == 1:
                ended[numbered[0]] = min(ended[numbered[0]], day)
    return ended


def needed(of: int) -> int:
    """Give how many of so many civil servants must be trained: 100·n ≥ 5·N, in whole people."""
    return -(-of * PERCENT // 100)


def reached_on(entries: tuple[Entry, ...]) -> date | None:
    """Give the day on which the quota was reached, None while it is not."""
    employed = staff(entries)
    days = sorted(people(entries).values())
    if not employed or len(days) < needed(employed):
        return None
    return days[needed(employed) - 1]


def _identity(trainee: Trainee) -> tuple[str, str]:
    return " ".join(trainee.name.casefold().split()), trainee.personnel_no or ""
