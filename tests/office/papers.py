"""Every document that the service writes for an office program, each with all special letters of Kazakh in it."""

import asyncio
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from service.documents.fields import Contents
from service.documents.kinds import KINDS, LANGUAGES, DocumentLanguage, Kind
from service.forms.writing.docx_file import docx
from service.forms.writing.xlsx_file import xlsx
from tests.service.documents.made import text_of
from tests.service.documents.test_documents import full, made
from tests.service.exports.test_writing import written
from tests.service.forms.test_writing import KAZAKH, said
from tests.workflows.forms.samples import HEAD, OTHER, form, line
from workflows.forms import Content, Covered, FormLanguage, Mode, Said, forms, lay_out
from workflows.forms.sheet import Sheet

_LONG = (
    f"{KAZAKH}: "
    + "Сотрудник принят на работу без проверки сведений о судимости; приказ отменён, виновные привлечены. " * 4
)
_LINES = {
    1: [line("positions", _LONG), line("functions", "Согласование проектной документации\nПриёмка работ")],
    2: [line("2.3.1", _LONG), line("2.3.1", "Второй факт"), line("2.5.1", "Подарок стоимостью 12 000 тенге")],
    3: [line("criminal", _LONG, "Приговор вступил в силу"), line("disciplinary", "Нарушение ограничений", "Выговор")],
    4: [
        line("region", 900_000_000, 130_000_000), line("breakdown", f"Управление {KAZAKH}", 12_500_000, _LONG),
        line("breakdown", "Отдел образования города Талгара", 117_500_000, ""), line("year", 1_800_000_000, 260_000_000),
    ],
    5: [line("4.2.3", f"Отдел закупок {KAZAKH}", _LONG), line("4.2.4", "Бухгалтерия", "Разъяснение о конфликте интересов")],
    6: [line("legal_act", _LONG, "https://kz2050.gov.kz/ru/projects/4/subtasks/4-3-1/materials/2024/0001"), line("life_situation", "Подарки", "https://example.kz/a")],
}  # fmt: skip
"""What stands in each Appendix."""

_CONSOLIDATED = frozenset({2, 3, 4, 5, 6})
"""Appendices that have an annex with the bodies below."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file, and what must be read in it; `ending` is that of its name."""

    content: bytes
    says: tuple[str, ...]
    ending: str


@cache
def paper(name: str) -> Paper:
    """Give one of them by the name of its file: they are made when they are asked for, since that takes its time."""
    return _makers()[name]()


def names() -> list[str]:
    """Give the names of all files."""
    return sorted(_makers())


def papers() -> dict[str, Paper]:
    """Give all of them by the names of their files."""
    return {name: paper(name) for name in names()}


def sheets() -> Iterator[tuple[str, Sheet]]:
    """Give every Appendix in both modes and languages, own, and consolidated where there is such a form."""
    yield from ((name, made()) for name, made in _sheets())


def _sheets() -> Iterator[tuple[str, Callable[[], Sheet]]]:
    for appendix in forms():
        for consolidated in (False, True) if appendix in _CONSOLIDATED else (False,):
            kind = "consolidated" if consolidated else "own"
            for mode in Mode:
                for language in _LANGUAGES:
                    made = partial(_sheet, appendix, mode, language, consolidated=consolidated)
                    yield f"appendix-{appendix}-{kind}-{mode}-{language}", made


_LANGUAGES: tuple[FormLanguage, ...] = ("ru", "kk")


@cache
def _sheet(appendix: int, mode: Mode, language: FormLanguage, *, consolidated: bool) -> Sheet:
    return lay_out(_content(appendix, consolidated=consolidated), mode, language)


def _content(appendix: int, *, consolidated: bool) -> Content:
    parts = [part.code for part in forms()[appendix].parts(2024)]
    others = tuple(
        Covered(f"almaty.{n}", OTHER, dict.fromkeys(parts, what))
        for n, what in enumerate((Said.REPORTED, Said.MISSING, Said.NIL))
    )
    return form(
        appendix,
        *_LINES[appendix],
        said=Said.REPORTED,
        others=others if consolidated else (),
        signatory=HEAD if forms()[appendix].appendix != 4 else None,
    )


@cache
def _makers() -> dict[str, Callable[[], Paper]]:
    return {**dict(_forms()), **dict(_documents()), "export.xlsx": _export}


def _forms() -> Iterator[tuple[str, Callable[[], Paper]]]:
    for name, sheet in _sheets():
        yield f"{name}-text.docx", partial(_form, sheet, docx, "docx")
        yield f"{name}-table.xlsx", partial(_form, sheet, xlsx, "xlsx")


def _form(sheet: Callable[[], Sheet], written_as: Callable[[Sheet], bytes], ending: str) -> Paper:
    laid_out = sheet()
    return Paper(written_as(laid_out), (*filter(None, said(laid_out)), KAZAKH), ending)


def _documents() -> Iterator[tuple[str, Callable[[], Paper]]]:
    for kind in KINDS.values():
        for language in LANGUAGES:
            yield f"{kind.name}-{language}.docx", partial(_document, kind, language)


def _document(kind: Kind, language: DocumentLanguage) -> Paper:
    known = full(kind, language)
    named = {"name": f"{known.groups['body']['name']} {KAZAKH}"}
    content, _ = asyncio.run(made(kind, language, Contents({**known.groups, "body": named}, known.rows)))
    return Paper(content, (*filter(None, text_of(content).split("\n")), KAZAKH), "docx")


def _export() -> Paper:
    rows = [(f"{KAZAKH} {n}", date(2024, 6, 3), n, "open") for n in range(200)]
    with TemporaryDirectory() as folder:
        content = written("xlsx", Path(folder), rows, "kk")
    return Paper(content, (KAZAKH,), "xlsx")


def stream(paper: Paper) -> io.BytesIO:
    """Open a file for a library."""
    return io.BytesIO(paper.content)
