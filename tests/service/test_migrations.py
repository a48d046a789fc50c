"""Migrations: applied once, in order, whole or not at all."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from service.migrations import SERIES, MigrationError, find, migrate


@pytest.fixture
def empty_database_url(postgres_url: str, database_url: str) -> str:
    """A database without any schema."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return database_url


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A source tree with two series."""
    write(tmp_path, 0, "0001_first.sql", "CREATE TABLE a (n int); INSERT INTO a VALUES (1);")
    write(tmp_path, 0, "0002_second.sql", "INSERT INTO a VALUES (2);")
    write(tmp_path, 2, "0001_third.sql", "INSERT INTO a VALUES (3);")
    return tmp_path


def write(root: Path, series: int, name: str, text: str) -> None:
    folder = root / SERIES[series]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def numbers(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [n for (n,) in connection.execute("SELECT n FROM a ORDER BY n").fetchall()]


async def test_applied_in_order_and_once(empty_database_url: str, root: Path) -> None:
    """The first call applies every file in order and says which, the second applies nothing."""
    assert await migrate(empty_database_url, root) == ["events/0001_first", "events/0002_second", "service/0001_third"]
    assert await migrate(empty_database_url, root) == []
    assert numbers(empty_database_url) == [1, 2, 3]


async def test_a_new_file_is_applied_to_an_old_database(empty_database_url: str, root: Path) -> None:
    """An update applies what is new and nothing else."""
    await migrate(empty_database_url, root)
    write(root, 0, "0003_fourth.sql", "INSERT INTO a VALUES (4);")
    assert await migrate(empty_database_url, root) == ["events/0003_fourth"]
    assert numbers(empty_database_url) == [1, 2, 3, 4]


async def test_several_at_once_apply_each_file_once(empty_database_url: str, root: Path) -> None:
    """Eight replicas that start together apply each file once between them."""
    applied = await asyncio.gather(*(migrate(empty_database_url, root) for _ in range(8)))
    assert sorted(name for names in applied for name in names) == [
        "events/0001_first",
        "events/0002_second",
        "service/0001_third",
    ]
    assert numbers(empty_database_url) == [1, 2, 3]


async def test_a_changed_file_is_refused(empty_database_url: str, root: Path) -> None:
    """A file edited after it was applied is named, with what to do."""
    await migrate(empty_database_url, root)
    write(root, 0, "0002_second.sql", "INSERT INTO a VALUES (22);")
    with pytest.raises(MigrationError, match=r"events/0002_second\.sql was changed .* new one"):
        await migrate(empty_database_url, root)
    assert numbers(empty_database_url) == [1, 2, 3]


async def test_a_failing_file_leaves_nothing(empty_database_url: str, root: Path) -> None:
    """Of a file that fails halfway nothing stays, what came before it does, and it is applied once it is right."""
    write(root, 0, "0002_second.sql", "INSERT INTO a VALUES (2); SELECT nonsense;")
    with pytest.raises(MigrationError, match=r"events/0002_second\.sql failed.*nonsense"):
        await migrate(empty_database_url, root)
    assert numbers(empty_database_url) == [1]
    write(root, 0, "0002_second.sql", "INSERT INTO a VALUES (2);")
    assert await migrate(empty_database_url, root) == ["events/0002_second", "service/0001_third"]


async def test_an_older_release_refuses_a_newer_database(empty_database_url: str, root: Path) -> None:
    """A release does not touch a database that has a migration it does not know."""
    await migrate(empty_database_url, root)
    (root / SERIES[2] / "0001_third.sql").unlink()
    with pytest.raises(MigrationError, match=r"service/0001_third.*newer release"):
        await migrate(empty_database_url, root)


async def test_a_database_without_our_letters_is_refused(postgres_url: str, root: Path) -> None:
    """A database that cannot tell capital from small Cyrillic letters would not find what is searched for: it is refused."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'")
        try:
            with pytest.raises(MigrationError, match=r"C\.UTF-8"):
                await migrate(urlsplit(postgres_url)._replace(path="/latin").geturl(), root)
        finally:
            connection.execute("DROP DATABASE latin")


def test_files_are_numbered() -> None:
    """Every migration of the project has a name of the form series/NNNN_what, and no number is used twice in a series."""
    names = [migration.name for migration in find()]
    assert names
    numbered = [name[: name.index("/") + 5] for name in names]
    assert len(set(numbered)) == len(names)
    assert all(name.split("/")[1][:4].isdigit() and name.split("/")[1][4] == "_" for name in names)
