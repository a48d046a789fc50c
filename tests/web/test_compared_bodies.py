"""Two days compared while bodies move: each day is told by who stood where then, on pages, in the API and in files."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date
from itertools import combinations, product
from typing import Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio

from events.organization import OrganizationType
from projections.compared import Difference
from service.comparing import Axis
from service.moment import Moment, moment
from service.organizations import Names
from service.requests import Request
from tests.service.exports.reading import rows_of
from tests.service.package.test_package import ordered
from tests.serving import BELOW, BODY, ELSEWHERE, OTHER, REGION, Served, serving
from tests.stories.test_analysis_over_http import LIFE
from tests.web.demonstrated import every_number_opens_its_list
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import SYSTEM, Post, Role
from workflows.organization import Organization
from workflows.refusals import Unknown

pytestmark = pytest.mark.asyncio(loop_scope="module")

LATE = "almaty-region.late"
"""A body that was entered some time after it began to be."""

FIRST, LAST = date(2024, 2, 20), date(2024, 3, 5)
DAYS = (date(2024, 2, 13), FIRST, date(2024, 2, 22), date(2024, 2, 27), LAST)
NARROWED: tuple[dict[str, str], ...] = ({}, {"region": "KZ-19"}, {"region": "KZ-11"}, {"organization": REGION}, {"organization": ELSEWHERE},
            {"organization": BODY}, {"organization": REGION, "region": "KZ-11"})  # fmt: skip
LOGINS = ("supervisor", "above", "elsewhere")
MOVED_IN, MOVED_OUT = "Moved in with the organisation", "Moved out with the organisation"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(new_database: Callable[[], AbstractContextManager[str]]) -> AsyncIterator[Served]:
    """A department goes to another akimat in another region with its cases; the move of what is below it is entered later."""
    with new_database() as url:
        async with serving(url) as served:
            await people(served)
            await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
            await served.account("elsewhere", Role.OFFICER, ELSEWHERE, password=PASSWORD)
            case_id = await lived(served, 1)
            await _ordered(served, BELOW)
            served.clock.travel(date(2024, 2, 21))
            await _enter(served, BODY, "describe", region="KZ-11", since="2024-02-21")
            await _enter(served, BODY, "move", parent=ELSEWHERE, since="2024-02-21")
            served.clock.travel(date(2024, 2, 26))
            await _enter(served, BELOW, "describe", region="KZ-11", since="2024-02-14")
            names, since = Names(LATE, LATE, LATE), date(2024, 2, 13)
            organizations = served.service.organizations
            await organizations.register(LATE, OrganizationType.UPR, "KZ-19", names, REGION, SYSTEM, since=since)
            await _ordered(served, LATE, ordered_on="2024-02-14")
            await _ordered(served, OTHER)
            served.clock.travel(date(2024, 2, 29))
            await _enter(served, OTHER, "close", on="2024-02-29", reason="liquidated")
            served.clock.travel(LAST)
            day, _, action, data = LIFE[1]
            assert date.fromisoformat(day) < LAST
            accounts = served.service.access
            officer = await accounts.actor(await accounts.account("officer"))
            await served.service.cases.act(case_id, action, data, officer, Request.of(officer, None), 2)
            await served.sweep()
            await served.projected()
            yield served


async def _ordered(served: Served, organization: str, **data: Any) -> None:
    await ordered(await served.signatory(Post.FIRST_HEAD, organization), organization, **data)


async def _enter(served: Served, code: str, action: str, **data: Any) -> None:
    version = (await served.service.cases.get(Organization.id_of(code))).version
    await served.service.organizations.act(code, action, data, SYSTEM, Request.of(SYSTEM, None), version)


async def _client(served: Served, login: str) -> httpx2.AsyncClient:
    return await served.client(await served.service.access.account(login))


async def _cases(served: Served) -> list[UUID]:
    supervisor = await _client(served, "supervisor")
    return [UUID(one["id"]) for one in (await supervisor.get("/api/v1/cases?limit=200")).json()["items"]]


async def _replayed(served: Served, at: Moment) -> dict[UUID, tuple[str, list[int]]]:
    """Give the body and the numbers of the events of each case, as replays up to a moment give them."""
    found = dict[UUID, tuple[str, list[int]]]()
    for case_id in await _cases(served):
        with suppress(Unknown):
            case = await served.service.cases.as_of(case_id, at.known_at, at.true_on)
            found[case_id] = case.organization, [event.originator_version for event in case.history]
    return found


def _moment(served: Served, day: date, axis: Axis) -> Moment:
    known, true = (str(day), None) if axis is Axis.RECORDED else (None, str(day))
    return moment(known, true, served.clock.now())


async def _asked_for(served: Served, at: Moment, login: str, narrowed: dict[str, str]) -> set[str]:
    """Give the bodies that somebody asks for, by the register as it was."""
    today = served.clock.today()
    register, day = await served.service.register.as_of(at.at), at.day(today)
    scope = await served.service.access.scope(await served.service.access.account(login))
    found = set((await served.service.register.current()).codes() if scope is None else scope)
    if organization := narrowed.get("organization"):
        found &= {organization, *register.subtree(organization, day)}
    if region := narrowed.get("region"):
        found = {code for code in found if register.region_of(code, day) == region}
    return found


def _difference(days: Sequence[dict[UUID, Any]], bodies: Sequence[set[str]]) -> tuple[dict[str, str], dict[str, int]]:
    """Give what differs between the replays of two days, case by case, and how many there are of what, in the bodies of each day."""
    found, before, after = dict[str, str](), 0, 0
    for case_id in {*days[0], *days[1]}:
        was, now = (day.get(case_id) for day in days)
        there = [day is not None and day[0] in of for day, of in zip((was, now), bodies, strict=True)]
        before, after = before + there[0], after + there[1]
        match there:
            case [True, True] if was != now:
                found[str(case_id)] = "changed"
            case [True, False]:
                found[str(case_id)] = "moved_out" if now else "removed"
            case [False, True]:
                found[str(case_id)] = "moved_in" if was else "added"
    counts = {kind.value: list(found.values()).count(kind) for kind in Difference}
    return found, counts | {"before": before, "after": after}


@pytest.mark.parametrize("axis", list(Axis))
@pytest.mark.parametrize("login", LOGINS)
async def test_what_differs_is_the_difference_of_two_replays(served: Served, login: str, axis: Axis) -> None:
    """For any two days, whoever asks and for whatever part, the cases and their number are those of the replays of each day."""
    client, seen, moments = await _client(served, login), set[str](), {day: _moment(served, day, axis) for day in DAYS}
    replays = {day: await _replayed(served, at) for day, at in moments.items()}
    for days, narrowed in product(combinations(DAYS, 2), NARROWED):
        bodies = [await _asked_for(served, moments[day], login, narrowed) for day in days]
        wanted, counts = _difference([replays[day] for day in days], bodies)
        asked = {"from": str(days[0]), "to": str(days[1]), "axis": axis.value, "limit": "200", **narrowed}
        told = (await client.get("/api/v1/compare", params=asked)).json()
        assert {one["id"]: one["difference"] for one in told["items"]} == wanted, (days, narrowed)
        assert told["counts"] == counts, (days, narrowed)
        seen |= {*wanted.values()}
    assert seen >= {*Difference} - {Difference.REMOVED} if login == "supervisor" else seen


@pytest.mark.parametrize("axis", list(Axis))
@pytest.mark.parametrize("login", LOGINS)
async def test_every_number_opens_its_list(served: Served, login: str, axis: Axis) -> None:
    """Each number of either day opens a list of that day, narrowed by who stood where on that day, with as many rows."""
    client, followed = await visitor(served, login), 0
    for days, narrowed in product(((FIRST, LAST), (DAYS[2], DAYS[3])), NARROWED):
        asked = "".join(f"&{name}={value}" for name, value in narrowed.items())
        page = f"/compare?from={days[0]}&to={days[1]}&axis={axis}{asked}&lang=en"
        followed += await every_number_opens_its_list(client, page)
    assert followed > len(NARROWED)


async def test_what_moved_is_said_in_words(served: Served) -> None:
    """A case that went along with its body is no new one and none that is gone: the page and files say what became of it."""
    browser, client = await visitor(served, "supervisor"), await _client(served, "supervisor")
    asked = {"from": str(FIRST), "to": str(LAST)}
    for region, said, unsaid in (("KZ-11", MOVED_IN, MOVED_OUT), ("KZ-19", MOVED_OUT, MOVED_IN)):
        page = (await browser.get("/compare", params=asked | {"region": region, "lang": "en"})).text
        assert said in page.partition("</table>")[0], "beside the number of cases"
        listed = [row for row in page.split("<tr>") if 'class="main-link"' in row and said in row]
        assert len(listed) == 2
        assert not [row for row in listed if unsaid in row or "Added" in row or "Removed" in row]
        told = (await client.get("/api/v1/compare", params=asked | {"region": region})).json()["items"]
        rows = await _rows(client, "compared", asked | {"region": region})
        assert [(row["id"], row["difference"]) for row in rows] == [(one["id"], one["difference"]) for one in told]
        assert said in {row["difference_title"] for row in rows}
    page = (await browser.get("/compare", params=asked | {"lang": "en"})).text
    counted = page.partition("</thead>")[2].partition("</tr>")[0]
    assert "Added" in counted
    assert MOVED_IN not in counted, "nothing moves in or out of the whole country"


@pytest.mark.parametrize("axis", list(Axis))
async def test_figures_in_files_are_those_of_either_day(served: Served, axis: Axis) -> None:
    """The figures of deadlines in a file are as many as the lists of either day have rows."""
    client, clock = await _client(served, "supervisor"), "at" if axis is Axis.RECORDED else "effective_at"
    for narrowed in NARROWED:
        asked = {"from": str(FIRST), "to": str(LAST), "axis": axis.value, **narrowed}
        for row in await _rows(client, "compared-figures", asked):
            for name, day in (("before", FIRST), ("after", LAST)):
                of_day = {clock: str(day), "counted": "true", "limit": "200", **narrowed}
                path, group = ("cases", {}) if row["name"] == "cases" else ("deadlines", {"status": row["name"]})
                items = (await client.get(f"/api/v1/{path}", params=of_day | group)).json()["items"]
                assert row[name] == len(items), (narrowed, row["name"], name)


async def _rows(client: httpx2.AsyncClient, name: str, asked: dict[str, str]) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/v1/lists/{name}.json", params=asked)
    assert answer.status_code == 200, answer.text
    return rows_of(answer.content, "json")
