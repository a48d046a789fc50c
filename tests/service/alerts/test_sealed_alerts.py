"""What happens to cases reaches systems, and of sealed cases nothing leaves the service but that there is one."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from uuid import UUID

import httpx2
import pytest

from service.alerts import Kind
from service.alerts.outbox import tell
from service.alerts.webhooks.webhooks import Webhooks
from service.wiring import Service
from tests.clearing import cleared
from tests.service.alerts.made import notice
from tests.service.alerts.receivers import Mailbox, Receiver, receiver
from tests.service.alerts.sending import ALWAYS, LOOPBACK, outgoing, plain
from tests.serving import ANNOUNCEMENT, BELOW, BODY, ORDER, OTHER, REGION, Served, serving
from tests.stories.secrets import KINDS
from workflows.actor import Post, Role

REPORT = next(kind for kind in KINDS if kind.workflow == "offence_report")


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


async def _listening(service: Service, account: UUID, there: Receiver) -> None:
    webhooks = Webhooks(service.pool, service.clock, LOOPBACK)
    await webhooks.create(account, "Documentolog", there.url, ["events", "notices"])


async def _ordered(served: Served) -> str:
    client = await served.signatory(Post.FIRST_HEAD, BODY)
    data = {"workflow": "risk_analysis", "organization": BODY, "action": "order", "data": ORDER}
    opened = (await client.post("/api/v1/cases", json=data)).json()
    address = f"/api/v1/cases/{opened['id']}/actions/announce_start"
    await client.post(address, json=ANNOUNCEMENT, headers={"If-Match": f'"{opened["version"]}"'})
    return str(opened["id"])


async def test_what_happens_to_cases_is_sent_once_to_who_may_see_it(served: Served, there: Receiver) -> None:
    """Each event of a case of the owner's organisations comes once, missed deadlines too; another organisation hears none."""
    delivering = outgoing(served.service)
    officer = await served.account("officer", Role.OFFICER, BODY)
    stranger = await served.account("stranger", Role.OFFICER, OTHER)
    await delivering.deliver_due()
    async with receiver() as elsewhere:
        await _listening(served.service, officer.id, there)
        await _listening(served.service, stranger.id, elsewhere)
        case = await _ordered(served)
        served.clock.travel(date(2024, 5, 6))
        await served.projected()
        assert await served.sweep() > 0
        await delivering.deliver_due()
        await delivering.deliver_due()
        assert not elsewhere.posted
    bodies = [posted.json() for posted in there.posted]
    assert {body["subject"] for body in bodies} == {case}
    assert len({body["id"] for body in bodies}) == len(bodies) == served.events(case)
    kinds = {body["type"] for body in bodies}
    assert {"kz.tbn4.risk_analysis.analysis_ordered", "kz.tbn4.case.deadline_missed"} <= kinds
    assert {body["data"]["workflow"] for body in bodies} == {"risk_analysis"}
    assert ORDER["order_no"] not in "".join(posted.body.decode() for posted in there.posted)


async def test_a_body_hears_of_those_below_it(served: Served, there: Receiver) -> None:
    """A system of the akimat is sent what is told about a department's cases; one of the department nothing of the akimat's."""
    above = await served.account("above", Role.OFFICER, REGION)
    await _listening(served.service, above.id, there)
    async with receiver() as below:
        officer = await served.account("officer", Role.OFFICER, BODY)
        await _listening(served.service, officer.id, below)
        async with served.service.pool.connection() as conn:
            told = [notice(officer.id, made_at=served.clock.now())]
            told += [notice(officer.id, days=1, organization=REGION, made_at=served.clock.now())]
            await tell(conn, told, ALWAYS)
        await outgoing(served.service).deliver_due()
        assert [posted.json()["data"]["organization"] for posted in below.posted] == [BODY]
    assert sorted(posted.json()["data"]["organization"] for posted in there.posted) == [REGION, BODY]


async def test_a_webhook_hears_nothing_of_a_sealed_case(served: Served, there: Receiver) -> None:
    """Neither events nor notices of a sealed case are sent to a system, whoever its owner is."""
    reader = await cleared(served, BODY)
    supervisor = await served.account("supervisor", Role.SUPERVISOR)
    await _listening(served.service, reader.id, there)
    await _listening(served.service, supervisor.id, there)
    sealed = await _sealed(await served.client(reader))
    async with served.service.pool.connection() as conn:
        await tell(conn, [notice(reader.id, case_id=UUID(sealed), clearance="C4", made_at=served.clock.now())], ALWAYS)
        # one that was told before the case was sealed, as far as anybody knows
        await tell(conn, [notice(reader.id, case_id=UUID(sealed), days=1, made_at=served.clock.now())], ALWAYS)
    ordinary = await _ordered(served)
    await outgoing(served.service).deliver_due()
    sent = b"".join(posted.body for posted in there.posted).decode()
    assert ordinary in sent
    assert sealed not in sent
    assert "MARK" not in sent


