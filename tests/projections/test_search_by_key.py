"""Following what is searched looks rows up by their keys: it costs the same however many cases there are."""

import json
from typing import Any

import pytest
from psycopg import AsyncConnection

from projections.generations import enter
from projections.search import _SQL
from tests.projections.histories import append, feed_all, mixed

MANY = 5_000
FEW = 20

_COPIES = """
    INSERT INTO search SELECT log, kind, id || '-' || n, version, organization, day, workflow, subtask, period, about, state, closed, clearance, topic,
                              number, names, words
    FROM (SELECT * FROM search WHERE kind = 'case' AND version = 0 LIMIT 1) s CROSS JOIN generate_series(1, %s) n
    RETURNING id"""


@pytest.mark.parametrize("statement", ["follow", "store"])
async def test_a_batch_reads_its_own_rows(conn: AsyncConnection[Any], statement: str) -> None:
    """No step of the plan goes through more than a few rows for each that comes, neither for states nor for documents."""
    await append(conn, mixed(3))
    await feed_all(conn)
    async with conn.transaction(force_rollback=True):
        await enter(conn, "search_g1")
        ids = [row[0] for row in await (await conn.execute(_COPIES, [MANY])).fetchall()][:FEW]
        kept = await (await conn.execute("SELECT to_jsonb(s) FROM search s WHERE id = ANY(%s)", [ids])).fetchall()
        blank = dict.fromkeys(("main_cut", "main_whole", "more_cut", "more_whole", "marks"), "")
        rows = [row | blank | ({"kind": "document", "version": 9} if statement == "store" else {}) for (row,) in kept]
        explained = await conn.execute(b"EXPLAIN (ANALYZE, FORMAT JSON) " + _SQL[statement], {"rows": json.dumps(rows)})
        [[plan]] = [row[0] for row in await explained.fetchall()]
    assert _most(plan["Plan"]) < 10 * FEW, json.dumps(plan)


def _most(node: dict[str, Any]) -> float:
    """Give the most rows that any step of a plan took, those that it threw away too."""
    removed = sum(number for name, number in node.items() if name.startswith("Rows Removed by"))
    own = (node["Actual Rows"] + removed) * node["Actual Loops"]
    found: float = max([own, *(_most(one) for one in node.get("Plans", ()))])
    return found
