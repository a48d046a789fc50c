"""Importing tables on a real database."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from events.organization import OrganizationType, Post
from events.organization.record import Details
from events.store.reader import last_position
from events.store.save import Conflict, Save, Verdict
from service import together
from service.clock import FixedClock
from service.imports import Outcome, Report, RowsInvalid
from service.organizations import Names
from service.recall import KeyReused
from service.register import RegisterBusy
from service.requests import Request
from service.settings import Settings
from service.wiring import Service, open_service
from tests.service.imports.tables import (
    SINCE,
    appointment,
    as_csv,
    as_xlsx,
    number,
    organization,
    person,
    post,
    workbook,
)
from workflows.actor import SYSTEM, Actor, Role
from workflows.consequences import consequences
from workflows.organization import Organization

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)
TODAY = date(2024, 5, 2)
NAMES = Names("Орган", "Орган", "Body")

COUNTRY = [
    organization("abai.school", "KGS", "abai.balkhash", bin=number(17)),
    organization("abai.balkhash", "RAY", "abai"),
    organization("abai", site="https://example.kz"),
    organization("abai.education", "UPR", "abai", account="no"),
]
"""Bodies, each before what stands above it."""


async def run(
    service: Service, kind: str, rows: Sequence[dict[str, Any]], actor: Actor = SUPERVISOR, **more: Any
) -> Report:
    """Import rows."""
    return await service.imports.run(kind, as_csv(rows), "t.csv", actor, **({"dry_run": False} | more))


async def errors(service: Service, kind: str, rows: Sequence[dict[str, Any]], actor: Actor = SUPERVISOR) -> list[Any]:
    """Give the errors of a dry run as row, column, words."""
    report = await run(service, kind, rows, actor, dry_run=True)
    assert report.wrong == len(report.errors)
    return [(error.row, error.column, str(error.text)) for error in report.errors]


async def events(service: Service) -> int:
    """Count the events in the log."""
    async with service.pool.connection() as conn:
        return await last_position(conn, "main")


def figures(report: Report) -> tuple[int, int, int, int]:
    """Give how many rows there are, created, changed, unchanged."""
    return report.rows, report.created, report.changed, report.unchanged


async def test_parents_may_follow(service: Service) -> None:
    """Organisations are entered whatever the order of their rows, in one save, and known at once."""
    report = await run(service, "organizations", COUNTRY)
    assert (figures(report), report.position) == ((4, 4, 0, 0), await events(service))
    assert [(row.row, row.outcome) for row in report.listed] == [(n, Outcome.CREATED) for n in (2, 3, 4, 5)]
    register = await service.register.current()
    assert register.ancestors("abai.school", TODAY) == ("abai.balkhash", "abai")
    assert register.uploader("abai.education", TODAY) == "abai"
    found = register.organization("abai.school")
    assert found is not None
    assert (found.details.at(TODAY), found.since) == (Details("KZ-19", number(17), "", account=True), date(2023, 1, 3))


async def test_a_dry_run_stores_nothing(service: Service) -> None:
    """A dry run says what the import then does, and leaves log and register as they were."""
    dry = await run(service, "organizations", COUNTRY, dry_run=True)
    assert (await events(service), (await service.register.refresh()).codes()) == (0, ())
    wet = await run(service, "organizations", COUNTRY)
    assert dry == replace(wet, dry_run=True, position=0, recorded_at=None)


async def test_the_same_again_changes_nothing(service: Service) -> None:
    """A table that was imported is unchanged the second time, as CSV or as XLSX."""
    await run(service, "organizations", COUNTRY)
    before = await events(service)
    for content, name in ((as_csv(COUNTRY, ","), "t.csv"), (as_xlsx(COUNTRY), "t.xlsx")):
        report = await service.imports.run("organizations", content, name, SUPERVISOR, dry_run=False)
        assert (figures(report), report.listed, report.position) == ((4, 0, 0, 4), (), 0)
    assert await events(service) == before


async def test_a_repeated_request_gets_its_first_answer(service: Service) -> None:
    """The same key and table give the same report again, even after others changed the records; another table is refused."""
    first = await run(service, "organizations", COUNTRY, key="one")
    before = await events(service)
    renamed = [COUNTRY[2] | {"name_ru": "Область Абай", "since": "2024-01-01"}]
    await run(service, "organizations", renamed)
    assert await run(service, "organizations", COUNTRY, key="one") == replace(first, repeated=True)
    with pytest.raises(KeyReused):
        await run(service, "organizations", renamed, key="one")
    assert await events(service) == before + 1


async def test_people_posts_appointments(service: Service) -> None:
    """People, posts with their superiors in any order, and appointments follow, each a second time without a change."""
    await run(service, "organizations", COUNTRY)
    tables = {
        "people": [person("p-1", iin=number(8501013000)), person("p-2", name_latin="Akhmetova")],
        "posts": [
            post("abai.education", "deputy", "deputy_head", superior_organization="abai", superior_post="chief"),
            post("abai", "chief", "apparatus_head", elected="yes"),
            post("abai", "akim", "first_head", post_class="political"),
        ],
        "appointments": [
            appointment("abai", "akim", "p-1", until="2024-02-01"),
            appointment("abai", "akim", "p-2", since="2024-02-01", order_no="2"),
            appointment("abai.education", "deputy", "p-1", since="01.03.2024", acting="да"),
        ],
    }
    for kind, rows in tables.items():
        assert figures(await run(service, kind, rows)) == (len(rows), len(rows), 0, 0)
    for kind, rows in tables.items():
        assert figures(await run(service, kind, rows)) == (len(rows), 0, 0, len(rows))
    register = await service.register.current()
    assert [h.person for h in register.holders("abai", Post.FIRST_HEAD, TODAY)] == ["p-2"]
    assert register.superior_of("abai.education", "deputy", TODAY).post == "chief"
    assert register.with_iin(number(8501013000)) == {"p-1"}


@pytest.mark.parametrize(
    ("changed", "topics"),
    [
        ({"name_kk": "Мектеп"}, ["organization.renamed"]),
        ({"bin": number(99), "site": "https://school.kz"}, ["organization.described"]),
        ({"account": "no"}, ["organization.described"]),
        ({"working_week": "six_days"}, ["organization.described"]),
        ({"parent": "abai.education"}, ["organization.supervisor_assigned"]),
        ({"type": "ORG"}, ["organization.reclassified"]),
        ({"type": "ORG", "parent": "abai"}, ["organization.reclassified"]),
        ({"name_ru": "Школа", "region": "KZ-10"}, ["organization.renamed", "organization.described"]),
        ({}, []),
    ],
)  # fmt: skip
async def test_what_differs_is_changed_as_from_the_day_of_the_row(
    service: Service, changed: dict[str, str], topics: list[str]
) -> None:
    """An organisation that is recorded otherwise gets the event that fits, on the row's day, and then equals the row."""
    await run(service, "organizations", COUNTRY)
    row = COUNTRY[0] | {"since": "2024-04-01"} | changed
    report = await run(service, "organizations", [row])
    assert [topic for one in report.listed for topic in one.events] == topics
    assert figures(report) == (1, 0, bool(topics), not topics)
    assert figures(await run(service, "organizations", [row])) == (1, 0, 0, 1)
    assert figures(await run(service, "organizations", COUNTRY)) == (4, 0, 0, 4)
    register = await service.register.current()
    recorded = register.organization("abai.school")
    assert recorded is not None
    details, names = recorded.details.at(TODAY), recorded.names.at(TODAY)
    assert details is not None
    assert names is not None
    assert register.above("abai.school", TODAY) == row["parent"]
    assert register.type_of("abai.school", TODAY) == OrganizationType(row["type"])
    assert (names.ru, names.kk, details.bin, details.site) == (row["name_ru"], row["name_kk"], row["bin"], row["site"])


