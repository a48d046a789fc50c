"""The whole life of an analysis by HTTP alone: the worked example of requirements §5."""

from datetime import date
from typing import Any

import httpx2

from tests.serving import BODY, ORDER, Served, serving
from workflows.actor import Post

REPORT = {
    "report_no": "5",
    "signed_on": "2024-04-05",
    "risks": [{"code": "R1", "description": "Приёмка работ без комиссии", "area": "Отдел строительства"}],
    "recommendations": [
        {
            "code": "1",
            "risk": "R1",
            "text": "Принимать комиссией",
            "lawful": True,
            "effective": True,
            "feasible": True,
            "targeted": True,
        }
    ],
    "positions": [
        {"title": "Главный специалист", "unit": "Отдел строительства", "powers": "Подписание актов", "risk": "R1"}
    ],
}
ITEM = {
    "code": "1", "recommendations": ["1"], "measure": "Издать приказ", "completion_form": "Приказ", "due_on": "2024-06-28",
    "unit": "Отдел строительства",
}  # fmt: skip
LINKS = {"report_address": "https://example.kz/spravka", "plan_address": "https://example.kz/plan"}


def _announced(published_on: str, **more: Any) -> dict[str, Any]:
    address = f"https://example.kz/anons-{published_on}"
    return {"channel": "website", "address": address, "published_on": published_on, "secrets_excluded": True, **more}


def _progress(quarter: str, received_on: str) -> dict[str, Any]:
    items = [{"item": "1", "progress": "Приказ издан", "documents": ["Приказ № 44"]}]
    return {"unit": "Отдел строительства", "quarter": quarter, "received_on": received_on, "items": items}


def _review(quarter: str, reviewed_on: str, state: str) -> dict[str, Any]:
    found = {"recommendation": "1", "state": state, "completion_form_reached": state == "done"}
    return {"unit": "Отдел строительства", "quarter": quarter, "reviewed_on": reviewed_on, "recommendations": [found]}


LIFE: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("2024-02-16", "officer", "announce_start", _announced("2024-02-16")),
    ("2024-03-04", "officer", "begin", {"began_on": "2024-03-04"}),
    ("2024-03-07", "officer", "announce_discussion", _announced("2024-03-07", discussion_on="2024-03-15")),
    ("2024-03-18", "officer", "hold_discussion", {
        "held_on": "2024-03-15", "protocol_no": "3", "protocol_approved_on": "2024-03-15", "results_channel": "website",
        "results_address": "https://example.kz/itogi", "results_published_on": "2024-03-18", "participants": 24,
        "signature": {"post": "first_head"},
    }),
    ("2024-03-28", "officer", "finish", {"finished_on": "2024-03-28"}),
    ("2024-04-05", "first_head", "sign_report", REPORT),
    ("2024-04-19", "first_head", "approve_plan", {"plan_no": "6", "approved_on": "2024-04-19", "items": [ITEM]}),
    ("2024-04-24", "officer", "publish", {"published_on": "2024-04-24", **LINKS}),
    ("2024-07-05", "officer", "report_progress", _progress("2024Q2", "2024-07-05")),
    ("2024-07-12", "officer", "review_progress", _review("2024Q2", "2024-07-12", "in_progress")),
    ("2024-10-07", "officer", "report_progress", _progress("2024Q3", "2024-10-07")),
    ("2024-10-14", "officer", "review_progress", _review("2024Q3", "2024-10-14", "done")),
    ("2025-01-05", "officer", "report_progress", _progress("2024Q4", "2025-01-05")),
    ("2025-01-13", "officer", "review_progress", _review("2024Q4", "2025-01-13", "done")),
    ("2025-04-07", "officer", "report_progress", _progress("2025Q1", "2025-04-07")),
    ("2025-04-14", "officer", "review_progress", _review("2025Q1", "2025-04-14", "done")),
    ("2025-04-14", "officer", "approve_positions", {
        "approved_on": "2025-04-14", "list_no": "5-п", "signature": {"post": "first_head"},
    }),
    ("2025-04-14", "officer", "close_monitoring", {
        "closed_on": "2025-04-14", "report_no": "9", "conclusion": "Исполнено", "signature": {"post": "first_head"},
    }),
)  # fmt: skip
"""Day, role, action and data, after the order of 2024-02-12."""

DUE = {
    "D04": "2024-02-19", "D05": "2024-03-11", "D06": "2024-03-18", "D07": "2024-04-11", "D08": "2024-04-19",
    "D09": "2024-04-24", "D10": "2025-04-07", "D11/2024Q2/Отдел строительства": "2024-07-05",
    "D11/2024Q3/Отдел строительства": "2024-10-07", "D11/2024Q4/Отдел строительства": "2025-01-06",
    "D11/2025Q1/Отдел строительства": "2025-04-07",
}  # fmt: skip
"""The due dates of the worked example. That Sunday 2025-01-05 would be a working day was not known yet in April 2024."""


