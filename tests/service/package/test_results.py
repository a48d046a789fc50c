"""What became of a package: the list that goes with it, filled in and read back, row by row."""

import csv
import io
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openpyxl import Workbook

from service.i18n import LANGUAGES, Language, translator
from service.package.results import MOST_ROWS
from service.package.results_table import COLUMNS
from service.requests import Request
from tests.clearing import cleared
from tests.service.package.test_package import PAPER, act, keep, ordered, package
from tests.serving import BODY, OTHER, REGION, Served, problem_of, serving
from tests.stories.test_forms_over_http import fact, form_report
from tests.stories.test_subtasks_over_http import COMPANY, Plan, _entity
from tests.workflows.analysis_schedule.test_schedule import APPROVED, CLOSED
from tests.workflows.offence_report.life import REGISTERED
from workflows.actor import SYSTEM

ADDRESS = "/api/v1/package/results"
SLOT = ("3.2.1", "2024")
Row = dict[str, str]


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A service with a department."""
    async with serving(database_url, data_dir=tmp_path) as running:
        yield running


def read(content: bytes, language: Language = "ru") -> list[Row]:
    """The rows of a list as it lies in a package, by the codes of its columns."""
    codes = {translator(language)(column.title): column.name for column in COLUMNS}
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return [{codes[title]: cell for title, cell in row.items()} for row in rows]


def written(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A list of rows."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [column.name for column in COLUMNS])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


async def send(
    client: httpx2.AsyncClient,
    content: bytes | Sequence[Mapping[str, str]],
    *,
    dry_run: bool = False,
    kind: str = "text/csv",
) -> dict[str, Any]:
    """Send a list; gives the answer."""
    body = content if isinstance(content, bytes) else written(content)
    answer = await client.post(
        ADDRESS, params={"dry_run": str(dry_run).lower()}, content=body, headers={"Content-Type": kind}
    )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def figures(answer: Mapping[str, Any]) -> tuple[int, int, int]:
    """In how many rows something was recorded, nothing was new, something was refused."""
    return answer["recorded"], answer["unchanged"], answer["refused"]


async def signed(served: Served) -> Plan:
    """An entity whose first document is confirmed, proved and signed."""
    plan = await _entity(served)
    await plan.make("supervisor")
    document = {"title": "Положение", "document_no": "1-П", "approved_on": "2024-02-12"}
    await plan.step("2024-02-12", "officer", SLOT, "confirm_document", **document)
    await plan.attach("2024-02-13", "officer", SLOT, "doc", "Положение")
    await plan.step(
        "2024-02-14", "officer", SLOT, "sign_evidence", signed_on="2024-02-14", signature={"post": "approving_body"}
    )
    return plan


async def listed(served: Served, client: httpx2.AsyncClient) -> tuple[list[Row], Row, dict[str, bytes]]:
    """The list of the entity's documents, the row of the first, and all files."""
    _, files = await package(served, client, 3, organization=COMPANY)
    rows = read(files["results.csv"])
    return rows, next(row for row in rows if row["subtask"] == SLOT[0]), files


