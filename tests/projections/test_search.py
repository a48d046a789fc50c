"""What is searched, by which words it is found, and by whom."""

from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection

from events.case import FactCorrected
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.organization import OrganizationDescribed, OrganizationRenamed
from events.person import PersonHandedOver, PersonRegistered, PersonRenamed
from events.risk_analysis import AnalysisCancelled, AnalysisPlanned
from events.subtask import EvidenceAttached, EvidenceWithdrawn, SubtaskAssigned
from events.subtask.evidence import EvidenceKind
from projections import searching
from projections.cases import NOTHING_BEYOND, Beyond
from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import BadCursor, Codes
from projections.projection import Connect
from projections.rebuild import rebuild
from projections.search import SearchProjection
from projections.search_entry import Found
from projections.searching import Sought
from service.i18n import translator
from service.search.marked import Marked
from service.search.search import Reader, Results, search
from tests.projections.histories import (
    NOON,
    History,
    append,
    case_id,
    contents,
    envelope,
    feed_all,
    mixed,
    organization,
)
from tests.projections.test_sealed import sealed
from workflows.register import Register

Conn = AsyncConnection[Any]
EVERYTHING = Sought("")
MINISTRY: dict[str, str] = {
    "name_ru": "Министерство просвещения Республики Казахстан",
    "name_kk": "Қазақстан Республикасының Оқу-ағарту министрлігі",
    "name_en": "Ministry of Enlightenment of the Republic of Kazakhstan",
    "bin": "971240001315",
}
HEALTH: dict[str, str] = {
    "name_ru": "Управление здравоохранения Алматинской области",
    "name_kk": "Алматы облысының денсаулық сақтау басқармасы",
    "name_en": "Department of Health",
    "bin": "980340000128",
}

_WORDS: dict[str, set[str]] = {
    "министерства": {"ministry", "analysis"},
    "МИНИСТЕРСТВОМ просвещению": {"ministry", "analysis"},
    "закупкам": {"analysis"},
    "за счет": {"analysis"},
    "Счёт": {"analysis"},
    "отчетами": {"Отчёт"},
    "department": {"health", "subtask", "Протокол обучения служащих", "Отчёт"},
    "departments": {"health", "subtask", "Протокол обучения служащих", "Отчёт"},
    "здравоохранения -отчет -протокол": {"health", "subtask"},
    "«протокол обучения»": {"Протокол обучения служащих"},
    '"обучения протокол"': set(),
    "протокол служащих": {"Протокол обучения служащих"},
    "в министерстве": {"ministry", "analysis"},
    "17-Ө": {"analysis"},
    "№ 17": {"analysis"},
    "12-3/45": {"Протокол обучения служащих"},
    "12-3/4": {"Протокол обучения служащих"},
    "97124": {"ministry"},
    "971240001315": {"ministry"},
    "4.2.2": {"subtask"},
    "4.2": {"subtask"},
    "12.02.2024": {"analysis"},
    "2024-02-12": {"analysis"},
    "02.2024": {"analysis"},
    "2024Q2": {"subtask"},
    "ахметову": {"p-1"},
    "Семенов Петр": {"p-2"},
    "Semyonov": {"p-2"},
    "p-2": {"p-2"},
    "просвещ": {"ministry", "analysis"},
    "'; DROP TABLE x; -- & | ! ( ) :* \\ '": set(),
    "министерства & !просвещения": {"ministry", "analysis"},
}
_KAZAKH: dict[str, set[str]] = {
    "басқарма": {"health", "subtask", "Протокол обучения служащих", "Отчёт"},
    "басқармасының": {"health", "subtask", "Протокол обучения служащих", "Отчёт"},
    "баскармасы": {"health", "subtask", "Протокол обучения служащих", "Отчёт"},
    "Алматының денсаулығы": {"health", "subtask", "Протокол обучения служащих", "Отчёт"},
    "министрліктің": {"ministry", "analysis"},
    "Казакстан": {"ministry", "analysis"},
    "Қайратқызы": {"p-1"},
}


def _assigned(name: str, body: str, subtask: str = "4.2.2", period: str = "2024Q2") -> History:
    return History(name, body).add(
        SubtaskAssigned, "assigned", subtask=subtask, period=period, assigned_on=date(2024, 1, 10)
    )


