"""One embedded PostgreSQL for all sides, as durable as the service's own, and databases on it."""

import asyncio
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from service.migrations import migrate
from service.postgres import embedded


class Databases:
    """Makes databases on one server; `made` are the URLs of those that are there."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.made: list[str] = []
        self._migrated = ""

    def empty(self) -> str:
        """Make an empty database and give its URL."""
        return self._make(sql.SQL(""))

    def ours(self) -> str:
        """Make a database with the service's schema and give its URL: a copy, as the schema is made once."""
        if not self._migrated:
            self._migrated = self.empty()
            asyncio.run(migrate(self._migrated))
        return Databases.copy(self, self._migrated)

    def copy(self, url: str) -> str:
        """Make a copy of a database to which nobody is connected, and give its URL."""
        return self._make(sql.SQL("TEMPLATE {} STRATEGY FILE_COPY").format(_name(url)))

    def drop(self, url: str) -> None:
        """Drop a database, whoever is connected."""
        self._administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_name(url)))
        self.made.remove(url)

    def _make(self, options: sql.Composable) -> str:
        url = urlsplit(self.url)._replace(path=f"/bench_{secrets.token_hex(4)}").geturl()
        self._administer(sql.SQL("CREATE DATABASE {} {}").format(_name(url), options))
        self.made.append(url)
        return url

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as conn:
            conn.execute(statement)


def _name(url: str) -> sql.Identifier:
    return sql.Identifier(urlsplit(url).path.removeprefix("/"))


@contextmanager
def databases(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[Databases]:
    """Run a server in a new folder below `folder` for the while; its settings are those of the service, fsync on, but for those given."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place, embedded(Path(place), settings) as url:
        yield Databases(url)
