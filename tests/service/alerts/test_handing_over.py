"""Handing over the cases of a leaver: on a real database, over HTTP and by pages."""

import asyncio
from typing import Any
from uuid import UUID

import msgspec
import pytest

from events.case import ResponsibleNamed
from service.access import Account
from service.alerts import handing_over
from service.alerts.handing_over import HandingOver, HandOver
from service.api import shapes
from service.requests import Request
from tests.serving import BODY, ORDER, OTHER, REGION, Served, problem_of
from tests.web.visiting import PASSWORD, visitor
from workflows.actor import Role

ADDRESS = "/api/v1/handovers"


async def left_by(served: Served, leaver: Account, number: int, *, shown: bool = True) -> list[UUID]:
    """Have a body carry out analyses, one a year, for which a leaver is responsible; the lists show them unless told not to wait."""
    head = await served.service.access.actor(await served.service.access.account("head"))
    cases, made = served.service.cases, []
    for year in range(2020, 2020 + number):
        order = ORDER | {"starts_on": f"{year}-03-04", "ends_on": f"{year}-03-28"}
        opened = await cases.open("risk_analysis", BODY, "order", order, head, Request.of(head, None))
        await cases.act(
            opened.case.id, "name_responsible", {"account": str(leaver.id)}, head, Request.of(head, None), 1
        )
        made.append(opened.case.id)
    if shown:
        await served.projected()
    return made


async def clerks(served: Served) -> tuple[Account, Account]:
    """Give a leaver, and whoever comes after them."""
    return await served.account("leaver", Role.OFFICER, BODY), await served.account(
        "heir", Role.OFFICER, BODY, password=PASSWORD
    )


def asked(leaver: Account, heir: Account, **changes: Any) -> dict[str, Any]:
    """Give a request to hand over."""
    return {"leaver": str(leaver.id), "successor": str(heir.id), "reason": "Увольнение"} | changes


async def responsible(served: Served, cases: list[UUID]) -> list[UUID | None]:
    """Give who is responsible for cases, by the log."""
    return [(await served.service.cases.get(case)).responsible for case in cases]


async def test_a_leavers_cases_become_anothers_once(served: Served) -> None:
    """A dry run lists them; then each has one more event with the reason, and a repetition adds none, though the leaver is gone."""
    leaver, heir = await clerks(served)
    made, head = await left_by(served, leaver, 3), await served.client(await served.service.access.account("head"))
    await served.service.access.disable("leaver")
    dry = (await head.post(f"{ADDRESS}?dry_run=true", json=asked(leaver, heir))).json()
    msgspec.convert(dry, shapes.HandOver)
    assert {line["case_id"] for line in dry["items"]} == {str(case) for case in made}
    assert (dry["handed_over"], await responsible(served, made)) == (0, [leaver.id] * 3)
    done = await head.post(ADDRESS, json=asked(leaver, heir), headers={"Idempotency-Key": "k"})
    assert (done.status_code, done.json()["handed_over"], done.json()["items"]) == (200, 3, [])
    other = await head.post(ADDRESS, json=asked(leaver, heir, reason="Перевод"), headers={"Idempotency-Key": "k"})
    assert problem_of(other, 422, "idempotency-key-reused")
    again = await head.post(ADDRESS, json=asked(leaver, heir), headers={"Idempotency-Key": "k"})
    assert again.json()["handed_over"] == 0
    assert await responsible(served, made) == [heir.id] * 3
    for case in made:
        named = [
            one.event for one in await served.service.cases.history(case) if isinstance(one.event, ResponsibleNamed)
        ]
        assert [event.note for event in named] == [None, "Увольнение"]


async def test_who_hands_over_to_whom(served: Served) -> None:
    """The head and bodies above may, officers may not; nobody outside the body, and no ended account, takes over."""
    leaver, heir = await clerks(served)
    made = await left_by(served, leaver, 1)
    outsider, gone = (
        await served.account("outsider", Role.OFFICER, OTHER),
        await served.account("gone", Role.OFFICER, BODY),
    )
    await served.service.access.disable("gone")
    for who in (await served.client(heir), await served.officer(OTHER)):
        problem_of(await who.post(ADDRESS, json=asked(leaver, heir)), 403, "not-permitted")
    above = await served.officer(REGION)
    for wrong in (
        asked(leaver, outsider),
        asked(leaver, gone),
        asked(leaver, leaver),
        asked(leaver, heir, reason=" "),
        {"leaver": "x"},
    ):
        problem_of(await above.post(ADDRESS, json=wrong), 422, "invalid")
    assert await responsible(served, made) == [leaver.id]
    assert (await above.post(ADDRESS, json=asked(leaver, heir))).json()["handed_over"] == 1