async def test_a_list_is_recorded_once_and_what_was_given_back_is_not_uploaded(served: Served) -> None:
    """Filled in, the list records uploads; sent again, nothing; what the Cross-platform gave back is to be mended, and not uploaded."""
    plan = await signed(served)
    officer = plan.clients["officer"]
    rows, row, files = await listed(served, officer)
    assert set(row) == {column.name for column in COLUMNS}
    assert "Загружено" in files["results.csv"].decode()
    assert files["results.csv"].startswith(b"\xef\xbb\xbf")
    assert (row["period"], row["uploaded_on"]) == ("2024", "")
    assert figures(await send(officer, files["results.csv"])) == (0, len(rows), 0)

    served.clock.travel(date(2024, 2, 20))
    row |= {"uploaded_on": "15.02.2024", "uploaded_by": "Асанова А.", "address": "https://kz2050.example.kz/1"}
    before = served.events()
    tried = await send(officer, rows, dry_run=True)
    assert (figures(tried), served.events(), tried["position"]) == ((1, len(rows) - 1, 0), before, 0)
    done = await send(officer, rows)
    assert figures(done) == (1, len(rows) - 1, 0)
    assert done["listed"] == [{"row": rows.index(row) + 2, "outcome": "changed", "events": ["subtask.uploaded"]}]
    case = await plan.look("officer", SLOT)
    assert (case["state"], case["data"]["uploaded"]["uploaded_by"]) == ("uploaded", "Асанова А.")
    after = served.events()
    assert figures(await send(officer, rows)) == (0, len(rows), 0)
    assert served.events() == after

    _, again, files = await listed(served, officer)
    assert again == row | {"uploaded_on": "2024-02-15"}
    assert b'"uploaded_on": "2024-02-15"' in files["manifest.json"]
    back = again | {"returned_on": "2024-02-19", "returned_by": "Оператор", "reason": "=Скан без подписи"}
    assert (await send(officer, [back]))["listed"][0]["events"] == ["case.upload_returned"]
    case = await plan.look("officer", SLOT)
    assert (case["state"], case["data"]["uploaded"]) == ("returned", None)
    _, told, files = await listed(served, officer)
    assert told == back | {"reason": "'=Скан без подписи"}
    assert b'"uploaded_on": "' not in files["manifest.json"]
    assert figures(await send(officer, files["results.csv"]))[::2] == (0, 0)


async def test_a_list_has_the_headings_of_its_reader(served: Served) -> None:
    """A Kazakh package has Kazakh headings; a list is read back with the headings of any language, whichever row stands below them."""
    plan = await signed(served)
    officer = plan.clients["officer"]
    _, files = await package(served, officer, 3, organization=COMPANY, language="kk")
    assert "Жүктелген күні" in files["results.csv"].decode()
    row = next(one for one in read(files["results.csv"], "kk") if one["subtask"] == SLOT[0])
    served.clock.travel(date(2024, 2, 20))
    for n, language in enumerate(LANGUAGES):
        titles = [translator(language)(column.title) for column in COLUMNS]
        assert len(set(titles)) == len(COLUMNS)
        filled = row | {"uploaded_on": "2024-02-15"}
        out = io.StringIO(newline="")
        csv.writer(out).writerows([titles, [filled[column.name] for column in COLUMNS]])
        assert figures(await send(officer, out.getvalue().encode())) == ((1, 0, 0) if n == 0 else (0, 1, 0)), language


async def test_both_are_recorded_in_their_order(served: Served) -> None:
    """A row with an upload and its return records both; of an analysis and of a report, too; where the return is refused, or has no reason, neither is recorded."""
    plan = await signed(served)
    served.clock.travel(date(2024, 2, 20))
    officer, head = plan.clients["above"], await served.signatory()
    order = await ordered(head, file=await keep(head, PAPER, "приказ.pdf"))
    _, files = await package(served, officer, 1)
    row = next(one for one in read(files["results.csv"]) if one["subtask"] == "1.1.2")
    row |= {"uploaded_on": "2024-02-14", "returned_on": "2024-02-15", "reason": "Нет печати"}
    wrong = row | {"uploaded_on": "2024-02-16", "returned_on": "2024-02-15", "reason": ""}
    answer = await send(officer, [row, wrong])
    assert answer["listed"][0]["events"] == [
        "risk_analysis.documents_uploaded",
        "case.upload_returned",
    ]
    uploads = (await officer.get(f"/api/v1/cases/{order}")).json()["data"]["uploads"]
    assert [(one["day"], one["back"]) for one in uploads["steps"]] == [
        ("2024-02-14", False),
        ("2024-02-15", True),
        ("2024-02-16", False),
    ]
    assert (uploads["done"], uploads["returned"]) == (["2024-02-14"], [])
    assert figures(answer) == (2, 0, 0)
    _, _, files = await listed(served, plan.clients["officer"])
    late = next(one for one in read(files["results.csv"]) if one["subtask"] == SLOT[0])
    late |= {"uploaded_on": "2024-02-16", "returned_on": "2024-02-15", "reason": "Нет печати"}
    before = served.events()
    for dry_run in (True, False):
        whole = await send(plan.clients["officer"], [late], dry_run=dry_run)
        assert (figures(whole), served.events()) == ((0, 0, 1), before)
        assert [(one["row"], one["column"]) for one in whole["errors"]] == [(2, "returned_on")]
    unsaid = late | {"returned_on": "2024-02-17", "reason": ""}
    assert [one["column"] for one in (await send(plan.clients["officer"], [unsaid]))["errors"]] == ["reason"]
    assert served.events() == before


