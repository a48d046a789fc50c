"""The three formats: what stands in a file is what stood in the list, and nothing in it is carried out."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from events.text import msg
from service.exports.about import About
from service.exports.columns import Cell, Column, plain
from service.exports.formulas import escaped, looks_like_formula
from service.exports.refusals import TooLarge
from service.exports.writing import WRITERS, Sheet, Target
from service.exports.writing.xlsx_file import LONGEST, XlsxWriter
from service.i18n import Language, translator
from tests.service.exports.reading import about_of, rows_of

NOON = datetime(2024, 6, 3, 7, 0, 5, tzinfo=UTC)
"""Noon in Kazakhstan, and five seconds."""

END_OF_DAY = datetime(2024, 6, 3, 18, 59, 59, 999999, tzinfo=UTC)
"""The last instant of the day in Kazakhstan: as of a day, a list is as of it."""

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    "=cmd|' /C calc'!A0",
    "＝1",
    " =1",
    "\u200f=1",
    "\u202e+1",
)
HARMLESS = ("", "1-2", "a=b", "№ 17-Ө", "«=»", "\u200fعربي", "x\n=1")


def _sheet(folder: str, language: Language = "en") -> Sheet:
    columns = (
        Column("words", msg("Case"), lambda row, _: row),
        Column("day", msg("Due"), lambda row, _: row),
        Column("n", msg("Rows"), lambda row, _: row),
        Column("state", msg("Status"), lambda row, _: row, coded="status"),
    )
    about = About(
        "cases", msg("Cases"), {"region": "KZ-19", "open": True}, NOON, "Айгүл", "aigul", NOON, "https://tbn4.kz/cases", language
    )  # fmt: skip
    return Sheet(columns, about, translator(language), folder)


def written(form: str, folder: Path, lines: Sequence[Sequence[Cell]], language: Language = "en") -> bytes:
    into = io.BytesIO()
    writer = WRITERS[form](Target(into, 10**8), _sheet(str(folder), language))
    for line in lines:  # one by one, as pages come
        writer.add([line])
    writer.end(len(lines))
    return into.getvalue()


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas_are_marked_as_text(text: str, tmp_path: Path) -> None:
    """What a spreadsheet would carry out, also behind what cannot be seen, stands in CSV behind an apostrophe, in XLSX as text."""
    line = [text, None, None, None]
    [row] = rows_of(written("csv", tmp_path, [line]), "csv")
    assert row["Case"] == f"'{text}"
    sheet = load_workbook(io.BytesIO(written("xlsx", tmp_path, [line]))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix
    assert json.loads(written("json", tmp_path, [line]))["rows"][0]["words"] == text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str, tmp_path: Path) -> None:
    """Signs within a text, marks of direction and lines of their own change nothing."""
    assert not looks_like_formula(text)
    assert escaped(text) == text
    for form, heading in (("csv", "Case"), ("xlsx", "Case"), ("json", "words")):
        [row] = rows_of(written(form, tmp_path, [[text, date(2024, 1, 2), 1, "met"]]), form)
        assert (row[heading] or "") == text


@pytest.mark.parametrize("form", WRITERS)
def test_long_cells_and_lines_are_whole(form: str, tmp_path: Path) -> None:
    """A cell of 10,000 characters with lines, commas and quotation marks is read back as it was."""
    text = ('Строка с "кавычками", запятой;\n' * 400)[:10_000]
    [row] = rows_of(written(form, tmp_path, [[text, None, None, None]]), form)
    assert row["words" if form == "json" else "Case"] == text


def test_cells_longer_than_excel_takes_are_cut_and_said_so(tmp_path: Path) -> None:
    """What Excel cannot hold is cut with its length at the end, and the sheet about the file counts such cells."""
    content = written("xlsx", tmp_path, [["я" * 40_000, None, None, None], ["short", None, None, None]])
    long, short = rows_of(content, "xlsx")
    assert len(long["Case"]) == LONGEST
    assert long["Case"].endswith("… [40000]")
    assert short["Case"] == "short"
    said = about_of(content, "xlsx")
    assert next(value for title, value in said.items() if title.startswith("Cells longer than")) == 1


def test_what_cannot_stand_in_xml_does_not_break_a_workbook(tmp_path: Path) -> None:
    """Control characters and non-characters are written as Excel writes them."""
    content = written("xlsx", tmp_path, [["a\x01b\x0bc\ufffe", None, None, None]])
    assert rows_of(content, "xlsx")[0]["Case"] == "a_x0001_b_x000B_c_xFFFE_"


def test_values_are_typed(tmp_path: Path) -> None:
    """In a workbook dates are dates and numbers numbers, instants those of Kazakhstan; CSV has ISO 8601; codes are named."""
    lines: list[list[Cell]] = [
        ["a", date(2024, 2, 29), -3, "overdue"],
        ["b", NOON, 1.5, "met"],
        ["c", date(1700, 1, 1), None, ""],
    ]
    [of_day] = rows_of(written("xlsx", tmp_path, [["d", END_OF_DAY, None, ""]]), "xlsx")
    assert of_day["Due"].isoformat() == "2024-06-03T23:59:59"
    first, second, third = rows_of(written("xlsx", tmp_path, lines), "xlsx")
    assert first["Due"].date() == date(2024, 2, 29)
    assert second["Due"].isoformat() == "2024-06-03T12:00:05"
    assert (first["Rows"], second["Rows"], third["Rows"]) == (-3, 1.5, None)
    assert third["Due"] == "1700-01-01"
    assert (first["Status"], third["Status"]) == ("Overdue", None)
    first, second, third = rows_of(written("csv", tmp_path, lines), "csv")
    assert (first["Due"], second["Due"], third["Due"]) == ("2024-02-29", "2024-06-03T12:00:05+05:00", "1700-01-01")
    assert (first["Rows"], second["Rows"], third["Rows"]) == ("-3", "1.5", "")
    first, second, third = rows_of(written("json", tmp_path, lines), "json")
    assert (first["state"], first["state_title"], third["state"]) == ("overdue", "Overdue", "")
    assert (first["n"], second["day"]) == (-3, "2024-06-03T07:00:05Z")


def test_a_csv_is_as_rfc_4180_wants_it(tmp_path: Path) -> None:
    """It begins with a byte order mark, its lines end in CR LF, and each says as of when it is and what the list was narrowed to."""
    content = written("csv", tmp_path, [["a,b", None, 1, "met"]])
    assert content.startswith(b"\xef\xbb\xbfCase,")
    assert content.decode().split("\r\n")[1:] == [
        '"a,b",,1,Done in time,2024-06-03T12:00:05+05:00,region=KZ-19; open=true',
        "",
    ]


def test_a_workbook_is_ready_to_be_used(tmp_path: Path) -> None:
    """The headings stay in sight, every column can be filtered, widths are set; a second sheet says what it is."""
    content = written("xlsx", tmp_path, [["a", None, 1, "met"]] * 3, "ru")
    list_, about = load_workbook(io.BytesIO(content)).worksheets
    assert (list_.title, list_.freeze_panes, list_.auto_filter.ref) == ("Дела", "A2", "A1:D4")
    assert list_.column_dimensions["A"].width == pytest.approx(16.71, abs=1)
    assert [cell.value for cell in list_[1]][1] == "Срок"
    said = {str(title.value): value.value for title, value in about.iter_rows()}
    assert "Алматинская область (KZ-19)" in said.values()
    assert {"https://tbn4.kz/cases", "Айгүл (aigul)", 3} <= set(said.values())


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    """No row is lost where Excel's sheets end, and each sheet has its headings."""
    into = io.BytesIO()
    writer = XlsxWriter(Target(into, 10**8), _sheet(str(tmp_path)), most_rows=4)
    writer.add([[f"{n}", None, n, "met"] for n in range(8)])
    writer.end(8)
    book = load_workbook(io.BytesIO(into.getvalue()))
    assert book.sheetnames == ["Cases", "Cases 2", "Cases 3", "About this file"]
    assert [row["Rows"] for row in rows_of(into.getvalue(), "xlsx")] == list(range(8))


