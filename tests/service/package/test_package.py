"""The package for the Cross-platform: papers in folders, the list of them, and what is missing."""

import hashlib
import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx2
import openpyxl

from service.exports.worker import Worker
from service.i18n import translator
from service.package.contents import Section
from service.package.piece import Piece
from service.package.places import Places
from tests.service.exports import paging
from tests.serving import ANNOUNCEMENT, BODY, ORDER, OTHER, Served, problem_of, serving
from tests.stories.test_forms_over_http import fact, form_report
from workflows.actor import Post
from workflows.catalogue import in_force
from workflows.documented import Documented

PAPER = b"%PDF-1.7\norder\n%%EOF\n"
LETTER = b"%PDF-1.7\nform\n%%EOF\n"


async def keep(client: httpx2.AsyncClient, content: bytes, name: str, organization: str = BODY) -> str:
    """Send a file; gives its hash."""
    sent = await client.post("/api/v1/files", params={"organization": organization, "name": name}, content=content)
    assert sent.status_code in {200, 201}, sent.text
    return str(sent.json()["sha256"])


async def ordered(client: httpx2.AsyncClient, organization: str = BODY, **data: Any) -> str:
    """Order the analysis of the worked example; gives its case."""
    body = {"workflow": "risk_analysis", "organization": organization, "action": "order", "data": ORDER | data}
    answer = await client.post("/api/v1/cases", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def act(client: httpx2.AsyncClient, case_id: str, action: str, **data: Any) -> None:
    """Take an action on a case as it is."""
    case = (await client.get(f"/api/v1/cases/{case_id}")).json()
    headers = {"If-Match": f'"{case["version"]}"', "Idempotency-Key": f"{case_id}-{case['version']}"}
    answer = await client.post(f"/api/v1/cases/{case_id}/actions/{action}", json=data, headers=headers)
    assert answer.status_code == 200, answer.text


async def package(
    served: Served, client: httpx2.AsyncClient, project: int, **filters: Any
) -> tuple[bytes, dict[str, bytes]]:
    """The archive, as it is and file by file."""
    await served.projected()
    asked = {"organization": BODY, "year": 2024, "project": str(project)} | filters
    answer = await client.post("/api/v1/exports", json={"list": "package", "format": "zip", "filters": asked})
    assert answer.status_code == 202, answer.text
    assert await Worker(served.service).make_next()
    export = (await client.get(answer.headers["Location"])).json()
    assert export["state"] == "ready", export
    answer = await client.get(export["file"])
    assert f'filename="package-{asked["organization"]}-2024-{project}-' in answer.headers["content-disposition"]
    made = answer.content
    with ZipFile(BytesIO(made)) as found:
        assert found.testzip() is None
        return made, {name: found.read(name) for name in found.namelist()}


async def test_papers_lie_in_the_folders_of_their_subtasks(database_url: str, tmp_path: Path) -> None:
    """The signed order lies whole in the folder of 1.1.2; the list names its hash, number, day and signatory, and the link of the announcement."""
    async with serving(database_url, data_dir=tmp_path) as served:
        head, officer = await served.signatory(), await served.officer()
        case_id = await ordered(head, file=await keep(head, PAPER, "приказ.pdf"))
        await act(officer, case_id, "announce_start", **ANNOUNCEMENT)
        _, files = await package(served, officer, 1)
        place = "1.1.2 Утверждение приказа по проведению внутреннего анализа/01 Signed order.pdf"
        listed = json.loads(files["manifest.json"])
        papers = [name for name in files if not name.startswith(("manifest.", "results.", "index."))]
        assert len(papers) == 1
        assert papers[0].startswith("1.1.2 Утверждение приказа по проведению внутреннего анализа"), place
        assert files[papers[0]] == PAPER
        order, announced = listed["files"]
        assert (order["subtask"], order["file"], order["sha256"], order["size"]) == (
            "1.1.2", papers[0], hashlib.sha256(PAPER).hexdigest(), len(PAPER),
        )  # fmt: skip
        assert (order["document_no"], order["signed_on"], order["post"]) == ("17-Ө", "2024-02-12", Post.FIRST_HEAD)
        assert order["post_title"] == translator("ru").code("Post", Post.FIRST_HEAD) != Post.FIRST_HEAD
        assert (announced["subtask"], announced["link"], announced["file"]) == ("1.1.3", ANNOUNCEMENT["address"], "")
        assert "1.1.2" not in {one["subtask"] for one in listed["missing"]}


async def test_what_is_missing_is_listed(database_url: str, tmp_path: Path) -> None:
    """An order without its paper, steps that were not done, and forms that nobody reported: each stands among what is missing."""
    async with serving(database_url, data_dir=tmp_path) as served:
        head, officer = await served.signatory(), await served.officer()
        await ordered(head)
        _, first = await package(served, officer, 1)
        missing = json.loads(first["manifest.json"])["missing"]
        codes = {one["subtask"]: one["any_of"] for one in missing}
        assert codes["1.1.2"] == ["order"]
        assert codes["1.2.3"] == ["analytical_note"]
        assert codes["1.3.2"] == ["url", "justification_note"]
        _, second = await package(served, officer, 2)
        rows = [
            (one["subtask"], one["period"], one["any_of"]) for one in json.loads(second["manifest.json"])["missing"]
        ]
        assert ("2.4.1", "2024", ["appendix"]) in rows
        assert ("2.2.1", "2024", ["reconciliation_act"]) in rows
        assert json.loads(second["manifest.json"])["sealed"]
        book = openpyxl.load_workbook(BytesIO(second["manifest.xlsx"]))
        told = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line]
        assert "2.4.1" in told


