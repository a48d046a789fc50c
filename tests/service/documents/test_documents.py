"""Each document says what its case knows, in both languages, and leaves a line for what it does not know."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import docx
import pytest

from service.documents import analysis, schedule
from service.documents.drawing import drawn
from service.documents.fields import Contents, example, nothing
from service.documents.filler import Filler
from service.documents.filling import BLANK
from service.documents.kinds import ANALYSIS_SCHEDULE, KINDS, LANGUAGES, DocumentLanguage, Kind
from service.documents.said import Words
from service.harmless import harmless
from service.i18n import translator
from service.named import Named
from tests.service.documents.made import opened, tables_of, text_of
from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION, register, signatory
from tests.workflows.risk_analysis.life import CLOSED, ITEM, ORDER, PARTY, POSITION, RECOMMENDATION, RISK, lived
from tests.workflows.scenario import HEAD, OFFICER, Scenario
from workflows.register import Register

REGISTER = register()
TODAY = date(2025, 4, 20)
BOTH = [(kind, language) for kind in KINDS.values() for language in LANGUAGES]

WORD = re.compile("[а-яё]{3}")
THE_SAME = ("Ахметов Серік Әлібекұлы", "Нұрланова Г. Б.", "Интернет-ресурс")


def ids(value: Any) -> str:
    """Name a kind in the names of tests."""
    return value.name if isinstance(value, Kind) else str(value)


def _words(language: DocumentLanguage, known: Register = REGISTER) -> Words:
    return Words(translator(language), Named(known, language, TODAY), TODAY)


def _scheduled() -> Scenario:
    scenario = Scenario("analysis_schedule", AKIMAT, REGISTER)
    objects = [
        {"organization": EDUCATION, "starts_on": "2024-03-04", "ends_on": "2024-03-28"},
        {"organization": DISTRICT, "starts_on": "2024-04-01", "ends_on": "2024-04-26"},
    ]
    data = {"year": 2024, "approved_on": "2024-02-15", "schedule_no": "3-г", "breakdown": "local", "objects": objects}
    return scenario.do("approve_schedule", signatory(AKIMAT), "2024-02-15", **data)


def full(kind: Kind, language: DocumentLanguage) -> Contents:
    """Give what is known of a case of which everything is."""
    if kind.workflow == ANALYSIS_SCHEDULE:
        return schedule.contents(_scheduled().case, _words(language))
    return analysis.contents(lived("close_monitoring").case, _words(language))


def _empty(kind: Kind, language: DocumentLanguage) -> Contents:
    """Give what is known of a case of which nothing is."""
    if kind.workflow == ANALYSIS_SCHEDULE:
        return schedule.contents(Scenario("analysis_schedule", AKIMAT, REGISTER).case, _words(language))
    return analysis.contents(lived("").case, _words(language))


async def made(kind: Kind, language: DocumentLanguage, contents: Contents) -> tuple[bytes, tuple[str, ...]]:
    """A document of the service's own template, and the fields that it needs."""
    filled = await Filler().fill(drawn(kind.name, language), kind.fields, [contents], "Название", "Орган")
    assert filled.wrong == ()
    [document] = filled.documents
    return document, filled.needed


def _values(contents: Contents, names: tuple[str, ...]) -> Iterator[str]:
    """Give what fields say, those of rows row by row."""
    for name in names:
        owner, _, column = name.partition(".")
        found = [contents.groups[owner][column]] if owner in contents.groups else []
        found += [row[column] for row in contents.rows.get(owner, ()) if column]
        yield from (value for value in found if value)


@pytest.mark.parametrize(("kind", "language"), BOTH, ids=ids)
async def test_a_document_says_everything_that_is_known(kind: Kind, language: DocumentLanguage) -> None:
    """Of a case of which everything is known, each field that the template names stands in the document, and no expression is left."""
    contents = full(kind, language)
    document, needed = await made(kind, language, contents)
    text = text_of(document)
    for value in _values(contents, needed):
        assert value in text
    assert "{{" not in text
    assert "{%" not in text
    assert len(needed) > 4