async def test_of_one_day_the_order_of_entries_decides(served: Served) -> None:
    """Uploaded, given back and uploaded again on one day, a list records each once; sent again, or as it was before, it says nothing new."""
    served.clock.travel(date(2024, 2, 20))
    head, officer = await served.signatory(), await served.officer()
    order = await ordered(head, file=await keep(head, PAPER, "приказ.pdf"))

    async def row() -> Row:
        _, files = await package(served, officer, 1)
        return next(one for one in read(files["results.csv"]) if one["subtask"] == "1.1.2")

    async def told() -> list[bool]:
        data = (await officer.get(f"/api/v1/cases/{order}")).json()["data"]
        return [one["back"] for one in data["uploads"]["steps"]]

    first = await row() | {"uploaded_on": "2024-02-15", "uploaded_by": "Асанова А."}
    back = first | {"returned_on": "2024-02-15", "reason": "Нет печати"}
    again = first | {"uploaded_by": "Омаров Б."}
    sent: list[Row] = []
    for filled, expected in (
        (first, [False]),
        (back, [False, True]),
        (again, [False, True, False]),
        (again | {"returned_on": "2024-02-15", "reason": "Нет подписи"}, [False, True, False, True]),
        (again | {"address": "https://kz2050.example.kz/1"}, [False, True, False, True, False]),
    ):
        answer = await send(officer, [filled])
        assert figures(answer) == (1, 0, 0), answer["errors"]
        assert await told() == expected
        assert figures(await send(officer, [await row()])) == (0, 1, 0)
        sent.append(filled)
        for before in sent:  # in a list that was filled in further since
            assert figures(await send(officer, [before, before])) == (0, 2, 0)
            assert await told() == expected


async def test_a_row_that_differs_from_a_return_of_the_same_day_is_refused(served: Served) -> None:
    """Where upload and return of one day are all there is, another reason for it is no second return."""
    served.clock.travel(date(2024, 2, 20))
    head, officer = await served.signatory(), await served.officer()
    await ordered(head, file=await keep(head, PAPER, "приказ.pdf"))
    _, files = await package(served, officer, 1)
    row = next(one for one in read(files["results.csv"]) if one["subtask"] == "1.1.2")
    row |= {"uploaded_on": "2024-02-15", "returned_on": "2024-02-15", "reason": "Нет печати"}
    assert figures(await send(officer, [row])) == (1, 0, 0)
    other = await send(officer, [row | {"reason": "Нет подписи"}])
    assert [one["column"] for one in other["errors"]] == ["reason"]


async def closed_schedule(served: Served, uploaded_on: str = "") -> tuple[httpx2.AsyncClient, str]:
    """A schedule that was closed, uploaded before or not; gives a client of an official and its case."""
    head, officer = await served.signatory(organization=REGION), await served.officer(REGION)
    objects = [{"organization": BODY, "starts_on": "2024-03-04", "ends_on": "2024-03-28"}]
    paper = await keep(head, PAPER, "график.pdf", REGION)
    body = {
        "workflow": "analysis_schedule", "organization": REGION, "action": "approve_schedule",
        "data": APPROVED | {"approved_on": "2024-02-13", "objects": objects, "file": paper},
    }  # fmt: skip
    opened = await head.post("/api/v1/cases", json=body)
    assert opened.status_code == 201, opened.text
    case_id = opened.json()["id"]
    if uploaded_on:
        await act(officer, case_id, "upload_schedule", uploaded_on=uploaded_on)
    await act(officer, case_id, "close_schedule", **CLOSED)
    return officer, case_id


