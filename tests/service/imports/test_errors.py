"""What is wrong with tables, row by row."""

from typing import Any

import pytest

from service.imports import KINDS
from service.wiring import Service
from tests.service.imports.tables import appointment, number, organization, person, post
from tests.service.imports.test_imports import COUNTRY, SUPERVISOR, errors, run

A = organization("abai.a", "RAY", "abai")

ORGANIZATIONS: list[tuple[list[dict[str, Any]], list[tuple[int, str, str]]]] = [
    ([A | {"bin": "971240001316"}], [(2, "bin", "check digit")]),
    ([A | {"bin": "97124000131"}], [(2, "bin", "expected form")]),
    ([A | {"bin": number(17)}], [(2, "bin", "abai.school has this BIN")]),
    (
        [A | {"bin": number(5)}, organization("abai.b", "RAY", "abai", bin=number(5))],
        [(3, "bin", "abai.a has this BIN")],
    ),
    ([A | {"parent": "nowhere"}], [(2, "parent", "no organisation nowhere")]),
    ([A | {"parent": ""}], [(2, "parent", "Name the body above it")]),
    ([A | {"type": "KOM"}], [(2, "parent", "cannot stand above")]),
    ([A | {"type": "Ministry"}], [(2, "type", "Choose one of")]),
    ([A | {"region": "KZ"}], [(2, "region", "expected form")]),
    ([A | {"since": "31.02.2024"}], [(2, "since", "YYYY-MM-DD")]),
    ([A | {"since": "45478"}], [(2, "since", "YYYY-MM-DD")]),
    ([A | {"since": "2024-05-03"}], [(2, "since", "in the future")]),
    ([A | {"since": "2022-12-31"}], [(2, "parent", "did not exist yet")]),
    ([A | {"account": "perhaps"}], [(2, "account", "yes or no")]),
    ([A | {"site": "example"}], [(2, "site", "expected form")]),
    ([A | {"code": ""}], [(2, "code", "required")]),
    ([A | {"code": "Абай", "name_ru": "", "bin": "1"}], [(2, "code", ""), (2, "name_ru", "required"), (2, "bin", "")]),
    ([A, A | {"name_ru": "Другое"}], [(3, "", "Row 2 is about the same")]),
    (
        [organization("a", "TER", "b"), organization("b", "TER", "c"), organization("c", "TER", "a"), A],
        [(n, "parent", "in a circle: ") for n in (2, 3, 4)],
    ),
    ([organization("a", "TER", "a")], [(2, "parent", "in a circle: 2")]),
    (
        [organization("abai.b", "OTD", "abai.a"), A | {"bin": "1"}],
        [(2, "parent", "Row 3, which this one refers to"), (3, "bin", "expected form")],
    ),
    (
        [organization("abai.b", "OTD", "abai.a"), A | {"parent": "nowhere"}],
        [(2, "parent", "Row 3, which this one refers to"), (3, "parent", "no organisation")],
    ),
    ([organization("abai", name_ru="Иначе")], [(2, "name_ru", "recorded otherwise")]),
    ([organization("abai", site="https://other.kz")], [(2, "site", "recorded otherwise")]),
    ([organization("abai", since="2022-01-01")], [(2, "since", "cannot be before")]),
    (
        [organization("abai.education", "UPR", "abai.balkhash", since="2024-01-01")],
        [(2, "parent", "cannot stand above")],
    ),
]


@pytest.mark.parametrize(("rows", "expected"), ORGANIZATIONS)
async def test_organizations(
    service: Service, rows: list[dict[str, Any]], expected: list[tuple[int, str, str]]
) -> None:
    """Each wrong cell of a table of organisations is named with its row, its column and the reason, and nothing else is."""
    await run(service, "organizations", COUNTRY)
    _hold(await errors(service, "organizations", rows), expected)


