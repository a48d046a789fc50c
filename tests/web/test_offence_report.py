"""The page of a report of an offence, and what its forms know."""

from datetime import date
from pathlib import Path

from service.requests import Request
from tests.clearing import cleared
from tests.service.files.samples import stream
from tests.serving import BODY, serving
from tests.web.visiting import PASSWORD, visitor
from tests.workflows.offence_report.life import CLOSED, EXECUTED, LIFE


async def test_the_forms_know_what_was_recommended(database_url: str, tmp_path: Path) -> None:
    """An answered report offers its recommendations by their texts; closing it asks for a reason for each that is left."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        account = await cleared(served, BODY, password=PASSWORD)
        actor, cases = await served.service.access.actor(account), served.service.cases
        kept = await served.service.files.keep(stream("Ответ".encode()), "reply.txt", actor, BODY)
        case = None
        for action, _, data in LIFE[:3]:
            given, request = data | ({"file": kept.sha256} if "file" in data else {}), Request.of(actor, None)
            if case is None:
                case = (await cases.open("offence_report", BODY, action, given, actor, request)).case
            else:
                case = (await cases.act(case.id, action, given, actor, request, case.version)).case
        assert case is not None
        browser, address = await visitor(served, account.login), f"/cases/{case.id}"
        page = (await browser.get(f"{address}?lang=en")).text
        assert "Report of a corruption offence, " in page
        assert page.count('class="stage stage-met') == 3
        for stated in (LIFE[0][2]["offence"]["offender"], "Ротация", "Number of the reply"):
            assert stated in page[page.index("What is reported") : page.index('id="history"')]
        form = (await browser.get(f"{address}/actions/execute_recommendation")).text
        assert '<option value="R2">R2. Ротация</option>' in form
        done = await browser.post(f"{address}/actions/execute_recommendation", data=EXECUTED | {"_version": "3"})
        assert done.status_code == 303, done.text
        form = (await browser.get(f"{address}/actions/close_offence_report")).text
        assert '<option value="R2" selected>R2. Ротация</option>' in form
        assert '<option value="R1" selected>' not in form
        sent = {"_version": "4", "closed_on": CLOSED["closed_on"], "unexecuted.0.recommendation": "R2"}
        refused = await browser.post(f"{address}/actions/close_offence_report", data=sent)
        assert refused.status_code == 422
        sent["unexecuted.0.reason"] = "Должность упразднена"
        assert (await browser.post(f"{address}/actions/close_offence_report", data=sent)).status_code == 303
        assert (await cases.get(case.id)).state == "closed"
        closed = (await browser.get(address)).text
        assert "The work is over." in closed
        assert f'href="{address}/actions/report_offence"' in closed
        assert f'btn-primary" href="{address}/actions/' not in closed
