"""Commands over HTTP: the answers to right ones, and that wrong ones change nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import msgspec
import pytest

from service.api import shapes
from tests.serving import ANNOUNCEMENT, BODY, ORDER, OTHER, REGION, Served, problem_of, serving
from workflows.actor import Post, Role

OPENING = {"workflow": "risk_analysis", "organization": BODY, "data": ORDER}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


@pytest.fixture
async def head(served: Served) -> httpx2.AsyncClient:
    return await served.signatory()


@pytest.fixture
async def case_id(head: httpx2.AsyncClient) -> str:
    return str((await head.post("/api/v1/cases", json=OPENING)).json()["id"])


async def _act(
    client: httpx2.AsyncClient,
    case_id: str,
    action: str,
    data: Any,
    version: int = 1,
    headers: dict[str, Any] | None = None,
) -> httpx2.Response:
    given = {"If-Match": f'"{version}"'} | (headers or {})
    return await client.post(f"/api/v1/cases/{case_id}/actions/{action}", json=data, headers=given)


async def test_opening_answers_with_the_case(served: Served, head: httpx2.AsyncClient) -> None:
    """A new case has an address, an ETag and a place in the log."""
    response = await head.post("/api/v1/cases", json=OPENING)
    assert response.status_code == 201
    opened = msgspec.convert(response.json(), shapes.Opened)
    assert (opened.state, opened.version, opened.organization, opened.position) == ("ordered", 1, BODY, served.events())
    assert response.headers["location"] == f"/api/v1/cases/{opened.id}"
    assert response.headers["etag"] == '"1"'
    found = await head.get(response.headers["location"])
    assert (found.status_code, found.headers["etag"]) == (200, '"1"')
    msgspec.convert(found.json(), shapes.Case)


async def test_announcement_may_open_a_case(served: Served) -> None:
    """The order may follow the announcement (A-12): the data say which action begins the case."""
    officer = await served.officer()
    announced = ANNOUNCEMENT | {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    response = await officer.post("/api/v1/cases", json=OPENING | {"data": announced})
    assert (response.status_code, response.json()["state"]) == (201, "start_announced")


async def test_named_opening_action_is_taken(served: Served) -> None:
    """Whoever names the action gets the complaints of that action."""
    officer = await served.officer()
    body = problem_of(await officer.post("/api/v1/cases", json=OPENING | {"action": "announce_start"}), 422, "invalid")
    assert {"#/data/channel", "#/data/order_no"} <= {error["pointer"] for error in body["errors"]}


async def test_acting_answers_with_the_new_version(head: httpx2.AsyncClient, served: Served, case_id: str) -> None:
    """An action moves the case and says where its event is."""
    response = await _act(head, case_id, "announce_start", ANNOUNCEMENT)
    done = msgspec.convert(response.json(), shapes.Done)
    assert (response.status_code, done.state, done.version, done.position) == (200, "prepared", 2, served.events())
    assert response.headers["etag"] == '"2"'


async def test_repeated_command_gets_its_first_answer(head: httpx2.AsyncClient, served: Served, case_id: str) -> None:
    """The same request with the same key is carried out once, even after others; so is the same opening."""
    first = await _act(head, case_id, "announce_start", ANNOUNCEMENT, headers={"Idempotency-Key": "a"})
    await _act(head, case_id, "amend_order", {
        "order_no": "21", "amended_on": "2024-02-12", "starts_on": "2024-03-04", "ends_on": "2024-04-05", "reason": "Срок"
    }, 2)  # fmt: skip
    count = served.events()
    again = await _act(head, case_id, "announce_start", ANNOUNCEMENT, headers={"Idempotency-Key": "a"})
    assert (again.status_code, again.json(), again.headers["idempotency-replayed"]) == (200, first.json(), "true")
    assert "idempotency-replayed" not in first.headers
    one, two = [await head.post("/api/v1/cases", json=OPENING, headers={"Idempotency-Key": "b"}) for _ in range(2)]
    assert (one.json(), one.status_code) == (two.json(), two.status_code)
    assert served.events() == count + 1


async def test_key_belongs_to_one_request(head: httpx2.AsyncClient, served: Served, case_id: str) -> None:
    """The same key with another body is refused, on the case and elsewhere."""
    await _act(head, case_id, "announce_start", ANNOUNCEMENT, headers={"Idempotency-Key": "a"})
    count = served.events()
    other = await _act(
        head, case_id, "announce_start", ANNOUNCEMENT | {"channel": "media"}, headers={"Idempotency-Key": "a"}
    )
    problem_of(other, 422, "idempotency-key-reused")
    problem_of(
        await head.post("/api/v1/cases", json=OPENING, headers={"Idempotency-Key": "a"}), 422, "idempotency-key-reused"
    )
    assert served.events() == count


WRONG_OPENINGS: Any = [
    ({"workflow": "nonsense"}, "#/workflow", "nonsense"),
    ({"organization": "nowhere"}, "#/organization", "nowhere"),
    ({"action": "sign_report"}, "#/action", "order, announce_start"),
    ({"action": "nonsense"}, "#/action", "order, announce_start"),
    ({"data": ORDER | {"nonsense": 1}}, "#/data/nonsense", "no such field"),
    ({"data": {k: v for k, v in ORDER.items() if k != "ordered_on"}}, "#/data/ordered_on", "required"),
    ({"data": ORDER | {"ordered_on": "12.02.2024"}}, "#/data/ordered_on", "YYYY-MM-DD"),
    ({"data": ORDER | {"ordered_on": 1707696000}}, "#/data/ordered_on", "YYYY-MM-DD"),
    ({"data": ORDER | {"ordered_on": "2024-02-30"}}, "#/data/ordered_on", "YYYY-MM-DD"),
    ({"data": ORDER | {"ordered_on": "2024-02-13"}}, "#/data/ordered_on", "future"),
    ({"data": ORDER | {"ends_on": "2024-03-01"}}, "#/data/ends_on", "before the start"),
    ({"data": ORDER | {"objects": []}}, "#/data/objects", "entry"),
    ({"data": ORDER | {"objects": [1]}}, "#/data/objects/0", "text"),
    ({"data": ORDER | {"objects": "x"}}, "#/data/objects", "list"),
    ({"data": ORDER | {"authorised": {"kind": "x", "members": []}}}, "#/data/authorised/kind", "Choose"),
    ({"data": []}, "#/data", "form"),
    ({"extra": 1}, "#/extra", "no such field"),
    ({"workflow": "report"}, "#/workflow", "/forms/"),
    ({"workflow": "report", "action": "form_report"}, "#/workflow", "/forms/"),
]


async def test_wrong_opening_is_explained(served: Served, head: httpx2.AsyncClient) -> None:
    """Everything wrong with an opening is named by pointer and words, and nothing is recorded."""
    for change, pointer, words in WRONG_OPENINGS:
        count = served.events()
        body = problem_of(await head.post("/api/v1/cases", json=OPENING | change), 422, "invalid")
        found = {error["pointer"]: error["detail"] for error in body["errors"]}
        assert words in found[pointer]
        assert served.events() == count


MEMBERS: Any = ["workflow", "organization", "data"]


async def test_opening_needs_its_members(head: httpx2.AsyncClient) -> None:
    """A member that is missing is named."""
    for missing in MEMBERS:
        response = await head.post("/api/v1/cases", json={k: v for k, v in OPENING.items() if k != missing})
        assert [e["pointer"] for e in problem_of(response, 422, "invalid")["errors"]] == [f"#/{missing}"]


UNREADABLE: Any = [
    (b"{}", "text/plain", 415, "wrong-media-type", "text/plain"),
    (b"{}", "", 415, "wrong-media-type", "application/json"),
    (b'{"a": "\xff"}', "application/json", 400, "bad-request", "byte 8"),
    (b'{"a": 1,\n "b": }', "application/json", 400, "bad-request", "line 2, column 7"),
    (b"", "application/json", 400, "bad-request", "line 1"),
    (b'{"channel": "website", "channel": "media"}', "application/json", 400, "bad-request", "channel"),
    (b'{"a": NaN}', "application/json", 400, "bad-request", "NaN"),
    (b'{"a": -Infinity}', "application/json", 400, "bad-request", "Infinity"),
    (b'{"a": ' + b"1" * 5000 + b"}", "application/json", 400, "bad-request", "long"),
    (b'{"a": ' + b"[" * 100_000, "application/json", 400, "bad-request", "deep"),
    (b'{"a": "\\ud800"}', "application/json", 400, "bad-request", "character"),
    (b'{"a": "x\\u0000"}', "application/json", 400, "bad-request", "character"),
    (b"[]", "application/json", 400, "bad-request", "object"),
    (b'"text"', "application/json; charset=utf-8", 400, "bad-request", "object"),
    (b'{"a": "' + b"x" * 2_000_000 + b'"}', "application/json", 413, "too-large", "1000000"),
]


async def test_unreadable_body_is_refused(served: Served, head: httpx2.AsyncClient, case_id: str) -> None:
    """A body that is not one clean JSON object is refused with its place, and the case stays as it was."""
    for content, media_type, status, slug, words in UNREADABLE:
        headers = {"If-Match": '"1"', "Content-Type": media_type}
        response = await head.post(f"/api/v1/cases/{case_id}/actions/announce_start", content=content, headers=headers)
        assert words in problem_of(response, status, slug)["detail"]
        assert served.events(case_id) == 1


async def test_large_body_without_a_length_is_refused(served: Served, head: httpx2.AsyncClient, case_id: str) -> None:
    """A body sent in pieces is counted as it comes."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"address": "'
        for _ in range(40):
            yield b"x" * 50_000
        yield b'"}'

    headers = {"If-Match": '"1"', "Content-Type": "application/json"}
    response = await head.post(f"/api/v1/cases/{case_id}/actions/announce_start", content=pieces(), headers=headers)
    problem_of(response, 413, "too-large")
    assert served.events(case_id) == 1