async def test_what_belongs_to_a_closed_case_is_given_back(served: Served) -> None:
    """A row with a return after the year was closed opens the schedule again; the next list records its new upload."""
    served.clock.travel(date(2025, 1, 20))
    officer, case_id = await closed_schedule(served, "2024-02-19")

    async def row() -> Row:
        _, files = await package(served, officer, 1, organization=REGION)
        return next(one for one in read(files["results.csv"]) if one["case"] == case_id)

    back = await row() | {"returned_on": "2025-01-15", "reason": "Нет печати"}
    assert figures(await send(officer, [back], dry_run=True)) == (1, 0, 0)
    assert (await send(officer, [back]))["listed"][0]["events"] == ["case.upload_returned"]
    case = (await officer.get(f"/api/v1/cases/{case_id}")).json()
    assert case["state"] == "approved"
    again = await row() | {"uploaded_on": "2025-01-16", "returned_on": "", "reason": ""}
    assert (await send(officer, [again]))["listed"][0]["events"] == ["analysis_schedule.schedule_uploaded"]
    assert (await row())["uploaded_on"] == "2025-01-16"


async def test_a_list_that_nobody_filled_in_says_nothing_new(served: Served) -> None:
    """What is recorded stands in the list; sent back as it is, nothing is wrong with any row, even of a case that is not there, nor recorded."""
    plan = await signed(served)
    served.clock.travel(date(2024, 2, 20))
    officer = plan.clients["officer"]
    _, row, _ = await listed(served, officer)
    row |= {"uploaded_on": "2024-02-15", "uploaded_by": "Асанова А."}
    assert figures(await send(officer, [row])) == (1, 0, 0)
    rows, told, _ = await listed(served, officer)
    assert told == row
    bare = dict.fromkeys(row, "") | {"case": str(uuid.uuid4()), "subtask": "3.2.1", "period": "2024"}
    for dry_run in (True, False):
        assert figures(await send(officer, [*rows, bare], dry_run=dry_run)) == (0, len(rows) + 1, 0)


async def test_another_day_of_what_stands_is_refused_with_its_entry(served: Served) -> None:
    """A day that differs from the one that is recorded is refused at its column: the entry, its day, and how it is put right."""
    plan = await signed(served)
    served.clock.travel(date(2024, 2, 20))
    officer = plan.clients["officer"]
    _, row, _ = await listed(served, officer)
    await send(officer, [row | {"uploaded_on": "2024-02-15"}])
    number = (await plan.look("officer", SLOT))["version"]
    for dry_run in (True, False):
        [error] = (await send(officer, [row | {"uploaded_on": "2024-02-16"}], dry_run=dry_run))["errors"]
        assert error["column"] == "uploaded_on"
        assert error["detail"].startswith(f"Entry {number} says that it was uploaded on 15 February 2024")


