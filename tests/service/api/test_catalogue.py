"""What anybody may ask of the catalogue."""

from collections.abc import AsyncIterator

import httpx2
import msgspec
import pytest

from service.api import shapes
from tests.serving import problem_of, serving
from workflows.catalogue import Catalogue, Subtask, edition


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(database_url) as served:
        yield served.anonymous()


async def test_editions_lead_to_themselves(client: httpx2.AsyncClient) -> None:
    """The list names each edition, its source and the address where it is whole."""
    found = msgspec.convert((await client.get("/api/v1/catalogue")).json(), shapes.Editions)
    assert [(item.year, item.sha256) for item in found.items] == [(2024, edition(2024).sha256)]
    assert (await client.get(found.items[0].href)).status_code == 200


async def test_an_edition_is_served_whole(client: httpx2.AsyncClient) -> None:
    """Projects hold tasks, tasks hold subtasks, each with its title in three languages; nothing of it is lost on the way."""
    response = await client.get("/api/v1/catalogue/2024")
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    subtasks = [subtask for project in body["projects"] for task in project["tasks"] for subtask in task["subtasks"]]
    assert (len(body["projects"]), len(subtasks)) == (4, 39)
    assert all(set(subtask["title"]) == {"ru", "kk", "en"} for subtask in subtasks)
    assert msgspec.convert(body, Catalogue) == edition(2024)


@pytest.mark.parametrize("name", ["4.1.1", "commission", "2.5.R"])
async def test_a_subtask_is_served_by_code_and_slug(client: httpx2.AsyncClient, name: str) -> None:
    """A subtask, or a row without one, is found by either of its names."""
    response = await client.get(f"/api/v1/catalogue/2024/subtasks/{name}")
    assert msgspec.convert(response.json(), Subtask) == edition(2024).subtask(name)


@pytest.mark.parametrize(
    ("address", "detail"),
    [
        ("/2023", "There is no catalogue of 2023."),
        ("/next", "There is no catalogue of next."),
        ("/02024", "There is no catalogue of 02024."),
        ("/٢٠٢٤", "There is no catalogue of ٢٠٢٤."),
        ("/2024/subtasks/4.1.9", "There is no subtask “4.1.9” in the catalogue of 2024."),
        ("/2025/subtasks/4.1.1", "There is no catalogue of 2025."),
    ],
)
async def test_what_is_not_in_a_catalogue_is_unknown(client: httpx2.AsyncClient, address: str, detail: str) -> None:
    """An unknown year, code or slug is a problem that says which."""
    problem = problem_of(await client.get(f"/api/v1/catalogue{address}"), 404, "unknown")
    assert problem["detail"] == detail


async def test_queries_are_checked(client: httpx2.AsyncClient) -> None:
    """A parameter that does not exist is refused, not passed over."""
    for address in ("", "/2024", "/2024/subtasks/4.1.1"):
        problem_of(await client.get(f"/api/v1/catalogue{address}", params={"language": "kk"}), 400, "bad-query")


async def test_the_description_shows_examples(client: httpx2.AsyncClient) -> None:
    """OpenAPI describes the three addresses as open to everybody, and shows an edition and a subtask."""
    paths = (await client.get("/api/v1/openapi.json")).json()["paths"]
    described = {path: operations["get"] for path, operations in paths.items() if path.startswith("/api/v1/catalogue")}
    assert len(described) == 3
    assert all(operation["security"] == [] for operation in described.values())
    for path, shape in (("/{year}", Catalogue), ("/{year}/subtasks/{subtask}", Subtask)):
        content = described[f"/api/v1/catalogue{path}"]["responses"]["200"]["content"]["application/json"]
        assert msgspec.convert(content["example"], shape)