@pytest.mark.parametrize(("kind", "language"), BOTH, ids=ids)
async def test_what_is_not_known_is_a_line(kind: Kind, language: DocumentLanguage) -> None:
    """Of a case of which nothing is known, the preview names every field, and the document has a line for each."""
    contents = _empty(kind, language)
    document, needed = await made(kind, language, contents)
    blanks = contents.blank(needed)
    groups = [name for name in needed if name.partition(".")[0] in contents.groups]
    assert set(blanks) >= set(groups) - {"body.name", "made.on", "head.post", "head.name"}
    assert text_of(document).count(BLANK) >= len([name for name in blanks if name in groups])
    assert blanks


FACTS: dict[str, tuple[Any, ...]] = {
    "order": (ORDER["order_no"], *PARTY["members"], *ORDER["objects"]),
    "start_announcement": ("https://example.kz/1", *ORDER["objects"]),
    "discussion_announcement": ("https://example.kz/2",),
    "protocol": ("https://example.kz/3", "R1", RISK["description"]),
    "report": (RISK["description"], RECOMMENDATION["text"], POSITION["title"], POSITION["powers"]),
    "plan": (ITEM["measure"], ITEM["completion_form"], ITEM["unit"], RISK["description"]),
    "positions": (POSITION["title"], POSITION["powers"], "5-п"),
    "monitoring": ("Исполнено", "Приказ издан", RECOMMENDATION["text"]),
}  # fmt: skip
"""By kind, what was entered and must be read again."""

DATES = {
    "order": date(2024, 2, 12), "start_announcement": date(2024, 3, 4), "discussion_announcement": date(2024, 3, 15),
    "protocol": date(2024, 3, 15), "report": date(2024, 4, 5), "plan": date(2024, 6, 28), "positions": date(2024, 7, 11),
    "monitoring": date(2025, 4, 14),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", FACTS)
async def test_what_was_entered_is_read_again(kind: str, language: DocumentLanguage) -> None:
    """Numbers, names and words of the entries stand in the document as they were entered, dates as the language writes them."""
    document, _ = await made(KINDS[kind], language, full(KINDS[kind], language))
    text = text_of(document)
    for fact in FACTS[kind]:
        assert fact in text
    assert translator(language).plain(DATES[kind]) in text


async def test_rows_of_a_schedule_are_rows_of_its_table() -> None:
    """A schedule has a row for each object, numbered, in the order of the days on which they begin."""
    document, _ = await made(KINDS["schedule"], "ru", full(KINDS["schedule"], "ru"))
    [table] = tables_of(document)
    assert [row[0] for row in table[1:]] == ["1", "2"]
    assert [row[2] for row in table[1:]] == ["4 марта 2024", "1 апреля 2024"]


async def test_an_amended_order_says_what_changed() -> None:
    """The order has its amendments in a table; without any, there is none."""
    scenario = lived("order")
    before, _ = await made(KINDS["order"], "ru", analysis.contents(scenario.case, _words("ru")))
    assert "Приказ изменён" not in text_of(before)
    data = {
        "order_no": "21-Ө",
        "amended_on": "2024-02-14",
        "starts_on": "2024-03-04",
        "ends_on": "2024-04-05",
        "reason": "Продление",
    }
    scenario.do("amend_order", HEAD, "2024-02-14", **data)
    after, _ = await made(KINDS["order"], "ru", analysis.contents(scenario.case, _words("ru")))
    assert "Приказ изменён" in text_of(after)
    assert ["21-Ө", "14 февраля 2024", "4 марта 2024", "5 апреля 2024", "Продление"] in [
        row for table in tables_of(after) for row in table
    ]


async def test_a_corrected_entry_is_said_as_it_is_known_now() -> None:
    """The number of a monitoring report that was corrected is the corrected one."""
    scenario = lived("close_monitoring")
    entered = CLOSED | {"report_no": "9-бис"}
    scenario.do("correct", OFFICER, "2025-04-16", corrects=scenario.case.version, data=entered, reason="Опечатка")
    contents = analysis.contents(scenario.case, _words("ru"))
    assert contents.groups["monitoring"]["number"] == "9-бис"


KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
HOSTILE = (
    "<w:p>&amp;</w:p>", "{{ 7*7 }}", "{% for x in risks %}", "{_{ body.name }_}", "{%tr endfor %}", "]]>", "'\"&<>", "=1+1", KAZAKH,
    "первая\nвторая", "\u202eоборот\u2066", "\x00\x07\x0cконец\ufffe", "я" * 10_000, "a\r\nb", "{#", "&#x41;",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:20]))
