"""Loading the demonstration: the story is lived through under a travelling clock.

Every event is recorded at the moment at which it would have been, deadlines pass when they
pass, and the log's own time runs with the story.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from events.almaty import ALMATY
from events.organization import OrganizationType
from service.cases import Cases
from service.clock import Clock, FixedClock
from service.demo.story import Step, akimat, steps
from service.organizations import Names, Organizations
from service.register import FreshRegister
from service.requests import Request
from workflows.actor import SYSTEM, Actor, Post, Role
from workflows.case import Case
from workflows.regions import REGIONS

PASSWORD = "demonstration"  # noqa: S105 (of accounts that exist in the demonstration alone, and are refused elsewhere)
FIRST_DAY = date(2023, 1, 3)


def accounts() -> list[dict[str, str]]:
    """Give the demonstration's accounts: login, name, role, post (or none), organisation."""
    rows: list[dict[str, str]] = _yaml("accounts.yaml")
    return rows


def _yaml(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation to be registered."""

    code: str
    type: OrganizationType
    region: str
    names: Names
    parent: str


def bodies() -> Iterator[Body]:
    """Give the demonstration's organisations, superiors first."""
    data = _yaml("organizations.yaml")
    for key, parent in (("agency", ""), ("kokshe", akimat("KZ-11"))):
        row = data[key]
        names = Names(row["ru"], row["kk"], row["en"])
        body = Body(row["code"], OrganizationType(row["type"]), row["region"], names, parent)
        if key == "agency":
            yield body
            yield from _akimats()
        else:
            yield body
    for code, ru, kk, en in data["departments"]:
        names = Names(f"Управление {ru} Алматинской области", f"Алматы облысының {kk}", f"{en} of Almaty Region")
        yield Body(f"almaty-region.{code}", OrganizationType.UPR, "KZ-19", names, "almaty-region")
    for code, ru, kk, en in data["districts"]:
        names = Names(f"Аппарат акима {ru}", f"{kk} әкімінің аппараты", f"Office of the Akim of {en}")
        yield Body(f"almaty-region.{code}", OrganizationType.RAY, "KZ-19", names, "almaty-region")


_GENITIVE = (("область", "области"), ("город", "города"), ("ская", "ской"))


def _akimats() -> Iterator[Body]:
    for region in REGIONS.values():
        ru = region.names["ru"]
        for nominative, genitive in _GENITIVE:
            ru = ru.replace(nominative, genitive)
        names = Names(
            f"Аппарат акима {ru}",
            f"{region.names['kk']} әкімінің аппараты",
            f"Office of the Akim of {region.names['en']}",
        )
        yield Body(akimat(region.code), OrganizationType.OBL, region.code, names, "")


@dataclass
class Loader:
    """Lives through the story; deadlines that pass between two acts are missed on the way."""

    cases: Cases
    clock: FixedClock
    types: dict[str, OrganizationType]
    logins: dict[tuple[str, str], str]
    open: dict[str, uuid.UUID] = field(default_factory=dict)

    async def tell(self, story: list[Step]) -> None:
        """Carry out every step on its day."""
        for number, step in enumerate(story):
            at = datetime.combine(step.on, time(10), ALMATY) + timedelta(seconds=number)
            await self.pass_deadlines(at)
            self.clock.set(max(at, self.clock.now()))
            await self._carry_out(number, step)

    async def _carry_out(self, number: int, step: Step) -> None:
        actor = self._actor(step)
        request = Request.of(actor, f"demonstration:{number}", step.action)
        case_id = self.open.get(step.organization)
        if case_id is None:
            result = await self.cases.open("risk_analysis", step.organization, step.action, step.data, actor, request)
            self.open[step.organization] = result.case.id
        else:
            case = await self.cases.get(case_id)
            await self.cases.act(case_id, step.action, _numbered(step.data, case), actor, request, case.version)

    async def pass_deadlines(self, until: datetime) -> None:
        """Record, just after midnight of its next day, every deadline that passes before `until`."""
        while True:
            passed = [(due, case, key) for case in await self._loaded() for due, key in _awaited(case)]
            passed = [entry for entry in passed if _after(entry[0]) <= until]
            if not passed:
                return
            due, case, key = min(passed, key=lambda entry: (entry[0], entry[1].id, entry[2]))
            self.clock.set(max(_after(due), self.clock.now()))
            await self.cases.miss(case.id, key)

    async def _loaded(self) -> list[Case]:
        return [await self.cases.get(case_id) for case_id in self.open.values()]

    def _actor(self, step: Step) -> Actor:
        identity = self.logins.get((step.organization, step.by), f"demo-{step.organization}-{step.by}")
        kind = self.types[step.organization]
        if step.by == "officer":
            return Actor(identity, Role.OFFICER, step.organization, kind)
        return Actor(identity, Role.SIGNATORY, step.organization, kind, Post(step.by))


def _awaited(case: Case) -> Iterator[tuple[date, str]]:
    for key, standing in case.deadlines.items():
        if standing.open and not standing.missed_on and standing.deadline.bound == "not_later":
            yield standing.deadline.due, key


def _numbered(data: dict[str, Any], case: Case) -> dict[str, Any]:
    """Replace the topic of an event to correct by its number, which depends on the deadlines missed before it."""
    if "corrects" not in data:
        return data
    [number] = [event.originator_version for event in case.history if data["corrects"] == event.TOPIC]
    return data | {"corrects": number}


def _after(due: date) -> datetime:
    return datetime.combine(due + timedelta(days=1), time(0, 1), ALMATY)


async def load(registry: FreshRegister, cases_of: Any, clock: Clock, logins: dict[tuple[str, str], str]) -> int:
    """Load organisations and analyses into an empty log; gives the number of analyses.

    `cases_of(clock)` gives a `Cases` with that registry under the travelling clock; `logins` maps (organisation,
    post or "officer") to the identities of the demonstration's accounts.
    """
    travelling = FixedClock.at(FIRST_DAY)
    cases = cases_of(travelling)
    register = Organizations(cases, registry)
    types: dict[str, OrganizationType] = {}
    for body in bodies():
        types[body.code] = body.type
        await register.register(body.code, body.type, body.region, body.names, body.parent, SYSTEM)
    loader = Loader(cases, travelling, types, logins)
    now = clock.now()
    await loader.tell(steps(clock.today()))
    await loader.pass_deadlines(now)
    return len(loader.open)
