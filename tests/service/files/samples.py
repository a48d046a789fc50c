"""Little files as people send them, and as they should not."""

import io
import zipfile
from collections.abc import AsyncIterator, Mapping

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(20) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17)
TIFF = b"II*\x00\x08\x00\x00\x00"
SIGNATURE = b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + bytes(245)
OLD_DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
PROGRAM = b"MZ\x90\x00" + bytes(100)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def archive(entries: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Give a ZIP archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return made.getvalue()


def types(part: str, content_type: str) -> str:
    """Give the list of types in an Office document with its main part."""
    return f'<?xml version="1.0"?><Types><Override PartName="/{part}" ContentType="{content_type}"/></Types>'


def docx(**more: str | bytes) -> bytes:
    """Give a text of Word; `more` are further entries."""
    main = "word/document.xml"
    return archive({"[Content_Types].xml": types(main, _WORD), main: "<w:document/>", **more})


def xlsx() -> bytes:
    """Give a workbook of Excel."""
    return archive({"[Content_Types].xml": types("xl/workbook.xml", _EXCEL), "xl/workbook.xml": "<workbook/>"})


def odf(kind: str, **more: str) -> bytes:
    """Give a document of LibreOffice: `text` or `spreadsheet`."""
    return archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<office/>", **more})


async def stream(content: bytes, piece: int = 7) -> AsyncIterator[bytes]:
    """Give content piece by piece, as it comes from a network."""
    for start in range(0, len(content), piece):
        yield content[start : start + piece]
