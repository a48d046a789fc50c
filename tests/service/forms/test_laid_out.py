"""A file says what a form says whatever program laid it out, as long as all of it stands there in its order."""

from dataclasses import replace

import pytest

from service.forms.signed.laid_out import laid_out
from service.forms.signed.paper import read
from service.forms.signed.texts import Difference, Said
from service.forms.writing.docx_file import docx
from service.forms.writing.pdf_file import pdf
from tests.service.forms.test_writing import FORMS
from tests.workflows.forms.samples import OTHER, form, line
from workflows.forms import Covered, Mode, lay_out
from workflows.forms import Said as What
from workflows.forms.sheet import Align, Paragraph, Sheet, Table, TableCell, para, row

HEAD = row("№", "Фабула", "Статус", header=True)
SHEET = Sheet(
    "Акт", "ru", FORMS[3].day, (para("Орган", align=Align.RIGHT),), (para("АКТ"),),
    Table((6, 50, 44), (HEAD, row("1.", "Получил взятку в размере 12 000 тенге", "Приговор в силе"), row("2.", "Превысил полномочия", "Обжалован"))),
    (para("Примечание"),),
)  # fmt: skip
ABOVE, TABLE = "Орган\nАКТ", "№ Фабула Статус"
FIRST, SECOND = "1. Получил взятку в размере 12 000 тенге Приговор в силе", "2. Превысил полномочия Обжалован"


def held(*pages: str) -> Difference | None:
    """How pages stand to the act."""
    return laid_out(SHEET, Said(pages)).differs


@pytest.mark.parametrize("appendix", FORMS)
async def test_the_services_own_files_are_known_by_their_text(appendix: int) -> None:
    """Every form in each mode and language, as PDF over several pages and as DOCX, without the file that it is being made anew."""
    content = FORMS[appendix]
    for mode in Mode:
        for language in ("ru", "kk"):
            sheet = lay_out(content, mode, language)
            for kind, made in (("pdf", await pdf(sheet)), ("docx", docx(sheet))):
                paper = await read(made, kind)
                assert paper is not None
                assert laid_out(sheet, Said(paper.pages)).differs is None, (mode, language, kind)


async def test_rows_that_go_on_over_pages_are_followed() -> None:
    """Long facts, an annex over pages, the head of each table anew on every page, the number of the page below."""
    long = "Сотрудник принят на работу без проверки сведений о судимости; приказ отменён. " * 30
    others = tuple(Covered(f"almaty.body-{n}", OTHER, {"2.3.1": What.MISSING}) for n in range(90))
    facts = (line("2.3.1", f"{n}: {long}") for n in range(6))
    sheet = lay_out(form(2, *facts, said=What.REPORTED, others=others), Mode.CLEAN, "ru")
    paper = await read(await pdf(sheet), "pdf")
    assert paper is not None
    assert len(paper.pages) > 6
    assert laid_out(sheet, Said(paper.pages)).differs is None
    worse = [page.replace("4: Сотрудник принят", "4: Сотрудник не принят") for page in paper.pages]
    differs = laid_out(sheet, Said(worse)).differs
    assert differs is not None
    assert differs.stands.startswith("не принят")
    assert differs.form_says.startswith("принят")


@pytest.mark.parametrize(
    "pages",
    [
        (f"{ABOVE} {TABLE} {FIRST} {SECOND} Примечание",),
        (f"{ABOVE} {TABLE} {FIRST}", f"{TABLE} {SECOND} Примечание"),
        (f"{ABOVE} {TABLE} {FIRST}\n1", f"{SECOND} Примечание\n 2\n"),
        (f"{ABOVE} {TABLE} 1. Получил взятку Приговор", f"{TABLE} в размере 12 000 тенге в силе {SECOND} Примечание"),
        (f"{ABOVE} {TABLE} 1. Получил взятку в Приговор в силе", f"размере 12 000 тенге {SECOND}", "Примечание\n3"),
        (f"{ABOVE} {TABLE} 1. Приговор", f"{TABLE} Получил взятку в размере 12 000 тенге в силе {SECOND} Примечание"),
    ],
)
def test_pages_may_end_anywhere(pages: tuple[str, ...]) -> None:
    """Between rows, inside a row whose cells go on, all or some of their lines, with or without the head and the number of the page."""
    assert held(*pages) is None