async def test_of_work_that_is_not_begun_it_is_said_how_it_is(served: Served) -> None:
    """A row of planned work names the page of its case and the action that begins it, whatever kind of work it is; begun, it is refused for what it lacks."""
    plan = await signed(served)
    await served.service.plans.plan(2024, [REGION, BODY], SYSTEM)
    served.clock.travel(date(2024, 2, 20))
    rows, _, _ = await listed(served, plan.clients["officer"])
    document = next(row for row in rows if row["subtask"] not in {SLOT[0], "4.2.2"})
    officer = await served.officer(REGION)
    _, files = await package(served, officer, 1, organization=REGION)
    every = [row for row in read(files["results.csv"]) if row["subtask"] in {"1.1.1", "1.1.2", "1.5.1"}]
    begun_by = {"1.1.1": "Approve the schedule", "1.1.2": "Order the analysis", "1.5.1": "Update section 1: positions"}
    assert {row["subtask"] for row in every} == begun_by.keys()
    for client, row in ((plan.clients["officer"], document), *((officer, row) for row in every)):
        for dry_run in (True, False):
            answer = await send(client, [row | {"uploaded_on": "2024-02-15"}], dry_run=dry_run)
            [error] = answer["errors"]
            assert error["column"] == "uploaded_on"
            assert error["detail"] == (
                f"The work has not been begun: begin it by “{begun_by.get(row['subtask'], 'Take in hand')}” on the page of its case, "
                f"{served.service.settings.site}/cases/{row['case']}. Its upload is recorded after that."
            )
    await act(
        plan.clients["officer"], document["case"], "take_in_hand", begun_on="2024-02-15", responsible="Асанова А."
    )
    answer = await send(plan.clients["officer"], [document | {"uploaded_on": "2024-02-16"}])
    assert all("not been begun" not in error["detail"] for error in answer["errors"])
    assert answer["errors"]


async def test_what_was_uploaded_after_the_end_is_recorded(served: Served) -> None:
    """A schedule that was closed before it was uploaded takes its upload from a list, and stays closed."""
    served.clock.travel(date(2025, 1, 20))
    officer, case_id = await closed_schedule(served)
    _, files = await package(served, officer, 1, organization=REGION)
    row = next(one for one in read(files["results.csv"]) if one["case"] == case_id)
    late = row | {"uploaded_on": "2025-01-17"}
    assert figures(await send(officer, [late], dry_run=True)) == (1, 0, 0)
    assert (await send(officer, [late]))["listed"][0]["events"] == ["analysis_schedule.schedule_uploaded"]
    assert (await officer.get(f"/api/v1/cases/{case_id}")).json()["state"] == "closed"


async def test_a_form_is_recorded_once_for_all_its_subtasks(served: Served) -> None:
    """The rows of the subtasks that a form tells are of one case: the first records its submission, the others find it."""
    served.clock.travel(date(2024, 7, 15))
    officer = await served.officer()
    await fact(officer, "2.5.1")
    await served.projected()
    case_id = (await form_report(officer)).json()["id"]
    await act(officer, case_id, "check_report", checked_on="2024-07-15")
    paper = await keep(officer, PAPER, "форма.pdf")
    await act(officer, case_id, "sign_form", signed_on="2024-07-15", signature={"post": "apparatus_head"}, file=paper)
    _, files = await package(served, officer, 2)
    rows = [one for one in read(files["results.csv"]) if one["case"] == case_id]
    assert len(rows) > 3
    sent = [one | {"uploaded_on": "2024-07-15", "uploaded_by": "Асанова А."} for one in rows]
    assert figures(await send(officer, sent, dry_run=True)) == (1, len(rows) - 1, 0)
    assert figures(await send(officer, sent)) == (1, len(rows) - 1, 0)
    back = [one | {"returned_on": "2024-07-15", "reason": "Не те данные"} for one in sent]
    assert figures(await send(officer, back)) == (1, len(rows) - 1, 0)
    assert (await officer.get(f"/api/v1/cases/{case_id}")).json()["state"] == "returned"


