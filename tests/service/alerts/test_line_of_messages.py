"""Taking the next messages reads what is due for those that hear, not all that waits."""

import json
from datetime import timedelta
from typing import Any

import pytest

from service.alerts.queue import SQL
from tests.service.alerts.sending import sending

#: Messages for each of two webhooks.
MANY = 20_000


@pytest.mark.parametrize("believed", [2, 3_000])
async def test_many_that_wait_cost_nothing(database_url: str, believed: int) -> None:
    """With many messages for webhooks that rest and that hear, a claim touches a few rows of each, whatever the planner believes."""
    async with sending(database_url) as service:
        owner = await service.owner()
        now = service.clock.now()
        for title, rests in (("hears", None), ("rests", now + timedelta(hours=1))):
            webhook, _ = await service.webhooks.create(owner.id, title, "http://127.0.0.1:1/hook", ["notices"])
            await service.rows(
                "UPDATE alerts.webhooks SET rests_until = %s WHERE id = %s RETURNING 1", rests, webhook.id
            )
            await service.rows(
                "INSERT INTO alerts.deliveries (id, channel, about, account, webhook, next_at, made_at)"
                " SELECT gen_random_uuid(), 'webhook', 'notices', %s, %s, %s, %s FROM generate_series(1, %s) RETURNING 1",
                owner.id, webhook.id, now, now, MANY,
            )  # fmt: skip
        values = {
            "now": now, "lease": timedelta(seconds=90), "limit": 32, "channels": ["mail", "webhook"], "awake": True, "digests": True,
            "busy": [], "each": 4, "window": 1_000,
        }  # fmt: skip
        async with service.service.pool.connection() as conn:
            await conn.execute("ANALYZE alerts.deliveries")
            await conn.execute(
                "UPDATE pg_class SET reltuples = %s, relpages = 1 WHERE oid = 'alerts.webhooks'::regclass", (believed,)
            )
            explained = await conn.execute(b"EXPLAIN (ANALYZE, FORMAT JSON) " + SQL["claim"], values)
            [plan] = (await explained.fetchone() or ("",))[0]
        assert _most(plan["Plan"]) < 1_000, json.dumps(plan)


def _most(node: dict[str, Any]) -> float:
    """Give the most rows that any step of a plan took, those that it threw away too."""
    own: float = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    found: float = max(own, *(_most(one) for one in node.get("Plans", ())), 0)
    return found