def _attached(history: History, title: str, number: str | None = None) -> History:
    return history.add(
        EvidenceAttached, "assigned", kind=EvidenceKind.PROTOCOL, title=title, attached_on=date(2024, 3, 12),
        no_state_secrets=True, file="a" * 64, document_no=number,
    )  # fmt: skip


def _person(code: str, keeper: str, **names: str) -> PersonRegistered:
    return PersonRegistered(
        originator_id=case_id(code), originator_version=1, timestamp=NOON, envelope=envelope(), organization=keeper,
        source="new", state="active", deadlines=DeadlineChanges(), remarks=(), code=code, **names,
    )  # fmt: skip


def _next(before: CaseEvent, kind: type[CaseEvent], /, **data: Any) -> CaseEvent:
    own = {f.name for f in before.data_fields()}
    kept = {name: value for name, value in vars(before).items() if name not in own}
    return kind(**kept | {"originator_version": before.originator_version + 1, "source": "active"} | data)


async def _live(conn: Conn) -> None:
    """Two bodies, an analysis and a subtask with two documents, two people."""
    analysis = History("analysis", "ministry").ordered(objects=("Закупки за счёт бюджета", "Кадры"))
    subtask = _attached(_attached(_assigned("subtask", "health"), "Протокол обучения служащих", "12-3/45"), "Отчёт")
    people = [
        _person("p-1", "ministry", name_ru="Ахметова Айгуль Кайратовна", name_kk="Ахметова Айгүл Қайратқызы"),
        _person("p-2", "health", name_ru="Семёнов Пётр", name_latin="Semyonov Pyotr"),
    ]
    bodies = [organization("ministry", "KZ-71", **MINISTRY), organization("health", "KZ-19", **HEALTH)]
    await append(conn, [*bodies, *analysis.events, *subtask.events, *people])
    await feed_all(conn)


async def _results(
    conn: Conn, text: str, *, language: Any = "ru", scope: Codes = None, beyond: Beyond = NOTHING_BEYOND, cleared: Cleared = NOTHING_SEALED,
    filters: Sought = EVERYTHING, **page: Any,
) -> Results | None:  # fmt: skip
    reader = Reader(scope, beyond, cleared, translator(language), Register())
    return await search(conn, reader, text, filters, **page)


async def _found(conn: Conn, text: str, **asked: Any) -> set[str]:
    """What is found: cases by the names of their histories, others by code; documents by their titles."""
    results = await _results(conn, text, **asked)
    names = {str(case_id(name)): name for name in ("analysis", "subtask", "a", "b", "late")}
    found = set()
    for group in results.groups.values() if results else ():
        for one in group.items:
            is_document = one.hit.kind == Found.DOCUMENT
            found.add(one.hit.names[0] if is_document and one.hit.names else names.get(one.hit.id, one.hit.id))
    return found


async def test_words_are_found_in_all_their_forms(conn: Conn) -> None:
    """Inflected Russian, ё and е, phrases, words left out, numbers, dates and beginnings find what has them, and signs nothing."""
    await _live(conn)
    assert {text: await _found(conn, text) for text in _WORDS} == _WORDS


async def test_kazakh_words_are_found_by_their_beginnings(conn: Conn) -> None:
    """Forms of a Kazakh word find each other, also written with Russian letters that look alike; readers in Kazakh write Kazakh."""
    await _live(conn)
    assert {text: await _found(conn, text) for text in _KAZAKH} == _KAZAKH
    assert await _found(conn, "облыстардын баскармалары", language="kk") == _KAZAKH["басқарма"]
    assert await _found(conn, "облыстардын баскармалары") == set()


async def test_cases_are_found_by_the_titles_of_their_subtasks(conn: Conn) -> None:
    """The words of the Instruction's titles, which no event has, find cases, in all languages; a phrase of them, too; others none."""
    await _live(conn)
    for text in (
        "онлайн-курсы",
        "«прохождение государственными служащими»",
        "қызметшілердің",
        "newcomers",
        "-закупки documentolog",
    ):
        assert "subtask" in await _found(conn, text), text
        assert "analysis" not in await _found(conn, text), text


