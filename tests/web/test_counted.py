"""Figures leave sealed cases out, and so do the lists that they open, for those who are cleared for these, too."""

import html
import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from uuid import UUID

import httpx2
import pytest

from projections.sealed_reads import reads
from service.requests import Request
from tests.clearing import cleared
from tests.service.exports.reading import rows_of
from tests.service.files.samples import stream
from tests.serving import BODY, REGION, Served, serving
from tests.stories import secrets
from tests.web.demonstrated import every_number_opens_its_list
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role

LIMIT = "Only what figures count"
LEFT_OUT = "Figures leave out what is of cases with restricted access"
READER = f"cleared-{Role.OFFICER}-{BODY}"


@pytest.fixture
async def served(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A body with people, an analysis and a sealed case, whose first terms have passed, and somebody cleared for that case."""
    secrets.enter(monkeypatch)
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
        await lived(served, 0)
        yield served


async def _sealed(served: Served) -> UUID:
    account, kind = await cleared(served, BODY, password=PASSWORD), secrets.KINDS[0]
    actor = await served.service.access.actor(account)
    kept = await served.service.files.keep(stream("Письмо".encode()), "letter.txt", actor, BODY)
    data = {name: kept.sha256 if value == secrets.FILE else value for name, value in kind.data.items()}
    opened = await served.service.cases.open(kind.workflow, BODY, kind.action, data, actor, Request.of(actor, None))
    served.clock.travel(date(2024, 2, 21))
    await served.sweep()
    await served.projected()
    return opened.case.id


async def _reads(served: Served, case_id: UUID) -> int:
    await served.projected()
    async with served.service.pool.connection() as conn:
        return len((await reads(conn, case_id)).rows)


@pytest.mark.parametrize(
    "page", ["/", "/map", "/map/KZ-19", "/organizations", "/plans/2024", "/compare?from=2024-02-11&to=2024-02-21"]
)
async def test_every_number_opens_what_it_counts(served: Served, page: str) -> None:
    """Behind each number there are as many rows for whoever is cleared, and that they followed it is no read of the sealed case."""
    case_id = await _sealed(served)
    browser = await visitor(served, READER)
    before = await _reads(served, case_id)
    assert await every_number_opens_its_list(browser, f"{page}{'&' if '?' in page else '?'}lang=en") > 0
    listed = len(re.findall(r'href="/cases/', (await browser.get(page)).text)) if page.startswith("/compare") else 0
    assert (await _reads(served, case_id) > before) == bool(listed), "the page of two days lists the cases themselves"


async def test_lists_say_what_they_are_limited_to(served: Served) -> None:
    """Cases and deadlines say to the cleared that figures leave something out and lead to all of it; others read nothing of that."""
    case_id = await _sealed(served)
    reader, colleague = await visitor(served, READER), await visitor(served, "officer")
    for address in ("/cases?workflow=secret_report", "/deadlines?standing=overdue"):
        page = (await reader.get(f"{address}&counted=true&lang=en")).text
        assert LIMIT in page
        assert str(case_id) not in page
        [further] = re.findall(r'<a href="([^"]+)">Show without these limits', page)
        whole = (await reader.get(address.partition("?")[0] + html.unescape(further) + "&lang=en")).text
        assert LIMIT not in whole
        assert str(case_id) in whole
        assert (LEFT_OUT in whole) == address.startswith("/deadlines")
        for limited in ("", "&counted=true"):
            other = (await colleague.get(f"{address}{limited}&lang=en")).text
            assert LIMIT not in other
            assert LEFT_OUT not in other


async def test_programs_and_files_are_limited_alike(served: Served) -> None:
    """The API and exports give what figures count if they are asked for that, and what the reader may see otherwise."""
    case_id = str(await _sealed(served))
    client = await served.client(await served.service.access.account(READER))
    days = {"from": "2024-02-11", "to": "2024-02-21"}
    for name, key, more in (("cases", "id", {}), ("deadlines", "case_id", {}), ("compared", "id", days)):
        path = "compare" if name == "compared" else name
        for limited in (False, True):
            asked = more | ({"counted": "true"} if limited else {})
            items = (await client.get(f"/api/v1/{path}", params=asked)).json()["items"]
            rows = rows_of((await client.get(f"/api/v1/lists/{name}.json", params=asked)).content, "json")
            for found in (items, rows):
                assert (case_id in {one[key] for one in found}) is not limited, (name, limited)
                assert len(found) > 0


async def test_types_and_plans_narrow_cases(served: Served) -> None:
    """Cases are narrowed to bodies of a type, and to what is counted for the plan of a year: none of other years, none cancelled."""
    await _sealed(served)
    client: httpx2.AsyncClient = await served.client(await served.service.access.account("supervisor"))

    async def found(**asked: str) -> int:
        return len((await client.get("/api/v1/cases", params={"workflow": "risk_analysis"} | asked)).json()["items"])

    assert await found(type="UPR") == await found(plan="2024") == await found(type="UPR", plan="2024") == 1
    assert await found(type="OBL") == await found(plan="2023") == await found(plan="2025") == 0
    assert (await client.get("/api/v1/cases?type=nosuch")).status_code == 400
    case = (await client.get("/api/v1/cases?workflow=risk_analysis")).json()["items"][0]
    cancel = {"cancelled_on": "2024-02-21", "basis_no": "19-Ө", "reason": "Реорганизация"}
    head = await served.client(await served.service.access.account("head"))
    version = (await head.get(f"/api/v1/cases/{case['id']}")).headers["ETag"]
    await head.post(f"/api/v1/cases/{case['id']}/actions/cancel", json=cancel, headers={"If-Match": version})
    await served.projected()
    assert (await found(state="cancelled"), await found(plan="2024"), await found(type="UPR")) == (1, 0, 1)
