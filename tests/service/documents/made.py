"""Documents read back, and templates made by hand, good and hostile."""

import io
import zipfile
from collections.abc import Iterable, Mapping

import docx
from docx.document import Document

PLAIN = "{{ body.name }}: {{ order.number }}"
"""The text of a template that names two fields."""


def opened(content: bytes) -> Document:
    """Open a document."""
    return docx.Document(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Give the text of a document, paragraphs and cells in lines."""
    document = opened(content)
    lines = [paragraph.text for paragraph in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def tables_of(content: bytes) -> list[list[list[str]]]:
    """Give the tables of a document."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in opened(content).tables]


def template(*paragraphs: str) -> bytes:
    """Give a DOCX with some paragraphs."""
    document = docx.Document()
    for text in paragraphs or (PLAIN,):
        document.add_paragraph(text)
    document.save(made := io.BytesIO())
    return made.getvalue()


def changed(
    content: bytes,
    parts: Mapping[str, bytes] | None = None,
    replace: Mapping[str, tuple[str, str]] | None = None,
    drop: Iterable[str] = (),
) -> bytes:
    """Give a DOCX with further parts, and texts replaced in its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist() if name not in drop}
    for name, (old, new) in (replace or {}).items():
        assert old.encode() in kept[name], name
        kept[name] = kept[name].replace(old.encode(), new.encode(), 1)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**kept, **(parts or {})}.items():
            archive.writestr(name, part)
    return made.getvalue()


def in_body(xml: str, content: bytes | None = None) -> bytes:
    """Give a DOCX whose body begins with some XML."""
    return changed(content or template(), replace={"word/document.xml": ("<w:body>", f"<w:body>{xml}")})


def related(kind: str, target: str, mode: str = "External") -> bytes:
    """Give a DOCX that leads to something."""
    of_mode = f' TargetMode="{mode}"' if mode else ""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    one = f'<Relationship Id="rId99" Type="{base}{kind}" Target="{target}"{of_mode}/></Relationships>'
    return changed(template(), replace={"word/_rels/document.xml.rels": ("</Relationships>", one)})
