"""Tables for tests, as people might send them."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from events.identification import check_digit

SINCE = "2023-01-03"


def number(serial: int) -> str:
    """Give the BIN (or IIN) with a serial number; some serials have none, and take that of the next that has."""
    digit = check_digit(eleven := f"{serial:011d}")
    return number(serial + 1) if digit is None else f"{eleven}{digit}"


def organization(code: str, kind: str = "OBL", parent: str = "", **more: Any) -> dict[str, Any]:
    """Give a row of an organisation."""
    names = {f"name_{language}": f"{code} ({language})" for language in ("ru", "kk", "en")}
    row = {"code": code, "type": kind, "region": "KZ-19", **names, "parent": parent, "since": SINCE}
    return row | {"bin": "", "site": "", "account": ""} | more


def person(code: str, **more: Any) -> dict[str, Any]:
    """Give a row of a person."""
    return {"code": code, "name_ru": f"Имя {code}", "name_kk": "", "name_latin": "", "iin": "", "since": ""} | more


def post(body: str, code: str, kind: str = "first_head", **more: Any) -> dict[str, Any]:
    """Give a row of a post."""
    row = {"organization": body, "post": code, "title_ru": code, "kind": kind, "post_class": "corps_b", "since": SINCE}
    return row | {"elected": "", "superior_organization": "", "superior_post": ""} | more


def appointment(body: str, at: str, who: str, **more: Any) -> dict[str, Any]:
    """Give a row of an appointment."""
    row = {"organization": body, "post": at, "person": who, "order_no": "1-л", "since": SINCE}
    return row | {"until": "", "acting": ""} | more


def as_csv(rows: Sequence[Mapping[str, Any]], delimiter: str = ";") -> bytes:
    """Write rows as CSV."""
    lines = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines).encode()


def as_xlsx(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Write rows as a workbook."""
    return workbook([list(rows[0]), *(list(row.values()) for row in rows)])


def workbook(lines: Sequence[Sequence[Any]]) -> bytes:
    """Write lines of cells as a workbook."""
    book, file = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet()
    for line in lines:
        sheet.append([None if cell == "" else cell for cell in line])
    book.save(file)
    return file.getvalue()
