"""The supervisor's pages: reminding, what people were told, and the review of a quarter; without JavaScript."""

import re
from collections.abc import AsyncIterator
from datetime import date

import pytest

from tests.service.exports.reading import rows_of
from tests.serving import BELOW, BODY, REGION, Served, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role

EXTENSION = {
    "extended_to": "2024-07-31",
    "document": "letter",
    "document_no": "3-11/125",
    "reason": "Затянулось согласование",
    "address": "https://example.kz/letters/125",
}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A site with an analysis whose first deadlines have passed, in June."""
    async with serving(database_url) as served:
        await people(served)
        await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
        await lived(served, 0)
        served.clock.travel(date(2024, 6, 3))
        await served.sweep()
        await served.projected()
        yield served


async def test_reminding_by_page(served: Served) -> None:
    """The page says who would be told; what is ticked is told of, with the reason; then the case and the log show it."""
    above = await visitor(served, "above")
    assert "/deadlines/ask?" in (await above.get("/deadlines?lang=en")).text
    page = (await above.get("/deadlines/ask?lang=en")).text
    picks = re.findall(r'name="pick" value="([^"]+)"', page)
    assert len(picks) > 1
    assert "Officer, responsible for the work" in page
    assert "Head, signs the papers" in page
    refused = await above.post("/deadlines/ask", data={"what": "remind", "reason": " ", "pick": picks[:1], "_key": "k"})
    assert refused.status_code == 422
    sent = [
        await above.post("/deadlines/ask", data={"what": "remind", "reason": "Отчёт", "pick": picks, "_key": "k"})
        for _ in range(2)
    ]
    told = page.count(", responsible for the work<") + page.count(", signs the papers<")
    assert [_sent(one.text) for one in sent] == [str(told), "0"]
    case = picks[0].partition(" ")[0]
    shown = (await above.get(f"/cases/{case}?lang=en")).text
    assert "asked for by Above: Отчёт" in shown
    assert "asked for by Above" in (await (await visitor(served, "head")).get("/deadlines/told?lang=en")).text
    others = (await (await visitor(served, "head")).get("/deadlines/told?account=anybody&lang=en")).text
    assert others.count("asked for by Above") == page.count("Head, signs the papers<")
    everybody = (await (await visitor(served, "supervisor")).get("/deadlines/told?account=anybody&lang=en")).text
    assert everybody.count("asked for by Above") == told


def _sent(page: str) -> str:
    """How many notices a page says were sent, in Russian."""
    [said] = re.findall(r'role="status">[^<]*?: (\d+)\.', page)
    return str(said)


async def test_a_body_without_others_below_asks_nobody(served: Served) -> None:
    """Whoever has no body below is not offered to remind, and is refused."""
    await served.account("depot", Role.OFFICER, BELOW, password=PASSWORD)
    depot = await visitor(served, "depot")
    assert "/deadlines/ask" not in (await depot.get("/deadlines")).text
    assert (await depot.get("/deadlines/ask")).status_code == 403


async def test_the_review_of_a_quarter(served: Served) -> None:
    """The last quarter by default; each number leads to its list, which says who was told; the table holds all of it."""
    above = await visitor(served, "above")
    assert "Nobody was told yet" in (await above.get("/deadlines/review?lang=en")).text
    await above.post("/deadlines/ask", data={"what": "remind", "reason": "Отчёт", "everything": "true", "_key": "k"})
    page = (await above.get("/deadlines/review?lang=en")).text
    links = re.findall(r'href="(/deadlines/review\?[^"]*group=missed[^"]*)#list"', page)
    assert links
    listed = (await above.get(links[0].replace("&amp;", "&"))).text
    assert "Head: " in listed
    assert "not read" in listed
    assert "asked for by Above: Отчёт" in listed
    assert "nothing so far" in listed
    assert "Nobody was told yet" not in listed
    moved = await above.get("/deadlines/review.csv?quarter=2024Q1&group=missed&lang=en")
    assert moved.status_code == 308
    table = await above.get(moved.headers["location"])
    assert table.headers["content-type"].startswith("text/csv")
    rows = rows_of(table.content, "csv")
    assert rows
    assert {row["Region"] for row in rows} == {"Almaty Region"}
    assert {row["People told"] for row in rows} == {"1", "2"}
    assert (
        await above.get(f"/deadlines/review?first=2024-01-01&last=2024-02-20&organization={BODY}")
    ).status_code == 200
    assert (await above.get("/deadlines/review?first=yesterday")).status_code == 400
    other = await visitor(served, "supervisor")
    assert "Nothing in this list" in (await other.get("/deadlines/review?region=KZ-11&lang=en")).text


async def test_the_review_of_a_past_day_knows_no_later_notice(served: Served) -> None:
    """What people were told after the moment that is looked at does not count: in numbers, lists, tables and over the API."""
    above = await visitor(served, "above")
    await above.post("/deadlines/ask", data={"what": "remind", "reason": "Отчёт", "everything": "true", "_key": "k"})
    officer, asked = await served.officer(REGION), "first=2024-01-01&last=2024-05-31"
    for moment, told in (("", True), ("at=2024-06-02", False), ("effective_at=2024-06-02", False)):
        api = (await officer.get(f"/api/v1/deadlines/review?{asked}&{moment}")).json()
        assert (api["total"]["due"] > 0, api["total"]["told"] > 0) == (True, told)
        assert any(line["told"] for line in api["items"]) is told
        only = (await officer.get(f"/api/v1/deadlines/review?{asked}&group=told&{moment}")).json()
        assert bool(only["items"]) is told
        page = (await above.get(f"/deadlines/review?{asked}&{moment}&lang=en")).text
        assert ("asked for by Above: Отчёт" in page) is told
        table = await above.get(f"/exports/review.csv?{asked}&{moment}&lang=en")
        assert any(int(row["People told"]) for row in rows_of(table.content, "csv")) is told


async def test_what_was_missed_stays_missed_when_a_document_extends_it_later(served: Served) -> None:
    """A document dated after the day leaves the deadline in its quarter, overdue by that day, with the extension beside it."""
    supervisor, above = await visitor(served, "supervisor"), await served.officer(REGION)
    asked = "/api/v1/deadlines/review?first=2024-04-01&last=2024-06-30&strength=hard&rule=D07"
    before = (await above.get(asked + "&group=missed")).json()
    line = before["items"][0]["deadline"]
    case = line["case_id"]
    version = (await above.get(f"/api/v1/cases/{case}")).json()["version"]
    late = EXTENSION | {"key": line["key"], "document_dated": "2024-06-03"}
    address = f"/api/v1/cases/{case}/actions/extend_deadline"
    done = await above.post(address, json=late, headers={"If-Match": f'"{version}"'})
    assert done.status_code == 200, done.text
    await served.projected()
    after = (await above.get(asked + "&group=missed")).json()
    assert after["total"] | {"extended": 0} == before["total"] | {"extended": 0}
    [reviewed] = [one for one in after["items"] if one["deadline"]["key"] == line["key"]]
    assert (reviewed["deadline"]["missed_due"], reviewed["deadline"]["due"]) == (line["due"], "2024-07-31")
    assert reviewed["days_late"] == before["items"][0]["days_late"] > 0
    page = (await supervisor.get(f"/deadlines/review?lang=en&quarter=2024Q2&rule={line['rule']}")).text
    said = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "extended only after that, to 31 July 2024 (Wed): letter No. 3-11/125 of 3 June 2024" in said, said
    assert 'status-overdue"' in page
    told = (await supervisor.get(f"/cases/{case}?lang=en")).text
    assert "Missed, and extended only after that" in told
    assert "→ 31 July 2024 (Wed), letter No. 3-11/125 of 3 June 2024" in " ".join(told.split())


async def test_recommendations_are_told_apart(served: Served) -> None:
    """The review marks what is only recommended, and lists it or what binds alone."""
    above, api = await visitor(served, "above"), await served.officer(REGION)
    asked = "/api/v1/deadlines/review?first=2024-01-01&last=2024-06-30"
    whole, hard, soft = [
        (await api.get(asked + only)).json()["total"]["due"] for only in ("", "&strength=hard", "&strength=recommended")
    ]
    assert soft > 0
    assert whole == hard + soft
    days = "first=2024-01-01&last=2024-06-30&lang=en"
    assert "recommended</span>" in (await above.get(f"/deadlines/review?{days}&strength=recommended")).text
    assert "recommended</span>" not in (await above.get(f"/deadlines/review?{days}&strength=hard")).text


async def test_a_span_that_ends_before_it_begins_is_refused(served: Served) -> None:
    """The page and the API say which day is wrong instead of showing nothing."""
    wrong = "first=2024-06-30&last=2024-01-01"
    page = await (await visitor(served, "above")).get(f"/deadlines/review?{wrong}&lang=en")
    assert page.status_code == 400
    assert "before the first" in page.text
    api = await (await served.officer(REGION)).get(f"/api/v1/deadlines/review?{wrong}")
    assert (api.status_code, api.json()["errors"][0]["parameter"]) == (400, "last")


async def test_the_numbers_follow_notices_though_nothing_was_recorded(served: Served) -> None:
    """Whoever was told by hand is counted at once; while nothing moves the numbers are those of the same second."""
    browser = await visitor(served, "supervisor")
    address = "/deadlines/review?first=2024-01-01&last=2024-12-31&lang=en"
    before = (await browser.get(address)).text
    assert _told_in(before) == 0
    page = (await browser.get("/deadlines/ask?lang=en")).text
    picks = re.findall(r'name="pick" value="([^"]+)"', page)
    said = {"what": "remind", "reason": "Отчёт", "pick": picks[:1], "_key": "k"}
    position = served.events()
    assert (await browser.post("/deadlines/ask", data=said)).status_code == 200
    assert served.events() == position
    assert _told_in((await browser.get(address)).text) == 1


def _told_in(page: str) -> int:
    found = re.search(r'data-label="Somebody was told">(?:<a[^>]*>)?(\d+)', page)
    assert found is not None
    return int(found[1])
