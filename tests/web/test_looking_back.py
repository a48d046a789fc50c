"""Looking at a past day: pages, links between them, what can be done there, and the API's parameters."""

import html
import re
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


async def test_pages_about_the_present_say_so(served: Served) -> None:
    """With a day chosen, a page that does not follow says that it shows the present and leads back to it; one that has its own days does not."""
    client = await visitor(served, "supervisor")
    assert "present-banner" not in (await client.get("/tasks")).text
    await client.get("/cases?at=2020-01-01")
    for page in ("/tasks", "/consistency", "/search", "/catalogue", "/alert-policy", "/exports", "/inbox"):
        assert "present-banner" in (await client.get(page)).text, page
    assert "present-banner" not in (await client.get("/compare")).text
    assert "present-banner" not in (await client.get("/tasks?at=")).text
    assert "past-banner" not in (await client.get("/")).text
    assert "present-banner" in (await client.get("/consistency?at=2020-01-01")).text
    assert "past-banner" not in (await client.get("/")).text


async def test_the_moment_can_be_linked_to(served: Served) -> None:
    """A page of the past has a link by which somebody else sees the same; its head says nothing of the present."""
    case_id = await lived(served)
    client = await visitor(served, "supervisor")
    await client.get("/cases?at=2020-01-01")
    page = (await client.get("/?lang=en")).text
    assert "; as of" not in page
    [link] = re.findall(r'<a href="([^"]+)">Link to this moment', page)
    other = (await (await visitor(served, "supervisor")).get(html.unescape(link))).text
    assert "past-banner" in other
    [link] = re.findall(
        r'<a href="([^"]+)">Link to this moment', (await client.get("/cases?workflow=risk_analysis")).text
    )
    listed = (await (await visitor(served, "supervisor")).get(html.unescape(link))).text
    assert str(case_id) not in listed
    assert "workflow=risk_analysis" in link


async def test_what_people_were_told_later_is_not_shown(served: Served) -> None:
    """A case of a past day does not say whom anybody had told of it later; the log of notices neither."""
    case_id = await lived(served, 0)
    served.clock.travel(date(2024, 6, 3))
    await served.sweep()
    await served.projected()
    api = await served.client(await served.service.access.account("supervisor"))
    picked = [
        {"case_id": one["case_id"], "key": one["key"]}
        for one in (await api.get("/api/v1/deadlines?status=overdue")).json()["items"]
    ]
    asked = {"what": "remind", "reason": "Отчёт", "deadlines": picked}
    answer = await api.post("/api/v1/deadlines/reminders", json=asked)
    assert answer.status_code == 200, answer.text
    client = await visitor(served, "supervisor")
    assert 'id="notices"' in (await client.get(f"/cases/{case_id}")).text
    assert f"/cases/{case_id}" in (await client.get("/deadlines/told?account=anybody")).text
    for moment in ("at=2024-05-31", "effective_at=2024-05-31"):
        assert 'id="notices"' not in (await client.get(f"/cases/{case_id}?{moment}")).text
        assert f"/cases/{case_id}" not in (await client.get(f"/deadlines/told?account=anybody&{moment}")).text


async def test_a_day_that_has_not_come_is_planned(served: Served) -> None:
    """Of what is judged by the announced term, the end is told as planned until it has come."""
    case_id = await lived(served, 1)
    client = await visitor(served, "officer")
    assert '<span class="sub">Planned</span>' in (await client.get(f"/cases/{case_id}?lang=en")).text
    served.clock.travel(date(2024, 12, 2))
    assert '<span class="sub">Planned</span>' not in (await client.get(f"/cases/{case_id}?lang=en")).text


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


async def test_the_overview_of_a_past_day_offers_no_work(served: Served) -> None:
    """What is to be done is about the present: with a day chosen, the overview leads to it and shows none of it."""
    case_id = await lived(served, 2)
    client = await visitor(served, "officer")
    day = (await _known(served, case_id))[0]
    now, was = (await client.get("/")).text, (await client.get(f"/?at={day}")).text
    assert f"/cases/{case_id}/actions/" in now
    assert 'aria-labelledby="mine"' in now
    assert f"/cases/{case_id}/actions/" not in was
    assert 'aria-labelledby="mine"' not in was
    assert '<a href="/tasks">Мои задания</a>: ' in was