async def test_nothing_to_look_for(conn: Conn) -> None:
    """Without a word there is nothing to look for; a word that is in everything is looked for if it stands alone."""
    await _live(conn)
    for text in ("", "—", "…!", "-министерство", '""'):
        assert await _results(conn, text) is None
    assert await _found(conn, "за") == {"analysis"}


async def test_what_is_found_is_marked_and_nothing_is_markup(conn: Conn) -> None:
    """The very letters that were written in the register are given, in pieces; signs of markup are letters like others."""
    name = "<b>Отдел</b> «счётов» & Ко <script>"
    await append(conn, [organization("odd", **{**HEALTH, "name_ru": name})])
    await feed_all(conn)
    results = await _results(conn, "счетов отдел")
    assert results is not None
    [one] = results.groups[Found.ORGANIZATION].items
    assert _text(one.heading) == name
    assert [piece.text for piece in one.heading if piece.found] == ["Отдел", "счётов"]


def _text(marked: Marked) -> str:
    return "".join(piece.text for piece in marked)


async def test_what_fits_best_comes_first(conn: Conn) -> None:
    """A number outweighs an object, an object the name of the body; pages follow each other without gaps and doubles."""
    number = History("number", "b").ordered(order_no="777-Ө", objects=("Кадры",))
    thing = History("object", "b").ordered(order_no="1-Ө", objects=("Школа 777",))
    body = History("body", "school").ordered(order_no="2-Ө", objects=("Кадры",))
    school = organization("school", name_ru="Школа № 777", name_kk="№ 777 мектеп", name_en="School 777")
    await append(conn, [school, *number.events, *thing.events, *body.events])
    await feed_all(conn)
    order, cursor = [], ""
    while True:
        results = await _results(conn, "777", kinds=(Found.CASE,), limit=1, cursor=cursor)
        assert results is not None
        group = results.groups[Found.CASE]
        assert (group.fitting, group.is_more) == (3, False)
        order += [one.hit.id for one in group.items]
        if not (cursor := group.next):
            break
    assert order == [str(history.id) for history in (number, thing, body)]
    with pytest.raises(BadCursor):
        await _results(conn, "777", kinds=(Found.CASE,), cursor="x")


async def test_filters_narrow_what_is_found(conn: Conn) -> None:
    """Region, project, state and whether it is open narrow all kinds that have them, and leave out those that have none."""
    await _live(conn)
    everything = {"ministry", "analysis"}
    for filters, expected in (
        (Sought("", region="KZ-71"), everything),
        (Sought("", region="KZ-19"), set()),
        (Sought("", project="1"), {"analysis"}),
        (Sought("", project="4"), set()),
        (Sought("", state="ordered"), {"analysis"}),
        (Sought("", state="cancelled"), set()),
        (Sought("", closed=False), {"analysis"}),
        (Sought("", closed=True), set()),
    ):
        assert await _found(conn, "министерство", filters=filters) == expected, filters
    assert await _found(conn, "здравоохранение", filters=Sought("", project="4")) == {
        "subtask", "Протокол обучения служащих", "Отчёт",
    }  # fmt: skip


