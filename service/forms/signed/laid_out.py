"""Whether a file says what a form says, whatever program laid it out: people make a PDF of the DOCX, too."""

from collections.abc import Iterator

from service.forms.signed.texts import Said, has_day
from service.forms.signed.walk import Outcome, Piece, Walk
from service.forms.writing.amounts import written
from workflows.forms.sheet import Sheet, Table


def laid_out(sheet: Sheet, file: Said) -> Outcome:
    """Say how much of a form stands in a file, whatever program set it, and where it first says something else, if it does.

    If all of the form is there, what stands besides is told.
    """
    tables = [sheet.table, *(annex.table for annex in sheet.annexes)]
    heads = ("".join(text for row in _rows(table, sheet.unit, header=True) for text in row) for table in tables)
    given = but_for_the_day(sheet, file), list(_pieces(sheet)), [Said((head,)).text for head in heads if head]
    found = Walk(*given).outcome()
    if found.differs:
        found = max(found, Walk(*given, allows_more=True).outcome(), key=lambda one: one.of_form)
    return found


def but_for_the_day(sheet: Sheet, said: Said) -> Said:
    """Leave out what is filled in by hand in the line for the day, if a form has one: any other day is what the form says."""
    return said.undated if any(has_day(one.text) for one in sheet.above) else said


def _pieces(sheet: Sheet) -> Iterator[Piece]:
    """Give what the form says, piece by piece in its order."""
    above = [[one.text] for one in sheet.above]
    rest = [[one.text] for one in sheet.title] + list(_rows(sheet.table, sheet.unit))
    rest += [[one.text] for one in sheet.below]
    for annex in sheet.annexes:
        rest += [[annex.title], *_rows(annex.table, sheet.unit)]
    for number, row in enumerate((*above, *rest)):
        for text in row:
            said = Said((text,)).undated if number < len(above) else Said((text,))
            if said.text:
                yield Piece(said, number)


def _rows(table: Table, unit: str, *, header: bool = False) -> Iterator[list[str]]:
    return ([written(cell, unit) for cell in row.cells] for row in table.rows if row.header or not header)