async def test_a_form_lies_there_once_however_many_subtasks_it_tells(database_url: str, tmp_path: Path) -> None:
    """The signed Appendix 2 of a quarter is one file and a line for each of its subtasks; the other quarters are missing."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer = await served.officer()
        await fact(officer, "2.5.1")
        await served.projected()
        formed = await form_report(officer)
        assert formed.status_code == 201, formed.text
        case_id = formed.json()["id"]
        await act(officer, case_id, "check_report", checked_on="2024-07-15")
        signed = await keep(officer, LETTER, "форма.pdf")
        await act(
            officer, case_id, "sign_form", signed_on="2024-07-15", signature={"post": "apparatus_head"}, file=signed
        )
        _, files = await package(served, officer, 2)
        listed = json.loads(files["manifest.json"])
        papers = [name for name in files if not name.startswith(("manifest.", "results.", "index."))]
        assert [files[name] for name in papers] == [LETTER]
        assert {one["file"] for one in listed["files"]} == set(papers)
        assert {one["subtask"] for one in listed["files"]} >= {"2.3.1", "2.4.1", "2.5.1", "2.5.4"}
        assert {one["period"] for one in listed["missing"] if one["subtask"] == "2.4.1"} == {
            "2024Q1",
            "2024Q3",
            "2024Q4",
        }


async def test_a_page_says_what_is_there_and_what_is_missing(database_url: str, tmp_path: Path) -> None:
    """In the language of the package: each file with its hash under its subtask, each link, and what is missing marked in words; what people wrote stays words."""
    async with serving(database_url, data_dir=tmp_path) as served:
        head, officer = await served.signatory(), await served.officer()
        paper = await keep(head, PAPER, "приказ.pdf")
        case_id = await ordered(head, file=paper, order_no="<b>17</b>\u202e")
        await act(officer, case_id, "announce_start", **ANNOUNCEMENT)
        for language, title in (("ru", "Утверждение приказа по проведению внутреннего анализа"), ("kk", "ішкі талдау")):
            _, files = await package(served, officer, 1, language=language)
            page = paging.read(files["index.html"], files)
            assert page.language == language
            assert any(title in one for one in page.headings), page.headings
            listed = json.loads(files["manifest.json"])
            assert set(page.links) == {one["file"] or one["link"] for one in listed["files"]}
            assert page.hashes == [paper]
            assert len(page.lacks) == len(listed["missing"])
            assert all(any(one["what"] in lack for lack in page.lacks) for one in listed["missing"])
            assert "b" not in page.tags
            assert "\u202e" not in files["index.html"].decode()


async def test_the_same_state_gives_the_same_bytes(database_url: str, tmp_path: Path) -> None:
    """Made on two days, the archive is the same; another entry makes another one."""
    async with serving(database_url, data_dir=tmp_path) as served:
        head, officer = await served.signatory(), await served.officer()
        case_id = await ordered(head, file=await keep(head, PAPER, "приказ.pdf"))
        first, _ = await package(served, officer, 1)
        served.clock.travel(date(2024, 2, 13))
        again, _ = await package(served, officer, 1)
        assert first == again
        await act(officer, case_id, "announce_start", **ANNOUNCEMENT)
        other, _ = await package(served, officer, 1)
        assert first != other


async def test_there_is_no_package_of_what_there_is_not(database_url: str, tmp_path: Path) -> None:
    """A body outside the caller's reach, one that is not there, a project that is none: each is refused before anything waits."""
    async with serving(database_url, data_dir=tmp_path) as served:
        officer = await served.officer()

        async def asked(**filters: Any) -> httpx2.Response:
            named = {"organization": BODY, "year": 2024, "project": "1"} | filters
            return await officer.post("/api/v1/exports", json={"list": "package", "format": "zip", "filters": named})

        problem_of(await asked(organization=OTHER), 403, "out-of-scope")
        assert (
            problem_of(await asked(organization="nowhere"), 422, "invalid")["errors"][0]["pointer"]
            == "#/filters/organization"
        )
        assert problem_of(await asked(project="7"), 422, "invalid")["errors"][0]["pointer"] == "#/filters/project"
        problem_of(
            await officer.get("/api/v1/package", params={"organization": OTHER, "year": 2024, "project": "1"}),
            403,
            "out-of-scope",
        )
        none = await officer.get("/api/v1/package", params={"organization": BODY, "year": 2024, "project": "3"})
        assert problem_of(none, 400, "bad-query")["errors"]


def test_no_path_is_too_long() -> None:
    """Whatever the subtask, the period and the title: a paper and its signature lie where every system can put them."""
    for language in ("ru", "kk"):
        places = Places(translator(language))
        for project in in_force(2024).projects:
            for subtask in project.subtasks:
                for kind in ("", *(rule.kind for rule in subtask.evidence)):
                    section = Section(subtask, Documented(subtask.code, "2024-09"))
                    piece = Piece(UUID(int=1), 1, "Ә" * 200, kind=kind, sha256=f"{subtask.code}{kind}")
                    place, _ = places.of(section, piece, "скан.докладная-записка")
                    assert place.startswith(subtask.code)
                    assert len(f"{place}.10.p7s") < 250
                    assert max(len(part.encode()) for part in f"{place}.10.p7s".split("/")) < 240
