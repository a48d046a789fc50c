"""The register over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import msgspec
import pytest

from service.api import shapes
from service.api.examples import example
from tests.serving import BELOW, BODY, OTHER, REGION, Served, problem_of, serving
from workflows.machine import actions
from workflows.organization import OrganizationWorkflow
from workflows.person import PersonWorkflow

SCHOOL = {
    "code": "school-7", "type": "ORG", "region": "KZ-19", "name_ru": "Школа № 7", "name_kk": "№ 7 мектеп", "name_en": "School 7",
    "parent": BODY, "since": "2024-02-12", "bin": "971240001315",
}  # fmt: skip
HEAD = {"post": "head", "title_ru": "Директор", "kind": "first_head", "post_class": "other", "since": "2024-02-12"}
PERSON = {"code": "p-1", "name_ru": "Ахметова А. К.", "name_latin": "Akhmetova A.", "iin": "850101300015"}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


async def act(client: httpx2.AsyncClient, code: str, action: str, version: int, **data: Any) -> httpx2.Response:
    """Act on an organisation's record."""
    address = f"/api/v1/organizations/{code}/actions/{action}"
    return await client.post(address, json=data, headers={"If-Match": f'"{version}"'})


async def staffed(client: httpx2.AsyncClient) -> None:
    """A head of the region, of the department and of the school, the same person in the first two."""
    assert (await client.post("/api/v1/people", json=PERSON)).status_code == 201
    assert (await client.post("/api/v1/people", json={"code": "p-2", "name_ru": "Бектуров Б. Б."})).status_code == 201
    assert (await client.post("/api/v1/organizations", json=SCHOOL)).status_code == 201
    for code, person in ((REGION, "p-1"), (BODY, "p-1"), ("school-7", "p-2")):
        assert (await act(client, code, "establish_post", 1, **HEAD)).status_code == 200
        appointed = await act(client, code, "appoint", 2, post="head", person=person, order_no="1", since="2024-02-12")
        assert appointed.status_code == 200, appointed.text


async def test_an_organisation_is_registered_and_found(served: Served) -> None:
    """An entry answers with its address and version, is found there at once, and sent again is the same entry."""
    client = await served.officer(BODY)
    headers = {"Idempotency-Key": "school"}
    made = await client.post("/api/v1/organizations", json=SCHOOL, headers=headers)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    entered = msgspec.convert(made.json(), shapes.Entered)
    again = await client.post("/api/v1/organizations", json=SCHOOL, headers=headers)
    assert (again.headers["idempotency-replayed"], again.json()) == ("true", made.json())
    found = await client.get(made.headers["location"])
    assert found.headers["etag"] == '"1"'
    school = msgspec.convert(found.json(), shapes.Organization)
    assert (school.id, school.code, school.name) == (entered.id, "school-7", "School 7")
    assert (school.parent, school.ancestors, school.uploader) == (BODY, [BODY, REGION], "school-7")
    assert (school.bin, school.posts, school.superior) == ("971240001315", [], None)
    assert {action.name for action in school.actions} >= {"move", "appoint", "correct"}
    assert all(action.schema["properties"] and "register" not in action.href for action in school.actions)
    taken = await client.post("/api/v1/organizations", json=SCHOOL | {"name_en": "Another"})
    problem_of(taken, 409, "already-registered")


async def test_what_does_not_fit_is_named(served: Served) -> None:
    """Wrong digits, unknown bodies, kinds that cannot stand there and dates to come are refused by field."""
    client = await served.supervisor()
    for changed, field in (
        ({"bin": "971240001316"}, "#/bin"),
        ({"parent": "nowhere"}, "#/parent"),
        ({"parent": OTHER}, "#/parent"),
        ({"type": "RAY"}, "#/parent"),
        ({"since": "2024-02-13"}, "#/since"),
        ({"code": "Школа"}, "#/code"),
    ):
        body = problem_of(await client.post("/api/v1/organizations", json=SCHOOL | changed), 422, "invalid")
        assert [error["pointer"] for error in body["errors"]] == [field]


