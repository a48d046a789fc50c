"""Entering organisations and people in the register, and changing what is recorded of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.case import FactCorrected
from events.organization import OrganizationType
from events.store.save import Committed
from events.text import msg
from service.cases import Cases
from service.conflicts import Stale
from service.recall import KeyReused, Result
from service.register import FreshRegister, RegisterBusy
from service.requests import Request
from service.together import Together
from workflows import machine
from workflows.actor import Actor
from workflows.machine import actions
from workflows.organization import HIERARCHY, Organization, OrganizationWorkflow, Outdated
from workflows.person import Person
from workflows.refusals import Refused

_ATTEMPTS = 20
"""How often a structural change is decided anew when another process made one at the same moment."""


class AlreadyRegistered(Refused):
    """The code is taken."""


@dataclass(frozen=True, slots=True)
class Names:
    """The name of an organisation in the three languages."""

    ru: str
    kk: str
    en: str


@dataclass
class Organizations:
    """The register's writing side: every change is an action of the record's machine."""

    cases: Cases
    registry: FreshRegister

    async def register(
        self,
        code: str,
        kind: OrganizationType,
        region: str,
        names: Names,
        parent: str,
        actor: Actor,
        *,
        since: date | None = None,
        **details: Any,
    ) -> Result:
        """Enter an organisation, by default as existing since today; raises `AlreadyRegistered` and other refusals.

        `parent` is the code of the body above it, "" for a root; `details` are bin, site, account. The same entry by the
        same actor is a repetition.
        """
        data = {
            "code": code, "type": kind, "region": region, "name_ru": names.ru, "name_kk": names.kk, "name_en": names.en,
            "parent": parent, "since": since or self.cases.clock.today(), **details,
        }  # fmt: skip
        request = Request.of(actor, f"organization:{code}", code, kind, region, names, parent, details)
        try:
            return await self.enter(data, actor, request)
        except KeyReused:
            raise _taken(code) from None

    async def enter(self, data: Mapping[str, Any], actor: Actor, request: Request) -> Result:
        """Enter an organisation by the data of its first event; raises `AlreadyRegistered` and other refusals."""
        code = str(data.get("code", ""))

        async def work() -> Result:
            return await self.cases.open(
                "organization", code, "register", data, actor, request, case_id=Organization.id_of(code)
            )

        try:
            return await self._in_turn(work)
        except Stale as stale:
            raise (_taken(code) if stale.current else stale) from None

    async def enter_all(self, entries: Sequence[Mapping[str, Any]], actor: Actor) -> int:
        """Enter organisations by the data of their first events, in one save; gives how many were not there yet.

        They are checked against what was recorded before: none of them may stand above another or share its BIN.
        """
        async with self.registry.structure:
            for _ in range(_ATTEMPTS):
                register = await self.registry.refresh()
                fresh = [entry for entry in entries if register.organization(entry["code"]) is None]
                if not fresh:
                    return 0
                request, together = Request.of(actor, None), Together(self.cases)
                try:
                    for entry in fresh:
                        case = Organization.blank(Organization.id_of(entry["code"]), entry["code"])
                        command = self.cases.command(case, "register", entry, actor, request, register)
                        machine.act(OrganizationWorkflow, case, command)
                        await together.add(case, command)
                except Outdated:
                    self.cases.forget(HIERARCHY)
                    continue
                if isinstance(verdict := await self.cases.save(together.changed.values(), request), Committed):
                    self.cases.remember(together.changed[HIERARCHY])
                    await self.registry.refresh(verdict.last_position)
                    return len(fresh)
                self.cases.forget(HIERARCHY)
        raise RegisterBusy

    async def act(
        self, code: str, action: str, data: Mapping[str, Any], actor: Actor, request: Request, expected_version: int
    ) -> Result:
        """Carry out an action on the version of the record that the caller saw; raises `Refused`, `Stale` among it."""

        async def work() -> Result:
            return await self.cases.act(Organization.id_of(code), action, data, actor, request, expected_version)

        return await (self._in_turn(work) if _structural(action) else self._known_at_once(work))

    async def enter_person(self, data: Mapping[str, Any], keeper: str, actor: Actor, request: Request) -> Result:
        """Enter a person; `keeper` is the code of the body that keeps the record. Raises `AlreadyRegistered` and others."""
        code = str(data.get("code", ""))

        async def work() -> Result:
            return await self.cases.open("person", keeper, "register", data, actor, request, case_id=Person.id_of(code))

        try:
            return await self._known_at_once(work)
        except Stale as stale:
            raise (_taken(code) if stale.current else stale) from None

    async def act_on_person(
        self, code: str, action: str, data: Mapping[str, Any], actor: Actor, request: Request, expected_version: int
    ) -> Result:
        """Carry out an action on a person's record; raises `Refused`, `Stale` among it."""

        async def work() -> Result:
            return await self.cases.act(Person.id_of(code), action, data, actor, request, expected_version)

        return await self._known_at_once(work)

    async def _in_turn(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Carry out structural changes one by one here, and anew after one that another process made meanwhile."""
        async with self.registry.structure:
            for _ in range(_ATTEMPTS):
                try:
                    return await self._known_at_once(work)
                except Outdated:
                    self.cases.forget(HIERARCHY)
                    await self.registry.refresh()
        raise RegisterBusy

    async def _known_at_once(self, work: Callable[[], Awaitable[Result]]) -> Result:
        result = await work()
        await self.registry.refresh(result.position)
        return result


def _structural(action: str) -> bool:
    """Whether an action can contradict another record; a correction may be of anything."""
    found = actions(OrganizationWorkflow).get(action)
    return found is not None and (found.event is FactCorrected or found.event in OrganizationWorkflow.CONSEQUENCES)


def _taken(code: str) -> AlreadyRegistered:
    return AlreadyRegistered(msg("The code {code} is taken.", code=code))
