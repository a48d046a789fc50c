"""The six Appendices cell by cell, as the Instruction lays them out (l.689–809), and without its slips."""

import pytest

from tests.workflows.forms.samples import BODY, HEAD, OTHER, form, line
from workflows.forms import Covered, FormLanguage, Mode, OwnReport, Said, forms, lay_out
from workflows.forms.sheet import Align, Sheet, Table

_HEAD = "Приложение №{n} к Инструкции по исполнению\nпроектов «Типового базового направления №4\n«Предупреждение и противодействие коррупции»"


def above(sheet: Sheet) -> list[str]:
    """What stands above the title, paragraph by paragraph."""
    return [paragraph.text for paragraph in sheet.above]


def title(sheet: Sheet) -> list[str]:
    """The title, paragraph by paragraph."""
    return [paragraph.text for paragraph in sheet.title]


def cells(table: Table) -> list[list[str | int]]:
    """What stands in each row."""
    return [[cell.value for cell in row.cells] for row in table.rows]


def verbatim(appendix: int, **changed: object) -> Sheet:
    """An empty form letter for letter."""
    return lay_out(form(appendix, **changed), Mode.VERBATIM, "ru")  # type: ignore[arg-type]


def test_appendix_1_letter_for_letter() -> None:
    """Two sections, the block of the head of the apparatus, no name of a body (l.689–705)."""
    sheet = verbatim(1)
    assert above(sheet) == [
        _HEAD.format(n=1), "Руководитель аппарата", "(Ф.И.О)", "(подпись, печать)", "« » _____ 2024 год",
    ]  # fmt: skip
    assert sheet.above[0].runs[0].italic
    assert {paragraph.align for paragraph in sheet.above} == {Align.RIGHT}
    assert title(sheet) == ["ОТЧЁТ", "Об актуализации Картограммы коррупции на официальном интернет-ресурсе МИО"]
    assert cells(sheet.table) == [
        ["№", "Раздел Картограммы коррупции", "Сведения об актуализации раздела"],
        ["1", "Должности, подверженные коррупционным рискам", ""],
        ["2", "Перечень коррупционных рисков", ""],
    ]
    assert sheet.below == ()


_ROWS_2 = [
    "Сообщение о коррупционных правонарушениях (административных и уголовных)",
    "Мониторинг привлечения к дисциплинарной ответственности руководителей за коррупционные преступления подчиненных",
    "Установление фактов не рассмотрения ответственности руководителей за коррупцию подчиненных, в связи с назначением на иную должность",
    "Установление фактов, принятия на работу лиц ранее совершивших коррупционное правонарушение",
    "Установление лиц, осуществляющих деятельность, не совместимую с выполнением государственных функций",
    "Установление фактов совместной службы (работы) близких родственников, супругов и свойственников",
    "Установление фактов осуществления должностных обязанностей при наличии конфликта интересов",
    "Установление фактов использования служебной и иной информации, не подлежащей официальному распространению, в целях получения или извлечения имущественных и неимущественных благ и преимуществ",
    "Установление фактов принятия материального вознаграждения, подарков или услуг за действия (бездействие) в пользу лиц, их предоставивших, если такие действия входят в служебные полномочия",
    "Установление фактов открытия, владения счетами (вкладами), хранения наличных денег и ценностей в иностранных банках, расположенных за пределами Республики Казахстан",
]


def test_appendix_2_letter_for_letter() -> None:
    """Ten rows in their order, the number in the second column, a new page after the fourth (l.707–736)."""
    sheet = verbatim(2, period="2024Q2")
    assert above(sheet) == [
        _HEAD.format(n=2), "Управление строительства", "Руководитель аппарата", "(Ф.И.О)", "(подпись, печать)", "« » 2024 год",
    ]  # fmt: skip
    assert title(sheet) == ["ОТЧЁТ (Справка)", "Соблюдение норм антикоррупционного законодательства"]
    assert cells(sheet.table) == [
        ["Подзадача", "№", "Описание выявленного факта, принятые меры"],
        *([row, "", ""] for row in _ROWS_2),
    ]
    assert [row.cells[0].value for row in sheet.table.rows if row.breaks] == [_ROWS_2[4]]


