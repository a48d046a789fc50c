"""From the crime to the end of its checks by HTTP alone (2.3.1, 2.3.2): who answers, one who moved, what is corrected on the way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx2
import pytest

from service.requests import Request
from tests.serving import BELOW, BODY, OTHER, Served, problem_of, serving
from tests.web.visiting import PASSWORD, people, visitor
from tests.workflows.liability.test_refusals import MOVE
from tests.workflows.liability.world import CRIME, OFFENCE
from workflows.actor import SYSTEM, Role
from workflows.organization import Organization

LASTING = OFFENCE | {"happened_on": "2023-11-01", "happened_until": "2024-03-20"}
MOVED = {name: MOVE[name] for name in ("new_organization", "new_position", "measures_before", "not_finished_reason")}
MOVED |= {"noted_on": "2024-05-31", "new_appointed_on": "2024-05-27", "new_political": False}
SIGNED = {"order_no": "45-л", "signatory": "Аким области", "ordered_on": "2024-06-14"}
NAMES = {
    "p-first": "Ахметов Болат Серикович",
    "p-next": "Нурланова Айгуль Маратовна",
    "p-clerk": "Сериков Ерлан Болатович",
}


@dataclass
class Desk:
    """The officer of a body, and the cases that there are."""

    served: Served
    officer: httpx2.AsyncClient

    async def open(self, workflow: str, action: str, data: dict[str, Any]) -> str:
        """Begin a case; gives its address."""
        asked = {"workflow": workflow, "organization": BODY, "action": action, "data": data}
        answer = await self.officer.post("/api/v1/cases", json=asked)
        assert answer.status_code == 201, answer.text
        return str(answer.headers["location"])

    async def look(self, address: str) -> dict[str, Any]:
        """Get a case."""
        answer = await self.officer.get(address)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def act(self, address: str, action: str, **data: Any) -> httpx2.Response:
        """Try an action on a case as it is."""
        version = (await self.look(address))["version"]
        headers = {"If-Match": f'"{version}"'}
        return await self.officer.post(f"{address}/actions/{action}", json=data, headers=headers)

    async def do(self, address: str, action: str, **data: Any) -> dict[str, Any]:
        """Carry out an action."""
        answer = await self.act(address, action, **data)
        assert answer.status_code == 200, answer.text
        return await self.look(address)

    async def checks(self, crime: str) -> dict[str, str]:
        """Give the addresses of the checks of a crime by the name of the superior."""
        followed = (await self.look(crime))["data"]["checks"]
        addresses = [f"/api/v1/cases/{one['check']}" for one in followed]
        return {(await self.look(address))["data"]["superior"]["name"]: address for address in addresses}

    async def rows(self, row: str) -> list[str]:
        """Give the facts that count in a row of the second quarter."""
        await self.served.projected()
        asked = {"organization": BODY, "row": row, "period": "2024Q2"}
        listed = (await self.officer.get("/api/v1/facts", params=asked)).json()["items"]
        return [f"/api/v1/cases/{fact['id']}" for fact in listed if not fact["withdrawn"]]


@pytest.fixture
async def desk(empty_url: str) -> AsyncIterator[Desk]:
    """A department whose head changed on 1 January 2024, and a clerk below the head."""
    async with serving(empty_url, date(2023, 1, 3)) as served:
        register = served.service.organizations
        for code, name in NAMES.items():
            await register.enter_person({"code": code, "name_ru": name}, BODY, SYSTEM, Request.of(SYSTEM, None))
        post = {"post_class": "corps_b", "since": "2023-01-03"}
        for action, data in (
            ("establish_post", post | {"post": "director", "kind": "first_head", "title_ru": "Руководитель управления"}),
            ("establish_post", post | {
                "post": "clerk", "kind": "specialist", "title_ru": "Специалист",
                "superior": {"organization": BODY, "post": "director"},
            }),
            ("appoint", {"post": "director", "person": "p-first", "order_no": "1", "since": "2023-01-03"}),
            ("appoint", {"post": "clerk", "person": "p-clerk", "order_no": "2", "since": "2023-01-03"}),
            ("release", {"post": "director", "person": "p-first", "on": "2024-01-01", "reason": "Ротация"}),
            ("appoint", {"post": "director", "person": "p-next", "order_no": "4", "since": "2024-01-01"}),
        ):  # fmt: skip
            served.clock.travel(date.fromisoformat(str(data.get("since") or data["on"])))
            version = await served.service.cases.version(Organization.id_of(BODY))
            await register.act(BODY, action, data, SYSTEM, Request.of(SYSTEM, None), version)
        served.clock.travel(date(2024, 7, 15))
        await people(served)
        await served.projected()
        yield Desk(served, await served.officer())


async def test_a_crime_and_each_superior_to_the_end(desk: Desk) -> None:
    """The final act opens a check of each superior found; one is disciplined, one moved: that ends as a closed fact of 2.3.2."""
    data = CRIME | {"offence": LASTING, "person": "p-clerk"}
    crime = await desk.open("conviction", "register_conviction", data)
    checks = await desk.checks(crime)
    assert set(checks) == {NAMES["p-first"], NAMES["p-next"]}
    assert set(await desk.rows("2.3.1")) == set(checks.values())
    first, second = checks[NAMES["p-first"]], checks[NAMES["p-next"]]
    for address, last_day in ((first, "2023-12-31"), (second, "2024-03-20")):
        check = await desk.look(address)
        assert (check["state"], check["data"]["superior"]["last_day"]) == ("discipline_awaited", last_day)
    decision = SIGNED | {"disciplined": True, "measure": "Выговор"}
    problem_of(await desk.act(second, "close_check", closed_on="2024-06-17", conclusion="x"), 409, "wrong-order")
    await desk.do(second, "decide_discipline", **decision)
    closed = await desk.do(second, "close_check", closed_on="2024-06-17", conclusion="Объявлен выговор")
    assert closed["state"] == "closed"
    early = await desk.act(first, "superior_moved", **MOVED | {"new_appointed_on": "2023-12-31"})
    assert [error["pointer"] for error in problem_of(early, 422, "invalid")["errors"]] == ["#/new_appointed_on"]
    ended = await desk.do(first, "superior_moved", **MOVED)
    assert ended["state"] == "moved_on"
    [move] = await desk.rows("2.3.2")
    registered = await desk.look(move)
    assert (registered["state"], f"/api/v1/cases/{registered['data']['registered']['check']}") == ("registered", first)
    again = await desk.do(
        first, "correct", corrects=ended["version"], reason="Опечатка", data=MOVED | {"new_position": "Советник"}
    )
    assert again["state"] == "moved_on"
    assert (await desk.look(move))["data"]["registered"]["new_position"] == "Советник"
    done = await desk.do(move, "close_move", closed_on="2024-06-20", result="Передано по новому месту")
    assert (done["state"], await desk.rows("2.3.2")) == ("closed", [move])


async def test_an_appeal_that_is_corrected(desk: Desk) -> None:
    """Recorded as overturned by mistake it ends the checks; once it is corrected they are where they were, and count again."""
    data = CRIME | {"person": "p-clerk"}
    crime = await desk.open("conviction", "register_conviction", data)
    [check] = (await desk.checks(crime)).values()
    appeal = {"instance": "appeal", "decided_on": "2024-07-01", "outcome": "overturned", "text": "Отменён"}
    entry = (await desk.do(crime, "record_appeal", **appeal))["version"]
    lost = await desk.look(check)
    assert (lost["state"], lost["data"]["no_basis"]["reason"], await desk.rows("2.3.1")) == (
        "no_basis_left",
        "Отменён",
        [],
    )
    upheld = appeal | {"outcome": "upheld", "text": "Без изменения"}
    await desk.do(crime, "correct", corrects=entry, reason="Ошибка", data=upheld)
    known = await desk.look(check)
    assert (known["state"], known["data"]["no_basis"], await desk.rows("2.3.1")) == (
        "discipline_awaited",
        None,
        [check],
    )


async def test_what_the_pages_say_of_each_other(desk: Desk) -> None:
    """The crime lists each superior with post, body and the check, for those who may open it; check and move lead to each other."""
    crime = await desk.open("conviction", "register_conviction", CRIME | {"offence": LASTING, "person": "p-clerk"})
    checks = await desk.checks(crime)
    first = checks[NAMES["p-first"]]
    await desk.do(first, "superior_moved", **MOVED)
    [move] = await desk.rows("2.3.2")
    crime, first, move = (address.removeprefix("/api/v1") for address in (crime, first, move))
    browser = await visitor(desk.served, "officer")
    page = (await browser.get(f"{crime}?lang=en")).text
    for name, address in checks.items():
        assert f'<a href="{address.removeprefix("/api/v1")}">{name}</a>, Руководитель управления' in page
    assert "Superior moved" in page
    of_check, of_move = [(await browser.get(f"{address}?lang=en")).text for address in (first, move)]
    assert f'href="{move}"' in of_check
    assert f'href="{crime}"' in of_check
    assert f'href="{first}"' in of_move


async def test_who_may_not_see_a_check_is_not_led_there(desk: Desk) -> None:
    """A body below that registered the crime reads who answers and where, without a link; the check has none to a crime unseen."""
    served = desk.served
    await served.account("below", Role.OFFICER, BELOW, None, PASSWORD)
    below = await served.client(await served.account("below-api", Role.OFFICER, BELOW))
    data = CRIME | {"person": "p-clerk"}
    asked = {"workflow": "conviction", "organization": BELOW, "action": "register_conviction", "data": data}
    crime = (await below.post("/api/v1/cases", json=asked)).json()["id"]
    [check] = (await desk.checks(f"/api/v1/cases/{crime}")).values()
    check = check.removeprefix("/api/v1")
    page = (await (await visitor(served, "below")).get(f"/cases/{crime}?lang=en")).text
    assert f"{NAMES['p-next']}, Руководитель управления" in page
    assert check not in page
    assert check in (await (await visitor(served, "officer")).get(f"/cases/{crime}?lang=en")).text
    await served.account("other", Role.OFFICER, OTHER, None, PASSWORD)
    assert (await (await visitor(served, "other")).get(check)).status_code == 403
