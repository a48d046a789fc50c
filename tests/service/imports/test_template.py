"""Workbooks to fill in."""

import io

import pytest
from openpyxl import load_workbook

from service.i18n import LANGUAGES, Language, translator
from service.imports import KINDS
from service.imports.column import Headings
from service.imports.kind import Kind
from service.imports.rows import read_entries
from service.imports.template import template
from service.tables import read_table


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_can_be_imported(kind: str, language: Language) -> None:
    """The example of every template, in every language, is a row that makes sense, under headings that are understood."""
    read = read_entries(KINDS[kind], read_table(template(KINDS[kind], language), "t.xlsx"))
    assert (read.rows, read.errors, len(read.entries)) == (1, (), 1)
    assert {"organizations": 12, "people": 6, "posts": 11, "appointments": 7}[kind] == len(read.headings)
    needed = {column.name for column in KINDS[kind].columns if column.needed}
    assert needed <= set(read.entries[0].given)


def test_values_to_choose_from() -> None:
    """The second sheet names each column, whether it is needed, and the values allowed, from which the first lets one choose."""
    book = load_workbook(io.BytesIO(template(KINDS["organizations"], "ru")))
    table, values = book.worksheets
    rows = list(values.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows if row[0]] == [cell.value for cell in table[1]]
    titles = {translator("ru").code("OrganizationType", code) for code in ("CGO", "KGS", "AGT")}
    assert titles <= {row[3] for row in rows}
    [types] = [one for one in table.data_validations.dataValidation if "B2" in one.sqref]
    assert types.formula1 == "'Допустимые значения'!$D$3:$D$13"
    assert table["I2"].number_format == "@"


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_headings_are_told_apart(kind: Kind) -> None:
    """No two columns of a table have the same title in any language."""
    columns = kind.columns
    for language in LANGUAGES:
        titles = tuple(translator(language)(column.title) for column in columns)
        assert Headings.read(columns, titles) == Headings(columns)
