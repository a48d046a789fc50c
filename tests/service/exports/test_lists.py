"""Every list in every format, over HTTP, by whoever may read it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from events.text import msg
from projections.page import Page
from service.alerts.delivery import About, AttemptResult, DeliveryChannel, DeliveryState, Outcome
from service.alerts.hours import Hours
from service.alerts.outbox import tell
from service.alerts.queue import Queue, mail_row
from service.exports import lists  # noqa: F401 - enters the lists in their table
from service.exports.columns import Column
from service.exports.exported import LISTS
from service.exports.reader import Reader, reading
from service.exports.writing import MEDIA_TYPES, WRITERS
from service.requests import Request
from tests.service.alerts.made import notice
from tests.service.exports.reading import about_of, headings, rows_of
from tests.serving import BODY, OTHER, REGION, Served, serving
from tests.web.visiting import PASSWORD, lived, people
from workflows.actor import SYSTEM, Role
from workflows.organization import Organization

pytestmark = pytest.mark.asyncio(loop_scope="module")

_NEEDED = {
    "review": {"first": "2024-01-01", "last": "2024-12-31"},
    "plans": {"organization": BODY},
    "told": {"account": "anybody"},
    "search": {"q": "2024"},
    "compared": {"from": "2024-02-01", "to": "2024-06-03"},
    "compared-figures": {"from": "2024-02-01", "to": "2024-06-03"},
    "compared-case": {"from": "2024-02-01", "to": "2024-06-03"},
    "map-region": {"region": "KZ-19"},
}
_OF_A_CASE = {"compared-case": "risk_analysis", "pairs": "reconciliation", "differences": "reconciliation"}
"""Lists of one case, of a kind."""

_REPORTED = """INSERT INTO read.corruption_reports VALUES
    ('main', %(case_id)s, 1, %(identity)s, %(organization)s, 2024, 'criminal', NULL, false, false)"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(new_database: Callable[[], AbstractContextManager[str]]) -> AsyncIterator[Served]:
    """A site with an analysis whose first deadlines have passed, in June."""
    with new_database() as url:
        async with serving(url) as served:
            await people(served)
            await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
            await lived(served, 0)
            await served.service.plans.plan(2024, [BODY], SYSTEM)
            served.clock.travel(date(2024, 6, 3))
            await served.sweep()
            await served.projected()
            yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def supervisor(served: Served) -> httpx2.AsyncClient:
    """A program of the supervisor's."""
    return await served.client(await served.service.access.account("supervisor"))


@pytest.mark.parametrize(("name", "form"), list(product(LISTS, WRITERS)))
async def test_every_list_in_every_format(served: Served, supervisor: httpx2.AsyncClient, name: str, form: str) -> None:
    """Every list there is can be had in every format: with headings in the reader's language, and what the file is."""
    needed = _NEEDED.get(name, {})
    if workflow := _OF_A_CASE.get(name):
        [case, *_] = (await supervisor.get(f"/api/v1/cases?workflow={workflow}")).json()["items"]
        needed = needed | {"case": case["id"]}
    answer = await supervisor.get(f"/api/v1/lists/{name}.{form}", params=needed)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}-2024-06-03.{form}"'
    rows = rows_of(answer.content, form)
    if form == "json":
        about = about_of(answer.content, form)
        assert (about["list"], about["rows"], about["filters"]) == (name, len(rows), needed)
        assert about["exported_by"] == {"name": "Supervisor", "login": "supervisor"}
        assert about["as_of"].startswith("2024-06-03T")
        assert all(set(about["columns"]) <= set(row) for row in rows)
    else:
        titles = [str(column.title) for column in LISTS[name].columns]
        assert list(headings(answer.content, form))[: len(titles)] == titles
    if form == "xlsx":
        about = about_of(answer.content, form)
        assert (about["Rows"], about["Exported by"]) == (len(rows), "Supervisor (supervisor)")
        assert about["As of"].isoformat() == "2024-06-03T09:00:00"


