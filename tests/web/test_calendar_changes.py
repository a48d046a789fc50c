"""Pages on which the calendar is changed, as supervisors and others see them."""

import re
from collections.abc import AsyncIterator

import pytest

from tests.serving import BODY, OTHER, Served, serving
from tests.web.visiting import PASSWORD, people, visitor
from workflows.actor import Role

SWAP = {
    "act.type": "ministry_order", "act.number": "109", "act.dated": "2024-02-10", "act.published_on": "2024-02-10",
    "rest": "2024-04-01", "work": "2024-04-06", "applies.reach": "nation", "applies.week": "five_days",
}  # fmt: skip


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A site with people, and two supervisors of the region's akimat."""
    async with serving(database_url) as served:
        await people(served)
        for login in ("one", "two"):
            await served.account(login, Role.SUPERVISOR, BODY, password=PASSWORD)
        yield served


async def test_a_swap_by_pages(served: Served) -> None:
    """One proposes, the page says what it does, another approves; then the month shows both days, and whoever is no supervisor reads."""
    one, two, officer = await visitor(served, "one"), await visitor(served, "two"), await visitor(served, "officer")
    form = "/cases/new/calendar_change/propose_swap"
    assert form in (await one.get("/calendar/changes?lang=en")).text
    assert form not in (await officer.get("/calendar/changes?lang=en")).text
    assert (await one.get(form)).status_code == 200
    sent = await one.post(form, data=SWAP | {"key": "swap-1"})
    assert sent.status_code == 303, sent.text
    case = sent.headers["location"].partition("?")[0]
    page = (await one.get(f"{case}?lang=en")).text
    assert "What it does to deadlines" in page
    assert f"{case}/actions/approve_change" not in page
    assert f"{case}/actions/approve_change" in (await two.get(f"{case}?lang=en")).text
    for address in (case, f"{case}/actions/approve_change"):
        shown = (await two.get(f"{address}?lang=en")).text
        proposal = " ".join(
            re.sub("<[^>]+>", " ", shown.partition('id="proposal"')[2].partition("</section>")[0]).split()
        )
        for said in ("1 April 2024", "6 April 2024", "Ministry order", "109", "Nation", "Five days"):
            assert said in proposal, (said, proposal)
    approved = await two.post(
        f"{case}/actions/approve_change", data={"effects_seen": "true", "version": "1", "key": "a"}
    )
    assert approved.status_code == 303, approved.text
    await served.service.register.refresh()
    month = (await officer.get("/calendar?month=2024-04&lang=en")).text
    assert "Working day instead of" in month
    assert "No. 109" in month
    earlier = (await officer.get("/calendar?month=2024-04&known_at=2024-01-31&lang=en")).text
    assert "as they were known on 31 January 2024" in " ".join(earlier.split())
    assert "Working day instead of" not in earlier
    await served.account("stranger", Role.OFFICER, OTHER, password=PASSWORD)
    listed = (await (await visitor(served, "stranger")).get("/calendar/changes?lang=en")).text
    assert "Approved" in listed
    assert case not in listed


async def test_expected_days_are_shown_as_such(served: Served) -> None:
    """Days that are only calculated are named on the page of changes."""
    page = (await (await visitor(served, "officer")).get("/calendar/changes?lang=en")).text
    assert "Days that are only expected" in page
    assert "Kurban Ait (expected date)" in page
