"""The supervisor's pages: reminding, what people were told, and the review of a quarter; without JavaScript."""

import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import date

import pytest

from service.web.review_table import _as_text
from tests.serving import BELOW, BODY, REGION, Served, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role


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
    assert "Officer, Responsible" in page
    assert "Head, Signatory" in page
    refused = await above.post("/deadlines/ask", data={"what": "remind", "reason": " ", "pick": picks[:1], "_key": "k"})
    assert refused.status_code == 422
    sent = [
        await above.post("/deadlines/ask", data={"what": "remind", "reason": "Отчёт", "pick": picks, "_key": "k"})
        for _ in range(2)
    ]
    told = page.count(", Responsible<") + page.count(", Signatory<")
    assert [one.headers["location"] for one in sent] == [f"/deadlines?told={told}", "/deadlines?told=0"]
    case = picks[0].partition(" ")[0]
    shown = (await above.get(f"/cases/{case}?lang=en")).text
    assert "asked for by Above: Отчёт" in shown
    assert "asked for by Above" in (await (await visitor(served, "head")).get("/deadlines/told?lang=en")).text
    others = (await (await visitor(served, "head")).get("/deadlines/told?account=anybody&lang=en")).text
    assert others.count("asked for by Above") == page.count("Head, Signatory<")
    everybody = (await (await visitor(served, "supervisor")).get("/deadlines/told?account=anybody&lang=en")).text
    assert everybody.count("asked for by Above") == told


async def test_a_body_without_others_below_asks_nobody(served: Served) -> None:
    """Whoever has no body below is not offered to remind, and is refused."""
    await served.account("depot", Role.OFFICER, BELOW, password=PASSWORD)
    depot = await visitor(served, "depot")
    assert "/deadlines/ask" not in (await depot.get("/deadlines")).text
    assert (await depot.get("/deadlines/ask")).status_code == 403


async def test_the_review_of_a_quarter(served: Served) -> None:
    """The last quarter by default; each number leads to its list, which says who was told; the table holds all of it."""
    above = await visitor(served, "above")
    await above.post("/deadlines/ask", data={"what": "remind", "reason": "Отчёт", "everything": "true", "_key": "k"})
    page = (await above.get("/deadlines/review?lang=en")).text
    links = re.findall(r'href="(/deadlines/review\?[^"]*group=missed[^"]*)#list"', page)
    assert links
    listed = (await above.get(links[0].replace("&amp;", "&"))).text
    assert "Head: " in listed
    assert "not read" in listed
    assert "asked for by Above: Отчёт" in listed
    table = await above.get("/deadlines/review.csv?quarter=2024Q1&group=missed&lang=en")
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert len(rows) > 1
    assert rows[0][0] == "Region"
    assert {row[12] for row in rows[1:]} == {"1", "2"}
    assert (
        await above.get(f"/deadlines/review?first=2024-01-01&last=2024-02-20&organization={BODY}")
    ).status_code == 200
    assert (await above.get("/deadlines/review?first=yesterday")).status_code == 400
    other = await visitor(served, "supervisor")
    assert "Nothing in this list" in (await other.get("/deadlines/review?region=KZ-11&lang=en")).text


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("+7", "'+7"), ("@x", "'@x"), ("-cmd", "'-cmd"), ("-3", "-3"), ("№ 5", "№ 5"), ("", "")],
)
def test_no_cell_is_a_formula(cell: str, written: str) -> None:
    """What a spreadsheet would compute is text; working days below zero stay numbers."""
    assert _as_text(cell) == written
