"""Years, quarters and months for which a subtask is owed: "2024", "2024Q3", "2024-05"."""

from datetime import date, timedelta
from functools import cache

from workflows.catalogue import Every


@cache
def bounds(period: str) -> tuple[date, date]:
    """Give the first and the last day of a period; raises `ValueError` for what is none."""
    year = int(period[:4])
    match period[4:5]:
        case "":
            months = range(1, 13)
        case "Q":
            months = range(int(period[5]) * 3 - 2, int(period[5]) * 3 + 1)
        case _:
            months = range(int(period[5:]), int(period[5:]) + 1)
    last = months[-1]
    return date(year, months[0], 1), date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)


def year_of(period: str) -> int:
    """Give the year that a period lies in."""
    return int(period[:4])


def periods(every: Every, year: int) -> tuple[str, ...]:
    """Give the periods of a year in which something is owed so often."""
    match every:
        case Every.MONTH:
            return tuple(f"{year}-{month:02}" for month in range(1, 13))
        case Every.QUARTER:
            return tuple(f"{year}Q{quarter}" for quarter in range(1, 5))
        case _:
            return (str(year),)
