"""Who is responsible for a case at its body, and deadlines that were extended: on a real database, over HTTP."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest

from projections.cases import by_ids, responsible
from projections.deadline_filters import Standing
from projections.deadline_lists import deadlines
from tests.serving import BELOW, BODY, OTHER, REGION, Served, problem_of, serving
from tests.web.visiting import lived, people, visitor
from workflows.actor import Role

LETTER = {
    "key": "D07", "extended_to": "2024-05-31", "document": "letter", "document_no": "3-11/125",
    "document_dated": "2024-02-12", "reason": "Паводок", "address": "https://example.kz/letter",
}  # fmt: skip


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with people of the body, and an analysis that was ordered."""
    async with serving(database_url) as served:
        await people(served)
        yield served


def _address(case: UUID, action: str) -> str:
    return f"/api/v1/cases/{case}/actions/{action}"


async def test_an_account_of_the_body_is_responsible(served: Served) -> None:
    """It is on the case and in the list of what is mine; strangers, bodies below and nobodies cannot be named."""
    case, clerk = await lived(served, 0), await served.account("clerk", Role.OFFICER, BODY)
    officer = await served.officer()
    for wrong in (
        uuid4(),
        (await served.account("x", Role.OFFICER, OTHER)).id,
        (await served.account("y", Role.OFFICER, BELOW)).id,
    ):
        answer = await officer.post(
            _address(case, "name_responsible"), json={"account": str(wrong)}, headers={"If-Match": '"1"'}
        )
        assert problem_of(answer, 422, "invalid")["errors"][0]["pointer"].endswith("account")
    named = await officer.post(
        _address(case, "name_responsible"), json={"account": str(clerk.id)}, headers={"If-Match": '"1"'}
    )
    assert named.status_code == 200, named.text
    await served.projected()
    mine = await served.client(clerk)
    assert [one["id"] for one in (await mine.get("/api/v1/cases?responsible=me")).json()["items"]] == [str(case)]
    assert (await officer.get("/api/v1/cases?responsible=me")).json()["items"] == []
    assert (await mine.get(f"/api/v1/cases/{case}")).json()["responsible"] == str(clerk.id)
    async with served.service.pool.connection() as conn:
        assert await responsible(conn, [case, uuid4()]) == {case: clerk.id}


async def test_a_correction_changes_who_is_responsible(served: Served) -> None:
    """The read model follows the correction of the entry that names somebody."""
    case, clerk, right = (
        await lived(served, 0),
        await served.account("clerk", Role.OFFICER, BODY),
        await served.account("right", Role.OFFICER, BODY),
    )
    officer = await served.officer()
    await officer.post(_address(case, "name_responsible"), json={"account": str(clerk.id)}, headers={"If-Match": '"1"'})
    corrected = await officer.post(
        _address(case, "correct"),
        json={"corrects": 2, "data": {"account": str(right.id)}, "reason": "Описка"},
        headers={"If-Match": '"2"'},
    )
    assert corrected.status_code == 200, corrected.text
    await served.projected()
    async with served.service.pool.connection() as conn:
        assert (await by_ids(conn, [case]))[case].responsible == right.id
    assert (await officer.get(f"/api/v1/cases/{case}")).json()["responsible"] == str(right.id)


async def test_pages_name_who_is_responsible(served: Served) -> None:
    """The form offers the people of the body by name; the page of the case and its history name whoever was chosen."""
    case, browser = await lived(served, 0), await visitor(served, "officer")
    form = f"/cases/{case}/actions/name_responsible"
    shown = (await browser.get(form)).text
    account = (await served.service.access.account("head")).id
    assert f'value="{account}"' in shown
    sent = await browser.post(form, data={"account": str(account), "_version": "1", "_key": "k"})
    assert sent.status_code == 303, sent.text
    page = (await browser.get(f"/cases/{case}?lang=en")).text
    assert "Responsible: Head" in " ".join(page.split())
    assert str(account) not in page
    await served.projected()
    assert str(case) not in (await browser.get("/cases?responsible=me")).text
    assert str(case) in (await (await visitor(served, "head")).get("/cases?responsible=me")).text


async def test_an_extension_is_shown_everywhere(served: Served) -> None:
    """The page, the API and the read model say until when, by which document and from which date; a missed one is open again."""
    case = await lived(served, 0)
    served.clock.travel(served.clock.today().replace(month=4, day=20))
    await served.sweep()
    await served.projected()
    supervisor, above = (
        await served.client(await served.service.access.account("supervisor")),
        await served.officer(REGION),
    )
    before = {one["key"]: one for one in (await supervisor.get(f"/api/v1/cases/{case}")).json()["deadlines"]}["D07"]
    assert before["status"] == "missed"
    version = (await supervisor.get(f"/api/v1/cases/{case}")).json()["version"]
    own = await (await served.officer()).post(
        _address(case, "extend_deadline"), json=LETTER, headers={"If-Match": f'"{version}"'}
    )
    assert problem_of(own, 403, "not-permitted")
    done = await above.post(_address(case, "extend_deadline"), json=LETTER, headers={"If-Match": f'"{version}"'})
    assert done.status_code == 200, done.text
    [after] = [
        one for one in (await supervisor.get(f"/api/v1/cases/{case}")).json()["deadlines"] if one["key"] == "D07"
    ]
    assert (after["status"], after["due"], after["arithmetic"]["unit"]) == ("open", "2024-05-31", "extension")
    assert after["explanation"].startswith("Extended from ")
    assert after["previous"][-1]["due"] == before["due"]
    await served.projected()
    async with served.service.pool.connection() as conn:
        [row] = [
            one
            for one in (await deadlines(conn, today=served.clock.today(), standing=Standing.OPEN, case_id=case)).rows
            if one.key == "D07"
        ]
    assert (row.act, row.extended_from and row.extended_from.isoformat()) == (
        "letter:3-11/125:2024-02-12",
        before["due"],
    )
    assert row.previous[-1]["missed_on"]
    browser = await visitor(served, "supervisor")
    assert "3-11/125" in (await browser.get(f"/cases/{case}?lang=en")).text
    assert f"/cases/{case}/actions/extend_deadline?key=D07" in (await browser.get(f"/cases/{case}?lang=en")).text
    assert "D07 · " in (await browser.get(f"/cases/{case}/actions/extend_deadline?key=D07")).text
    assert "D07" in (await supervisor.get("/api/v1/audit?type=case.deadline_extended")).text
