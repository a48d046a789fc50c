"""A year of forms as one archive, made in the background."""

import hashlib
import json
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx2
import pytest

from service.exports.worker import Worker
from service.forms.writing.xlsx_file import write_xlsx
from tests.serving import BELOW, BODY, OTHER, Served, problem_of, serving
from tests.stories.test_forms_over_http import fact
from tests.workflows.forms.samples import form, line
from workflows.forms import Mode, Said, lay_out


async def archive(served: Served, client: httpx2.AsyncClient, **filters: Any) -> dict[str, bytes]:
    """The files of the archive, once it is made."""
    asked = {"list": "year-of-forms", "format": "zip", "filters": {"organization": BODY, "year": 2024} | filters}
    answer = await client.post("/api/v1/exports", json=asked)
    assert answer.status_code == 202, answer.text
    assert await Worker(served.service).make_next()
    export = (await client.get(answer.headers["Location"])).json()
    assert export["state"] == "ready", export
    made = await client.get(export["file"])
    assert made.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(made.content)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


@pytest.mark.timeout(300)
async def test_every_form_of_the_year_is_in_the_archive(database_url: str, tmp_path: Path) -> None:
    """Each form and period that the body fills in, own and consolidated, in three formats and two languages, with its hash in the list.

    Made again of the same state, every file is the same byte for byte.
    """
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer, below = await served.officer(), await served.officer(BELOW)
        await fact(officer, "2.5.1")
        await fact(below, "2.5.2", BELOW)
        await served.projected()
        files, again = [await archive(served, officer) for _ in range(2)]
        assert files == again
        listed = json.loads(files.pop("contents.json"))
        assert {one["file"]: one["sha256"] for one in listed} == {
            name: hashlib.sha256(made).hexdigest() for name, made in files.items()
        }
        periods = {(one["appendix"], one["period"]) for one in listed if not one["consolidated"]}
        assert periods >= {(2, "2024"), (2, "2024Q2"), (3, "2024"), (4, "2024"), (5, "2024-05"), (6, "2024")}
        assert {one["appendix"] for one in listed} == {2, 3, 4, 5, 6}
        assert {one["appendix"] for one in listed if one["consolidated"]} == {2, 3}
        whole = f"appendix-2/consolidated/appendix-2-{BODY}-consolidated-2024Q2-ru-2024-07-15"
        assert {f"{whole}.{ending}" for ending in ("docx", "pdf", "xlsx")} <= files.keys()


async def test_a_year_is_not_made_of_what_there_is_not(database_url: str, tmp_path: Path) -> None:
    """A body outside the caller's reach, another format, a year before the Instruction: each is refused before anything waits."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer = await served.officer()

        async def asked(form: str = "zip", **filters: Any) -> httpx2.Response:
            named = {"organization": BODY, "year": 2024} | filters
            return await officer.post(
                "/api/v1/exports", json={"list": "year-of-forms", "format": form, "filters": named}
            )

        problem_of(await asked(organization=OTHER), 403, "out-of-scope")
        problem_of(await asked("xlsx"), 422, "invalid")
        wrong = problem_of(await asked(year=2023), 422, "invalid")
        assert wrong["errors"][0]["pointer"] == "#/filters/year"


def test_a_long_form_is_written_in_constant_memory(tmp_path: Path) -> None:
    """A workbook of 10,000 rows takes no more memory to write than one of 1,000."""
    peaks = []
    for rows in (1_000, 10_000):
        content = form(
            2, *(line("2.3.1", f"Факт {n}: " + "обстоятельства " * 8) for n in range(rows)), said=Said.REPORTED
        )
        sheet = lay_out(content, Mode.CLEAN, "ru")
        with (tmp_path / f"{rows}.xlsx").open("wb") as into:
            tracemalloc.start()
            write_xlsx(sheet, into, str(tmp_path))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5, peaks
