"""The register of organisations."""

from dataclasses import replace
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.case import FactCorrected
from events.event import CaseEvent
from events.organization import (
    ClosingReason,
    OfficialAppointed,
    OfficialReleased,
    OrganizationClosed,
    OrganizationDescribed,
    OrganizationMoved,
    OrganizationRenamed,
    Post,
    PostAbolished,
    PostClass,
    PostEstablished,
)
from projections.audit import audit
from projections.cases import cases
from projections.dashboard import stages
from projections.organizations import descendants, get, officials, organizations
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


def _next(before: CaseEvent, kind: type[CaseEvent], /, **data: Any) -> CaseEvent:
    """The next event of an organisation's record."""
    own = {f.name for f in before.data_fields()}
    kept = {name: value for name, value in vars(before).items() if name not in own}
    return kind(**kept | {"originator_version": before.originator_version + 1, "source": "active"} | data)


async def test_what_happened_last_counts(conn: Conn) -> None:
    """An organisation is found by its code as it stands: renamed, moved, described, closed; an unknown one is not."""
    await _register(conn)
    history: list[Any] = [organization("health", "KZ-75", "akimat")]
    for kind, data in (
        (
            OrganizationRenamed,
            {"name_ru": "Здравоохранение", "name_kk": "х", "name_en": "x", "since": date(2024, 3, 2)},
        ),
        (OrganizationMoved, {"parent": "education", "since": date(2024, 3, 3)}),
        (
            OrganizationDescribed,
            {"region": "KZ-11", "since": date(2024, 3, 4), "bin": "971240001315", "account": False},
        ),
        (OrganizationClosed, {"on": date(2024, 3, 5), "reason": ClosingReason.MERGED}),
    ):
        history.append(_next(history[-1], kind, **data))
    await append(conn, history[1:])
    await feed_all(conn)
    health = await get(conn, "health")
    assert health is not None
    assert (health.region, health.name_ru, health.parent) == ("KZ-11", "Здравоохранение", "education")
    assert (health.bin, health.site, health.account) == ("971240001315", "", False)
    assert (health.since, health.closed_on) == (date(2024, 3, 1), date(2024, 3, 5))
    assert [row.code for row in (await organizations(conn, active=False)).rows] == ["health"]
    assert "health" not in [row.code for row in (await organizations(conn, active=True)).rows]
    assert await get(conn, "nobody") is None


async def test_a_correction_is_followed(conn: Conn) -> None:
    """Whatever entry of an organisation was corrected, the register shows what it should have said."""
    await _register(conn)
    first = organization("health", "KZ-75", "akimat")
    moved = _next(first, OrganizationMoved, parent="education", since=date(2024, 3, 3))
    data = {"parent": "school-1", "since": "2024-03-03"}
    fixed = replace(_next(first, FactCorrected, corrects=2, data=data, reason="x"), originator_version=3)
    await append(conn, [moved])
    await feed_all(conn)
    await append(conn, [fixed])
    await feed_all(conn)
    health = await get(conn, "health")
    assert health is not None
    assert health.parent == "school-1"


async def test_posts_and_who_is_in_them(conn: Conn) -> None:
    """Each post is listed with who holds it and who acts in it, an empty one too, an abolished one no longer."""
    first = organization("akimat")
    post = {"kind": Post.FIRST_HEAD, "post_class": PostClass.POLITICAL, "since": date(2024, 3, 1), "title_ru": "Аким"}
    in_post = {"order_no": "1", "since": date(2024, 3, 1)}
    history: list[Any] = [first]
    for kind, data in (
        (PostEstablished, post | {"post": "akim"}),
        (PostEstablished, post | {"post": "deputy"}),
        (PostEstablished, post | {"post": "gone"}),
        (PostAbolished, {"post": "gone", "on": date(2024, 3, 2)}),
        (OfficialAppointed, in_post | {"post": "akim", "person": "p-1"}),
        (OfficialAppointed, in_post | {"post": "akim", "person": "p-2", "acting": True}),
        (OfficialAppointed, in_post | {"post": "deputy", "person": "p-3"}),
        (OfficialReleased, {"post": "deputy", "person": "p-3", "on": date(2024, 3, 2), "reason": "x"}),
    ):
        history.append(_next(history[-1], kind, **data))
    await append(conn, history)
    await feed_all(conn)
    assert [(row.post, row.person, row.acting) for row in await officials(conn, "akimat")] == [
        ("akim", "p-1", False),
        ("akim", "p-2", True),
        ("deputy", "", False),
    ]


async def test_records_of_the_register_are_no_work(conn: Conn) -> None:
    """The list of cases and the dashboard leave organisations out, with their corrections; the audit trail shows them."""
    first = organization("akimat")
    data = {**first.facts(), "since": "2024-03-01", "name_ru": "Акимат"}
    await append(conn, [first, _next(first, FactCorrected, corrects=1, data=data, reason="x")])
    await feed_all(conn)
    assert (await cases(conn)).rows == ()
    assert await stages(conn) == []
    assert [row.organization for row in (await audit(conn)).rows] == ["akimat", "akimat"]


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