@pytest.mark.parametrize("form", WRITERS)
def test_a_file_does_not_grow_beyond_its_limit(form: str, tmp_path: Path) -> None:
    """A file that would be too large is refused, and takes no more room than it may."""
    into = io.BytesIO()
    target = Target(into, 2_000)
    writer = WRITERS[form](target, _sheet(str(tmp_path)))
    writer.add([[f"{n * 7919}", None, n, "met"] for n in range(2_000)])
    writer.end(2_000)
    assert len(into.getvalue()) <= 2_000
    with pytest.raises(TooLarge):
        target.check()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (("a", "b"), "a; b"),
        ({"n": 1, "days": [date(2024, 1, 2)]}, '{"n": 1, "days": ["2024-01-02"]}'),
        (True, True),
        (None, None),
    ],
)
def test_any_value_becomes_a_cell(value: Any, cell: Cell) -> None:
    """Lists are joined, objects are JSON, what a cell can hold stays."""
    assert plain(value) == cell


_MEASURED = """
import resource, sys, tempfile, io
from tests.service.exports.test_writing import _sheet
from service.exports.writing import WRITERS, Target
for rows in map(int, sys.argv[2:]):
    with tempfile.TemporaryDirectory() as folder, open(folder + "/out", "wb") as into:
        writer = WRITERS[sys.argv[1]](Target(into, 10**9), _sheet(folder))
        for start in range(0, rows, 200):
            writer.add([[f"Дело {n} {n * 7919}", None, n, "met"] for n in range(start, start + 200)])
        writer.end(rows)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _peaks(form: str, *rows: int) -> list[int]:
    """Give the most memory, in KB, that a process of its own had taken when it had written so many rows, and then so many more."""
    command = [sys.executable, "-c", _MEASURED, form, *map(str, rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3])
    return [int(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("form", WRITERS)
def test_memory_does_not_grow_with_the_list(form: str) -> None:
    """A list of 20,000 rows takes no more memory than one of 200, in whichever format, but for a few MB."""
    few, many = _peaks(form, 200, 20_000)
    assert many - few < 3_000


def test_nothing_is_read_for_a_separator(tmp_path: Path) -> None:
    """Every row of a CSV has as many cells as there are headings, whatever stands in them."""
    content = written("csv", tmp_path, [[text, None, None, None] for text in (*FORMULAS, *HARMLESS, '"', ",", "\r\n")])
    widths = {len(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)}
    assert widths == {6}