OTHERS: list[tuple[str, list[dict[str, Any]], list[tuple[int, str, str]]]] = [
    ("people", [person("p-9", iin="850101300016")], [(2, "iin", "check digit")]),
    ("people", [person("p-9", iin=number(1))], [(2, "iin", "cannot be entered here")]),
    ("people", [person("p-8", iin=number(2)), person("p-9", iin=number(2))], [(3, "iin", "cannot be entered here")]),
    ("people", [person("p-1", iin=number(3))], [(2, "iin", "recorded otherwise")]),
    ("people", [person("p-1", name_kk="Жаңа")], [(2, "name_kk", "since when")]),
    ("people", [person("p-1", name_kk="Жаңа", since="весна")], [(2, "since", "YYYY-MM-DD")]),
    ("people", [person("p-1"), person("p-1")], [(3, "", "Row 2 is about the same")]),
    ("posts", [post("nowhere", "x")], [(2, "organization", "no organisation")]),
    ("posts", [post("", "x")], [(2, "organization", "required")]),
    ("posts", [post("abai", "x", "boss")], [(2, "kind", "Choose one of")]),
    ("posts", [post("abai", "x", superior_organization="abai")], [(2, "superior_post", "required")]),
    (
        "posts",
        [post("abai", "x", "specialist", superior_organization="abai", superior_post="y")],
        [(2, "superior_post", "no post")],
    ),
    (
        "posts",
        [
            post("abai", "x", superior_organization="abai", superior_post="y"),
            post("abai", "y", superior_organization="abai", superior_post="x"),
        ],
        [(2, "superior_post", "in a circle: "), (3, "superior_post", "in a circle: ")],
    ),
    ("posts", [post("abai", "x")], [(2, "kind", "such a post already")]),
    ("posts", [post("abai", "akim", title_ru="Иначе")], [(2, "title_ru", "recorded otherwise")]),
    ("posts", [post("abai", "x", "specialist", since="2022-01-01")], [(2, "since", "cannot be before")]),
    ("appointments", [appointment("abai", "nothing", "p-1")], [(2, "post", "no post")]),
    ("appointments", [appointment("abai", "chief", "p-7")], [(2, "person", "no person")]),
    ("appointments", [appointment("abai", "chief", "p-1", until="2022-01-01")], [(2, "until", "not after the start")]),
    ("appointments", [appointment("abai", "akim", "p-2")], [(2, "since", "Somebody else holds the post")]),
    (
        "appointments",
        [
            appointment("abai", "chief", "p-1", until="2024-02-01"),
            appointment("abai", "chief", "p-2", since="2024-01-31"),
        ],
        [(3, "since", "Somebody else holds the post")],
    ),
    (
        "appointments",
        [appointment("abai", "chief", "p-1"), appointment("abai", "chief", "p-1", since="2024-01-31")],
        [(3, "person", "in the post since")],
    ),
    ("appointments", [appointment("abai", "akim", "p-1", order_no="9")], [(2, "order_no", "recorded otherwise")]),
    ("appointments", [appointment("abai", "akim", "p-1", acting="yes")], [(2, "acting", "recorded otherwise")]),
    ("appointments", [appointment("abai", "akim", "p-1", until="2024-02-01")], [(2, "until", "release them")]),
]


@pytest.mark.parametrize(("kind", "rows", "expected"), OTHERS)
async def test_people_posts_appointments(
    service: Service, kind: str, rows: list[dict[str, Any]], expected: list[tuple[int, str, str]]
) -> None:
    """So is each wrong cell of the other tables."""
    await run(service, "organizations", COUNTRY)
    await run(service, "people", [person("p-1", iin=number(1)), person("p-2")])
    await run(service, "posts", [post("abai", "akim"), post("abai", "chief", "apparatus_head")])
    await run(service, "appointments", [appointment("abai", "akim", "p-1")])
    _hold(await errors(service, kind, rows), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code;name_ru;extra\np-1;Имя;1", [(1, "", "no such column")]),
        ("code;name_ru;Код\np-1;Имя;p-1", [(1, "code", "stands twice")]),
        ("\n\ncode;iin\np-1;1", [(3, "name_ru", "“Full name” is missing")]),
    ],
)
async def test_headings(service: Service, text: str, expected: list[tuple[int, str, str]]) -> None:
    """Columns that are unknown, twice there or missing are named; the rows are not looked at then."""
    report = await service.imports.run("people", text.encode(), "t.csv", SUPERVISOR, dry_run=True)
    found = [(error.row, error.column, str(error.text)) for error in report.errors]
    _hold([(row, column, words.replace("Full name", "Full name")) for row, column, words in found], expected)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_table_of_headings_alone(service: Service, kind: str) -> None:
    """A table without rows is in order, and does nothing."""
    headings = ";".join(column.name for column in KINDS[kind].columns)
    report = await service.imports.run(kind, headings.encode(), "t.csv", SUPERVISOR, dry_run=False)
    assert (report.rows, report.wrong, report.position) == (0, 0, 0)


def _hold(found: list[tuple[int, str, str]], expected: list[tuple[int, str, str]]) -> None:
    assert [error[:2] for error in found] == [error[:2] for error in expected], found
    for (_, _, words), (_, _, part) in zip(found, expected, strict=True):
        assert part in words
