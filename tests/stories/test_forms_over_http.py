"""Forms over HTTP: from the record to a signed report, whose form no later fact changes."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import pytest
from docx import Document
from pypdf import PdfReader

from service.requests import Request
from tests.clearing import cleared
from tests.serving import BELOW, BODY, OTHER, REGION, problem_of, serving
from tests.workflows.offence_report.life import REGISTERED
from tests.workflows.restriction_fact.life import FOUND, OPENINGS

FORM = f"/api/v1/forms/2?organization={BODY}&period=2024Q2"
ROW, ANOTHER = "2.5.1", "2.5.2"


async def fact(client: httpx2.AsyncClient, row: str, organization: str = BODY) -> str:
    """A broken restriction of a row, found in the second quarter; gives its case."""
    opening = OPENINGS[row]
    body = {
        "workflow": "restriction_fact", "organization": organization, "action": opening.action,
        "data": opening.data | {"found_on": FOUND},
    }  # fmt: skip
    answer = await client.post("/api/v1/cases", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def nil(client: httpx2.AsyncClient, row: str, organization: str = BODY) -> None:
    """The declaration that there are no facts in a row."""
    data = {"row": row, "period": "2024Q2", "declared_on": "2024-07-03", "signature": {"post": "first_head"}}
    body = {"workflow": "reporting_row", "organization": organization, "action": "declare_no_facts", "data": data}
    answer = await client.post("/api/v1/cases", json=body)
    assert answer.status_code == 201, answer.text


async def form_report(client: httpx2.AsyncClient, **body: Any) -> httpx2.Response:
    """The report of the second quarter."""
    return await client.post("/api/v1/forms/2/reports", json={"organization": BODY, "period": "2024Q2", **body})


async def act(client: httpx2.AsyncClient, case_id: str, action: str, **data: Any) -> None:
    """An action on a report as it is."""
    version = (await client.get(f"/api/v1/cases/{case_id}")).headers["ETag"]
    answer = await client.post(f"/api/v1/cases/{case_id}/actions/{action}", json=data, headers={"If-Match": version})
    assert answer.status_code == 200, answer.text


async def sign(client: httpx2.AsyncClient, case_id: str, on: str, organization: str = BODY) -> None:
    """The signature under a report as it is, with the form on which it stands."""
    form = await client.get(f"/api/v1/cases/{case_id}/form.pdf")
    kept = await client.post(
        "/api/v1/files", params={"organization": organization, "name": "форма.pdf"}, content=form.content
    )
    file = kept.json()["sha256"]
    await act(client, case_id, "sign_form", signed_on=on, signature={"post": "first_head"}, file=file)


async def got(client: httpx2.AsyncClient, address: str) -> Any:
    """What an address gives."""
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def lines(content: Any) -> list[str]:
    """The parts of the lines of a form."""
    return [line["group"] for line in content["lines"]]


async def test_a_report_is_frozen_signed_submitted_and_formed_anew(database_url: str, tmp_path: Path) -> None:
    """Whatever is recorded later, a version gives the same form and the same bytes; the next one differs by what was added."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer, above = await served.officer(), await served.officer(REGION)
        await fact(officer, ROW)
        await nil(officer, "2.3.1")
        await served.projected()
        form = await got(officer, FORM)
        said = form["covered"][0]["said"]
        assert (lines(form), said[ROW], said["2.3.1"], said["2.3.2"]) == ([ROW], "reported", "nil", "missing")
        assert {"group": "2.3.2", "organization": BODY, "said": "missing"} in form["blanks"]

        formed = await form_report(officer)
        assert formed.status_code == 201, formed.text
        report = formed.json()["id"]
        before = await officer.get(f"/api/v1/cases/{report}/form.docx?lang=ru&mode=verbatim")
        await fact(officer, ANOTHER)
        await served.projected()
        assert lines(await got(officer, f"/api/v1/cases/{report}/form")) == [ROW]
        after = await officer.get(f"/api/v1/cases/{report}/form.docx?lang=ru&mode=verbatim")
        assert before.content == after.content

        await act(officer, report, "check_report", checked_on="2024-07-15")
        await sign(officer, report, "2024-07-15")
        await act(officer, report, "submit_report", submitted_on="2024-07-15")
        await act(above, report, "return_report", returned_on="2024-07-15", reason="Не указан второй факт")
        anew = await form_report(officer)
        assert (anew.status_code, anew.json()["id"], anew.json()["state"]) == (201, report, "formed")
        first, second = [await got(officer, f"/api/v1/cases/{report}/form?version={n}") for n in (1, 2)]
        assert (lines(first), sorted(lines(second))) == ([ROW], [ROW, ANOTHER])
        found = await got(officer, f"/api/v1/cases/{report}/form/compare?from=1&to=2")
        assert ([one["group"] for one in found["added"]], found["removed"]) == ([ANOTHER], [])
        assert found["changed"] == [{"organization": BODY, "part": ANOTHER, "before": "missing", "now": "reported"}]


