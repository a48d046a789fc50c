"""Accounts and their secrets, in PostgreSQL."""

import hashlib
import secrets
import time
import uuid
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from events.store.statements import load
from projections.page import like
from service.access.account import AccessError, Account, Known, Token
from service.access.attempts import Attempts
from service.access.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, Passwords, is_outdated, nobodys
from service.access.reach import Reach
from service.clock import Clock, SystemClock
from workflows.actor import Post, Role

SESSION = timedelta(hours=12)
"""How long a browser stays logged in."""

TOKEN_PREFIX = "tbn4_"  # noqa: S105 - lets scanners find tokens that leaked

_TRUSTED_FOR = 5.0  # seconds for which another process's revocation may go unnoticed
_REMEMBERED = 10_000
_LANGUAGES = ("ru", "kk", "en")
_SQL = load(__package__, "access.sql")


@dataclass
class Access(Reach):
    """Lets people and systems in. `demo` says whether demonstration accounts are let in too.

    `clock` is the one by which sessions and tokens expire.
    """

    clock: Clock = field(default_factory=SystemClock)
    demo: bool = False
    _attempts: Attempts = field(default_factory=Attempts)
    _known: "OrderedDict[tuple[str, bytes], tuple[float, Account | None]]" = field(default_factory=OrderedDict)
    _passwords: Passwords = field(default_factory=Passwords)

    async def create(
        self,
        login: str,
        name: str,
        role: Role,
        *,
        organization: str = "",
        post: Post | None = None,
        password: str | None = None,
        language: str = "ru",
        demo: bool = False,
        person: str = "",
    ) -> Account:
        """Make an account; without a password it can only use tokens. Raises `AccessError`.

        `person` is its owner's code in the register: then the post comes from there, `post` counting until posts of the
        organisation are recorded.
        """
        account = Account(
            uuid.uuid4(), login.strip().lower(), name.strip(), role, organization, post, language, demo, person
        )
        _check(account, password)
        hashed = await self._passwords.hashed(password) if password is not None else None
        parameters = {
            "id": account.id, "login": account.login, "name": account.name, "password": hashed, "role": role.value,
            "organization": organization, "post": post.value if post else None, "language": language, "demo": demo,
            "person": person, "now": self.clock.now(),
        }  # fmt: skip
        if await self._change("create_account", parameters) == 0:
            raise AccessError(f"there is an account “{account.login}” already: choose another login")
        return account

    async def accounts(self) -> list[Account]:
        """List the accounts that are in use."""
        return [_account(row) for row in await self._rows("accounts", {"login": None})]

    async def names(self, identities: Collection[str]) -> dict[str, str]:
        """Name the accounts, disabled ones too, that stand behind identities; others are left out."""
        ids = [found for text in identities if (found := _uuid(text))]
        return {str(account_id): name for account_id, name in await self._rows("names", {"ids": ids})}

    async def like(self, text: str, limit: int) -> list[Known]:
        """Give some accounts, disabled ones too, with a text in their name or login, or with it as id; by name."""
        return [
            Known(*row)
            for row in await self._rows("like", {"pattern": like(text) or "%", "text": text, "limit": limit})
        ]

    async def account(self, login: str) -> Account:
        """Give an account by its login; raises `AccessError`."""
        rows = await self._rows("accounts", {"login": login.strip().lower()})
        if not rows:
            raise AccessError(f"there is no account “{login}”: `tbn4 account list` shows those that exist")
        return _account(rows[0])

    async def by_id(self, account_id: uuid.UUID) -> Account | None:
        """Give an account that is in use, None if there is none with that id."""
        rows = await self._rows("account_by_id", {"id": account_id})
        return _account(rows[0]) if rows else None

    async def link(self, login: str, person: str) -> None:
        """Say by whose code in the register an account is used, "" for nobody's. Raises `AccessError`."""
        account = await self.account(login)
        await self._change("link_account", {"login": account.login, "person": person})
        self._known.clear()

    async def speak(self, account_id: uuid.UUID, language: str) -> None:
        """Choose the language of an account: of its mail and calendar. Raises `AccessError`."""
        if language not in _LANGUAGES:
            raise AccessError("the language is ru, kk or en")
        await self._change("speak", {"account": account_id, "language": language})
        self._known.clear()

    async def disable(self, login: str) -> None:
        """End an account: its sessions and tokens are refused from now on. Raises `AccessError`."""
        account = await self.account(login)
        await self._change("disable_account", {"login": account.login, "now": self.clock.now()})
        self._known.clear()

    async def login(self, login: str, password: str, address: str = "") -> str | None:
        """Open a session and give its secret, or None if login and password do not fit; raises `TooManyAttempts`."""
        login, now = login.strip().lower(), self.clock.now()
        self._attempts.check(login, address, now)
        self._attempts.begun(login, address, now)
        rows = await self._rows("password", {"login": login}) if "\0" not in login else []
        hashed: str = rows[0][0] or "" if rows else ""
        fits = await self._passwords.fits(hashed or nobodys(), password)
        if not (fits and hashed) or (account := self._admitted(_account(rows[0][1:]))) is None:
            return None
        self._attempts.succeeded(login, address)
        if is_outdated(hashed):
            await self._change(
                "set_password", {"account": account.id, "password": await self._passwords.hashed(password)}
            )
        return await self._open_session(account, now)

    async def session(self, secret: str) -> Account | None:
        """Give the account of a browser's session, None if there is none or it ended."""
        return await self._by_secret("session", secret)

    async def logout(self, secret: str) -> None:
        """End a browser's session."""
        self._known.pop(("session", _digest(secret)), None)
        await self._change("close_session", {"secret": _digest(secret)})

    async def issue_token(self, account: Account, title: str, expires: datetime | None = None) -> str:
        """Make a bearer token for an account and give its secret, which is shown this once; `expires` is an aware instant."""
        secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
        parameters = {
            "id": uuid.uuid4(),
            "secret": _digest(secret),
            "account": account.id,
            "title": title,
            "expires": expires,
        }
        await self._change("issue_token", {**parameters, "now": self.clock.now()})
        return secret

    async def token(self, secret: str) -> Account | None:
        """Give the account of a bearer token, None if it is unknown, expired or revoked."""
        return await self._by_secret("token", secret)

    async def tokens(self, login: str | None = None) -> list[Token]:
        """List the tokens of an account, or of all."""
        return [Token(*row) for row in await self._rows("tokens", {"login": login})]

    async def revoke(self, token_id: uuid.UUID) -> None:
        """End a token: other processes notice within five seconds. Raises `AccessError`."""
        if await self._change("revoke_token", {"id": token_id, "now": self.clock.now()}) == 0:
            raise AccessError(f"there is no valid token {token_id}: `tbn4 token list` shows those that exist")
        self._known.clear()

    async def _open_session(self, account: Account, now: datetime) -> str:
        secret = secrets.token_urlsafe(32)
        parameters = {"secret": _digest(secret), "account": account.id, "now": now, "expires": now + SESSION}
        await self._change("open_session", parameters)
        return secret

    async def _by_secret(self, kind: str, secret: str) -> Account | None:
        key = kind, _digest(secret)
        known = self._known.get(key)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        now = self.clock.now()
        rows = await self._rows(kind, {"secret": key[1], "now": now})
        account = self._admitted(_account(rows[0][:-1])) if rows else None
        ends = rows[0][-1] if rows else None
        left = (ends - now).total_seconds() if ends else _TRUSTED_FOR
        self._known[key] = time.monotonic() + min(_TRUSTED_FOR, left), account
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return account

    def _admitted(self, account: Account) -> Account | None:
        return account if self.demo or not account.demo else None

    async def _rows(self, statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        async with self.pool.connection() as conn:
            return await (await conn.execute(_SQL[statement], parameters)).fetchall()

    async def _change(self, statement: str, parameters: dict[str, Any]) -> int:
        async with self.pool.connection() as conn:
            return (await conn.execute(_SQL[statement], parameters)).rowcount


def _check(account: Account, password: str | None) -> None:
    """Refuse an account that could not work, in words for the terminal."""
    if not account.login or len(account.login) > 80 or not account.login.isprintable():
        raise AccessError("a login has 1 to 80 printable characters")
    if account.role not in {Role.OFFICER, Role.SIGNATORY, Role.SUPERVISOR}:
        raise AccessError("the role is officer, signatory or supervisor")
    if account.role is not Role.SUPERVISOR and not account.organization:
        raise AccessError("officers and signatories belong to an organisation: name its code")
    if account.role is not Role.SIGNATORY and account.post is not None:
        raise AccessError("only a signatory holds a post")
    if account.role is Role.SIGNATORY and account.post is None and not account.person:
        raise AccessError("a signatory holds a post: name it, or the person whose posts the register knows")
    if password is not None and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccessError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")


def _account(row: tuple[Any, ...]) -> Account:
    account_id, login, name, role, organization, post, language, demo, person = row
    held = Post(post) if post else None
    return Account(account_id, login, name, Role(role), organization, held, language, demo, person)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
