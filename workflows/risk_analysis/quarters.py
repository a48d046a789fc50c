"""The calendar quarters of the monitoring (D10, D11; l.161–163)."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workflows.risk_analysis.facts import AnalysisFacts

ONE_DAY = timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """Give the same day of a later year (29 February becomes 28: Civil Code art. 174)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def quarter_of(day: date) -> tuple[int, int]:
    """Give year and number of the calendar quarter of a day."""
    return day.year, (day.month - 1) // 3 + 1


@cache
def quarter_end(year: int, number: int) -> date:
    """Give the last day of a calendar quarter."""
    return date(year + number // 4, number * 3 % 12 + 1, 1) - ONE_DAY


def quarter_start(quarter: str) -> date:
    """Give the first day of a quarter written "2024Q2"."""
    return date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)


def reporting_quarters(facts: "AnalysisFacts") -> Sequence[tuple[int, int]]:
    """Give the quarters for which units report.

    The first is the one in which the report was signed, unless its fifth day passed before
    there was a plan; the last is the one in which the year of monitoring ends, unless less
    than a month of it lies within that year (requirements §5, D11 and the worked example).
    """
    if not facts.report or not facts.plan:
        return ()
    return _quarters(facts.report.signed_on, facts.plan.approved_on)


@lru_cache(maxsize=10_000)
def _quarters(signed_on: date, approved_on: date) -> Sequence[tuple[int, int]]:
    """Give the quarters by the days of report and plan; every command on a monitored analysis asks for them several times."""
    found = []
    ends = add_years(signed_on, 1)
    year, number = quarter_of(signed_on)
    while quarter_end(year, number) <= ends or _month_of_it_before(quarter_end(year, number), ends):
        if quarter_end(year, number) + timedelta(days=5) >= approved_on:
            found.append((year, number))
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    return tuple(found)


def _month_of_it_before(end_of_quarter: date, ends: date) -> bool:
    first_month_over = date(end_of_quarter.year, end_of_quarter.month - 1, 1)
    return first_month_over - ONE_DAY <= ends
