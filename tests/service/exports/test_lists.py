"""Every list in every format, over HTTP, by whoever may read it."""

from collections.abc import AsyncIterator
from datetime import date
from itertools import product

import httpx2
import pytest
import pytest_asyncio

from service.exports import lists  # noqa: F401 - enters the lists in their table
from service.exports.exported import LISTS
from service.exports.writing import MEDIA_TYPES, WRITERS
from tests.service.exports.reading import about_of, headings, rows_of
from tests.serving import BODY, REGION, Served, serving
from tests.web.visiting import PASSWORD, lived, people
from workflows.actor import Role

pytestmark = pytest.mark.asyncio(loop_scope="module")

_NEEDED = {
    "review": {"first": "2024-01-01", "last": "2024-12-31"},
    "plans": {"organization": BODY},
    "told": {"account": "anybody"},
}
_EMPTY_HERE = {"facts", "deliveries", "officials"}
"""Lists of which this site has no rows; tests of their own read them."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(new_database) -> AsyncIterator[Served]:
    """A site with an analysis whose first deadlines have passed, in June."""
    with new_database() as url:
        async with serving(url) as served:
            await people(served)
            await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
            await lived(served, 0)
            served.clock.travel(date(2024, 6, 3))
            await served.sweep()
            await served.projected()
            yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def supervisor(served: Served) -> httpx2.AsyncClient:
    """A program of the supervisor's."""
    return await served.client(await served.service.access.account("supervisor"))


@pytest.mark.parametrize(("name", "form"), list(product(LISTS, WRITERS)))
async def test_every_list_in_every_format(served: Served, supervisor: httpx2.AsyncClient, name: str, form: str) -> None:
    """Every list there is can be had in every format: with headings in the reader's language, and what the file is."""
    answer = await supervisor.get(f"/api/v1/lists/{name}.{form}", params=_NEEDED.get(name, {}))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPES[form]
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}-2024-06-03.{form}"'
    rows = rows_of(answer.content, form)
    if form == "json":
        about = about_of(answer.content, form)
        assert (about["list"], about["rows"], about["filters"]) == (name, len(rows), _NEEDED.get(name, {}))
        assert about["exported_by"] == {"name": "Supervisor", "login": "supervisor"}
        assert about["as_of"].startswith("2024-06-03T")
        assert all(set(about["columns"]) <= set(row) for row in rows)
    else:
        titles = [str(column.title) for column in LISTS[name].columns]
        assert list(headings(answer.content, form))[: len(titles)] == titles
    if form == "xlsx":
        about = about_of(answer.content, form)
        assert (about["Rows"], about["Exported by"]) == (len(rows), "Supervisor (supervisor)")
        assert about["As of"].isoformat() == "2024-06-03T09:00:00"