async def test_a_row_that_is_refused_says_why(served: Served) -> None:
    """A foreign case, one that is not there, a sealed one alike, another subtask, a wrong or a coming day, a reason without a day: each its own words, and the rest is recorded."""
    plan = await signed(served)
    served.clock.travel(date(2024, 5, 20))
    officer, foreign = plan.clients["officer"], await served.signatory(organization=OTHER)
    body = {
        "workflow": "risk_analysis", "organization": OTHER, "action": "announce_start",
        "data": {
            "channel": "website", "address": "https://example.kz/a", "published_on": "2024-02-12", "secrets_excluded": True,
            "starts_on": "2024-03-04", "ends_on": "2024-03-28",
        },
    }  # fmt: skip
    theirs = (await foreign.post("/api/v1/cases", json=body)).json()["id"]
    reader = await cleared(served, BODY)
    actor, request = (
        await served.service.access.actor(reader),
        Request.of(await served.service.access.actor(reader), None),
    )
    secret = await served.service.cases.open("offence_report", BODY, "register_offence", REGISTERED, actor, request)
    _, row, _ = await listed(served, officer)
    row |= {"uploaded_on": "2024-02-15"}
    nothing, sealed = str(uuid.uuid4()), str(secret.case.id)
    rows = [
        row | {"case": theirs, "subtask": "1.1.3"}, row | {"case": nothing}, row | {"case": sealed}, row | {"case": "1"}, row | {"subtask": "3.2.2"},
        row | {"uploaded_on": "2024-02-30"}, row | {"uploaded_on": "2024-05-21"}, row | {"uploaded_on": "", "address": "https://x.kz"},
        row | {"returned_on": "2024-02-16"}, row | {"uploaded_on": "", "returned_on": "2024-02-14", "reason": "Рано"}, row | {"address": "http"},
    ]  # fmt: skip
    tried = await send(officer, rows, dry_run=True)
    said = {one["row"]: (one["column"], one["detail"]) for one in tried["errors"]}
    assert [said[number][0] for number in range(2, 13)] == [
        "", "case", "case", "case", "subtask", "uploaded_on", "uploaded_on", "uploaded_on", "reason", "returned_on", "address"
    ]  # fmt: skip
    assert "outside your scope" in said[2][1]
    assert said[3][1].replace(nothing, "") == said[4][1].replace(sealed, "")
    done = await send(await served.client(reader), [row | {"case": sealed}])
    assert done["errors"][0]["detail"] == said[4][1]
    assert figures(await send(officer, [*rows[:-3], row]))[::2] == (1, 8)
    assert (await plan.look("officer", SLOT))["state"] == "uploaded"
    other = await send(officer, [row | {"uploaded_by": "Кто-то"}])
    assert (other["errors"][0]["column"], figures(other)) == ("uploaded_by", (0, 0, 1))
    assert "says nothing of it" in other["errors"][0]["detail"]


async def test_a_hostile_table_is_refused(served: Served) -> None:
    """Too many rows, columns that are none, formulas without a result, a table that is none: nothing is recorded, and it is said why."""
    plan = await signed(served)
    officer = plan.clients["officer"]
    _, row, _ = await listed(served, officer)
    row |= {"uploaded_on": "2024-02-14"}
    before = served.events()

    async def refused(content: bytes, kind: str = "text/csv") -> str:
        answer = await officer.post(ADDRESS, content=content, headers={"Content-Type": kind})
        return str(problem_of(answer, 415, "file-not-accepted")["detail"])

    assert f"{MOST_ROWS}" in (await refused(written([row] * (MOST_ROWS + 1)))).replace(",", "").replace("\xa0", "")
    assert await refused(b"PK\x03\x04")
    assert await refused(b"{}", "application/json")
    strange = await send(officer, b"case,subtask,cmd\r\n1,2,3\r\n")
    assert (figures(strange), {one["column"] for one in strange["errors"]}) == ((0, 0, 1), {"", "period"})
    unknown = next(one for one in strange["errors"] if one["heading"] == "cmd")
    assert "“cmd”" in unknown["detail"]
    assert "Uploaded on, Uploaded by" in unknown["detail"]
    book = Workbook()
    book.worksheets[0].append(list(row))
    book.worksheets[0].append(list((row | {"uploaded_by": '=HYPERLINK("https://evil.example","x")'}).values()))
    book.save(sheet := io.BytesIO())
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    formula = await send(officer, sheet.getvalue(), kind=media)
    assert (formula["errors"][0]["column"], figures(formula)) == ("uploaded_by", (0, 0, 1))
    assert served.events() == before
    problem_of(await served.anonymous().post(ADDRESS, content=b"x"), 401, "unauthenticated")
