"""What makes another version of a report, and which state of the record a form is of."""

from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from tests.serving import REGION, problem_of, serving
from tests.stories.test_forms_over_http import ANOTHER, FORM, ROW, act, fact, form_report, got, sign


async def test_a_version_that_says_the_same_is_not_formed(database_url: str, tmp_path: Path) -> None:
    """Nothing new, no second version: it is told which one says the same. A new fact makes one; so does handing in again what was returned."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer, above = await served.officer(), await served.officer(REGION)
        await fact(officer, ROW)
        await served.projected()
        report = (await form_report(officer)).json()["id"]
        for _ in "12":
            again = problem_of(await form_report(officer), 409, "same-again")
            assert again["detail"].startswith("Version 1 says the same")
        assert served.events(report) == 1
        await fact(officer, ANOTHER)
        await served.projected()
        assert (await form_report(officer)).status_code == 201
        assert problem_of(await form_report(officer), 409, "same-again")["detail"].startswith("Version 2")

        await act(officer, report, "check_report", checked_on="2024-07-15")
        await act(officer, report, "reopen_report", reopened_on="2024-07-15", reason="Подпишет другой руководитель")
        assert (await form_report(officer)).status_code == 201
        await act(officer, report, "check_report", checked_on="2024-07-15")
        await sign(officer, report, "2024-07-15")
        await act(officer, report, "submit_report", submitted_on="2024-07-15")
        await act(above, report, "return_report", returned_on="2024-07-15", reason="Нет печати")
        assert (await form_report(officer)).status_code == 201
        found = await got(officer, f"/api/v1/cases/{report}/form/compare?from=2&to=4")
        assert (found["added"], found["removed"], found["changed"]) == ([], [], [])


async def test_that_nothing_came_until_the_end_of_the_period_is_news(database_url: str, tmp_path: Path) -> None:
    """What was formed before its period ended is formed once more afterwards, though nothing was added; then no more."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 6, 28))
        officer = await served.officer()
        await fact(officer, ROW)
        await served.projected()
        assert (await form_report(officer)).status_code == 201
        problem_of(await form_report(officer), 409, "same-again")
        served.clock.travel(date(2024, 7, 1))
        assert (await form_report(officer)).status_code == 201
        problem_of(await form_report(officer), 409, "same-again")


async def test_a_form_says_which_moment_was_asked_and_up_to_what_it_tells(database_url: str, tmp_path: Path) -> None:
    """Days after the last entry the form is of now, contains all up to that entry, and has the bytes that it had then, whatever is asked."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 6, 20))
        officer = await served.officer()
        await fact(officer, ROW)
        await served.projected()
        before, file = await got(officer, FORM), f"/api/v1/forms/2/file.pdf?{FORM.partition('?')[2]}&lang=ru"
        printed = (await officer.get(file)).content
        served.clock.travel(date(2024, 7, 15))
        now = await got(officer, FORM)
        assert now["as_of"].startswith("2024-07-1")
        assert before["as_of"] < now["as_of"]
        assert now | {"as_of": ""} == before | {"as_of": ""}
        past = await got(officer, f"{FORM}&at=2024-06-25")
        assert (past["as_of"][:10], past["known_at"], past["position"]) == (
            "2024-06-25", before["known_at"], before["position"],
        )  # fmt: skip
        for asked in (file, f"{file}&at=2024-06-25"):
            assert (await officer.get(asked)).content == printed, asked
        said = "".join(PdfReader(BytesIO(printed)).pages[-1].extract_text().split())
        assert "Содержитвсесведения,внесённыепо20.06.2024" in said