def test_appendix_3_letter_for_letter() -> None:
    """Three groups with a numbered line each, and the footnote with its bold words (l.738–761)."""
    sheet = verbatim(3)
    assert above(sheet) == [
        _HEAD.format(n=3), "УПРАВЛЕНИЕ СТРОИТЕЛЬСТВА", "Руководитель аппарата", "_____(Ф.И.О)", "(подпись, печать)", "« » _____ 2024 год",
    ]  # fmt: skip
    assert title(sheet) == [
        "АКТ СВЕРКИ",
        "административных и уголовных коррупционных правонарушений, и правонарушений, дискредитирующих государственную службу",
    ]
    assert cells(sheet.table) == [
        ["№", "Категория", "Фабула правонарушения", "Статус"],
        ["Административное правонарушение"],
        ["1.", "", "", ""],
        ["Уголовное правонарушение"],
        ["1.", "", "", ""],
        ["Правонарушение, дискредитирующее государственную службу"],
        ["1.", "", "", ""],
    ]
    groups = [row.cells[0] for row in sheet.table.rows if len(row.cells) == 1]
    assert [(cell.span, cell.italic) for cell in groups] == [(4, True)] * 3
    [footnote] = sheet.below
    assert footnote.text == (
        "*В сверке отражаются сведения по вступившим в законную силу приговорам и постановлениям суда."
    )
    assert [run.text for run in footnote.runs if run.bold] == ["вступившим в законную силу"]


def test_appendix_4_letter_for_letter() -> None:
    """One table with the words about the Appendix in it, neither signature nor date, the year and the next one (l.763–775)."""
    sheet = verbatim(4, signatory=None)
    assert above(sheet) == title(sheet) == []
    assert cells(sheet.table) == [
        ["Приложение №4 к Инструкции по исполнению проектов ТБН-4 «Предупреждение и противодействие коррупции»"],
        ["Координация ГСЗ на антикоррупционную тематику в регионе"],
        [
            "Всего выделено в регионе на ГСЗ",
            "Выделен ГСЗ на антикоррупционную тематику",
            "* дополнительно необходимо приложить тех. спецификации в отдельную папку",
        ],
        ["???? тнг.", "??? тнг.", ""],
        ["Сумма ГСЗ на антикоррупционную тематику в разрезе:"],
        ["Областных управлений", "??? тнг.", "???"],
        ["город", "??? тнг.", "???"],
        ["район", "??? тнг.", "???"],
        ["....", "??? тнг.", "???"],
        ["Всего выделено в регионе на ГСЗ на 2024 г."],
        ["???? тнг.", "??? тнг.", ""],
        ["Всего выделено в регионе на ГСЗ на 2025 г."],
        ["", "Выделен ГСЗ на антикоррупционную тематику на 2025 г.", ""],
    ]
    assert sheet.unit == "тнг."


def test_appendix_5_letter_for_letter() -> None:
    """The ethics officer's block without a seal, two fixed rows (l.777–794)."""
    sheet = verbatim(5)
    assert above(sheet) == [
        _HEAD.format(n=5), "Уполномоченный по этике", "Управление строительства", "_____ (Ф.И.О.)", "_____ (подпись)", "« » _____ 2024 год",
    ]  # fmt: skip
    assert title(sheet) == [
        "ОТЧЁТ",
        "по организации уполномоченными по этике системной профилактической работы\n"
        "с государственными служащими, в том числе занимающими должности, подверженные коррупционным рискам",
    ]
    assert cells(sheet.table) == [
        ["№", "Ф.И.О., должность государственного служащего", "Сведения о проделанной работе"],
        [
            "1",
            "Проведение разъясняющих и обучающих мероприятий по вопросам противодействия коррупции для государственных служащих",
            "",
        ],
        [
            "2",
            "Организация системной профилактической работы с государственными служащими, занимающими должности, подверженные коррупционным рискам",
            "",
        ],
    ]