async def test_body_in_pieces_is_taken(head: httpx2.AsyncClient, case_id: str) -> None:
    """A small body without a length is as good as any."""

    async def pieces() -> AsyncIterator[bytes]:
        text = json.dumps(ANNOUNCEMENT).encode()
        yield text[:20]
        yield text[20:]

    headers = {"If-Match": '"1"', "Content-Type": "application/json"}
    response = await head.post(f"/api/v1/cases/{case_id}/actions/announce_start", content=pieces(), headers=headers)
    assert response.status_code == 200, response.text


NO_ETAGS: Any = ["1", 'W/"1"', "*", '"x"', '"1", "2"', '""', '"99999999999999999999"']


async def test_malformed_version_is_refused(served: Served, head: httpx2.AsyncClient, case_id: str) -> None:
    """If-Match is one ETag of the case, nothing else."""
    for tag in NO_ETAGS:
        problem_of(
            await _act(head, case_id, "announce_start", ANNOUNCEMENT, headers={"If-Match": tag}), 400, "bad-request"
        )
        assert served.events(case_id) == 1


async def test_version_is_required_and_must_be_current(served: Served, head: httpx2.AsyncClient, case_id: str) -> None:
    """Without If-Match an action is refused; with an old or a future one too, with the current version."""
    address = f"/api/v1/cases/{case_id}/actions/announce_start"
    problem_of(await head.post(address, json=ANNOUNCEMENT), 428, "version-missing")
    for version in (0, 2, 7):
        stale = await _act(head, case_id, "announce_start", ANNOUNCEMENT, version)
        assert problem_of(stale, 412, "stale")["current_version"] == 1
        assert stale.headers["etag"] == '"1"'
    assert served.events(case_id) == 1


