"""A served site for a browser: the service in a thread of its own, since Playwright's loop has the test's thread."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from playwright.sync_api import Browser, BrowserContext, Page

from tests.serving import Served, serving
from tests.web.visiting import PASSWORD, people

T = TypeVar("T")


@dataclass(frozen=True)
class Running:
    """A service at work in a thread of its own."""

    served: Served
    loop: asyncio.AbstractEventLoop

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something in the service's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)


class Site:
    """A site whose people share a password; `troubles` collects what browsers complained about."""

    def __init__(self, running: Running, browser: Browser, password: str = PASSWORD) -> None:
        self.served, self.do, self._browser, self._password = running.served, running.do, browser, password
        self.troubles: list[str] = []
        self._windows: list[BrowserContext] = []

    def close(self) -> None:
        """Close all windows: a service keeps few streams open for one account."""
        while self._windows:
            self._windows.pop().close()

    def page(self, login: str = "", **options: Any) -> Page:
        """Open a browser window, logged in if a login is named; the form of the log-in is walked elsewhere (`Walker`)."""
        context = self._browser.new_context(**{"base_url": self.served.url, "locale": "ru-RU", **options})
        context.set_default_timeout(15_000)
        self._windows.append(context)
        self._watch(context)
        page = context.new_page()
        if login:
            sent: dict[str, str | float | bool] = {"login": login, "password": self._password}
            answer = context.request.post("/login", form=sent, headers={"Origin": self.served.url}, max_redirects=0)
            assert answer.status == 303, answer.text()
        return page

    def _watch(self, context: BrowserContext) -> None:
        """Note errors of the console, and every request that leaves the site."""
        context.on("console", lambda m: self.troubles.append(m.text) if m.type in {"error", "warning"} else None)
        context.on("weberror", lambda e: self.troubles.append(str(e.error)))
        context.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((self.served.url, "data:"))
                else self.troubles.append(f"left the site: {r.url}")
            ),
        )


@contextmanager
def site(database_url: str, browser: Browser, **settings: Any) -> Iterator[Site]:
    """Serve the people of `tests.web.visiting` until the end of the block."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Served]:
        async with serving(database_url, **settings) as served:
            await people(served)
            yield served

    with running(opened) as found:
        place = Site(found, browser)
        try:
            yield place
        finally:
            place.close()


@contextmanager
def running(opened: Callable[[], AbstractAsyncContextManager[Served]], patience: float = 60) -> Iterator[Running]:
    """Keep what is opened at work in a thread until the end of the block; it has so many seconds to start."""
    loop, ready, end = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    found: list[Served] = []
    failed: list[BaseException] = []

    async def run() -> None:
        async with opened() as served:
            found.append(served)
            ready.set()
            await end.wait()

    def work() -> None:
        try:
            loop.run_until_complete(run())
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            ready.set()
            loop.close()

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait(patience)
    try:
        assert found, failed
        yield Running(found[0], loop)
    finally:
        loop.call_soon_threadsafe(end.set)
        thread.join(30)