@pytest.mark.parametrize(
    ("pages", "stands", "form_says"),
    [
        ((f"{ABOVE} {TABLE} {FIRST.replace('12', '21')} {SECOND} Примечание",), "21 000", "12 000"),
        ((f"{ABOVE} {TABLE} {SECOND} {FIRST} Примечание",), "2.", "1."),
        ((f"{ABOVE} {TABLE} {FIRST} Примечание",), "Примечание", "2."),
        ((f"{ABOVE} {TABLE} {FIRST} {SECOND}",), "", "Примечание"),
        ((f"{ABOVE} {TABLE} {FIRST} {SECOND} Примечание", "Согласовано"), "Согласовано", ""),
        ((f"{ABOVE} {TABLE} 1. Получил взятку", f"{TABLE} 2. Превысил полномочия"), "2.", "в размере"),
        (
            (f"{ABOVE} {TABLE} 1. Получил взятку Приговор {SECOND} Примечание", "в размере 12 000 тенге в силе"),
            "2.",
            "в силе",
        ),
        ((f"{ABOVE} {TABLE} {FIRST.replace('в силе', '')} {SECOND} При", "в силе мечание"), "2.", "в силе"),
        (("Ор АКТ", f"ган {TABLE} {FIRST} {SECOND} Примечание"), "АКТ", "Орган"),
        ((f"{ABOVE} {TABLE} {FIRST} {SECOND}1", "Примечание"), "Обжалован1", "Примечание"),
    ],
)
def test_what_is_changed_moved_left_out_or_added_is_named(pages: tuple[str, ...], stands: str, form_says: str) -> None:
    """The first place where the file goes another way: what stands there, and what the form says there."""
    found = held(*pages)
    assert found is not None
    assert found.stands.startswith(stands)
    assert found.form_says.startswith(form_says)
    assert bool(found.stands) is bool(stands)
    assert bool(found.form_says) is bool(form_says)


STAMP = "Копия электронного документа\nСтр. 1"


@pytest.mark.parametrize(
    ("pages", "page"),
    [
        ((f"Исх. № 12\nСрочно\n{ABOVE} {TABLE} {FIRST}", f"{SECOND} Примечание"), 1),
        ((f"{ABOVE} {TABLE} {FIRST}\n1", f"{TABLE} {SECOND} Примечание\n2\n{STAMP}"), 2),
        ((f"{STAMP}\n{ABOVE} {TABLE} {FIRST}\n{STAMP}", f"{STAMP}\n{TABLE} {SECOND} Примечание\n{STAMP}"), 1),
        ((f"{ABOVE} {TABLE} 1. Получил взятку Приговор\n{STAMP}", f"{STAMP}\n{TABLE} в размере 12 000 тенге в силе {SECOND} Примечание"), 1),
        ((f"{ABOVE} {TABLE} {FIRST} {SECOND} Примечание", "Лист подписей\nАсанова А. С."), 2),
        (("Сопроводительное письмо", f"{ABOVE} {TABLE} {FIRST} {SECOND} Примечание"), 1),
    ],
)  # fmt: skip
def test_what_stands_besides_the_form_is_told_as_such(pages: tuple[str, ...], page: int) -> None:
    """Systems that send documents stamp every page above or below, and add one of their own: all of the form is there all the same."""
    found = held(*pages)
    assert found is not None
    assert (found.whole, found.page, found.form_says) == (True, page, "")
    assert found.stands in {
        "Исх. № 12 Срочно",
        " ".join(STAMP.split()),
        "Лист подписей Асанова А. С.",
        "Сопроводительное письмо",
    }


@pytest.mark.parametrize(
    ("pages", "stands", "form_says"),
    [
        ((f"{ABOVE} {TABLE} {FIRST}\n{STAMP}", f"{SECOND.replace('Обж', 'Не обж')} Примечание\n{STAMP}"), "Не обж", "Обж"),
        ((f"{ABOVE} {TABLE} {FIRST}\n{STAMP}\n{SECOND} Примечание",), "Копия", "2."),
        ((f"{ABOVE} {TABLE} {FIRST} {STAMP}", f"{SECOND} Примечание"), "Копия", "2."),
        ((f"{ABOVE} {TABLE} {FIRST}\n{STAMP}", SECOND), "", "Примечание"),
    ],
)  # fmt: skip
def test_below_a_stamp_the_form_is_compared_all_the_same(pages: tuple[str, ...], stands: str, form_says: str) -> None:
    """The place of the change is named, not that of the stamp; what stands in the middle of a page or of a line is no stamp."""
    found = held(*pages)
    assert found is not None
    assert not found.whole
    assert (found.stands[: len(stands)], found.form_says[: len(form_says)]) == (stands, form_says)


