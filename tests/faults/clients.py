"""Clients that work on cases over HTTP and do not give up: what got no answer is asked again with the same key."""

import asyncio
import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx2

from service.requests import Request
from tests.faults.journal import Acknowledged, Journal
from tests.workflows.risk_analysis.life import CLOSED, LIFE
from tests.workflows.scenario import HEAD
from workflows.actor import Actor, Role
from workflows.machine import actions
from workflows.registry import workflow

_ACTIONS = actions(workflow("risk_analysis"))
_DATA = {action: (actor is HEAD, data) for action, actor, _, data in LIFE} | {
    "close_monitoring": (False, CLOSED | {"reason": "Информация не поступала"})
}
_STEPS = {
    source: action
    for action in _DATA
    for source, target in _ACTIONS[action].transitions
    if source not in {target, "start_announced"}
} | {"new": "order"}
_LISTED = _ACTIONS["approve_positions"].event.TOPIC
_AMENDMENT = {"amended_on": "2024-02-14", "starts_on": "2024-03-04", "reason": "Продление"}
_ASIDE = 0.3  # of the steps do not lead on
_TIMEOUT = 3.0  # seconds without an answer before a request counts as lost
_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Identity:
    """An account with a bearer token."""

    account: UUID
    token: str

    def command_id(self, key: str) -> UUID:
        """Give the id under which the log keeps this caller's command with a key."""
        return Request.of(Actor(str(self.account), Role.OFFICER), key).command_id


@dataclass
class Analysis:
    """A case as its clients last saw it; those of one organisation may share it. `listed` says that it has its list of positions."""

    case_id: UUID | None = None
    version: int = 0
    state: str = "new"
    listed: bool = False

    def seen(self, case_id: UUID, version: int, state: str) -> None:
        """Remember an answer, unless a newer one of the same case came first."""
        self.listed = self.listed and case_id == self.case_id
        if case_id != self.case_id or version > self.version:
            self.case_id, self.version, self.state = case_id, version, state


@dataclass(frozen=True, slots=True)
class _Sent:
    """A command as it was sent."""

    path: str
    body: dict[str, Any]
    headers: dict[str, str]
    command_id: UUID
    topic: str