def test_appendix_6_letter_for_letter() -> None:
    """Three columns and no fixed row (l.796–809)."""
    sheet = verbatim(6, said=Said.NOT_OWED)
    assert above(sheet) == [_HEAD.format(n=6), "Управление строительства", "(Ф.И.О)", "(подпись)", "« » 2024 год"]
    assert title(sheet) == [
        "ОТЧЁТ",
        "о мероприятиях по правовой пропаганде в соответствии с Методическими рекомендациями Министерства юстиции РК",
    ]
    assert cells(sheet.table) == [
        [
            "№",
            "Сведения о проведенном мероприятии (разъяснение принятого госорганом НПА, разъяснение порядка действий в определенных жизненных ситуациях), дата, время проведения",
            "Ссылка на страницу с подтверждающим документом в Кросс-платформе (а также на другой интернет-ресурс, при опубликовании на нем соответствующей новости)",
        ]
    ]


@pytest.mark.parametrize("appendix", [1, 2, 3, 5, 6])
def test_clean_forms_close_the_quotes(appendix: int) -> None:
    """What is opened twice is closed twice."""
    assert above(lay_out(form(appendix), Mode.CLEAN, "ru"))[0] == _HEAD.format(n=appendix) + "»"


def test_clean_appendix_2_has_the_row_of_reconciliations_and_no_slips() -> None:
    """Eleven rows, that of 2.2.1 second (A-02), the ninth of the form in full (A-33 and others)."""
    sheet = lay_out(form(2), Mode.CLEAN, "ru")
    titles = [str(row.cells[0].value) for row in sheet.table.rows[1:]]
    assert len(titles) == 11
    assert titles[0] == _ROWS_2[0]
    assert titles[1].startswith("Проведение сверок")
    assert titles[4] == "Установление фактов принятия на работу лиц, ранее совершивших коррупционное правонарушение"
    assert titles[9].startswith(_ROWS_2[8])
    assert "статьи 12 Закона" in titles[9]


def test_clean_appendix_5_heads_lists() -> None:
    """The fixed rows head lists of people and work, and say that events are monthly (A-50)."""
    done = line("4.2.3", "Отдел закупок", "Разобраны случаи"), line("4.2.4", "Сериков Е. Б.", "Беседа")
    sheet = lay_out(form(5, *done, said=Said.REPORTED), Mode.CLEAN, "ru")
    rows = cells(sheet.table)[1:]
    assert [len(row) for row in rows] == [1, 3, 1, 3]
    assert str(rows[0][0]).startswith("1. Проведение ежемесячных разъясняющих")
    assert [rows[1], rows[3]] == [["1.1", "Отдел закупок", "Разобраны случаи"], ["2.1", "Сериков Е. Б.", "Беседа"]]


def test_verbatim_appendix_5_tells_the_work_in_its_fixed_rows() -> None:
    """Letter for letter, all that was done stands beside the activity."""
    done = line("4.2.3", "Отдел закупок", "Разобраны случаи"), line("4.2.3", "Отдел кадров", "Показан фильм")
    sheet = lay_out(form(5, *done, said=Said.REPORTED), Mode.VERBATIM, "ru")
    assert sheet.table.rows[1].cells[2].value == "Отдел закупок: Разобраны случаи\nОтдел кадров: Показан фильм"


def test_clean_appendix_6_lists_acts_and_situations_apart() -> None:
    """Two lists, each numbered anew (A-52); letter for letter there is one."""
    told = line("legal_act", "Закон", "https://a.kz"), line("life_situation", "Разрешение", "https://b.kz")
    content = form(6, *told, said=Said.REPORTED)
    assert cells(lay_out(content, Mode.CLEAN, "ru").table)[1:] == [
        ["Утверждённые нормативные правовые акты и их разъяснение"],
        ["1", "Закон", "https://a.kz"],
        ["Жизненные ситуации и разъяснение порядка действий в них"],
        ["1", "Разрешение", "https://b.kz"],
    ]
    assert cells(lay_out(content, Mode.VERBATIM, "ru").table)[1:] == [
        ["1", "Закон", "https://a.kz"],
        ["2", "Разрешение", "https://b.kz"],
    ]


