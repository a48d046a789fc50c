"""A synthetic oblast: 22 departments, 11 districts and 300 quasi-state entities, and what each of them reported."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events.organization import OrganizationType as T
from service.organizations import Names
from service.requests import Request
from tests.serving import Served
from tests.workflows.hired_offender.test_hired import FOUND
from workflows.actor import SYSTEM, Actor, Post, Role

OBLAST = "zhetysu"
DEPARTMENTS, DISTRICTS, ENTITIES = 22, 11, 300
PERIOD, ROW = "2024Q2", "2.4.1"
_HIRED = [date(2024, 1, day) for day in range(8, 12)]


@dataclass
class Told:
    """What was entered, kept beside the service: the independent side of the comparison.

    `facts` are the bodies of each fact (a person hired on a day) found in the quarter and not withdrawn; `nil` the bodies that
    declared none, `money` what bodies reported of the social order: total, of it, and of it by unit.
    """

    above: dict[str, str] = field(default_factory=dict)
    facts: dict[tuple[str, date], set[str]] = field(default_factory=lambda: defaultdict(set))
    nil: set[str] = field(default_factory=set)
    money: dict[str, tuple[int, int, dict[str, int]]] = field(default_factory=dict)

    @property
    def reporting(self) -> set[str]:
        """The bodies with a fact of the quarter."""
        return {body for bodies in self.facts.values() for body in bodies}


async def entered(served: Served, seed: int, part: float = 1.0) -> Told:
    """Enter a part of the oblast and what its bodies report: facts of which some are shared, withdrawn or of another quarter, nils, and nothing."""
    told, chance = Told(), random.Random(seed)  # noqa: S311 - an example, not a secret
    await bodies_of(served, told, part)
    bodies = list(told.above)
    facts, nils = round(90 * part), round(220 * part)
    chance.shuffle(bodies)
    people = [f"Сериков Е. {number}" for number in range(40)]
    for body in bodies[:facts]:
        for _ in range(chance.choice((1, 1, 2))):
            await _fact(served, told, body, (chance.choice(people), chance.choice(_HIRED)), chance)
    for body in bodies[facts:nils]:
        await begin(served, "reporting_row", body, "declare_no_facts", row=ROW, period=PERIOD, declared_on="2024-07-03", signature={"post": "first_head"})  # fmt: skip
        told.nil.add(body)
    for body in [one for one in bodies if served.service.register.known.type_of(one, date(2024, 6, 1)) is not T.KGS][
        :14
    ]:
        await _money(served, told, body, chance)
    return told


async def bodies_of(served: Served, told: Told, part: float = 1.0) -> None:
    """Register the oblast, or a part of it, and all below it."""
    await _register(served, told, OBLAST, T.OBL, "")
    departments = [f"{OBLAST}.dep-{n:02}" for n in range(_part(DEPARTMENTS, part))]
    for code in departments:
        await _register(served, told, code, T.UPR, OBLAST)
    for n in range(_part(DISTRICTS, part)):
        await _register(served, told, f"{OBLAST}.ray-{n:02}", T.RAY, OBLAST)
    for n in range(_part(ENTITIES, part)):
        await _register(served, told, f"{OBLAST}.kgs-{n:03}", T.KGS, departments[n % len(departments)])
    await served.service.cases.registry.refresh()  # type: ignore[attr-defined]


def _part(number: int, part: float) -> int:
    return max(1, round(number * part))


async def _register(served: Served, told: Told, code: str, kind: T, above: str) -> None:
    name, since = Names(code, code, code), date(2024, 1, 3)
    await served.service.organizations.register(code, kind, "KZ-33", name, above, SYSTEM, since=since)
    told.above[code] = above


async def _fact(served: Served, told: Told, body: str, who: tuple[str, date], chance: random.Random) -> None:
    """Enter a hiring, one in ten of another quarter, one in ten withdrawn; the same one is not entered twice by a body."""
    name, hired = who
    if body in told.facts[who]:
        return
    fate = chance.random()
    found_on = "2024-02-14" if fate < 0.1 else "2024-05-14"
    data = FOUND | {"name": name, "hired_on": hired.isoformat(), "found_on": found_on, "checked_on": "2024-01-05"}
    case = await begin(served, "hired_offender", body, "register_hired_offender", **data)
    if 0.1 <= fate < 0.2:
        await act(served, case, body, "withdraw_fact", withdrawn_on="2024-07-02", reason="Не подтвердилось")
    elif fate >= 0.2:
        told.facts[who].add(body)


async def _money(served: Served, told: Told, body: str, chance: random.Random) -> None:
    units = {f"Отдел {chance.randrange(6)}": chance.randrange(1, 50) for _ in range(3)}
    of_it = sum(units.values())
    total = of_it + chance.randrange(100)
    case = await begin(
        served, "subtask", body, "assign", SYSTEM, subtask="4.1.2", period="2024", assigned_on="2024-01-15"
    )
    await act(
        served, case, body, "report_social_order", reported_on="2024-07-02", total=total, anticorruption=of_it,
        breakdown=[{"unit": unit, "amount": amount} for unit, amount in units.items()], total_of_year=total,
        anticorruption_of_year=of_it, total_of_next_year=total, anticorruption_of_next_year=of_it,
    )  # fmt: skip
    told.money[body] = (total, of_it, units)


def officer(body: str, served: Served) -> Actor:
    """The signing official of a body."""
    kind = served.service.register.known.type_of(body, date(2024, 6, 1))
    return Actor(f"officer@{body}", Role.SIGNATORY, body, kind, Post.FIRST_HEAD)


async def begin(
    served: Served, workflow: str, body: str, action: str, actor: Actor | None = None, /, **data: Any
) -> Any:
    """Open a case of a body, as its official unless somebody else is named."""
    who = actor or officer(body, served)
    return (await served.service.cases.open(workflow, body, action, data, who, Request.of(who, None))).case


async def act(served: Served, case: Any, body: str, action: str, /, **data: Any) -> Any:
    """Act on a case as it was given last, as the official of its body; gives it as it is then."""
    who = officer(body, served)
    return (await served.service.cases.act(case.id, action, data, who, Request.of(who, None), case.version)).case
