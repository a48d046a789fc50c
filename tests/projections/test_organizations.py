"""The register of organisations."""

from dataclasses import replace
from typing import Any

from psycopg import AsyncConnection

from projections.organizations import descendants, get, organizations
from tests.projections.histories import append, feed_all, organization

Conn = AsyncConnection[Any]


async def _register(conn: Conn) -> None:
    await append(
        conn,
        [
            organization("akimat", "KZ-19"),
            organization("education", "KZ-19", "akimat"),
            organization("school-1", "KZ-19", "education"),
            organization("health", "KZ-75", "akimat", name_kk="Денсаулық басқармасы"),
        ],
    )
    await feed_all(conn)


async def test_the_last_entry_counts(conn: Conn) -> None:
    """An organisation is found by its code as it was last entered; an unknown one is not."""
    await _register(conn)
    await append(conn, [replace(organization("health", "KZ-75"), originator_version=2, name_ru="Здравоохранение")])
    await feed_all(conn)
    health = await get(conn, "health")
    assert health is not None
    assert (health.region, health.name_ru, health.parent) == ("KZ-75", "Здравоохранение", "")
    assert await get(conn, "nobody") is None


async def test_lists_and_trees(conn: Conn) -> None:
    """Organisations are listed by region, superior, part of a name and code, and with all that is below one."""
    await _register(conn)

    async def codes(**filters: Any) -> list[str]:
        return [row.code for row in (await organizations(conn, **filters)).rows]

    assert await codes() == ["akimat", "education", "health", "school-1"]
    assert await codes(region="KZ-19", parent="akimat") == ["education"]
    assert await codes(type="UPR", text="денсаулық") == ["health"]
    assert await codes(type="AGN") == []
    assert await codes(codes=["health", "akimat"]) == ["akimat", "health"]
    first = await organizations(conn, limit=3)
    assert [row.code for row in (await organizations(conn, cursor=first.next, limit=3)).rows] == ["school-1"]
    assert await descendants(conn, "akimat") == ["akimat", "education", "health", "school-1"]
    assert await descendants(conn, "education") == ["education", "school-1"]
    assert await descendants(conn, "nobody") == []


async def test_a_circle_of_superiors_ends(conn: Conn) -> None:
    """Two organisations that are each other's superiors do not hang the question."""
    await append(conn, [organization("a", parent="b"), organization("b", parent="a")])
    await feed_all(conn)
    assert await descendants(conn, "a") == ["a", "b"]