async def test_an_empty_cell_says_nothing(service: Service) -> None:
    """What a row leaves empty, or a table leaves out, stays as it is recorded."""
    await run(service, "organizations", COUNTRY)
    bare = organization("abai.school", "KGS", "", since="2024-04-01")
    assert figures(await run(service, "organizations", [bare])) == (1, 0, 0, 1)
    narrow = {name: value for name, value in COUNTRY[2].items() if name not in {"site", "account", "bin"}}
    assert figures(await run(service, "organizations", [narrow])) == (1, 0, 0, 1)


async def test_other_events_of_change(service: Service) -> None:
    """A body moves, a post gets another superior, a person another name, each as from the day of the row."""
    await run(
        service,
        "organizations",
        [*COUNTRY, organization("abai.ayagoz", "RAY", "abai"), organization("abai.s", "OTD", "abai.balkhash")],
    )
    await run(service, "people", [person("p-1")])
    await run(service, "posts", [post("abai", "akim"), post("abai", "chief", "apparatus_head")])
    moved = organization("abai.s", "OTD", "abai.ayagoz", since="2024-04-01")
    told = {"superior_organization": "abai", "superior_post": "akim", "since": "2024-04-01"}
    named = person("p-1", name_ru="Новое имя", since="2024-05-02")
    for kind, row, topic in (
        ("organizations", moved, "organization.moved"),
        ("posts", post("abai", "chief", "apparatus_head", **told), "organization.post_subordinated"),
    ):
        assert [one.events for one in (await run(service, kind, [row])).listed] == [(topic,)]
    assert [column for _, column, _ in await errors(service, "people", [named])] == ["name_ru"]


