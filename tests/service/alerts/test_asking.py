"""Reminders and escalations by hand, the log of what was told, and the review: on a real database, over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import msgspec

from service.alerts import Notices
from service.alerts.announcing import Announcing
from service.api import shapes
from tests.serving import BELOW, BODY, ELSEWHERE, REGION, Served, problem_of
from tests.web.visiting import lived, visitor
from workflows.actor import Post, Role

ASK: dict[str, Any] = {"what": "remind", "reason": "Отчёт за квартал", "filter": {"status": "overdue"}}
ADDRESS = "/api/v1/deadlines/reminders"
REVIEW = "/api/v1/deadlines/review?first=2024-01-01&last=2024-12-31"


async def overdue(served: Served) -> UUID:
    """Have an analysis ordered, and its deadlines pass."""
    case = await lived(served, 0)
    served.clock.travel(date(2024, 6, 3))
    await served.sweep()
    await served.projected()
    return case


async def told(served: Served, case: UUID) -> dict[str, set[str]]:
    """Give who was told about a case, by the capacity in which they were."""
    async with served.service.pool.connection() as conn:
        notices = await Notices(conn).of_case(case)
    names = await served.service.access.names({str(notice.account) for notice in notices})
    found: dict[str, set[str]] = {}
    for notice in notices:
        found.setdefault(notice.capacity, set()).add(names[str(notice.account)])
    return found


async def test_reminding_tells_the_people_of_the_body_once(served: Served) -> None:
    """A dry run says who would be told and tells nobody; sent twice with one key each is told once, with the reason and by whom."""
    case, above = await overdue(served), await served.officer(REGION)
    dry = (await above.post(f"{ADDRESS}?dry_run=true", json=ASK)).json()
    msgspec.convert(dry, shapes.Asked)
    assert {one["name"] for line in dry["items"] for one in line["told"]} == {"Officer", "Head"}
    assert (dry["people"], dry["untold"], dry["made"], await told(served, case)) == (2, 0, 0, {})
    first, again = [await above.post(ADDRESS, json=ASK, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert first.status_code == 200, first.text
    assert (first.json()["made"], again.json()["made"]) == (sum(len(line["told"]) for line in dry["items"]), 0)
    assert await told(served, case) == {"responsible": {"Officer"}, "signatory": {"Head"}}
    async with served.service.pool.connection() as conn:
        notice = (await Notices(conn).of_case(case))[0]
    by = (await served.service.access.account(f"officer-{REGION}")).id
    assert (notice.kind, notice.reason, notice.asked_by, notice.policy) == ("asked", ASK["reason"], str(by), 0)
    assert notice.days < 0


async def test_the_named_responsible_is_told_alone(served: Served) -> None:
    """Once somebody is responsible for the case, nobody else of the body is reminded of it."""
    case, above = await overdue(served), await served.officer(REGION)
    head, version = (await served.service.access.account("head")).id, (await served.service.cases.get(case)).version
    named = await (await served.officer()).post(
        f"/api/v1/cases/{case}/actions/name_responsible",
        json={"account": str(head)},
        headers={"If-Match": f'"{version}"'},
    )
    assert named.status_code == 200, named.text
    await served.projected()
    await above.post(ADDRESS, json=ASK)
    assert await told(served, case) == {"responsible": {"Head"}}


async def test_escalating_tells_the_line_above(served: Served) -> None:
    """The head of apparatus of the body and the people of the body above are told, the body's officers are not."""
    case, supervisor = await overdue(served), await served.client(await served.service.access.account("supervisor"))
    await served.account("apparatus", Role.SIGNATORY, BODY, Post.APPARATUS_HEAD)
    await served.account("akim", Role.SIGNATORY, REGION, Post.FIRST_HEAD)
    await supervisor.post(ADDRESS, json=ASK | {"what": "escalate"})
    assert await told(served, case) == {"apparatus": {"Apparatus"}, "superior": {"Akim"}}


async def test_who_may_ask_and_for_what(served: Served) -> None:
    """The body itself and those below it have nobody told; bodies above reach only what is below them; a reason is needed."""
    case = await overdue(served)
    for body in (BODY, BELOW):
        answer = await (await served.officer(body)).post(ADDRESS, json=ASK)
        if body == BELOW:
            problem_of(answer, 403, "not-permitted")
        else:
            assert answer.json()["deadlines"] == 0
    assert (await (await served.officer(ELSEWHERE)).post(ADDRESS, json=ASK)).json()["deadlines"] == 0
    above = await served.officer(REGION)
    for wrong in (
        ASK | {"reason": " "},
        {"what": "remind", "reason": "x"},
        ASK | {"what": "shout"},
        ASK | {"filter": {"status": "met"}},
    ):
        problem_of(await above.post(ADDRESS, json=wrong), 422, "invalid")
    assert await told(served, case) == {}


