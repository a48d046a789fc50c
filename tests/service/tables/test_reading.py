"""Reading tables that people send."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from service.files import FileRefused
from service.tables import Row, Table, TableRefused, Unreadable, read_table
from service.tables.table import MOST_COLUMNS, MOST_ROWS
from service.tables.xlsx_file import MOST_TEXTS


def _workbook(lines: Sequence[Sequence[Any]]) -> bytes:
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(list(line))
    book.save(file)
    return file.getvalue()


def _with_part(content: bytes, name: str, change: Any) -> bytes:
    """Give a workbook with one of its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, change(data) if entry.filename == name else data)
    return file.getvalue()


EXPECTED = Table(("Код", "Имя"), (Row(2, ("a", "Сағадат, «Ө»")), Row(4, ("b", ""))))


@pytest.mark.parametrize(
    "text",
    [
        "Код;Имя\r\na;Сағадат, «Ө»\r\n;\r\nb;\r\n",
        "\ufeffКод;Имя\na;Сағадат, «Ө»\n\nb",
        'Код,Имя\na," Сағадат, «Ө» "\n,\nb,\n',
        "Код\tИмя\r\na\tСағадат, «Ө»\r\n\r\nb\t\t\t",
    ],
)
def test_csv(text: str) -> None:
    """A CSV is read with or without a byte order mark, whatever divides it; rows know their number, empty ones are left out."""
    assert read_table(text.encode(), "people.CSV") == EXPECTED


def test_xlsx() -> None:
    """Of a workbook the first sheet is read, with dates as dates, whole numbers as such, and rows that know their number."""
    lines: list[list[Any]] = [
        ["Код", "БИН", "С", "Да"],
        [" a ", 50140000123.0, datetime.fromisoformat("2024-03-01"), True],
        [],
        ["b", 1.5, datetime.fromisoformat("2024-03-01T08:30")],
    ]
    assert read_table(_workbook(lines), "t.xlsx") == Table(
        ("Код", "БИН", "С", "Да"),
        (Row(2, ("a", 50140000123, date(2024, 3, 1), True)), Row(4, ("b", 1.5, "2024-03-01 08:30:00", ""))),
    )


def test_what_a_formula_gave_is_read() -> None:
    """A formula counts as what it gave when the workbook was saved; one without a result is not taken for an empty cell."""
    plain = _workbook([["a", "b"], ["=1+1", "=2+2"]])
    empty, shown = rb"<f>1\+1</f><v( ?/>|></v>)", b"<f>1+1</f><v>2</v>"  # written so or so, by the XML library there is
    calculated = _with_part(plain, "xl/worksheets/sheet1.xml", lambda xml: re.sub(empty, shown, xml))
    [row] = read_table(calculated, "t.xlsx").rows
    assert row.cells[0] == 2
    assert isinstance(row.cells[1], Unreadable)


