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
import openpyxl
import pytest

from events.text import msg
from service.exports.worker import Worker
from service.forms.giving import written
from service.i18n import translator
from service.requests import Request
from tests.clearing import cleared
from tests.service.exports import paging
from tests.service.exports.lying import lying
from tests.serving import BELOW, BODY, OTHER, Served, problem_of, serving
from tests.stories.test_forms_over_http import fact
from tests.workflows.forms.samples import form, line
from tests.workflows.offence_report.life import REGISTERED
from workflows.forms import Content, Mode, Said, lay_out

MARK = translator("ru")(msg("restricted access"))
"""What stands in the name of a file with sealed rows."""


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
    assert f'filename="year-of-forms-{BODY}-2024-' in made.headers["content-disposition"]
    with ZipFile(BytesIO(made.content)) as found:
        assert found.testzip() is None
        return {name: found.read(name) for name in found.namelist()}


async def sealed(served: Served, **offence: str) -> httpx2.AsyncClient:
    """Have an offence registered by somebody who is cleared for it, whose client is given."""
    account = await cleared(served, BODY)
    actor = await served.service.access.actor(account)
    secret = REGISTERED | {"offence": REGISTERED["offence"] | offence}
    await served.service.cases.open("offence_report", BODY, "register_offence", secret, actor, Request.of(actor, None))
    return await served.client(account)


def said_of(files: dict[str, bytes], *, hidden: bool) -> None:
    """Hold the page, the list and the names of the very files with sealed rows to say that access is restricted, and nothing else to."""
    shown, listed = files["index.html"].decode(), json.loads(files["contents.json"])
    marked = [one["file"] for one in listed if one["restricted"]]
    assert [one for one in files if MARK in one] == marked
    assert bool(marked) is hidden
    assert {one["appendix"] for one in listed if one["restricted"]} <= {2}
    assert ("Some of these forms hold restricted information" in shown, "(restricted access)" in shown) == (
        hidden, hidden,
    )  # fmt: skip
    assert shown.count("restricted access") == len(marked) + hidden * 2


@pytest.mark.timeout(300)
async def test_every_form_of_the_year_is_in_the_archive(database_url: str, tmp_path: Path) -> None:
    """Each form and period that the body fills in, own and consolidated, in three formats and two languages, with its hash in the list.

    Made again of the same state, every file is the same byte for byte. There are sealed rows, too, of which this reader learns nothing.
    """
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        await sealed(served)
        officer, below = await served.officer(), await served.officer(BELOW)
        await fact(officer, "2.5.1")
        await fact(below, "2.5.2", BELOW)
        await served.projected()
        files, again = [await archive(served, officer) for _ in range(2)]
        assert files == again
        said_of(files, hidden=False)
        shown = paging.read(files.pop("index.html"), files)
        listed = json.loads(files.pop("contents.json"))
        assert {one["file"]: one["sha256"] for one in listed} == {
            name: hashlib.sha256(made).hexdigest() for name, made in files.items()
        }
        periods = {(one["appendix"], one["period"]) for one in listed if not one["consolidated"]}
        assert periods >= {(2, "2024"), (2, "2024Q2"), (3, "2024"), (4, "2024"), (5, "2024-05"), (6, "2024")}
        assert {one["appendix"] for one in listed} == {2, 3, 4, 5, 6}
        assert {one["appendix"] for one in listed if one["consolidated"]} == {2, 3}
        whole = "Приложение 2. Соблюдение антикоррупционного законодательства/С нижестоящими органами/Приложение 2, II квартал 2024"
        for language in ("русский", "қазақша"):
            assert {f"{whole}, {language}, 2024-07-15.{ending}" for ending in ("docx", "pdf", "xlsx")} <= files.keys()
        assert (shown.language, set(shown.links), set(shown.hashes)) == (
            "en",
            set(files),
            {one["sha256"] for one in listed},
        )
        assert any("2.5.2" in one for one in shown.lacks)
        forms_shown = {(one["appendix"], one["period"], one["consolidated"]) for one in listed}
        assert 0 < len(shown.lacks) <= len(forms_shown)


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


async def test_a_long_form_is_written_in_constant_memory(database_url: str, tmp_path: Path) -> None:
    """As the service writes it, a workbook of 10,000 rows takes no more memory than one of 1,000 but for the packed file itself."""
    async with serving(database_url, data_dir=tmp_path) as served:
        peaks = []
        for rows in (1_000, 10_000):
            sheet = lay_out(_long(rows), Mode.CLEAN, "ru")
            tracemalloc.start()
            made = await written(served.service, sheet, "xlsx", sealed=False)
            peaks.append(tracemalloc.get_traced_memory()[1] - len(made))
            tracemalloc.stop()
            assert openpyxl.load_workbook(BytesIO(made), read_only=True).worksheets[0].max_row > rows
        assert peaks[1] < peaks[0] * 1.5, peaks
        assert not [*(tmp_path / "exports" / "parts").iterdir()]


def _long(rows: int) -> Content:
    """A form of many lines."""
    said = "обстоятельства " * 8
    return form(2, *(line("2.3.1", f"Факт {n}: {said}") for n in range(rows)), said=Said.REPORTED)


async def test_a_form_with_sealed_rows_never_lies_open(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of a workbook lie on the disk until it is packed; with what only the reader's clearance lets them read, none does, by itself nor in a year's archive.

    The archive says that access to it is restricted.
    """
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        offender = "Жасырын Адам Қайратұлы"
        reader, officer = await sealed(served, offender=offender), await served.officer()
        await fact(officer, "2.5.1")
        await served.projected()
        found = lying(monkeypatch)
        query = {"organization": BODY, "period": "2024Q2", "lang": "ru"}
        for client, hidden in ((officer, False), (reader, True)):
            found.clear()
            made = await client.get("/api/v1/forms/2/file.xlsx", params=query)
            assert (offender in _text(made.content)) is hidden
            assert any("Доля в ТОО" in text for text in found) is not hidden
        found.clear()
        files = await archive(served, reader)
        assert any(
            offender in _text(made)
            for name, made in files.items()
            if "II квартал 2024, русский" in name and name.endswith(".xlsx")
        )
        assert found
        assert not any(offender in text for text in found)
        said_of(files, hidden=True)


def _text(made: bytes) -> str:
    """What stands in a workbook."""
    [page, *_] = openpyxl.load_workbook(BytesIO(made)).worksheets
    return "\n".join(str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None)


async def test_a_file_with_sealed_rows_says_so(database_url: str, tmp_path: Path) -> None:
    """Its name says that access is restricted, if it was made by somebody cleared for them; made by others, none does."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        reader, officer = await sealed(served), await served.officer()
        await served.projected()
        for client, hidden in ((officer, False), (reader, True)):
            for mode in Mode:
                asked = {"organization": BODY, "period": "2024Q2", "lang": "ru", "mode": mode}
                one = await client.get("/api/v1/forms/2/file.docx", params=asked)
                assert one.headers["content-disposition"] == (
                    f'attachment; filename="appendix-2-{BODY}-2024Q2-{mode}-ru-2024-07-15{"-restricted" if hidden else ""}.docx"'
                )