async def test_a_form_is_had_in_every_format(database_url: str, tmp_path: Path) -> None:
    """DOCX, PDF and XLSX of a form, in both languages and modes, with a name that says what it is."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer = await served.officer()
        await fact(officer, ROW)
        await served.projected()
        made = await officer.get(f"/api/v1/forms/2/file.docx?{FORM.partition('?')[2]}&lang=ru")
        assert made.headers["content-disposition"] == (
            f'attachment; filename="appendix-2-{BODY}-2024Q2-clean-ru-{date(2024, 7, 15)}.docx"'
        )
        text = "\n".join(cell.text for row in Document(BytesIO(made.content)).tables[0].rows for cell in row.cells)
        assert "Доля в ТОО" in text
        made = await officer.get(f"/api/v1/forms/2/file.pdf?{FORM.partition('?')[2]}&lang=kk&mode=verbatim")
        assert f'-2024Q2-verbatim-kk-{date(2024, 7, 15)}.pdf"' in made.headers["content-disposition"]
        assert "ЕСЕП" in PdfReader(BytesIO(made.content)).pages[0].extract_text()
        made = await officer.get(f"/api/v1/forms/2/file.xlsx?{FORM.partition('?')[2]}")
        assert made.content[:2] == b"PK"


async def test_forming_again_with_the_same_key_forms_once(database_url: str, tmp_path: Path) -> None:
    """The same request again gives the same answer again, though more is known by then."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer = await served.officer()
        asked = {"organization": BODY, "period": "2024Q2"}
        sent = [
            await officer.post("/api/v1/forms/2/reports", json=asked, headers={"Idempotency-Key": "q2"}) for _ in "12"
        ]
        assert [answer.status_code for answer in sent] == [201, 201]
        assert sent[1].headers["Idempotency-Replayed"] == "true"
        assert sent[0].json()["position"] == sent[1].json()["position"]
        assert served.events(sent[0].json()["id"]) == 1


async def test_what_is_sealed_is_never_frozen(database_url: str, tmp_path: Path) -> None:
    """The row of reports of corruption is restricted in the snapshot; those on the list read it in the report all the same, as of then."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer, account = await served.officer(), await cleared(served, BODY)
        reader, actor = await served.client(account), await served.service.access.actor(account)
        data, request = REGISTERED, Request.of(actor, None)
        await served.service.cases.open("offence_report", BODY, "register_offence", data, actor, request)
        await served.projected()
        report = (await form_report(reader)).json()["id"]
        plain = await officer.get(f"/api/v1/cases/{report}/form")
        assert plain.json()["covered"][0]["said"]["2.1.1"] == "restricted"
        offender = REGISTERED["offence"]["offender"]
        assert offender not in plain.text
        assert offender in (await reader.get(f"/api/v1/cases/{report}/form")).text
        for who, end in ((reader, "-15-restricted.docx"), (officer, "-15.docx")):
            made = await who.get(f"/api/v1/forms/2/file.docx?{FORM.partition('?')[2]}&lang=ru")
            assert f'-clean-ru-2024-07{end}"' in made.headers["content-disposition"]
        events = await reader.get(f"/api/v1/cases/{report}/events")
        snapshot = events.json()["items"][0]["data"]["snapshot"]
        frozen = await reader.get(f"/api/v1/files/{snapshot}?organization={BODY}")
        assert frozen.status_code == 200, frozen.text
        assert offender not in frozen.text


async def test_a_consolidated_form_covers_the_bodies_below(database_url: str, tmp_path: Path) -> None:
    """The department's form tells of the institution below it, with the source of each fact, and who has said nothing."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer, below = await served.officer(), await served.officer(BELOW)
        await fact(officer, ROW)
        await fact(below, ANOTHER, BELOW)
        await served.projected()
        form = await got(officer, f"{FORM}&consolidated=true")
        assert {line["group"]: [one["organization"] for one in line["origins"]] for line in form["lines"]} == {
            ROW: [BODY], ANOTHER: [BELOW],
        }  # fmt: skip
        assert [body["organization"] for body in form["covered"]] == [BODY, BELOW]
        formed = await form_report(officer, consolidated=True)
        own = await form_report(officer)
        assert formed.json()["id"] != own.json()["id"]