NO_KEYS: Any = ["", "x" * 201, "with space", "ключ".encode().decode("latin-1")]


async def test_malformed_key_is_refused(head: httpx2.AsyncClient, case_id: str) -> None:
    """An Idempotency-Key is short and visible."""
    for key in NO_KEYS:
        response = await _act(
            head, case_id, "announce_start", ANNOUNCEMENT, headers={"Idempotency-Key": key.encode("latin-1")}
        )
        problem_of(response, 400, "bad-request")


async def test_wrong_order_names_what_is_possible(served: Served, head: httpx2.AsyncClient, case_id: str) -> None:
    """An action out of order is refused with the state and the possible actions."""
    data = {"held_on": "2024-02-12"}
    body = problem_of(await _act(head, case_id, "hold_discussion", data), 409, "wrong-order")
    assert body["state"] == "ordered"
    assert set(body["possible"]) == {
        "announce_start", "amend_order", "cancel", "correct", "upload_documents", "record_return", "extend_deadline", "name_responsible",
    }  # fmt: skip
    assert served.events(case_id) == 1


async def test_unknown_things_are_named(head: httpx2.AsyncClient, case_id: str) -> None:
    """Unknown cases and actions are told apart in words."""
    for wrong in ("00000000-0000-0000-0000-000000000000", "not-a-case"):
        assert wrong in problem_of(await _act(head, wrong, "begin", {}), 404, "unknown")["detail"]
        assert wrong in problem_of(await head.get(f"/api/v1/cases/{wrong}"), 404, "unknown")["detail"]
    assert "nonsense" in problem_of(await _act(head, case_id, "nonsense", {}), 404, "unknown")["detail"]


async def test_rights_are_checked_before_data(served: Served, case_id: str) -> None:
    """An officer cannot sign, a supervisor cannot act, and neither is told about fields."""
    officer, supervisor = await served.officer(), await served.supervisor()
    problem_of(await officer.post("/api/v1/cases", json=OPENING), 403, "not-permitted")
    problem_of(await _act(officer, case_id, "cancel", {}), 403, "not-permitted")
    problem_of(await _act(supervisor, case_id, "announce_start", {}), 403, "not-permitted")
    assert served.events(case_id) == 1


