"""A company's subtask 3.2.1, carried from hand to hand over HTTP."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx2

from service.demo.paper import pdf
from tests.serving import ELSEWHERE, OTHER, Served
from tests.web.visiting import PASSWORD
from workflows.actor import Post, Role

DAY = "2024-03-12"
UPLOADED: dict[str, Any] = {"uploaded_on": DAY}


@dataclass
class Work:
    """The case, and those who work on it: an officer and the head of the company, an officer of the akimat above."""

    served: Served
    people: dict[str, httpx2.AsyncClient] = field(default_factory=dict)
    case_id: str = ""
    version: int = 0

    async def begin(self) -> None:
        """Make the accounts, and assign the subtask."""
        served = self.served
        for login, role, body, post in (
            ("company-officer", Role.OFFICER, OTHER, None), ("company-head", Role.SIGNATORY, OTHER, Post.FIRST_HEAD),
            ("company-servant", Role.SIGNATORY, OTHER, Post.ETHICS_OFFICER), ("akimat", Role.OFFICER, ELSEWHERE, None),
        ):  # fmt: skip
            self.people[login] = await served.client(await served.account(login, role, body, post, PASSWORD))
        served.clock.travel(date.fromisoformat(DAY))
        assigned = {
            "workflow": "subtask",
            "organization": OTHER,
            "data": {"subtask": "3.2.1", "period": "2024", "assigned_on": DAY},
        }
        opened = await self.people["company-officer"].post("/api/v1/cases", json=assigned)
        assert opened.status_code == 201, opened.text
        self.case_id, self.version = opened.json()["id"], 1
        await served.projected()

    async def act(self, who: str, action: str, **data: Any) -> None:
        """Take a step, and wait until lists show it."""
        answer = await self.people[who].post(
            f"/api/v1/cases/{self.case_id}/actions/{action}", json=data, headers={"If-Match": f'"{self.version}"'}
        )
        assert answer.status_code == 200, answer.text
        self.version = answer.json()["version"]
        await self.served.projected()

    async def prove(self) -> None:
        """Report the document and attach it."""
        await self.act("company-officer", "confirm_document", title="Акт", document_no="18-П", approved_on=DAY)
        where = f"/api/v1/files?organization={OTHER}&name=paper.pdf"
        sent = await self.people["company-officer"].post(where, content=pdf(["Акт"]))
        proof = {
            "kind": "doc",
            "title": "Акт",
            "attached_on": DAY,
            "no_state_secrets": True,
            "file": sent.json()["sha256"],
        }
        await self.act("company-officer", "attach_evidence", **proof)

    async def sign(self) -> None:
        """Record the head's signature."""
        await self.act("company-head", "sign_evidence", signed_on=DAY, signature={"post": "first_head"})

    async def tasks(self, who: str, **query: Any) -> dict[str, Any]:
        """Ask for somebody's tasks."""
        answer = await self.people[who].get("/api/v1/tasks", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def next_of(self, who: str, tab: str) -> list[str | None]:
        """Give the next steps in a group of somebody's tasks."""
        return [item["next"] for item in (await self.tasks(who, tab=tab))["items"]]
