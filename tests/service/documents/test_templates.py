"""Templates of a body on a real database, over HTTP: sent, looked at, put in force, and still there as of then."""

import hashlib
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import msgspec
import psycopg
import pytest

from service.api.shapes import documents as shapes
from service.documents.filling import BLANK
from service.requests import Request
from tests.service.documents.made import related, template, text_of
from tests.serving import BELOW, BODY, OTHER, REGION, Served, problem_of, serving
from tests.stories.test_analysis_over_http import LIFE
from tests.web.visiting import lived, people
from workflows.actor import Post, Role

AT = f"/api/v1/organizations/{BODY}/templates"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with the people of the body."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _client(served: Served, login: str) -> httpx2.AsyncClient:
    return await served.client(await served.service.access.account(login))


async def _send(client: httpx2.AsyncClient, content: bytes, place: str = "order/ru", name: str = "Бұйрық.docx") -> Any:
    answer = await client.post(f"{AT}/{place}", params={"name": name}, content=content, headers={"Content-Type": DOCX})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _order(client: httpx2.AsyncClient, case_id: UUID, query: str = "") -> str:
    answer = await client.get(f"/api/v1/cases/{case_id}/documents/order.docx{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="order-{BODY}-')
    assert answer.headers["content-type"] == DOCX
    return text_of(answer.content)


async def test_a_replaced_template_is_used_from_then_on(served: Served) -> None:
    """Once it is put in force documents are drawn up by it; those as of an earlier moment by what was in force then, at any time later."""
    case_id, head = await lived(served, 1), await _client(served, "head")
    sent = await _send(head, template("Наш приказ {{ order.number }}"))
    assert "Наш приказ" not in await _order(head, case_id)
    served.clock.travel(date(2024, 2, 20))
    used = await head.post(f"{AT}/order/ru/{sent['number']}/use")
    assert msgspec.json.decode(used.content, type=shapes.TemplateUse).number == 1
    assert await _order(head, case_id) == "Наш приказ 17-Ө"
    served.clock.travel(date(2024, 2, 21))
    second = await _send(head, template("Второй приказ {{ order.number }}"))
    await head.post(f"{AT}/order/ru/{second['number']}/use")
    assert await _order(head, case_id) == "Второй приказ 17-Ө"
    assert await _order(head, case_id, "?at=2024-02-20") == "Наш приказ 17-Ө"
    assert "ПРИКАЗ" in await _order(head, case_id, "?at=2024-02-18")
    assert "БҰЙРЫҚ" in await _order(head, case_id, "?lang=kk")
    await head.post(f"{AT}/order/ru/0/use")
    assert "ПРИКАЗ" in await _order(head, case_id)
    listed = msgspec.json.decode((await head.get(AT)).content, type=shapes.BodyTemplates)
    assert [(one.number, one.name, one.in_force) for one in listed.items] == [
        (2, "Бұйрық.docx", False),
        (1, "Бұйрық.docx", False),
    ]
    assert [one.number for one in listed.uses] == [0, 2, 1]
    kept = await head.get(listed.items[1].href)
    assert hashlib.sha256(kept.content).hexdigest() == sent["sha256"]
    assert text_of(kept.content) == "Наш приказ {{ order.number }}"


async def test_documents_are_as_of_a_moment(served: Served) -> None:
    """What was recorded later is not in a document of an earlier day: there it is a line."""
    case_id, head = await lived(served), await _client(served, "head")
    address = f"/api/v1/cases/{case_id}/documents/report.docx"
    now, was = await head.get(address), await head.get(f"{address}?at=2024-03-20")
    assert "Приёмка работ без комиссии" in text_of(now.content)
    assert "Приёмка работ без комиссии" not in text_of(was.content)
    assert text_of(was.content).count(BLANK) > text_of(now.content).count(BLANK)


async def test_blanks_are_listed_before_the_document_is_made(served: Served) -> None:
    """The list names what is blank in each document by its meaning; what is entered later is no longer there."""
    case_id, head = await lived(served, 0), await _client(served, "head")
    address = f"/api/v1/cases/{case_id}/documents?lang=kk"
    before = msgspec.json.decode((await head.get(address)).content, type=shapes.CaseDocuments)
    assert [one.kind for one in before.items] == [
        "order", "start_announcement", "discussion_announcement", "protocol", "report", "plan", "positions", "monitoring",
    ]  # fmt: skip
    report = next(one for one in before.items if one.kind == "report")
    assert {"report.number", "risks", "discussion.held_on"} <= {one.name for one in report.blanks}
    assert "Report number" in {one.meaning for one in report.blanks}
    assert (await head.get(report.href)).status_code == 200
    await lived_on(served, case_id)
    after = msgspec.json.decode((await head.get(address)).content, type=shapes.CaseDocuments)
    left = {one.name for one in next(one for one in after.items if one.kind == "report").blanks}
    assert not {"report.number", "risks", "discussion.held_on"} & left


async def lived_on(served: Served, case_id: UUID) -> None:
    """Carry the analysis to its end."""
    accounts = {account.login: account for account in await served.service.access.accounts()}
    by = {"first_head": accounts["head"], "officer": accounts["officer"]}
    for day, role, action, data in LIFE:
        served.clock.travel(max(date.fromisoformat(day), served.clock.today()))
        actor = await served.service.access.actor(by[role])
        version = await served.service.cases.version(case_id)
        await served.service.cases.act(case_id, action, data, actor, Request.of(actor, None), version)


async def test_a_template_of_ones_own_has_blanks_of_its_own(served: Served) -> None:
    """The list of blanks follows the fields that the template in force names."""
    case_id, head = await lived(served, 0), await _client(served, "head")
    sent = await _send(head, template("{{ order.number }} {{ plan.number }}"))
    assert set(sent["needed"]) == {"order.number", "plan.number"}
    await head.post(f"{AT}/order/ru/1/use")
    listed = (await head.get(f"/api/v1/cases/{case_id}/documents")).json()["items"]
    order = next(one for one in listed if one["kind"] == "order")
    assert (order["template"], [one["name"] for one in order["blanks"]]) == (1, ["plan.number"])


async def test_a_version_is_previewed_before_it_is_used(served: Served) -> None:
    """A version that is not in force is filled in by example, or with the data of a case of the body; of no other case."""
    case_id, head = await lived(served, 1), await _client(served, "head")
    await _send(head, template("Проба {{ order.number }} {{ body.name }}"))
    by_example = await head.get(f"{AT}/order/ru/1/preview.docx")
    assert text_of(by_example.content) == "Проба 17-Ө Управление образования области"
    of_case = await head.get(f"{AT}/order/ru/1/preview.docx", params={"case": str(case_id)})
    assert text_of(of_case.content) == f"Проба 17-Ө {BODY}"
    assert "ПРИКАЗ" in text_of((await head.get(f"{AT}/order/ru/0/preview.docx")).content)
    elsewhere = f"/api/v1/organizations/{BELOW}/templates/order/ru/0/preview.docx"
    problem_of(await head.get(elsewhere, params={"case": str(case_id)}), 404, "unknown")
    problem_of(await head.get(f"{AT}/schedule/ru/0/preview.docx", params={"case": str(case_id)}), 404, "unknown")


async def test_what_is_wrong_with_a_template_is_said_and_nothing_is_kept(served: Served) -> None:
    """An unknown field and a remote picture are refused with what and where; no version is left."""
    head = await _client(served, "head")
    for content, words in (
        (template("Приказ {{ order.numbr }}"), "order.numbr"),
        (related("image", "https://example.com/x.png"), "https://example.com/x.png"),
        (b"no document", "not a DOCX"),
        (b"", "empty"),
    ):
        answer = await head.post(f"{AT}/order/ru", content=content, headers={"Content-Type": DOCX})
        [error] = problem_of(answer, 422, "invalid")["errors"]
        assert words in error["detail"]
        assert error["pointer"] == "#/file"
    assert (await head.get(AT)).json() == {"items": [], "uses": []}


async def test_the_same_template_again_is_the_version_there_is(served: Served) -> None:
    """A repeated request keeps one version, and putting in force what is in force changes nothing."""
    head, content = await _client(served, "head"), template("{{ order.number }}")
    first, second = await _send(head, content), await _send(head, content, name="again.docx")
    assert (first["number"], second["number"], second["name"]) == (1, 1, "Бұйрық.docx")
    for _ in range(2):
        assert (await head.post(f"{AT}/order/ru/1/use")).status_code == 200
    assert len((await head.get(AT)).json()["uses"]) == 1


async def test_only_those_who_lead_the_body_change_its_templates(served: Served) -> None:
    """The head, the head of the apparatus and supervisors may; an officer reads them; other bodies have no part in them."""
    content = template("{{ order.number }}")
    officer, other = await _client(served, "officer"), await served.officer(OTHER)
    problem_of(
        await officer.post(f"{AT}/order/ru", content=content, headers={"Content-Type": DOCX}), 403, "not-permitted"
    )
    problem_of(await officer.post(f"{AT}/order/ru/0/use"), 403, "not-permitted")
    assert (await officer.get(AT)).status_code == 200
    for asked in (other.get(AT), other.get(f"{AT}/order/ru/0.docx"), other.get(f"{AT}/order/ru/0/preview.docx")):
        problem_of(await asked, 403, "out-of-scope")
    apparatus = await served.client(await served.account("apparatus", Role.SIGNATORY, BODY, Post.APPARATUS_HEAD))
    for number, client in enumerate((apparatus, await _client(served, "supervisor")), 1):
        assert (await _send(client, template(f"{number} {{{{ order.number }}}}")))["number"] == number
    above = await served.client(await served.account("above", Role.SIGNATORY, REGION, Post.FIRST_HEAD))
    problem_of(await above.post(f"{AT}/order/ru/1/use"), 403, "not-permitted")


async def test_addresses_of_what_is_not_there(served: Served) -> None:
    """Kinds, languages, versions and bodies that there are not, and documents of other cases, are unknown."""
    case_id, head = await lived(served, 0), await _client(served, "supervisor")
    for address in (
        f"{AT}/nonsense/ru/0.docx", f"{AT}/order/en/0.docx", f"{AT}/order/ru/7.docx", f"{AT}/order/ru/x.docx",
        "/api/v1/organizations/nowhere/templates", f"/api/v1/cases/{case_id}/documents/nonsense.docx",
        f"/api/v1/cases/{case_id}/documents/schedule.docx",
    ):  # fmt: skip
        problem_of(await head.get(address), 404, "unknown")
    problem_of(await head.post(f"{AT}/order/ru/7/use"), 404, "unknown")
    problem_of(await head.get(f"/api/v1/cases/{case_id}/documents?lang=en"), 400, "bad-query")


async def test_only_readers_of_a_case_have_its_documents(served: Served) -> None:
    """Somebody of another body is refused the list and the files."""
    case_id, other = await lived(served, 0), await served.officer(OTHER)
    for end in ("", "/order.docx"):
        problem_of(await other.get(f"/api/v1/cases/{case_id}/documents{end}"), 403, "out-of-scope")


async def test_what_was_kept_is_never_changed(served: Served) -> None:
    """The database itself refuses to change or remove a version or a use."""
    head = await _client(served, "head")
    await _send(head, template("{{ order.number }}"))
    await head.post(f"{AT}/order/ru/1/use")
    with psycopg.connect(served.database, autocommit=True) as conn:
        for statement in (
            "UPDATE documents.templates SET name = 'x'", "DELETE FROM documents.templates", "DELETE FROM documents.uses",
            "UPDATE documents.uses SET number = NULL",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                conn.execute(statement)


async def test_fields_are_described(served: Served) -> None:
    """Every kind of document is listed with the fields, columns and examples of its templates, in the reader's language."""
    officer = await _client(served, "officer")
    listed = msgspec.json.decode((await officer.get("/api/v1/documents")).content, type=shapes.DocumentKinds)
    assert len(listed.items) == 9
    assert listed.languages == ["ru", "kk"]
    order = next(one for one in listed.items if one.kind == "order")
    assert "order.number" in {one.name for one in order.fields}
    assert all(one.meaning and one.example for one in order.fields)
    assert all(one.columns for one in order.rows)


async def test_a_body_without_posts_in_the_register_has_no_head_in_its_documents(served: Served) -> None:
    """Nobody is named whom the register does not know: the line is blank."""
    case_id, head = await lived(served, 0), await _client(served, "head")
    listed = (await head.get(f"/api/v1/cases/{case_id}/documents")).json()["items"]
    order = next(one for one in listed if one["kind"] == "order")
    assert {"head.post", "head.name"} <= {one["name"] for one in order["blanks"]}