def test_facts_are_numbered_inside_their_row() -> None:
    """Two facts of a row are 1 and 2 beside its title; a row with a nil says so, a blank one is left to be filled in."""
    said = {"2.1.1": Said.NIL, "2.3.1": Said.REPORTED, "2.3.2": Said.MISSING, "2.5.5": Said.RESTRICTED}
    content = form(2, line("2.3.1", "Первый"), line("2.3.1", "Второй"), said=said)
    rows = lay_out(content, Mode.VERBATIM, "ru").table.rows[1:]
    told = [[cell.value for cell in row.cells] for row in rows]
    assert told[:4] == [
        [_ROWS_2[0], "", "Фактов не выявлено."],
        [_ROWS_2[1], "1", "Первый"],
        ["", "2", "Второй"],
        [_ROWS_2[2], "", ""],
    ]
    assert rows[3].cells[2].blank
    assert told[-1] == [_ROWS_2[9], "", "Сведения ограниченного доступа."]


def test_a_consolidated_form_names_its_sources_and_who_is_missing() -> None:
    """Every line says who reported it; nils and missing bodies are counted, and listed in the annex, each body once."""
    others = (
        Covered("almaty.education", OTHER, {"2.3.1": Said.REPORTED, "2.3.2": Said.NIL}),
        Covered("almaty.sport", OTHER, {"2.3.1": Said.MISSING, "2.3.2": Said.PARTLY}),
    )
    fact = line("2.3.1", "Факт", bodies=("almaty.construction", "almaty.education"))
    said = {"2.3.1": Said.REPORTED, "2.3.2": Said.NIL}
    sheet = lay_out(form(2, fact, said=said, others=others), Mode.CLEAN, "ru")
    third = [row.cells[2].value for row in sheet.table.rows]
    assert third[3:7] == [
        "Факт\nИсточник: Управление строительства; Отдел образования",
        "Сведения не представлены: 1 из 3 организаций (перечень прилагается).",
        "Фактов не выявлено: 2 из 3 организаций.",
        "Сведения представлены не полностью: 1 из 3 организаций (перечень прилагается).",
    ]
    [annex] = sheet.annexes
    assert cells(annex.table) == [
        ["№", "Организация", "2.3.1", "2.3.2"],
        ["1", "Управление строительства", "представлено", "фактов нет"],
        ["2", "Отдел образования", "представлено", "фактов нет"],
        ["3", "Отдел образования", "не представлено", "не полностью"],
    ]


def test_the_annex_of_many_parts_says_of_which_parts_a_body_said_what() -> None:
    """So many columns would stand on each other on paper; what a body does not owe is not told, and what it owes is marked."""
    all_of_it = dict.fromkeys((part.code for part in forms()[2].parts(2024)), Said.MISSING) | {
        "2.1.1": Said.RESTRICTED,
        "2.5.5": Said.RESTRICTED,
    }
    others = (
        Covered("almaty.education", OTHER, all_of_it | {"2.3.1": Said.PARTLY, "2.4.1": Said.NIL}, OwnReport()),
        Covered("almaty.kgs", OTHER, {"2.4.1": Said.REPORTED}, OwnReport()),
        Covered("almaty.other", OTHER, {}, OwnReport()),
    )
    [annex] = lay_out(form(2, said=all_of_it, others=others), Mode.CLEAN, "ru").annexes
    assert [row[2:] for row in cells(annex.table)] == [
        ["По подзадачам", "Собственный отчёт"],
        ["не представлено: 2.2.1, 2.3.1, 2.3.2, 2.4.1, 2.5.1, б/н, 2.5.2, 2.5.3, 2.5.4\nограниченный доступ: 2.1.1, 2.5.5", "—"],
        [
            "фактов нет: 2.4.1\nне полностью: 2.3.1\nне представлено: 2.2.1, 2.3.2, 2.5.1, б/н, 2.5.2, 2.5.3, 2.5.4\nограниченный доступ: 2.1.1, 2.5.5",
            "не сформирован",
        ],
        ["представлено: 2.4.1", "не сформирован"],
        ["—", "не сформирован"],
    ]  # fmt: skip
    assert [row.cells[2].blank for row in annex.table.rows] == [False, True, True, False, False]
    assert sum(annex.table.widths) == 100


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ["Собственный отчёт", "—", "не сформирован", "подписан 05.07.2024"]),
        ("kk", ["Өз есебі", "—", "қалыптастырылмаған", "қол қойылды 05.07.2024"]),
    ],
)
def test_the_annex_says_whose_own_report_is_late(language: FormLanguage, said: list[str]) -> None:
    """How far the report of each body below had gone, since when; of one that has formed none the cell is marked."""
    others = (
        Covered("almaty.education", OTHER, {"4.3.1": Said.REPORTED}, OwnReport()),
        Covered("almaty.sport", OTHER, {"4.3.1": Said.MISSING}, OwnReport("signed", "2024-07-05")),
    )
    [annex] = lay_out(form(6, said=Said.NIL, others=others), Mode.CLEAN, language).annexes
    assert [row[-1] for row in cells(annex.table)] == said
    assert [row.cells[-1].blank for row in annex.table.rows] == [False, False, True, False]
    assert sum(annex.table.widths) == 100