async def test_headings_and_values_in_words(service: Service) -> None:
    """Headings and values are understood by their titles in Russian, Kazakh and English, in whatever case; numbers get zeros back."""
    lines: list[list[Any]] = [
        ["КОД", "type", "Регион", "name_ru", "Name in Kazakh", "NAME IN ENGLISH", "since", "bin", "account"],
        ["abai", "Акимат области", "Область Абай", "Абай", "Абай", "Abai", date(2023, 1, 3), int(number(50140)), "Нет"],
    ]
    content = workbook(lines)
    report = await service.imports.run("organizations", content, "t.xlsx", SUPERVISOR, dry_run=False)
    assert figures(report) == (1, 1, 0, 0)
    found = (await service.register.current()).organization("abai")
    assert found is not None
    assert (found.types.at(TODAY), found.details.at(TODAY)) == (
        OrganizationType.OBL,
        Details("KZ-10", number(50140), "", account=False),
    )


async def test_one_bad_row_of_a_thousand(service: Service) -> None:
    """With one wrong row nothing of a thousand is stored, and the report names the row and the column."""
    rows = [
        organization("abai"),
        *(organization(f"abai.{n}", "RAY", "abai", bin=number(n * 3)) for n in range(1, 1000)),
    ]
    rows[500]["bin"] = "971240001316"
    dry = await run(service, "organizations", rows, dry_run=True)
    with pytest.raises(RowsInvalid) as refused:
        await run(service, "organizations", rows)
    assert refused.value.report == replace(dry, dry_run=False)
    assert [(e.row, e.column, e.heading) for e in dry.errors] == [(502, "bin", "bin")]
    assert figures(dry) == (1000, 0, 0, 0)
    assert (await events(service), (await service.register.refresh()).codes()) == (0, ())


async def test_errors_are_counted_all_and_listed_in_part(service: Service) -> None:
    """Of very many errors the first are listed, in the order of the rows, and all are counted."""
    rows = [organization(f"abai.{n}", "RAY", "nowhere") for n in range(400)]
    report = await run(service, "organizations", rows, dry_run=True)
    assert (report.wrong, [error.row for error in report.errors]) == (400, list(range(2, 302)))