async def test_many_are_handed_over_behind_the_answer(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more than a caller waits for, a run tells how far it is; several at once hand each case over once."""
    monkeypatch.setattr("service.api.handing_over.MOST_AT_ONCE", 2)
    leaver, heir = await clerks(served)
    made, head = await left_by(served, leaver, 4), await served.client(await served.service.access.account("head"))
    started = await head.post(ADDRESS, json=asked(leaver, heir))
    assert started.status_code == 202, started.text
    wanted = HandOver(leaver.id, heir.id, "Увольнение")
    account, work = (
        await served.service.access.account("head"),
        HandingOver(served.service.cases, served.service.access),
    )
    await asyncio.gather(*(work.hand_over(account, wanted, f"other-{number}") for number in range(2)))
    for _ in range(100):
        run = (await head.get(started.headers["location"])).json()
        if run["state"] != "running":
            break
        await asyncio.sleep(0.1)
    assert (run["state"], run["kind"], run["done"]) == ("done", handing_over.HAND_OVER, run["total"])
    assert await responsible(served, made) == [heir.id] * 4
    assert [(await served.service.cases.get(case)).version for case in made] == [3] * 4


async def test_what_was_named_just_before_is_handed_over_too(served: Served) -> None:
    """While the list does not show it yet the hand-over waits; if that lasts it is refused, and never says that nothing is left."""
    leaver, heir = await clerks(served)
    head = await served.client(await served.service.access.account("head"))
    async with served.service.pool.connection() as conn:
        async with conn.transaction():
            await conn.execute("LOCK TABLE read.cases IN SHARE MODE")
            made = await left_by(served, leaver, 1, shown=False)
            problem_of(await head.post(ADDRESS, json=asked(leaver, heir)), 503, "behind")
            page = await (await visitor(served, "head")).post("/handover", data=asked(leaver, heir))
            assert page.status_code == 503
            assert await responsible(served, made) == [leaver.id]
            waiting = asyncio.create_task(head.post(ADDRESS, json=asked(leaver, heir)))
            await asyncio.sleep(0.5)
        done = await waiting
    assert (done.status_code, done.json()["handed_over"]) == (200, 1)


async def test_what_is_refused_stays_and_is_listed(served: Served) -> None:
    """A case that cannot be handed over is left with the leaver and listed with the reason; the others go."""
    leaver, heir = await clerks(served)
    made, head = await left_by(served, leaver, 2), await served.client(await served.service.access.account("head"))
    actor = await served.service.access.actor(await served.service.access.account("head"))
    await served.service.cases.act(
        made[0],
        "cancel",
        {"cancelled_on": "2024-02-12", "basis_no": "1", "reason": "x"},
        actor,
        Request.of(actor, None),
        2,
    )
    async with served.service.pool.connection() as conn:
        await served.projected()
        await conn.execute("UPDATE read.cases SET closed = false WHERE id = %s", [made[0]])
    done = (await head.post(ADDRESS, json=asked(leaver, heir))).json()
    assert (done["handed_over"], done["refused"], [line["case_id"] for line in done["items"]]) == (1, 1, [str(made[0])])
    assert "“Cancelled”" in done["items"][0]["refusal"]
    assert await responsible(served, made) == [leaver.id, heir.id]


async def test_handing_over_by_page(served: Served) -> None:
    """The page says who is responsible for how many, lists what would go, and hands it over with a reason."""
    leaver, heir = await clerks(served)
    made, head = await left_by(served, leaver, 2), await visitor(served, "head")
    assert f"{leaver.name} (2)" in (await head.get("/handover")).text
    listed = (await head.get(f"/handover?leaver={leaver.id}&successor={heir.id}")).text
    assert all(f"/cases/{case}" in listed for case in made)
    form = asked(leaver, heir) | {"_key": "k"}
    assert (await head.post("/handover", data=form | {"reason": ""})).status_code == 422
    sent = await head.post("/handover", data=form)
    assert sent.headers["location"] == "/handover?done=2&refused=0"
    assert await responsible(served, made) == [heir.id] * 2
    assert (await (await visitor(served, "heir")).get("/handover")).status_code == 403
    await served.projected()
    assert (
        f"{heir.name} (2)" in (await (await visitor(served, "supervisor")).get(f"/handover?organization={BODY}")).text
    )