async def test_who_may_enter_what(served: Served) -> None:
    """An officer enters below their own body only, and acts on nothing outside; a stale version is refused."""
    client, other = await served.officer(BODY), await served.officer(OTHER)
    problem_of(await other.post("/api/v1/organizations", json=SCHOOL), 403, "not-permitted")
    problem_of(
        await act(other, BODY, "rename", 1, name_ru="х", name_kk="х", name_en="x", since="2024-02-12"),
        403,
        "not-permitted",
    )
    named = {"name_ru": "Склад", "name_kk": "Қойма", "name_en": "Depot", "since": "2024-02-12"}
    assert (await act(client, BELOW, "rename", 1, **named)).json()["version"] == 2
    problem_of(await act(client, BELOW, "rename", 1, **named), 412, "stale")
    problem_of(await act(client, BELOW, "paint", 2), 404, "unknown")
    problem_of(await act(client, "nowhere", "rename", 1, **named), 404, "unknown")
    problem_of(await client.post(f"/api/v1/organizations/{BELOW}/actions/rename", json=named), 428, "version-missing")
    assert (await client.get(f"/api/v1/organizations/{BELOW}")).json()["name"] == "Depot"


async def test_an_ended_organisation_has_no_superiors(served: Served) -> None:
    """After its last day nobody is told that a post is vacant: the day is refused, and the last one named."""
    client = await served.supervisor()
    closed = await act(client, BELOW, "close", 1, on="2024-02-12", reason="liquidated")
    assert closed.status_code == 200, closed.text
    asked = {"post": "head", "on": "2024-02-13"}
    problem = problem_of(await client.get(f"/api/v1/organizations/{BELOW}/superior", params=asked), 400, "bad-query")
    assert [(error["parameter"], "12 February 2024" in error["detail"]) for error in problem["errors"]] == [
        ("on", True)
    ]


async def test_posts_and_superiors_on_a_day(served: Served) -> None:
    """Who is in which post and who is their superior is answered for any day, with names; vacant posts as vacant."""
    client = await served.supervisor()
    await staffed(client)
    served.clock.travel(served.clock.today().replace(month=4))
    released = await act(client, BODY, "release", 3, post="head", person="p-1", on="2024-03-01", reason="x")
    assert released.status_code == 200
    address = "/api/v1/organizations/school-7"
    school = msgspec.convert((await client.get(address, params={"on": "2024-02-20"})).json(), shapes.Organization)
    assert school.posts is not None
    [head] = school.posts
    assert [(one.person, one.name) for one in head.incumbents] == [("p-2", "Бектуров Б. Б.")]
    assert (head.superior.organization, head.superior.name, head.superior.vacant) == (BODY, "Akhmetova A.", False)
    asked = {"post": "head", "on": "2024-03-01"}
    superior = msgspec.convert((await client.get(f"{address}/superior", params=asked)).json(), shapes.SuperiorPost)
    assert (superior.organization, superior.post, superior.person, superior.vacant) == (BODY, "head", "", True)
    problem_of(await client.get(f"{address}/superior", params={"post": "deputy"}), 400, "bad-query")
    problem_of(await client.get(f"{address}/superior", params={"post": "head", "on": "2024-02-11"}), 400, "bad-query")
    problem_of(await client.get(address, params={"on": "2024-02-11"}), 404, "unknown")
    problem_of(await client.get(address, params={"on": "1.2.2024"}), 400, "bad-query")


