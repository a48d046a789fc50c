"""Write `base.json` from the installed package `holidays`: `python -m workflows.calendar.snapshot`.

The service never imports that package: a new version of it changes nothing until this command is
run and its result reviewed. It needs the development dependencies.
"""

import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

from holidays.countries.kazakhstan import Kazakhstan

from workflows.calendar.data import FIRST_YEAR, LAST_YEAR, BaseFile, checksum
from workflows.calendar.day import Holiday, HolidayKind

NAMES = {
    "New Year's Day": "new_year",
    "Orthodox Christmas": "christmas",
    "International Women's Day": "womens_day",
    "Nowruz Holiday": "nauryz",
    "Kazakhstan's People Solidarity Holiday": "unity_day",
    "Defender of the Fatherland Day": "defenders_day",
    "Victory Day": "victory_day",
    "Capital Day": "capital_day",
    "Constitution Day": "constitution_day",
    "Republic Day": "republic_day",
    "First President Day": "first_president_day",
    "Independence Day": "independence_day",
    "Eid al-Adha": "kurban_ait",
}
"""Our codes for the library's English titles."""

ESTIMATED = " (estimated)"


def statutory(first: int, last: int) -> list[Holiday]:
    """Give the library's holidays on their own dates: neither substitutes nor swapped days. `KeyError` names an unknown title."""
    source = Kazakhstan(years=range(first, last + 1), observed=False, language="en_US")
    return [
        _holiday(day, title)
        for day in sorted(source)
        for title in sorted(source.get_list(day))
        if not title.startswith("Day off")
    ]


def _holiday(day: date, title: str) -> Holiday:
    name = NAMES[title.removesuffix(ESTIMATED)]
    kind = {"christmas": HolidayKind.RELIGIOUS_FIXED, "kurban_ait": HolidayKind.KURBAN_AIT}.get(
        name, HolidayKind.NATIONAL
    )
    return Holiday(day, name, kind, title.endswith(ESTIMATED))


def snapshot() -> str:
    """Give the text of `base.json`: one holiday a line, so that a change reads well in a review."""
    days = statutory(FIRST_YEAR, LAST_YEAR)
    return BaseFile(library="holidays", version=version("holidays"), sha256=checksum(days), holidays=tuple(days)).text()


if __name__ == "__main__":
    target = Path(__file__).with_name("base.json")
    target.write_text(snapshot(), encoding="utf-8")
    sys.stdout.write(f"{target.name}: holidays {version('holidays')}, {FIRST_YEAR} to {LAST_YEAR}\n")
