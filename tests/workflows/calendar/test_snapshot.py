"""The snapshot of the base holidays against the library it came from."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays import country_holidays

import workflows.calendar.data as data_module
from workflows.calendar import Calendar
from workflows.calendar.data import FIRST_YEAR, LAST_YEAR, base
from workflows.calendar.snapshot import snapshot


def test_file_is_what_the_command_writes() -> None:
    """The pinned library gives the packaged file byte for byte."""
    packaged = Path(data_module.__file__).with_name("base.json").read_text(encoding="utf-8")
    assert snapshot() == packaged
    assert base().version == "0.109"


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_every_day_agrees_with_the_library(year: int) -> None:
    """Our derivation of substitutes and swaps gives the library's five-day week; no day needs an exception."""
    library = country_holidays("KZ", years=year, language="en_US")
    ours = Calendar.as_known()
    days = [date(year, 1, 1) + timedelta(days=n) for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)]
    assert [d for d in days if library.is_working_day(d) != ours.is_working(d)] == []


def test_only_the_command_imports_the_library() -> None:
    """An upgrade of the library cannot change an answer: no module but the command knows it."""
    folder = Path(data_module.__file__).parent
    users = {
        m.name
        for m in folder.glob("*.py")
        if "import holidays" in (t := m.read_text(encoding="utf-8")) or "from holidays" in t
    }
    assert users == {"snapshot.py"}
