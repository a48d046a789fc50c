"""The cartograms of the regions: kept by the akimats' officers in the log itself, since all bodies of a region act on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from events.almaty import ALMATY
from events.organization import OrganizationType
from service.demo.bodies import akimat
from service.demo.history.cast import account_id
from service.demo.history.parts import Part
from service.demo.history.population import YEARS
from service.demo.region import REGION
from workflows.actor import SYSTEM, Actor, Role
from workflows.calendar import Calendar
from workflows.cartogram.keepers import WITHOUT_CARTOGRAM
from workflows.case import Case
from workflows.consequences import case_id
from workflows.regions import REGIONS

Data = dict[str, Any]

_UPDATES = ((4, 12), (7, 11), (10, 14), (12, 6))
"""Days of the year on which the sections are brought up to date, by month and day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An act on a cartogram: when, of which akimat, what, by whom; `made` gives the data by the case as it is then."""

    at: datetime
    akimat: str
    case: UUID
    action: str
    actor: Actor
    made: Callable[[Case | None], Data]

    @property
    def command(self) -> UUID:
        """The id of its command."""
        return uuid5(self.case, f"{self.action} {self.at.isoformat()}")


def kept(today: date, told_by_story: int) -> Iterator[Kept]:
    """Give what the akimats do; the cartogram of one region in one year, `told_by_story`, is the story's."""
    keepers = [code for code in REGIONS if code not in WITHOUT_CARTOGRAM]
    for number, region in enumerate(keepers):
        code = akimat(region)
        for year in YEARS:
            if (code, year) != (REGION, told_by_story):
                yield from _year(code, year, number, Calendar.as_known(today))


def _year(code: str, year: int, number: int, calendar: Calendar) -> Iterator[Kept]:
    officer = Actor(account_id(code, Part.OFFICER), Role.OFFICER, code, OrganizationType.OBL)
    case, site = case_id(code, "1.5.1", str(year)), f"https://{code}.example.kz/kartogramma/{year}"

    def act(on: date, action: str, made: Callable[[Case | None], Data], actor: Actor = officer) -> Kept:
        at = datetime.combine(on, time(9), ALMATY) + timedelta(seconds=number * 61 + on.toordinal() % 3000)
        return Kept(at, code, case, action, actor, made)

    planned = calendar.shift(date(year, 1, 15), 0)
    yield act(planned, "plan", lambda _: {"year": year, "assigned_on": planned.isoformat()}, SYSTEM)
    for quarter, (month, day) in enumerate(_UPDATES):
        on = calendar.shift(date(year, month, day) + timedelta(days=number), 0)
        left = 1 if number % 5 == quarter else 0  # some forget a row
        yield act(on, "update_positions", _section("positions", on, f"{site}/1", left))
        yield act(on + timedelta(days=1), "update_risks", _section("risks", on + timedelta(days=1), f"{site}/2", 0))


def _section(name: str, on: date, address: str, left: int) -> Callable[[Case | None], Data]:
    def made(case: Case | None) -> Data:
        rows = msgspec.to_builtins(getattr(case.facts, name).wanted) if case else []
        return {"updated_on": on.isoformat(), "address": address, "rows": rows[left:]}

    return made
