"""The API's description says what the API does."""

import re
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from fastapi.routing import APIRoute

from events.clearance import Clearance
from service.api.describing import Doc
from service.api.examples import example
from service.api.routes import PREFIX, docs
from service.app import create_app
from service.exports.bundles import BUNDLES
from service.problems import KINDS, OF_HTTP
from service.vocabulary import events
from tests.clearing import cleared
from tests.serving import BODY, Served, problem_of, serving
from workflows import payload
from workflows.actor import Post, Role
from workflows.registry import WORKFLOWS


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


@pytest.fixture
async def document(served: Served) -> dict[str, Any]:
    return dict((await served.anonymous().get("/api/v1/openapi.json")).json())


def _operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(method.upper(), path): o for path, methods in document["paths"].items() for method, o in methods.items()}


async def test_every_route_is_described(served: Served, document: dict[str, Any]) -> None:
    """Routes and description are the same set, each with words, answers and the parts of its address."""
    app = create_app(served.service)
    routes = {
        (method, route.path) for route in app.routes if isinstance(route, APIRoute) for method in route.methods or ()
    }
    operations = _operations(document)
    assert routes == set(operations) == set(docs)
    for (_, path), operation in operations.items():
        assert operation["summary"]
        assert operation["description"]
        assert {"500"} < set(operation["responses"])
        named = {p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"}
        assert named == set(re.findall(r"\{(\w+)\}", path))


async def test_references_lead_somewhere(document: dict[str, Any]) -> None:
    """Every $ref of the description exists in it."""

    def references(node: Any) -> Any:
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            node = list(node.values())
        if isinstance(node, list):
            for item in node:
                yield from references(item)

    names = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= names


async def test_what_archives_take_is_described(document: dict[str, Any]) -> None:
    """They have no list whose parameters could be looked up: each is named with every field that it can be asked by."""
    said = _operations(document)["POST", "/api/v1/exports"]["description"]
    for name, bundle in BUNDLES.items():
        _, found, rest = said.partition(f"`{name}` takes ")
        assert found
        assert all(f"`{field}` (" in rest.partition(";")[0] for field in bundle.query.model_fields), name


@pytest.mark.parametrize("event", events(), ids=lambda event: event.TOPIC)
def test_examples_are_valid(event: Any) -> None:
    """The example of each action is data that its event takes; only an event that says nothing of its own has an empty one."""
    assert bool(payload.checked(event, example(event))) == bool(event.data_fields())


async def test_opening_examples_open_cases(served: Served, document: dict[str, Any]) -> None:
    """The examples of opening a case are carried out as they stand; of several ways to begin the same case, or to
    register the same fact, the first.

    A fact begins the row in which it is reported.
    """
    body = document["paths"]["/api/v1/cases"]["post"]["requestBody"]["content"]["application/json"]
    served.clock.travel(served.clock.today().replace(month=8))
    assert set(body["examples"]) >= {"risk_analysis.order", "risk_analysis.announce_start", "cartogram.plan"}
    bodies = {shown["value"]["organization"] for shown in body["examples"].values()}
    people = {
        code: await cleared(served, code, Role.SIGNATORY, Post.FIRST_HEAD, clearances=tuple(Clearance))
        for code in bodies
    }
    signatories = {code: await served.client(account) for code, account in people.items()}
    supervisor = await served.supervisor()
    opened: set[str] = set()
    for shown in body["examples"].values():
        client, kind = signatories[shown["value"]["organization"]], shown["value"]["workflow"]
        if WORKFLOWS[kind].SUPERVISED:
            client = supervisor
        response = await client.post("/api/v1/cases", json=shown["value"])
        if response.status_code == 409:
            there = problem_of(response, 409, "already-open")["case"]
            assert (await client.get(there)).json()["workflow"] == kind
            continue
        if response.status_code == 422:  # two kinds of opening register the same fact: it is registered once
            assert [error["pointer"] for error in response.json()["errors"]] == ["#/data/another"], response.text
            continue
        assert response.status_code == 201, response.text
        opened.add(kind)
    assert {shown["value"]["workflow"] for shown in body["examples"].values()} - opened <= {
        "reporting_row",
        "liability_check",
    }


async def test_the_example_of_a_correction_corrects(served: Served, document: dict[str, Any]) -> None:
    """The example of a correction is carried out on a case that was opened by the example of an order."""
    paths = document["paths"]
    served.clock.travel(served.clock.today().replace(month=4))
    client = await served.signatory(Post.FIRST_HEAD, BODY)
    opening = paths["/api/v1/cases"]["post"]["requestBody"]["content"]["application/json"]["examples"][
        "risk_analysis.order"
    ]
    opened = (await client.post("/api/v1/cases", json=opening["value"])).json()
    acting = paths["/api/v1/cases/{case_id}/actions/{action}"]["post"]["requestBody"]["content"]["application/json"]
    response = await client.post(
        f"/api/v1/cases/{opened['id']}/actions/correct",
        json=acting["examples"]["correct"]["value"],
        headers={"If-Match": '"1"'},
    )
    assert response.status_code == 200, response.text


async def test_problems_explain_themselves(served: Served) -> None:
    """The type of every problem is an address that says what it means."""
    client = served.anonymous()
    for kind in {*KINDS.values(), *OF_HTTP.values()}:
        found = (await client.get(f"/api/v1/problems/{kind.slug}")).json()
        assert (found["title"], found["status"], found["advice"]) == (kind.title, kind.status, kind.advice)
    problem_of(await client.get("/api/v1/problems/nonsense"), 404, "unknown")


async def test_docs_page_needs_no_other_server(served: Served) -> None:
    """Everything on the page comes from us, and exists."""
    client = served.anonymous()
    page = (await client.get("/docs")).text
    addresses = [part.split('"')[0] for mark in ('src="', 'href="') for part in page.split(mark)[1:]]
    assert all(address.startswith("/") for address in addresses)
    assert [(await client.get(address)).status_code for address in addresses] == [200] * len(addresses)


async def test_the_description_is_found_at_the_root(served: Served) -> None:
    """Tools that look for the description at the root are led to it."""
    answer = await served.anonymous().get("/openapi.json")
    assert (answer.status_code, answer.headers["location"]) == (307, "/api/v1/openapi.json")


async def test_every_query_parameter_is_described(document: dict[str, Any]) -> None:
    """Each parameter of a query says what it is, and shapes that no answer has are left out."""
    for operation in _operations(document).values():
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description"), (operation["summary"], parameter["name"])
    assert "HTTPValidationError" not in str(document)
    assert "ValidationError" not in document["components"]["schemas"]


@pytest.mark.parametrize("described", docs.values(), ids=lambda doc: doc.summary)
def test_examples_of_answers_have_their_shapes(described: Doc) -> None:
    """What is shown as an answer is one, and the main operations show one."""
    if described.example is not None:
        assert msgspec.convert(described.example, described.answer)


async def test_the_main_operations_show_an_answer(document: dict[str, Any]) -> None:
    """Opening, acting, reading a case, the lists and the computed date each have an example."""
    operations = _operations(document)
    for method, path, status in (
        ("POST", "/cases", "201"), ("POST", "/cases/{case_id}/actions/{action}", "200"), ("GET", "/cases/{case_id}", "200"),
        ("GET", "/cases", "200"), ("GET", "/deadlines", "200"), ("GET", "/organizations", "200"), ("GET", "/calendar/due", "200"),
    ):  # fmt: skip
        assert operations[method, PREFIX + path]["responses"][status]["content"]["application/json"]["example"]