@dataclass
class Client:
    """An official of `organization` who owns one analysis at a time and shares another.

    `addresses` are those of the running services, kept up to date by whoever starts and ends them.
    """

    number: int
    organization: str
    officer: Identity
    head: Identity
    shared: Analysis
    addresses: Sequence[str]
    journal: Journal
    chance: random.Random
    own: Analysis = field(default_factory=Analysis)
    answered: int = 0
    _keys: int = 0
    _done: deque[tuple[_Sent, Acknowledged]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    async def work(self, until: asyncio.Event) -> None:
        """Act until told to stop; every request is answered when this returns."""
        async with httpx2.AsyncClient(timeout=_TIMEOUT) as http:
            while not until.is_set():
                lot = self.chance.random()
                if lot < 0.55:
                    await self._act(http, self.own)
                elif lot < 0.85:
                    await self._act(http, self.shared)
                elif lot < 0.95:
                    await self._repeat(http)
                else:
                    await self._look(http)

    async def _act(self, http: httpx2.AsyncClient, analysis: Analysis) -> None:
        """Take the next step of an analysis as it was last seen."""
        sent = self._next(analysis)
        response = await self._until_answered(http, "POST", sent.path, json=sent.body, headers=sent.headers)
        if response.status_code in {200, 201}:
            answer = self._acknowledge(sent, response)
            analysis.seen(answer.case_id, answer.version, response.json()["state"])
            analysis.listed = analysis.listed or sent.topic == _LISTED
        elif response.status_code in {409, 412} and analysis.case_id:
            self.journal.refused.add(sent.command_id)
            await self._see(http, analysis)
        else:
            self._unexpected(sent.path, response)
            await self._see(http, analysis)

    def _next(self, analysis: Analysis) -> _Sent:
        self._keys += 1
        key = f"{self.number}-{self._keys}"
        if analysis.state in {"closed", "new"}:
            data = _DATA["order"][1] | {"order_no": f"order {key}"}
            opening = {"workflow": "risk_analysis", "organization": self.organization, "action": "order", "data": data}
            return self._sent("/api/v1/cases", opening, key, "order", self.head, None)
        action, body = self._choose(analysis, key)
        by_head = action not in _DATA or _DATA[action][0]
        path = f"/api/v1/cases/{analysis.case_id}/actions/{action}"
        return self._sent(path, body, key, action, self.head if by_head else self.officer, analysis.version)

    def _choose(self, analysis: Analysis, key: str) -> tuple[str, dict[str, Any]]:
        """Choose an action that is possible in a state, mostly the one that leads on, and give its data."""
        state, aside = analysis.state, self.chance.random() < _ASIDE
        if aside and state in {"ordered", "under_way"}:
            end = self.chance.choice(["2024-03-28", "2024-04-05"])
            return "amend_order", {**_AMENDMENT, "order_no": f"amendment {key}", "ends_on": end}
        if aside and state == "monitoring":
            data = _DATA["order"][1] | {"order_no": f"correction {key}"}
            return "correct", {"corrects": 1, "data": data, "reason": "Описка"}
        action = "approve_positions" if state == "monitoring" and not analysis.listed else _STEPS[state]
        return action, _DATA[action][1]

    def _sent(
        self, path: str, body: dict[str, Any], key: str, action: str, who: Identity, version: int | None
    ) -> _Sent:
        headers = {"Authorization": f"Bearer {who.token}", "Idempotency-Key": key}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return _Sent(path, body, headers, who.command_id(key), _ACTIONS[action].event.TOPIC)

    def _acknowledge(self, sent: _Sent, response: httpx2.Response) -> Acknowledged:
        answer = _acknowledged(sent, response)
        self.journal.acknowledged.append(answer)
        self.journal.replayed += "idempotency-replayed" in response.headers
        self._done.append((sent, answer))
        self.answered += 1
        return answer

    async def _repeat(self, http: httpx2.AsyncClient) -> None:
        """Send a command again that was answered before: the answer must be the same."""
        if not self._done:
            return
        sent, answer = self.chance.choice(self._done)
        response = await self._until_answered(http, "POST", sent.path, json=sent.body, headers=sent.headers)
        self.journal.repeated += 1
        if response.status_code not in {200, 201} or _acknowledged(sent, response) != answer:
            self._unexpected(f"{sent.path}, repeated (first answer: {answer})", response)

    async def _see(self, http: httpx2.AsyncClient, analysis: Analysis) -> None:
        path = f"/api/v1/cases/{analysis.case_id}"
        response = await self._until_answered(
            http, "GET", path, headers={"Authorization": f"Bearer {self.officer.token}"}
        )
        if response.status_code == 200:
            case = response.json()
            analysis.seen(UUID(case["id"]), case["version"], case["state"])
        else:
            self._unexpected(path, response)

    async def _look(self, http: httpx2.AsyncClient) -> None:
        """Read a list, as everybody does meanwhile."""
        path = self.chance.choice(["/api/v1/cases?limit=20", "/api/v1/deadlines?limit=20", "/api/v1/dashboard"])
        response = await self._until_answered(
            http, "GET", path, headers={"Authorization": f"Bearer {self.officer.token}"}
        )
        if response.status_code != 200:
            self._unexpected(path, response)

    async def _until_answered(
        self, http: httpx2.AsyncClient, method: str, path: str, **request: Any
    ) -> httpx2.Response:
        turn = self.chance.randrange(1000)
        while True:
            self.journal.requests += 1
            try:
                response = await http.request(method, self.addresses[turn % len(self.addresses)] + path, **request)
            except httpx2.TransportError:
                self.journal.lost += 1
            else:
                if response.status_code != 503:
                    return response
                self.journal.unavailable += 1
            turn += 1
            await asyncio.sleep(self.chance.uniform(0.05, 0.3))

    def _unexpected(self, what: str, response: httpx2.Response) -> None:
        self.journal.unexpected.append(f"{what}: {response.status_code} {response.text[:300]}")


def _acknowledged(sent: _Sent, response: httpx2.Response) -> Acknowledged:
    said = response.json()
    recorded_at = datetime.fromisoformat(said["recorded_at"])
    return Acknowledged(sent.command_id, UUID(said["id"]), said["version"], said["position"], recorded_at, sent.topic)