@pytest.mark.parametrize("stamp", ["", f"\n{STAMP}"])
def test_no_word_may_be_left_out_or_be_another(stamp: str) -> None:
    """Wherever it stands, on a page with a stamp or without one, in a row that goes on or not."""
    begins, ends = f"{ABOVE} {TABLE} 1. Получил взятку Приговор{stamp}", "в размере 12 000 тенге в силе"
    rest = f"{ends} {SECOND} Примечание{stamp}"
    assert held(begins, rest) == (Difference(1, " ".join(STAMP.split()), "", whole=True) if stamp else None)
    for word in f"Орган АКТ {TABLE} 1. Получил взятку Приговор".split():
        for other in ("", f"{word}а"):
            found = held(begins.replace(word, other, 1), rest)
            assert found, word
            assert not found.whole, word
    for word in f"{ends} {SECOND} Примечание".split():
        for other in ("", f"{word}а"):
            found = held(begins, rest.replace(word, other, 1))
            assert found, word
            assert not found.whole, word


def test_the_rest_of_a_cell_may_begin_as_the_next_cell_does() -> None:
    """Where it is cut is told by what follows on the page, and on the next one."""
    rows = row("Обвинительный приговор вступил в силу", "приговор отменён", "приговор не обжалован")
    sheet = replace(SHEET, table=Table((34, 33, 33), (HEAD, rows)))
    pages = (
        f"{ABOVE} {TABLE} Обвинительный приговор отменён приговор",
        f"{TABLE} приговор вступил в силу не обжалован Примечание",
    )
    assert laid_out(sheet, Said(pages)).differs is None
    assert laid_out(sheet, Said((pages[0], pages[1].replace("не ", "")))).differs is not None


DAY = "Приказ от «5» июля 2024 года"


@pytest.mark.parametrize("head", [(), (para("« » _____ 2024 год"),)])
def test_days_that_the_form_itself_names_are_compared(head: tuple[Paragraph, ...]) -> None:
    """Only the line above the form is filled in by hand, if there is one: a day in a cell is what the form says."""
    sheet = replace(SHEET, above=(*SHEET.above, *head), table=Table((100,), (row(f"{DAY} о наказании"),)))
    above = " ".join(one.text for one in sheet.above)
    for day in ("« » _____ 2024 год", "«15» июля 2024 года"):
        says = f"{above.replace('« » _____ 2024 год', day)} АКТ {DAY} о наказании Примечание"
        assert laid_out(sheet, Said((says,))).differs is None
        found = laid_out(sheet, Said((says.replace("«5» июля", "«25» мая"),))).differs
        assert found is not None
        assert (found.stands[:8], found.form_says[:8]) == ("«25» мая", "«5» июля")


def test_a_form_may_have_as_many_pages_and_columns_as_it_likes() -> None:
    """A year of an oblast: on each of a hundred pages a row of thirteen cells ends that all began on the page before."""
    count, columns = 100, range(13)
    rows = [row(*(f"Начало {n}/{m} конец {n}/{m}" for m in columns)) for n in range(count)]
    sheet = replace(SHEET, table=Table((7,) * 13, (HEAD, *rows)))
    begun, ended = (
        [" ".join(f"{word} {n}/{m}" for m in columns) for n in range(count)] for word in ("Начало", "конец")
    )
    between = [f"{TABLE} {ended[n]} {begun[n + 1]}" for n in range(count - 1)]
    pages = [f"{ABOVE} {TABLE} {begun[0]}", *between, f"{ended[-1]} Примечание"]
    assert laid_out(sheet, Said(pages)).differs is None
    pages[70] = pages[70].replace("70/4", "70/5")
    found = laid_out(sheet, Said(pages)).differs
    assert found is not None
    assert (found.page, found.stands[:4], found.form_says[:3]) == (71, "70/5", "70/")


def test_a_file_that_goes_astray_everywhere_is_given_up() -> None:
    """However many ways there are to cut the cells, few are tried: then it says something else."""
    same = Sheet("Акт", "ru", FORMS[3].day, (), (), Table((50, 50), tuple(row("а" * 40, TableCell("а" * 40)) for _ in range(40))))  # fmt: skip
    assert laid_out(same, Said(tuple("а" * 79 for _ in range(40)))).differs is not None