def test_amounts_are_numbers_and_units_take_the_place_of_the_forms_rows() -> None:
    """What was reported of the social order stands as amounts, by unit."""
    told = (
        line("region", 900, 30),
        line("breakdown", "Управление внутренней политики", 30, "ТС-1"),
        line("year", 900, 30),
        line("next_year", 950, 35),
    )
    rows = cells(lay_out(form(4, *told, said=Said.REPORTED, signatory=None), Mode.CLEAN, "ru").table)
    assert rows[3] == [900, 30, ""]
    assert rows[5] == ["Управление внутренней политики", 30, "ТС-1"]
    assert [rows[7], rows[-1]] == [[900, 30, ""], [950, 35, ""]]


def test_whoever_signs_is_named() -> None:
    """The name of the head of the apparatus takes the place of the words of the form."""
    assert "Ахметов А. А." in above(lay_out(form(1, signatory=HEAD), Mode.VERBATIM, "ru"))


@pytest.mark.parametrize("appendix", range(1, 7))
@pytest.mark.parametrize("mode", list(Mode))
def test_kazakh_forms_have_the_same_shape(appendix: int, mode: Mode) -> None:
    """In Kazakh a form has the same paragraphs, rows, columns and pages, and no Russian words but names."""
    content = form(appendix, said=Said.NIL)
    russian, kazakh = (lay_out(content, mode, language) for language in ("ru", "kk"))
    assert [row.breaks for row in kazakh.table.rows] == [row.breaks for row in russian.table.rows]
    spans = [[[cell.span for cell in row.cells] for row in sheet.table.rows] for sheet in (russian, kazakh)]
    assert spans[0] == spans[1]
    assert len(kazakh.above) == len(russian.above)
    assert len(kazakh.title) == len(russian.title)
    words = {cell.value for row in russian.table.rows for cell in row.cells if len(str(cell.value)) > 4}
    assert not words & {cell.value for row in kazakh.table.rows for cell in row.cells}
    if kazakh.above and appendix != 1:
        assert any(BODY.kk.upper() in paragraph.text.upper() for paragraph in kazakh.above)


def test_a_nil_of_the_social_order_is_said_and_leaves_no_blank() -> None:
    """Who said that there is no social order is not asked for amounts: the form says so, and nothing in it is blank (A-66)."""
    for mode in Mode:
        sheet = lay_out(form(4, said=Said.NIL, signatory=None), mode, "ru")
        assert ["Фактов не выявлено."] in cells(sheet.table)
        assert not any(cell.blank for line in sheet.table.rows for cell in line.cells)


def test_an_act_of_which_a_part_is_missing_says_of_how_many_it_is() -> None:
    """One body found nothing, another has not reported: the groups say of how many there is nothing, never that there is nothing at all."""
    other = Covered("almaty.education", OTHER, {"2.2.1": Said.MISSING})
    sheet = lay_out(form(3, said=Said.NIL, others=(other,)), Mode.CLEAN, "ru")
    told = [cell for line in cells(sheet.table) for cell in line]
    assert "Фактов не выявлено: 1 из 2 организаций." in told
    assert "Фактов не выявлено." not in told