async def test_posts_are_shown_in_reach_and_people_by_their_keeper(served: Served) -> None:
    """Posts, names and events are for the organisation and the bodies above, people for their keeper and the bodies above it."""
    supervisor = await served.supervisor()
    await staffed(supervisor)
    above, own, other = await served.officer(REGION), await served.officer(BODY), await served.officer(OTHER)
    for client in (above, own):
        problem_of(await client.get("/api/v1/people/p-2"), 403, "out-of-scope")
    for code in ("p-1", "p-2"):
        handed = await supervisor.post(
            f"/api/v1/people/{code}/actions/hand_over",
            json={"keeper": BODY if code == "p-2" else REGION, "handed_on": "2024-02-12", "reason": "x"},
            headers={"If-Match": '"1"'},
        )
        assert handed.status_code == 200, handed.text
    for client in (above, own):
        person = msgspec.convert((await client.get("/api/v1/people/p-2")).json(), shapes.Person)
        assert [(post.organization, post.superior.organization, post.superior.name) for post in person.posts] == [
            ("school-7", BODY, "Akhmetova A.")
        ]
        assert (await client.get("/api/v1/organizations/school-7/events")).status_code == 200
    hidden = msgspec.convert((await other.get("/api/v1/organizations/school-7")).json(), shapes.Organization)
    assert (hidden.posts, hidden.superior, hidden.actions, hidden.parent) == (None, None, [], BODY)
    for address in ("people/p-2", "organizations/school-7/events", "organizations/school-7/superior?post=head"):
        problem_of(await other.get(f"/api/v1/{address}"), 403, "out-of-scope")
    problem_of(await other.get("/api/v1/people/nobody"), 404, "unknown")
    twice = (await above.get("/api/v1/people/p-1")).json()["posts"]
    assert [(post["organization"], post["superior"]["organization"]) for post in twice] == [(REGION, ""), (BODY, "")]


async def test_a_person_is_renamed_by_those_who_keep_the_record(served: Served) -> None:
    """The organisation that entered a person changes the name; another does not."""
    own, other = await served.officer(BODY), await served.officer(OTHER)
    made = await own.post("/api/v1/people", json=PERSON)
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/people/p-1")
    problem_of(await own.post("/api/v1/people", json=PERSON | {"name_ru": "Другая"}), 409, "already-registered")
    refused = problem_of(await other.post("/api/v1/people", json=PERSON | {"code": "p-2"}), 422, "invalid")
    assert [error["pointer"] for error in refused["errors"]] == ["#/iin"]
    address, headers = "/api/v1/people/p-1/actions/rename", {"If-Match": '"1"'}
    data = {"name_ru": "Серикова А. К.", "since": "2024-02-12"}
    problem_of(await other.post(address, json=data, headers=headers), 403, "not-permitted")
    assert (await own.post(address, json=data, headers=headers)).json()["version"] == 2
    assert (await own.get("/api/v1/people/p-1", headers={"Accept-Language": "ru"})).json()["name"] == "Серикова А. К."


async def test_events_are_listed_with_corrections(served: Served) -> None:
    """The record's events come in order, page by page, in the shape of a case's events."""
    client = await served.supervisor()
    await staffed(client)
    data = {"post": "head", "person": "p-1", "order_no": "2", "since": "2024-02-12"}
    assert (await act(client, BODY, "correct", 3, corrects=3, data=data, reason="x")).status_code == 200
    address: str | None = f"/api/v1/organizations/{BODY}/events?limit=3"
    topics = []
    while address:
        page = (await client.get(address)).json()
        topics += [event.type for event in msgspec.convert(page["items"], list[shapes.CaseEvent])]
        address = page["next"]
    assert topics == [
        "organization.registered",
        "organization.post_established",
        "organization.official_appointed",
        "case.fact_corrected",
    ]


async def test_records_are_no_cases(served: Served) -> None:
    """Organisations and people do not appear among the cases, and no case is opened as one."""
    client = await served.supervisor()
    await staffed(client)
    await served.projected()
    assert (await client.get("/api/v1/cases")).json()["items"] == []
    assert (await client.get("/api/v1/dashboard")).json()["stages"] == []
    opening = {"workflow": "organization", "organization": BODY, "data": SCHOOL}
    problem_of(await client.post("/api/v1/cases", json=opening), 422, "invalid")


@pytest.mark.parametrize("kind", [OrganizationWorkflow, PersonWorkflow])
async def test_examples_are_described(served: Served, kind: Any) -> None:
    """The description shows an example for each action of a record."""
    document = (await served.anonymous().get("/api/v1/openapi.json")).json()
    path = "/api/v1/organizations" if kind is OrganizationWorkflow else "/api/v1/people"
    shown = document["paths"][f"{path}/{{code}}/actions/{{action}}"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    assert set(shown["examples"]) == {name for name, action in actions(kind).items() if not action.opens}
    [first] = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["examples"].values()
    assert first["value"] == example(actions(kind)["register"].event)
