"""Forms and addresses whose text is no text, over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from tests.serving import BODY, ORDER, Served, problem_of, serving
from tests.web.visiting import lived, people, visitor

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=edge"}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _correct(served: Served, reason: bytes, kind: dict[str, str] = URLENCODED) -> tuple[httpx2.Response, Any]:
    """Correct the number of the order, with a reason of raw bytes; gives the answer and the case."""
    case_id = await lived(served, 0)
    fields = {f"data.{name}": value for name, value in ORDER.items() if isinstance(value, str)}
    fields |= {"data.authorised.kind": "official", "data.authorised.members": "A", "data.objects": "B"}
    fields |= {"data.directions": "legal_acts"}
    fields |= {"corrects": "1", "_version": "1", "_key": "one"}
    parts = [*((name.encode(), value.encode()) for name, value in fields.items()), (b"reason", reason)]
    body = b"&".join(name + b"=" + value for name, value in parts)
    if kind is MULTIPART:
        body = b"".join(
            b'--edge\r\nContent-Disposition: form-data; name="' + name + b'"\r\n\r\n' + value + b"\r\n"
            for name, value in parts
        )
        body += b"--edge--\r\n"
    client = await visitor(served, "head")
    answer = await client.post(f"/cases/{case_id}/actions/correct", content=body, headers=kind)
    return answer, await served.service.cases.get(case_id)


@pytest.mark.parametrize("reason", [b"%FF%FEabc", b"\xff\xfeabc", "ошибка".encode("cp1251")])
async def test_a_form_that_is_no_text_records_nothing(served: Served, reason: bytes) -> None:
    """Bytes that are no UTF-8, raw or percent-encoded, are refused with a page, and nothing is recorded."""
    answer, case = await _correct(served, reason)
    assert answer.status_code == 400
    assert "UTF-8" in answer.text
    assert case.version == 1


async def test_raw_utf8_is_read_as_what_it_is(served: Served) -> None:
    """A form whose text is raw UTF-8 is recorded as it was typed."""
    answer, case = await _correct(served, "Қате жазылған".encode())
    assert answer.status_code == 303, answer.text
    assert case.history[-1].reason == "Қате жазылған"


async def test_a_form_in_parts_is_text_too(served: Served) -> None:
    """A form with parts is held to the same, and "%FF" in it is what was typed."""
    refused, case = await _correct(served, b"\xff\xfeabc", MULTIPART)
    assert (refused.status_code, case.version) == (400, 1)


async def test_a_per_cent_sign_in_parts_is_typed(served: Served) -> None:
    """In a form with parts nothing is percent-encoded."""
    answer, case = await _correct(served, "100%FF Ө".encode(), MULTIPART)
    assert answer.status_code == 303, answer.text
    assert case.history[-1].reason == "100%FF Ө"


async def test_addresses_are_text(served: Served) -> None:
    """A query that is no UTF-8 is refused by API and pages; raw UTF-8 is understood."""
    client = await served.officer()
    problem_of(await client.get("/api/v1/cases?number=%FF"), 400, "bad-request")
    page = await (await visitor(served, "officer")).get("/cases?q=%FF")
    assert page.status_code == 400
    assert "<h1" in page.text
    await lived(served, 0)
    found = await client.get("/api/v1/cases", params={"number": "17-Ө"})
    assert [item["organization"] for item in found.json()["items"]] == [BODY]
