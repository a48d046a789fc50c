"""What every test may ask for: a database of its own, a browser.

One PostgreSQL serves the whole session: an embedded one in pytest's temporary folder, or the server that
`TBN4_TEST_DATABASE_URL` names (its user must be allowed to create databases). Its schema is made once, in a template.
"""

import asyncio
import gc
import logging
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import count
from pathlib import Path
from shutil import disk_usage
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest
import structlog
import uvicorn
from argon2 import PasswordHasher
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

import projections
from events import sealing
from projections.generations import prepare
from service.access import passwords
from service.migrations import migrate
from service.postgres import UNSAFE_AND_FAST, embedded
from service.wiring import connector
from tests.chromium import find_chromium
from tests.serving import serving

_MEMORY = Path("/dev/shm")  # noqa: S108 - what is made there has a name of its own
_ENOUGH = 2**30
"""Bytes of memory that must be free to hold the session's server: files are made and removed there ten times as fast."""

settings.register_profile("fuzz", max_examples=2_000, deadline=None)  # for `make fuzz`
settings.register_profile("tests", deadline=None)  # how long an example takes is the machine's affair
if settings.get_current_profile_name() == "default":
    settings.load_profile("tests")

Administer = Callable[..., None]
"""Executes a statement with the names that its `{}` stand for."""

_session = secrets.token_hex(4)
_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def seal_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One key for sealed events in all tests, for services and for what encodes events without one."""
    secret = secrets.token_bytes(sealing.SECRET_BYTES)
    file = tmp_path_factory.mktemp("seal") / "seal.key"
    file.write_text(secret.hex(), "ascii")
    sealing.use(sealing.Seal(secret))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TBN4_SEAL_KEY_FILE", str(file))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Let log-ins of tests cost little."""
    assert passwords._HASHER.memory_cost >= 19 * 1024  # what OWASP asks for at least, in KiB
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_stops() -> Iterator[None]:
    """Let servers of tests stop at once: uvicorn looks ten times a second whether it should, and then waits as long for nothing."""
    hasty = SimpleNamespace(**vars(asyncio) | {"sleep": lambda seconds: asyncio.sleep(seconds / 10)})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(uvicorn.server, "asyncio", hasty)
        yield


@pytest.fixture(autouse=True)
def plain_failures() -> None:
    """Log failures without local variables, as the service does: to print those takes up to half a minute."""
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


gc.disable()  # until all is imported: it lasts as long as the session


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what was imported, and set out more seldom: it finds little between tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The session's server: the URL of a database for administration only."""
    with ExitStack() as stack:
        given = os.environ.get("TBN4_TEST_DATABASE_URL")
        if not given:
            folder = tmp_path_factory.mktemp("postgres")
            if _MEMORY.is_dir() and disk_usage(_MEMORY).free > _ENOUGH:
                folder = Path(stack.enter_context(TemporaryDirectory(dir=_MEMORY)))
            given = stack.enter_context(embedded(folder, UNSAFE_AND_FAST | {"io_method": "sync"}))
            _quick_log_ins(given)
        yield given


@pytest.fixture(scope="session")
def administer(postgres_url: str) -> Iterator[Administer]:
    """Executes a statement on the session's server, by one connection for all: to open one takes as long as to copy a database."""
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        yield lambda statement, *names: _execute(connection, statement, *names)


@pytest.fixture(scope="session")
def template_database(postgres_url: str, administer: Administer) -> Iterator[str]:
    """The name of a migrated database with empty read models that others are copied from."""
    name = f"tbn4_test_{_session}_template"
    administer("CREATE DATABASE {}", name)
    with ThreadPoolExecutor(1) as elsewhere:  # the browser of a test may have its event loop in this thread
        elsewhere.submit(lambda: asyncio.run(_make(_database(postgres_url, name)))).result()
    yield name
    administer("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def new_database(
    postgres_url: str, template_database: str, administer: Administer
) -> Callable[..., AbstractContextManager[str]]:
    """Makes a migrated, empty database for a while, or a copy of a named one, and gives its URL: for what several tests share."""

    @contextmanager
    def made(template: str = template_database) -> Iterator[str]:
        name = f"tbn4_test_{_session}_{next(_numbers)}"
        administer("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        yield _database(postgres_url, name)
        administer("DROP DATABASE {} WITH (FORCE)", name)

    return made


@pytest.fixture(scope="session")
def registered(new_database: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """The name of a database with the organisations of `tests.serving`, to which nobody is connected: to be copied."""
    with new_database() as url:
        with ThreadPoolExecutor(1) as elsewhere:  # the test that asks first may have an event loop in this thread
            elsewhere.submit(lambda: asyncio.run(_register(url))).result()
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture
def registered_url(new_database: Callable[..., AbstractContextManager[str]], registered: str) -> Iterator[str]:
    """The URL of a database with the organisations of `tests.serving` that only this test uses."""
    with new_database(registered) as url:
        yield url


@pytest.fixture
def empty_url(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """The URL of a migrated, empty database that only this test uses."""
    with new_database() as url:
        yield url


@pytest.fixture
def database_url(empty_url: str) -> str:
    """The URL of a database that only this test uses: empty, unless the tests of a folder begin with another."""
    return empty_url


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """A headless Chromium for all tests of the process, and Playwright's event loop, which rests in this thread meanwhile."""
    executable = find_chromium()
    if executable is None:
        pytest.fail("no Chromium: run `make test`, which gets one, or name one in TBN4_CHROMIUM")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox does not work for root
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable, args=sandbox)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield started, loop
        asyncio._set_running_loop(loop)
        started.close()


@pytest.fixture
def browser(chromium: tuple[Browser, asyncio.AbstractEventLoop]) -> Iterator[Browser]:
    """The headless Chromium; each test opens its own context (`browser.new_context(base_url=…)`), and closes it.

    Between the calls to it Playwright's event loop counts as running: a test that uses it is not async. For all other tests
    the loop is put aside, since no thread has two.
    """
    started, loop = chromium
    asyncio._set_running_loop(loop)
    yield started
    asyncio._set_running_loop(None)


async def _register(url: str) -> None:
    async with serving(url):
        pass


async def _make(url: str) -> None:
    await migrate(url)
    async with await connector(url)() as conn:
        await prepare(conn, projections.ALL)


def _database(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _execute(connection: psycopg.Connection, statement: LiteralString, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _quick_log_ins(url: str) -> None:
    """Let connections to a server of ours cost little: each derives a key from the password, in 4,096 rounds unless told otherwise."""
    password = sql.Literal(urlsplit(url).password)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET scram_iterations = 1")
        connection.execute(sql.SQL("ALTER ROLE CURRENT_USER PASSWORD {}").format(password))


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Put the process's logging back: it is global."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()