async def test_picked_deadlines_only(served: Served) -> None:
    """Of the deadlines of a case those are told of that are named."""
    case, above = await overdue(served), await served.officer(REGION)
    picked = [{"case_id": str(case), "key": "D07"}]
    done = (await above.post(ADDRESS, json={"what": "remind", "reason": "x", "deadlines": picked})).json()
    assert [line["key"] for line in done["items"]] == ["D07"]


async def test_the_log_of_a_case_and_of_a_person(served: Served) -> None:
    """The case says what was told, why, to whom and when it was read; a person sees their own, a supervisor everybody's."""
    case, above = await overdue(served), await served.officer(REGION)
    await above.post(ADDRESS, json=ASK)
    head = await served.service.access.account("head")
    async with served.service.pool.connection() as conn:
        await Notices(conn).read(head.id, served.clock.now())
    mine, supervisor = await served.client(head), await served.client(await served.service.access.account("supervisor"))
    log = (await mine.get(f"/api/v1/cases/{case}/notices")).json()
    msgspec.convert(log, shapes.page_of(shapes.ToldItem))
    assert {row["account_name"] for row in log["items"]} == {"Officer", "Head"}
    assert {row["asked_by_name"] for row in log["items"]} == {f"Officer-{REGION.title()}"}
    assert all((row["read_at"] is not None) == (row["account_name"] == "Head") for row in log["items"])
    assert {row["account_name"] for row in (await mine.get("/api/v1/notices/log")).json()["items"]} == {"Head"}
    everybody = (await supervisor.get("/api/v1/notices/log?account=anybody&limit=2")).json()
    assert len(everybody["items"]) == 2
    assert everybody["next"]
    assert {
        row["account_name"] for row in (await supervisor.get(f"/api/v1/notices/log?account={head.id}")).json()["items"]
    } == {"Head"}
    problem_of(await above.get("/api/v1/notices/log?account=anybody"), 403, "out-of-scope")
    problem_of(await (await served.officer(ELSEWHERE)).get(f"/api/v1/cases/{case}/notices"), 403, "out-of-scope")


async def test_the_review_answers_from_one_page(served: Served) -> None:
    """What was due, what came of it, who was told and when, what they did; the parts add up, each number has its list."""
    case, above = await overdue(served), await served.officer(REGION)
    await above.post(ADDRESS, json=ASK)
    served.clock.travel(date(2024, 6, 5))
    officer = await served.officer()
    start = {
        "channel": "website",
        "address": "https://example.kz/1",
        "published_on": "2024-06-05",
        "secrets_excluded": True,
    }
    version = (await served.service.cases.get(case)).version
    acted = await officer.post(
        f"/api/v1/cases/{case}/actions/announce_start", json=start, headers={"If-Match": f'"{version}"'}
    )
    assert acted.status_code == 200, acted.text
    letter = {
        "key": "D07",
        "extended_to": "2025-02-03",
        "document": "order",
        "document_no": "1",
        "document_dated": "2024-06-03",
        "reason": "x",
        "address": "https://example.kz/2",
    }
    extended = await above.post(
        f"/api/v1/cases/{case}/actions/extend_deadline", json=letter, headers={"If-Match": f'"{version + 1}"'}
    )
    assert extended.status_code == 200, extended.text
    await served.projected()
    review = (await above.get(REVIEW)).json()
    msgspec.convert(review, shapes.Review)
    total = review["total"]
    assert total["due"] == total["met"] + total["met_late"] + total["missed"] + total["not_done"] + total["awaited"] > 0
    assert (total["met_late"], total["extended"]) == (1, 1)
    assert total["days_late"] > 0
    for group in ("due", "met", "met_late", "missed", "not_done", "awaited", "told", "extended"):
        listed = (await above.get(f"{REVIEW}&group={group}")).json()["items"]
        assert len(listed) == total[group], group
    [late] = (await above.get(f"{REVIEW}&group=met_late")).json()["items"]
    assert {one["name"] for one in late["told"]} == {"Officer"}
    assert late["first_act"]["type"] == "risk_analysis.start_announced"
    assert (await (await served.officer(ELSEWHERE)).get(REVIEW)).json()["total"]["due"] == 0
    assert (await above.get(f"{REVIEW}&project=2")).json()["total"]["due"] == 0
    assert (await above.get(f"{REVIEW}&project=1&region=KZ-19&organization={BODY}")).json()["total"] == total