async def test_officials_with_their_names(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """Posts stand with who is in them, by name; a body outside of the reader's scope shows none of its people."""
    register, request = served.service.organizations, Request.of(SYSTEM, None)
    await register.enter_person({"code": "p-1", "name_ru": "Ахметова А. К."}, BODY, SYSTEM, request)
    post = {
        "post": "head", "title_ru": "Директор", "title_en": "Director", "kind": "first_head", "post_class": "other",
        "since": "2024-02-12",
    }  # fmt: skip
    appointed = {"post": "head", "person": "p-1", "order_no": "7-л", "since": "2024-02-12"}
    for action, data in (("establish_post", post), ("appoint", appointed)):
        version = await served.service.cases.version(Organization.id_of(BODY))
        await register.act(BODY, action, data, SYSTEM, Request.of(SYSTEM, None), version)
    await served.projected()
    [row] = rows_of((await supervisor.get("/api/v1/lists/officials.json")).content, "json")
    assert row["kind_title"] == "First head"
    told = {name: row[name] for name in ("organization", "post_title", "person", "person_name", "order_no", "since")}
    assert told == {
        "organization": BODY, "post_title": "Director", "person": "p-1", "person_name": "Ахметова А. К.", "order_no": "7-л",
        "since": "2024-02-12",
    }  # fmt: skip
    elsewhere = await served.officer(OTHER)
    assert rows_of((await elsewhere.get("/api/v1/lists/officials.json")).content, "json") == []


async def test_what_people_were_told_and_sent(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """Notices stand with who was told and whether they read it; messages with what came of them; each reader's own alone."""
    head = await served.service.access.account("head")
    async with served.service.pool.connection() as conn, conn.transaction():
        await tell(conn, [notice(head.id), notice(head.id, days=1)], Hours())
        await Queue(conn).add([mail_row(About.TEST, head.id, served.clock.now(), "x")])
    client = await served.client(head)
    for answer in (
        await client.get("/api/v1/lists/told.json"),
        await supervisor.get("/api/v1/lists/told.json?account=anybody"),
        await supervisor.get(f"/api/v1/lists/told.json?account={head.id}"),
    ):
        rows = rows_of(answer.content, "json")
        assert {(row["account_name"], row["days"], row["kind_title"]) for row in rows} == {
            ("Head", n, "Reminder") for n in (1, 3)
        }
    assert rows_of((await supervisor.get("/api/v1/lists/told.json")).content, "json") == []
    [sent] = rows_of((await client.get("/api/v1/lists/deliveries.json")).content, "json")
    assert (sent["channel"], sent["about"], sent["state"]) == ("mail", "test", "waiting")
    assert rows_of((await supervisor.get("/api/v1/lists/deliveries.json")).content, "json") == []
    assert (await client.get("/api/v1/lists/deliveries.json?webhook=" + str(head.id))).status_code == 404


async def test_messages_are_said_in_words(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """A table says in the reader's language by what people were told and what became of that; JSON has the codes beside the words."""
    reader = await served.account("mailed", Role.OFFICER, BODY)
    await served.service.preferences.set_address(reader.id, "reader@example.kz")
    async with served.service.pool.connection() as conn, conn.transaction():
        await tell(conn, [notice(reader.id)], Hours())
        queue = Queue(conn)
        await queue.add([mail_row(About.TEST, reader.id, served.clock.now(), "y")])
        taken = await queue.claim(
            served.clock.now(), timedelta(minutes=1), 10, channels=[DeliveryChannel.MAIL], awake=True, digests=False
        )
        [test] = [one for one in taken if one.account == reader.id]
        ended = Outcome(AttemptResult.NO_ANSWER)
        await queue.finish(test, ended, DeliveryState.GIVEN_UP, served.clock.now(), 0.1, None)
    client, russian = await served.client(reader), {"Accept-Language": "ru"}
    [told] = rows_of((await client.get("/api/v1/lists/told.json")).content, "json")
    assert told["deliveries"] == "mail: waiting"
    assert told["deliveries_title"] == "By mail: Waits to be sent"
    sent = {row["about"]: row for row in rows_of((await client.get("/api/v1/lists/deliveries.json")).content, "json")}
    assert (sent["test"]["state"], sent["test"]["result"], sent["test"]["reason"]) == (
        "given_up",
        "no_answer",
        "no_answer",
    )
    assert (sent["test"]["result_title"], sent["test"]["reason_title"]) == ("No answer", "No answer")
    codes = {"mail", "mail: waiting", "waiting", "test", "notices", "given_up", "no_answer", "reminder", "responsible"}
    for name, form in product(("told", "deliveries"), ("csv", "xlsx")):
        content = (await client.get(f"/api/v1/lists/{name}.{form}", headers=russian)).content
        for row in rows_of(content, form):
            assert not codes & {str(cell) for cell in row.values()}
            assert not any("waiting" in str(cell) for cell in row.values())
    book = (await client.get("/api/v1/lists/deliveries.xlsx?channel=mail")).content
    assert about_of(book, "xlsx")["Filter: Means of delivery"] == "By mail (mail)"
    review = {"first": "2024-01-01", "last": "2024-12-31", "group": "met_late"}
    book = (await supervisor.get("/api/v1/lists/review.xlsx", params=review)).content
    assert about_of(book, "xlsx")["Filter: Group"] == "Done late (met_late)"


async def test_an_overdue_list_counts_the_days(supervisor: httpx2.AsyncClient) -> None:
    """What is overdue says by how many working days; what was done in time is not among it."""
    rows = rows_of((await supervisor.get("/api/v1/lists/overdue.json")).content, "json")
    assert rows
    assert all(row["days_late"] > 0 and row["status"] == "overdue" and row["due"] < "2024-06-03" for row in rows)
    everything = rows_of((await supervisor.get("/api/v1/lists/deadlines.json?status=open")).content, "json")
    assert {row["key"] for row in rows} <= {row["key"] for row in everything}


async def test_codes_of_deadlines_are_said_in_words(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """A table says how a deadline stands, by which force and on what basis in the reader's words; JSON has the codes beside them."""
    filters = {"status": "late", "strength": "hard"}
    rows = rows_of((await supervisor.get("/api/v1/lists/deadlines.json")).content, "json")
    told = {(row["strength"], row["recorded_status"], row["status"]) for row in rows}
    assert {code for codes in told for code in codes} >= {"hard", "recommended", "missed", "open", "overdue"}
    words = {(row["strength_title"], row["recorded_status_title"], row["status_title"]) for row in rows}
    for form in ("csv", "xlsx"):
        answer = await supervisor.get(f"/api/v1/lists/deadlines.{form}")
        table = rows_of(answer.content, form)
        assert {(row["Force"], row["Recorded as"], row["Status"]) for row in table} == words
    assert ("Binding", "Overdue, not done yet", "Overdue") in words
    russian = {"Accept-Language": "ru"}
    for row in rows_of((await supervisor.get("/api/v1/lists/deadlines.csv", headers=russian)).content, "csv"):
        assert not {"hard", "recommended", "missed", "open", "overdue", "Binding"} & set(row.values())
    about = about_of((await supervisor.get("/api/v1/lists/deadlines.xlsx", params=filters)).content, "xlsx")
    assert about["Filter: Status"] == "Done out of time, or not at all (late)"
    assert about["Filter: Force"] == "Binding (hard)"
    for name, value, said in (
        ("cases", "UPR", "Department of an akimat (UPR)"),
        ("audit", "case.deadline_missed", "Deadline missed (case.deadline_missed)"),
    ):
        book = (await supervisor.get(f"/api/v1/lists/{name}.xlsx", params={"type": value})).content
        assert about_of(book, "xlsx")["Filter: Type"] == said


async def test_filters_narrow_a_file_as_they_narrow_the_list(supervisor: httpx2.AsyncClient) -> None:
    """What the API's list gives for a filter, page by page, is what the file has, row for row."""
    for name, filters, key in (
        ("cases", {"region": "KZ-19"}, "id"),
        ("cases", {"region": "KZ-11"}, "id"),
        ("deadlines", {"status": "overdue", "strength": "hard"}, "key"),
        ("audit", {"type": "case.deadline_missed"}, "position"),
        ("organizations", {"type": "UPR"}, "code"),
    ):
        listed = (await supervisor.get(f"/api/v1/{name}", params=filters)).json()["items"]
        file = (await supervisor.get(f"/api/v1/lists/{name}.json", params=filters)).content
        assert [row[key] for row in rows_of(file, "json")] == [item[key] for item in listed], (name, filters)


async def test_reported_offences_are_of_one_instant(served: Served) -> None:
    """What is recorded while a file of reported offences is made is in none of its figures."""
    account = await served.service.access.account("supervisor")
    exported = LISTS["corruption-reports"]
    made = [(uuid4(), str(number)) for number in range(5)]
    async with reading(served.service, account, "en") as reader:
        before = await exported.page(reader, exported.asked({"year": "2024"}), "")
        async with served.service.pool.connection() as conn:
            for case_id, identity in made:
                await conn.execute(_REPORTED, {"case_id": case_id, "identity": identity, "organization": BODY})
        try:
            assert await exported.page(reader, exported.asked({"year": "2024"}), "") == before
        finally:
            async with served.service.pool.connection() as conn:
                await conn.execute("DELETE FROM read.corruption_reports WHERE organization = %s", [BODY])


async def test_others_get_their_turn_while_a_long_page_is_told(served: Served) -> None:
    """The cells of a page with a row for each body of the country are not made in one go."""
    beats, seen = [0], set[int]()

    async def beat() -> None:
        while True:
            beats[0] += 1
            await asyncio.sleep(0)

    def cell(_row: int, _reader: Reader) -> int:
        seen.add(beats[0])
        return 1

    exported = replace(LISTS["silent"], columns=(Column("one", msg("One"), cell),), bodies=lambda _row: ())
    account = await served.service.access.account("supervisor")
    async with reading(served.service, account, "en") as reader:
        beating = asyncio.create_task(beat())
        assert len(await exported.lines(reader, Page(tuple(range(1_000)), ""))) == 1_000
        beating.cancel()
    assert len(seen) > 3
