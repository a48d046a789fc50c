"""Loading the demonstration: the story is lived through under a travelling clock.

Every event is recorded at the moment at which it would have been, deadlines pass when they
pass, and the log's own time runs with the story.
"""

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Protocol

import yaml

from events.almaty import ALMATY
from events.organization import OrganizationType
from service.cases import Cases
from service.clock import Clock, FixedClock
from service.demo.bodies import bodies
from service.demo.officials import appoint
from service.demo.paper import pdf
from service.demo.passing import Passing
from service.demo.step import Paper, Place, Step
from service.demo.story import steps
from service.demo.works import works
from service.files import Files
from service.organizations import Organizations
from service.register import FreshRegister
from service.requests import Request
from workflows.actor import SYSTEM, Actor, Post, Role
from workflows.case import Case
from workflows.consequences import consequences
from workflows.organization import OrganizationWorkflow
from workflows.refusals import Unknown

PASSWORD = "demonstration"  # noqa: S105 (of accounts that exist in the demonstration alone, and are refused elsewhere)
FIRST_DAY = date(2023, 1, 3)
ANALYSIS = "risk_analysis"


def accounts() -> list[dict[str, str]]:
    """Give the demonstration's accounts: login, name, role, post, organisation, code of the person (post and code or none)."""
    rows: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("accounts.yaml").read_text("utf-8"))
    return rows


class Meanwhile(Protocol):
    """What goes on beside the story in the same log."""

    async def settle(self, register: Organizations) -> None:
        """Enter the register, on the first day, once the story's organisations are in it."""

    async def go_on(self, until: datetime) -> None:
        """Record what happened before an instant: the log's time goes there next."""


@dataclass
class Loader:
    """Lives through the story; deadlines that pass between two acts are missed on the way.

    `open` are the analyses by organisation.
    """

    cases: Cases
    clock: FixedClock
    files: Files
    types: dict[str, OrganizationType]
    logins: dict[Place, str]
    register: Organizations
    passing: Passing
    open: dict[str, uuid.UUID] = field(default_factory=dict)

    async def tell(self, story: list[Step]) -> None:
        """Carry out every step on its day."""
        for number, step in enumerate(story):
            at = datetime.combine(step.on, time(10), ALMATY) + timedelta(seconds=number)
            await self.passing.pass_until(at)
            await self.passing.go(at)
            await self._carry_out(number, step)

    async def _carry_out(self, number: int, step: Step) -> None:
        actor = self._actor(step)
        request = Request.of(actor, f"demonstration:{number}", step.action)
        if step.work and step.work.workflow == OrganizationWorkflow.WORKFLOW:
            version = (await self.cases.get(step.work.case_of(step.organization))).version
            await self.register.act(step.organization, step.action, step.data, actor, request, version)
            return
        case = await self._case(step)
        made = step.made(case.facts) if step.made and case else {}
        data = await self._with_papers({**step.data, **made}, step.organization, actor)
        if case is None:
            kind, case_id = (
                (step.work.workflow, step.work.case_of(step.organization)) if step.work else (ANALYSIS, None)
            )
            result = await self.cases.open(kind, step.organization, step.action, data, actor, request, case_id)
            if step.work is None:
                self.open[step.organization] = result.case.id
        else:
            result = await self.cases.act(case.id, step.action, _numbered(data, case), actor, request, case.version)
        await self._watch(result.case, case.version if case else 0)

    async def _case(self, step: Step) -> Case | None:
        """Give the case of a step, None if it begins with it."""
        case_id = step.work.case_of(step.organization) if step.work else self.open.get(step.organization)
        try:
            return await self.cases.get(case_id) if case_id else None
        except Unknown:
            return None

    async def _watch(self, case: Case, version: int) -> None:
        """Know what a case awaits, and the cases on which its events after a version acted."""
        self.passing.watch(case)
        rules, register = self.cases.workflow_of(case).CONSEQUENCES, await self.cases.registry.current()
        for event in case.history[version:]:
            for found in consequences(rules, case, event, register):
                self.passing.watch(await self.cases.get(found.case_id))

    async def _with_papers(self, value: Any, organization: str, actor: Actor) -> Any:
        """Keep the papers in the data of a step, and put their hashes in their places."""
        if isinstance(value, Paper):
            return (await self.files.keep(_stream(pdf(value.lines)), f"{value.name}.pdf", actor, organization)).sha256
        if isinstance(value, dict):
            return {name: await self._with_papers(one, organization, actor) for name, one in value.items()}
        return (
            [await self._with_papers(one, organization, actor) for one in value] if isinstance(value, list) else value
        )

    def _actor(self, step: Step) -> Actor:
        if step.by == "system":
            return SYSTEM
        identity = self.logins.get(step.place, f"demo-{step.body}-{step.by}{step.person}")
        kind = self.types[step.body]
        if step.by == "officer":
            return Actor(identity, Role.OFFICER, step.body, kind, person=step.person)
        return Actor(identity, Role.SIGNATORY, step.body, kind, Post(step.by), person=step.person)


async def _stream(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _numbered(data: dict[str, Any], case: Case) -> dict[str, Any]:
    """Replace the topic of an event to correct by its number, which depends on the deadlines missed before it."""
    if "corrects" not in data:
        return data
    [number] = [event.originator_version for event in case.history if data["corrects"] == event.TOPIC]
    return data | {"corrects": number}


async def load(
    registry: FreshRegister,
    cases_of: Callable[[Clock], Cases],
    clock: Clock,
    logins: dict[Place, str],
    files_of: Callable[[Clock], Files],
    around: Meanwhile | None = None,
) -> int:
    """Load organisations, officials, analyses and subtasks into an empty log; gives the number of analyses that were begun.

    `cases_of(clock)` and `files_of(clock)` give `Cases` with that registry and `Files` under the travelling clock; `logins`
    maps who is in the story to the identities of the demonstration's accounts. `around` lives beside the story.
    """
    travelling = FixedClock.at(FIRST_DAY)
    cases = cases_of(travelling)
    register = Organizations(cases, registry)
    types: dict[str, OrganizationType] = {}
    for body in bodies():
        types[body.code] = body.type
        details: dict[str, Any] = (
            {"account": body.account, "site": body.site} if body.type is OrganizationType.KGS else {}
        )
        await register.register(body.code, body.type, body.region, body.names, body.parent, SYSTEM, **details)
    await appoint(register, works()["officials"], FIRST_DAY)
    if around:
        await around.settle(register)
    passing = Passing(cases, travelling, around.go_on if around else None)
    loader = Loader(cases, travelling, files_of(travelling), types, logins, register, passing)
    now = clock.now()
    await loader.tell(steps(clock.today()))
    await passing.pass_until(now)
    if around:
        await around.go_on(now)
    return len(loader.open)