async def test_words_of_people_stay_words(text: str) -> None:
    """Whatever people write is read again as text: no markup, no expression, no control character or mark of direction, however long."""
    kind = KINDS["report"]
    base = example(kind.fields, translator("kk"))
    groups = {**base.groups, "body": {"name": harmless(text)}}
    rows = {**base.rows, "risks": [{"code": "R1", "description": harmless(text), "area": harmless(text)}]}
    document, _ = await made(kind, "kk", Contents(groups, rows))
    said = harmless(text)
    assert said in text_of(document)
    cells = [cell for table in tables_of(document) for row in table for cell in row]
    assert cells.count(said) >= 2
    assert not set("\u202e\u2066\x00\x07\x0c\ufffe") & set(text_of(document))


def test_what_is_harmless_stays_as_it_is() -> None:
    """Letters of every script, signs and emoji are left alone; ends of lines become one kind."""
    for text in (KAZAKH, "Привет, мир", "naïve café", "数据", "👍🏽", "a\tb"):
        assert harmless(text) == text
    assert harmless("a\r\nb\rc\u2028d") == "a\nb\nc\nd"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_document_says_what_it_is(language: DocumentLanguage) -> None:
    """Its properties are the title and the body, and it is in its language, in a font with every Kazakh letter."""
    document, _ = await made(KINDS["order"], language, full(KINDS["order"], language))
    properties = opened(document).core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == ("Название", "Орган", "")
    assert properties.language == {"ru": "ru-RU", "kk": "kk-KZ"}[language]
    assert opened(document).styles["Normal"].font.name == "Times New Roman"


async def test_an_example_has_two_of_each_row_and_nothing_is_blank() -> None:
    """Filled in by example nothing is blank; with nothing everything is."""
    fields, t = KINDS["plan"].fields, translator("ru")
    filled = await Filler().fill(drawn("plan", "ru"), fields, [example(fields, t), nothing(fields)])
    by_example, by_nothing = filled.documents
    assert example(fields, t).blank(filled.needed) == []
    assert BLANK not in text_of(by_example)
    assert len(tables_of(by_example)[0]) == 3
    assert set(nothing(fields).blank(filled.needed)) >= {"plan.number", "measures"}
    assert BLANK in text_of(by_nothing)


def test_examples_are_in_the_language() -> None:
    """What an example says in words it says in the language of the reader; names of people are the same in all."""
    told = 0
    for name, one in [one for kind in KINDS.values() for one in kind.fields.all()]:
        russian, kazakh, english = (one.by_example(translator(language)) for language in ("ru", "kk", "en"))
        if WORD.search(russian) and russian not in THE_SAME:
            assert kazakh != russian, name
            assert not WORD.search(english), name
            told += 1
    assert told > len(KINDS)


def test_pages_are_numbered() -> None:
    """The footer of every template has the number of the page."""
    for kind, language in BOTH:
        footer = docx.Document(io.BytesIO(drawn(kind.name, language))).sections[0].footer
        assert "PAGE" in footer._element.xml
