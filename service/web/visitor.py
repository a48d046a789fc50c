"""Who looks at a page: the session, the language, the scope, and whether a form really comes from our page."""

from collections.abc import Container
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import whole
from service.access import Account
from service.aggregates import may_see
from service.alerts.notices import Notices
from service.i18n import Translator, pick, translator
from service.moment import NOW, Moment, looking, moment
from service.named import Named
from service.status import Today
from service.wiring import Service
from workflows.actor import Actor, Role
from workflows.refusals import NotPermitted
from workflows.register import Register

SESSION = "tbn4_session"
LANGUAGE = "tbn4_language"
MOMENT = "tbn4_moment"
"""The moment that they look at, while it is not the present."""

SEEN = "tbn4_seen"
"""The position of the visitor's last change, so that lists wait for it."""


@dataclass
class Visitor:
    """A request's person. `account` is None on public pages when nobody is logged in.

    `set_aside` is the past moment that they look at elsewhere, on pages about the present.
    """

    request: Request
    service: Service
    t: Translator
    today: Today
    account: Account | None = None
    scope: list[str] | None = None
    cleared: Cleared = NOTHING_SEALED
    sees_report_counts: bool = False
    unread: int = 0
    moment: Moment = NOW
    set_aside: Moment = NOW
    present: Today = field(init=False)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """The day is that of the present until a past one is looked at."""
        self.present = self.today

    @property
    def person(self) -> Account:
        """Whoever is logged in, on pages that only they see."""
        if self.account is None:
            raise AssertionError("this page is shown to those who are logged in")
        return self.account

    @property
    def may_begin(self) -> bool:
        """Whether they belong to an organisation that has cases of its own."""
        return self.account is not None and self.account.role in {Role.OFFICER, Role.SIGNATORY}

    @property
    def is_supervisor(self) -> bool:
        """Whether they oversee all organisations."""
        return self.account is not None and self.account.role is Role.SUPERVISOR

    @property
    def seen(self) -> int:
        """The position of their last change, 0 if it was long ago."""
        return whole(self.request.cookies.get(SEEN, "")) or 0

    @property
    def bell_label(self) -> str:
        """Say what the bell of the inbox shows."""
        return self.t.n("Inbox: {n} unread notice", "Inbox: {n} unread notices", self.unread)

    def looking(self) -> AbstractAsyncContextManager[AsyncConnection[Any]]:
        """Give a connection that shows the read models as of the moment they look at."""
        return looking(self.service.pool, self.moment)

    async def register(self) -> Register:
        """Give the register as of the moment they look at."""
        return await self.service.register.as_of(self.moment.at)

    async def name_as_of_moment(self) -> None:
        """Let bodies and people have the names that they had at the moment they look at."""
        if not self.moment.is_now:
            self.t = self.t.naming(Named(await self.register(), self.t.language, self.today.day))

    async def actor(self) -> Actor:
        """Give the person as the guards see them."""
        return await self.service.access.actor(self.person)

    def query(self, name: str) -> str | None:
        """Give a query parameter, None if it is absent, empty, or what no text in the database can be (it holds NUL)."""
        value = self.request.query_params.get(name, "").strip()[:200]
        return value if value and "\0" not in value else None

    def choice(self, name: str, known: Container[str]) -> str | None:
        """Give a query parameter that is one of the known; of another a note says that there is no such thing."""
        value = self.query(name)
        if value is not None and value not in known:
            self.not_known(value)
        return value

    def not_known(self, value: str) -> None:
        """Say that the address asks for what is not there."""
        self.notes.append(self.t("The address asks for “{value}”: there is no such thing to filter by.", value=value))


def stranger(request: Request, account: Account | None = None) -> Visitor:
    """Give a visitor without asking the database who it is."""
    service: Service = request.app.state.service
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE) or (account.language if account else None)
    language = pick(request.headers.get("accept-language"), asked)
    t = translator(language).naming(Named(service.register.known, language))
    return Visitor(request, service, t, Today.of(service.clock.today(), service.register.known), account)


async def visitor_of(request: Request) -> Visitor:
    """Recognise whoever looks."""
    service: Service = request.app.state.service
    secret = request.cookies.get(SESSION)
    account = await service.access.session(secret) if secret else None
    visitor = stranger(request, account)
    if account is not None:
        structlog.contextvars.bind_contextvars(actor_id=str(account.id))
        register = await service.register.current()
        visitor.moment = _moment(request, service.clock.now())
        present = visitor.today.day
        visitor.present = Today.of(present, register, account.organization)
        day = visitor.moment.day(present)
        visitor.today = Today.of(day, register, account.organization) if day != present else visitor.present
        visitor.scope = await service.access.scope(account)
        visitor.cleared = await service.access.cleared(account)
        visitor.sees_report_counts = await may_see(service, account)
        async with service.pool.connection() as conn:
            visitor.unread = await Notices(conn).news(account.id)
    return visitor


def _moment(request: Request, now: datetime) -> Moment:
    """Give the moment that the address names, else the one chosen before; raises `BadQuery`."""
    asked = request.query_params
    if "at" in asked or "effective_at" in asked:
        return moment(asked.get("at"), asked.get("effective_at"), now)
    at, _, effective_at = request.cookies.get(MOMENT, "").partition("|")
    return moment(unquote(at), effective_at, now)


def keep(visitor: Visitor, response: Response, name: str, value: str, seconds: int | None) -> None:
    """Have the browser keep a value that scripts cannot read and other sites cannot send, for some seconds or until it is closed."""
    secure = is_secure(visitor.request)
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def is_secure(request: Request) -> bool:
    """Whether the request came over TLS, so that cookies are for TLS only."""
    return request.url.scheme == "https"


def check_origin(request: Request) -> None:
    """Refuse a form that another site sent; raises `NotPermitted`. Browsers say so in one header or the other."""
    refusal = NotPermitted(msg("This form was sent from another site. Open the page here and send it again."))
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise refusal
        return
    origin = request.headers.get("origin")
    if origin is None or urlsplit(origin).netloc != request.headers.get("host"):
        raise refusal


def local_path(address: str | None) -> str:
    """Give an address within this site, "/" for any other."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    parts: Any = urlsplit(address)
    return address if not parts.netloc and not parts.scheme and address.isprintable() and "\\" not in address else "/"