def test_an_error_in_a_cell_is_no_text() -> None:
    """What a spreadsheet shows in place of a value it could not compute is not taken for a value."""
    broken = _with_part(
        _workbook([["a", "b"], ["x", 1]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b't="n"><v>1</v>', b't="e"><v>#N/A</v>'),
    )
    [row] = read_table(broken, "t.xlsx").rows
    assert isinstance(row.cells[1], Unreadable)
    assert "#N/A" in str(row.cells[1].text)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("Код;Имя\nа;Ахметова".encode("cp1251"), "t.csv", "Windows-1251"),
        ("a;b\n1;2".encode("utf-16"), "t.csv", "UTF-16"),
        (b"a;b\n\x9f\xff;1", "t.csv", "not UTF-8"),
        (b"a;b\n1\0;2", "t.csv", "no text"),
        (b"<html><table></table></html>", "t.csv", "a page"),
        (b'a;b\n1;"2\n', "t.csv", "Row 2"),
        (b"a;b\n1;2;3\n", "t.csv", "Row 2 has more cells"),
        (b"a;;c\n1;2;3\n", "t.csv", "Column 2 has no heading"),
        (b"a;b;A\n1;2;3\n", "t.csv", "stands twice"),
        (b" \n", "t.csv", "empty"),
        (b";\n;", "t.csv", "empty"),
        (b"a;b\n1;2\n", "t.xlsx", "not XLSX"),
        (b"PK\x03\x04 and nothing more", "t.xlsx", "not XLSX"),
        (_workbook([["a"], ["b"]]), "t.csv", "looks like an Excel workbook"),
        (_workbook([["a"], ["b"]])[:-30], "t.xlsx", "not XLSX"),
        (_workbook([]), "t.xlsx", "empty"),
        (b"a;b\n1;2", "t.txt", ".xlsx or .csv"),
        (b"a;b\n1;2", "csv", ".xlsx or .csv"),
        (b"a\n" + b"1\n" * (MOST_ROWS + 1), "t.csv", "more than 50000 rows"),
        (b";".join(str(n).encode() for n in range(MOST_COLUMNS + 1)), "t.csv", "columns"),
        (_workbook([[str(n) for n in range(MOST_COLUMNS + 2)]]), "t.xlsx", "columns"),
        (b"a\n" + b"1" * 20_000_000, "t.csv", "larger than 20 MB"),
    ],
)  # fmt: skip
def test_what_is_refused(content: bytes, name: str, words: str) -> None:
    """A file that is not what its name says, or no table, is refused with the reason."""
    with pytest.raises(TableRefused) as refused:
        read_table(content, name)
    assert words in str(refused.value)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
FILE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>"""


@pytest.mark.parametrize("prolog", [BOMB, FILE])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_entities_are_refused(prolog: bytes, part: str) -> None:
    """A workbook that declares entities is refused before anybody expands them, in whatever part they are."""
    harmful = _with_part(
        _workbook([["a"], ["b"]]), part, lambda xml: prolog + xml.removeprefix(b'<?xml version="1.0"?>')
    )
    with pytest.raises(TableRefused, match="declarations"):
        read_table(harmful, "t.xlsx")


def test_swelling_archives_are_refused() -> None:
    """A workbook that would be much larger unpacked is refused by its list of entries, before anything is unpacked."""
    swollen = _with_part(_workbook([["a"], ["b"]]), "docProps/app.xml", lambda _xml: b" " * 110_000_000)
    assert len(swollen) < 1_000_000
    with pytest.raises(FileRefused, match="100 MB"):
        read_table(swollen, "t.xlsx")


def test_more_texts_than_a_table_holds_are_refused() -> None:
    """A small archive with millions of texts is refused before they are read into memory."""
    texts = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + b"<si/>" * (MOST_TEXTS + 1)
        + b"</sst>"
    )
    file = io.BytesIO(_workbook([["a"], ["b"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    swollen = file.getvalue()
    assert len(swollen) < 100_000
    with pytest.raises(TableRefused, match="600000 texts"):
        read_table(swollen, "t.xlsx")


def test_a_cell_far_away_costs_nothing() -> None:
    """A sheet with a lone cell in its last row is refused without a table of a million rows being made."""
    far = _with_part(
        _workbook([["a"], ["b"]]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b'r="2"', b'r="1048576"').replace(b'r="A2"', b'r="A1048576"'),
    )
    with pytest.raises(TableRefused, match="rows"):
        read_table(far, "t.xlsx")


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8).map(str.strip)


@given(st.lists(st.tuples(CELLS, CELLS.filter(bool)), max_size=5), st.sampled_from(";,\t"))
def test_csv_round_trip(rows: list[tuple[str, str]], delimiter: str) -> None:
    """Whatever text stands in a CSV comes out as it went in."""
    lines = [("Первая", "Вторая"), *rows]
    text = "\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    assert [row.cells for row in read_table(text.encode(), "t.csv").rows] == rows
