"""What pages are looked at on: a database with organisations, and the demonstration, told once for all tests of a process that look at it without a browser."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

import pytest

from tests.web.demonstrated import tell


@pytest.fixture
def database_url(registered_url: str) -> str:
    """The URL of a database with the organisations of `tests.serving` that only this test uses."""
    return registered_url


@pytest.fixture(scope="session")
def told_once(
    new_database: Callable[..., AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of a database with the demonstration, to which nobody is connected: to be copied."""
    with new_database() as url:
        with ThreadPoolExecutor(1) as elsewhere:  # the test that asks first may have an event loop in this thread
            elsewhere.submit(lambda: asyncio.run(tell(url, tmp_path_factory.mktemp("files")))).result()
        yield urlsplit(url).path.removeprefix("/")


@pytest.fixture(scope="module")
def demonstration_url(new_database: Callable[..., AbstractContextManager[str]], told_once: str) -> Iterator[str]:
    """The URL of a database with the demonstration that only this module uses."""
    with new_database(told_once) as url:
        yield url
