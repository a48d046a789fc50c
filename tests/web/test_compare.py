"""Two days compared: pages and API say what the difference of two replays is."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from events.almaty import ALMATY
from tests.serving import Served, problem_of, serving
from tests.web.visiting import lived, people, visitor


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A site with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _days(served: Served, case_id: UUID) -> list[date]:
    history = await served.service.cases.history(case_id)
    return sorted({one.recorded_at.astimezone(ALMATY).date() for one in history})


async def test_the_difference_of_a_case_is_that_of_its_replays(served: Served) -> None:
    """For any two days, the differences turn the case of the first day, as the API gives it, into that of the second."""
    case_id = await lived(served)
    api = await served.officer()
    days = await _days(served, case_id)
    for first, last in pairwise(days):
        before = (await api.get(f"/api/v1/cases/{case_id}?at={first}")).json()
        after = (await api.get(f"/api/v1/cases/{case_id}?at={last}")).json()
        answer = (await api.get(f"/api/v1/cases/{case_id}/compare?from={first}&to={last}")).json()
        assert (answer["was_there"], answer["is_there"]) == (True, True)
        changed = {one["path"].split("/")[1] for one in answer["differences"]}
        assert changed == {name for name in after if name != "actions" and before.get(name) != after[name]}
        state = next((one for one in answer["differences"] if one["path"] == "/state"), None)
        assert (state is not None) == (before["state"] != after["state"])
        if state:
            assert (state["before"], state["after"]) == (before["state"], after["state"])


async def test_the_list_names_what_came_and_what_changed(served: Served) -> None:
    """A case opened between the days was added, one that went on changed, and the numbers are those of the lists."""
    case_id = await lived(served)
    first, *_, last = await _days(served, case_id)
    api = await served.officer()
    eve = first - timedelta(days=1)
    added = (await api.get(f"/api/v1/compare?from={eve}&to={first}")).json()
    assert [(one["id"], one["difference"], one["state_before"]) for one in added["items"]] == [
        (str(case_id), "added", None)
    ]
    of_none = dict.fromkeys(("before", "removed", "changed", "moved_in", "moved_out"), 0)
    assert added["counts"] == of_none | {"after": 1, "added": 1}
    changed = (await api.get(f"/api/v1/compare?from={first}&to={last}")).json()
    assert {one["id"]: one["difference"] for one in changed["items"]}[str(case_id)] == "changed"
    assert changed["counts"]["changed"] == 1
    assert changed["counts"]["added"] == sum(one["difference"] == "added" for one in changed["items"])
    none = (await api.get(f"/api/v1/compare?from={first}&to={last}&difference=removed")).json()
    assert none["items"] == []
    refused = await api.get(f"/api/v1/compare?from={last}&to={first}")
    assert refused.status_code == 400
    elsewhere = await served.officer("kokshe")
    assert (await elsewhere.get(f"/api/v1/compare?from={eve}&to={last}")).json()["counts"]["after"] == 0


async def test_days_to_come_are_refused(served: Served) -> None:
    """A day that has not been yet, first or second, is refused at its name by pages, the API and exports; today is compared as of now."""
    case_id = await lived(served)
    today = served.clock.today()
    api, browser = await served.officer(), await visitor(served, "officer")
    for first, last, wrong in (
        (today - timedelta(days=9), today + timedelta(days=1), ["to"]),
        (today + timedelta(days=1), today + timedelta(days=2), ["from", "to"]),
        (today + timedelta(days=2), today - timedelta(days=1), ["from"]),
        (today, today, ["from"]),
        (today - timedelta(days=9), today, []),
    ):
        days = f"from={first}&to={last}"
        for address in (
            f"/api/v1/compare?{days}", f"/api/v1/cases/{case_id}/compare?{days}", f"/api/v1/lists/compared.csv?{days}",
            f"/api/v1/lists/compared-figures.json?{days}", f"/api/v1/lists/compared-case.json?{days}&case={case_id}",
        ):  # fmt: skip
            answer = await api.get(address)
            named = [one["parameter"] for one in problem_of(answer, 400, "bad-query")["errors"]] if wrong else []
            assert (answer.status_code, named) == (400 if wrong else 200, wrong), address
        for address in (f"/compare?{days}&lang=en", f"/cases/{case_id}/compare?{days}&lang=en"):
            page = await browser.get(address)
            said = "This is in the future: choose a day that has been." in page.text
            assert (page.status_code, said) == (400 if wrong else 200, first > today or last > today), address


async def test_pages_compare_days(served: Served) -> None:
    """The pages show what differs, with links to the entries; a day before the case says that it was not there."""
    case_id = await lived(served)
    first, *_, last = await _days(served, case_id)
    client = await visitor(served, "supervisor")
    listed = (await client.get(f"/compare?from={first}&to={last}")).text
    assert f"/cases/{case_id}/compare?from={first}&amp;to={last}&amp;axis=recorded" in listed
    page = (await client.get(f"/cases/{case_id}/compare?from={first}&to={last}")).text
    assert f'/cases/{case_id}?entry=3#entry-3"' in page
    assert f'/cases/{case_id}?entry=1#entry-1"' not in page
    before = (await client.get(f"/cases/{case_id}/compare?from=2020-01-01&to=2020-01-02")).text
    assert 'class="empty"' in before
    assert (await client.get("/compare?axis=happened")).status_code == 200
    assert (await client.get("/compare?from=x")).status_code == 400
