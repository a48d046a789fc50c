"""A value that changes by date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, Self, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """What was so from which day on: entries (first day, value) by day, each holding until the next."""

    entries: tuple[tuple[date, T], ...] = ()

    def since(self, day: date, value: T) -> Self:
        """Give the values with one more; of two for the same day the later recorded holds."""
        others = (entry for entry in self.entries if entry[0] != day)
        return type(self)(tuple(sorted([*others, (day, value)], key=lambda entry: entry[0])))

    def at(self, on: date) -> T | None:
        """Give the value of a day, None before the first."""
        for day, value in reversed(self.entries):
            if day <= on:
                return value
        return None

    def spans(self) -> Iterator[tuple[date, date, T]]:
        """Give each value with its first day and the first day after it, the last one's being `date.max`."""
        for number, (day, value) in enumerate(self.entries):
            after = self.entries[number + 1][0] if number + 1 < len(self.entries) else date.max
            yield day, after, value