class Life:
    """One case driven over HTTP by those whose part it is; a client follows the `href` that the case offers."""

    def __init__(self, served: Served, clients: dict[str, httpx2.AsyncClient]) -> None:
        self._served, self._clients = served, clients
        self.case: dict[str, Any] = {}

    async def begin(self) -> None:
        """Order the analysis."""
        opening = {"workflow": "risk_analysis", "organization": BODY, "data": ORDER}
        response = await self._clients["first_head"].post("/api/v1/cases", json=opening)
        assert response.status_code == 201, response.text
        await self.look("first_head", response.headers["location"])

    async def look(self, role: str, address: str | None = None) -> None:
        """Get the case as that role sees it."""
        response = await self._clients[role].get(address or f"/api/v1/cases/{self.case['id']}")
        assert response.status_code == 200, response.text
        self.case = response.json()

    async def step(self, day: str, role: str, action: str, data: dict[str, Any]) -> None:
        """Take an action on its day, as it is offered."""
        self._served.clock.travel(max(date.fromisoformat(day), self._served.clock.today()))
        await self.look(role)
        [offered] = [possible for possible in self.case["actions"] if possible["name"] == action]
        headers = {"If-Match": f'"{self.case["version"]}"', "Idempotency-Key": f"{action}-{day}"}
        response = await self._clients[role].post(offered["href"], json=data, headers=headers)
        assert response.status_code == 200, response.text
        await self.look(role)
        assert self.case["version"] == response.json()["version"]

    def deadline(self, key: str) -> dict[str, Any]:
        """Give one deadline of the case."""
        [found] = [deadline for deadline in self.case["deadlines"] if deadline["key"] == key]
        return dict(found)


async def _start(served: Served, *more: str) -> Life:
    clients = {
        "first_head": await served.signatory(),
        "apparatus_head": await served.signatory(Post.APPARATUS_HEAD),
        "officer": await served.officer(),
    }
    life = Life(served, clients)
    await life.begin()
    return life


async def test_worked_example_from_order_to_the_end_of_monitoring(database_url: str) -> None:
    """By HTTP alone an analysis goes its whole way; every due date is the worked example's, and every act is in time."""
    async with serving(database_url) as served:
        life = await _start(served)
        for step in LIFE:
            await life.step(*step)
        assert life.case["state"] == "closed"
        assert {key: life.deadline(key)["due"] for key in DUE} == DUE
        assert {deadline["status"] for deadline in life.case["deadlines"]} == {"met"}
        assert life.case["remarks"] == []
        assert "21–23 марта" in (await _explained(served, life, "ru"))
        await _check_history(served, life)
        await _check_lists(served, life)


async def _explained(served: Served, life: Life, language: str) -> str:
    client = await served.supervisor()
    response = await client.get(f"/api/v1/cases/{life.case['id']}", headers={"Accept-Language": language})
    [found] = [deadline for deadline in response.json()["deadlines"] if deadline["key"] == "D05"]
    return str(found["explanation"])


async def _check_history(served: Served, life: Life) -> None:
    client = served.clients[2]
    events, address = [], f"/api/v1/cases/{life.case['id']}/events?limit=5"
    while address:
        page = (await client.get(address)).json()
        events += page["items"]
        address = page["next"]
    assert [event["version"] for event in events] == list(range(1, len(LIFE) + 2))
    assert [event["occurred_on"] for event in events[:4]] == ["2024-02-12", "2024-02-16", "2024-03-04", "2024-03-07"]
    assert [event["role"] for event in events if event["type"].endswith(("signed", "approved"))] == [
        "first_head",
        "first_head",
        "officer",
    ]
    assert events[4]["data"]["participants"] == 24


async def _check_lists(served: Served, life: Life) -> None:
    client = served.clients[2]
    await served.projected()
    [row] = (await client.get("/api/v1/cases", params={"open": False})).json()["items"]
    assert (row["id"], row["state"], row["number"]) == (life.case["id"], "closed", "17-Ө")
    assert (await client.get("/api/v1/deadlines", params={"status": "overdue"})).json()["items"] == []


async def test_withheld_for_secrecy_and_late(database_url: str) -> None:
    """What is secret is withheld by the head of the apparatus alone; what is late is recorded as late, with the arithmetic."""
    async with serving(database_url) as served:
        life = await _start(served)
        for step in LIFE[:7]:
            await life.step(*step)
        await life.look("first_head")
        assert "withhold" not in {action["name"] for action in life.case["actions"]}
        note = {
            "approved_on": "2024-04-29",
            "note_no": "7-дсп",
            "basis": "official_secret",
            "justification": "Сведения ДСП",
        }
        await life.step("2024-04-29", "apparatus_head", "withhold", note)
        assert life.case["state"] == "monitoring_unpublished"
        judged = life.deadline("D09")
        assert (judged["due"], judged["status"], judged["done_on"], judged["margin"]) == (
            "2024-04-24",
            "met_late",
            "2024-04-29",
            -3,
        )


async def test_nobody_acts_and_the_scheduler_records_it(database_url: str) -> None:
    """A deadline that passes is recorded as missed, shown as overdue, and judged late when the act comes after all."""
    async with serving(database_url) as served:
        life = await _start(served)
        served.clock.travel(date(2024, 2, 20))
        await served.projected()
        assert await served.sweep() == 1
        await life.look("officer")
        missed = life.deadline("D04")
        assert (missed["status"], missed["missed_on"]) == ("missed", "2024-02-20")
        await served.projected()
        overdue = (await served.clients[2].get("/api/v1/deadlines", params={"status": "overdue"})).json()["items"]
        assert [row["key"] for row in overdue] == ["D04"]
        await life.step("2024-02-21", "officer", "announce_start", _announced("2024-02-21"))
        late = life.deadline("D04")
        assert (late["status"], late["margin"]) == ("met_late", -2)