async def test_bodies_import_within_their_reach(service: Service) -> None:
    """An officer imports what stands below their body; other rows are refused, and nothing is told about people of others."""
    await run(service, "organizations", [*COUNTRY, organization("akmola", region="KZ-11")])
    await run(service, "people", [person("p-1")])
    officer = Actor("officer", Role.OFFICER, "abai", OrganizationType.OBL)
    own = [
        organization("abai.b", "OTD", "abai.a"),
        organization("abai.a", "RAY", "abai"),
        organization("abai.education", "UPR", "abai", since="2024-01-01", name_ru="Образование"),
    ]
    assert figures(await run(service, "organizations", own, officer)) == (3, 2, 1, 0)
    assert figures(await run(service, "posts", [post("abai", "akim")], officer)) == (1, 1, 0, 0)
    assert figures(await run(service, "people", [person("p-2")], officer)) == (1, 1, 0, 0)
    foreign = [organization("akmola", region="KZ-11"), organization("akmola.a", "RAY", "akmola"), organization("new")]
    assert [row for row, _, _ in await errors(service, "organizations", foreign, officer)] == [2, 3, 4]
    assert await errors(service, "people", [person("p-1")], officer) == await errors(
        service, "people", [person("p-1", name_ru="Другое")], officer
    )
    assert [row for row, _, _ in await errors(service, "posts", [post("akmola", "akim")], officer)] == [2]


async def test_imports_at_the_same_moment(service: Service, database_url: str) -> None:
    """Imports and entries of several processes at once lose nothing and double nothing: each is decided on what the others did."""
    await run(service, "organizations", COUNTRY)
    settings = Settings(database_url=database_url)
    async with open_service(settings, FixedClock.at(TODAY), runs=False, ticks=False) as other:
        same = [organization(f"abai.x{n}", "RAY", "abai") for n in range(30)]
        alone = [organization(f"abai.y{n}", "RAY", "abai") for n in range(30)]
        reports = await asyncio.gather(
            run(service, "organizations", same),
            run(other, "organizations", same),
            run(other, "organizations", alone),
        )
    assert sorted(report.created for report in reports) == [0, 30, 30]
    register = await service.register.refresh()
    assert len(register.codes()) == len(COUNTRY) + 60


async def test_a_circle_of_two_imports_is_refused(service: Service) -> None:
    """A row that would close a circle with what is recorded is refused as it would be by hand."""
    chain = [organization("kz", "CGO"), organization("kz.a", "TER", "kz"), organization("kz.b", "TER", "kz.a")]
    await run(service, "organizations", chain)
    circle = [organization("kz.a", "TER", "kz.b", since="2024-01-01")]
    assert await errors(service, "organizations", circle) == [(2, "parent", "kz.b stands below this organisation.")]


async def test_the_system_is_named_in_the_trail(service: Service) -> None:
    """What an import stores bears the name of whoever imported."""
    await run(service, "organizations", COUNTRY)
    await run(service, "organizations", [organization("other")], SYSTEM)
    cases = [await service.cases.get(Organization.id_of(code)) for code in ("abai", "other")]
    assert [case.history[0].envelope.actor for case in cases] == ["supervisor", "system"]
    assert str(cases[0].history[0].occurred_on) == SINCE


async def test_single_entries_do_not_starve_an_import(service: Service) -> None:
    """Whoever enters organisations one by one while a table is decided waits for it, and both are stored."""
    await run(service, "organizations", [organization("abai")])
    entered: list[asyncio.Task[Any]] = []

    def enter(_done: int, _of: int) -> None:
        code = f"single-{len(entered)}"
        entering = service.organizations.register(code, OrganizationType.UPR, "KZ-19", NAMES, "abai", SYSTEM)
        entered.append(asyncio.create_task(entering))

    rows = [organization(f"abai.{n}", "UPR", "abai") for n in range(60)]
    report = await run(service, "organizations", rows, progress=enter)
    await asyncio.gather(*entered)
    assert (report.created, len(entered)) == (60, 4)
    assert len((await service.register.refresh()).codes()) == 1 + 60 + 4