async def test_what_they_did_is_the_bodys_own_act(served: Served) -> None:
    """Not the extension from above: what met the deadline, though others acted on the case before, else the first act of its people."""
    case, above = await overdue(served), await served.officer(REGION)
    await above.post(ADDRESS, json=ASK)
    served.clock.travel(date(2024, 6, 5))
    officer, head = await served.officer(), await served.client(await served.service.access.account("head"))
    letter = {
        "key": "D07", "extended_to": "2025-02-03", "document": "order", "document_no": "1", "document_dated": "2024-06-03",
        "reason": "x", "address": "https://example.kz/2",
    }  # fmt: skip
    start = {
        "channel": "website", "address": "https://example.kz/1", "published_on": "2024-06-03", "secrets_excluded": True
    }  # fmt: skip
    named = {"account": str((await served.service.access.account("officer")).id)}

    async def did(who: httpx2.AsyncClient, action: str, data: dict[str, Any]) -> dict[str, str]:
        version = (await served.service.cases.get(case)).version
        done = await who.post(f"/api/v1/cases/{case}/actions/{action}", json=data, headers={"If-Match": f'"{version}"'})
        assert done.status_code == 200, done.text
        await served.projected()
        found = (await above.get(f"{REVIEW}&group=told")).json()["items"]
        return {one["deadline"]["key"]: one["first_act"] and one["first_act"]["type"] for one in found}

    assert set((await did(above, "extend_deadline", letter)).values()) == {None}
    assert set((await did(head, "name_responsible", named)).values()) == {"case.responsible_named"}
    acts = await did(officer, "announce_start", start)
    assert (acts["D07"], acts["D04"]) == ("case.responsible_named", "risk_analysis.start_announced")


async def test_sealed_cases_tell_only_the_cleared(served: Served) -> None:
    """Nobody who is not cleared is told of a sealed deadline, nor does a supervisor who is not see that there is one."""
    case = await overdue(served)
    async with served.service.pool.connection() as conn:
        await conn.execute("UPDATE read.deadlines SET clearance = 'C6' WHERE case_id = %s", [case])
    supervisor = await served.client(await served.service.access.account("supervisor"))
    done = (await supervisor.post(ADDRESS, json=ASK)).json()
    assert (done["deadlines"], await told(served, case)) == (0, {})
    assert (await supervisor.get(REVIEW)).json()["total"]["due"] == 0


async def test_an_extension_is_told_to_those_concerned_once(served: Served) -> None:
    """Whoever does the work and whoever signs learn that the date moved, once, and no more than that."""
    case, above = await overdue(served), await served.officer(REGION)
    version = (await above.get(f"/api/v1/cases/{case}")).json()["version"]
    letter = {
        "key": "D07", "extended_to": "2024-06-28", "document": "letter", "document_no": "3-11/125",
        "document_dated": "2024-06-03", "reason": "Паводок", "address": "https://example.kz/letter",
    }  # fmt: skip
    address = f"/api/v1/cases/{case}/actions/extend_deadline"
    done = await above.post(address, json=letter, headers={"If-Match": f'"{version}"'})
    assert done.status_code == 200, done.text
    await served.projected()
    announcing = Announcing(served.service.cases, served.clock, served.service.access)
    assert [await announcing() for _ in range(2)] == [2, 0]
    assert await told(served, case) == {"responsible": {"Officer"}, "signatory": {"Head"}}
    async with served.service.pool.connection() as conn:
        notices = await Notices(conn).of_case(case)
    assert {(one.kind, one.key, one.due, one.mandatory) for one in notices} == {
        ("moved", "D07", date(2024, 6, 28), True)
    }
    inbox = (await (await visitor(served, "head")).get("/inbox?lang=en")).text
    assert "the date has moved" in inbox


async def test_what_cannot_be_reminded_of_is_refused(served: Served) -> None:
    """A deadline, case, organisation or region that there is not, or that is settled, is named; nobody is told."""
    case, above = await overdue(served), await served.officer(REGION)
    there = {"case_id": str(case), "key": "D07"}
    picked = {"what": "remind", "reason": "Отчёт", "deadlines": [there, there | {"key": "NOPE"}]}
    for body, pointer in (
        (picked, "#/deadlines/1"),
        (picked | {"deadlines": [there, there, {"case_id": str(UUID(int=7)), "key": "D07"}]}, "#/deadlines/2"),
        (ASK | {"filter": {"organization": "nope"}}, "#/filter/organization"),
        (ASK | {"filter": {"region": "KZ-99"}}, "#/filter/region"),
        (ASK | {"filter": {"status": "nope"}}, "#/filter/status"),
    ):
        refused = await above.post(ADDRESS, json=body)
        assert refused.status_code == 422, refused.text
        assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert await told(served, case) == {}


async def test_a_key_is_used_for_one_request(served: Served) -> None:
    """An Idempotency-Key that comes again with another request is refused, and nobody else is told."""
    case, above = await overdue(served), await served.officer(REGION)
    picked = {"what": "remind", "reason": "Отчёт", "deadlines": [{"case_id": str(case), "key": "D07"}]}
    first, other, again = [
        await above.post(ADDRESS, json=body, headers={"Idempotency-Key": "k"})
        for body in (picked, picked | {"reason": "Другое"}, picked)
    ]
    assert (first.json()["made"], again.json()["made"]) == (2, 0)
    assert problem_of(other, 422, "idempotency-key-reused")
