"""Imports over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import msgspec
import pytest

from service.api import shapes
from service.api.imports import XLSX
from service.imports import KINDS
from service.tables import MOST_BYTES, read_table
from tests.service.imports.tables import as_csv, as_xlsx, number, organization, person
from tests.serving import REGION, Served, problem_of, serving

IMPORT = "/api/v1/imports/organizations"
ROWS = [organization(f"{REGION}.new", "UPR", REGION, since="2024-02-12"), organization(REGION, since="2024-02-12")]
ROWS[1] |= {f"name_{language}": REGION for language in ("ru", "kk", "en")}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


async def _send(
    client: httpx2.AsyncClient,
    content: bytes,
    media_type: str = "text/csv; charset=utf-8",
    at: str = IMPORT,
    **headers: str,
) -> httpx2.Response:
    return await client.post(at, content=content, headers={"Content-Type": media_type, **headers})


@pytest.mark.parametrize(("content", "media_type"), [(as_csv(ROWS), "text/csv"), (as_xlsx(ROWS), XLSX)])
async def test_try_store_repeat(served: Served, content: bytes, media_type: str) -> None:
    """A dry run tells what the import does; the same key gets the same answer, and the lists show what was stored."""
    client = await served.supervisor()
    before = served.events()
    tried = await _send(client, content, media_type, f"{IMPORT}?dry_run=true", **{"Idempotency-Key": "k"})
    assert tried.status_code == 200, tried.text
    shown = msgspec.convert(tried.json(), shapes.Import)
    assert (shown.created, shown.changed, shown.unchanged, served.events()) == (1, 0, 1, before)
    stored = await _send(client, content, media_type, **{"Idempotency-Key": "k"})
    report = msgspec.convert(stored.json(), shapes.Import)
    assert report == msgspec.structs.replace(
        shown, dry_run=False, position=served.events(), recorded_at=report.recorded_at
    )
    assert "Idempotency-Replayed" not in stored.headers
    again = await _send(client, content, media_type, **{"Idempotency-Key": "k"})
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (stored.json(), "true")
    await served.projected()
    listed = await client.get("/api/v1/organizations")
    assert f"{REGION}.new" in {item["code"] for item in listed.json()["items"]}


async def test_wrong_rows(served: Served) -> None:
    """Errors are a problem that names rows, columns and headings in the caller's language; a dry run answers with the same."""
    client = await served.supervisor()
    rows = [{"Код" if name == "code" else name: value for name, value in row.items()} for row in ROWS]
    rows += [{**rows[0], "Код": "Я", "bin": "971240001316"}]
    before = served.events()
    refused = await _send(client, as_csv(rows), **{"Accept-Language": "ru"})
    problem = problem_of(refused, 422, "rows-invalid")
    assert [(one["row"], one["column"], one["heading"]) for one in problem["errors"]] == [
        (4, "code", "Код"),
        (4, "bin", "bin"),
    ]
    assert (problem["rows"], problem["wrong"], served.events()) == (3, 2, before)
    assert "контрольн" in problem["errors"][1]["detail"].lower()
    tried = await _send(client, as_csv(rows), at=f"{IMPORT}?dry_run=true", **{"Accept-Language": "ru"})
    assert (tried.status_code, tried.json()["errors"]) == (200, problem["errors"])


@pytest.mark.parametrize(
    ("content", "media_type", "at", "status", "slug"),
    [
        (b"{}", "application/json", IMPORT, 415, "file-not-accepted"),
        (as_xlsx(ROWS), "text/csv", IMPORT, 415, "file-not-accepted"),
        (as_csv(ROWS), XLSX, IMPORT, 415, "file-not-accepted"),
        ("код\nа".encode("cp1251"), "text/csv", IMPORT, 415, "file-not-accepted"),
        (as_csv(ROWS), "text/csv", "/api/v1/imports/cases", 404, "unknown"),
        (as_csv(ROWS), "text/csv", f"{IMPORT}?dry=true", 400, "bad-query"),
        (b"a" * (2 * MOST_BYTES + 1), "text/csv", IMPORT, 413, "too-large"),
    ],
)  # fmt: skip
async def test_bad_requests(served: Served, content: bytes, media_type: str, at: str, status: int, slug: str) -> None:
    """What is no table, or not of a known kind, is refused with a problem, and nothing is stored."""
    before = served.events()
    problem_of(await _send(await served.supervisor(), content, media_type, at), status, slug)
    assert served.events() == before


async def test_who_may_import(served: Served) -> None:
    """Nobody imports without a token, and officers nothing outside their body's reach."""
    problem_of(await _send(served.anonymous(), as_csv(ROWS)), 401, "unauthenticated")
    officer = await served.officer(REGION)
    assert (await _send(officer, as_csv(ROWS[:1]))).status_code == 200
    other = [organization("other", region="KZ-11", bin=number(7))]
    problem = problem_of(await _send(officer, as_csv(other)), 422, "rows-invalid")
    assert [one["row"] for one in problem["errors"]] == [2]


async def test_another_table_under_the_same_key(served: Served) -> None:
    """A key that was used for one table is refused for another."""
    client = await served.supervisor()
    people: dict[str, Any] = {"at": "/api/v1/imports/people", "Idempotency-Key": "k"}
    assert (await _send(client, as_csv([person("p-1")]), **people)).status_code == 200
    problem_of(await _send(client, as_csv([person("p-2")]), **people), 422, "idempotency-key-reused")


@pytest.mark.parametrize("kind", KINDS)
async def test_templates(served: Served, kind: str) -> None:
    """The workbook to fill in comes in the language asked for, under the name of its kind."""
    answer = await served.anonymous().get(f"/api/v1/imports/{kind}/template.xlsx", headers={"Accept-Language": "kk"})
    assert answer.headers["content-type"] == XLSX
    assert f'filename="{kind}.xlsx"' in answer.headers["content-disposition"]
    table = read_table(answer.content, "t.xlsx")
    assert len(table.rows) == 1
    assert len(table.columns) == len(KINDS[kind].columns)