async def test_a_register_that_keeps_changing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """If other processes are always faster, the refusal says so and not that some case has changed."""

    async def conflict(_save: Save) -> Verdict:
        return Conflict()

    monkeypatch.setattr(service.committer, "commit", conflict)
    with pytest.raises(RegisterBusy):
        await run(service, "organizations", [organization("abai")])
    with pytest.raises(RegisterBusy):
        await service.organizations.enter_all(
            [organization("abai") | {"bin": None, "site": None, "account": True}], SYSTEM
        )


async def test_each_event_is_followed_up_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work for a row does not grow with the rows before it, though all are of one organisation."""
    await run(service, "organizations", [organization("abai")])
    followed = 0

    def counted(*arguments: Any) -> Any:
        nonlocal followed
        followed += 1
        return consequences(*arguments)

    monkeypatch.setattr(together, "consequences", counted)
    await run(service, "posts", [post("abai", f"post-{n}", "specialist") for n in range(50)])
    assert followed == 50


async def test_with_a_wrong_row_nothing_is_new(service: Service) -> None:
    """A dry run gives the figures of the write: one wrong row keeps all from being stored, so that none is called new or changed."""
    await run(service, "organizations", COUNTRY)
    rows = [*COUNTRY, organization("abai.sport", "UPR", "abai"), organization("abai.culture", "UPR", "nowhere")]
    tried = await run(service, "organizations", rows, dry_run=True)
    assert (tried.created, tried.changed, tried.unchanged, tried.listed) == (0, 0, len(COUNTRY), ())
    with pytest.raises(RowsInvalid) as caught:
        await run(service, "organizations", rows)
    assert replace(caught.value.report, dry_run=True) == tried


async def test_a_refused_row_leaves_no_trace(service: Service) -> None:
    """Of a row whose second step is refused the first is taken back, too: rows after it find the record as it was."""
    await run(service, "organizations", [*COUNTRY, organization("abai.sport", "UPR", "abai", bin=number(40))])
    name = {f"name_{language}": "Новое" for language in ("ru", "kk", "en")}
    later = {"since": "2024-02-01"}
    wrong = organization("abai.education", "UPR", "abai", bin=number(40), **name, **later)
    found = await run(service, "organizations", [wrong], dry_run=True)
    assert [error.column for error in found.errors] == ["bin"]
    assert (found.created, found.changed) == (0, 0)
    wrong_first = [wrong, organization("abai.culture", "UPR", "abai", bin=number(40), since="2024-01-01")]
    assert [row for row, *_ in await errors(service, "organizations", wrong_first)] == [2, 3]


async def test_an_iin_enters_once_by_import_and_by_hand(service: Service, database_url: str) -> None:
    """A table of people and single entries of the same numbers at the same moment: each number is stored once."""
    async with open_service(
        Settings(database_url=database_url), FixedClock.at(TODAY), runs=False, ticks=False
    ) as other:
        await asyncio.gather(service.register.refresh(), other.register.refresh())
        table = [person(f"t-{n}", iin=number(900 + 7 * n)) for n in range(5)]
        by_hand = (
            other.organizations.enter_person(
                {"code": f"h-{n}", "name_ru": "x", "iin": number(900 + 7 * n)}, "", SYSTEM, Request.of(SYSTEM, None)
            )
            for n in range(5)
        )
        await asyncio.gather(run(service, "people", table), *by_hand, return_exceptions=True)
        register = await service.register.refresh()
    assert [len(register.with_iin(number(900 + 7 * n))) for n in range(5)] == [1] * 5


async def test_who_has_an_iin_is_not_told(service: Service) -> None:
    """Somebody who tries numbers out learns neither whose one is nor that anybody's it is."""
    await run(service, "people", [person("p-1", iin=number(500))])
    await run(service, "organizations", [organization("abai")])
    officer = Actor("officer", Role.OFFICER, "abai", OrganizationType.OBL)
    [(row, column, text)] = await errors(service, "people", [person("p-2", iin=number(500))], officer)
    assert (row, column) == (2, "iin")
    assert "p-1" not in text
    assert "register" not in text