async def test_another_organisation_is_kept_out(served: Served, case_id: str) -> None:
    """Officers elsewhere can neither read nor act; those above may read, and only read."""
    stranger, above = await served.officer(OTHER), await served.officer(REGION)
    address = f"/api/v1/cases/{case_id}"
    for response in (
        await stranger.get(address),
        await stranger.get(address + "/events"),
        await _act(stranger, case_id, "announce_start", ANNOUNCEMENT),
        await _act(stranger, case_id, "announce_start", ANNOUNCEMENT, 5),
        await _act(stranger, case_id, "hold_discussion", {}),
    ):
        problem_of(response, 403, "out-of-scope")
    assert (await above.get(address)).status_code == 200
    problem_of(await _act(above, case_id, "announce_start", ANNOUNCEMENT), 403, "not-permitted")
    problem_of(await stranger.post("/api/v1/cases", json=OPENING), 403, "not-permitted")
    assert served.events(case_id) == 1


async def test_who_asks_must_be_known(served: Served, case_id: str) -> None:
    """Without a valid token nothing is said or done, and the scheme is named."""
    for headers in (
        {},
        {"Authorization": "Bearer tbn4_wrong"},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer"},
    ):
        client = served.anonymous(**headers)
        for response in (
            await client.get(f"/api/v1/cases/{case_id}"),
            await _act(client, case_id, "announce_start", ANNOUNCEMENT),
            await client.post("/api/v1/cases", json=OPENING),
        ):
            problem_of(response, 401, "unauthenticated")
            assert response.headers["www-authenticate"].startswith("Bearer")
    assert served.events(case_id) == 1


async def test_one_of_sixteen_wins(served: Served, case_id: str) -> None:
    """Sixteen clients doing the same at once: one event, one success, fifteen who are told."""
    officer = await served.account("officer", Role.OFFICER, BODY)
    clients = [await served.client(officer) for _ in range(16)]
    answers = await asyncio.gather(*(_act(client, case_id, "announce_start", ANNOUNCEMENT) for client in clients))
    codes = sorted(answer.status_code for answer in answers)
    assert codes.count(200) == 1
    assert set(codes) <= {200, 409, 412}
    assert served.events(case_id) == 2


async def test_sixteen_repetitions_are_one_command(served: Served, head: httpx2.AsyncClient, case_id: str) -> None:
    """Sixteen sendings of one request with one key: one event, sixteen equal answers."""
    sent = [_act(head, case_id, "announce_start", ANNOUNCEMENT, headers={"Idempotency-Key": "once"}) for _ in range(16)]
    answers = await asyncio.gather(*sent)
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert served.events(case_id) == 2


async def test_secrecy_needs_the_head_of_the_apparatus(served: Served) -> None:
    """What may be done depends on the post: the case lists it for those alone who may."""
    first, apparatus = await served.signatory(), await served.signatory(Post.APPARATUS_HEAD)
    case_id = (await first.post("/api/v1/cases", json=OPENING)).json()["id"]
    names = [
        {action["name"] for action in (await client.get(f"/api/v1/cases/{case_id}")).json()["actions"]}
        for client in (first, apparatus, await served.officer(), await served.supervisor())
    ]
    signs = {"announce_start", "amend_order", "cancel", "correct", "upload_documents", "name_responsible"}
    officers, above = (
        {"announce_start", "upload_documents", "name_responsible"},
        {"extend_deadline", "name_responsible"},
    )
    assert names == [signs, signs, officers, above]


async def test_problems_speak_the_callers_language(head: httpx2.AsyncClient, case_id: str) -> None:
    """Accept-Language chooses the language of a problem, the account's own where there is none."""
    asked = await _act(head, case_id, "announce_start", ANNOUNCEMENT, 9, headers={"Accept-Language": "kk"})
    assert asked.headers["content-language"] == "kk"
    del head.headers["accept-language"]
    own = await _act(head, case_id, "announce_start", ANNOUNCEMENT, 9, headers={"Accept-Language": ""})
    assert own.headers["content-language"] == "ru"


async def test_one_case_for_a_subtask_and_a_period(served: Served) -> None:
    """Whoever assigns what is assigned already is led to the case there is; a repetition is answered as before."""
    client = await served.supervisor()
    given = {"subtask": "4.2.3", "period": "2024-02", "assigned_on": "2024-02-01"}
    body = {"workflow": "subtask", "organization": BODY, "action": "assign", "data": given}
    first = await client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": "one"})
    again = await client.post("/api/v1/cases", json=body, headers={"Idempotency-Key": "one"})
    assert (first.status_code, again.status_code, again.json()["id"]) == (201, 201, first.json()["id"])
    taken = problem_of(await client.post("/api/v1/cases", json=body), 409, "already-open")
    assert taken["case"] == first.headers["location"]
    assert served.events(first.json()["id"]) == 1
