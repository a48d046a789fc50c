"""Project 2 by HTTP alone: each subtask from its beginning to its end, and what is refused or warned of on the way (§4–§6)."""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest

from events.clearance import Clearance
from service.demo.paper import pdf
from service.requests import Request
from tests.clearing import cleared
from tests.serving import BODY, OTHER, Served, problem_of, serving
from tests.stories.project_2 import WALKS, Data, Walk, Warned
from workflows.actor import SYSTEM
from workflows.organization import Organization

LAST_DAY = date(2024, 12, 31)
POSTS = {"hr_officer": "p-officer-" + BODY, "security_officer": "p-security", "apparatus_head": "p-apparatus"}
"""Who holds the posts of the body that the Instruction names: the one who records is of the personnel service."""

WARNINGS = [(walk, warned) for walk in WALKS for warned in walk.warned]


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A service with a department that has a personnel service and internal security."""
    async with serving(database_url, data_dir=tmp_path) as running:
        yield running


class Desk:
    """A case of the body, and everybody who tries something on it."""

    def __init__(self, served: Served, walk: Walk) -> None:
        self.served, self.walk = served, walk
        self.clients: dict[str, httpx2.AsyncClient] = {}
        self.file, self.address, self.version = "", "", 0

    async def open(self) -> None:
        """Let people take their seats and send a paper; let the plan make the case, if it does."""
        access = await cleared(self.served, BODY, clearances=tuple(Clearance))
        await self._appoint()
        supervisor = await self.served.supervisor()
        if self.walk.planned:
            self.address = await self._planned(supervisor)
            self.version = 1
        self.served.clock.travel(LAST_DAY)
        self.clients = {
            "officer": await self.served.client(access),
            "colleague": await self.served.officer(),
            "other": await self.served.officer(OTHER),
            "supervisor": supervisor,
        }
        where = f"/api/v1/files?organization={BODY}&name=paper.pdf"
        sent = await self.clients["officer"].post(where, content=pdf(["Письмо", BODY]))
        self.file = sent.json()["sha256"]

    async def _appoint(self) -> None:
        register, since = self.served.service.organizations, "2024-02-12"
        for person in ("p-security", "p-apparatus"):
            await register.enter_person({"code": person, "name_ru": "x"}, BODY, SYSTEM, Request.of(SYSTEM, None))
        for kind, person in POSTS.items():
            name = kind.replace("_", "-")
            post = {"post": name, "kind": kind, "post_class": "corps_b", "title_ru": "x", "since": since}
            for action, data in (
                ("establish_post", post),
                ("appoint", {"post": name, "person": person, "order_no": "1", "since": since}),
            ):
                version = await self.served.service.cases.version(Organization.id_of(BODY))
                await register.act(BODY, action, data, SYSTEM, Request.of(SYSTEM, None), version)

    async def _planned(self, supervisor: httpx2.AsyncClient) -> str:
        made = await supervisor.post("/api/v1/plans", json={"year": 2024, "organizations": [BODY]})
        assert made.status_code == 200, made.text
        await self.served.projected()
        plan = (await supervisor.get("/api/v1/plans/2024", params={"organization": BODY})).json()
        return str(next(row["cases"][0]["href"] for row in plan["rows"] if row["subtask"] == self.walk.subtask))

    async def send(self, who: str, step: int, changes: Data | None = None) -> httpx2.Response:
        """Try a step, with other data if they are named."""
        action, data = self.walk.steps[step]
        given = {name: self.file if name == "file" else value for name, value in data.items()} | (changes or {})
        if self.address:
            headers = {"If-Match": f'"{self.version}"'}
            return await self.clients[who].post(f"{self.address}/actions/{action}", json=given, headers=headers)
        body = {"workflow": self.walk.workflow, "organization": BODY, "action": action, "data": given}
        return await self.clients[who].post("/api/v1/cases", json=body)

    async def step(self, step: int, changes: Data | None = None) -> None:
        """Take a step that succeeds."""
        response = await self.send("officer", step, changes)
        assert response.status_code == (200 if self.address else 201), (self.walk.steps[step], response.text)
        self.address = self.address or response.headers["location"]
        self.version = response.json()["version"]

    async def refused(self, step: int) -> None:
        """Hold everybody else to be refused at a step, and the officer for whatever is wrong there."""
        in_data = "#/" if self.address else "#/data/"
        for who in ("other", "supervisor", *(["colleague"] if self.walk.sealed else [])):
            answer = await self.send(who, step)
            if self.address and self.walk.sealed:
                problem_of(answer, 404, "unknown")
            else:
                problem_of(answer, 403, "out-of-scope" if self.address and who == "other" else "not-permitted")
        for wrong in self.walk.wrong:
            if wrong.step == step:
                errors = problem_of(await self.send("officer", step, wrong.changes), 422, "invalid")["errors"]
                assert {error["pointer"] for error in errors} == {in_data + name for name in wrong.fields}, wrong

    async def look(self) -> dict[str, Any]:
        """Get the case."""
        case: dict[str, Any] = (await self.clients["officer"].get(self.address)).json()
        return case


def _remarks(case: Mapping[str, Any]) -> list[str]:
    return [remark["code"] for remark in case["remarks"]]


def _statuses(case: Mapping[str, Any]) -> dict[str, str]:
    return {deadline["rule"]: deadline["status"] for deadline in case["deadlines"]}


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.subtask}-{walk.workflow}")
async def test_each_subtask_to_its_end(served: Served, walk: Walk) -> None:
    """At each step wrong people, papers and days are refused with the field, and change nothing; the right ones lead to the end.

    Right after the beginning the end is refused as out of order.
    """
    desk = Desk(served, walk)
    await desk.open()
    for step in range(len(walk.steps)):
        before = served.events(desk.address.rpartition("/")[2] or None)
        await desk.refused(step)
        assert served.events(desk.address.rpartition("/")[2] or None) == before
        if step == 1 and walk.steps[2:]:
            problem_of(await desk.send("officer", len(walk.steps) - 1), 409, "wrong-order")
        await desk.step(step)
    case = await desk.look()
    assert (case["state"], _remarks(case)) == (walk.end, list(walk.remarks))
    assert _statuses(case).items() >= dict(walk.deadlines).items()


@pytest.mark.parametrize(
    ("walk", "warned"),
    WARNINGS,
    ids=[f"{walk.subtask}-{warned.remark or warned.deadline[0]}" for walk, warned in WARNINGS],
)
async def test_what_is_recorded_with_a_warning(served: Served, walk: Walk, warned: Warned) -> None:
    """What happened late or otherwise than it should is recorded all the same: a remark or the deadline says so."""
    desk = Desk(served, walk)
    await desk.open()
    for step in range(warned.step + 1):
        await desk.step(step, warned.changes if step == warned.step else None)
    case = await desk.look()
    assert (warned.remark in _remarks(case)) is bool(warned.remark)
    rule, status = warned.deadline
    assert _statuses(case).get(rule, "") == status