async def test_a_late_report_of_a_body_below_is_listed(database_url: str, tmp_path: Path) -> None:
    """The department's form is formed without the institution's report, and says whether there was one then, how far it had gone, since when."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 10))
        officer, below = await served.officer(), await served.officer(BELOW)
        await fact(below, ANOTHER, BELOW)
        await served.projected()
        assert [body["report"] for body in (await got(officer, FORM))["covered"]] == [None]
        formed = await form_report(officer, consolidated=True)
        assert formed.status_code == 201, formed.text
        frozen = f"/api/v1/cases/{formed.json()['id']}/form"
        none = {"state": "", "on": "", "consolidated": False}
        assert [body["report"] for body in (await got(officer, frozen))["covered"]] == [None, none]

        own = (await form_report(below, organization=BELOW)).json()["id"]
        served.clock.travel(date(2024, 7, 12))
        await act(below, own, "check_report", checked_on="2024-07-11")
        await sign(below, own, "2024-07-11", BELOW)
        await act(below, own, "submit_report", submitted_on="2024-07-12")
        await served.projected()
        whole = f"{FORM}&consolidated=true"
        for day, state, on in (("2024-07-09", "", ""), ("2024-07-11", "signed", "2024-07-11"), ("2024-07-12", "submitted", "2024-07-12")):  # fmt: skip
            covered = (await got(officer, f"{whole}&effective_at={day}"))["covered"]
            assert covered[1]["report"] == {"state": state, "on": on, "consolidated": False}, day
        assert (await got(officer, frozen))["covered"][1]["report"] == none
        document = await officer.get(f"/api/v1/forms/2/file.docx?{whole.partition('?')[2]}&lang=ru")
        annex = [[cell.text for cell in row.cells] for row in Document(BytesIO(document.content)).tables[1].rows]
        assert [row[-1] for row in annex] == ["Собственный отчёт", "—", "представлен 12.07.2024"]

        assert (await form_report(officer, consolidated=True)).status_code == 201
        found = await got(officer, f"{frozen}/compare?from=1&to=2")
        now = {"state": "submitted", "on": "2024-07-12", "consolidated": False}
        assert found["reports"] == [{"organization": BELOW, "before": none, "now": now}]
        assert (found["added"], found["removed"], found["changed"]) == ([], [], [])


async def test_what_there_is_no_form_of_is_refused(database_url: str, tmp_path: Path) -> None:
    """Another Appendix, period, body, format, version, or case: each is told what is wrong."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer = await served.officer()
        problem_of(await officer.get(f"/api/v1/forms/7?organization={BODY}&period=2024"), 404, "unknown")
        wrong = problem_of(await officer.get(f"/api/v1/forms/3?organization={BODY}&period=2024Q2"), 400, "bad-query")
        assert wrong["errors"][0]["parameter"] == "period"
        for none in ("agency", "{{7*7}}", "x", "1999", "2024Q9", "2024-13"):
            wrong = problem_of(
                await officer.get(f"/api/v1/forms/2?organization={BODY}&period={none}"), 400, "bad-query"
            )
            assert wrong["errors"][0]["parameter"] == "period"
            sent = {"organization": BODY, "period": none}
            assert (await officer.post("/api/v1/forms/2/reports", json=sent)).status_code in {400, 422}
        problem_of(await officer.get(f"/api/v1/forms/2?organization={OTHER}&period=2024"), 403, "out-of-scope")
        problem_of(await officer.get(f"/api/v1/forms/1?organization={BODY}&period=2024"), 400, "bad-query")
        nobody = f"/api/v1/forms/1?organization={BODY}&period=2024&consolidated=true"
        wrong = problem_of(await officer.get(nobody), 400, "bad-query")
        assert "nor any body below it" in wrong["errors"][0]["detail"]
        together: dict[str, Any] = {"organization": BODY, "period": "2024", "consolidated": True}
        assert (await officer.post("/api/v1/forms/1/reports", json=together)).status_code in {400, 422}
        problem_of(await officer.get(f"/api/v1/forms/2/file.odt?{FORM.partition('?')[2]}"), 404, "unknown")
        report = (await form_report(officer)).json()["id"]
        problem_of(await officer.get(f"/api/v1/cases/{report}/form?version=2"), 404, "unknown")
        case = await fact(officer, ROW)
        problem_of(await officer.get(f"/api/v1/cases/{case}/form"), 404, "unknown")
        problem_of(await officer.post("/api/v1/forms/2/reports", json={"organization": BODY}), 422, "invalid")


@pytest.mark.parametrize("day", ["2024-06-30"])
async def test_a_form_is_as_of_a_moment(database_url: str, tmp_path: Path, day: str) -> None:
    """What happened after a day is not in the form of that day, nor what was recorded after an instant."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 6, 20))
        officer = await served.officer()
        await fact(officer, ROW)
        served.clock.travel(date(2024, 7, 15))
        await nil(officer, "2.3.1")
        await served.projected()
        then = await got(officer, f"{FORM}&at={day}")
        assert (lines(then), then["covered"][0]["said"]["2.3.1"]) == ([ROW], "missing")
        assert (await got(officer, f"{FORM}&effective_at={day}"))["covered"][0]["said"]["2.3.1"] == "missing"
        assert (await got(officer, FORM))["covered"][0]["said"]["2.3.1"] == "nil"
