"""What was told last of a deadline, by which channel with what result, and the step up the line, on a real database."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from psycopg import AsyncConnection

from projections.deadline_lists import deadlines
from projections.deadline_row import DeadlineRow
from service.access import Account
from service.alerts.last_told import Escalation, LastTold, last_told
from service.alerts.notice import Capacity, Kind, told_of
from service.alerts.notices import Notices
from tests.serving import BODY, REGION, Served, serving
from tests.web.visiting import lived, people
from workflows.actor import Post, Role
from workflows.alert_policy import AlertPolicyFacts, packaged

AT = datetime(2024, 6, 3, 4, tzinfo=UTC)
STEPS = packaged().rules.escalation


async def _put(conn: AsyncConnection, row: DeadlineRow, to: Account, kind: Kind, step: int, at: datetime) -> None:
    said = {
        "kind": kind,
        "days": -3,
        "step": step,
        "in_place_of": None,
        "capacity": Capacity.SUPERIOR,
        "policy": 1,
        "asked_by": "",
    }
    notice = told_of(
        row, row.log, f"{kind}/{step}", to.id, **said, reason="", mandatory=True, told_on=at.date(), made_at=at
    )
    await Notices(conn).put([notice])


async def _last(served: Served, row: DeadlineRow, until: datetime = AT + timedelta(days=9)) -> LastTold:
    async with served.service.pool.connection() as conn:
        return (await last_told(conn, [row], AlertPolicyFacts(), until))[row.case_id, row.key]


async def test_the_last_notice_and_the_step_that_was_reached(database_url: str) -> None:
    """The newest notice counts, with the mail that carried it; a claimed step counts though nobody had an account; earlier it was less."""
    async with serving(database_url) as served:
        await people(served)
        above = await served.account("akim", Role.SIGNATORY, REGION, Post.FIRST_HEAD)
        officer = await served.service.access.account("officer")
        case = await lived(served, 0)
        async with served.service.pool.connection() as conn:
            [row] = [
                one for one in (await deadlines(conn, today=date(2024, 6, 3), case_id=case)).rows if one.key == "D04"
            ]
        assert (await _last(served, row)) == LastTold(None, None)
        async with served.service.pool.connection() as conn:
            await _put(conn, row, officer, Kind.OVERDUE, 0, AT)
            await _put(conn, row, above, Kind.ESCALATION, 1, AT + timedelta(days=1))
            await conn.execute(
                "INSERT INTO alerts.told (log, case_id, key, due, track, at, policy, told_at, first_told_at)"
                " VALUES (%s, %s, %s, %s, 'escalation', %s, 1, %s, %s)",
                [
                    row.log,
                    row.case_id,
                    row.key,
                    row.due,
                    sum(step.grace for step in STEPS[:2]),
                    AT + timedelta(days=5),
                    AT,
                ],
            )
            notice = await (await conn.execute("SELECT id FROM alerts.notices WHERE step = 1")).fetchone()
            delivery = uuid4()
            await conn.execute(
                "INSERT INTO alerts.deliveries (id, channel, about, account, state, attempts, next_at, made_at, ended_at)"
                " VALUES (%s, 'mail', 'notices', %s, 'sent', 1, %s, %s, %s)",
                [delivery, above.id, AT, AT + timedelta(days=1), AT + timedelta(days=2)],
            )
            await conn.execute("INSERT INTO alerts.carried VALUES (%s, %s)", [delivery, notice[0] if notice else None])
            await conn.execute(
                "INSERT INTO alerts.attempts VALUES (%s, 1, %s, 'delivered', 250, '', 5)",
                [delivery, AT + timedelta(days=2)],
            )
        found = await _last(served, row)
        assert found.escalation == Escalation(2, len(STEPS), STEPS[1].to)
        assert found.notice is not None
        assert (found.notice.kind, found.notice.name, found.notice.channel) == (Kind.ESCALATION, "Akim", "mail")
        assert (found.notice.state, found.notice.result, found.notice.people) == ("sent", "delivered", 1)
        earlier = await _last(served, row, AT + timedelta(days=1, hours=1))
        assert earlier.escalation == Escalation(1, len(STEPS), STEPS[0].to)
        assert earlier.notice is not None
        assert (earlier.notice.state, earlier.notice.result) == ("waiting", "")
        first = await _last(served, row, AT)
        assert first.notice is not None
        assert (first.notice.name, first.notice.channel, first.escalation) == ("Officer", "", None)
        assert row.organization == BODY
