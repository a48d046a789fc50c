"""Schema migrations: numbered SQL files, forward only, each applied once in its own transaction.

Each folder of `SERIES` is a series of files `NNNN_what.sql`; the series are applied in the order given there. What was applied
stands in the table `migrations` with the file's SHA-256: an applied file is never edited, a change is a new file.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import psycopg
import structlog

ROOT = Path(__file__).parents[1]
SERIES = ("events/store/migrations", "projections/migrations", "service/migrations")
_LOCK = (
    7_402_041  # advisory lock: one migrator at a time; held per transaction, so that a transaction pooler does no harm
)

log = structlog.get_logger(__name__)


class MigrationError(Exception):
    """The files and the database do not agree; the message says where and what to do."""


@dataclass(frozen=True)
class Migration:
    """One SQL file: its name (`events/0001_log`), text and SHA-256 (hexadecimal)."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        """Return the digest by which a later change is noticed."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def find(root: Path = ROOT) -> list[Migration]:
    """Return the migrations below `root` in the order they are applied."""
    files = [(series, path) for series in SERIES for path in sorted((root / series).glob("*.sql"))]
    return [
        Migration(f"{series.split('/')[0]}/{path.stem}", path.read_text(encoding="utf-8")) for series, path in files
    ]


async def migrate(conninfo: str, root: Path = ROOT) -> list[str]:
    """Bring the database up to the files below `root`; return the names applied now, in order. Safe to run twice and at once."""
    migrations = find(root)
    async with await psycopg.AsyncConnection.connect(conninfo, autocommit=True) as connection:
        applied = await _prepare(connection, {migration.name for migration in migrations})
        wanted = [migration for migration in migrations if applied.get(migration.name) != migration.sha256]
        return [migration.name for migration in wanted if await _apply(connection, migration)]


async def _prepare(connection: psycopg.AsyncConnection, known: set[str]) -> dict[str, str]:
    """Make the table, refuse a database that a newer release has migrated, and give the digests of what was applied."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, sha256 text NOT NULL, "
            "applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        )
        cursor = await connection.execute("SELECT lower('Ө') = 'ө'")
        if await cursor.fetchone() != (True,):
            raise MigrationError(
                "the database does not know the letters of Russian and Kazakh: create it with a UTF-8 locale, for example "
                "CREATE DATABASE tbn4 TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
            )
        cursor = await connection.execute("SELECT name, sha256 FROM migrations ORDER BY applied_at, name")
        applied: dict[str, str] = dict(await cursor.fetchall())
    unknown = [name for name in applied if name not in known]
    if unknown:
        raise MigrationError(
            f"the database has migrations this release does not know ({', '.join(unknown)}): install a newer release"
        )
    return applied


async def _apply(connection: psycopg.AsyncConnection, migration: Migration) -> bool:
    """Apply one file unless it was applied; True if it was applied now."""
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor = await connection.execute("SELECT sha256 FROM migrations WHERE name = %s", [migration.name])
        applied = await cursor.fetchone()
        if applied is not None:
            if applied[0] != migration.sha256:
                raise MigrationError(
                    f"{migration.name}.sql was changed after it was applied: restore the file and put the change into a new one"
                )
            return False
        try:
            await connection.execute(migration.text.encode())  # our own file, no parameters: several statements
        except psycopg.Error as error:
            raise MigrationError(f"{migration.name}.sql failed, nothing of it was kept: {error}") from error
        await connection.execute(
            "INSERT INTO migrations (name, sha256) VALUES (%s, %s)", [migration.name, migration.sha256]
        )
    log.info("migration applied", name=migration.name)
    return True