async def test_every_way_finds_the_same(conn: Conn, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the index of words, by day, in no order or by body, the same is found, within the same limits."""
    await _live(conn)
    ways = (searching._BY_WORDS, searching._BY_DAY, searching._BY_ID, searching._BY_BODY)
    for text in ("министерства", "здравоохранения -отчет", "17-Ө", "2024"):
        for asked in ({}, {"scope": ["health"]}, {"filters": Sought("", region="KZ-71")}):
            found = []
            for way in ways:
                monkeypatch.setattr(searching, "_way", _always(way))
                found.append(await _found(conn, text, **asked))
            assert found == [found[0]] * len(ways), (text, asked)


def _always(way: Any) -> Any:
    async def chosen(*_: Any) -> Any:
        return way

    return chosen


async def test_the_way_is_chosen_by_how_many_fit(conn: Conn, monkeypatch: pytest.MonkeyPatch) -> None:
    """What many of the newest have is looked for by day, what many others have in no order, what few have by the index of words."""
    monkeypatch.setattr(searching, "_LOOKED_AT", 20)
    monkeypatch.setattr(searching, "_RARE", 2)
    monkeypatch.setattr(searching, "_FEW_BODIES", 1)
    monkeypatch.setattr(searching, "_MANY_BODIES", 3)
    cases = [
        History(f"case {n}", "b").ordered(order_no=f"{n}-Ө", ordered_on=date(2024, 2, 1 + n // 10)) for n in range(200)
    ]
    newest = [History(f"new {n}", "b").ordered(objects=("Земля",), ordered_on=date(2024, 6, 1)) for n in range(20)]
    await append(conn, [event for history in (*cases, *newest) for event in history.events])
    await feed_all(conn)
    for query, bodies, expected in (
        ("'земл'", None, searching._BY_DAY),
        ("'закупк'", None, searching._BY_ID),
        ("'5'", None, searching._BY_WORDS),
        ("'земл'", ["b"], searching._BY_BODY),
        ("'земл'", ["b", "c"], searching._BY_BODY),
        ("'земл'", ["b", "c", "d", "e"], searching._BY_DAY),
        ("'5'", ["b", "c"], searching._BY_WORDS),
    ):
        assert await searching._way(conn, Sought(query), Found.CASE, bodies) is expected, (query, bodies)
    closed = Sought("'земл'", closed=True)
    assert await searching._way(conn, closed, Found.CASE, None) is searching._BY_WORDS


async def test_more_than_can_be_ranked(conn: Conn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more than can be ranked the newest are, and the answer says that there are more."""
    monkeypatch.setattr(searching, "MOST", 3)
    cases = [History(f"case {n}", "b").ordered(ordered_on=date(2024, 2, 1 + n)) for n in range(6)]
    await append(conn, [event for history in cases for event in history.events])
    await feed_all(conn)
    page = await searching.found(conn, Sought("'закупк'"), Found.CASE)
    assert {hit.fitting for hit in page.rows} == {4}
    assert sorted(hit.day for hit in page.rows) == [date(2024, 2, 1 + n) for n in (2, 3, 4, 5)]


async def test_everybody_finds_what_they_may_see(conn: Conn) -> None:
    """Bodies, their cases, documents and people are found within the reader's scope alone, and cases on which they have to act."""
    await _live(conn)
    assert await _found(conn, "министерство", scope=["health"]) == set()
    assert await _found(conn, "ахметова", scope=["health"]) == set()
    assert await _found(conn, "семенов", scope=["health"]) == {"p-2"}
    assert await _found(conn, "протокол", scope=["ministry"]) == set()
    beyond = Beyond(subtasks=("4.2.2",))
    assert "subtask" in await _found(conn, "здравоохранение", scope=["ministry"], beyond=beyond)
    many = [f"body-{number}" for number in range(100)]
    assert await _found(conn, "министерство", scope=many) == set()
    assert await _found(conn, "министерство", scope=[*many, "ministry"]) == {"ministry", "analysis"}


async def test_sealed_cases_are_found_by_those_cleared_alone(conn: Conn) -> None:
    """Nothing that a sealed case says is in the table; by its body and its row those find it who are cleared, and nobody else."""
    secret = sealed("a", "health")
    await append(conn, [organization("health", **HEALTH), *secret.events])
    await feed_all(conn)
    cleared = Cleared({"C4": ["health"]})
    assert await _found(conn, "здравоохранения 2.1.1") == set()
    assert await _found(conn, "здравоохранения 2.1.1", cleared=Cleared({"C6": ["health"]})) == set()
    assert await _found(conn, "здравоохранения 2.1.1", cleared=cleared) == {"a"}
    event: Any = secret.events[0]
    assert await _found(conn, event.offence.offender, cleared=cleared) == set()
    assert await _found(conn, "12.02.2024", cleared=cleared) == set()
    assert event.offence.offender.split()[0].lower() not in str((await contents(conn))["search"]).lower()


async def test_names_and_corrections_are_followed(conn: Conn) -> None:
    """A body's new name finds its cases and documents, the old one does not; corrected numbers, titles and keepers, too."""
    await _live(conn)
    ministry, person = (
        organization("ministry", "KZ-71", **MINISTRY),
        _person("p-1", "ministry", name_ru="Ахметова Айгуль"),
    )
    renamed = _next(ministry, OrganizationRenamed, since=date(2024, 3, 1), name_ru="Комитет науки", name_kk="Ғылым комитеті", name_en="Committee")  # fmt: skip
    told = _next(person, PersonRenamed, name_ru="Сериккызы Айгуль", since=date(2024, 3, 1))
    handed = _next(told, PersonHandedOver, keeper="health", handed_on=date(2024, 3, 2), reason="x")
    analysis = History("analysis", "ministry").ordered()
    order = {"order_no": "18-Ө", "ordered_on": "2024-02-13", "starts_on": "2024-03-05", "ends_on": "2024-03-29", "objects": ["Земля"]}  # fmt: skip
    subtask = _attached(_attached(_assigned("subtask", "health"), "Протокол", "12-3/45"), "Отчёт")
    title = {"kind": "protocol", "title": "Журнал", "attached_on": "2024-03-12", "no_state_secrets": True}
    subtask.corrected(2, title).add(
        EvidenceWithdrawn, "assigned", withdraws=3, withdrawn_on=date(2024, 3, 13), reason="x"
    )
    await append(conn, [renamed, told, handed, *analysis.corrected(1, order).events[1:], *subtask.events[3:]])
    await feed_all(conn)
    assert await _found(conn, "министерство просвещения") == set()
    assert await _found(conn, "ғылым комитетінің") == {"ministry", "analysis"}
    assert await _found(conn, "ахметова") == set()
    assert await _found(conn, "айгуль", scope=["health"]) == {"p-1"}
    assert await _found(conn, "17-Ө") == await _found(conn, "закупки") == await _found(conn, "протокол") == set()
    assert await _found(conn, "18-Ө земля") == {"analysis"}
    assert await _found(conn, "журнал") == {"Журнал"}
    assert await _found(conn, "отчет") == set(), "what was withdrawn is no document any more"


async def test_states_are_followed(conn: Conn) -> None:
    """The state is that after the last event, whatever the event, and whether the case is closed."""
    await _live(conn)
    ended = History("analysis", "ministry").ordered().begun()
    ended.add(AnalysisCancelled, "cancelled", cancelled_on=date(2024, 3, 28), basis_no="30-Ө", reason="x")
    await append(conn, ended.events[1:])
    await feed_all(conn)
    filters = Sought("", state="cancelled", closed=True)
    assert await _found(conn, "закупки", filters=filters) == {"analysis"}


async def test_an_analysis_that_is_planned_only_is_found_by_its_body(conn: Conn) -> None:
    """Neither number nor objects are needed: the body and the year find it."""
    late = History("late", "health").add(AnalysisPlanned, "planned", year=2026, planned_on=date(2025, 12, 20))
    await append(conn, [*late.events, organization("health", **HEALTH)])
    await feed_all(conn)
    assert await _found(conn, "здравоохранение 2026") == {"late"}


@pytest.mark.parametrize("size", [1, 3, 1000])
async def test_events_in_any_pieces_give_the_same(conn: Conn, connect: Connect, size: int) -> None:
    """Fed one by one or together, or built anew, the table is the same."""
    await _live(conn)
    events: list[Any] = mixed(8, seed=size)
    secret, ministry = sealed("a", "health"), organization("ministry", "KZ-71", **MINISTRY)
    described = _next(ministry, OrganizationDescribed, region="KZ-75", since=date(2024, 3, 2), bin=None, account=False)
    renamed = _next(
        described, OrganizationRenamed, since=date(2024, 3, 1), name_ru="Комитет", name_kk="Комитет", name_en="C"
    )
    corrected = History("analysis", "ministry").ordered(objects=("Закупки",)).begun().events[1:]
    title = {"kind": "note", "title": "Справка", "attached_on": "2024-03-12", "no_state_secrets": True}
    subtask = _attached(_attached(_assigned("subtask", "health"), "Протокол", "12-3/45"), "Отчёт").corrected(2, title)
    await append(
        conn, [*events[:20], described, *secret.events, *events[20:], renamed, *corrected, *subtask.events[3:]]
    )
    await feed_all(conn, size)
    fed = (await contents(conn))["search"]
    async for _ in rebuild(connect, SearchProjection(), size=1000):
        pass
    assert (await contents(conn))["search"] == fed
    assert any("Справка" in row for row in fed)
    assert isinstance(subtask.events[-1], FactCorrected)
