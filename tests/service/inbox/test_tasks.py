"""Whose work is what: each case stands where somebody can do something about it, and nowhere else."""

import time
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import msgspec
import psycopg
import pytest

from events.organization import OrganizationType
from service.api import shapes
from service.i18n import translator
from service.inbox.tasks import CANDIDATES, Narrowed, Tab, Tasks
from service.organizations import Names
from service.requests import Request
from service.status import Today
from tests.service.inbox.work import DAY, UPLOADED, Work
from tests.serving import ELSEWHERE, OTHER, Served, problem_of, serving
from tests.web.visiting import lived, people, visitor
from workflows.actor import SYSTEM, Role
from workflows.register import EMPTY

SECOND = "kokshe-2"


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A service with people."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        yield served


@pytest.fixture
async def work(served: Served) -> Work:
    """A subtask of the company, assigned."""
    work = Work(served)
    await work.begin()
    return work


async def test_work_goes_from_hand_to_hand(work: Work) -> None:
    """A subtask is the officer's, then waits for the head's signature, is to be accepted above, and comes back."""
    assert await work.next_of("company-officer", "mine") == ["confirm_document"]
    assert await work.next_of("company-head", "signature") == []
    await work.prove()
    assert await work.next_of("company-head", "signature") == ["sign_evidence"]
    assert await work.next_of("company-servant", "signature") == []
    await work.sign()
    assert await work.next_of("company-head", "signature") == []
    assert await work.next_of("company-officer", "mine") == ["upload_evidence"]
    assert await work.next_of("akimat", "review") == []
    await work.act("company-officer", "upload_evidence", **UPLOADED)
    assert await work.next_of("company-officer", "mine") == []
    assert await work.next_of("akimat", "review") == ["accept"]
    assert (await work.tasks("akimat"))["counts"] == {"mine": 0, "unit": 0, "returned": 0, "review": 1}
    await work.act("akimat", "send_back", returned_on="2024-03-12", reason="Нет подписи")
    assert await work.next_of("company-officer", "returned") == ["attach_evidence"]
    assert await work.next_of("akimat", "review") == []
    assert (await work.tasks("company-head"))["counts"] == {"mine": 1, "signature": 0, "unit": 1, "returned": 1}


async def test_nobody_is_asked_to_accept_their_own_work(work: Work) -> None:
    """Who had a part in the work is not offered to accept it; the supervisor is, of whatever body."""
    await work.prove()
    await work.sign()
    await work.act("company-officer", "upload_evidence", **UPLOADED)
    served = work.served
    supervisor = await served.client(await served.service.access.account("supervisor"))
    answer = msgspec.convert((await supervisor.get("/api/v1/tasks")).json(), shapes.TaskPage)
    assert (answer.tab, answer.counts, [item.next for item in answer.items]) == ("review", {"review": 1}, ["accept"])
    problem_of(await supervisor.get("/api/v1/tasks", params={"tab": "mine"}), 400, "bad-query")
    # moved to a body above, the officer who did the work is still one who did it
    with psycopg.connect(served.database, autocommit=True) as conn:
        conn.execute("UPDATE access.accounts SET organization = 'akmola-region' WHERE login = 'company-officer'")
    moved = await served.client(await served.service.access.account("company-officer"))
    assert (await moved.get("/api/v1/tasks", params={"tab": "review"})).json()["items"] == []


async def test_an_analysis_waits_for_its_head_where_the_machine_says_so(served: Served) -> None:
    """Of the life of an analysis only the order, the report and the plan wait for a signature; the rest is the officer's."""
    await lived(served, 0)
    head, officer = [await served.client(await served.service.access.account(login)) for login in ("head", "officer")]
    [mine] = (await officer.get("/api/v1/tasks")).json()["items"]
    assert (mine["rule"], mine["due"], mine["days_left"], mine["next"]) == ("D04", "2024-02-19", 5, "announce_start")
    assert (await head.get("/api/v1/tasks", params={"tab": "signature"})).json()["items"] == []


async def test_the_report_waits_for_the_head(served: Served) -> None:
    """When an analysis is finished its report waits for the head's signature, and for no officer's."""
    await lived(served, 5)
    clients = [await served.client(await served.service.access.account(login)) for login in ("head", "officer")]
    found = [(await client.get("/api/v1/tasks")).json() for client in clients]
    assert [one["counts"].get("signature") for one in found] == [1, None]
    assert [one["items"][0]["next"] for one in found] == ["sign_report", None]