async def test_a_mail_about_a_sealed_case_says_nothing_of_it(served: Served, box: Mailbox) -> None:
    """Whoever is on the list is told that there is a case, its number and when it is due; nobody else, nor they when off the list."""
    service, reader = served.service, await cleared(served, BODY)
    colleague = await served.account("colleague", Role.OFFICER, BODY)
    for account in (reader, colleague):
        await service.preferences.set_address(account.id, f"{account.login}@example.kz".replace("almaty-region.", ""))
    sealed = UUID(await _sealed(await served.client(reader)))
    secret = {
        "case_id": sealed,
        "clearance": "C4",
        "subtask": "2.1.1",
        "rule": "MARK",
        "kind": Kind.ASKED,
        "due": date(2024, 2, 20),
        "made_at": served.clock.now(),
    }
    told = [notice(one.id, **secret, reason="MARK why", asked_by=str(colleague.id)) for one in (reader, colleague)]
    async with service.pool.connection() as conn:
        await tell(conn, told, ALWAYS)
    assert await outgoing(service, plain(box.port)).deliver_due() == 1
    [mail] = box.mails
    assert mail["To"].startswith("cleared-officer")
    text = "".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text")
    assert str(sealed)[:8] in text
    assert "20" in text
    for hidden in ("MARK", "2.1.1", BODY, "Colleague"):
        assert hidden not in text.replace(reader.name, "") + mail["Subject"]


async def _sealed(client: httpx2.AsyncClient) -> str:
    asked = {"workflow": REPORT.workflow, "organization": BODY, "action": REPORT.action, "data": REPORT.data}
    opened = await client.post("/api/v1/cases", json=asked)
    assert opened.status_code == 201, opened.text
    return str(opened.json()["id"])


async def test_what_was_done_meanwhile_is_not_mailed(served: Served, box: Mailbox) -> None:
    """A deadline that was met before the digest goes is left out of it; with nothing left no mail is sent."""
    service = served.service
    reader = await served.account("officer", Role.OFFICER, BODY)
    await service.preferences.set_address(reader.id, "officer@example.kz")
    client = await served.signatory(Post.FIRST_HEAD, BODY)
    data = {"workflow": "risk_analysis", "organization": BODY, "action": "order", "data": ORDER}
    opened = (await client.post("/api/v1/cases", json=data)).json()
    await served.projected()
    announced, other = (
        notice(reader.id, case_id=UUID(opened["id"]), key=key, rule=key, due=due, made_at=served.clock.now())
        for key, due in await _awaited(served, opened["id"])
    )
    async with service.pool.connection() as conn:
        await tell(conn, [announced, other], ALWAYS)
    address = f"/api/v1/cases/{opened['id']}/actions/announce_start"
    await client.post(address, json=ANNOUNCEMENT, headers={"If-Match": f'"{opened["version"]}"'})
    await served.projected()
    delivering = outgoing(service, plain(box.port))
    assert await delivering.deliver_due() == 1
    [mail] = box.mails
    page = mail.get_body(("html",))
    assert page is not None
    assert page.get_content().count("<li") == 1
    assert f"№ {ORDER['order_no']}" in page.get_content()
    again = notice(
        reader.id, case_id=UUID(opened["id"]), key=announced.key, due=announced.due, days=1, made_at=served.clock.now()
    )
    async with service.pool.connection() as conn:
        await tell(conn, [again], ALWAYS)
    served.clock.advance(timedelta(days=1))
    assert await delivering.deliver_due() == 0
    assert len(box.mails) == 1


async def _awaited(served: Served, case: str) -> list[tuple[str, date]]:
    """Give the deadline of the announcement, and another that stays awaited."""
    async with served.service.pool.connection() as conn:
        asked = await conn.execute(
            "SELECT key, due FROM read.deadlines WHERE case_id = %s AND status = 'open' ORDER BY (rule <> 'D04'), due",
            [case],
        )
        found = await asked.fetchall()
    return [found[0], found[-1]]


async def test_a_case_that_cannot_be_read_keeps_no_other_from_being_told(served: Served, there: Receiver) -> None:
    """What happened on a damaged case nobody can tell; what happened on others after it is told, and the log is read on from there."""
    delivering = outgoing(served.service)
    await delivering.deliver_due()
    damaged = await _ordered(served)
    async with served.service.pool.connection() as conn:
        await conn.execute("UPDATE log.events SET topic = 'nothing.known' WHERE originator_id = %s", [damaged])
    officer = await served.account("listener", Role.OFFICER, BODY)
    await _listening(served.service, officer.id, there)
    served.service.cases.forget(UUID(damaged))
    data = {"workflow": "risk_analysis", "organization": BELOW, "action": "order", "data": ORDER}
    client = await served.signatory(Post.FIRST_HEAD, BELOW)
    opened = await client.post("/api/v1/cases", json=data)
    assert opened.status_code == 201, opened.text
    whole = opened.json()["id"]
    await delivering.deliver_due()
    assert {posted.json()["subject"] for posted in there.posted} == {whole}
