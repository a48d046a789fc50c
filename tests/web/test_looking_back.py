"""Looking at a past day: pages, links between them, what can be done there, and the API's parameters."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from events.almaty import ALMATY
from tests.serving import Served, serving
from tests.web.visiting import lived, people, visitor


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A site with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _known(served: Served, case_id: UUID) -> list[date]:
    """The days on which the events of a case were recorded."""
    return [one.recorded_at.astimezone(ALMATY).date() for one in await served.service.cases.history(case_id)]


async def test_a_case_is_shown_as_it_was(served: Served) -> None:
    """With a day chosen, the case has the state of that day, its later entries are not there, and nothing can be done."""
    case_id = await lived(served)
    days = await _known(served, case_id)
    client = await visitor(served, "officer")
    now = (await client.get(f"/cases/{case_id}")).text
    was = (await client.get(f"/cases/{case_id}?at={days[0]}")).text
    assert "past-banner" in was
    assert "past-banner" not in now
    assert was.count('class="entry') < now.count('class="entry')
    assert f"/cases/{case_id}/actions/" not in was


async def test_the_next_pages_follow_until_one_goes_back(served: Served) -> None:
    """The day that was chosen holds on the next pages, lists and figures too; going back to the present ends it."""
    case_id = await lived(served)
    client = await visitor(served, "supervisor")
    assert str(case_id) in (await client.get("/cases")).text
    assert str(case_id) not in (await client.get("/cases?at=2020-01-01")).text
    assert "past-banner" in (await client.get("/")).text
    assert str(case_id) not in (await client.get("/cases")).text
    assert "past-banner" not in (await client.get("/preferences")).text
    back = await client.get("/cases?at=")
    assert str(case_id) in back.text
    assert "past-banner" not in (await client.get("/cases")).text


async def test_nothing_is_recorded_in_the_past(served: Served) -> None:
    """A form that records something is refused to whoever looks at a past day, with the way back."""
    case_id = await lived(served, 0)
    client = await visitor(served, "officer")
    await client.get("/cases?effective_at=2024-01-15")
    answer = await client.get(f"/cases/{case_id}/actions/announce_start")
    assert answer.status_code == 409
    assert 'href="?at="' in answer.text or "at=" in answer.text


async def test_what_is_no_day_is_refused(served: Served) -> None:
    """A day that is none is refused by pages and API alike, with the name of the parameter."""
    client = await visitor(served, "officer")
    assert (await client.get("/cases?at=yesterday")).status_code == 400
    api = await served.officer()
    answer = await api.get("/api/v1/cases?at=yesterday")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "at"
    assert (await api.get("/api/v1/cases?effective_at=2024-13-01")).status_code == 400


async def test_the_api_reads_as_of_a_moment(served: Served) -> None:
    """A case, its events, lists and figures of the API are those of the moment that is asked for."""
    case_id = await lived(served)
    first = (await _known(served, case_id))[0]
    api = await served.officer()
    now = (await api.get(f"/api/v1/cases/{case_id}")).json()
    was = (await api.get(f"/api/v1/cases/{case_id}?at={first}")).json()
    assert was["version"] < now["version"]
    assert was["actions"] == []
    events = (await api.get(f"/api/v1/cases/{case_id}/events?at={first}")).json()["items"]
    assert len(events) == was["version"]
    [listed] = (await api.get(f"/api/v1/cases?at={first}")).json()["items"]
    assert (listed["state"], listed["version"]) == (was["state"], was["version"])
    assert (await api.get(f"/api/v1/cases/{case_id}?at=2020-01-01")).status_code == 404
    figures = (await api.get("/api/v1/dashboard?at=2020-01-01")).json()
    assert figures["today"] == "2020-01-01"
    assert figures["stages"] == []