async def test_work_is_narrowed_and_read_page_by_page(served: Served) -> None:
    """Filters narrow list and counts alike; pages follow each other without gap or repetition, the most urgent first."""
    client = await served.client(await served.account("region", Role.OFFICER, ELSEWHERE))
    register = served.service.organizations
    await register.register(SECOND, OrganizationType.KGS, "KZ-11", Names(SECOND, SECOND, SECOND), ELSEWHERE, SYSTEM)
    for company in (OTHER, SECOND):
        await _assign(served, company, 30)
    first = (await client.get("/api/v1/tasks", params={"tab": "unit", "limit": 50})).json()
    rest = (await client.get(first["next"])).json()
    found = [*first["items"], *rest["items"]]
    assert rest["next"] is None
    assert len({item["case_id"] for item in found}) == 60 == first["counts"]["unit"]
    assert [item["due"] or "9999" for item in found] == sorted(item["due"] or "9999" for item in found)
    for query, number in (
        ({"late": True}, 20), ({"due_from": "2024-02-12", "due_to": "2024-02-13"}, 4), ({"project": "3"}, 60),
        ({"project": "1"}, 0), ({"subtask": "3.2.1"}, 60), ({"organization": SECOND}, 30), ({"workflow": "risk_analysis"}, 0),
    ):  # fmt: skip
        narrowed = (await client.get("/api/v1/tasks", params={"tab": "unit", "limit": 200, **query})).json()
        assert (len(narrowed["items"]), narrowed["counts"]["unit"]) == (number, number), query
    problem_of(await client.get("/api/v1/tasks", params={"organization": "nosuch"}), 400, "bad-query")


async def test_a_page_of_tasks_of_thousands_comes_at_once(served: Served) -> None:
    """With 5,000 cases below a body its page and all its counts take less than a second."""
    account = await served.account("region", Role.OFFICER, ELSEWHERE)
    await _assign(served, OTHER, 30)
    _copy(served, 5_000)
    work = Tasks(served.service, account, translator("en"), Today.of(served.clock.today(), EMPTY))
    tabs = await work.tabs()
    began = time.perf_counter()
    page = await work.page(Tab.UNIT, Narrowed())
    counts = await work.counts(tabs, Narrowed())
    assert time.perf_counter() - began < 1
    assert (len(page.rows), counts[Tab.UNIT]) == (25, 5_030)


async def test_what_may_wait_for_a_signature_is_looked_at_by_the_hundred(work: Work) -> None:
    """However many cases may wait for a signature, a page looks at a hundred and leads on; the count says that there are more."""
    await work.act("company-officer", "take_in_hand", begun_on=DAY, responsible="Сериков")
    await _assign(work.served, OTHER, CANDIDATES + 4)
    with psycopg.connect(work.served.database, autocommit=True) as conn:
        conn.execute("UPDATE read.cases SET state = 'in_work'")
    page = await work.tasks("company-head", tab="signature")
    assert (page["items"], page["counts"]["signature"]) == ([], None)
    rest = (await work.people["company-head"].get(page["next"])).json()
    assert (rest["items"], rest["next"]) == ([], None)


async def test_the_page_offers_the_next_step(work: Work) -> None:
    """The page and the overview show the work with its days left and the next step as a button, without JavaScript."""
    browser = await visitor(work.served, "company-officer")
    for address in ("/tasks?lang=en", "/?lang=en"):
        text = (await browser.get(address)).text
        assert f'href="/cases/{work.case_id}/actions/confirm_document">Confirm the document' in text, address
    text = (await browser.get("/tasks", params={"tab": "nosuch"})).text
    assert "“nosuch”" in text


async def _assign(served: Served, organization: str, number: int) -> None:
    """Assign so many subtasks, due by the Карта from ten days before today on, one a day."""
    cases, today = served.service.cases, served.clock.today()
    for day in range(number):
        upload_by = today + timedelta(days=day - 10)
        data = {"subtask": "3.2.1", "period": "2024", "assigned_on": "2024-02-01", "upload_by": upload_by.isoformat()}
        await cases.open(
            "subtask", organization, "assign", data, SYSTEM, Request.of(SYSTEM, None), case_id=uuid.uuid4()
        )
    await served.projected()


def _copy(served: Served, number: int) -> None:
    """Put so many cases more into the read model, of which nothing is due."""
    with psycopg.connect(served.database, autocommit=True) as conn:
        names = [name for (name,) in conn.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'read' AND table_name = 'cases'"
            " AND column_name <> 'id' ORDER BY ordinal_position"
        )]  # fmt: skip
        listed = ", ".join(names)
        copied = (
            f"INSERT INTO read.cases (id, {listed}) SELECT gen_random_uuid(), {listed}"  # noqa: S608 - names of columns
            f" FROM (SELECT * FROM read.cases LIMIT 1) AS one, generate_series(1, {number})"
        )
        conn.execute(copied.encode())
        conn.execute("ANALYZE")


async def test_what_is_anothers_is_not_mine(work: Work) -> None:
    """Once somebody is named responsible, the case is theirs alone; among the work of the body all see it."""
    colleague = await work.served.account("company-colleague", Role.OFFICER, OTHER)
    work.people["company-colleague"] = await work.served.client(colleague)
    await work.act("company-officer", "name_responsible", account=str(colleague.id))
    assert await work.next_of("company-colleague", "mine") == ["confirm_document"]
    assert await work.next_of("company-officer", "mine") == []
    assert await work.next_of("company-officer", "unit") == ["confirm_document"]
